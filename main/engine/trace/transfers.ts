// The traced outputs of one policy as rows: what tables, pictures and transfers.csv are made of. Facts (who spent what) and
// the policy's assumption (how much of it counts as traced) stand in separate fields.
import type { ProofGrade } from '../../../shared/model/statement.ts';
import { mayBeCoinjoin } from './heuristics/coinjoins.ts';
import { inputOutpointText, outpointText } from './chainSession.ts';
import type { ChainView } from './chainView.ts';
import { type PolicyResult, txOfIn, txOfOut } from './run.ts';
import type { ComputedRun } from './runs.ts';
import { NOT_SPENT_HERE } from './slice.ts';

export interface TransferRow {
  /** -1 where the trace ended at an input whose parent is not in the case. */
  readonly outNumber: number;
  readonly transaction: number;
  readonly outpoint: string;
  readonly script: number;
  readonly hop: number;
  readonly valueSat: bigint;
  readonly amountSat: bigint;
  /** `spent`, or the state of the holding. */
  readonly state: string;
  /** The traced transaction that spends it, or -1. */
  readonly spentBy: number;
  readonly isSeed: boolean;
}

export function policyResult(run: ComputedRun, policy: string): PolicyResult | undefined {
  return run.result.policies.find((candidate) => candidate.policy === policy);
}

/** One row per traced output in chain order, seeds at hop 0. */
export function transferRows(run: ComputedRun, result: PolicyResult): TransferRow[] {
  const { slice } = run.view;
  const backward = run.request.direction === 'backward';
  const amounts = new Map<number, { amountSat: bigint; hop: number; isSeed: boolean }>();
  const add = (outNumber: number, amountSat: bigint, hop: number, isSeed: boolean) => {
    const known = amounts.get(outNumber);
    // Poison taints whole outputs: several ways into one output do not add up to more than it holds.
    const sum = (known?.amountSat ?? 0n) + amountSat;
    const valueSat = slice.outValue[outNumber] as bigint;
    amounts.set(outNumber, {
      amountSat: sum > valueSat ? valueSat : sum,
      hop: Math.min(known?.hop ?? hop, hop),
      isSeed: isSeed || (known?.isSeed ?? false),
    });
  };
  run.result.seeds.forEach((seed, i) => add(seed.outNumber, result.contributedSat[i] ?? seed.amountSat, 0, true));
  for (const flow of result.flows) {
    if (!backward) for (const end of flow.outputs) add(end.number, end.amountSat, flow.hops, false);
    else {
      for (const end of flow.inputs) {
        const parent = slice.inPrevOut[end.number] as number;
        if (parent >= 0) add(parent, end.amountSat, flow.hops, false);
      }
    }
  }
  const touched = new Set(result.touched);
  const states = new Map(
    result.holdings.filter((holding) => holding.outNumber >= 0).map((holding) => [holding.outNumber, holding.state as string]),
  );
  const rows: TransferRow[] = [];
  for (const [outNumber, { amountSat, hop, isSeed }] of amounts) {
    const spender = slice.outSpentBy[outNumber] as number;
    const spentBy = spender === NOT_SPENT_HERE ? -1 : txOfIn(slice, spender);
    // A seed without value, an OP_RETURN of a transaction asked about as a whole, holds nothing that could be traced or spent.
    if (amountSat === 0n) continue;
    rows.push({
      outNumber,
      transaction: txOfOut(slice, outNumber),
      outpoint: outpointText(run.view, outNumber),
      script: slice.outScript[outNumber] as number,
      hop,
      valueSat: slice.outValue[outNumber] as bigint,
      amountSat,
      state: states.get(outNumber) ?? 'spent',
      spentBy: touched.has(spentBy) ? spentBy : -1,
      isSeed,
    });
  }
  for (const holding of result.holdings) {
    if (holding.outNumber >= 0) continue;
    const transaction = txOfIn(slice, holding.inNumber);
    rows.push({
      outNumber: -1,
      transaction,
      outpoint: inputOutpointText(run.view, holding.inNumber),
      script: slice.inScript[holding.inNumber] as number,
      hop: 0,
      valueSat: slice.inValue[holding.inNumber] as bigint,
      amountSat: holding.amountSat,
      state: holding.state,
      spentBy: transaction,
      isSeed: false,
    });
  }
  return rows.sort((a, b) => (a.outNumber < 0 ? 1 : 0) - (b.outNumber < 0 ? 1 : 0) || a.outNumber - b.outNumber);
}

/** Proven where its inclusion is, and the block hangs on an anchor through checked work; else one source's word. */
export function gradeOf(view: ChainView, transaction: number): ProofGrade {
  const anchored = (view.slice.blockHeight[view.slice.txBlock[transaction] as number] as number) >= 0;
  return anchored && view.isProven(transaction) ? 'P' : 'S';
}

export function isPossibleCoinjoin(view: ChainView, transaction: number): boolean {
  return mayBeCoinjoin(view.slice, transaction);
}
