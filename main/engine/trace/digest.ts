// The two digests of a run and the document `trace --json` prints (docs/FORMATS.md §6). Names are given by the
// caller; no id, run number, time, path or source may enter a digest.
import { createHash } from 'node:crypto';
import { canonicalDigest } from '../kernel/index.ts';
import { type Holding, type TraceResult, txOfOut } from './run.ts';
import type { UtxoSlice } from './slice.ts';

/** How numbers of a slice become text. */
export interface TraceNames {
  /** `<txid as displayed>:<output index>`. */
  readonly outpointOfOut: (outNumber: number) => string;
  /** The outpoint that an input spends, where its parent is not in the slice. */
  readonly outpointOfIn: (inNumber: number) => string;
  /** The address of a script, or null; `script` is 0 where unknown. */
  readonly addressOfScript: (script: number) => string | null;
}

export interface HoldingJson {
  readonly outpoint: string;
  readonly address: string | null;
  readonly amountSat: string;
  readonly height: number | null;
  readonly state: string;
}

export interface PolicyJson {
  readonly holdings: readonly HoldingJson[];
  readonly feesSat: string;
  readonly totalSat: string;
}

export interface TraceJson {
  readonly inputsDigest: string;
  readonly resultDigest: string;
  readonly height: number | null;
  readonly seeds: readonly { readonly outpoint: string; readonly amountSat: string }[];
  readonly policies: Readonly<Record<string, PolicyJson>>;
}

/** Canonical parameters of a run: only values with a JSON form; amounts as decimal strings. */
export type TraceParameters = Readonly<Record<string, unknown>>;

/** The `policies` member of `trace --json`. Holdings keep the order of the result: height, position, output index. */
export function policiesJson(slice: UtxoSlice, result: TraceResult, names: TraceNames): Record<string, PolicyJson> {
  const policies: Record<string, PolicyJson> = {};
  for (const policy of result.policies) {
    policies[policy.policy] = {
      holdings: policy.holdings.filter((holding) => holding.amountSat > 0n).map((holding) => holdingJson(slice, holding, names)),
      feesSat: policy.feesSat.toString(),
      totalSat: policy.totalSat.toString(),
    };
  }
  return policies;
}

function holdingJson(slice: UtxoSlice, holding: Holding, names: TraceNames): HoldingJson {
  const isOutput = holding.outNumber >= 0;
  const height = isOutput ? (slice.blockHeight[slice.txBlock[txOfOut(slice, holding.outNumber)] as number] as number) : -1;
  const script = isOutput ? slice.outScript[holding.outNumber] : slice.inScript[holding.inNumber];
  return {
    outpoint: isOutput ? names.outpointOfOut(holding.outNumber) : names.outpointOfIn(holding.inNumber),
    address: script === 0 || script === undefined ? null : names.addressOfScript(script),
    amountSat: holding.amountSat.toString(),
    height: height < 0 ? null : height,
    state: holding.state,
  };
}

/** SHA-256 of the RFC 8785 JSON of `policies` alone. */
export function resultDigest(policies: Readonly<Record<string, PolicyJson>>): string {
  return canonicalDigest(policies);
}

/**
 * SHA-256 of the RFC 8785 JSON of { transactions, seeds, parameters, labels }, where `transactions` is the SHA-256 of
 * the concatenated 64-byte records (block hash, txid), internal byte order, sorted bytewise; `seeds` the outpoints in
 * outpoint order; `labels` the sorted label digests. [T20]
 */
export function inputsDigest(
  slice: UtxoSlice,
  transactionsRead: Uint32Array,
  seeds: readonly string[],
  parameters: TraceParameters,
  labelDigests: readonly string[],
): string {
  const records = Array.from(transactionsRead, (tx) => {
    const block = slice.txBlock[tx] as number;
    return Buffer.concat([slice.blockHash.subarray(block * 32, block * 32 + 32), slice.txid.subarray(tx * 32, tx * 32 + 32)]);
  });
  records.sort(Buffer.compare);
  const hash = createHash('sha256');
  for (const record of records) hash.update(record);
  return canonicalDigest({ transactions: hash.digest('hex'), seeds, parameters, labels: [...labelDigests].sort() });
}

/** The document of one run, but for what only the case knows (run number, coverage). */
export function toTraceJson(
  slice: UtxoSlice,
  result: TraceResult,
  names: TraceNames,
  parameters: TraceParameters,
  labelDigests: readonly string[] = [],
): TraceJson {
  const seeds = result.seeds.map((seed) => ({ outpoint: names.outpointOfOut(seed.outNumber), amountSat: seed.amountSat.toString() }));
  const policies = policiesJson(slice, result, names);
  const outpoints = seeds.map((seed) => seed.outpoint);
  return {
    inputsDigest: inputsDigest(slice, result.transactionsRead, outpoints, parameters, labelDigests),
    resultDigest: resultDigest(policies),
    height: result.height,
    seeds,
    policies,
  };
}
