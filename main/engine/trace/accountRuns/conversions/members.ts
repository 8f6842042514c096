// What a recognised conversion is, and how its movements are named and found. It recognises nothing.
import type { AccountTransaction, AccountTransfer } from '../../../chains/index.ts';
import type { MergedTransaction } from '../../../intake/index.ts';
import type { ConversionName, TransferName } from '../../accounts/index.ts';
import type { HeldTransactions } from '../heldTransactions.ts';

export type HeldOfChain = ReadonlyMap<string, MergedTransaction> & Partial<Pick<HeldTransactions, 'beyondPayments' | 'mentioning'>>;
export type Held = ReadonlyMap<string, HeldOfChain>;

/** What a departure says of its arrival, as far as it says so. */
export interface Toward {
  readonly chain: string | null;
  readonly account: string | null;
}

export interface RecognisedConversion extends ConversionName {
  readonly standing: 'recorded' | 'inference';
  /** Rule and version, `swap@1`. */
  readonly rule: string;
  /** The exchange or bridge by the program's own list, or null. */
  readonly name: string | null;
  /** Why it is no more than an inference, as a code; null where it is recorded. */
  readonly reason: string | null;
  /** Of a hop whose arrival is not recorded. */
  readonly toward?: Toward;
  /** Decoded events that it rests on. */
  readonly events: readonly TransferName[];
}

export interface Claims {
  readonly ins: Set<string>;
  readonly outs: Set<string>;
}

export const nameKey = ({ chain, transaction, path }: TransferName): string => `${chain} ${transaction} ${path.join('.')}`;

export function membersOf(transaction: AccountTransaction, { ins, outs }: ConversionName) {
  const at = (names: readonly TransferName[]): AccountTransfer[] =>
    transaction.transfers.filter(({ path }) => names.some((name) => name.path.join('.') === path.join('.')));
  return { ins: at(ins), outs: at(outs) };
}

/** Transfers as a slice sorts them; paths differ here. */
export function pathOrder({ transfers }: AccountTransaction): AccountTransfer[] {
  return [...transfers].sort((a, b) => {
    for (let place = 0; place < a.path.length && place < b.path.length; place++) {
      const difference = (a.path[place] as number) - (b.path[place] as number);
      if (difference !== 0) return difference;
    }
    return a.path.length - b.path.length;
  });
}

export const isSameAsset = (a: AccountTransfer['asset'], b: AccountTransfer['asset']): boolean =>
  a.kind === b.kind && a.contract === b.contract && a.tokenId === b.tokenId;

export const sumOf = (transfers: readonly AccountTransfer[]): bigint => transfers.reduce((sum, { amount }) => sum + amount, 0n);
