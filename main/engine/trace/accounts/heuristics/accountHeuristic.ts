// What a link rule on account chains is: a pure, versioned reading of one account or one event. It infers and never states a fact;
// its error rate is measured elsewhere or printed as "not measured".
import type { Registered } from '../../../kernel/index.ts';
import type { Verdict } from '../../heuristics/heuristic.ts';

/** What is known of accounts beside their transfers. Null answers are "not known", which never counts as no. */
export interface AccountFacts {
  readonly isContract: (account: number) => boolean | null;
  /**
   * Exchange, payment processor, rental market, mixer, bridge, miner: attributed, and of no one customer. Null: it carries a label
   * that does not say what kind of account it is.
   */
  readonly isService: (account: number) => boolean | null;
}

export interface AccountReading {
  readonly verdict: Verdict;
  /** Accounts that the rule would put together, each with the first of them. */
  readonly links: readonly { readonly a: number; readonly b: number }[];
  /** Transfers that it rests on. */
  readonly transfers: readonly number[];
  /** Why, as a code for the locale files. */
  readonly reason: string;
}

export interface AccountHeuristic extends Registered {
  readonly version: number;
  readonly title: string;
  readonly citation: string;
  readonly preconditions: readonly string[];
  /** Lawful behaviour that makes the rule wrong, as codes. */
  readonly knownBreakers: readonly string[];
  readonly changesWithLaterData: boolean;
}

export function accountReading(verdict: Verdict, reason: string, found: Partial<AccountReading> = {}): AccountReading {
  return { verdict, reason, links: found.links ?? [], transfers: found.transfers ?? [] };
}
