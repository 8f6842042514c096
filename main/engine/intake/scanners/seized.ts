// A file of an exhibit, wherever it lies: in a folder, within an archive, in a file system of an image. Readers of wallets and messages see no more
// than this, and so read all of them alike.
import type { SeizedMessage, WalletReading } from '../../../../shared/contract/deviceReadings.ts';
import type { TraceKind } from '../../../../shared/contract/device.ts';

export interface SeizedFile {
  /** As places tell it: from the exhibit, slashes between, an exclamation mark before an archive's entry. */
  readonly path: string;
  readonly size: number;
  /** Its first bytes, 4096 at most. */
  readonly head: Uint8Array;
  /** The whole of it, or null where it is larger than `most` or cannot be read. */
  bytes(most: number): Promise<Uint8Array | null>;
  /** Its bytes in their order, for what is larger than memory; asked again, from the beginning again. Absent where they cannot be streamed. */
  pieces?(): AsyncIterable<Uint8Array>;
  /** Bytes from a place on, fewer at the end: of what is read without being held. Absent where it cannot be. */
  part?(at: number, length: number): Uint8Array;
  /**
   * Of a file of an image: the path and place under which its byte here is told where the image's bytes are read. Another path than its own where it
   * has several names, or was deleted and written over. Null where its content has no plain place.
   */
  bytesAt?(offset: number): { readonly path: string; readonly offset: number } | null;
  /** Another file of the same folder by its name (`wallet.dat-wal`), or null. */
  beside(name: string, most: number): Promise<Uint8Array | null>;
}

/** A secret that a reader met, to be sealed; its value never goes elsewhere. */
export interface ReadSecret {
  readonly kind: TraceKind;
  readonly value: string;
  readonly detail: readonly string[];
}

export interface SeizedReader<Read> {
  readonly id: string;
  /** Cheap: by path, size and first bytes. */
  takes(file: Pick<SeizedFile, 'path' | 'size' | 'head'>): boolean;
  /** Null where a second look says it is none of its form. Damage throws an Error whose message holds no content of the file. */
  read(file: SeizedFile): Promise<Read | null>;
}

export interface WalletRead {
  readonly wallet: WalletReading;
  readonly secrets: readonly ReadSecret[];
}
export type WalletReader = SeizedReader<WalletRead> & {
  /** With the password that the examiner was given; null where the form cannot be opened here. Faults: device.wrongPassword. */
  open?(file: SeizedFile, password: string): Promise<WalletRead | null>;
};

export interface MessagesRead {
  /** Code of the form: `ufdr`, `lineText`, `telegramJson` … */
  readonly form: string;
  /** How its text is encoded, and whether that is only likely; empty for forms that say so themselves. */
  readonly encoding: { readonly name: string; readonly isLikely: boolean } | null;
  /** One walk: damage ends it, and `notes` say so. What came before is given. */
  readonly messages: AsyncIterable<SeizedMessage>;
  /** What was met and not read, and where reading ended, by code; whole once `messages` were read to their end. */
  notes(): readonly MessagesNote[];
}
/** `detail` never holds content of the file. */
export interface MessagesNote {
  readonly code: string;
  readonly count: number;
  readonly detail: string;
}
export type MessageReader = SeizedReader<MessagesRead>;
