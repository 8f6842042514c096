// What the case holds of one transaction, output, address or cluster of a coin chain, and the recorded edges among such things. It sums
// nothing between addresses.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import type { FetchItem } from '../../../../shared/contract/fetch.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import { COINBASE, isPossibleCoinjoin, NOT_SPENT_HERE, txOfIn, txOfOut, UNKNOWN_PARENT, UNKNOWN_VALUE } from '../../trace/index.ts';
import { admitsOf } from './admits.ts';
import type { CoinCase, FoundOutput } from './coinCase.ts';
import type { AssetAmount, FactEdge, FactNode, Members } from './facts.ts';

export type CoinGap = 'parentUnknown' | 'spendUnknown' | 'blockIncomplete';

export function coinAmounts({ chain }: CoinCase, amount: bigint | null): AssetAmount[] {
  return amount === null ? [] : [{ asset: chain, amount }];
}

/** Value of an input, or null where neither parent nor undo data give it. */
export function inputAmount({ slice }: CoinCase, input: number): bigint | null {
  const value = slice.inValue[input] as bigint;
  return value === UNKNOWN_VALUE ? null : value;
}

/** Of a transaction's inputs the first whose parent the case does not hold, or -1. */
export function firstUnknownParent({ slice }: CoinCase, tx: number): number {
  for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
    if (slice.inPrevOut[input] === UNKNOWN_PARENT) return input;
  return -1;
}

export function isCoinbase({ slice }: CoinCase, tx: number): boolean {
  return slice.inPrevOut[slice.txInStart[tx] as number] === COINBASE;
}

export function transactionNode(coins: CoinCase, item: CanvasItem, tx: number): FactNode {
  const { slice } = coins;
  let sum = 0n;
  for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) sum += slice.outValue[out] as bigint;
  const marks = [...(isCoinbase(coins, tx) ? ['coinbase'] : []), ...(isPossibleCoinjoin(coins.view, tx) ? ['coinjoin'] : [])];
  return {
    ...{ item, amounts: coinAmounts(coins, sum), timeSeconds: coins.timeOf(tx), lastSeconds: null, height: coins.heightOf(tx) },
    ...{ address: null, statement: 'fact', grade: coins.gradeOf(tx), marks: [...marks, ...anchoring(coins, tx)] },
    ...{ gap: firstUnknownParent(coins, tx) === -1 ? null : 'parentUnknown', count: 1 },
  };
}

/** A block that no chain of headers reaches has no height. */
function anchoring(coins: CoinCase, tx: number): string[] {
  return coins.heightOf(tx) === null ? ['unanchored'] : [];
}

export function outputNode(coins: CoinCase, item: CanvasItem, found: FoundOutput): FactNode {
  const { slice, view } = coins;
  const plain = { item, lastSeconds: null, statement: 'fact' as const, count: 1 };
  if ('input' in found) {
    // Made by a transaction that the case does not hold: what undo data say of it, or nothing but that it was spent.
    const { input } = found;
    const script = slice.inScript[input] as number;
    return {
      ...{ ...plain, amounts: coinAmounts(coins, inputAmount(coins, input)), timeSeconds: null, height: view.madeAt(input) },
      ...{ address: script === 0 ? null : coins.nameOf(script), grade: inputGrade(coins, input), marks: ['spent'], gap: 'parentUnknown' },
    };
  }
  const { out } = found;
  const tx = txOfOut(slice, out);
  const spending = coins.spendingOf(out);
  const value = slice.outValue[out] as bigint;
  return {
    ...{ ...plain, amounts: coinAmounts(coins, value), timeSeconds: coins.timeOf(tx), height: coins.heightOf(tx) },
    ...{ address: coins.nameOf(slice.outScript[out] as number), grade: coins.gradeOf(tx) },
    marks: [spending, ...(isCoinbase(coins, tx) ? ['coinbase'] : []), ...(value === 0n ? ['worthless'] : []), ...anchoring(coins, tx)],
    gap: spending === 'unknownSpend' ? 'spendUnknown' : null,
  };
}

