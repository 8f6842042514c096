// Objects of all sources put together by id, one after the other: the plain twin that mergeSegments.ts is held against. Not part of
// the program.
import {
  agreementOf,
  mergeGroup,
  type MergedTransaction,
  type SourceConflict,
  type SourcedTransaction,
  sourcesOf,
} from '../mergeAccounts.ts';

export interface MergedAccounts {
  readonly transactions: readonly MergedTransaction[];
  readonly conflicts: readonly SourceConflict[];
}

/** Transactions of one chain, in the order of the sources. What `isProven` says of a record is heard before what others say of the same. */
export function mergeAccounts(all: Iterable<SourcedTransaction>, isProven?: (one: SourcedTransaction) => boolean): MergedAccounts {
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
    if (group.length === 1 && only !== undefined) {
      transactions.push({ transaction: only.transaction, sources, facts });
      continue;
    }
    const heard = isProven === undefined ? group : [...group.filter(isProven), ...group.filter((one) => !isProven(one))];
    const merged = mergeGroup(heard, conflicts);
    transactions.push({
      transaction: merged.transaction,
      sources,
      facts,
      ...(sources.length > 1 ? { agreed: agreementOf(group, merged) } : {}),
    });
  }
  return { transactions, conflicts };
}
