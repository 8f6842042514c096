// A part of an id as SQL looks for it. Capitals and small letters of ASCII are one to LIKE.

export interface IdPart {
  /** How the id begins, and how it ends; either may be empty. */
  readonly head: string;
  readonly tail: string;
}

const plain = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** For `LIKE … ESCAPE '\'`. */
export function likePart({ head, tail }: IdPart): string {
  return `${plain(head)}%${plain(tail)}`;
}