/** That an input spends its outpoint stands in its own transaction; what that was worth, undo data may be alone in saying. */
function inputGrade(coins: CoinCase, input: number): ProofGrade {
  return coins.slice.inFromUndo[input] === 1 ? 'S' : coins.gradeOf(txOfIn(coins.slice, input));
}

interface Summary {
  readonly received: bigint;
  readonly first: number | null;
  readonly last: number | null;
  readonly grade: ProofGrade | null;
  readonly gap: CoinGap | null;
}

const summaries = new WeakMap<CoinCase, { readonly single: Map<number, Summary>; readonly lists: WeakMap<Members, Summary> }>();

/** An address, or several that stand as one. */
export function addressNode(coins: CoinCase, item: CanvasItem, members: Members): FactNode | null {
  const scripts = coins.scriptsOf(members);
  const [only] = scripts;
  if (only === undefined) return null;
  const known = summaries.get(coins) ?? { single: new Map(), lists: new WeakMap() };
  summaries.set(coins, known);
  let summary = scripts.length === 1 ? known.single.get(only) : known.lists.get(members);
  if (summary === undefined) {
    summary = summarise(coins, scripts);
    if (scripts.length === 1) known.single.set(only, summary);
    else known.lists.set(members, summary);
  }
  const { received, first, last, gap } = summary;
  return {
    ...{ item, amounts: coinAmounts(coins, received), timeSeconds: first, lastSeconds: last, height: null },
    ...{ address: item.kind === 'address' || item.kind === 'cluster' ? item.id : null, statement: 'derivation', grade: null, marks: [] },
    ...{ gap, count: scripts.length },
  };
}

function summarise(coins: CoinCase, scripts: Uint32Array): Summary {
  const { slice, index } = coins;
  let [received, first, last]: [bigint, number | null, number | null] = [0n, null, null];
  const meet = (time: number): void => {
    if (first === null || time < first) first = time;
    if (last === null || time > last) last = time;
  };
  for (const script of scripts) {
    for (let at = index.outs.start[script] as number; at < (index.outs.start[script + 1] as number); at++) {
      const out = index.outs.numbers[at] as number;
      received += slice.outValue[out] as bigint;
      meet(coins.timeOf(txOfOut(slice, out)));
    }
    for (let at = index.ins.start[script] as number; at < (index.ins.start[script + 1] as number); at++)
      meet(coins.timeOf(txOfIn(slice, index.ins.numbers[at] as number)));
  }
  return { received, first, last, grade: null, gap: gapOf(coins, scripts, 'both')?.gap ?? null };
}

/** What the case lacks of addresses, the most telling first, and what would have to be fetched. */
export function gapOf(
  coins: CoinCase,
  scripts: Uint32Array,
  side: 'in' | 'out' | 'both',
): { readonly gap: CoinGap; readonly fetch: FetchItem | null } | null {
  const { slice, index } = coins;
  if (side !== 'in')
    for (const script of scripts)
      for (let at = index.outs.start[script] as number; at < (index.outs.start[script + 1] as number); at++)
        if (coins.spendingOf(index.outs.numbers[at] as number) === 'unknownSpend')
          return { gap: 'spendUnknown', fetch: fetchAddress(coins, script, 'spendUnknown') };
  if (side !== 'out')
    for (const script of scripts)
      for (let at = index.ins.start[script] as number; at < (index.ins.start[script + 1] as number); at++) {
        const input = index.ins.numbers[at] as number;
        if (slice.inPrevOut[input] === UNKNOWN_PARENT) return { gap: 'parentUnknown', fetch: fetchParent(coins, input) };
      }
  for (const script of scripts)
    if (!coins.isSearched(script)) return { gap: 'blockIncomplete', fetch: fetchAddress(coins, script, 'blockIncomplete') };
  return null;
}

