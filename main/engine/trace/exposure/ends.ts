// Where the way of money ends when exposure is counted: at a party that a label or a list of the program names, or at a reason why it cannot
// be told. Ends are numbers; what they stand for is the caller's.

/** Reasons, as the lowest end numbers. What ends at one of them is not known, and is never dropped. */
export const REASONS = ['none', 'notHeld', 'still', 'nobody', 'coinjoin', 'contract', 'busy', 'far', 'fee'] as const;
export type Reason = Exclude<(typeof REASONS)[number], 'none'>;

const numberOf = (reason: Reason): number => REASONS.indexOf(reason);
/** Paid out, and the case does not show how it came in. */
export const NOT_HELD = numberOf('notHeld');
/** Got, and the case does not show that it was paid on. */
export const STILL = numberOf('still');
/** From or to nobody whom the case names: new coins, burnt ones, a side that is not in the case. */
export const NOBODY = numberOf('nobody');
export const COINJOIN_END = numberOf('coinjoin');
/** A contract that nothing names: what it pays mixes all that it was paid. */
export const CONTRACT_END = numberOf('contract');
/** A party without a label and with more payments than asked for: probably a service. */
export const BUSY = numberOf('busy');
/** More payments away than asked for. */
export const FAR = numberOf('far');
export const FEE = numberOf('fee');
/** First number that the caller may give to an end of its own. */
export const FIRST_END = REASONS.length;

export function isReason(end: number): boolean {
  return end < FIRST_END;
}

export interface Ends {
  /** End at each party; 0: money is followed through it. */
  readonly of: Uint32Array;
  /** Ends that depend on when it was paid: parties on a list. */
  readonly dated: ReadonlyMap<number, (seconds: number) => number>;
}

/** The end at a party at a time; 0 where it is followed. */
export function endAt({ of, dated }: Ends, party: number, seconds: number): number {
  const end = of[party] as number;
  if (end < FIRST_END) return end;
  const at = dated.get(party);
  return at === undefined ? end : at(seconds);
}
