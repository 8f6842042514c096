// How much ended at addresses, policy by policy, exactly. Poison marks what it touches whole: it stands in the list and is no end of the
// spread, unless a run asked nothing else. Nothing is added over runs: the same coins may stand in several.
import type { LocateAmount, LocateTotal } from '../../../../shared/contract/locate.ts';
import type { EndAmount, RunEnd } from './chains.ts';

const MARKS_WHOLE = 'poison';

export function amountsOf({ asked, amounts }: Pick<RunEnd, 'asked' | 'amounts'>): LocateAmount[] {
  return amounts.map(({ asset, by }) => {
    // Of a policy under which none of it ends there the amount is known: none.
    const policies = asked.map((policy) => ({ policy, ...(by.get(policy) ?? { low: 0n, high: 0n }) }));
    const split = policies.filter(({ policy }) => policy !== MARKS_WHOLE);
    const counted = split.length === 0 ? policies : split;
    const [first] = counted;
    return {
      asset,
      least: `${counted.reduce((least, { low }) => (low < least ? low : least), first?.low ?? 0n)}`,
      most: `${counted.reduce((most, { high }) => (high > most ? high : most), 0n)}`,
      policies: policies.map(({ policy, low, high }) => ({ policy, low: `${low}`, high: `${high}` })),
    };
  });
}

/** Of each run what ended at all of the addresses, each address once however many links name it. */
export function totalsOf(ends: readonly RunEnd[]): LocateTotal[] {
  const runs = new Map<string, RunEnd[]>();
  for (const end of ends) {
    const key = `${end.of} ${end.run}`;
    runs.set(key, [...(runs.get(key) ?? []), end]);
  }
  return [...runs.values()].map((own) => {
    const [{ run, of, direction, asked }] = own as [RunEnd];
    const sums = new Map<string, { readonly asset: EndAmount['asset']; readonly by: Map<string, { low: bigint; high: bigint }> }>();
    for (const { asset, by } of own.flatMap(({ amounts }) => amounts)) {
      const sum = sums.get(asset.key) ?? { asset, by: new Map() };
      sums.set(asset.key, sum);
      for (const [policy, { low, high }] of by) {
        const before = sum.by.get(policy) ?? { low: 0n, high: 0n };
        sum.by.set(policy, { low: before.low + low, high: before.high + high });
      }
    }
    return { run, of, direction, addresses: own.length, amounts: amountsOf({ asked, amounts: [...sums.values()] }) };
  });
}
