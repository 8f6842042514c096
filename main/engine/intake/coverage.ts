// Which heights each source of a chain covers, worked out from the rows it left: a later source may give earlier blocks
// their height, and a withdrawn one may take it.
import type { CaseFile } from '../casefile/index.ts';
import { type BitcoinNetwork, headerHashes } from '../chains/index.ts';
import { chainFromGenesis } from './sourceHeaders.ts';

type Scope = 'blocks' | 'headers' | 'transactions' | 'archive' | 'node';

/** Call inside a transaction, after rows of the chain have changed. */
export function refreshCoverage(file: CaseFile, network: BitcoinNetwork): void {
  const chain = chainFromGenesis(network, [file.chain.headerRecords(network.id)], file.chain.anchors(network.id));
  const heights = new Map<number, Map<Scope, Set<number>>>();
  const note = (source: number, scope: Scope, hash: Uint8Array) => {
    const header = chain.find(hash);
    if (header === undefined || chain.state(header) !== 'active') return;
    const known = heights.get(source) ?? new Map<Scope, Set<number>>();
    heights.set(source, known);
    const inScope = known.get(scope) ?? new Set<number>();
    known.set(scope, inScope);
    inScope.add(chain.height[header] as number);
  };
  // Of an archive or a node every header has its block within reach.
  const modes = new Map(file.sources.list().map((source) => [source.id, source.mode]));
  for (const row of file.chain.blocks(network.id)) note(row.source, row.complete ? 'blocks' : 'transactions', row.hash);
  for (const { source, records: given } of file.chain.headersBySource(network.id)) {
    const hashes = headerHashes(given);
    for (let at = 0; at < hashes.length; at += 32) note(source, scopeOfHeaders(modes.get(source)), hashes.subarray(at, at + 32));
  }
  for (const source of file.sources.list()) {
    if (source.chain !== network.id) continue;
    const found = heights.get(source.id);
    const inScope = (scope: Scope, but?: Scope) =>
      ranges([...(found?.get(scope) ?? [])].filter((height) => but === undefined || found?.get(but)?.has(height) !== true)).map(
        ([low, high]) => ({ chain: network.id, low, high, scope }),
      );
    file.sources.setCoverage(source.id, [
      ...inScope('blocks'),
      ...inScope('transactions'),
      ...inScope('headers', 'blocks'),
      ...inScope('archive'),
      ...inScope('node'),
    ]);
  }
}

function scopeOfHeaders(mode: string | undefined): Scope {
  return mode === 'archive' || mode === 'node' ? mode : 'headers';
}

function ranges(heights: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const height of [...heights].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && height === last[1] + 1) last[1] = height;
    else found.push([height, height]);
  }
  return found;
}
