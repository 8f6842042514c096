// What lies beside a transaction, an output or an address of a coin chain, as light rows that are named when their page is asked for. It
// follows nothing further than one step.
import type { FetchItem } from '../../../../shared/contract/fetch.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import { COINBASE, isPossibleCoinjoin, NOT_SPENT_HERE, txOfIn, txOfOut, UNKNOWN_PARENT } from '../../trace/index.ts';
import { type Admits, admitsOf } from './admits.ts';
import type { CoinCase, FoundOutput } from './coinCase.ts';
import { type CoinGap, fetchAddress, fetchParent, firstUnknownParent, gapOf, inputAmount, isCoinbase } from './coinNodes.ts';
import { counterparties, countParties, paysSomething } from './coinParties.ts';
import { type FactNeighbour, type Members, MOST_VIA, type NeighbourQuestion, type Neighbours } from './facts.ts';
import { type Amounts, type Row, type Side, type SideSums, sumsOf } from './row.ts';
import { neighboursOf, type RowReading } from './rows.ts';

type Gap = { readonly gap: CoinGap | null; readonly fetch: FetchItem | null };
type Named = Pick<FactNeighbour, 'item' | 'address' | 'marks' | 'via'>;
const NO_GAP: Gap = { gap: null, fetch: null };

export function coinNeighbours(coins: CoinCase, question: NeighbourQuestion): Neighbours {
  const { item, level, addresses } = question;
  if (level === 'relations') return besideParty(coins, question);
  if (item.kind === 'transaction') return besideTransaction(coins, coins.findTransaction(item.id), question);
  if (item.kind === 'output') return besideOutput(coins, coins.findOutput(item.id), question);
  return besideAddress(coins, coins.scriptsOf(addresses), question);
}

const has = (question: NeighbourQuestion, side: Side): boolean => question.side === 'both' || question.side === side;

/** Rows that whoever asks lets through, with their sums. */
function answer(
  coins: CoinCase,
  question: NeighbourQuestion,
  rows: readonly Row[],
  nameOf: (row: Row) => Named,
  { gap, fetch }: Gap,
  /** All rows of a side are ends of one transaction. */
  isOneTransaction: boolean,
): Neighbours {
  const { isMeant } = question;
  const kept =
    isMeant === null
      ? rows
      : rows.filter((row) => {
          const { item, address } = nameOf(row);
          return isMeant(item, address);
        });
  const sums = sumsOf(kept);
  const shared = isOneTransaction ? { in: once(sums.in), out: once(sums.out) } : sums;
  return neighboursOf(kept, { ...reading(coins, question), make: makeRow(coins, nameOf), sums: shared, gap, fetch });
}

const once = ({ transactions, amounts }: SideSums): SideSums => ({ transactions: Math.min(1, transactions), amounts });

function reading({ chain }: CoinCase, { order }: NeighbourQuestion): Pick<RowReading, 'order' | 'standingOf' | 'amountsOf'> {
  return { order, standingOf: () => 0, amountsOf: (amounts: Amounts) => [...amounts.values()].map((amount) => ({ asset: chain, amount })) };
}

function makeRow({ chain }: CoinCase, nameOf: (row: Row) => Named): (row: Row) => FactNeighbour {
  return (row) => {
    const { side, asset, amount, count, shared, first, last } = row;
    const amounts = asset < 0 ? [] : [{ asset: chain, amount }];
    return { ...nameOf(row), side, amounts, count, shared, firstSeconds: first, lastSeconds: last };
  };
}

// Written out: beside a hub a hundred thousand are made, and a spread costs more than the rest.
function rowOf(side: Side, number: number, amount: bigint | null, time: number): Row {
  return {
    side,
    number,
    asset: amount === null ? -1 : 0,
    amount: amount ?? 0n,
    others: null,
    count: 1,
    shared: 0,
    first: time,
    last: time,
  };
}

function isLet(admits: Admits, chain: string, time: number, amount: bigint | null): boolean {
  return admits.asset(chain) && admits.time(time) && admits.amount(chain, amount) && (amount !== 0n || admits.worthless);
}

