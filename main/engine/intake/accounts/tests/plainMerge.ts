// Objects of all sources put together by id, one after the other: the plain twin that mergeSegments.ts is held against. Not part of
// the program.
import { mergeGroup, type MergedTransaction, type SourceConflict, type SourcedTransaction, sourcesOf } from '../mergeAccounts.ts';

export interface MergedAccounts {
  readonly transactions: readonly MergedTransaction[];
  readonly conflicts: readonly SourceConflict[];
}

/** Transactions of one chain, in the order of the sources. */
export function mergeAccounts(all: Iterable<SourcedTransaction>): MergedAccounts {
  const groups = new Map<string, SourcedTransaction[]>();
  for (const one of all) {
    const group = groups.get(one.transaction.id);
    if (group === undefined) groups.set(one.transaction.id, [one]);
    else group.push(one);
  }
  const conflicts: SourceConflict[] = [];
  const transactions: MergedTransaction[] = [];
  for (const group of groups.values()) {
    const sources = sourcesOf(group);
    const [only] = group;
    const facts = group.find((one) => (one.facts ?? null) !== null)?.facts ?? null;
    if (group.length === 1 && only !== undefined) transactions.push({ transaction: only.transaction, sources, facts });
    else transactions.push({ transaction: mergeGroup(group, conflicts), sources, facts });
  }
  return { transactions, conflicts };
}
