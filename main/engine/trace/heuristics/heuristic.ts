// What a link rule is: a pure, versioned reading of one transaction. It infers; it never states a fact, and its
// error rate is measured elsewhere or printed as "not measured".
import type { Registered } from '../../kernel/index.ts';
import type { UtxoSlice } from '../slice.ts';

export type Verdict = 'holds' | 'contradicted' | 'undecidable';

/**
 * What a rule speaks about: `coinjoin` recognises a shape, `change` marks outputs, `link` puts scripts together,
 * `exclusion` leaves inputs out of linking, `contradiction` speaks against another rule's reading.
 */
export type RuleKind = 'coinjoin' | 'change' | 'link' | 'exclusion' | 'contradiction';

export interface HeuristicContext {
  readonly slice: UtxoSlice;
  /** Type of a script, as the chain's reader names it (`p2pkh`, `nulldata`, …). Rules that ask for it say so. */
  readonly scriptType?: (script: number) => string;
  /** First transaction of the slice in which a script appears; see `firstAppearances`. */
  readonly firstAppearance?: Uint32Array;
  /** First transaction of the slice that spends from a script; see `firstSpends`. */
  readonly firstSpend?: Uint32Array;
  /** How a transaction was built, read from its raw bytes; null where they cannot be read. Costly: asked for few. */
  readonly fingerprint?: (tx: number) => Fingerprint | null;
}

/** Habits of the software that built a transaction, as codes; null where the transaction shows none. */
export interface Fingerprint {
  readonly version: string;
  readonly lockTime: 'none' | 'set';
  readonly sequence: 'final' | 'lockTimeOnly' | 'replaceable';
  /** Inputs and outputs in the order of BIP69; null where there is nothing to order. */
  readonly order: 'bip69' | 'other' | null;
  /** The inputs' one script type; null where they are mixed or unknown. */
  readonly inputType: string | null;
  readonly outputs: 'one' | 'two' | 'more';
}

export interface Reading {
  readonly verdict: Verdict;
  /** Scripts that the rule would put together, each with the first of them. */
  readonly links: readonly { readonly a: number; readonly b: number }[];
  /** Outputs that the rule marks. */
  readonly outNumbers: readonly number[];
  /** Why, as a code for the locale files. */
  readonly reason: string;
}

export interface Heuristic extends Registered {
  readonly version: number;
  readonly kind: RuleKind;
  readonly title: string;
  readonly citation: string;
  /** What must hold before the rule is asked, as codes. */
  readonly preconditions: readonly string[];
  /** Lawful behaviour that makes the rule wrong, as codes. */
  readonly knownBreakers: readonly string[];
  /** True where later spending can change the answer; such a reading is stamped with the data height. */
  readonly changesWithLaterData: boolean;
  readonly needs: readonly (keyof Omit<HeuristicContext, 'slice'>)[];
  readonly read: (context: HeuristicContext, tx: number) => Reading;
}

export function reading(verdict: Verdict, reason: string, found: Partial<Pick<Reading, 'links' | 'outNumbers'>> = {}): Reading {
  return { verdict, reason, links: found.links ?? [], outNumbers: found.outNumbers ?? [] };
}

/** `multiInput@1`: how a rule is named in logs and reports. */
export function ruleName(rule: Pick<Heuristic, 'id' | 'version'>): string {
  return `${rule.id}@${rule.version}`;
}

/** First transaction of the slice in which each script number appears; the slice knows nothing earlier. */
export function firstAppearances(slice: UtxoSlice, scriptCount: number): Uint32Array {
  const first = new Uint32Array(scriptCount).fill(0xffff_ffff);
  for (let tx = slice.txCount - 1; tx >= 0; tx--) {
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
      first[slice.inScript[input] as number] = tx;
    for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++)
      first[slice.outScript[out] as number] = tx;
  }
  return first;
}

/** First transaction of the slice that spends from each script number. */
export function firstSpends(slice: UtxoSlice, scriptCount: number): Uint32Array {
  const first = new Uint32Array(scriptCount).fill(0xffff_ffff);
  for (let tx = slice.txCount - 1; tx >= 0; tx--)
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
      first[slice.inScript[input] as number] = tx;
  return first;
}
