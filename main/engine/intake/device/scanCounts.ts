// What a scan counts beside what it keeps.

/** What a scan has counted; kept at each step. */
export interface ScanCounts {
  entries: number;
  unpacked: number;
  more: number;
  readonly valuesOf: Record<string, number>;
  readonly rejected: Record<string, number>;
  readonly unread: { path: string; reason: string }[];
  unreadMore: number;
  excluded: { list: string; sha256: string; files: number }[];
}

/** As a scan stands in the case. */
export interface KeptScan extends ScanCounts {
  readonly scanner: string;
  readonly lists: readonly string[];
  /** SHA-256 of the image's list of files, by which its files are numbered; empty of what is no image. */
  readonly listing: string;
  /** How many files that list has; null of what is no image. */
  readonly listed: number | null;
}
