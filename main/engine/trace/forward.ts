// Where did it go: taint of seeds forward through a slice, in chain order, touching only transactions that taint
// reaches. It decides nothing about people and never follows a fee into a coinbase.
import { throwIfCancelled } from '../kernel/index.ts';
import { createNumberSet, type NumberSet } from './numberSet.ts';
import { type Lots, NO_LOTS, type Policy, totalSat, withSeed } from './policies/policy.ts';
import * as run from './run.ts';
import { NOT_SPENT_HERE, spendsKnownTo, type UtxoSlice } from './slice.ts';
import { prepareStops, type StopTest } from './stops/index.ts';

interface ForwardSetting {
  readonly slice: UtxoSlice;
  /** Seed number per output number. */
  readonly seedAt: ReadonlyMap<number, number>;
  readonly stopTest: StopTest;
  readonly keepFlows: boolean;
  /** Transactions whose data a result rests on; null where nobody asks. */
  readonly read: NumberSet | null;
  /** Taint has come to lie at an output: whoever spends it is passed next. */
  readonly arrived: (outNumber: number) => void;
}

/** Taint that lies at an output, before a later transaction takes it on. */
interface Held {
  lots: Lots;
  /** Transactions passed since the nearest seed. */
  hops: number;
  /** Why the holding is not followed; null while it is. */
  stays: run.HoldingState | null;
}

/**
 * Traces seeds forward under each policy asked for.
 * Faults: trace.seedUnknown, trace.policyUnknown, trace.policyDirection, trace.ruleUnknown, usage.invalid, job.cancelled.
 */
