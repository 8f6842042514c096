// What every question works with: the case, the chain's headers, the blocks it may read and the record it writes to.
import type { CaseFile } from '../../casefile/index.ts';
import type { BitcoinNetwork, HeaderChain } from '../../chains/index.ts';
import type { SourceBlocks } from '../../intake/index.ts';
import type { Work } from '../../kernel/index.ts';
import type { ChainView } from '../chainView.ts';
import type { Freeze } from '../freeze.ts';
import type { HeightRange } from '../searched.ts';

export interface QuestionProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'blocks' | 'transactions' | 'files' | 'steps';
}

export interface Desk {
  readonly file: CaseFile;
  readonly network: BitcoinNetwork;
  readonly headers: HeaderChain;
  readonly blocks: SourceBlocks;
  readonly question: number;
  readonly source: number;
  /** The case's data of this chain as they stand now; built again after each batch that changed them. */
  view(): ChainView;
  readonly range: HeightRange;
  /** Where an interrupted pass goes on, and what it read before. */
  readonly start: PassStart;
  /** Throws `job.cancelled` where the case was closed, or given up on this question, while it ran. */
  check(): void;
  /** Whether every block read is held against its Merkle root. */
  readonly thorough: boolean;
  /** What was found is committed at least this often. */
  readonly batchBytes: number;
  readonly work: Work<QuestionProgress>;
}

export interface PassStart {
  /** The first height that is still to be read. */
  readonly next: number;
  /** Heights that earlier sessions of this question read. */
  readonly read: readonly HeightRange[];
  /** Of them, those without the undo data that would have shown spends of earlier outputs. */
  readonly blind: readonly HeightRange[];
  /** The case as the last of these sessions left it; null where it stands like that still, or where nothing was read. */
  readonly before: ChainView | null;
}

/** How far a question got, as it is kept with it. */
export interface StoredProgress {
  readonly next: number | null;
  readonly read: readonly HeightRange[];
  /** Absent where there are none, and in older cases. */
  readonly blind?: readonly HeightRange[];
  /** Hash of the block below `next`, in hexadecimal: a reorganisation takes back what was read of the branch that lost. */
  readonly tip?: string;
  /** What the case held then; absent where others brought data while this question ran, or in older cases. */
  readonly freeze?: Freeze;
}

/** What a question brought and where it must not be trusted further. */
export interface QuestionOutcome {
  readonly low: number | null;
  readonly high: number | null;
  readonly blocks: number;
  readonly bytes: number;
  /** Transactions that came into the case. */
  readonly transactions: number;
  /** Of them, and of the parents fetched for them, how many carry a proof of inclusion. */
  readonly proven: number;
  readonly parents: number;
  /** Parents that could not be found: their values stay one source's word, or unknown. */
  readonly missing: number;
  readonly gaps: readonly HeightRange[];
  readonly refused: readonly { readonly height: number; readonly reason: string }[];
  readonly undo: boolean;
  /** Addresses or scripts that were found to belong to the question and not searched for. */
  readonly frontier: readonly string[];
  /** Ids that were asked for and not found in these heights. */
  readonly notFound: readonly string[];
  /** Heights read without the undo data that would show spends of outputs made before what was searched. */
  readonly spendsUnsearched: readonly HeightRange[];
  /** Transactions that spend such outputs, as undo data say. */
  readonly earlierSpends: readonly string[];
}

/** What a question leaves: its account, the heights it read, and what it looked for in all of them. */
export interface Answered {
  readonly outcome: QuestionOutcome;
  readonly read: readonly HeightRange[];
  /** Outpoints whose spends were looked for to the end, 36 bytes each. */
  readonly outpoints: Uint8Array;
  /** Scripts whose outputs, and the spends of these, were looked for. */
  readonly scripts: readonly Uint8Array[];
}

export function canRead(desk: Pick<Desk, 'headers' | 'blocks'>, height: number): boolean {
  const header = desk.headers.at(height);
  return header !== -1 && desk.blocks.store.has(desk.headers.hashes.subarray(header * 32, header * 32 + 32));
}

export const EMPTY_OUTCOME: QuestionOutcome = {
  low: null,
  high: null,
  blocks: 0,
  bytes: 0,
  transactions: 0,
  proven: 0,
  parents: 0,
  missing: 0,
  gaps: [],
  refused: [],
  undo: true,
  frontier: [],
  notFound: [],
  spendsUnsearched: [],
  earlierSpends: [],
};

/** Bytes of the blocks of a range that the source has, where it knows them. */
export function bytesOfRange(desk: Pick<Desk, 'headers' | 'blocks'>, range: HeightRange): number | null {
  let sum = 0;
  for (let height = range.from; height <= range.to; height++) {
    const header = desk.headers.at(height);
    if (header === -1) continue;
    const length = desk.blocks.store.lengthOf(desk.headers.hashes.subarray(header * 32, header * 32 + 32));
    if (length === null) return null;
    sum += length;
  }
  return sum;
}

/** Bytes of undo data that come with blocks, where known. */
export function undoBytesOf(desk: Pick<Desk, 'headers' | 'blocks'>, heights: readonly number[]): number | null {
  let sum = 0;
  for (const height of heights) {
    const header = desk.headers.at(height);
    const length = desk.blocks.store.undoLengthOf(desk.headers.hashes.subarray(header * 32, header * 32 + 32));
    if (length === null) return null;
    sum += length;
  }
  return Math.round(sum);
}

/** Heights of `range` that lie in none of `read`. */
export function gapsOf(range: HeightRange, read: readonly HeightRange[]): HeightRange[] {
  const gaps: HeightRange[] = [];
  let next = range.from;
  for (const part of read) {
    if (part.from > next) gaps.push({ from: next, to: part.from - 1 });
    next = Math.max(next, part.to + 1);
  }
  if (next <= range.to) gaps.push({ from: next, to: range.to });
  return gaps;
}