function besideTransaction(coins: CoinCase, tx: number, question: NeighbourQuestion): Neighbours {
  if (tx === -1) return answer(coins, question, [], () => unnamed(), NO_GAP, true);
  const { slice, chain } = coins;
  const admits = admitsOf(question.filter);
  const time = coins.timeOf(tx);
  const rows: Row[] = [];
  if (has(question, 'in'))
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
      const amount = inputAmount(coins, input);
      if (slice.inPrevOut[input] !== COINBASE && isLet(admits, chain, time, amount)) rows.push(rowOf('in', input, amount, time));
    }
  if (has(question, 'out'))
    for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
      const amount = slice.outValue[out] as bigint;
      if (isLet(admits, chain, time, amount)) rows.push(rowOf('out', out, amount, time));
    }
  const nameOf = ({ side, number }: Row): Named => {
    if (side === 'out') return { item: coins.outputItem(number), ...outputFacts(coins, number), via: [] };
    const parent = slice.inPrevOut[number] as number;
    const script = slice.inScript[number] as number;
    const plain = { item: coins.spentItem(number), address: script === 0 ? null : coins.nameOf(script), via: [] };
    return { ...plain, marks: parent === UNKNOWN_PARENT ? ['spent', 'parentUnknown'] : ['spent'] };
  };
  const unknown = has(question, 'in') ? firstUnknownParent(coins, tx) : -1;
  const gap: Gap = unknown === -1 ? NO_GAP : { gap: 'parentUnknown', fetch: fetchParent(coins, unknown) };
  return answer(coins, question, rows, nameOf, gap, true);
}

function outputFacts(coins: CoinCase, out: number): Pick<Named, 'address' | 'marks'> {
  const { slice } = coins;
  const marks = [coins.spendingOf(out), ...(slice.outValue[out] === 0n ? ['worthless'] : [])];
  return { address: coins.nameOf(slice.outScript[out] as number), marks };
}

function unnamed(): never {
  throw new Error('coinNeighbours: no row');
}

function besideOutput(coins: CoinCase, found: FoundOutput | null, question: NeighbourQuestion): Neighbours {
  if (found === null) return answer(coins, question, [], () => unnamed(), NO_GAP, true);
  const { slice, chain } = coins;
  const admits = admitsOf(question.filter);
  const rows: Row[] = [];
  const put = (side: Side, tx: number, amount: bigint | null): void => {
    const time = coins.timeOf(tx);
    if (has(question, side) && isLet(admits, chain, time, amount)) rows.push(rowOf(side, tx, amount, time));
  };
  let gap = NO_GAP;
  if ('out' in found) {
    const { out } = found;
    const amount = slice.outValue[out] as bigint;
    put('in', txOfOut(slice, out), amount);
    const spender = slice.outSpentBy[out] as number;
    if (spender !== NOT_SPENT_HERE) put('out', txOfIn(slice, spender), amount);
    if (has(question, 'out') && coins.spendingOf(out) === 'unknownSpend')
      gap = { gap: 'spendUnknown', fetch: fetchAddress(coins, slice.outScript[out] as number, 'spendUnknown') };
  } else {
    put('out', txOfIn(slice, found.input), inputAmount(coins, found.input));
    if (has(question, 'in')) gap = { gap: 'parentUnknown', fetch: fetchParent(coins, found.input) };
  }
  const nameOf = ({ number }: Row): Named => ({ ...transactionFacts(coins, number), via: [] });
  return answer(coins, question, rows, nameOf, gap, true);
}

function transactionFacts(coins: CoinCase, tx: number): Pick<Named, 'item' | 'address' | 'marks'> {
  const marks = [...(isCoinbase(coins, tx) ? ['coinbase'] : []), ...(isPossibleCoinjoin(coins.view, tx) ? ['coinjoin'] : [])];
  return { item: coins.transactionItem(tx), address: null, marks };
}

/** Transactions that pay some addresses, with what they pay them; and those that spend from them, with what they take. */
function besideAddress(coins: CoinCase, scripts: Uint32Array, question: NeighbourQuestion): Neighbours {
  const { slice, index, chain } = coins;
  const admits = admitsOf(question.filter);
  const rows: Row[] = [];
  const own = coins.nextMark();
  const isOwn = (script: number): boolean => coins.scriptMarks[script] === own;
  for (const script of scripts) coins.scriptMarks[script] = own;
  if (has(question, 'in'))
    for (const tx of coins.transactionsOf(index.outs, scripts)) {
      let amount = 0n;
      for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++)
        if (isOwn(slice.outScript[out] as number)) amount += slice.outValue[out] as bigint;
      const time = coins.timeOf(tx);
      if (isLet(admits, chain, time, amount)) rows.push(rowOf('in', tx, amount, time));
    }
  if (has(question, 'out'))
    for (const tx of coins.transactionsOf(index.ins, scripts)) {
      let amount = 0n;
      for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
        if (isOwn(slice.inScript[input] as number)) amount += slice.inValue[input] as bigint;
      const time = coins.timeOf(tx);
      if (isLet(admits, chain, time, amount)) rows.push(rowOf('out', tx, amount, time));
    }
  const members = new Set(scripts);
  const nameOf = ({ side, number }: Row): Named => ({ ...transactionFacts(coins, number), via: viaOf(coins, members, side, number) });
  const gap = gapOf(coins, scripts, question.side) ?? NO_GAP;
  return answer(coins, question, rows, nameOf, gap, false);
}

