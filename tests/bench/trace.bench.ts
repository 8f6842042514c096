// What the bench runs of the trace room, on a synthetic chain with exact conservation. Synthetic data says nothing about
// accuracy.
import { clusterScripts, countScripts } from '../../main/engine/trace/cluster.ts';
import { fastReach } from '../../main/engine/trace/fastReach.ts';
import { fastTotals } from '../../main/engine/trace/fastTotals.ts';
import { traceForward } from '../../main/engine/trace/forward.ts';
import { COINBASE, NOT_SPENT_HERE, type UtxoSlice } from '../../main/engine/trace/slice.ts';
import { sequence, timed } from './figures.ts';

export interface BenchFigure {
  readonly name: string;
  /** One entry a run. */
  readonly timesMs: readonly number[];
  /** What was computed, so that peers can be compared: [held, fees, touched] or [merges, 0, 0]. */
  readonly figures: readonly number[];
}

/**
 * A chain of about `outCount` outputs: two outputs a transaction, 1.84 inputs on average (or `inputsPerTransaction`),
 * a coinbase of 50 coins every 50 transactions, fees up to 10,000 sat. Every transaction's inputs = outputs + fee.
 */
export function syntheticSlice(
  outCount: number,
  options: { readonly scripts?: number; readonly inputsPerTransaction?: number } = {},
): UtxoSlice {
  const next = sequence(20_261_121);
  const scripts = options.scripts ?? Math.ceil(outCount * 0.6);
  const average = options.inputsPerTransaction ?? 1.84;
  const txCount = Math.floor(outCount / 2);
  const largestIn = Math.ceil(txCount * (average + 0.5)) + 1000;
  const txInStart = new Uint32Array(txCount + 1);
  const txOutStart = new Uint32Array(txCount + 1);
  const inPrevOut = new Int32Array(largestIn);
  const inValue = new Float64Array(largestIn);
  const outValue = new Float64Array(txCount * 2);
  const outScript = new Uint32Array(txCount * 2);
  const outSpentBy = new Int32Array(txCount * 2).fill(NOT_SPENT_HERE);
  const open = new Int32Array(txCount * 2);
  let openCount = 0;
  let input = 0;
  for (let tx = 0; tx < txCount; tx++) {
    let amount = 0;
    if (tx % 50 === 0 || openCount < 8) {
      amount = 5_000_000_000;
      inPrevOut[input] = COINBASE;
      inValue[input++] = amount;
    } else {
      // 1 input, or a geometric tail that brings the average to what was asked.
      let wanted = 1;
      while (wanted < 7 && next() < 1 - 1 / average) wanted++;
      for (let count = 0; count < wanted && openCount > 0 && input < largestIn; count++) {
        // Most coins are spent soon after they came: the place is drawn towards the end of the pool.
        const place = Math.min(openCount - 1, Math.floor(openCount * (1 - next() ** 4)));
        const out = open[place] as number;
        open[place] = open[--openCount] as number;
        inPrevOut[input] = out;
        outSpentBy[out] = input;
        inValue[input++] = outValue[out] as number;
        amount += outValue[out] as number;
      }
      amount -= Math.min(amount, Math.floor(next() * 10_000));
    }
    const first = Math.floor(amount * next());
    for (let index = 0; index < 2; index++) {
      const out = tx * 2 + index;
      outValue[out] = index === 0 ? first : amount - first;
      outScript[out] = 1 + Math.floor(next() * scripts);
      open[openCount++] = out;
    }
    txInStart[tx + 1] = input;
    txOutStart[tx + 1] = tx * 2 + 2;
  }
  const inScript = new Uint32Array(input);
  for (let index = 0; index < input; index++)
    inScript[index] = (inPrevOut[index] as number) < 0 ? 0 : (outScript[inPrevOut[index] as number] as number);
  const blockCount = Math.ceil(txCount / 2500);
  return {
    txCount,
    inCount: input,
    outCount: txCount * 2,
    blockCount,
    txInStart,
    txOutStart,
    txBlock: Uint32Array.from({ length: txCount }, (_, tx) => Math.floor(tx / 2500)),
    txid: new Uint8Array(txCount * 32),
    txPosition: Uint32Array.from({ length: txCount }, (_, tx) => tx % 2500),
    inPrevOut: inPrevOut.slice(0, input),
    inValue: toWhole(inValue.subarray(0, input)),
    inScript,
    inFromUndo: new Uint8Array(input),
    outValue: toWhole(outValue),
    outScript,
    outSpentBy,
    blockHeight: Int32Array.from({ length: blockCount }, (_, block) => block),
    blockHash: new Uint8Array(blockCount * 32),
    blockComplete: new Uint8Array(blockCount).fill(1),
    blockTime: new Uint32Array(blockCount),
    blockCoveredTo: new Int32Array(blockCount).fill(blockCount - 1),
  };
}

function toWhole(values: Float64Array): BigUint64Array {
  const whole = new BigUint64Array(values.length);
  const halves = new Uint32Array(whole.buffer);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    halves[2 * index] = value % 4_294_967_296;
    halves[2 * index + 1] = Math.floor(value / 4_294_967_296);
  }
  return whole;
}

/** 100 consecutive outputs at the 10 % mark, as in the research sketch. */
export function benchSeeds(slice: UtxoSlice): number[] {
  const first = Math.floor(slice.outCount / 10);
  return Array.from({ length: Math.min(100, slice.outCount - first) }, (_, index) => first + index);
}

function repeat(runs: number, work: () => readonly number[]): { timesMs: readonly number[]; figures: readonly number[] } {
  const timesMs: number[] = [];
  let figures: readonly number[] = [];
  for (let run = 0; run < runs; run++) figures = timed(timesMs, work);
  return { timesMs, figures };
}

export function benchFast(slice: UtxoSlice, runs: number): BenchFigure[] {
  return (['haircut', 'fifo'] as const).map((policy) => ({
    name: policy,
    ...repeat(runs, () => {
      const totals = fastTotals(slice, policy, benchSeeds(slice));
      if (totals === null) throw new Error('refused');
      return [totals.amountsSat.reduce((sum, amount) => sum + amount, 0), totals.feesSat, totals.transactionsTouched];
    }),
  }));
}

export function benchReach(slice: UtxoSlice, runs: number): BenchFigure {
  const seeds = benchSeeds(slice);
  return {
    name: 'reach',
    ...repeat(runs, () => {
      const reach = fastReach(slice, seeds);
      return [reach.outputsReached, 0, reach.transactionsTouched];
    }),
  };
}

/** The exact path with a vector of seeds: what a run in a case does. */
export function benchExact(
  slice: UtxoSlice,
  runs: number,
  seedCount: number,
  policies = ['poison', 'haircut', 'fifo', 'lifo', 'tiho'],
): BenchFigure[] {
  return policies.map((policy) => ({
    name: `${policy}, exact path, ${seedCount} seeds`,
    ...repeat(runs, () => {
      const result = traceForward(slice, { seeds: benchSeeds(slice).slice(0, seedCount), policies: [policy], keepFlows: false })
        .policies[0];
      return [Number(result?.totalSat), Number(result?.feesSat), result?.touched.length ?? 0];
    }),
  }));
}

export function benchCluster(slice: UtxoSlice, runs: number, scriptCount = countScripts(slice)): BenchFigure {
  return { name: 'cluster', ...repeat(runs, () => [clusterScripts(slice, [], scriptCount).merges.count, 0, 0]) };
}
