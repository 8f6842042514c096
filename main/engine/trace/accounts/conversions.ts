// Where value changes its asset or its chain: swaps, wrapping, and recorded links (bridges, deposits to a service's own ledger).
// What is a conversion is input; nothing is recognised here.
import { Fault } from '../../../../shared/model/fault.ts';
import type { AccountTransfer } from '../../chains/index.ts';
import { type AccountSlice, amountOf, assetOf } from './accountSlice.ts';
import { causalOrder } from './conversionOrder.ts';
import { type Lot, type Lots, sumPerSeed } from './policies/policy.ts';

/** `pass`: what a contract got and paid on inside one transaction. `link`: to or from a service's own ledger. */
export type ConversionKind = 'swap' | 'wrap' | 'pass' | 'bridge' | 'link';

/** Transfers that go in, all of one asset, and transfers that come out, all of one asset. */
export interface Conversion {
  readonly kind: ConversionKind;
  readonly ins: readonly number[];
  readonly outs: readonly number[];
}

export interface TransferName {
  readonly chain: string;
  readonly transaction: string;
  readonly path: readonly number[];
}

export interface ConversionName {
  readonly kind: ConversionKind;
  readonly ins: readonly TransferName[];
  readonly outs: readonly TransferName[];
}

/** Lays the transfers of transactions in the order of cause, as far as these conversions say it. [A12] [A24] */
export function orderConversions(
  names: readonly ConversionName[],
): (chain: string, transaction: string, transfers: readonly AccountTransfer[]) => readonly AccountTransfer[] {
  const inTransaction = new Map<string, ConversionName[]>();
  for (const name of names) {
    for (const place of new Set([...name.ins, ...name.outs].map((member) => `${member.chain} ${member.transaction}`))) {
      const own = inTransaction.get(place);
      if (own === undefined) inTransaction.set(place, [name]);
      else own.push(name);
    }
  }
  return (chain, transaction, transfers) => {
    const own = inTransaction.get(`${chain} ${transaction}`);
    if (own === undefined) return transfers;
    const member = (list: readonly TransferName[]): AccountTransfer[] =>
      transfers.filter((transfer) =>
        list.some((name) => name.chain === chain && name.transaction === transaction && name.path.join() === transfer.path.join()),
      );
    const members = own.map(({ ins, outs }) => ({ ins: member(ins), outs: member(outs) }));
    return causalOrder(
      transfers,
      members.filter(({ ins, outs }) => ins.length > 0 && outs.length > 0),
    ).transfers;
  };
}

/** Which conversion a transfer goes into and comes out of; one transfer between two pools does both. */
export interface ConversionPlaces {
  readonly inOf: ReadonlyMap<number, number>;
  readonly outOf: ReadonlyMap<number, number>;
  /** Sums of what goes in and comes out, per conversion. */
  readonly amounts: readonly { readonly in: bigint; readonly out: bigint }[];
}

/** Checks conversions against the slice. Faults: usage.invalid. */
export function placeConversions(slice: AccountSlice, conversions: readonly Conversion[]): ConversionPlaces {
  const inOf = new Map<number, number>();
  const outOf = new Map<number, number>();
  const refuse = (conversion: number, reason: string): never => {
    throw new Fault('usage.invalid', { option: 'conversions', conversion, reason });
  };
  const amounts = conversions.map(({ ins, outs }, number) => {
    const [firstIn] = ins;
    const [firstOut] = outs;
    if (firstIn === undefined || firstOut === undefined) return refuse(number, 'empty');
    for (const transfer of [...ins, ...outs])
      if (!Number.isInteger(transfer) || transfer < 0 || transfer >= slice.transferCount) refuse(number, 'unknownTransfer');
    if (Math.max(...ins) >= Math.min(...outs)) refuse(number, 'order');
    const sum = (members: readonly number[], of: Map<number, number>): bigint => {
      let total = 0n;
      for (const transfer of members) {
        if (of.has(transfer)) refuse(number, 'twice');
        if (assetOf(slice, transfer) !== assetOf(slice, members[0] as number)) refuse(number, 'assets');
        of.set(transfer, number);
        total += amountOf(slice, transfer);
      }
      return total;
    };
    return { in: sum(ins, inOf), out: sum(outs, outOf) };
  });
  return { inOf, outOf, amounts };
}

/**
 * Taint through a conversion. Unordered: per seed floor(out · taint / in); what the floors lose is clean. Ordered: a position p of what
 * goes in becomes floor(p · out / in), so lots tile and a whole tainted payment stays whole. [A13]
 */
export function convertLots(lots: Lots, amountIn: bigint, amountOut: bigint, ordered: boolean): Lots {
  if (amountIn === 0n || amountOut === 0n) return [];
  const converted: Lot[] = [];
  for (const lot of ordered ? lots : sumPerSeed(lots)) {
    const start = ordered ? (lot.start * amountOut) / amountIn : 0n;
    const amount = ordered ? ((lot.start + lot.amount) * amountOut) / amountIn - start : (lot.amount * amountOut) / amountIn;
    if (amount > 0n) converted.push({ seed: lot.seed, start, amount });
  }
  return converted;
}
