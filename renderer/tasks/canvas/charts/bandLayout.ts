// Bands of a trace laid out in columns, in pixels: one scale for all of them, what ends in a node at the foot of its right side. Places only;
// the figures are those of the answer.

export interface BandNode {
  readonly id: string;
  readonly hop: number;
  readonly amount: string;
}
export interface BandInput {
  readonly source: string;
  readonly target: string;
  readonly amount: string;
}
export interface PlacedNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** Of its height, from the foot: what does not go on. */
  readonly ended: number;
}
export interface PlacedBand {
  readonly key: string;
  readonly path: string;
  readonly edges: string;
  readonly thickness: number;
}
export interface BandLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  readonly bands: readonly PlacedBand[];
}

export const NODE_WIDTH = 12;
const COLUMN = 210;
/** Between two nodes of a column: room for two lines of text. */
const GAP = 30;
const LEAST_HEIGHT = 3;
const MARGIN = { left: 10, right: 190, top: 12, bottom: 36 };
const PARTS = 1_000_000n;

export const bandKey = ({ source, target }: Pick<BandInput, 'source' | 'target'>): string => `${source}>${target}`;

export function layoutBands(
  nodes: readonly BandNode[],
  bands: readonly BandInput[],
  direction: 'forward' | 'backward',
  room: { readonly width: number; readonly height: number },
): BandLayout {
  if (nodes.length === 0) return { width: room.width, height: room.height, nodes: new Map(), bands: [] };
  // Hops without a node take no room.
  const hops = [...new Set(nodes.map(({ hop }) => hop))].sort((a, b) => (direction === 'forward' ? a - b : b - a));
  const columnOf = new Map(hops.map((hop, at) => [hop, at]));
  const columns: BandNode[][] = hops.map(() => []);
  for (const node of nodes) columns[columnOf.get(node.hop) as number]?.push(node);
  const width = Math.max(room.width, MARGIN.left + (hops.length - 1) * COLUMN + NODE_WIDTH + MARGIN.right);
  const stride = hops.length < 2 ? 0 : (width - MARGIN.left - MARGIN.right - NODE_WIDTH) / (hops.length - 1);

  const through = throughOf(nodes, bands);
  const fullest = columns.reduce((most, column) => max(most, sum(column.map(({ id }) => through(id)))), 1n);
  const crowd = Math.max(...columns.map((column) => column.length));
  const inner = Math.max(room.height - MARGIN.top - MARGIN.bottom, 60);
  // A column of many thin nodes needs its gaps first; what is left is the scale.
  const free = Math.max(inner - (crowd - 1) * GAP, inner / 2, 90);
  const pixels = (amount: bigint): number => (Number((amount * PARTS) / fullest) / Number(PARTS)) * free;
  const tall = (id: string): number => Math.max(LEAST_HEIGHT, pixels(through(id)));

  const placed = new Map<string, PlacedNode>();
  let lowest = 0;
  columns.forEach((column, at) => {
    const order = ordered(column, bands, placed);
    let y = MARGIN.top;
    for (const { id } of order) {
      const height = tall(id);
      const ended = through(id) === 0n ? 0 : pixels(max(0n, through(id) - outOf(id, bands)));
      placed.set(id, { id, x: MARGIN.left + at * stride, y, height, ended: Math.min(height, ended) });
      y += height + GAP;
    }
    lowest = Math.max(lowest, y - GAP);
  });
  const height = Math.max(room.height, lowest + MARGIN.bottom);
  return { width, height, nodes: placed, bands: ribbons(bands, placed, pixels) };
}

/** What a node must have room for: its amount, or what of its bands is more. */
function throughOf(nodes: readonly BandNode[], bands: readonly BandInput[]): (id: string) => bigint {
  const most = new Map<string, bigint>();
  for (const { id, amount } of nodes) most.set(id, max(BigInt(amount), max(outOf(id, bands), intoOf(id, bands))));
  return (id) => most.get(id) ?? 0n;
}

export function outOf(id: string, bands: readonly BandInput[]): bigint {
  return sum(bands.filter(({ source }) => source === id).map(({ amount }) => BigInt(amount)));
}
function intoOf(id: string, bands: readonly BandInput[]): bigint {
  return sum(bands.filter(({ target }) => target === id).map(({ amount }) => BigInt(amount)));
}

/** By the mean place of what leads here, so that few bands cross; the answer's order where nothing does. */
function ordered(column: readonly BandNode[], bands: readonly BandInput[], placed: ReadonlyMap<string, PlacedNode>): readonly BandNode[] {
  const mean = new Map(
    column.map(({ id }) => {
      const from = bands.flatMap(({ source, target }) => (target === id ? (placed.get(source) ?? []) : []));
      return [id, from.length === 0 ? null : from.reduce((all, { y, height }) => all + y + height / 2, 0) / from.length] as const;
    }),
  );
  return [...column].sort((a, b) => (mean.get(a.id) ?? 0) - (mean.get(b.id) ?? 0) || column.indexOf(a) - column.indexOf(b));
}

function ribbons(
  bands: readonly BandInput[],
  placed: ReadonlyMap<string, PlacedNode>,
  pixels: (amount: bigint) => number,
): readonly PlacedBand[] {
  const out = new Map<string, number>();
  const into = new Map<string, number>();
  const top = (side: Map<string, number>, node: PlacedNode, thickness: number): number => {
    const used = side.get(node.id) ?? 0;
    side.set(node.id, used + thickness);
    return node.y + used;
  };
  const byPlace = (a: BandInput, b: BandInput): number => {
    const [x, y] = [placed.get(a.target), placed.get(b.target)];
    return (x?.y ?? 0) - (y?.y ?? 0) || (placed.get(a.source)?.y ?? 0) - (placed.get(b.source)?.y ?? 0);
  };
  return [...bands].sort(byPlace).flatMap((band): PlacedBand[] => {
    const [source, target] = [placed.get(band.source), placed.get(band.target)];
    if (source === undefined || target === undefined) return [];
    const thickness = Math.max(1, pixels(BigInt(band.amount)));
    const [y, z] = [top(out, source, thickness), top(into, target, thickness)];
    const [from, to] = [source.x + NODE_WIDTH, target.x];
    // One that leads back swings out on both sides.
    const bend = to > from ? (to - from) / 2 : 60;
    const curve = (a: number, b: number): string => `C${px(from + bend)} ${px(a)} ${px(to - bend)} ${px(b)} ${px(to)} ${px(b)}`;
    const back = `C${px(to - bend)} ${px(z + thickness)} ${px(from + bend)} ${px(y + thickness)} ${px(from)} ${px(y + thickness)}`;
    return [
      {
        ...{ key: bandKey(band), thickness },
        path: `M${px(from)} ${px(y)}${curve(y, z)}V${px(z + thickness)}${back}Z`,
        edges: `M${px(from)} ${px(y)}${curve(y, z)}M${px(from)} ${px(y + thickness)}${curve(y + thickness, z + thickness)}`,
      },
    ];
  });
}

const sum = (list: readonly bigint[]): bigint => list.reduce((all, one) => all + one, 0n);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const px = (value: number): string => String(Math.round(value * 10) / 10);