export function traceForward(slice: UtxoSlice, request: run.TraceRequest, work?: run.TraceWork): run.TraceResult {
  const chosen = run.choosePolicies(request.policies, 'forward');
  const seeds = run.orderSeeds(slice, request.seeds);
  const setting = {
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

type WholeSetting = Omit<ForwardSetting, 'arrived' | 'read'> & {
  readonly seeds: run.TraceResult['seeds'];
  readonly height: number | null;
  readonly read: NumberSet;
  readonly work: run.TraceWork | undefined;
};

function forwardUnder(policy: Policy, setting: WholeSetting): run.PolicyResult {
  const { slice } = setting;
  const visit = createNumberSet(slice.txCount);
  const follower = followForward(policy, setting.seeds.length, {
    ...setting,
    arrived(out) {
      const spentBy = slice.outSpentBy[out] as number;
      if (spentBy !== NOT_SPENT_HERE) visit.add(run.txOfIn(slice, spentBy));
    },
  });
  for (const seed of setting.seeds) {
    const tx = run.txOfOut(slice, seed.outNumber);
    visit.add(tx);
    setting.read.add(tx);
  }
  let visited = 0;
  for (let tx = visit.nextFrom(0); tx >= 0; tx = visit.nextFrom(tx + 1)) {
    if ((++visited & 0xfff) === 0 && setting.work !== undefined) {
      throwIfCancelled(setting.work);
      setting.work.report({ policy: policy.id, transactions: visited });
    }
    follower.pass(tx);
  }
  return follower.close((out) => unspentState(slice, out, setting.height));
}

/** Follows taint under one policy, transaction by transaction in chain order; the slice may grow behind the last one passed. */
export interface ForwardFollower {
  /** Takes taint through a transaction, seeds among its outputs included; those without either are passed over. */
  pass(tx: number): void;
  /** Transactions that taint passed through so far, ascending. */
  readonly touched: readonly number[];
  close(restingState: (outNumber: number) => run.HoldingState): run.PolicyResult;
}

export function followForward(policy: Policy, seedCount: number, setting: ForwardSetting): ForwardFollower {
  const { slice, seedAt, stopTest, read } = setting;
  const { forward } = policy;
  if (forward === undefined) throw new Error(`${policy.id} lists forward and has none`);
  const ledger = run.openLedger(policy, seedCount);
  // What lies at each output: its place in `heldThere`, counted from 1. A map of some 100,000 entries is most of the time.
  let placeOf = new Int32Array(slice.outCount);
  const heldThere: (Held | undefined)[] = [undefined];
  const heldOuts: number[] = [-1];
  const touched: number[] = [];
  const flows: run.TransactionFlow[] = [];

  return {
    touched,
    pass(tx) {
      const passed = passInputs(tx);
      const firstOut = slice.txOutStart[tx] as number;
      for (let out = firstOut; out < (slice.txOutStart[tx + 1] as number); out++) {
        const seed = seedAt.get(out);
        let lots = passed?.outputs[out - firstOut] ?? NO_LOTS;
        if (seed !== undefined) {
          lots = withSeed(policy, slice.outValue[out] as bigint, lots, seed);
          ledger.contribute(seed, lots);
        }
        if (lots.length > 0) arrive(out, lots, seed === undefined && passed !== null ? passed.hops : 0);
      }
    },
    close: (restingState) => ledger.close(holdings(restingState), Uint32Array.from(touched), flows),
  };

  /** Takes the taint of a transaction's followed inputs on to its outputs and fee; null where nothing moved. */
  function passInputs(tx: number): { readonly outputs: readonly Lots[]; readonly hops: number } | null {
    const firstIn = slice.txInStart[tx] as number;
    const endIn = slice.txInStart[tx + 1] as number;
    const followed: (Held | undefined)[] = [];
    let hops = Number.MAX_SAFE_INTEGER;
    for (let input = firstIn; input < endIn; input++) {
      const parent = slice.inPrevOut[input] as number;
      const held = parent < 0 ? undefined : heldThere[placeOf[parent] ?? 0];
      const isFollowed = held !== undefined && goesOn(held, parent, tx);
      if (isFollowed) hops = Math.min(hops, held.hops);
      followed.push(isFollowed ? held : undefined);
    }
    if (hops === Number.MAX_SAFE_INTEGER) return null;
    hops++;
    readWithParents(tx);
    const values = run.readValues(slice, tx);
    if (values.feeSat === null) {
      if (policy.needsInputValues) {
        for (const held of followed) if (held !== undefined) held.stays = 'unknown:input-values';
        return null;
      }
      if (!policy.conserves) ledger.feeUnknown();
    }
    const inputs = values.inputsSat.map((valueSat, index) => ({ valueSat, lots: followed[index]?.lots ?? NO_LOTS }));
    const flow = (forward as NonNullable<Policy['forward']>)({ inputs, outputsSat: values.outputsSat, feeSat: values.feeSat });
    touched.push(tx);
    for (let index = 0; index < followed.length; index++)
      if (followed[index] !== undefined) heldThere[placeOf[slice.inPrevOut[firstIn + index] as number] as number] = undefined;
    ledger.fee(flow.fee);
    if (setting.keepFlows) {
      flows.push({
        txNumber: tx,
        inputs: run.taintedEnds(
          policy,
          firstIn,
          inputs.map((input) => input.lots),
        ),
        outputs: run.taintedEnds(policy, slice.txOutStart[tx] as number, flow.outputs),
        feeSat: totalSat(policy, flow.fee),
        feeBySeed: run.bySeed(flow.fee),
        hops,
      });
    }
    return { outputs: flow.outputs, hops };
  }

  function arrive(out: number, lots: Lots, hops: number): void {
    if (placeOf.length <= out) {
      const wider = new Int32Array(Math.max(out + 1, placeOf.length * 2, 1024));
      wider.set(placeOf);
      placeOf = wider;
    }
    placeOf[out] = heldThere.length;
    heldThere.push({ lots, hops, stays: null });
    heldOuts.push(out);
    setting.arrived(out);
  }

  /** Asked once about each holding, when the transaction that spends it comes: whether a stop rule keeps it where it is. */
  function goesOn(held: Held, out: number, spender: number): boolean {
    if (held.stays !== null) return false;
    const rule = stopTest({
      ...{ outNumber: out, txNumber: spender, amountSat: totalSat(policy, held.lots) },
      ...{ hops: held.hops, isSeed: seedAt.has(out) },
    });
    if (rule === null) return true;
    held.stays = `stopped:${rule}`;
    read?.add(spender);
    return false;
  }

  function readWithParents(tx: number): void {
    if (read === null) return;
    read.add(tx);
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
      const out = slice.inPrevOut[input] as number;
      if (out >= 0) read.add(run.txOfOut(slice, out));
    }
  }

  function holdings(restingState: (outNumber: number) => run.HoldingState): run.Holding[] {
    const all: run.Holding[] = [];
    for (let index = 1; index < heldThere.length; index++) {
      const held = heldThere[index];
      if (held === undefined) continue;
      const outNumber = heldOuts[index] as number;
      all.push({
        outNumber,
        inNumber: -1,
        amountSat: totalSat(policy, held.lots),
        bySeed: run.bySeed(held.lots),
        state: held.stays ?? restingState(outNumber),
      });
    }
    return all;
  }
}

/** `unspent` only where every block from creation to H is complete. [T16] */
function unspentState(slice: UtxoSlice, outNumber: number, height: number | null): run.HoldingState {
  const block = slice.txBlock[run.txOfOut(slice, outNumber)] as number;
  return height !== null && spendsKnownTo(slice, outNumber, block) >= height ? 'unspent' : 'unknown:coverage';
}
