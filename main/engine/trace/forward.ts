// Where did it go: taint of seeds forward through a slice, in chain order, touching only transactions that taint
// reaches. It decides nothing about people and never follows a fee into a coinbase.
import { throwIfCancelled } from '../kernel/work.ts';
import { createNumberSet, type NumberSet } from './numberSet.ts';
import { type Lots, NO_LOTS, type Policy, totalSat, withSeed } from './policies/policy.ts';
import * as run from './run.ts';
import { NOT_SPENT_HERE, type UtxoSlice } from './slice.ts';
import { prepareStops, type StopTest } from './stops/index.ts';

interface ForwardSetting {
  readonly slice: UtxoSlice;
  readonly seeds: run.TraceResult['seeds'];
  /** Seed number per output number. */
  readonly seedAt: ReadonlyMap<number, number>;
  readonly height: number | null;
  readonly stopTest: StopTest;
  readonly keepFlows: boolean;
  readonly read: NumberSet;
  readonly work: run.TraceWork | undefined;
}

/**
 * Traces seeds forward under each policy asked for.
 * Faults: trace.seedUnknown, trace.policyUnknown, trace.policyDirection, trace.ruleUnknown, usage.invalid, job.cancelled.
 */
export function traceForward(slice: UtxoSlice, request: run.TraceRequest, work?: run.TraceWork): run.TraceResult {
  const chosen = run.choosePolicies(request.policies, 'forward');
  const seeds = run.orderSeeds(slice, request.seeds);
  const setting: ForwardSetting = {
    slice,
    seeds,
    seedAt: new Map(seeds.map((seed, number) => [seed.outNumber, number])),
    height: request.height ?? run.highestCovered(slice),
    stopTest: prepareStops(request.stops ?? [], { ...request.stopContext, slice, direction: 'forward' }),
    keepFlows: request.keepFlows ?? true,
    read: createNumberSet(slice.txCount),
    work,
  };
  const results = chosen.map((policy) => forwardUnder(policy, setting));
  return { direction: 'forward', seeds, height: setting.height, policies: results, transactionsRead: setting.read.toArray() };
}

