// Ends of a trace, the same end under each policy in one row: for comparing policies side by side. Pure.
import type { AccountTraceResult } from '../../../../shared/contract/account.ts';
import { compareAmounts } from '../../../design/amounts.ts';
import { type End, mostOf } from '../figures.ts';
import type { BlockRange } from '../../fetch/blocks.ts';
import { ACCOUNT_POLICIES } from '../trace/draft.ts';

export interface EndRow {
  readonly key: string;
  readonly chain: string;
  readonly account: string;
  readonly asset: End['asset'];
  readonly state: string;
  /** By policy; a policy under which nothing ends here is absent. */
  readonly ends: Readonly<Record<string, End>>;
}

const SHOWN: ReadonlySet<string> = new Set(ACCOUNT_POLICIES);

/** Policies of a result, the primary one first, the others as in the form: poison, which counts units more than once, comes last. */
export function orderedPolicies(result: Pick<AccountTraceResult, 'policies'>, primary: string | undefined): readonly string[] {
  const held = Object.keys(result.policies);
  const names = [...ACCOUNT_POLICIES.filter((name) => held.includes(name)), ...held.filter((name) => !SHOWN.has(name))];
  return primary !== undefined && names.includes(primary) ? [primary, ...names.filter((name) => name !== primary)] : names;
}

/** Every place where traced amounts lie under some policy, by asset and then the largest first under the first policy. */
export function endRows({ policies }: Pick<AccountTraceResult, 'policies'>, order: readonly string[]): readonly EndRow[] {
  const rows = new Map<string, { row: Omit<EndRow, 'ends'>; ends: Record<string, End> }>();
  for (const policy of order)
    for (const end of policies[policy]?.ends ?? []) {
      const { chain, account, asset, state } = end;
      const key = [chain, account, asset.key, state].join('\n');
      const held = rows.get(key) ?? { row: { key, chain, account, asset, state }, ends: {} };
      held.ends[policy] = end;
      rows.set(key, held);
    }
  const all = [...rows.values()].map(({ row, ends }) => ({ ...row, ends }));
  return all.sort((a, b) => (a.asset.key === b.asset.key ? compareEnds(b, a, order) : a.asset.key < b.asset.key ? -1 : 1));
}

/** By what may lie there under the first policy that tells the two apart. */
function compareEnds(a: EndRow, b: EndRow, order: readonly string[]): number {
  for (const policy of order) {
    const difference = compareUnder(a, b, policy);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Blocks of an end's account that are missing, as the run itself says; null where it says nothing of this account. */
export function rangeOfRun(
  { fetch }: Pick<AccountTraceResult, 'fetch'>,
  { chain, account }: Pick<EndRow, 'chain' | 'account'>,
): BlockRange | null {
  const own = fetch.filter((one) => one.kind === 'address' && one.chain === chain && one.item === account);
  if (own.length === 0) return null;
  const widest = (bounds: readonly (number | null)[], of: (...all: number[]) => number): number | null =>
    bounds.some((one) => one === null) ? null : of(...bounds.map(Number));
  const [from, to] = [own.map(({ fromBlock }) => fromBlock), own.map(({ toBlock }) => toBlock)];
  return { fromBlock: widest(from, Math.min), toBlock: widest(to, Math.max) };
}

/** From the movement on at which an end stands; of a trace back, up to it. */
export function rangeAt({ direction }: Pick<AccountTraceResult, 'direction'>, block: number | null): BlockRange {
  return direction === 'backward' ? { fromBlock: null, toBlock: block } : { fromBlock: block, toBlock: null };
}

export function compareUnder(a: EndRow, b: EndRow, policy: string): number {
  const [one, other] = [a.ends[policy], b.ends[policy]];
  return compareAmounts(one === undefined ? '0' : mostOf(one), other === undefined ? '0' : mostOf(other));
}
