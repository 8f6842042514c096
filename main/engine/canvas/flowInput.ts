// From a computed run to what the picture is drawn from: numbers of a slice become outpoints, addresses and labels.
import type { CaseFile } from '../casefile/index.ts';
import {
  type ChainView,
  type ComputedRun,
  gradeOf,
  inputOutpointText,
  isPossibleCoinjoin,
  outpointText,
  type PolicyResult,
  type TaintedEnd,
  transferRows,
  txidOf,
  txOfOut,
} from '../trace/index.ts';
import { labelTexts } from './labelTexts.ts';
import type { FlowInput, FlowOutput } from './picture.ts';

export function rowAddress(view: ChainView, script: number): string | null {
  return script === 0 ? null : view.network.readScript(view.scripts.script(script)).address;
}

export function flowInput(file: CaseFile, run: ComputedRun, result: PolicyResult, limit: number): FlowInput {
  const { view } = run;
  const { slice } = view;
  const { direction } = run.request;
  const rows = transferRows(run, result);
  const stateOf = new Map(rows.map((row) => [row.outpoint, row.state]));
  const place = (transaction: number) => {
    const block = slice.txBlock[transaction] as number;
    const height = slice.blockHeight[block] as number;
    return { height: height < 0 ? null : height, time: slice.blockTime[block] as number, grade: gradeOf(view, transaction) };
  };
  const outputEnd = (end: TaintedEnd): FlowOutput => {
    const address = rowAddress(view, slice.outScript[end.number] as number);
    const outpoint = outpointText(view, end.number);
    return {
      outpoint,
      amountSat: end.amountSat,
      valueSat: slice.outValue[end.number] as bigint,
      address,
      state: stateOf.get(outpoint) ?? 'spent',
      labels: labelTexts(file, view.network.id, address),
    };
  };
  const inputEnd = (end: TaintedEnd): FlowOutput => {
    const address = rowAddress(view, slice.inScript[end.number] as number);
    const outpoint = inputOutpointText(view, end.number);
    const state = stateOf.get(outpoint) ?? 'spent';
    return {
      outpoint,
      amountSat: end.amountSat,
      valueSat: slice.inValue[end.number] as bigint,
      address,
      state: direction === 'backward' && state === 'spent' ? 'traced' : state,
      labels: labelTexts(file, view.network.id, address),
    };
  };
  return {
    run: run.row.id,
    policy: result.policy,
    direction,
    limit,
    seeds: run.result.seeds.map((seed, i) => {
      const outpoint = outpointText(view, seed.outNumber);
      const address = rowAddress(view, slice.outScript[seed.outNumber] as number);
      return {
        outpoint,
        amountSat: result.contributedSat[i] ?? seed.amountSat,
        valueSat: slice.outValue[seed.outNumber] as bigint,
        address,
        ...place(txOfOut(slice, seed.outNumber)),
        labels: labelTexts(file, view.network.id, address),
        state: stateOf.get(outpoint) ?? 'spent',
      };
    }),
    transactions: result.flows.map((flow) => ({
      txid: txidOf(view, flow.txNumber),
      ...place(flow.txNumber),
      hop: flow.hops,
      coinjoin: isPossibleCoinjoin(view, flow.txNumber),
      labels: [],
      whole: isWhole(run, flow.txNumber, flow.inputs),
      inputs: flow.inputs.map(inputEnd),
      outputs: flow.outputs.map(outputEnd),
    })),
  };
}

/** True where every input, whole, carries traced coins: then no convention decides the outputs. */
function isWhole(run: ComputedRun, transaction: number, inputs: readonly TaintedEnd[]): boolean {
  const { slice } = run.view;
  const count = (slice.txInStart[transaction + 1] as number) - (slice.txInStart[transaction] as number);
  return inputs.length === count && inputs.every((end) => end.amountSat === slice.inValue[end.number]);
}
