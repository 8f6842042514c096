// Parts of hashes in a column of 32 bytes each, as people read them (bytes reversed), without writing one of them out.
import type { Match, Part } from './textIndex.ts';

const HASH = 32;
const DIGITS = 2 * HASH;

/** Numbers of hashes of which the part is found, ascending within each rank: whole, beginning, inside. */
export function findInHashes(
  column: Uint8Array,
  count: number,
  { head, tail }: Part,
  most: number,
): { readonly matches: readonly Match[]; readonly more: boolean } {
  const bytes = Buffer.from(column.buffer, column.byteOffset, count * HASH);
  if (head === '' && tail !== null && /^[0-9a-f]{4,64}$/.test(tail)) return ending(tail);
  if (!/^[0-9a-f]{3,64}$/.test(head) || (tail !== null && !/^[0-9a-f]{0,64}$/.test(tail))) return { matches: [], more: false };
  // Number → the first digit at which it stands.
  const places = new Map<number, number>();
  const meet = (number: number, digit: number): void => {
    const known = places.get(number);
    if (known === undefined || digit < known) places.set(number, digit);
  };
  // Whole bytes of the part, once from its first digit on and once from its second.
  for (const lead of [0, 1]) {
    const whole = head.slice(lead, lead + 2 * ((head.length - lead) >>> 1));
    const core = Buffer.from(whole, 'hex').reverse();
    for (let at = bytes.indexOf(core); at !== -1; at = bytes.indexOf(core, at + 1)) {
      const number = Math.floor(at / HASH);
      const last = at + core.length - 1;
      if (Math.floor(last / HASH) !== number) continue;
      const from = 2 * (HASH - 1 - (last - number * HASH)) - lead;
      if (from < 0 || from + head.length > DIGITS) continue;
      if (lead === 1 && digitAt(number, from) !== Number.parseInt(head[0] as string, 16)) continue;
      const rest = lead + whole.length;
      if (rest < head.length && digitAt(number, from + rest) !== Number.parseInt(head[rest] as string, 16)) continue;
      if (tail === null) meet(number, from);
      else if (from === 0 && head.length + tail.length <= DIGITS && endsWith(number, tail)) meet(number, 0);
    }
  }
  const best: Match[][] = [[], [], []];
  let more = false;
  for (const [number, digit] of [...places].sort(([a], [b]) => a - b)) {
    const rank = digit > 0 ? 2 : head.length === DIGITS ? 0 : 1;
    const list = best[rank] as Match[];
    if (list.length < most) list.push({ number, rank });
    else more = true;
  }
  return { matches: best.flat(), more };

  function digitAt(number: number, digit: number): number {
    const byte = bytes[number * HASH + HASH - 1 - (digit >>> 1)] as number;
    return digit % 2 === 0 ? byte >>> 4 : byte & 15;
  }

  /** Hashes of which nothing but the end is known. */
  function ending(text: string): { readonly matches: readonly Match[]; readonly more: boolean } {
    const matches: Match[] = [];
    for (let number = 0; number < count; number++) {
      if (!endsWith(number, text)) continue;
      if (matches.length === most) return { matches, more: true };
      matches.push({ number, rank: text.length === DIGITS ? 0 : 1 });
    }
    return { matches, more: false };
  }

  function endsWith(number: number, text: string): boolean {
    for (let i = 0; i < text.length; i++)
      if (digitAt(number, DIGITS - text.length + i) !== Number.parseInt(text[i] as string, 16)) return false;
    return true;
  }
}
