// From key to coin: what phrases, extended keys, descriptors and single keys make along the paths of wallets, and which of it the case's data know.
// Secrets go in and never come out: what is told and kept are public keys.
import { z } from 'zod';
import { AssetView } from './account.ts';
import { command, defineDomain, job, query } from './define.ts';
import { AmountText, ChainIdText, Empty, Grade, Passphrase, Progress, ShortText, TimeText } from './values.ts';

const Count = z.number().int().nonnegative();
const TraceId = z.number().int().positive();

/** `words`: a phrase whose kind is told by its checksum or version. */
export const KEY_SECRET_KINDS = ['words', 'phrase', 'electrumSeed', 'extendedPrivateKey', 'wif', 'privateKey', 'descriptor'] as const;

const KeySecret = z.strictObject({
  kind: z.enum(KEY_SECRET_KINDS),
  value: z.string().min(1).max(20_000),
  /** The extra word of BIP39, or Electrum's extension. */
  passphrase: Passphrase.optional(),
});

/** Where keys came from: a trace of a scan, or what was typed; the fingerprint is the first eight digits of the SHA-256 by which they are tied to it: a name, which two may share. */
const KeyOrigin = z.strictObject({ kind: z.string(), trace: TraceId.nullable(), fingerprint: z.string() });
export type KeyOrigin = z.output<typeof KeyOrigin>;

const KeyView = z.strictObject({
  id: Count,
  /** A path of the table, `extendedKey`, `descriptor` or `singleKey`. */
  scheme: z.string(),
  /** From the master key; empty where that is not known. */
  path: z.string(),
  account: Count.nullable(),
  script: z.string(),
  /** Extended public keys, or single ones in hexadecimal. */
  keys: z.array(z.string()),
  required: Count.nullable(),
  fingerprint: z.string(),
});

const HeightRange = z.strictObject({ from: z.number().int(), to: z.number().int() });

/** Where a key's addresses were looked for. */
const LookedIn = z.strictObject({
  chain: ChainIdText,
  chainName: z.string(),
  /** `blocks`: every transaction of these heights; `rows`: the case's rows lie between them, others of the chain were not looked at. */
  form: z.enum(['blocks', 'rows']),
  ranges: z.array(HeightRange),
});

const SignedAmount = z.string().regex(/^-?(0|[1-9][0-9]{0,77})$/);
const UsedAmount = z.strictObject({
  asset: AssetView,
  received: AmountText,
  sent: AmountText,
  fees: AmountText,
  /** What stood there after the last block looked at; null where the case does not hold everything that decides it. */
  balance: SignedAmount.nullable(),
  balanceHeight: Count.nullable(),
  /** Received, and whether it was spent is not known. */
  open: AmountText,
});

const UsedAddress = z.strictObject({
  chain: ChainIdText,
  chainName: z.string(),
  /** As the chain writes it; `script:HEX` where it has no address. */
  address: z.string(),
  /** Name of the canvas item. */
  item: z.string(),
  path: z.string(),
  branch: z.array(Count),
  index: Count,
  receipts: Count,
  spends: Count,
  firstHeight: Count.nullable(),
  lastHeight: Count.nullable(),
  firstSeconds: z.number().nullable(),
  lastSeconds: z.number().nullable(),
  /** That it was used is a recorded fact of this grade, the weakest of its movements; null where it is only named. */
  grade: Grade.nullable(),
  amounts: z.array(UsedAmount),
});
export type UsedAddress = z.output<typeof UsedAddress>;

const KeyFinding = z.strictObject({
  key: KeyView,
  /** `unused`: derived, and not seen where it was looked for; `noData`: the case has no data of any of its chains. */
  state: z.enum(['used', 'unused', 'noData']),
  /** That an address comes from the key is a derivation. Who holds the key is said by nothing here. */
  statement: z.literal('derivation'),
  lookedIn: z.array(LookedIn),
  /** Chains of the path without data in the case. */
  noData: z.array(z.string()),
  /** Addresses of each branch that were made: numbers from 0 to below this. */
  derived: z.array(z.strictObject({ branch: z.array(Count), count: Count })),
  used: z.array(UsedAddress),
  /** Behind a used account fewer were made ahead than are to be looked through: further ones need the secret again. */
  needsSecret: z.boolean(),
});
export type KeyFinding = z.output<typeof KeyFinding>;

const KeysFound = z.strictObject({
  run: Count,
  time: TimeText,
  gap: Count,
  /** Not in looks of earlier versions: they looked one account behind the last used one. */
  accountGap: Count.optional(),
  /** Addresses made, over all keys. */
  addresses: Count,
  origins: z.array(z.strictObject({ origin: KeyOrigin, findings: z.array(KeyFinding) })),
  /** Sources that were asked in a pass of their own. */
  asked: z.array(z.string()),
});
export type KeysFound = z.output<typeof KeysFound>;

const Gap = z.number().int().min(1).max(1000);

const Accounts = z.number().int().min(1).max(50);

