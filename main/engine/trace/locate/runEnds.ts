// Where coins of the runs of a case end: each address once for a run, with what ends there under each policy. Of what was kept, no run is
// made again.
import type { AccountTraceResult, AssetView } from '../../../../shared/contract/account.ts';
import type { TraceResult } from '../../../../shared/contract/trace.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { bitcoinNetwork } from '../../chains/index.ts';
import { assetOfCoins } from '../chainSession.ts';
import type { RunEnd } from './chains.ts';

interface Draft extends Omit<RunEnd, 'policies' | 'amounts' | 'brought'> {
  readonly policies: string[];
  readonly amounts: Map<string, { readonly asset: AssetView; readonly by: Map<string, { low: bigint; high: bigint }> }>;
  readonly brought: Set<string>;
}

interface Found {
  readonly asset: AssetView | null;
  readonly low: bigint;
  readonly high: bigint;
  /** The output or the movement that brought it. */
  readonly by: string | null;
}

export function runEnds(file: CaseFile): { readonly ends: readonly RunEnd[]; readonly runs: number } {
  const drafts = new Map<string, Draft>();
  const put = (end: Omit<RunEnd, 'policies' | 'amounts' | 'brought'>, policy: string, { asset, low, high, by }: Found): void => {
    const key = JSON.stringify([end.of, end.run, end.chain, end.address]);
    const draft: Draft = drafts.get(key) ?? { ...end, policies: [], amounts: new Map(), brought: new Set() };
    drafts.set(key, draft);
    if (!draft.policies.includes(policy)) draft.policies.push(policy);
    if (by !== null) draft.brought.add(by);
    if (asset === null) return;
    const own = draft.amounts.get(asset.key) ?? { asset, by: new Map<string, { low: bigint; high: bigint }>() };
    draft.amounts.set(asset.key, own);
    const sum = own.by.get(policy) ?? { low: 0n, high: 0n };
    own.by.set(policy, { low: sum.low + low, high: sum.high + high });
  };
  const coins = file.runs.list();
  for (const { id, chain, result } of coins) {
    const { direction, policies } = result as TraceResult;
    const network = bitcoinNetwork(chain);
    const asset = network === undefined ? null : assetOfCoins(network);
    const asked = Object.keys(policies);
    for (const [policy, { holdings }] of Object.entries(policies))
      for (const { address, amountSat, outpoint } of holdings) {
        if (address === null) continue;
        const amount = BigInt(amountSat);
        const end = { run: id, of: 'coins', direction, asked, chain, address, rests: 'derivation' } as const;
        put(end, policy, { asset, low: amount, high: amount, by: outpoint });
      }
  }
  const accounts = file.accounts.runs();
  for (const { id, request, result } of accounts) {
    const { policies, assumed, openings = [], conversions = [] } = result as AccountTraceResult;
    const overAccepted = conversions.some(({ standing }) => standing === 'inference');
    const rests = assumed.length + openings.length > 0 ? 'assumption' : overAccepted ? 'inference' : 'derivation';
    const { direction } = request as { readonly direction: RunEnd['direction'] };
    const asked = Object.keys(policies);
    for (const [policy, { ends }] of Object.entries(policies))
      for (const { chain, account, asset, figure, transfer } of ends) {
        const end = { run: id, of: 'accounts', direction, asked, chain, address: account, rests } as const;
        const [low, high] = [BigInt(figure.amount ?? figure.low ?? '0'), BigInt(figure.amount ?? figure.high ?? '0')];
        put(end, policy, { asset, low, high, by: transfer });
      }
  }
  const ends = [...drafts.values()].map(
    ({ amounts, brought, ...end }): RunEnd => ({
      ...end,
      amounts: [...amounts.values()].map(({ asset, by }) => ({ asset, by })),
      brought: [...brought],
    }),
  );
  return { ends, runs: coins.length + accounts.length };
}
