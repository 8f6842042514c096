// What went between addresses of a coin chain, summed over transactions: sums between parties, and one party's counterparties. A sum over
// transactions in which others spent too is the most that can have come from a party; it names no amount as a party's own.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { COINBASE } from '../../trace/index.ts';
import { type Admits, admitsOf } from './admits.ts';
import type { CoinCase } from './coinCase.ts';
import { coinAmounts } from './coinNodes.ts';
import type { NeighbourQuestion, Party, Relation } from './facts.ts';
import { NO_SUMS, type Row, type Side, type SideSums } from './row.ts';

interface Sum {
  amount: bigint;
  count: number;
  shared: number;
  first: number;
  last: number;
  /** Last transaction counted: each counts once. */
  tx: number;
}

function count(sum: Sum, time: number, isShared: boolean): void {
  sum.count++;
  if (isShared) sum.shared++;
  if (time < sum.first) sum.first = time;
  if (time > sum.last) sum.last = time;
}

const newSum = (): Sum => ({ amount: 0n, count: 0, shared: 0, first: Infinity, last: -Infinity, tx: -1 });

/** The transactions in which visible addresses spend are gone through once. */
export function coinRelations(coins: CoinCase, parties: readonly Party[], filter: CanvasFilter): Relation[] {
  const { slice, index, chain } = coins;
  const admits = admitsOf(filter);
  if (!admits.asset(chain)) return [];
  const partyOf = new Map<number, number>();
  const scriptsOf = parties.map(({ addresses }) => coins.scriptsOf(addresses));
  scriptsOf.forEach((scripts, party) => {
    for (const script of scripts) partyOf.set(script, party);
  });
  // A column answers for every output faster than a map does: whose script it is, in two steps.
  const held = coins.nextMark();
  for (const script of partyOf.keys()) coins.scriptMarks[script] = held;
  const found: Relation[] = [];
  parties.forEach((source, party) => {
    const own = (scriptsOf[party] as Uint32Array).filter((script) => partyOf.get(script) === party);
    const sums = new Map<number, Sum>();
    for (const tx of coins.transactionsOf(index.ins, own)) {
      const time = coins.timeOf(tx);
      if (!admits.time(time)) continue;
      let isShared: boolean | null = null;
      for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
        const script = slice.outScript[out] as number;
        if (coins.scriptMarks[script] !== held) continue;
        const target = partyOf.get(script) as number;
        const value = slice.outValue[out] as bigint;
        if (target === party || (value === 0n && !admits.worthless)) continue;
        isShared ??= hasOthers(coins, tx, (input) => partyOf.get(input) === party);
        let sum = sums.get(target);
        if (sum === undefined) {
          sum = newSum();
          sums.set(target, sum);
        }
        sum.amount += value;
        if (sum.tx === tx) continue;
        sum.tx = tx;
        count(sum, time, isShared);
      }
    }
    for (const [target, { amount, count, shared, first, last }] of [...sums].sort(([a], [b]) => a - b)) {
      if (!admits.amount(chain, amount)) continue;
      const named = { source: source.name, target: (parties[target] as Party).name };
      found.push({ ...named, amounts: coinAmounts(coins, amount), count, shared, firstSeconds: first, lastSeconds: last });
    }
  });
  return found;
}

/** Whether others than those meant stand among a transaction's inputs; an input of unknown script is somebody else's for all we know. */
function hasOthers({ slice }: CoinCase, tx: number, isOwn: (script: number) => boolean): boolean {
  for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
    if (slice.inPrevOut[input] !== COINBASE && !isOwn(slice.inScript[input] as number)) return true;
  return false;
}

export interface Counterparties {
  /** By a script of the party, the first that was met. */
  readonly rows: readonly Row[];
  readonly sums: { readonly in: SideSums; readonly out: SideSums };
  /** The first input of an unknown parent that stands among those who paid, or -1. */
  readonly unknownPayer: number;
}

