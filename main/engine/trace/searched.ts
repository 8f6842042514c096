// How far the spending of single outputs was looked for by questions to archives and nodes, beyond the blocks that the case holds
// whole. Taken back to the fork where a reorganisation replaced what was searched.
import type { CaseFile, SearchRow } from '../casefile/index.ts';
import type { HeaderChain } from '../chains/index.ts';
import type { ScriptTable } from '../intake/index.ts';
import type { UtxoSlice } from './slice.ts';

export interface HeightRange {
  readonly from: number;
  readonly to: number;
}

interface Sight {
  readonly slice: UtxoSlice;
  readonly scripts: ScriptTable;
  readonly headers: HeaderChain;
  /** Ranges of complete blocks, ascending. */
  readonly coverage: readonly HeightRange[];
  findTransaction(txid: Uint8Array): number;
}

/** Heights of a search that still stand: up to its tip, or to where the active chain left it; null where none do. */
export function standingRange(headers: HeaderChain, search: Pick<SearchRow, 'low' | 'high' | 'tip'>): HeightRange | null {
  let header = headers.find(search.tip) ?? -1;
  while (header !== -1 && headers.state(header) !== 'active') header = headers.parent[header] as number;
  if (header === -1) return null;
  const to = Math.min(search.high, headers.height[header] as number);
  return to < search.low ? null : { from: search.low, to };
}

/** What searches add to a slice, or null where none stands. */
export function searchedOutputs(
  file: CaseFile,
  searches: readonly SearchRow[],
  sight: Sight,
): Required<Pick<UtxoSlice, 'searchedOut' | 'searchedTo' | 'searchedHeight'>> | null {
  const { slice, headers, scripts } = sight;
  const rangesOf = new Map<number, HeightRange[]>();
  const byScript = new Map<number, HeightRange[]>();
  const note = <K>(map: Map<K, HeightRange[]>, key: K, range: HeightRange) => {
    const held = map.get(key);
    if (held === undefined) map.set(key, [range]);
    else held.push(range);
  };
  let searchedHeight = -1;
  for (const search of searches) {
    const range = standingRange(headers, search);
    if (range === null) continue;
    searchedHeight = Math.max(searchedHeight, range.to);
    const data = file.questions.searched(search.id);
    if (search.kind === 'outpoints') {
      for (let at = 0; at < data.length; at += 36) {
        const out = outputAt(sight, data, at);
        if (out !== -1) note(rangesOf, out, range);
      }
    } else for (const script of scriptsIn(data)) note(byScript, scripts.find(script), range);
  }
  if (searchedHeight === -1) return null;
  const heightOf = heightsOfOutputs(slice);
  if (byScript.size > 0) {
    for (let out = 0; out < slice.outCount; out++) {
      // What was made before the search began may have been spent before it too.
      for (const range of byScript.get(slice.outScript[out] as number) ?? []) if (heightOf(out) >= range.from) note(rangesOf, out, range);
    }
  }
  const outs = Uint32Array.from(rangesOf.keys()).sort();
  const to = Int32Array.from(outs, (out) => reach(heightOf(out), [...(rangesOf.get(out) as HeightRange[]), ...sight.coverage]));
  return { searchedOut: outs, searchedTo: to, searchedHeight };
}

/** Heights that questions searched, by script in hexadecimal. */
export function searchedScripts(file: CaseFile, view: { readonly headers: HeaderChain; readonly searches: readonly SearchRow[] }) {
  const found = new Map<string, HeightRange[]>();
  for (const search of view.searches) {
    if (search.kind !== 'scripts') continue;
    const range = standingRange(view.headers, search);
    if (range === null) continue;
    for (const script of scriptsIn(file.questions.searched(search.id))) {
      const key = Buffer.from(script).toString('hex');
      found.set(key, joinRanges(found.get(key) ?? [], [range]));
    }
  }
  return found;
}

/** Scripts as a search stores them: length as four bytes, then the script. */
export function* scriptsIn(data: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at + 4 <= data.length; ) {
    const length = view.getUint32(at, true);
    yield data.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
}

export function packScripts(scripts: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(scripts.reduce((sum, script) => sum + 4 + script.length, 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const script of scripts) {
    view.setUint32(at, script.length, true);
    packed.set(script, at + 4);
    at += 4 + script.length;
  }
  return packed;
}

function outputAt(sight: Sight, data: Uint8Array, at: number): number {
  const transaction = sight.findTransaction(data.subarray(at, at + 32));
  if (transaction === -1) return -1;
  const out =
    (sight.slice.txOutStart[transaction] as number) + new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(at + 32, true);
  return out < (sight.slice.txOutStart[transaction + 1] as number) ? out : -1;
}

function heightsOfOutputs(slice: UtxoSlice): (out: number) => number {
  return (out) => {
    let low = 0;
    let high = slice.txCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((slice.txOutStart[middle] as number) <= out) low = middle;
      else high = middle - 1;
    }
    return slice.blockHeight[slice.txBlock[low] as number] as number;
  };
}

/** Highest height reached from `start` through ranges without a gap; -1 where none holds the start. */
function reach(start: number, ranges: readonly HeightRange[]): number {
  if (start < 0) return -1;
  let to = -1;
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    if (to === -1 ? range.from <= start && range.to >= start : range.from <= to + 1) to = Math.max(to, range.to);
  }
  return to;
}

/** Two lists of ranges as one, neighbours joined. */
export function joinRanges(before: readonly HeightRange[], after: readonly HeightRange[]): HeightRange[] {
  const joined: { from: number; to: number }[] = [];
  for (const range of [...before, ...after].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else joined.push({ ...range });
  }
  return joined;
}
