// Where value changes its asset or its chain: swaps, wrapping, and recorded links (bridges, deposits to a service's own ledger).
// What is a conversion is input; nothing is recognised here.
import { Fault } from '../../../../shared/model/fault.ts';
import { type AccountSlice, amountOf, assetOf } from './accountSlice.ts';
import { type Lot, type Lots, sumPerSeed } from './policies/policy.ts';

export type ConversionKind = 'swap' | 'wrap' | 'link';

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

/**
 * A pool may hand out before it is paid (Uniswap v3 pays in a callback). Where a transfer that comes out stands before one that goes
 * in, the members inside one transaction are put together at the place of the first, in before out. [A12]
 */
export function orderConversions(
  names: readonly ConversionName[],
): <Placed extends { readonly path: readonly number[] }>(
  chain: string,
  transaction: string,
  transfers: readonly Placed[],
) => readonly Placed[] {
  const inTransaction = new Map<string, ConversionName[]>();
  for (const name of names) {
    for (const place of new Set([...name.ins, ...name.outs].map((member) => `${member.chain} ${member.transaction}`)))
      inTransaction.set(place, [...(inTransaction.get(place) ?? []), name]);
  }
  return (chain, transaction, transfers) => {
    let ordered = transfers;
    for (const name of inTransaction.get(`${chain} ${transaction}`) ?? []) {
      const member = (list: readonly TransferName[]) =>
        ordered.filter((transfer) =>
          list.some((own) => own.chain === chain && own.transaction === transaction && own.path.join() === transfer.path.join()),
        );
      const ins = member(name.ins);
      const outs = member(name.outs);
      const places = (list: typeof transfers): number[] => list.map((transfer) => ordered.indexOf(transfer));
      if (ins.length === 0 || outs.length === 0 || Math.max(...places(ins)) < Math.min(...places(outs))) continue;
      const first = Math.min(...places(outs), ...places(ins));
      const moved = new Set([...ins, ...outs]);
      ordered = [
        ...ordered.slice(0, first),
        ...ins,
        ...outs.filter((transfer) => !ins.includes(transfer)),
        ...ordered.slice(first).filter((transfer) => !moved.has(transfer)),
      ];
    }
    return ordered;
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
