// Makes a picture small enough to be read: the largest amounts stay, the rest is summed, layer by layer, in `more` nodes.
// Nothing is dropped silently: `hiddenNodes` and each node's `count` say how much is summed.
import type { FlowPicture } from '../../../shared/contract/trace.ts';
import { layersOf } from './layout/layered.ts';
import type { FlowEdge, FlowNode } from './node.ts';

/** Keeps at most `limit` nodes (seeds first, up to half of it), and adds one `more` node per layer that lost some. */
export function reduceFlow(picture: FlowPicture, limit: number): FlowPicture {
  if (picture.nodes.length <= limit) return picture;
  const index = new Map(picture.nodes.map((node, number) => [node.id, number]));
  const sources = Uint32Array.from(picture.edges, (edge) => index.get(edge.source) as number);
  const targets = Uint32Array.from(picture.edges, (edge) => index.get(edge.target) as number);
  const layer = layersOf(picture.nodes.length, sources, targets, picture.direction === 'backward');

  const amounts = picture.nodes.map((node) => BigInt(node.amountSat));
  const ranked = picture.nodes
    .map((_, number) => number)
    .sort((a, b) => {
      const difference = (amounts[b] as bigint) - (amounts[a] as bigint);
      return difference > 0n ? 1 : difference < 0n ? -1 : a - b;
    });
  const kept = new Uint8Array(picture.nodes.length);
  let room = limit;
  for (const seeds of [true, false]) {
    let share = seeds ? Math.ceil(limit / 2) : room;
    for (const number of ranked) {
      const node = picture.nodes[number] as FlowNode;
      if (share === 0 || (node.kind === 'seed') !== seeds || node.kind === 'more') continue;
      kept[number] = 1;
      share -= 1;
      room -= 1;
    }
  }

  // Beyond the outermost kept layer one `more` node stands for everything, else a long tail would draw an empty ladder.
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (let number = 0; number < kept.length; number++) {
    if (kept[number] === 0) continue;
    first = Math.min(first, layer[number] as number);
    last = Math.max(last, layer[number] as number);
  }
  const shownLayer = (number: number): number => Math.max(first - 1, Math.min(last + 1, layer[number] as number));
  // A `more` node that stands for one node takes the room of that node: then the node itself is drawn.
  const alone = new Map<number, number[]>();
  for (let number = 0; number < kept.length; number++) {
    if (kept[number] === 1) continue;
    const at = shownLayer(number);
    alone.set(at, [...(alone.get(at) ?? []).slice(0, 1), number]);
  }
  for (const [at, [single, second]] of alone) {
    if (single !== undefined && second === undefined && at >= first && at <= last && (picture.nodes[single] as FlowNode).kind !== 'more')
      kept[single] = 1;
  }
  const more = new Map<number, { amountSat: bigint; count: number; hop: number }>();
  const idOf = (number: number): string => (kept[number] === 1 ? (picture.nodes[number] as FlowNode).id : `more:${shownLayer(number)}`);
  let hidden = 0;
  for (let number = 0; number < kept.length; number++) {
    if (kept[number] === 1) continue;
    const node = picture.nodes[number] as FlowNode;
    const at = shownLayer(number);
    const sum = more.get(at) ?? { amountSat: 0n, count: 0, hop: node.hop };
    // In a tail of many layers the same coins pass many nodes: only where they come to rest are they counted.
    const passing = node.kind === 'transaction' && at === last + 1;
    more.set(at, {
      amountSat: sum.amountSat + (passing ? 0n : (amounts[number] as bigint)),
      count: sum.count + node.count,
      hop: Math.min(sum.hop, node.hop),
    });
    hidden += node.count;
  }
  const edges = new Map<string, FlowEdge>();
  picture.edges.forEach((edge: FlowEdge, number) => {
    const a = sources[number] as number;
    const b = targets[number] as number;
    const source = idOf(a);
    const target = idOf(b);
    if (source === target) return;
    if (kept[a] === 1 && kept[b] === 1) {
      edges.set(edge.id, edge);
      return;
    }
    const id = `${source}>${target}`;
    const known = edges.get(id);
    edges.set(id, {
      id,
      source,
      target,
      amountSat: (BigInt(edge.amountSat) + BigInt(known?.amountSat ?? '0')).toString(),
      valueSat: (BigInt(edge.valueSat) + BigInt(known?.valueSat ?? '0')).toString(),
      outpoint: null,
      address: null,
      statement: known === undefined || known.statement === edge.statement ? edge.statement : 'assumption',
      ...(edge.possible === true || known?.possible === true ? { possible: true } : {}),
    });
  });
  const moreNodes: FlowNode[] = [...more].map(([at, sum]) => ({
    id: `more:${at}`,
    kind: 'more',
    hop: sum.hop,
    x: 0,
    y: 0,
    txid: null,
    outpoint: null,
    address: null,
    amountSat: sum.amountSat.toString(),
    height: null,
    time: null,
    state: null,
    coinjoin: false,
    grade: null,
    labels: [],
    count: sum.count,
  }));
  return {
    ...picture,
    nodes: [...picture.nodes.filter((_, number) => kept[number] === 1), ...moreNodes],
    edges: [...edges.values()],
    hiddenNodes: hidden,
  };
}
