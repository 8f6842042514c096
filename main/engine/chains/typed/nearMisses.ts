// What a typed id whose checksum fails may have been meant as: texts one slip away, or two look-alikes away, that pass. The work is
// bounded; what passes is proposed and never taken by itself, since some of what passes does so by chance (SPEC.md, Y).
import { alikeTo, isAlike, pairsAt } from './lookAlikes.ts';
import { type Frame, framesOf, type TypedForm, withCapitals } from './forms.ts';

/**
 * `alike`: one character for another that looks like it; `case`: the same letter, large for small; `other`: any other character; `swapped`:
 * two neighbours; `missing`: one put in; `extra`: one taken out.
 */
export type ChangeKind = 'alike' | 'case' | 'other' | 'swapped' | 'missing' | 'extra';

export interface Change {
  readonly kind: ChangeKind;
  /** Place in the proposal, from 0, and how many of its characters: none where one was taken out. */
  readonly at: number;
  readonly length: number;
  /** As typed, and as proposed; one of them may be empty. */
  readonly from: string;
  readonly to: string;
}

export interface Proposal {
  readonly text: string;
  readonly form: TypedForm;
  /** Whether a checksum passes; false where the form has none and the text only fits it. */
  readonly checked: boolean;
  readonly changes: readonly Change[];
}

export interface NearMisses {
  /** What the text looks like; empty where it looks like nothing known. */
  readonly forms: readonly {
    readonly form: TypedForm;
    /** Places of characters that the form never holds. */
    readonly strange: readonly number[];
    /** Whether so many characters are of the form. */
    readonly length: 'fits' | 'short' | 'long';
  }[];
  /** Fewest and most alike changes first. */
  readonly proposals: readonly Proposal[];
  /** Texts whose checksum was looked at. */
  readonly tried: number;
  /** One in so many of what was tried passes by chance, as a whole number of texts tried in such a search; null without a checksum. */
  readonly oneIn: bigint | null;
  /** False where the bound was reached before all was tried. */
  readonly complete: boolean;
}

/** Texts that are put together for one question, whether or not their checksum is reached. */
export const MOST_MADE = 24_000;
export const MOST_PROPOSALS = 12;
/** Ways in which characters that the form never holds are replaced at the same time. */
const MOST_FORCED = 512;
/** Of these the first are changed further. */
const MOST_FURTHER = 3;
/** Capitals alone that are proposed to be wrong: of the letters of an address half are wrong where its digits are. */
const MOST_CAPITALS = 3;

const COST: Readonly<Record<Exclude<ChangeKind, 'alike'>, number>> = { case: 1, swapped: 3, extra: 3, missing: 4, other: 5 };

interface Draft {
  readonly text: string;
  readonly changes: readonly Change[];
  readonly cost: number;
}

/** `text` without blanks. It is not judged whether it passes as it stands. */
export function nearMisses(text: string): NearMisses {
  const search = createSearch();
  const forms: NearMisses['forms'][number][] = [];
  let bits: number | null = null;
  for (const frame of framesOf(text)) {
    const own = lowered(frame, text);
    const strange = strangePlaces(frame, own);
    const fits = frame.isLength(own.length);
    forms.push({ form: frame.form, strange, length: fits ? 'fits' : frame.isLength(own.length + 1) ? 'short' : 'long' });
    search.in(frame, { text: own, changes: caseChanges(frame, text, own), cost: 0 });
    const of = frame.bitsOf(own);
    if (of > 0) bits = bits === null ? of : Math.min(bits, of);
  }
  return { forms, ...search.done(bits) };
}

/** As the form writes its letters, where it does not tell large ones from small ones. What is none of its letters stays as typed. */
function lowered({ form, prefix, alphabet }: Frame, text: string): string {
  if (form === 'evm' || form === 'base58check') return text;
  const lower = (one: string): string => (`${alphabet}${prefix}`.includes(one.toLowerCase()) ? one.toLowerCase() : one);
  return [...text].map(lower).join('');
}

function strangePlaces({ prefix, prefixLength, alphabet }: Frame, text: string): number[] {
  return [...text].flatMap((one, at) => ((at < prefixLength ? one !== prefix[at] : !alphabet.includes(one)) ? [at] : []));
}

