// How one transaction hands traced coins on under each policy (docs/FORMATS.md §6). Whole satoshi only; a seed is a number, -1 is untraced.

export type Policy = 'fifo' | 'lifo' | 'haircut' | 'tiho';
export const POLICIES: readonly Policy[] = ['fifo', 'lifo', 'haircut', 'tiho'];

export interface Coin {
  readonly seed: number;
  readonly amountSat: bigint;
}
/** A run of coins inside one output, counted from its first coin. */
export interface Span extends Coin {
  readonly startSat: bigint;
}
export const UNTRACED = -1;

export function sumSat(coins: readonly Coin[], traced = true): bigint {
  let total = 0n;
  for (const coin of coins) if (!traced || coin.seed !== UNTRACED) total += coin.amountSat;
  return total;
}

/** Neighbouring coins of one seed are one coin, so that lists stay as short as the transactions are many. */
function append(coins: Coin[], coin: Coin): void {
  if (coin.amountSat === 0n) return;
  const last = coins.at(-1);
  if (last !== undefined && last.seed === coin.seed)
    coins[coins.length - 1] = { seed: coin.seed, amountSat: last.amountSat + coin.amountSat };
  else coins.push(coin);
}

/** Takes coins from the front of the sequence for each slot in turn; what is left over comes last, as the fee. */
function handOut(sequence: readonly Coin[], slots: readonly bigint[]): Coin[][] {
  const result: Coin[][] = [];
  let at = 0;
  let leftInCoin = sequence[0]?.amountSat ?? 0n;
  for (const slot of [...slots, null]) {
    const taken: Coin[] = [];
    let wanted = slot;
    while (at < sequence.length && (wanted === null || wanted > 0n)) {
      const coin = sequence[at] as Coin;
      const part = wanted !== null && wanted < leftInCoin ? wanted : leftInCoin;
      append(taken, { seed: coin.seed, amountSat: part });
      if (wanted !== null) wanted -= part;
      leftInCoin -= part;
      if (leftInCoin === 0n) {
        at += 1;
        leftInCoin = sequence[at]?.amountSat ?? 0n;
      }
    }
    result.push(taken);
  }
  return result;
}

/** Totals per seed, in the order of the seeds. */
function totals(coins: readonly Coin[]): [number, bigint][] {
  const bySeed = new Map<number, bigint>();
  for (const coin of coins) if (coin.seed !== UNTRACED) bySeed.set(coin.seed, (bySeed.get(coin.seed) ?? 0n) + coin.amountSat);
  return [...bySeed].sort((a, b) => a[0] - b[0]);
}

/**
 * Splits each seed's total over the slots by value, largest remainder, ties by index. Several seeds: floors for all first, then seed by
 * seed the units that remain, one per slot and pass, skipping slots that are full.
 */
export function splitByValue(coins: readonly Coin[], slots: readonly bigint[]): Coin[][] {
  const whole = slots.reduce((sum, value) => sum + value, 0n);
  const result: Coin[][] = slots.map(() => []);
  if (whole === 0n) return result;
  const filled = slots.map(() => 0n);
  const shares = totals(coins).map(([seed, total]) => {
    const parts = slots.map((value) => (total * value) / whole);
    const rests = slots.map((value) => (total * value) % whole);
    parts.forEach((part, index) => {
      filled[index] = (filled[index] as bigint) + part;
    });
    return { seed, parts, rests, remaining: total - parts.reduce((sum, part) => sum + part, 0n) };
  });
  for (const share of shares) {
    const order = slots.map((_, index) => index).sort((a, b) => compare(share.rests[b] as bigint, share.rests[a] as bigint) || a - b);
    let remaining = share.remaining;
    while (remaining > 0n) {
      const before = remaining;
      for (const index of order) {
        if (remaining === 0n) break;
        if ((filled[index] as bigint) >= (slots[index] as bigint)) continue;
        filled[index] = (filled[index] as bigint) + 1n;
        share.parts[index] = (share.parts[index] as bigint) + 1n;
        remaining -= 1n;
      }
      if (remaining === before) break;
    }
    share.parts.forEach((amountSat, index) => append(result[index] as Coin[], { seed: share.seed, amountSat }));
  }
  return result;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Fills outputs by value descending, ties by index; each seed fills what earlier seeds left; the rest is the fee (last slot). */
function fillHighest(coins: readonly Coin[], outputs: readonly bigint[]): Coin[][] {
  const result: Coin[][] = [...outputs, 0n].map(() => []);
  const free = [...outputs];
  const order = outputs.map((_, index) => index).sort((a, b) => compare(outputs[b] as bigint, outputs[a] as bigint) || a - b);
  for (const [seed, total] of totals(coins)) {
    let left = total;
    for (const index of order) {
      const room = free[index] as bigint;
      const part = left < room ? left : room;
      free[index] = room - part;
      left -= part;
      append(result[index] as Coin[], { seed, amountSat: part });
    }
    append(result[outputs.length] as Coin[], { seed, amountSat: left });
  }
  return result;
}

/** Coins of each output, and of the fee as the last entry. `inputs` hold all coins of each input in order, untraced ones included. */
export function handForward(policy: Policy, inputs: readonly (readonly Coin[])[], outputs: readonly bigint[], feeSat: bigint): Coin[][] {
  const sequence = inputs.flat();
  if (policy === 'fifo') return handOut(sequence, outputs);
  if (policy === 'lifo') return handOut(sequence.reverse(), outputs);
  return policy === 'haircut' ? splitByValue(sequence, [...outputs, feeSat]) : fillHighest(sequence, outputs);
}

/** The coins of the inputs that the given spans of the outputs came from: the inverse of fifo's or lifo's coin map. */
export function handBackward(
  policy: 'fifo' | 'lifo',
  inputs: readonly bigint[],
  outputs: readonly bigint[],
  wanted: readonly (readonly Span[])[],
): Span[][] {
  const whole = inputs.reduce((sum, value) => sum + value, 0n);
  const spans: Span[] = [];
  let start = 0n;
  outputs.forEach((value, index) => {
    for (const span of wanted[index] ?? []) {
      const from = start + span.startSat;
      spans.push({ seed: span.seed, amountSat: span.amountSat, startSat: policy === 'fifo' ? from : whole - from - span.amountSat });
    }
    start += value;
  });
  spans.sort((a, b) => compare(a.startSat, b.startSat));
  const result: Span[][] = [];
  let inputStart = 0n;
  let next = 0;
  for (const value of inputs) {
    const inputEnd = inputStart + value;
    const parts: Span[] = [];
    for (let i = next; i < spans.length; i += 1) {
      const span = spans[i] as Span;
      const from = span.startSat > inputStart ? span.startSat : inputStart;
      const end = span.startSat + span.amountSat;
      const to = end < inputEnd ? end : inputEnd;
      if (from < to) parts.push({ seed: span.seed, startSat: from - inputStart, amountSat: to - from });
      if (end <= inputEnd) next = i + 1;
      else break;
    }
    result.push(parts);
    inputStart = inputEnd;
  }
  return result;
}
