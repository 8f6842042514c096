// Addresses of the internet as sixteen bytes, and what kind of address one is by its number alone. IPv4 lies where IPv6 keeps it
// (::ffff:0:0/96), so that one order holds both.
export type AddressRange =
  | 'public'
  | 'private'
  | 'shared'
  | 'loopback'
  | 'linkLocal'
  | 'documentation'
  | 'multicast'
  | 'reserved'
  | 'invalid';

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
export const LENGTH = 16;

/** Null where the text is no address. */
export function readInternetAddress(text: string): Uint8Array | null {
  const plain = text
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '');
  const four = readFour(plain);
  if (four !== null) return Uint8Array.from([...MAPPED, ...four]);
  return plain.includes(':') ? readSix(plain.toLowerCase()) : null;
}

function readFour(text: string): readonly number[] | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts === undefined || parts.some((one) => one > 255) ? null : parts;
}

function readSix(text: string): Uint8Array | null {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail !== null) {
    const four = readFour(tail[2] as string);
    if (four === null) return null;
    const [a, b, c, d] = four as [number, number, number, number];
    return readSix(`${tail[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (groups.flat().some((group) => !/^[0-9a-f]{1,4}$/.test(group))) return null;
  const [head = [], end = []] = groups;
  const missing = 8 - head.length - end.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const all = [...head, ...Array<string>(missing).fill('0'), ...end].map((group) => Number.parseInt(group, 16));
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** As people write it: IPv4 in four numbers, IPv6 with its longest row of noughts left out. */
export function internetAddressText(bytes: Uint8Array): string {
  if (MAPPED.every((own, at) => bytes[at] === own)) return [...bytes.subarray(12)].join('.');
  const groups = Array.from({ length: 8 }, (_, at) => (((bytes[at * 2] as number) << 8) | (bytes[at * 2 + 1] as number)).toString(16));
  let [from, length] = [0, 0];
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (groups[end] === '0') end++;
    if (end - at > length) [from, length] = [at, end - at];
  }
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, from).join(':')}::${groups.slice(from + length).join(':')}`;
}

/** First and last address of `192.0.2.0/24`, `192.0.2.1 - 192.0.2.9` or one address; null where the text is none of these. */
export function readInternetRange(text: string): { readonly low: Uint8Array; readonly high: Uint8Array } | null {
  const plain = text.trim();
  const block = /^(.+)\/(\d{1,3})$/.exec(plain);
  if (block !== null) {
    const address = readInternetAddress(block[1] as string);
    const offset = readFour((block[1] as string).trim()) === null ? 0 : 96;
    const bits = Number(block[2]) + offset;
    return address === null || bits > 128 ? null : blockOf(address, bits);
  }
  const ends = plain.split(/\s*[-–~]\s*/);
  const [low, high] = ends.map(readInternetAddress);
  if (low == null || ends.length > 2) return null;
  if (high === undefined) return { low, high: low };
  return high === null || Buffer.compare(Buffer.from(low), Buffer.from(high)) > 0 ? null : { low, high };
}

function blockOf(address: Uint8Array, bits: number): { readonly low: Uint8Array; readonly high: Uint8Array } {
  const low = Uint8Array.from(address);
  const high = Uint8Array.from(address);
  for (let at = 0; at < LENGTH; at++) {
    const own = Math.min(8, Math.max(0, bits - at * 8));
    const mask = (0xff << (8 - own)) & 0xff;
    low[at] = (address[at] as number) & mask;
    high[at] = (address[at] as number) | (~mask & 0xff);
  }
  return { low, high };
}

/** Blocks set apart by RFC 6890 and those that update it; RFC 6598 for addresses that a provider's customers share. */
const APART: readonly (readonly [AddressRange, string])[] = [
  ['shared', '100.64.0.0/10'],
  ['private', '10.0.0.0/8'],
  ['private', '172.16.0.0/12'],
  ['private', '192.168.0.0/16'],
  ['private', 'fc00::/7'],
  ['loopback', '127.0.0.0/8'],
  ['loopback', '::1/128'],
  ['linkLocal', '169.254.0.0/16'],
  ['linkLocal', 'fe80::/10'],
  ['documentation', '192.0.2.0/24'],
  ['documentation', '198.51.100.0/24'],
  ['documentation', '203.0.113.0/24'],
  ['documentation', '2001:db8::/32'],
  ['multicast', '224.0.0.0/4'],
  ['multicast', 'ff00::/8'],
  ['reserved', '0.0.0.0/8'],
  ['reserved', '192.0.0.0/24'],
  ['reserved', '198.18.0.0/15'],
  ['reserved', '240.0.0.0/4'],
  ['reserved', '::/128'],
];
const BLOCKS = APART.map(([range, text]) => ({ range, ...(readInternetRange(text) as { low: Uint8Array; high: Uint8Array }) }));

export function addressRange(bytes: Uint8Array): AddressRange {
  const own = Buffer.from(bytes);
  const found = BLOCKS.find(({ low, high }) => Buffer.compare(Buffer.from(low), own) <= 0 && Buffer.compare(own, Buffer.from(high)) <= 0);
  return found?.range ?? 'public';
}