/** BIP173 allows a text all in capitals, and none that mixes them; hashes are read alike either way. */
function caseChanges({ form }: Frame, typed: string, own: string): Change[] {
  if (form !== 'bech32' || typed === typed.toUpperCase()) return [];
  return [...typed].flatMap((from, at) => (from === own[at] ? [] : [{ kind: 'case' as const, at, length: 1, from, to: own[at] ?? '' }]));
}

function createSearch() {
  const found = new Map<string, Proposal & { readonly cost: number }>();
  const seen = new Set<string>();
  let [made, tried, complete] = [0, 0, true];

  /**
   * Whether the text passes; false also once the bound is reached. `unchecked`: a text that fits and carries no checksum passes too, which a
   * slip in a text that carries one must not lead to.
   */
  function test(frame: Frame, draft: Draft, unchecked = false): boolean {
    if (seen.has(draft.text)) return false;
    if (made >= MOST_MADE) {
      complete = false;
      return false;
    }
    seen.add(draft.text);
    made++;
    if (!frame.isLength(draft.text.length)) return false;
    const verdict = frame.judge(draft.text);
    if (verdict === 'passes' || verdict === 'fails') tried++;
    if (verdict !== 'passes' && !(unchecked && verdict === 'unchecked')) return false;
    const { text, changes, cost } = draft;
    found.set(text, { text, form: frame.form, checked: verdict === 'passes', changes, cost });
    return true;
  }

  return {
    in(frame: Frame, start: Draft): void {
      seen.add(start.changes.length === 0 ? start.text : '');
      const forced = [...withoutStrange(frame, start)];
      if (forced.length >= MOST_FORCED) complete = false;
      const isForced = forced.some(({ changes }) => changes.length > 0);
      let passed = false;
      if (isForced) for (const draft of forced) passed = test(frame, draft, true) || passed;
      // A weak sign: it ends no search.
      if (frame.form === 'evm') for (const draft of forced) capitals(frame, draft);
      // Without a checksum any other text of the same length fits as well: only what cannot stand as it is is replaced.
      if (passed || frame.form === 'hash' || (frame.form === 'evm' && forced.every(({ text }) => frame.bitsOf(text) === 0))) return;
      const first = forced.slice(0, MOST_FURTHER);
      if (first.length < forced.length) complete = false;
      for (const draft of first) for (const one of oneSlip(frame, draft)) passed = test(frame, one) || passed;
      if (passed) return;
      for (const draft of first)
        for (const one of alikeSlips(frame, draft, frame.prefixLength))
          for (const two of alikeSlips(frame, one, (one.changes.at(-1)?.at ?? 0) + 1)) test(frame, two);
    },
    done(bits: number | null): Pick<NearMisses, 'proposals' | 'tried' | 'oneIn' | 'complete'> {
      const all = [...found.values()].sort((a, b) => a.changes.length - b.changes.length || a.cost - b.cost || (a.text < b.text ? -1 : 1));
      return {
        proposals: all.slice(0, MOST_PROPOSALS).map(({ text, form, checked, changes }) => ({
          ...{ text, form, checked },
          changes: [...changes].sort((a, b) => a.at - b.at),
        })),
        ...{ tried, complete: complete && all.length <= MOST_PROPOSALS },
        oneIn: bits === null || tried === 0 ? null : (1n << BigInt(bits)) / BigInt(tried),
      };
    },
  };

  /** The digits as they stand, their capitals put right: only where few are wrong. */
  function capitals(frame: Frame, draft: Draft): void {
    const digits = draft.text.slice(2);
    if (frame.judge(draft.text) !== 'fails') return;
    const right = withCapitals(digits);
    const wrong = [...digits].flatMap((from, at) =>
      from === right[at] ? [] : [{ kind: 'case' as const, at: at + 2, length: 1, from, to: right[at] ?? '' }],
    );
    if (wrong.length > MOST_CAPITALS) return;
    test(frame, { text: `0x${right}`, changes: [...draft.changes, ...wrong], cost: draft.cost + wrong.length * COST.case });
  }
}

