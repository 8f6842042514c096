// What lies beside an account or a movement, as light rows that are named when their page is asked for. It follows nothing further than
// one step.
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import type { FetchItem } from '../../../../shared/contract/fetch.ts';
import { amountOf, assetOf, payeeOf, payerOf } from '../../trace/index.ts';
import type { AccountCase } from './accountCase.ts';
import { type AccountGap, fetchOutcome, gapOf } from './accountNodes.ts';
import { accountCounterparties, countAccountParties } from './accountParties.ts';
import { admitsOf } from './admits.ts';
import type { FactNeighbour, Members, NeighbourQuestion, Neighbours } from './facts.ts';
import { amountsOfRow, type Row, type Side, type SideSums, sumsOf } from './row.ts';
import { neighboursOf } from './rows.ts';

type Gap = { readonly gap: AccountGap | null; readonly fetch: FetchItem | null };
type Named = Pick<FactNeighbour, 'item' | 'address' | 'marks'>;
const NO_GAP: Gap = { gap: null, fetch: null };

export function accountNeighbours(accounts: AccountCase, question: NeighbourQuestion): Neighbours {
  const { item, level, addresses } = question;
  if (level === 'transactions' && item.kind === 'movement') return besideMovement(accounts, accounts.findTransfer(item.id), question);
  const own = accounts.accountsOf(addresses);
  const gap = gapOf(accounts, own) ?? NO_GAP;
  if (level === 'transactions') return besideAccount(accounts, own, question, gap);
  const { rows, sums } = accountCounterparties(accounts, own, question);
  const nameOf = ({ number }: Row): Named => {
    const party = question.partyOf(accounts.nameOf(number));
    return { item: party, address: party.kind === 'address' ? party.id : accounts.nameOf(number), marks: [] };
  };
  return answer(accounts, question, rows, sums, nameOf, gap);
}

const sidesOf = ({ side }: NeighbourQuestion): readonly Side[] => (side === 'both' ? ['in', 'out'] : [side]);

function answer(
  accounts: AccountCase,
  { order }: NeighbourQuestion,
  rows: readonly Row[],
  sums: { readonly in: SideSums; readonly out: SideSums },
  nameOf: (row: Row) => Named,
  gap: Gap,
): Neighbours {
  const make = (row: Row): FactNeighbour => {
    const { side, count, shared, first, last } = row;
    const amounts = accounts.amountsOf(amountsOfRow(row));
    return { ...nameOf(row), side, amounts, count, shared, firstSeconds: first, lastSeconds: last, via: [] };
  };
  return neighboursOf(rows, { order, make, sums, standingOf: accounts.standingOf, amountsOf: accounts.amountsOf, ...gap });
}

// Written out: beside a hub a hundred thousand are made, and a spread costs more than the rest.
function rowOf(accounts: AccountCase, side: Side, number: number, transfer: number): Row {
  const { slice } = accounts;
  const time = accounts.timeOf(transfer);
  return {
    side,
    number,
    asset: assetOf(slice, transfer),
    amount: amountOf(slice, transfer),
    others: null,
    count: 1,
    shared: 0,
    first: time,
    last: time,
  };
}

function besideMovement(accounts: AccountCase, transfer: number, question: NeighbourQuestion): Neighbours {
  const { slice } = accounts;
  const admits = admitsOf(question.filter);
  const rows: Row[] = [];
  const nameOf = ({ number }: Row): Named => ({ item: accounts.addressItem(number), address: accounts.nameOf(number), marks: [] });
  if (transfer !== -1 && accounts.lets(admits, transfer))
    for (const side of sidesOf(question)) {
      const account = side === 'in' ? payerOf(slice, transfer) : payeeOf(slice, transfer);
      if (account === 0) continue;
      const row = rowOf(accounts, side, account, transfer);
      if (!admits.amount(accounts.assetView(row.asset).key, row.amount)) continue;
      const { item, address } = nameOf(row);
      if (question.isMeant === null || question.isMeant(item, address)) rows.push(row);
    }
  const isOpen = transfer !== -1 && accounts.marksOf(transfer).includes('statusUnknown');
  const gap: Gap = isOpen ? { gap: 'statusUnknown', fetch: fetchOutcome(accounts, transfer) } : NO_GAP;
  return answer(accounts, question, rows, sumsOf(rows), nameOf, gap);
}

function besideAccount(accounts: AccountCase, own: Uint32Array, question: NeighbourQuestion, gap: Gap): Neighbours {
  const { slice, ends } = accounts;
  const admits = admitsOf(question.filter);
  const rows: Row[] = [];
  const otherOf = (side: Side, transfer: number): string | null => {
    const other = side === 'in' ? payerOf(slice, transfer) : payeeOf(slice, transfer);
    return other === 0 ? null : accounts.nameOf(other);
  };
  for (const side of sidesOf(question))
    for (const transfer of accounts.transfersOf(ends[side], own)) {
      if (!accounts.lets(admits, transfer)) continue;
      const row = rowOf(accounts, side, transfer, transfer);
      if (!admits.amount(accounts.assetView(row.asset).key, row.amount)) continue;
      if (question.isMeant === null || question.isMeant(accounts.movementItem(transfer), otherOf(side, transfer))) rows.push(row);
    }
  // The address beside a movement is who stands on its other side.
  const nameOf = ({ side, number }: Row): Named => ({
    ...{ item: accounts.movementItem(number), address: otherOf(side, number), marks: accounts.marksOf(number) },
  });
  return answer(accounts, question, rows, sumsOf(rows), nameOf, gap);
}

/** As many as there are rows where nothing but what is worthless is left out. */
export function accountCounts(
  accounts: AccountCase,
  item: CanvasItem,
  level: NeighbourQuestion['level'],
  members: Members,
  partyNumberOf?: (number: number) => number,
): { readonly in: number; readonly out: number } {
  const { slice, ends } = accounts;
  if (level === 'transactions' && item.kind === 'movement') {
    const transfer = accounts.findTransfer(item.id);
    if (transfer === -1 || !accounts.isPlain(transfer)) return { in: 0, out: 0 };
    return { in: payerOf(slice, transfer) === 0 ? 0 : 1, out: payeeOf(slice, transfer) === 0 ? 0 : 1 };
  }
  const own = accounts.accountsOf(members);
  if (level === 'relations') return countAccountParties(accounts, own, partyNumberOf);
  const count = (side: Side): number => {
    let plain = 0;
    for (const transfer of accounts.transfersOf(ends[side], own)) if (accounts.isPlain(transfer)) plain++;
    return plain;
  };
  return { in: count('in'), out: count('out') };
}
