// Which rows of a log are of one visitor that nobody names: the same address of the internet and the same client, as the log writes them, with
// no more than half an hour from row to row. It is how visits are usually counted, and a convention: another subscriber may have had the
// address a moment later.
const GAP_SECONDS = 1800;
/** Visitors remembered at a time; beyond them the oldest begins anew. */
const MOST = 500_000;

export interface Visits {
  /** What the rows of one visit have in common. */
  of(address: string, client: string, seconds: number | null, row: number): string;
}

export function createVisits(): Visits {
  const last = new Map<string, { readonly key: string; seconds: number }>();
  return {
    of(address, client, seconds, row) {
      if (seconds === null) return `row ${row}`;
      const place = JSON.stringify([address, client]);
      const known = last.get(place);
      if (known !== undefined && Math.abs(seconds - known.seconds) <= GAP_SECONDS) {
        known.seconds = seconds;
        return known.key;
      }
      const key = `visit ${place} ${row}`;
      if (last.size >= MOST) last.delete(last.keys().next().value as string);
      last.set(place, { key, seconds });
      return key;
    },
  };
}

/** Seconds or milliseconds since 1970, with or without a fraction, as programs write them into logs. */
export const EPOCH = /^(\d{10})(?:\d{3}|\.\d{1,9})?$/;

/** `198.51.100.7:6881` and `[2001:db8::1]:6881`, where a log writes both in one. */
export function addressAndPort(text: string): { readonly ip: string; readonly port: string } | null {
  const found = /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})$/.exec(text) ?? /^\[([0-9a-fA-F:.]{2,45})\]:(\d{1,5})$/.exec(text);
  return found === null ? null : { ip: found[1] as string, port: found[2] as string };
}

const LONGEST_WHAT = 400;
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** What was asked for or shared, in one text; a request longer than that is cut, with a mark. */
export function whatOf(parts: readonly string[]): string {
  const text = parts
    .filter((part) => part !== '')
    .join(' · ')
    .replace(STEERING, '\ufffd');
  return text.length <= LONGEST_WHAT ? text : `${text.slice(0, LONGEST_WHAT - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
