// Ids that officers type from photos, paper and pages: what a typed text may be, whether its checksum passes, what else it may have been
// meant as; the entries, with where each was read and by whom; what in the case begins and ends alike.
import { z } from 'zod';
import { ItemName } from './canvas.ts';
import { command, defineDomain, query } from './define.ts';
import { FetchItem } from './fetch.ts';
import { PageRegion } from './region.ts';
import { Empty, LongText, Progress, ShortText, TimeText } from './values.ts';

const Count = z.number().int().nonnegative();
const EntryNumber = z.number().int().positive();
/** As typed, blanks and all. */
const TypedText = z.string().trim().min(1).max(300);

export const TYPED_KINDS = ['address', 'transaction', 'output', 'movement', 'block', 'extendedKey', 'partial', 'unknown'] as const;
export const TYPED_FORMS = ['base58check', 'bech32', 'evm', 'hash'] as const;
/** Worked out at each question, never stored. The first five ask for something to be done. */
export const TRANSCRIPTION_STATES = [
  'differs',
  'unconfirmed',
  'proposed',
  'partial',
  'fails',
  'checksum',
  'second',
  'seen',
  'withdrawn',
] as const;

const Change = z.strictObject({
  kind: z.enum(['alike', 'case', 'other', 'swapped', 'missing', 'extra']),
  /** Place in the proposal, from 0, and how many of its characters. */
  at: Count,
  length: Count,
  from: z.string(),
  to: z.string(),
});

const Proposal = z.strictObject({
  text: z.string(),
  form: z.enum(TYPED_FORMS),
  /** Whether a checksum passes; false where the form has none. */
  checked: z.boolean(),
  changes: z.array(Change),
});
export type TypedProposal = z.output<typeof Proposal>;

const Reading = z.strictObject({
  kind: z.enum(TYPED_KINDS),
  chain: z.string(),
  chainName: z.string(),
  item: ItemName.nullable(),
  held: z.boolean(),
  checksum: z.boolean().nullable(),
  fetch: FetchItem.nullable(),
});

export const Verdict = z.strictObject({
  /** Without blanks, full-width forms folded. Empty where it is a secret. */
  text: z.string(),
  /** A private key or seed phrase: it is neither given back nor kept. */
  secret: z.boolean(),
  /** As the case writes it. */
  id: z.string(),
  kind: z.enum(TYPED_KINDS),
  readings: z.array(Reading),
  checksum: z.enum(['passes', 'fails', 'none']),
  forms: z.array(z.strictObject({ form: z.enum(TYPED_FORMS), strange: z.array(Count), length: z.enum(['fits', 'short', 'long']) })),
  proposals: z.array(Proposal),
  /** Texts whose checksum was looked at, and in how many such searches one text passes by chance: 0 for more than one in each. */
  tried: Count,
  oneIn: z.string().regex(/^\d+$/).nullable(),
  complete: z.boolean(),
});
export type Verdict = z.output<typeof Verdict>;

const Where = {
  exhibit: ShortText.default(''),
  /** A document of the case by the number of its source, and the piece of the page. */
  source: z.number().int().positive().nullable().default(null),
  region: PageRegion.nullable().default(null),
  /** Where no picture is at hand: sheet, line, label. */
  place: ShortText.default(''),
};

const Typing = z.strictObject({
  examiner: z.string(),
  time: TimeText,
  text: z.string(),
  /** Whether it reads as the first one does. */
  alike: z.boolean(),
  /** Whether it was typed without having looked at the first one here. */
  blind: z.boolean(),
});