function forwardUnder(policy: Policy, setting: ForwardSetting): run.PolicyResult {
  const { slice, seedAt, stopTest, read } = setting;
  const forward = policy.forward;
  if (forward === undefined) throw new Error(`${policy.id} lists forward and has none`);
  const ledger = run.openLedger(policy, setting.seeds.length);
  const lotsAt = new Map<number, Lots>();
  const hopsAt = new Map<number, number>();
  /** Outputs whose holding is not followed, and why. */
  const stayed = new Map<number, run.HoldingState>();
  const visit = createNumberSet(slice.txCount);
  const touched = createNumberSet(slice.txCount);
  const seeded = createNumberSet(slice.txCount);
  const flows: run.TransactionFlow[] = [];

  for (const seed of setting.seeds) {
    const tx = run.txOfOut(slice, seed.outNumber);
    visit.add(tx);
    seeded.add(tx);
    read.add(tx);
  }

  let visited = 0;
  for (let tx = visit.nextFrom(0); tx >= 0; tx = visit.nextFrom(tx + 1)) {
    if ((++visited & 0xfff) === 0 && setting.work !== undefined) {
      throwIfCancelled(setting.work);
      setting.work.report({ policy: policy.id, transactions: visited });
    }
    const hops = pass(tx);
    if (hops < 0 && !seeded.has(tx)) continue;
    for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
      const seed = seededHere(tx, out);
      if (seed !== undefined) {
        const lots = withSeed(policy, slice.outValue[out] as bigint, lotsAt.get(out) ?? NO_LOTS, seed);
        ledger.contribute(seed, lots);
        if (lots.length > 0) lotsAt.set(out, lots);
      }
      const lots = lotsAt.get(out);
      if (lots !== undefined) arrive(out, lots, seed !== undefined, seed === undefined ? hops : 0);
    }
  }
  return ledger.close(holdings(), touched.toArray(), flows);

  function seededHere(tx: number, out: number): number | undefined {
    return seeded.has(tx) ? seedAt.get(out) : undefined;
  }

  /** Moves the taint of a transaction's followed inputs to its outputs; returns its hop count, or -1 where nothing moved. */
  function pass(tx: number): number {
    const firstIn = slice.txInStart[tx] as number;
    const endIn = slice.txInStart[tx + 1] as number;
    const followed: number[] = [];
    for (let input = firstIn; input < endIn; input++) {
      const out = slice.inPrevOut[input] as number;
      if (out >= 0 && lotsAt.has(out) && !stayed.has(out)) followed.push(input);
    }
    if (followed.length === 0) return -1;
    const values = run.readValues(slice, tx);
    if (policy.needsInputValues && values.feeSat === null) {
      for (const input of followed) stayed.set(slice.inPrevOut[input] as number, 'unknown:input-values');
      readWithParents(tx);
      return -1;
    }
    if (values.feeSat === null && !policy.conserves) ledger.feeUnknown();
    let hops = Number.MAX_SAFE_INTEGER;
    const lotsIn: Lots[] = values.inputsSat.map(() => NO_LOTS);
    for (const input of followed) {
      const out = slice.inPrevOut[input] as number;
      lotsIn[input - firstIn] = lotsAt.get(out) as Lots;
      hops = Math.min(hops, hopsAt.get(out) as number);
      lotsAt.delete(out);
      hopsAt.delete(out);
    }
    hops++;
    const inputs = values.inputsSat.map((valueSat, index) => ({ valueSat, lots: lotsIn[index] as Lots }));
    const flow = (forward as NonNullable<Policy['forward']>)({ inputs, outputsSat: values.outputsSat, feeSat: values.feeSat });
    touched.add(tx);
    readWithParents(tx);
    const firstOut = slice.txOutStart[tx] as number;
    flow.outputs.forEach((lots, index) => {
      if (lots.length > 0) lotsAt.set(firstOut + index, lots);
    });
    ledger.fee(flow.fee);
    if (setting.keepFlows) {
      flows.push({
        txNumber: tx,
        inputs: run.taintedEnds(policy, firstIn, lotsIn),
        outputs: run.taintedEnds(policy, firstOut, flow.outputs),
        feeSat: totalSat(policy, flow.fee),
        feeBySeed: run.bySeed(flow.fee),
        hops,
      });
    }
    return hops;
  }

  /** Decides once whether a holding goes on, and marks the transaction it goes to. */
  function arrive(out: number, lots: Lots, isSeed: boolean, hops: number): void {
    hopsAt.set(out, hops);
    const spentBy = slice.outSpentBy[out] as number;
    if (spentBy === NOT_SPENT_HERE) return;
    const spender = run.txOfIn(slice, spentBy);
    const rule = stopTest({ outNumber: out, txNumber: spender, amountSat: totalSat(policy, lots), hops, isSeed });
    if (rule === null) visit.add(spender);
    else {
      stayed.set(out, `stopped:${rule}`);
      read.add(spender);
    }
  }

  function readWithParents(tx: number): void {
    read.add(tx);
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
      const out = slice.inPrevOut[input] as number;
      if (out >= 0) read.add(run.txOfOut(slice, out));
    }
  }

  function holdings(): run.Holding[] {
    return [...lotsAt].map(([outNumber, lots]) => ({
      outNumber,
      inNumber: -1,
      amountSat: totalSat(policy, lots),
      bySeed: run.bySeed(lots),
      state: stayed.get(outNumber) ?? unspentState(slice, outNumber, setting.height),
    }));
  }
}

/** `unspent` only where every block from creation to H is complete. [T16] */
function unspentState(slice: UtxoSlice, outNumber: number, height: number | null): run.HoldingState {
  const block = slice.txBlock[run.txOfOut(slice, outNumber)] as number;
  const coveredTo = slice.blockCoveredTo[block] as number;
  return height !== null && coveredTo >= height ? 'unspent' : 'unknown:coverage';
}
