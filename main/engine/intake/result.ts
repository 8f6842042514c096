// What taking in a source says of it; the shape of the contract's IntakeResult.
import type { CaptureNote } from '../../../shared/contract/capture.ts';
import type { ReportNote } from '../../../shared/contract/goaml.ts';
import type { DocumentNote } from '../../../shared/contract/documents.ts';
import type { NodeNote } from '../../../shared/contract/node.ts';
import type { ListSignature } from './listSignature.ts';

/** What a bag says of the case it came from: kept beside what was taken from it, never taken over as this case's own. */
export interface BagNote {
  readonly caseId: string;
  readonly reference: string;
  readonly fingerprint: string;
  readonly checkpoint: string;
  readonly runs: { run: number; question: string; primary: string; exported: boolean; resultDigest: string }[];
  /** Input values the bag has from one source only; they are not taken in. */
  readonly valuesOnTrust: number;
  /** Its account runs, and how many rows of their ledgers stay unread: they are another case's statements. */
  readonly accountRuns?: BagNote['runs'];
  readonly accountRowsUnread?: number;
  /** Entries about people and requests in it: another unit's statements, counted and not taken in. */
  readonly people?: number;
  readonly requests?: number;
  /** Seized things in it and what was prepared, likewise. */
  readonly exhibits?: number;
  readonly scans?: number;
  readonly seizures?: number;
}

/** What a table as a whole gave away. */
export interface TableNote {
  /** Rows behind the header that held something, and how many of them were taken. */
  readonly rows: number;
  readonly taken: number;
  readonly sheet: string;
  readonly encoding: string;
  /** Codes with their values as text; the sentences are in the locale files. */
  readonly flags: { code: string; values: Record<string, string> }[];
}

/** What the case can prove with the blocks of a source, when it was taken in or anchored. */
export interface ProvenNote {
  /** Blocks whose header gives their hash; those with all transactions, and with all receipts too. */
  readonly headers: number;
  readonly bodies: number;
  readonly receipts: number;
  /** Of `headers`, those that a stated anchor reaches. */
  readonly anchored: number;
  /** Blocks held whose hash is not the one stated for their height, or anchors that lead to different blocks. */
  readonly contradictions: { height: number; stated: string; held: string }[];
}

/** What a list of labels said of itself, and what it changed. */
export interface LabelNote {
  readonly format: string;
  readonly title: string;
  readonly creator: string;
  /** Day of the list; empty where nobody says. */
  readonly asOf: string;
  readonly actors: number;
  /** Rows not taken, by reason: all of them, where `rejectedRows` has the first. */
  readonly refused: Record<string, number>;
  /** The version before it. */
  readonly previous: { source: string; asOf: string } | null;
  readonly change: { added: number; removed: number; changed: number; same: number } | null;
  readonly signature: ListSignature | null;
}

/** What a register said, and of how many. */
export interface PeopleNote {
  readonly title: string;
  readonly entries: number;
  readonly links: number;
  /** Rows not taken, by reason. */
  readonly refused: Record<string, number>;
}

export interface TakeInResult {
  /** Of the file or folder that was given; not kept with the source. */
  readonly name?: string;
  readonly source: string;
  readonly mode:
    | 'takenIn'
    | 'archive'
    | 'node'
    | 'transactions'
    | 'headers'
    | 'labels'
    | 'bag'
    | 'accounts'
    | 'people'
    | 'networks'
    | 'document';
  readonly chain: string | null;
  readonly blocks: number;
  readonly accepted: number;
  readonly new: number;
  readonly stale: number;
  readonly refused: { height: number | null; claimedHeight: number | null; hash: string; reason: string }[];
  readonly headers: { from: number | null; to: number | null; anchoredTo: string | null; work: string; cheap: boolean } | null;
  readonly transactions: number;
  readonly undo: 'none' | 'values';
  readonly partial: boolean;
  readonly rejectedRows: { row: number; reason: string; text: string }[];
  readonly bag?: BagNote;
  readonly capture?: CaptureNote;
  readonly node?: NodeNote;
  readonly table?: TableNote;
  readonly proven?: ProvenNote;
  readonly labels?: LabelNote;
  readonly people?: PeopleNote;
  readonly report?: ReportNote;
  readonly document?: DocumentNote;
}
