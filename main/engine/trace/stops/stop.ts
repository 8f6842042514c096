// What a stop rule is: given one holding and the transaction it would pass next, it says whether the trace stays.
// A rule is prepared once per run; it must not depend on the order in which holdings are asked about.
import type { Registered } from '../../kernel/index.ts';
import type { Direction } from '../policies/policy.ts';
import type { UtxoSlice } from '../slice.ts';

/** Plain description of one option, from which a form and a check are made. */
export interface OptionField {
  readonly name: string;
  readonly type: 'integer' | 'amountSat' | 'scripts';
  readonly required: boolean;
  readonly minimum?: number;
  readonly default?: number;
}

export type OptionValue = number | bigint | readonly number[];
export type StopOptions = Readonly<Record<string, OptionValue>>;

export interface StopRequest {
  readonly id: string;
  readonly options?: StopOptions;
}

export interface StopContext {
  readonly slice: UtxoSlice;
  readonly direction: Direction;
  /** Transactions in which a script, or any script of its cluster, takes part. Asked for by `serviceLike`. */
  readonly transactionsOfScript?: (script: number) => number;
}

export interface StopQuestion {
  readonly outNumber: number;
  /** The transaction that the trace would pass next: the spender forward, the creator backward. */
  readonly txNumber: number;
  readonly amountSat: bigint;
  /** Transactions already passed since the nearest seed. */
  readonly hops: number;
  readonly isSeed: boolean;
}

export interface StopRule extends Registered {
  readonly version: number;
  readonly title: string;
  /** `inference` where the rule reads something into the data; printed with the result. */
  readonly statement: 'derivation' | 'inference' | 'attribution';
  readonly options: readonly OptionField[];
  readonly prepare: (options: StopOptions, context: StopContext) => (question: StopQuestion) => boolean;
}

export function integerOption(options: StopOptions, name: string): number {
  return Number(options[name]);
}

export function scriptSet(options: StopOptions, name: string): ReadonlySet<number> {
  const value = options[name];
  return new Set(Array.isArray(value) ? (value as readonly number[]) : []);
}