const Entry = z.strictObject({
  entry: EntryNumber,
  event: Count,
  state: z.enum(TRANSCRIPTION_STATES),
  /** What may be said of it elsewhere: that its exhibit says so, or until it is confirmed that it is assumed. */
  basis: z.enum(['attribution', 'assumption']),
  /** Waits for this examiner's own typing: what was read is left out. */
  hidden: z.boolean(),
  typed: z.string(),
  id: z.string(),
  kind: z.enum(TYPED_KINDS),
  chains: z.array(z.strictObject({ chain: z.string(), chainName: z.string() })),
  checksum: z.enum(['passes', 'fails', 'none']),
  /** A proposal was taken in place of what was typed. */
  changes: z.array(Change).nullable(),
  seen: z.array(z.strictObject({ kind: z.enum(TYPED_KINDS), chain: z.string(), chainName: z.string(), item: ItemName.nullable() })),
  fetch: z.array(FetchItem),
  exhibit: z.string(),
  source: z.strictObject({ number: z.number().int(), name: z.string() }).nullable(),
  region: PageRegion.nullable(),
  place: z.string(),
  note: z.string(),
  examiner: z.string(),
  time: TimeText,
  /** By others, the last of each. */
  typings: z.array(Typing),
  withdrawn: z.string(),
});
export type Transcription = z.output<typeof Entry>;

const Match = z.strictObject({
  id: z.string(),
  kind: z.enum(['address', 'transaction', 'output', 'block']),
  /** Letter by letter, capitals too. */
  sameCase: z.boolean(),
  /** On chain data: the chain, and the item that can be drawn. Else a label, an entry of people, a transcription by its number. */
  places: z.array(
    z.strictObject({
      place: z.enum(['chainData', 'label', 'person', 'transcription']),
      chain: z.string(),
      chainName: z.string(),
      item: ItemName.nullable(),
      text: z.string(),
      number: z.number().int().nullable(),
    }),
  ),
});
export type PartialMatch = z.output<typeof Match>;

export const transcribeContract = defineDomain('transcribe', {
  'transcribe.check': query({ input: z.strictObject({ text: TypedText }), output: Verdict, progress: Progress }),
  /**
   * Everything in the case that a part of an id (`TXab…9fQk`) may be, none chosen; of a whole id what else begins and ends as it does, by its
   * first and last four characters.
   */
  'transcribe.matches': query({
    input: z.strictObject({ text: TypedText, limit: z.number().int().min(1).max(500).default(100) }),
    output: z.strictObject({
      head: z.string(),
      tail: z.string(),
      matches: z.array(Match),
      /** Ids found; at least so many where there are more. */
      total: Count,
      more: z.boolean(),
      /** `several`: more than one id answers; `twin`: one does, and others share its first and last four characters. */
      warning: z.enum(['several', 'twin']).nullable(),
      twins: z.array(Match),
      /** Entries that wait for this examiner's own typing and were not looked through. */
      hidden: Count,
    }),
    progress: Progress,
  }),
  'transcribe.list': query({
    input: z.strictObject({
      states: z.array(z.enum(TRANSCRIPTION_STATES)).max(TRANSCRIPTION_STATES.length).default([]),
      /** Only those of this id, as the case writes it. */
      id: z.string().max(300).optional(),
      after: Count.default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.strictObject({
      total: Count,
      counts: z.array(z.strictObject({ state: z.enum(TRANSCRIPTION_STATES), count: Count })),
      entries: z.array(Entry),
    }),
    progress: Progress,
  }),
  /** Undoable, as all that follow. `proposal`: what is taken in place of the text; the text stays as typed. */
  'transcribe.add': command({
    input: z.strictObject({ text: TypedText, proposal: z.string().max(300).optional(), ...Where, note: LongText.default('') }),
    output: z.strictObject({ entry: EntryNumber, state: z.enum(TRANSCRIPTION_STATES) }),
    progress: Progress,
  }),
  /** The same place typed by another examiner. */
  'transcribe.again': command({
    input: z.strictObject({ entry: EntryNumber, text: TypedText }),
    output: z.strictObject({ alike: z.boolean(), state: z.enum(TRANSCRIPTION_STATES) }),
    progress: Progress,
  }),
  /** Shows an entry that waits for one's own typing. It is noted, and that typing is then no blind one. */
  'transcribe.look': command({ input: z.strictObject({ entry: EntryNumber }), output: Empty }),
  'transcribe.withdraw': command({ input: z.strictObject({ entry: EntryNumber, reason: LongText.min(1) }), output: Empty }),
});
