// What went between accounts of one chain or ledger, summed over movements asset by asset: sums between parties, and one party's
// counterparties. A movement has one payer and one payee, so nothing is shared and every amount is the party's own.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { amountOf, assetOf, payeeOf, payerOf } from '../../trace/index.ts';
import type { AccountCase } from './accountCase.ts';
import { type Admits, admitsOf } from './admits.ts';
import type { NeighbourQuestion, Party, Relation } from './facts.ts';
import { addTo, type Amounts, NO_SUMS, type Row, type Side, type SideSums } from './row.ts';

/** Movements added up: a row in the making. */
interface Sum {
  asset: number;
  amount: bigint;
  others: Amounts | null;
  count: number;
  first: number | null;
  last: number | null;
  /** Assets whose sum is below the least. */
  dropped: Set<number> | null;
}

function addAmount(accounts: AccountCase, sum: Sum, transfer: number): void {
  const asset = assetOf(accounts.slice, transfer);
  const amount = amountOf(accounts.slice, transfer);
  if (sum.asset === asset) sum.amount += amount;
  else if (sum.asset === -1) {
    sum.asset = asset;
    sum.amount = amount;
  } else {
    sum.others ??= new Map();
    addTo(sum.others, asset, amount);
  }
}

function count(accounts: AccountCase, sum: Sum, transfer: number): void {
  sum.count++;
  const time = accounts.timeOf(transfer);
  if (time === null) return;
  if (sum.first === null || time < sum.first) sum.first = time;
  if (sum.last === null || time > sum.last) sum.last = time;
}

/** Leaves out assets whose sum is below the least. True where any is: then the movements of the others are to be counted anew. */
function dropSmall(accounts: AccountCase, admits: Admits, sum: Sum): boolean {
  if (admits.isAnyAmount) return false;
  const isSmall = (asset: number, amount: bigint): boolean => !admits.amount(accounts.assetView(asset).key, amount);
  const all: [number, bigint][] = [[sum.asset, sum.amount], ...(sum.others ?? [])];
  const left = all.filter(([asset, amount]) => !isSmall(asset, amount));
  if (left.length === all.length) return false;
  sum.dropped = new Set(all.flatMap(([asset, amount]) => (isSmall(asset, amount) ? [asset] : [])));
  const [first, ...others] = left;
  [sum.asset, sum.amount] = first ?? [-1, 0n];
  sum.others = others.length === 0 ? null : new Map(others);
  [sum.count, sum.first, sum.last] = [0, null, null];
  return true;
}

/** The movements that visible accounts pay are gone through once. */
export function accountRelations(accounts: AccountCase, parties: readonly Party[], filter: CanvasFilter): Relation[] {
  const { slice, ends } = accounts;
  const admits = admitsOf(filter);
  const partyOf = new Map<number, number>();
  const members = parties.map(({ addresses }) => accounts.accountsOf(addresses));
  members.forEach((own, party) => {
    for (const account of own) partyOf.set(account, party);
  });
  const found: Relation[] = [];
  parties.forEach((source, party) => {
    const sums = new Map<number, Sum>();
    const own = (members[party] as Uint32Array).filter((account) => partyOf.get(account) === party);
    const walk = (visit: (target: number, transfer: number) => void): void => {
      for (const transfer of accounts.transfersOf(ends.out, own)) {
        const target = partyOf.get(payeeOf(slice, transfer));
        if (target !== undefined && target !== party && accounts.lets(admits, transfer)) visit(target, transfer);
      }
    };
    walk((target, transfer) => {
      let sum = sums.get(target);
      if (sum === undefined) {
        sum = { asset: -1, amount: 0n, others: null, count: 0, first: null, last: null, dropped: null };
        sums.set(target, sum);
      }
      addAmount(accounts, sum, transfer);
      count(accounts, sum, transfer);
    });
    let isAnyDropped = false;
    for (const sum of sums.values()) isAnyDropped = dropSmall(accounts, admits, sum) || isAnyDropped;
    if (isAnyDropped)
      walk((target, transfer) => {
        const sum = sums.get(target) as Sum;
        if (sum.dropped !== null && !sum.dropped.has(assetOf(slice, transfer))) count(accounts, sum, transfer);
      });
    for (const [target, { asset, amount, others, count: counted, first, last }] of [...sums].sort(([a], [b]) => a - b)) {
      if (asset === -1) continue;
      const named = { source: source.name, target: (parties[target] as Party).name };
      const amounts = accounts.amountsOf(new Map([[asset, amount], ...(others ?? [])]));
      found.push({ ...named, amounts, count: counted, shared: 0, firstSeconds: first, lastSeconds: last });
    }
  });
  return found;
}