const ExpandKeys = z.strictObject({
  /** Traces of scans whose account keys the case holds. */
  traces: z.array(TraceId).max(10_000).default([]),
  /** Public: extended keys in any version, descriptors. */
  extendedKeys: z.array(z.string().min(1).max(20_000)).max(1000).default([]),
  secrets: z.array(KeySecret).max(1000).default([]),
  /** Every account key that the case holds, again. */
  kept: z.boolean().default(false),
  /** Where neither is given, 20 addresses and 1 account, or as far as the last look where that was farther. */
  gap: Gap.optional(),
  /** Accounts made ahead of each path that counts them. */
  accounts: Accounts.default(5),
  /** Accounts of a path that are looked through without one that is used: at first, and behind the last used one. */
  accountGap: Accounts.optional(),
  /** Whether archives of the case are read for these addresses first, all of a round in one pass. */
  archives: z.boolean().default(false),
});
export type ExpandKeys = z.output<typeof ExpandKeys>;

const PhraseId = z.number().int().positive();

/** A phrase, or words of one, in their order: as a trace of a scan holds them, as they were typed before, or as they are typed now. */
const PhrasePiece = z.union([
  z.strictObject({ trace: TraceId }),
  z.strictObject({ kept: PhraseId }),
  /** `?` stands for the missing word. */
  z.strictObject({ words: z.string().min(1).max(2000) }),
]);
export type PhrasePiece = z.output<typeof PhrasePiece>;

const CompletePhrase = z.strictObject({
  pieces: z.array(PhrasePiece).min(1).max(4),
  /** Where the missing word stands: where `?` marks it, at a place counted from 1, anywhere, or none is missing. */
  missing: z.union([z.enum(['marked', 'anywhere', 'none']), z.number().int().min(1).max(24)]).default('marked'),
  /** The pieces may follow one another in any order. */
  anyOrder: z.boolean().default(false),
  passphrase: Passphrase.optional(),
  /** Opens what was sealed; where the case has no key for secrets yet and something is to be kept, it makes that key. */
  secretsPassphrase: Passphrase.optional(),
  authority: ShortText.trim().min(1),
  reason: ShortText.trim().default(''),
  gap: Gap.default(20),
  /** Whether the word itself is told of candidates that are used; journalled. */
  tell: z.boolean().default(false),
  /** Seals typed words, and phrases that are used (or, of a whole phrase, whose checksum is good), and keeps their public keys. */
  keep: z.boolean().default(false),
});
export type CompletePhrase = z.output<typeof CompletePhrase>;

const KeptPhrase = z.strictObject({
  id: PhraseId,
  /** `typed`: words as they were typed, a phrase or a part of one. */
  kind: z.enum(['phrase', 'electrumSeed', 'typed']),
  /** Of a phrase its first characters and its fingerprint, of typed words how many they are. */
  value: z.string(),
  /** Of the origin of its keys; typed words have none. */
  fingerprint: z.string().nullable(),
  time: TimeText,
  authority: z.string(),
  reason: z.string(),
});
export type KeptPhrase = z.output<typeof KeptPhrase>;

export const keysContract = defineDomain('keys', {
  /**
   * Makes addresses and looks for them, and answers with what was asked. What is kept are the public keys of accounts and what was found: of what was
   * asked, and of all that was looked for before.
   */
  'keys.expand': job({
    input: ExpandKeys,
    output: KeysFound,
    progress: Progress,
  }),
  /**
   * A phrase put together from pieces, of which one word may be missing: every word of its list is tried. Journalled with the authority, before a
   * seal is opened, and without the words.
   */
  'keys.complete': job({
    input: CompletePhrase,
    output: z.strictObject({
      tried: Count,
      /** Candidates whose checksum or version is good. */
      good: Count,
      /** Chains that were looked in; of others nothing is said. */
      lookedIn: z.array(LookedIn),
      /** Those of which the case's data know an address. */
      used: z.array(
        z.strictObject({ kind: z.string(), fingerprint: z.string(), word: z.string().nullable(), findings: z.array(KeyFinding) }),
      ),
      /** What was sealed of it, typed words apart. */
      kept: z.array(KeptPhrase),
    }),
    progress: Progress,
  }),
  /** Account keys that the case holds, and what the last look found. */
  'keys.list': query({
    input: Empty,
    output: z.strictObject({
      /** `phrase`: which of the phrases it is, where it is one of them. */
      origins: z.array(z.strictObject({ origin: KeyOrigin, keys: z.array(KeyView), phrase: PhraseId.nullable() })),
      last: KeysFound.nullable(),
      /** Typed words and completed phrases, sealed. */
      phrases: z.array(KeptPhrase),
    }),
  }),
  /** What was sealed of a phrase, in clear. Journalled with its reason. */
  'keys.reveal': command({
    input: z.strictObject({
      ...{ phrase: PhraseId, reason: z.string().trim().min(1).max(400), authority: ShortText.default(''), passphrase: Passphrase },
    }),
    output: z.strictObject({ text: z.string() }),
  }),
});
