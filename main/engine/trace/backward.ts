// Where did it come from: the same policies against the flow, in reverse chain order. It ends at coinbases, at
// inputs whose parent is not in the slice, or where a stop rule says so.
import { throwIfCancelled } from '../kernel/index.ts';
import { createNumberSet } from './numberSet.ts';
import { type Lots, NO_LOTS, type Policy, totalSat, withSeed } from './policies/policy.ts';
import * as run from './run.ts';
import { COINBASE, type UtxoSlice } from './slice.ts';
import { prepareStops } from './stops/index.ts';

/**
 * Traces seeds backward under each policy asked for. Fees are reported as zero: nothing of an output went to a fee.
 * Faults: trace.seedUnknown, trace.policyUnknown, trace.policyDirection (tiho), trace.ruleUnknown, usage.invalid, job.cancelled.
 */
export function traceBackward(slice: UtxoSlice, request: run.TraceRequest, work?: run.TraceWork): run.TraceResult {
  const chosen = run.choosePolicies(request.policies, 'backward');
  const seeds = run.orderSeeds(slice, request.seeds);
  const stopTest = prepareStops(request.stops ?? [], { ...request.stopContext, slice, direction: 'backward' });
  const read = createNumberSet(slice.txCount);
  const seedAt = new Map(seeds.map((seed, number) => [seed.outNumber, number]));
  const results = chosen.map((policy) => backwardUnder(policy));
  return {
    direction: 'backward',
    seeds,
    height: request.height ?? run.highestCovered(slice),
    policies: results,
    transactionsRead: read.toArray(),
  };

  function backwardUnder(policy: Policy): run.PolicyResult {
    const backward = policy.backward;
    if (backward === undefined) throw new Error(`${policy.id} lists backward and has none`);
    const ledger = run.openLedger(policy, seeds.length);
    const lotsAt = new Map<number, Lots>();
    const hopsAt = new Map<number, number>();
    const ended: run.Holding[] = [];
    const visit = createNumberSet(slice.txCount);
    const touched = createNumberSet(slice.txCount);
    const flows: run.TransactionFlow[] = [];
    for (const seed of seeds) visit.add(run.txOfOut(slice, seed.outNumber));

    let visited = 0;
    for (let tx = visit.previousFrom(slice.txCount - 1); tx >= 0; tx = visit.previousFrom(tx - 1)) {
      if ((++visited & 0xfff) === 0 && work !== undefined) {
        throwIfCancelled(work);
        work.report({ policy: policy.id, transactions: visited });
      }
      read.add(tx);
      pass(tx, backward);
    }
    return ledger.close(ended, touched.toArray(), flows.reverse());

    function end(outNumber: number, inNumber: number, lots: Lots, state: run.HoldingState): void {
      if (lots.length > 0) ended.push({ outNumber, inNumber, amountSat: totalSat(policy, lots), bySeed: run.bySeed(lots), state });
    }

    /** Every spender of this transaction comes later in the chain, so the lots of its outputs are complete here. */
    function pass(tx: number, step: NonNullable<Policy['backward']>): void {
      const firstOut = slice.txOutStart[tx] as number;
      const firstIn = slice.txInStart[tx] as number;
      const isCoinbase = slice.inPrevOut[firstIn] === COINBASE;
      let hops = Number.MAX_SAFE_INTEGER;
      const followed: Lots[] = [];
      for (let out = firstOut; out < (slice.txOutStart[tx + 1] as number); out++) {
        const lots = join(out);
        followed.push(NO_LOTS);
        if (lots.length === 0) continue;
        const isSeed = seedAt.has(out);
        const outHops = isSeed ? 0 : (hopsAt.get(out) as number);
        const rule = isCoinbase
          ? null
          : stopTest({ outNumber: out, txNumber: tx, amountSat: totalSat(policy, lots), hops: outHops, isSeed });
        if (rule !== null) end(out, -1, lots, `stopped:${rule}`);
        else if (isCoinbase) end(out, -1, lots, 'coinbase');
        else {
          followed[out - firstOut] = lots;
          hops = Math.min(hops, outHops);
        }
      }
      if (followed.some((lots) => lots.length > 0)) move(tx, firstIn, firstOut, followed, hops + 1, step);
    }

    function join(out: number): Lots {
      const arrived = lotsAt.get(out) ?? NO_LOTS;
      lotsAt.delete(out);
      const seed = seedAt.get(out);
      if (seed === undefined) return arrived;
      const lots = withSeed(policy, slice.outValue[out] as bigint, arrived, seed);
      ledger.contribute(seed, lots);
      return lots;
    }

    function move(
      tx: number,
      firstIn: number,
      firstOut: number,
      followed: Lots[],
      hops: number,
      step: NonNullable<Policy['backward']>,
    ): void {
      const values = run.readValues(slice, tx);
      if (values.feeSat === null) {
        // Some input has no known value: nothing can be apportioned, and poison cannot name every ancestor. [T15]
        followed.forEach((lots, index) => end(firstOut + index, -1, lots, 'unknown-input'));
        if (policy.conserves) return;
      }
      touched.add(tx);
      const outputs = values.outputsSat.map((valueSat, index) => ({ valueSat, lots: followed[index] as Lots }));
      const flow = step({ inputs: values.inputsSat.map((valueSat) => ({ valueSat })), outputs });
      flow.inputs.forEach((lots, index) => {
        if (lots.length === 0) return;
        const parent = slice.inPrevOut[firstIn + index] as number;
        if (parent < 0) return end(-1, firstIn + index, lots, 'unknown-input');
        lotsAt.set(parent, lots);
        hopsAt.set(parent, hops);
        visit.add(run.txOfOut(slice, parent));
      });
      for (let input = firstIn; input < (slice.txInStart[tx + 1] as number); input++) {
        const parent = slice.inPrevOut[input] as number;
        if (parent >= 0) read.add(run.txOfOut(slice, parent));
      }
      if (request.keepFlows ?? true) {
        flows.push({
          txNumber: tx,
          inputs: run.taintedEnds(policy, firstIn, flow.inputs),
          outputs: run.taintedEnds(policy, firstOut, followed),
          feeSat: 0n,
          feeBySeed: [],
          hops,
        });
      }
    }
  }
}
