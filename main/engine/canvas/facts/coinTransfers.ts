// Outputs of one coin chain as the transfers of a table, by number: those that the slice holds, then by their inputs those of transactions
// that the case does not hold. It pairs no input with an output.
import { displayHash } from '../../../../shared/model/bytes.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import { COINBASE, isPossibleCoinjoin, NOT_SPENT_HERE, txidOf, txOfIn, txOfOut } from '../../trace/index.ts';
import { admitsOf } from './admits.ts';
import type { CoinCase } from './coinCase.ts';
import { coinHistory } from './coinHistory.ts';
import { inputAmount } from './coinNodes.ts';
import type { ChainTransfers } from './transfers.ts';

export function coinTransfers(coins: CoinCase): ChainTransfers {
  const { slice, view, chain } = coins;
  const payers = new Map<number, readonly number[]>();
  /** Input that tells of an output of an unknown transaction, or -1. */
  const inputOf = (transfer: number): number => (transfer < slice.outCount ? -1 : transfer - slice.outCount);
  const transactionOf = (transfer: number): number => (inputOf(transfer) === -1 ? txOfOut(slice, transfer) : -1);
  const timeOf = (transfer: number): number | null => {
    const tx = transactionOf(transfer);
    return tx === -1 ? null : coins.timeOf(tx);
  };
  const amountOf = (transfer: number): bigint | null => {
    const input = inputOf(transfer);
    return input === -1 ? (slice.outValue[transfer] as bigint) : inputAmount(coins, input);
  };
  const item = (transfer: number): CanvasItem => {
    const input = inputOf(transfer);
    return input === -1 ? coins.outputItem(transfer) : coins.spentItem(input);
  };
  const payersOf = (transfer: number): readonly number[] => {
    const tx = transactionOf(transfer);
    if (tx === -1) return [];
    let known = payers.get(tx);
    if (known === undefined) {
      if (payers.size >= MOST_KEPT) payers.clear();
      known = payersIn(coins, tx);
      payers.set(tx, known);
    }
    return known;
  };
  const spenderOf = (transfer: number): number => {
    const input = inputOf(transfer) === -1 ? (slice.outSpentBy[transfer] as number) : inputOf(transfer);
    return input === NOT_SPENT_HERE ? -1 : txOfIn(slice, input);
  };
  return {
    behind(of, filter) {
      const admits = admitsOf(filter);
      const isLet = (transfer: number): boolean => {
        const amount = amountOf(transfer);
        return admits.time(timeOf(transfer)) && admits.amount(chain, amount) && (amount !== 0n || admits.worthless);
      };
      if (!admits.asset(chain)) return [];
      if (of.kind === 'output') {
        const found = coins.findOutput(of.id);
        return found === null ? [] : [placeOf(coins, found)].filter(isLet);
      }
      const tx = of.kind === 'transaction' ? coins.findTransaction(of.id) : -1;
      if (tx === -1) return [];
      const first = slice.txOutStart[tx] as number;
      return Array.from({ length: (slice.txOutStart[tx + 1] as number) - first }, (_, place) => first + place).filter(isLet);
    },
    between(parties, filter, visit) {
      const admits = admitsOf(filter);
      if (!admits.asset(chain)) return;
      const partyOf = new Map<number, number>();
      const scriptsOf = parties.map(({ addresses }) => coins.scriptsOf(addresses));
      scriptsOf.forEach((scripts, party) => {
        for (const script of scripts) partyOf.set(script, party);
      });
      scriptsOf.forEach((scripts, party) => {
        const own = scripts.filter((script) => partyOf.get(script) === party);
        for (const tx of coins.transactionsOf(coins.index.ins, own)) {
          if (!admits.time(coins.timeOf(tx))) continue;
          for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
            const target = partyOf.get(slice.outScript[out] as number);
            if (target !== undefined && target !== party && (slice.outValue[out] !== 0n || admits.worthless)) visit(party, target, out);
          }
        }
      });
    },
    spentIn(tx, members) {
      const own = new Set(coins.scriptsOf(members));
      const spent: number[] = [];
      for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
        const before = slice.inPrevOut[input] as number;
        if (before !== COINBASE && own.has(slice.inScript[input] as number)) spent.push(before >= 0 ? before : placeOf(coins, { input }));
      }
      return spent;
    },
    numberOf(of) {
      if (of.kind === 'transaction') return coins.findTransaction(of.id);
      const found = of.kind === 'output' ? coins.findOutput(of.id) : null;
      return found === null ? -1 : placeOf(coins, found);
    },
    ...{ item, transactionOf, timeOf, amountOf, payersOf },
    transactionName(transfer) {
      const tx = transactionOf(transfer);
      if (tx !== -1) return txidOf(view, tx);
      return displayHash(view.outpointOfInput(inputOf(transfer)).subarray(0, 32));
    },
    heightOf(transfer) {
      const input = inputOf(transfer);
      return input === -1 ? coins.heightOf(txOfOut(slice, transfer)) : view.madeAt(input);
    },
    assetOf: () => 0,
    assetKey: () => chain,
    payeeOf(transfer) {
      const input = inputOf(transfer);
      return (input === -1 ? slice.outScript[transfer] : slice.inScript[input]) as number;
    },
    addressName: coins.nameOf,
    spenderOf,
    spenderName(transfer) {
      const tx = spenderOf(transfer);
      return tx === -1 ? null : txidOf(view, tx);
    },
    moreMarks(transfer) {
      const tx = transactionOf(transfer);
      if (tx === -1) return ['payerUnknown'];
      let isUnknown = false;
      for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
        if (slice.inPrevOut[input] !== COINBASE && slice.inScript[input] === 0) isUnknown = true;
      return [...(isPossibleCoinjoin(view, tx) ? ['coinjoin'] : []), ...(isUnknown ? ['payerUnknown'] : [])];
    },
    history: (members) => coinHistory(coins, members),
  };
}

/** Transactions whose payers are kept at hand. */
const MOST_KEPT = 20_000;

function placeOf({ slice }: CoinCase, found: { readonly out: number } | { readonly input: number }): number {
  return 'out' in found ? found.out : slice.outCount + found.input;
}

function payersIn(coins: CoinCase, tx: number): readonly number[] {
  const { slice } = coins;
  const sums = new Map<number, bigint>();
  for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
    const script = slice.inScript[input] as number;
    if (script !== 0 && slice.inPrevOut[input] !== COINBASE) sums.set(script, (sums.get(script) ?? 0n) + (inputAmount(coins, input) ?? 0n));
  }
  return [...sums].sort(([, a], [, b]) => (a > b ? -1 : a < b ? 1 : 0)).map(([script]) => script);
}