/** A row in the making: its number is the smallest script met of the party. */
type PartySum = { -readonly [K in keyof Row]: Row[K] } & Sum & { isKept: boolean };

// Written out: beside a hub a hundred thousand are made, and a spread costs more than the rest.
const partySum = (side: Side, number: number): PartySum => ({
  side,
  number,
  asset: 0,
  amount: 0n,
  others: null,
  count: 0,
  shared: 0,
  first: Infinity,
  last: -Infinity,
  tx: -1,
  isKept: true,
});

/** Parties beside some addresses. Of a transaction that several of them share each row has the whole of what was paid. */
export function counterparties(
  coins: CoinCase,
  scripts: Uint32Array,
  { side, filter, partyOf, partyNumberOf, isMeant }: Pick<NeighbourQuestion, 'side' | 'filter' | 'partyOf' | 'partyNumberOf' | 'isMeant'>,
): Counterparties {
  const { slice, chain } = coins;
  const admits = admitsOf(filter);
  const classOf = partyNumberOf ?? classesByName(coins, partyOf);
  const sides: readonly Side[] = admits.asset(chain) ? (side === 'both' ? ['in', 'out'] : [side]) : [];
  const rows: Row[] = [];
  const sums: { in: SideSums; out: SideSums } = { in: NO_SUMS, out: NO_SUMS };
  let unknownPayer = -1;
  for (const of of sides) {
    const parties = new Map<number, PartySum>();
    /** Of the transaction at hand, each once. */
    const met: PartySum[] = [];
    const add = (script: number, tx: number): PartySum => {
      const party = classOf(script);
      let sum = parties.get(party);
      if (sum === undefined) {
        sum = partySum(of, script);
        parties.set(party, sum);
      }
      if (script < sum.number) sum.number = script;
      if (sum.tx !== tx) {
        sum.tx = tx;
        met.push(sum);
      }
      return sum;
    };
    let [transactions, total] = [0, 0n];
    walk(coins, scripts, of, admits, {
      out(tx, time, isOwn) {
        met.length = 0;
        let came = 0n;
        for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
          const script = slice.outScript[out] as number;
          const value = slice.outValue[out] as bigint;
          if (isOwn(script) || (value === 0n && !admits.worthless)) continue;
          add(script, tx).amount += value;
          came += value;
        }
        if (met.length === 0) return;
        const isShared = hasOthers(coins, tx, isOwn);
        for (const sum of met) count(sum, time, isShared);
        transactions++;
        total += came;
      },
      in(tx, time, isOwn, paid) {
        met.length = 0;
        let others = 0;
        for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
          if (slice.inPrevOut[input] === COINBASE) continue;
          const script = slice.inScript[input] as number;
          if (script === 0 && unknownPayer === -1) unknownPayer = input;
          if (script === 0 || isOwn(script)) others = 1;
          else add(script, tx);
        }
        if (met.length === 0) return;
        for (const sum of met) {
          sum.amount += paid;
          count(sum, time, met.length + others > 1);
        }
        transactions++;
        total += paid;
      },
    });
    let isAllKept = true;
    for (const sum of parties.values()) {
      const { number, amount } = sum;
      sum.isKept = admits.amount(chain, amount) && (isMeant === null || isMeant(partyOf(coins.nameOf(number)), coins.nameOf(number)));
      if (sum.isKept) rows.push(sum);
      else isAllKept = false;
    }
    // What was left out is known only now, and which transactions nobody else stands behind.
    if (!isAllKept) [transactions, total] = again(coins, scripts, of, admits, (script) => parties.get(classOf(script))?.isKept === true);
    if (transactions > 0) sums[of] = { transactions, amounts: new Map([[0, total]]) };
  }
  return { rows, sums, unknownPayer };
}

interface Visitor {
  out(tx: number, time: number, isOwn: (script: number) => boolean): void;
  /** With what the transaction pays them. */
  in(tx: number, time: number, isOwn: (script: number) => boolean, paid: bigint): void;
}