export interface AccountCounterparties {
  /** By an account of the party, the first that was met. */
  readonly rows: readonly Row[];
  readonly sums: { readonly in: SideSums; readonly out: SideSums };
}

type PartySum = Sum & { readonly side: Side; number: number; readonly shared: 0 };

export function accountCounterparties(
  accounts: AccountCase,
  own: Uint32Array,
  { side, filter, partyOf, partyNumberOf, isMeant }: Pick<NeighbourQuestion, 'side' | 'filter' | 'partyOf' | 'partyNumberOf' | 'isMeant'>,
): AccountCounterparties {
  const { slice, ends } = accounts;
  const admits = admitsOf(filter);
  const members = new Set(own);
  const classOf = partyNumberOf ?? classesByName(accounts, partyOf);
  const rows: Row[] = [];
  const sums: { in: SideSums; out: SideSums } = { in: NO_SUMS, out: NO_SUMS };
  for (const of of side === 'both' ? (['in', 'out'] as const) : [side]) {
    const parties = new Map<number, PartySum>();
    const walk = (visit: (account: number, transfer: number) => void): void => {
      for (const transfer of accounts.transfersOf(ends[of], own)) {
        const other = of === 'in' ? payerOf(slice, transfer) : payeeOf(slice, transfer);
        if (other !== 0 && !members.has(other) && accounts.lets(admits, transfer)) visit(other, transfer);
      }
    };
    walk((account, transfer) => {
      const party = classOf(account);
      let sum = parties.get(party);
      if (sum === undefined) {
        sum = newParty(of, account);
        parties.set(party, sum);
      }
      if (account < sum.number) sum.number = account;
      addAmount(accounts, sum, transfer);
      count(accounts, sum, transfer);
    });
    let isAnyDropped = false;
    for (const sum of parties.values()) isAnyDropped = dropSmall(accounts, admits, sum) || isAnyDropped;
    if (isAnyDropped)
      walk((account, transfer) => {
        const sum = parties.get(classOf(account)) as PartySum;
        if (sum.dropped !== null && !sum.dropped.has(assetOf(slice, transfer))) count(accounts, sum, transfer);
      });
    let transactions = 0;
    const total: Amounts = new Map();
    for (const sum of parties.values()) {
      const name = isMeant === null ? '' : accounts.nameOf(sum.number);
      if (sum.asset === -1 || (isMeant !== null && !isMeant(partyOf(name), name))) continue;
      transactions += sum.count;
      addTo(total, sum.asset, sum.amount);
      if (sum.others !== null) for (const [asset, amount] of sum.others) addTo(total, asset, amount);
      rows.push(sum);
    }
    sums[of] = { transactions, amounts: total };
  }
  return { rows, sums };
}

// Written out: beside a hub a hundred thousand are made, and a spread costs more than the rest.
const newParty = (side: Side, number: number): PartySum => ({
  side,
  number,
  asset: -1,
  amount: 0n,
  others: null,
  count: 0,
  shared: 0,
  first: null,
  last: null,
  dropped: null,
});

function classesByName(accounts: AccountCase, partyOf: NeighbourQuestion['partyOf']): (account: number) => number {
  const numbers = new Map<string, number>();
  const known = new Map<number, number>();
  return (account) => {
    let number = known.get(account);
    if (number === undefined) {
      const name = itemName(partyOf(accounts.nameOf(account)));
      number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      known.set(account, number);
    }
    return number;
  };
}

/** Distinct counterparties of each side by plain movements. */
export function countAccountParties(
  accounts: AccountCase,
  own: Uint32Array,
  partyNumberOf: ((number: number) => number) | undefined,
): { readonly in: number; readonly out: number } {
  const { slice, ends } = accounts;
  const members = new Set(own);
  const partiesOn = (of: Side): number => {
    const parties = new Set<number>();
    for (const transfer of accounts.transfersOf(ends[of], own)) {
      const other = of === 'in' ? payerOf(slice, transfer) : payeeOf(slice, transfer);
      if (other === 0 || members.has(other) || !accounts.isPlain(transfer)) continue;
      parties.add(partyNumberOf === undefined ? other : partyNumberOf(other));
    }
    return parties.size;
  };
  return { in: partiesOn('in'), out: partiesOn('out') };
}
