// The sources screen: what the case holds, what it covers, and what its chains hang on.
import { displayHash } from '../../../shared/model/bytes.ts';
import type { IntakeResult } from '../../../shared/contract/intake.ts';
import type { CaseFile, CaseSession } from '../casefile/index.ts';
import { accountChain, type BitcoinNetwork, bitcoinNetwork, stateWork } from '../chains/index.ts';
import type { Step, Work } from '../kernel/index.ts';
import { accountViewOf, chainName, type ChainView, viewOf } from '../trace/index.ts';

export function listSources(session: CaseSession) {
  const file = session.current();
  const sources = file.sources.list();
  const nameOf = (chain: string | null) => (chain === null ? null : (bitcoinNetwork(chain)?.name ?? accountChain(chain)?.title ?? chain));
  return {
    sources: sources.map((row) => ({
      id: row.publicId,
      number: row.id,
      name: row.name,
      importer: row.importer,
      mode: row.mode,
      chain: row.chain,
      chainName: nameOf(row.chain),
      exhibit: row.exhibit,
      sizeBytes: row.size,
      sha256: row.sha256,
      taken: row.taken,
      state: row.state,
      training: row.training,
      result: row.result as IntakeResult | null,
    })),
    coverage: file.sources.coverage().flatMap((range) => {
      const source = sources.find((row) => row.id === range.source);
      if (source === undefined || source.state === 'withdrawn') return [];
      return [
        {
          source: source.publicId,
          sourceName: source.name,
          chain: range.chain,
          chainName: nameOf(range.chain) as string,
          from: range.low,
          to: range.high,
          scope: range.scope,
        },
      ];
    }),
    chains: file.chain.chains().flatMap((chain) => {
      const network = bitcoinNetwork(chain);
      return network === undefined ? [] : [summariseChain(file, network, viewOf(session, network))];
    }),
  };
}

/** What a chain of the case hangs on: its anchor, its tip and the work between. */
export function summariseChain(file: CaseFile, network: BitcoinNetwork, view: ChainView) {
  const { headers, slice } = view;
  const hashOf = (header: number) => headers.hashes.subarray(header * 32, header * 32 + 32);
  // The genesis header is the program's own knowledge: alone it is no tip of this case.
  const isGenesis = headers.tip !== -1 && displayHash(hashOf(headers.tip)) === displayHash(network.genesisHash);
  const tip = isGenesis && !file.chain.hasHeader(network.id, network.genesisHash) ? -1 : headers.tip;
  const work = tip === -1 ? 0n : headers.chainWork(tip);
  const inRun = headers.anchors.filter((anchor) => tip !== -1 && headers.base(headers.find(anchor.hash) ?? -1) === headers.base(tip));
  const anchor = inRun.sort((a, b) => a.height - b.height).at(-1);
  let blocks = 0;
  let unanchoredBlocks = 0;
  const bounds = new Set(view.coverage.flatMap(({ from, to }) => [from, to]));
  const times = new Map<number, number>();
  for (let block = 0; block < slice.blockCount; block++) {
    if (slice.blockComplete[block] === 0) continue;
    blocks++;
    const height = slice.blockHeight[block] as number;
    if (height < 0) unanchoredBlocks++;
    else if (bounds.has(height)) times.set(height, slice.blockTime[block] as number);
  }
  return {
    ...{ chain: network.id, name: network.name, training: network.training, blocks, unanchoredBlocks, transactions: slice.txCount },
    tip: tip === -1 ? null : { height: headers.height[tip] as number, hash: displayHash(hashOf(tip)), time: headers.time[tip] as number },
    anchoredTo: anchor === undefined ? null : `${anchor.from}:${anchor.height}`,
    work: work.toString(),
    cheap: network.training || stateWork(work, network.cheapWork).cheapToForge,
    coverage: view.coverage.map((range) => ({ ...range, fromTime: times.get(range.from) ?? null, toTime: times.get(range.to) ?? null })),
  };
}

/** Of each account chain and ledger: how many transactions the case holds, and between which times they lie. */
export async function accountSpans(session: CaseSession, work: Work<Step>) {
  if (session.current().accounts.segments().length === 0) return [];
  const view = await accountViewOf(session, work);
  return view.names.chains.map((chain, number) => {
    const { fromTime = null, toTime = null } = view.totals[number] ?? {};
    return { chain, name: chainName(chain), transactions: view.transactions.get(chain)?.size ?? 0, fromTime, toTime };
  });
}
