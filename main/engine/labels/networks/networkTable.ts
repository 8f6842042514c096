// Tables of networks as their publishers write them, line by line: ranges with country or network name (DB-IP lite and alike, with or
// without a header), statistics of the regional registries (RIR), and bare lists of addresses. A line that fits none is refused.
import { readInternetAddress, readInternetRange } from './internetAddress.ts';

export interface NetworkRange {
  readonly row: number;
  readonly low: Uint8Array;
  readonly high: Uint8Array;
  readonly country: string;
  readonly network: string;
}

export type NetworkLine = NetworkRange | { readonly row: number; readonly reason: string } | null;
export type NetworkForm = 'ranges' | 'registry' | 'list';

const LONGEST = 200;

/** By its first lines. */
export function networkForm(lines: readonly string[]): NetworkForm {
  const said = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (said.some((line) => /^\d(\.\d)?\|\w+\|/.test(line) || /^(apnic|ripencc|arin|lacnic|afrinic|iana)\|/i.test(line))) return 'registry';
  return said.some((line) => /[,;\t]/.test(line)) ? 'ranges' : 'list';
}

/** Day that a registry's first line states; empty where none does. */
export function statedDay(lines: readonly string[]): string {
  for (const line of lines) {
    const [, year, month, day] = /^\d(?:\.\d)?\|\w+\|(\d{4})(\d\d)(\d\d)\|/.exec(line) ?? [];
    if (year !== undefined) return `${year}-${month}-${day}`;
  }
  return '';
}

/** Null for a line that states nothing: empty, a remark, a header, a sum. */
export function readNetworkLine(form: NetworkForm, line: string, row: number): NetworkLine {
  const text = line.replace(/^\ufeff/, '').trim();
  if (text === '' || text.startsWith('#')) return null;
  return form === 'registry' ? registryLine(text, row) : form === 'list' ? listLine(text, row) : rangeLine(text, row);
}

function listLine(text: string, row: number): NetworkLine {
  const range = readInternetRange(text.replace(/^ExitAddress (\S+).*$/, '$1').replace(/\s+#.*$/, ''));
  if (range !== null) return { row, ...range, country: '', network: '' };
  // Tor's own list has lines of other kinds beside the addresses.
  return /^(ExitNode|Published|LastStatus) /.test(text) ? null : { row, reason: 'noAddress' };
}

function rangeLine(text: string, row: number): NetworkLine {
  const cells = cellsOf(text);
  const [first = '', second = ''] = cells;
  const [low, high] = [readInternetAddress(first), readInternetAddress(second)];
  const block = low === null ? readInternetRange(first) : null;
  if (low !== null && high !== null) {
    if (Buffer.compare(Buffer.from(low), Buffer.from(high)) > 0) return { row, reason: 'rangeBackwards' };
    return { row, low, high, ...saidOf(cells.slice(2)) };
  }
  if (block !== null) return { row, ...block, ...saidOf(cells.slice(1)) };
  return /\d/.test(first) && row > 1 ? { row, reason: 'noAddress' } : null;
}

/** A column of two capital letters is the country; what remains names the network. */
function saidOf(cells: readonly string[]): { readonly country: string; readonly network: string } {
  const country = cells.find((cell) => /^[A-Z]{2}$/.test(cell)) ?? '';
  const rest = cells.filter((cell) => cell !== '' && cell !== country).map((cell) => (/^\d+$/.test(cell) ? `AS${cell}` : cell));
  return { country, network: rest.join(' ').slice(0, LONGEST) };
}

function cellsOf(line: string): readonly string[] {
  const mark = line.includes('\t') ? '\t' : line.includes(',') ? ',' : ';';
  const cells: string[] = [];
  const pattern = new RegExp(`\\s*(?:"((?:[^"]|"")*)"|([^${mark}]*))\\s*(?:${mark}|$)`, 'y');
  while (pattern.lastIndex < line.length) {
    const match = pattern.exec(line);
    if (match === null) break;
    cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim());
  }
  return cells;
}

/** `apnic|JP|ipv4|1.0.16.0|4096|20110412|allocated`: of IPv4 the count of addresses, of IPv6 the length of the prefix. */
function registryLine(text: string, row: number): NetworkLine {
  const [registry = '', country = '', kind = '', start = '', size = '', , state = ''] = text.split('|');
  if ((kind !== 'ipv4' && kind !== 'ipv6') || start === '*') return null;
  if (country === '' || !/^\d+$/.test(size)) return country === '' ? null : { row, reason: 'noAddress' };
  const network = `${registry} ${state}`.trim();
  if (kind === 'ipv6') {
    const range = readInternetRange(`${start}/${size}`);
    return range === null ? { row, reason: 'noAddress' } : { row, ...range, country, network };
  }
  const low = readInternetAddress(start);
  if (low === null) return { row, reason: 'noAddress' };
  const last = Buffer.from(low).readUInt32BE(12) + Number(size) - 1;
  if (last > 0xffff_ffff || Number(size) < 1) return { row, reason: 'noAddress' };
  const high = Buffer.from(low);
  high.writeUInt32BE(last, 12);
  return { row, low, high: Uint8Array.from(high), country, network };
}
