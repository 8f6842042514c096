// Which outputs go into which transaction, and what each costs: exact, in the order given. It reads no case and signs nothing.
import { Fault } from '../../../../shared/model/fault.ts';
import type { BitcoinNetwork } from '../../chains/index.ts';
import { dustSat, type InputForm, inputWeight, transactionWeight, vsizeOf } from './sizes.ts';

export interface Coin {
  readonly valueSat: bigint;
  readonly form: InputForm;
}

export interface Part<C extends Coin> {
  readonly coins: readonly C[];
  readonly weight: number;
  readonly vsize: number;
  readonly sumSat: bigint;
  readonly feeSat: bigint;
  readonly paidSat: bigint;
}

export type Fee = { readonly rateSatPerKvb: bigint } | { readonly totalSat: bigint };

/** Nodes pass on nothing heavier (MAX_STANDARD_TX_WEIGHT). */
const MOST_WEIGHT = 400_000;
/** A fee above a tenth of what is moved, or above this rate, is asked about. */
const HIGH_PART = 10n;
const HIGH_RATE_SAT_PER_KVB = 1_000_000n;

export interface Plan<C extends Coin> {
  readonly parts: readonly Part<C>[];
  /** Coins that cost more than they are worth at this rate. */
  readonly costsMore: readonly C[];
}

/** `12.345` units a virtual byte as units a thousand of them. */
export function rateOf(text: string): bigint {
  const [whole = '0', rest = ''] = text.split('.');
  return BigInt(whole) * 1000n + BigInt(rest.padEnd(3, '0'));
}

const feeAt = (rate: bigint, vsize: number): bigint => (BigInt(vsize) * rate + 999n) / 1000n;

/** Faults: seizure.feeTooLow, seizure.feeTooHigh, seizure.dust. */
export function planFees<C extends Coin>(
  network: BitcoinNetwork,
  coins: readonly C[],
  output: Uint8Array,
  fee: Fee,
  acceptHighFee: boolean,
): Plan<C> {
  const rate = 'rateSatPerKvb' in fee ? fee.rateSatPerKvb : null;
  // A slipped digit would leave out what is worth most, without a word about the rate.
  if (rate !== null && rate > HIGH_RATE_SAT_PER_KVB && !acceptHighFee && coins.length > 0) {
    const vsize = vsizeOf(transactionWeight(forms(coins), output));
    throw new Fault('seizure.feeTooHigh', { fee: `${feeAt(rate, vsize)}`, sum: `${sumOf(coins)}`, vsize });
  }
  const worth = (coin: C): boolean => rate === null || coin.valueSat > feeAt(rate, vsizeOf(inputWeight(coin.form)));
  const costsMore = coins.filter((coin) => !worth(coin));
  const batches = batchesOf(coins.filter(worth), output);
  const sizes = batches.map((batch) => transactionWeight(forms(batch), output));
  const fees =
    rate === null ? shares((fee as { totalSat: bigint }).totalSat, sizes.map(vsizeOf)) : sizes.map((size) => feeAt(rate, vsizeOf(size)));
  const parts = batches.map((batch, at): Part<C> => {
    const weight = sizes[at] as number;
    const feeSat = fees[at] as bigint;
    const sumSat = sumOf(batch);
    return { coins: batch, weight, vsize: vsizeOf(weight), sumSat, feeSat, paidSat: sumSat - feeSat };
  });
  for (const part of parts) guard(network, part, output, acceptHighFee);
  return { parts, costsMore };
}

const sumOf = (coins: readonly Coin[]): bigint => coins.reduce((sum, { valueSat }) => sum + valueSat, 0n);
const forms = (coins: readonly Coin[]): InputForm[] => coins.map(({ form }) => form);

/** In the order given, each as full as nodes pass on. */
function batchesOf<C extends Coin>(coins: readonly C[], output: Uint8Array): C[][] {
  const batches: C[][] = [];
  // Without inputs and with room for the counts and the marks of mixed kinds, so that no batch comes out too heavy.
  const frame = transactionWeight([], output) + 2 + 4 * 4;
  let room = 0;
  for (const coin of coins) {
    const weight = inputWeight(coin.form) + 1;
    if (room < weight) {
      batches.push([]);
      room = MOST_WEIGHT - frame;
    }
    batches.at(-1)?.push(coin);
    room -= weight;
  }
  return batches;
}

/** A whole fee over several transactions by their size; what does not divide goes to the first ones. */
function shares(total: bigint, sizes: readonly number[]): bigint[] {
  const all = BigInt(sizes.reduce((sum, size) => sum + size, 0));
  const whole = sizes.map((size) => (total * BigInt(size)) / (all === 0n ? 1n : all));
  let rest = total - whole.reduce((sum, one) => sum + one, 0n);
  return whole.map((one) => (rest-- > 0n ? one + 1n : one));
}

function guard(network: BitcoinNetwork, { vsize, sumSat, feeSat, paidSat }: Part<Coin>, output: Uint8Array, acceptHighFee: boolean): void {
  const least = feeAt(network.relay.leastSatPerKvb, vsize);
  if (feeSat < least) throw new Fault('seizure.feeTooLow', { fee: `${feeSat}`, least: `${least}`, vsize });
  const dust = dustSat(network, output);
  if (paidSat < dust) throw new Fault('seizure.dust', { sum: `${sumSat}`, fee: `${feeSat}`, dust: `${dust}` });
  const isHigh = feeSat * HIGH_PART > sumSat || feeSat * 1000n > HIGH_RATE_SAT_PER_KVB * BigInt(vsize);
  if (isHigh && !acceptHighFee) throw new Fault('seizure.feeTooHigh', { fee: `${feeSat}`, sum: `${sumSat}`, vsize });
}