/** The transaction that made what an input spends. */
export function fetchParent(coins: CoinCase, input: number): FetchItem {
  const id = coins.spentItem(input).id;
  return { ...blank(coins, 'parentUnknown'), kind: 'transaction', item: id.slice(0, id.lastIndexOf(':')) };
}

/** Null for scripts without an address: no service can be asked for those. */
export function fetchAddress(coins: CoinCase, script: number, why: CoinGap): FetchItem | null {
  const name = coins.nameOf(script);
  return name.startsWith('script:') ? null : { ...blank(coins, why), kind: 'address', item: name };
}

function blank({ chain, view }: CoinCase, why: CoinGap): Omit<FetchItem, 'kind' | 'item'> {
  return { chain, chainName: view.network.name, fromBlock: null, toBlock: null, why };
}

/** `creates` and `holds` at the time of the transaction that made an output, `spends` at that of the one that spends it. */
export function coinEdges(coins: CoinCase, items: readonly CanvasItem[], filter: CanvasFilter): FactEdge[] {
  const { slice, chain } = coins;
  const admits = admitsOf(filter);
  if (!admits.asset(chain)) return [];
  const transactions = new Map<number, CanvasItem>();
  const addresses = new Map<number, CanvasItem>();
  const outputs = new Map<number, CanvasItem>();
  const spent = new Map<number, CanvasItem>();
  for (const item of items) {
    if (item.chain !== chain) continue;
    if (item.kind === 'transaction') transactions.set(coins.findTransaction(item.id), item);
    else if (item.kind === 'address') addresses.set(coins.scriptOf(item.id), item);
    else if (item.kind === 'output') {
      const found = coins.findOutput(item.id);
      if (found === null) continue;
      if ('out' in found) outputs.set(found.out, item);
      else spent.set(found.input, item);
    }
  }
  transactions.delete(-1);
  addresses.delete(0);
  const edges: FactEdge[] = [];
  const put = (
    kind: FactEdge['kind'],
    [source, target]: readonly [CanvasItem | undefined, CanvasItem | undefined],
    tx: number,
    of: { readonly amount: bigint | null; readonly grade: ProofGrade },
  ): void => {
    if (source === undefined || target === undefined) return;
    const timeSeconds = coins.timeOf(tx);
    const isWorthless = of.amount === 0n;
    if (!admits.time(timeSeconds) || !admits.amount(chain, of.amount) || (isWorthless && !admits.worthless)) return;
    const marks = isWorthless ? ['worthless'] : [];
    edges.push({ source, target, kind, amounts: coinAmounts(coins, of.amount), timeSeconds, grade: of.grade, marks });
  };
  for (const out of [...outputs.keys()].sort((a, b) => a - b)) {
    const item = outputs.get(out);
    const tx = txOfOut(slice, out);
    const made = { amount: slice.outValue[out] as bigint, grade: coins.gradeOf(tx) };
    put('creates', [transactions.get(tx), item], tx, made);
    put('holds', [item, addresses.get(slice.outScript[out] as number)], tx, made);
    const spender = slice.outSpentBy[out] as number;
    if (spender === NOT_SPENT_HERE) continue;
    const spending = txOfIn(slice, spender);
    const by = transactions.get(spending);
    if (by !== undefined) put('spends', [item, by], spending, { amount: made.amount, grade: coins.gradeOf(spending) });
  }
  for (const input of [...spent.keys()].sort((a, b) => a - b)) {
    const tx = txOfIn(slice, input);
    const item = spent.get(input);
    const of = { amount: inputAmount(coins, input), grade: inputGrade(coins, input) };
    put('spends', [item, transactions.get(tx)], tx, of);
    // When it was paid to the address is not in the case: it stands at the time it is known to have been there.
    put('holds', [item, addresses.get(slice.inScript[input] as number)], tx, of);
  }
  return edges;
}
