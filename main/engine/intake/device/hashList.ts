// A list of sums of files that everybody has (installed programs, word lists): such a file is left out of a scan, and counted.

export interface HashList {
  readonly name: string;
  /** Of the list itself. */
  readonly sha256: string;
  has(sha256: Uint8Array): boolean;
}