/** Transactions in which some scripts spend, or are paid something, in the order of the chain. */
function walk(coins: CoinCase, scripts: Uint32Array, of: Side, admits: Admits, visit: Visitor): void {
  const { slice, index } = coins;
  const transactions = coins.transactionsOf(of === 'in' ? index.outs : index.ins, scripts);
  const own = coins.nextMark();
  for (const script of scripts) coins.scriptMarks[script] = own;
  const isOwn = (script: number): boolean => coins.scriptMarks[script] === own;
  for (const tx of transactions) {
    const time = coins.timeOf(tx);
    if (!admits.time(time)) continue;
    if (of === 'out') {
      visit.out(tx, time, isOwn);
      continue;
    }
    let paid: bigint | null = null;
    for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
      if (!isOwn(slice.outScript[out] as number)) continue;
      const value = slice.outValue[out] as bigint;
      if (value !== 0n || admits.worthless) paid = (paid ?? 0n) + value;
    }
    if (paid !== null) visit.in(tx, time, isOwn, paid);
  }
}

/** Transactions behind some parties alone, and what went by them. */
function again(coins: CoinCase, scripts: Uint32Array, of: Side, admits: Admits, isKept: (script: number) => boolean): [number, bigint] {
  const { slice } = coins;
  let [transactions, total] = [0, 0n];
  walk(coins, scripts, of, admits, {
    out(tx, _time, isOwn) {
      let [came, is] = [0n, false];
      for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
        const script = slice.outScript[out] as number;
        const value = slice.outValue[out] as bigint;
        if (isOwn(script) || (value === 0n && !admits.worthless) || !isKept(script)) continue;
        is = true;
        came += value;
      }
      if (!is) return;
      transactions++;
      total += came;
    },
    in(tx, _time, isOwn, paid) {
      for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
        const script = slice.inScript[input] as number;
        if (script === 0 || isOwn(script) || !isKept(script)) continue;
        transactions++;
        total += paid;
        return;
      }
    },
  });
  return [transactions, total];
}

/** Numbers for parties by what they are called: every address beside them is named once. */
function classesByName(coins: CoinCase, partyOf: NeighbourQuestion['partyOf']): (script: number) => number {
  const numbers = new Map<string, number>();
  const known = new Map<number, number>();
  return (script) => {
    let number = known.get(script);
    if (number === undefined) {
      const name = itemName(partyOf(coins.nameOf(script)));
      number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      known.set(script, number);
    }
    return number;
  };
}

/** Distinct counterparties of each side, but for amounts of nothing. */
export function countParties(
  coins: CoinCase,
  scripts: Uint32Array,
  partyNumberOf: ((number: number) => number) | undefined,
): { readonly in: number; readonly out: number } {
  const { slice, index } = coins;
  const partiesOn = (of: Side): number => {
    const transactions = coins.transactionsOf(of === 'in' ? index.outs : index.ins, scripts);
    const own = coins.nextMark();
    for (const script of scripts) coins.scriptMarks[script] = own;
    const isOwn = (script: number): boolean => coins.scriptMarks[script] === own;
    const parties = new Set<number>();
    const [start, scriptOf] = of === 'in' ? [slice.txInStart, slice.inScript] : [slice.txOutStart, slice.outScript];
    for (const tx of transactions) {
      if (of === 'in' && !paysSomething(coins, tx, isOwn)) continue;
      for (let end = start[tx] as number; end < (start[tx + 1] as number); end++) {
        const script = scriptOf[end] as number;
        if (script === 0 || isOwn(script) || (of === 'out' && slice.outValue[end] === 0n)) continue;
        parties.add(partyNumberOf === undefined ? script : partyNumberOf(script));
      }
    }
    return parties.size;
  };
  return { in: partiesOn('in'), out: partiesOn('out') };
}

export function paysSomething({ slice }: CoinCase, tx: number, isOwn: (script: number) => boolean): boolean {
  for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++)
    if (isOwn(slice.outScript[out] as number) && slice.outValue[out] !== 0n) return true;
  return false;
}
