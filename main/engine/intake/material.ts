// What an importer finds in the paths it is given, before anything is judged: places of blocks, header records,
// transactions, proofs, labels. Reading a format ends here; checking it against a chain begins in takeIn.ts.
import type { ParsedLabels } from '../labels/index.ts';
import type { TransactionForm } from '../chains/index.ts';
import type { Registered, Work } from '../kernel/index.ts';
import type { LabelPlaces } from './labelledChains.ts';
import type { SourceFile } from './sourceFile.ts';
import type { SpentOutputs } from './segments.ts';

/** A raw block within one of the material's files. */
export interface BlockPlace {
  readonly file: number;
  readonly offset: number;
  readonly length: number;
  /** Its 80-byte header. */
  readonly header: Uint8Array;
}
export interface TransactionBytes {
  readonly file: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** What a file that tells transactions by their parts says beside them; absent where there are only the bytes. */
  readonly stated?: StatedTransaction;
}
/** What a source says of a transaction and its bytes do not show. */
export interface StatedTransaction {
  /** Row of its file, from 1. */
  readonly row: number;
  readonly place: StatedPlace | null;
  /** Ids of the networks whose addresses it names; null where it names none. */
  readonly networks: readonly string[] | null;
}
/** The block a source says a transaction is in. */
export interface StatedPlace {
  /** Internal byte order. */
  readonly hash: Uint8Array;
  readonly height: number;
  /** Seconds since 1970; null where it is left out. */
  readonly time: number | null;
}
/** Inclusion of one transaction in a block, from whatever proof format. Branch hashes are packed, internal order. */
export interface InclusionProof {
  readonly file: number;
  readonly txid: Uint8Array;
  /** Null for proofs that name only a height (Electrum). */
  readonly header: Uint8Array | null;
  readonly height: number | null;
  readonly position: number;
  readonly branch: Uint8Array;
  readonly transactionCount: number | null;
}
export interface RejectedRow {
  readonly row: number;
  readonly reason: string;
  readonly text: string;
}

export type UndoOfBlock = (
  block: number,
  previousHash: Uint8Array,
  spentPerTransaction: readonly number[],
  form: TransactionForm,
) => SpentOutputs | null;

export interface Material {
  readonly files: readonly SourceFile[];
  readonly blocks: readonly BlockPlace[];
  /** Records of 80 bytes that came without their blocks. */
  readonly headers: Uint8Array;
  readonly transactions: readonly TransactionBytes[];
  readonly proofs: readonly InclusionProof[];
  readonly labels: ParsedLabels | null;
  /** Where the addresses of `labels` stand. */
  readonly places: LabelPlaces | null;
  readonly rejected: readonly RejectedRow[];
  /** Network magic the files were framed with, if any; a hint for a message, never a decision. */
  readonly magic: Uint8Array | null;
  /** What a block's inputs spent, from undo data; null where there is none for this block. */
  readonly undo: UndoOfBlock | null;
}

export const EMPTY_MATERIAL: Material = {
  files: [],
  blocks: [],
  headers: new Uint8Array(0),
  transactions: [],
  proofs: [],
  labels: null,
  places: null,
  rejected: [],
  magic: null,
  undo: null,
};

/** The start of a file, or the listing of a folder: all that may be used to recognise a format. */
export interface Probe {
  readonly path: string;
  readonly name: string;
  readonly folder: boolean;
  readonly size: number;
  /** First bytes of a file (up to 64 KiB), obfuscation taken off where a key lies beside it. */
  readonly head: Uint8Array;
  /** Names in the folder, sorted; empty for a file. */
  readonly names: readonly string[];
  /** XOR key that lies beside block files. */
  readonly xorKey: Uint8Array;
}

export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'blocks' | 'transactions' | 'files' | 'steps';
}

export interface Importer extends Registered {
  readonly id: string;
  readonly version: string;
  sniff(probe: Probe): boolean;
  read(probe: Probe, work: Work<Progress>): Promise<Material>;
}
