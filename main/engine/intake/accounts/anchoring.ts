// Which blocks of an account chain the examiner's anchors reach: the block that an anchor names, and every block that headers held in the
// case link to it by their parents' hashes. An anchor says nothing of later blocks. Anchors that contradict each other ground nothing.
import type { AccountHeaderRow, AnchorRow, CaseFile } from '../../casefile/index.ts';

/** Why no anchor reaches a block. */
export type Unanchored =
  /** None is stated for this chain. */
  | 'noAnchor'
  /** All of them are of earlier blocks. */
  | 'laterThanAnchors'
  /** Headers between it and the anchor are not held. */
  | 'notLinked'
  /** An anchor names another block at its height, or at the height of one it is built on. */
  | 'otherBlock'
  /** It is reached only by anchors that contradict each other or their own block. */
  | 'anchorsDisagree';

export interface AnchorContradiction {
  readonly height: number;
  /** What the examiner stated, and the block that headers held name at that height. */
  readonly stated: string;
  readonly held: string;
  /** Further anchor that leads to the held block; null where a header alone has it. */
  readonly by: AnchorRow | null;
}

export interface Anchoring {
  /** The nearest anchor that reaches the block; null where none does. */
  anchorOf(hash: string): AnchorRow | null;
  /** Only asked for blocks whose header is held and that no anchor reaches. */
  whyNot(hash: string): Unanchored;
  /** Headers from the block (exclusive) up to its anchor's (inclusive), oldest first. */
  headersTo(hash: string): readonly AccountHeaderRow[];
  readonly contradictions: readonly AnchorContradiction[];
}

export function readAnchoring(file: CaseFile, chain: string): Anchoring {
  return anchoringOf(file.accountFacts.headers(chain), file.chain.anchors(chain));
}

export function anchoringOf(rows: readonly AccountHeaderRow[], anchors: readonly AnchorRow[]): Anchoring {
  const headers = new Map<string, AccountHeaderRow>();
  for (const row of rows) if (!headers.has(row.hash)) headers.set(row.hash, row);
  const statedAt = new Map(anchors.map((anchor) => [anchor.height, anchor]));
  const contradictions: AnchorContradiction[] = [];
  const bad = new Set<AnchorRow>();
  for (const row of headers.values()) {
    const stated = statedAt.get(row.number);
    if (stated !== undefined && stated.hash !== row.hash)
      contradictions.push({ height: row.number, stated: stated.hash, held: row.hash, by: null });
  }
  /** Blocks that an anchor leads to, from its own down to the last whose header is held and its parent. */
  function* below(anchor: AnchorRow): Generator<{ readonly hash: string; readonly number: number }> {
    let at = { hash: anchor.hash, number: anchor.height };
    for (;;) {
      const row = headers.get(at.hash);
      // A number that does not follow is no link: the header's own number is part of its hash.
      if (row !== undefined && row.number !== at.number) return;
      yield at;
      if (row === undefined || row.number === 0) return;
      at = { hash: row.parent, number: row.number - 1 };
    }
  }
  // Blocks already walked down from belong to the nearer anchor: every header is walked once.
  const ascending = [...anchors].sort((a, b) => a.height - b.height);
  const walked = new Map<string, AnchorRow>();
  const builtOn = new Map<AnchorRow, AnchorRow>();
  for (const anchor of ascending) {
    const own = headers.get(anchor.hash);
    if (own !== undefined && own.number !== anchor.height) {
      bad.add(anchor);
      contradictions.push({ height: anchor.height, stated: anchor.hash, held: `${own.number}:${own.hash}`, by: null });
      continue;
    }
    for (const { hash, number } of below(anchor)) {
      const nearer = walked.get(hash);
      if (nearer !== undefined) {
        builtOn.set(anchor, nearer);
        break;
      }
      walked.set(hash, anchor);
      const stated = statedAt.get(number);
      if (stated === undefined || stated.hash === hash) continue;
      bad.add(anchor).add(stated);
      contradictions.push({ height: number, stated: stated.hash, held: hash, by: anchor });
    }
  }
  for (const anchor of ascending) if (bad.has(builtOn.get(anchor) as AnchorRow)) bad.add(anchor);
  // What only a contradicted anchor leads to stays without one; a sound anchor further up may lead there too.
  const reached = new Map<string, AnchorRow>();
  for (const anchor of ascending) {
    if (bad.has(anchor)) continue;
    for (const { hash } of below(anchor)) {
      if (reached.has(hash)) break;
      reached.set(hash, anchor);
    }
  }
  const childOf = new Map<string, string>();
  for (const [hash, anchor] of reached) {
    const row = headers.get(hash);
    if (row !== undefined && reached.get(row.parent) === anchor) childOf.set(row.parent, hash);
  }
  return {
    contradictions,
    anchorOf: (hash) => (headers.has(hash) ? (reached.get(hash) ?? null) : null),
    whyNot(hash) {
      if (anchors.length === 0) return 'noAnchor';
      if (walked.has(hash) && bad.has(walked.get(hash) as AnchorRow)) return 'anchorsDisagree';
      const own = headers.get(hash);
      for (let row = own; row !== undefined; ) {
        const stated = statedAt.get(row.number);
        if (stated !== undefined) {
          if (stated.hash !== row.hash) return 'otherBlock';
          break;
        }
        const parent = headers.get(row.parent);
        row = parent?.number === row.number - 1 ? parent : undefined;
      }
      return own !== undefined && anchors.every(({ height }) => height < own.number) ? 'laterThanAnchors' : 'notLinked';
    },
    headersTo(hash) {
      const anchor = reached.get(hash);
      const list: AccountHeaderRow[] = [];
      for (let at = hash; anchor !== undefined && at !== anchor.hash; ) {
        at = childOf.get(at) as string;
        list.push(headers.get(at) as AccountHeaderRow);
      }
      return list;
    },
  };
}