/** Every character that the form never holds replaced by what it may have been taken for; the text as it is where there is none. */
function* withoutStrange(frame: Frame, start: Draft): Iterable<Draft> {
  const strange = strangePlaces(frame, start.text);
  let drafts: Draft[] = [start];
  for (const at of strange) {
    const from = start.text[at] as string;
    const fixed = at < frame.prefixLength ? (frame.prefix[at] as string) : null;
    const like = fixed === null ? alikeTo(from).filter(({ to }) => frame.alphabet.includes(to)) : [{ to: fixed, cost: 1 }];
    // Where it is the only one it may have been any character, unless nothing checks which.
    const any = fixed === null && strange.length === 1 && frame.form !== 'hash' ? [...frame.alphabet] : [];
    const others = any.flatMap((to) => (like.some((one) => one.to === to) ? [] : [{ to, cost: COST.other }]));
    drafts = drafts
      .flatMap((draft) => [
        ...like.map(({ to, cost }) => replaced(draft, at, from, to, kindOf(from, to), cost)),
        ...others.map(({ to, cost }) => replaced(draft, at, from, to, 'other', cost)),
      ])
      .sort((a, b) => a.cost - b.cost)
      .slice(0, MOST_FORCED);
  }
  yield* drafts;
}

function kindOf(from: string, to: string): ChangeKind {
  return from.toLowerCase() === to.toLowerCase() ? 'case' : isAlike(from, to) ? 'alike' : 'other';
}

function replaced(draft: Draft, at: number, from: string, to: string, kind: ChangeKind, cost: number): Draft {
  const shift = to.length - from.length;
  const text = draft.text.slice(0, at) + to + draft.text.slice(at + from.length);
  // One character for another where one was put already: one change, from what was typed.
  const before = from.length === 1 && to.length === 1 ? draft.changes.find((one) => one.at === at && one.length === 1) : undefined;
  const own = before === undefined ? { kind, from } : { kind: kindOf(before.from, to), from: before.from };
  const moved = draft.changes.flatMap((one) => (one === before ? [] : [one.at < at ? one : { ...one, at: one.at + shift }]));
  return { text, changes: [...moved, { ...own, at, length: to.length, to }], cost: draft.cost + cost };
}

/** Look-alikes from a place on, one at a time. */
function* alikeSlips(frame: Frame, draft: Draft, start: number): Iterable<Draft> {
  for (let at = start; at < draft.text.length; at++) {
    const from = draft.text[at] as string;
    for (const { to, cost } of alikeTo(from)) if (frame.alphabet.includes(to)) yield replaced(draft, at, from, to, kindOf(from, to), cost);
  }
}

/** What takes out, puts in or swaps does so at places that are not changed already. */
function* oneSlip(frame: Frame, draft: Draft): Iterable<Draft> {
  const changed = new Set(draft.changes.map(({ at }) => at));
  for (const one of slipsAnywhere(frame, draft)) {
    const last = one.changes.at(-1);
    const isExchange = last?.from.length === 1 && last.to.length === 1;
    const touched = Array.from({ length: Math.max(1, last?.from.length ?? 0) }, (_, more) => (last?.at ?? 0) + more);
    if (isExchange || !touched.some((at) => changed.has(at))) yield one;
  }
}

function* slipsAnywhere(frame: Frame, draft: Draft): Iterable<Draft> {
  const { text } = draft;
  const { alphabet, prefixLength } = frame;
  yield* alikeSlips(frame, draft, prefixLength);
  for (let at = prefixLength; at < text.length; at++)
    for (const { from, to } of pairsAt(text, at))
      if ([...to].every((one) => alphabet.includes(one))) yield replaced(draft, at, from, to, 'alike', 1);
  for (let at = prefixLength; at + 1 < text.length; at++) {
    const [a, b] = [text[at] as string, text[at + 1] as string];
    if (a !== b) yield replaced(draft, at, a + b, b + a, 'swapped', COST.swapped);
  }
  for (let at = prefixLength; at < text.length; at++) {
    const isDoubled = text[at] === text[at - 1] || text[at] === text[at + 1];
    yield replaced(draft, at, text[at] as string, '', 'extra', COST.extra + (isDoubled ? 0 : 1));
  }
  for (let at = prefixLength; at <= text.length; at++)
    for (const to of alphabet) {
      const isDoubled = text[at] === to || text[at - 1] === to;
      yield replaced(draft, at, '', to, 'missing', COST.missing - (isDoubled ? 1 : 0));
    }
  for (let at = prefixLength; at < text.length; at++)
    for (const to of alphabet) if (to !== text[at]) yield replaced(draft, at, text[at] as string, to, 'other', COST.other);
}
