// What a disk image is to the rest of the program, whatever form it was made in: bytes by place, and what the form itself says of them.

export interface ImageProblem {
  /** Name of the part. */
  readonly path: string;
  readonly reason: string;
  /** First byte in the image and how many are read as zeros; null where no bytes are lost by it. */
  readonly at: number | null;
  readonly bytes: number | null;
}

export interface Image {
  readonly form: 'rawImage' | 'splitImage' | 'ewf';
  /** Parts in their order, as paths and as names. */
  readonly paths: readonly string[];
  readonly names: readonly string[];
  readonly size: number;
  /** Sums that the image states of its bytes. */
  readonly statedHashes: readonly { readonly name: 'md5' | 'sha1'; readonly value: string }[];
  /** What the image's own header says, by code: examiner, evidenceNumber, acquired … */
  readonly header: readonly { readonly code: string; readonly value: string }[];
  /** Grows while damaged parts are read. */
  readonly problems: readonly ImageProblem[];
  /** How many bytes stand in `target` now; fewer than its length only at the end. Faults: image.unreadable. */
  read(target: Uint8Array, at: number): number;
  close(): void;
}

/** A hostile image must not fill memory with what is wrong with it. */
const MOST_PROBLEMS = 1_000;

export interface Problems {
  readonly list: ImageProblem[];
  add(path: string, reason: string, at?: number, bytes?: number): void;
}

export function newProblems(): Problems {
  const list: ImageProblem[] = [];
  const known = new Set<string>();
  return {
    list,
    add(path, reason, at, bytes) {
      const key = `${path}\0${reason}\0${at ?? ''}`;
      if (list.length > MOST_PROBLEMS || known.has(key)) return;
      known.add(key);
      if (list.length === MOST_PROBLEMS) list.push({ path, reason: 'image: more is damaged than is named', at: null, bytes: null });
      else list.push({ path, reason: `image: ${reason}`, at: at ?? null, bytes: bytes ?? null });
    },
  };
}