function viaOf({ slice, ...coins }: CoinCase, members: ReadonlySet<number>, side: Side, tx: number): CanvasItem[] {
  const via: CanvasItem[] = [];
  const [start, scriptOf] = side === 'in' ? [slice.txOutStart, slice.outScript] : [slice.txInStart, slice.inScript];
  for (let end = start[tx] as number; end < (start[tx + 1] as number) && via.length < MOST_VIA; end++)
    if (members.has(scriptOf[end] as number)) via.push(side === 'in' ? coins.outputItem(end) : coins.spentItem(end));
  return via;
}

function besideParty(coins: CoinCase, question: NeighbourQuestion): Neighbours {
  const scripts = coins.scriptsOf(question.addresses);
  const { rows, sums, unknownPayer } = counterparties(coins, scripts, question);
  const nameOf = ({ number }: Row): Named => {
    const item = question.partyOf(coins.nameOf(number));
    return { item, address: item.kind === 'address' ? item.id : coins.nameOf(number), marks: [], via: [] };
  };
  const own = gapOf(coins, scripts, question.side);
  // Who paid is told by the transaction that is missing, where the addresses themselves lack nothing worse.
  const isWorse = own !== null && own.gap !== 'blockIncomplete';
  const gap: Gap = unknownPayer !== -1 && !isWorse ? { gap: 'parentUnknown', fetch: fetchParent(coins, unknownPayer) } : (own ?? NO_GAP);
  return neighboursOf(rows, { ...reading(coins, question), make: makeRow(coins, nameOf), sums, ...gap });
}

/** As many as there are rows where nothing but what is worthless is left out. */
export function coinCounts(
  coins: CoinCase,
  item: CanvasItem,
  level: NeighbourQuestion['level'],
  members: Members,
  partyNumberOf?: (number: number) => number,
): { readonly in: number; readonly out: number } {
  const { slice, index } = coins;
  const none = { in: 0, out: 0 };
  if (level === 'relations') return countParties(coins, coins.scriptsOf(members), partyNumberOf);
  if (item.kind === 'transaction') {
    const tx = coins.findTransaction(item.id);
    if (tx === -1) return none;
    const [ins, outs] = [slice.txInStart, slice.txOutStart].map((start) => [start[tx], start[tx + 1]] as [number, number]) as [
      [number, number],
      [number, number],
    ];
    const counted = { in: 0, out: 0 };
    for (let input = ins[0]; input < ins[1]; input++) if (slice.inPrevOut[input] !== COINBASE && slice.inValue[input] !== 0n) counted.in++;
    for (let out = outs[0]; out < outs[1]; out++) if (slice.outValue[out] !== 0n) counted.out++;
    return counted;
  }
  if (item.kind === 'output') {
    const found = coins.findOutput(item.id);
    if (found === null) return none;
    if ('input' in found) return { in: 0, out: slice.inValue[found.input] === 0n ? 0 : 1 };
    if (slice.outValue[found.out] === 0n) return none;
    return { in: 1, out: slice.outSpentBy[found.out] === NOT_SPENT_HERE ? 0 : 1 };
  }
  const scripts = coins.scriptsOf(members);
  const paying = coins.transactionsOf(index.outs, scripts);
  const spending = coins.transactionsOf(index.ins, scripts);
  const own = coins.nextMark();
  for (const script of scripts) coins.scriptMarks[script] = own;
  const isOwn = (script: number): boolean => coins.scriptMarks[script] === own;
  let [ins, outs] = [0, 0];
  for (const tx of paying) if (paysSomething(coins, tx, isOwn)) ins++;
  for (const tx of spending) if (takesSomething(coins, tx, isOwn)) outs++;
  return { in: ins, out: outs };
}

function takesSomething({ slice }: CoinCase, tx: number, isOwn: (script: number) => boolean): boolean {
  for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
    if (isOwn(slice.inScript[input] as number) && slice.inValue[input] !== 0n) return true;
  return false;
}
