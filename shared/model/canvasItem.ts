// Names of what stands on a canvas. They are durable: a chain and the thing's own id on it, never a number of one slice. No logic of a chain.

/**
 * `transaction` and `output`: of coin chains. `movement`: one movement of an account chain or ledger (`TXID#PATH`). `address`: a script's
 * address (or `script:HEX`) or an account. `cluster`: named by one of its addresses, the anchor. `group` and `event`: made by the
 * examiner, numbered in their canvas, of no chain.
 */
export const CANVAS_KINDS = ['transaction', 'output', 'movement', 'address', 'cluster', 'group', 'event'] as const;
export type CanvasKind = (typeof CANVAS_KINDS)[number];

export interface CanvasItem {
  readonly kind: CanvasKind;
  /** CAIP-2; empty for groups and events. */
  readonly chain: string;
  readonly id: string;
}

const MARKS = /[%|>\s]/g;

/** `kind|chain|id`; `%`, `|`, `>` and white space inside a part are percent-encoded, so that item names can stand in edge names. */
export function itemName({ kind, chain, id }: CanvasItem): string {
  return `${kind}|${chain.replace(MARKS, encodeURIComponent)}|${id.replace(MARKS, encodeURIComponent)}`;
}

/** Null where the text is no item's name. */
export function readItem(name: string): CanvasItem | null {
  const [kind, chain, id, ...rest] = name.split('|');
  if (kind === undefined || chain === undefined || id === undefined || id === '' || rest.length > 0) return null;
  if (!(CANVAS_KINDS as readonly string[]).includes(kind)) return null;
  try {
    const item = { kind: kind as CanvasKind, chain: decodeURIComponent(chain), id: decodeURIComponent(id) };
    return itemName(item) === name ? item : null;
  } catch {
    return null;
  }
}

/**
 * An edge has no life of its own: it is named by its two ends. Between two parties what joins movements stands beside what is summed, so
 * it also says which: `joins` where it is recorded, `accepted` where the examiner's word alone joins them.
 */
export function edgeName(source: string, target: string, way?: EdgeWay): string {
  return way === undefined ? `${source}>${target}` : `${source}>${target}>${way}`;
}

export type EdgeWay = 'joins' | 'accepted';

/** The two ends that an edge is named by; null where the text is no edge's name. */
export function edgeEnds(name: string): { readonly source: string; readonly target: string; readonly way: EdgeWay | null } | null {
  const [source, target, way, ...rest] = name.split('>');
  if (source === undefined || target === undefined || rest.length > 0) return null;
  if (way !== undefined && way !== 'joins' && way !== 'accepted') return null;
  return { source, target, way: way ?? null };
}

/** Exact things, and what they add up to between addresses, clusters and groups. */
export const CANVAS_LEVELS = ['transactions', 'relations'] as const;
export type CanvasLevel = (typeof CANVAS_LEVELS)[number];

const SHOWN: Readonly<Record<CanvasLevel, readonly CanvasKind[]>> = {
  transactions: ['transaction', 'output', 'movement', 'address', 'group', 'event'],
  relations: ['address', 'cluster', 'group', 'event'],
};

/** Whether things of a kind are drawn at a level by themselves. An address of a coin chain is drawn at both. */
export function isShownAt(kind: CanvasKind, level: CanvasLevel): boolean {
  return SHOWN[level].includes(kind);
}
