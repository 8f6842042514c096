// What is found in seized files: a first look that keeps nothing, and scans of exhibits into the case. Secrets are masked before they leave the
// engine; `device.reveal` alone gives one out.
import { z } from 'zod';
import { command, defineDomain, job, query } from './define.ts';
import { SeizedMessage, WalletReading } from './deviceReadings.ts';
import { ExhibitId, FileSystem } from './exhibit.ts';
import { Empty, Grant, Passphrase, Progress, ShortText, TimeText } from './values.ts';

const Count = z.number().int().nonnegative();

/** `password`: what a wallet's file holds in clear of a password: itself, an extra word, a hint. */
export const TRACE_KINDS = [
  ...(['address', 'wif', 'bip38', 'extendedPublicKey', 'extendedPrivateKey', 'phrase', 'phrasePart', 'electrumSeed'] as const),
  ...(['password', 'privateKey', 'privateDescriptor', 'descriptor', 'transaction', 'psbt', 'keystore', 'url', 'wallet'] as const),
] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];
/** Kinds that chain data name themselves; of keys they know what follows from them. */
export const NAMED_KINDS: readonly TraceKind[] = ['address', 'transaction'];

/** What was tested and held; `none`: the form has no checksum; `context`: words near it say what it is; `path`: only where it lies does. */
export const TRACE_CHECKS = [
  ...([
    'base58check',
    'bech32',
    'bech32m',
    'eip55',
    'bip39',
    'bip380',
    'electrum',
    'structure',
    'context',
    'path',
    'record',
    'none',
  ] as const),
] as const;
export type TraceCheck = (typeof TRACE_CHECKS)[number];

const TracePlace = z.strictObject({
  /** From the folder or file that was chosen; behind an exclamation mark the entry of an archive. */
  path: z.string(),
  /** First byte, from 0: of the file or entry; of an image where no file is known to hold it. */
  offset: Count,
  /** In a disk image: the same byte, counted from the beginning of the disk. */
  imageOffset: Count.optional(),
  bytes: Count,
  /** Where its file is parted in the image within these bytes: each part with its place there, the first 64. */
  pieces: z.array(z.strictObject({ imageOffset: Count, bytes: Count })).optional(),
  /** `utf16`: every other byte is zero. `record`: read in the form of a wallet or of messages; the place is the record's, or the file's beginning. */
  encoding: z.enum(['bytes', 'utf16', 'record']),
});
export type TracePlace = z.output<typeof TracePlace>;

const FoundTrace = z.strictObject({
  kind: z.enum(TRACE_KINDS),
  /**
   * Of a secret its first characters, and a fingerprint by which equal ones are known: the first eight digits of its SHA-256. Of a part of a phrase
   * only how many words it has, of a password nothing: they could be guessed from a fingerprint.
   */
  value: z.string(),
  isSecret: z.boolean(),
  checks: z.array(z.enum(TRACE_CHECKS)),
  /** Chains of an address, language of a phrase, version of a key, host of a page, form of a wallet. */
  detail: z.array(z.string()),
  /** A value that documentation publishes: found everywhere, and nobody's. */
  isExample: z.boolean(),
  /** How often it stands there; `places` are the first. */
  count: Count,
  places: z.array(TracePlace),
});
export type FoundTrace = z.output<typeof FoundTrace>;

const ScanId = z.number().int().positive();
const TraceId = z.number().int().positive();
/** `partial`: ended before its end; the next scan of the exhibit goes on there. */
const Scan = z.strictObject({
  scan: ScanId,
  exhibit: z.strictObject({ id: ExhibitId, number: z.string() }),
  state: z.enum(['partial', 'complete']),
  started: TimeText,
  scanner: z.string(),
  files: Count,
  /** Files that the file systems of a disk image list; null of what is no image. */
  listed: Count.nullable(),
  bytes: Count,
  entries: Count,
  unpacked: Count,
  traces: Count,
  wallets: Count,
  messages: Count,
  more: Count,
  /** Files left out because their sum stands in a list, by name and sum of the list. */
  excluded: z.array(z.strictObject({ list: z.string(), sha256: z.string(), files: Count })),
  rejected: z.array(z.strictObject({ reason: z.string(), count: Count })),
  unread: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
  unreadMore: Count,
});
export type DeviceScan = z.output<typeof Scan>;

const KeptTrace = z.strictObject({
  ...FoundTrace.omit({ places: true }).shape,
  trace: TraceId,
  scan: ScanId,
  exhibit: z.strictObject({ id: ExhibitId, number: z.string() }),
  first: TracePlace,
  /** Whether chain data of the case know the address or transaction, or of a key an address of it when they were last looked for; null where it is none of
   * these, was not looked for, or the case has no data of a chain that it fits. */
  onChain: z.boolean().nullable(),
});
export type KeptTrace = z.output<typeof KeptTrace>;

const InMessage = z.strictObject({ id: z.number().int(), ...SeizedMessage.shape });

export const deviceContract = defineDomain('device', {
  'device.triage': job({
    input: z.strictObject({ paths: z.array(Grant).min(1).max(1000) }),
    output: z.strictObject({
      files: Count,
      bytes: Count,
      /** Of these the disk images; an empty lister: none is installed, and their bytes were read as they lie. */
      images: z.array(z.strictObject({ path: z.string(), form: z.string(), fileSystems: z.array(FileSystem), lister: z.string() })),
      /** Entries of archives and streams that were unpacked, and the bytes they gave. */
      entries: Count,
      unpacked: Count,
      traces: z.array(FoundTrace),
      /** How often values beyond those that are listed were found. */
      more: Count,
      /** Candidates that are none, by reason. */
      rejected: z.array(z.strictObject({ reason: z.string(), count: Count })),
      /** What was not read: links, devices, what the system refused. */
      unread: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
      unreadMore: Count,
    }),
    progress: Progress,
  }),
  /** Into the case. Where secrets are found and the case has no key for them yet, `passphrase` makes it; later it is not needed. */
  'device.scan': job({
    input: z.strictObject({
      exhibit: ExhibitId,
      /** Where it lies now, when not where it was taken from: the sums must fit. */
      paths: z.array(Grant).max(1000).default([]),
      /** Lists of sums of files that are left out: `sha256sum` output or NSRL rows. */
      exclude: z.array(Grant).max(20).default([]),
      passphrase: Passphrase.optional(),
    }),
    output: Scan,
    progress: Progress,
  }),
  'device.scans': query({ input: Empty, output: z.strictObject({ scans: z.array(Scan), hasSecretsKey: z.boolean() }) }),
  'device.traces': query({
    input: z.strictObject({
      scan: ScanId.optional(),
      kinds: z.array(z.enum(TRACE_KINDS)).default([]),
      /** Part of a value or path. */
      text: ShortText.default(''),
      onlyOnChain: z.boolean().default(false),
      withExamples: z.boolean().default(true),
      after: Count.default(0),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    output: z.strictObject({
      total: Count,
      kinds: z.array(z.strictObject({ kind: z.enum(TRACE_KINDS), count: Count })),
      traces: z.array(KeptTrace),
    }),
    progress: Progress,
  }),
  'device.trace': query({
    input: z.strictObject({ trace: TraceId }),
    output: z.strictObject({
      trace: KeptTrace,
      places: z.array(z.strictObject({ ...TracePlace.shape, message: InMessage.nullable() })),
    }),
    progress: Progress,
  }),
  'device.wallets': query({
    input: z.strictObject({ scan: ScanId.optional() }),
    output: z.strictObject({ wallets: z.array(z.strictObject({ id: Count, scan: ScanId, path: z.string(), wallet: WalletReading })) }),
  }),
  /** Messages of a chat around one of them, or those that hold traces. */
  'device.messages': query({
    input: z.strictObject({
      scan: ScanId.optional(),
      text: ShortText.default(''),
      onlyWithTraces: z.boolean().default(false),
      around: z.number().int().positive().optional(),
      after: Count.default(0),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    output: z.strictObject({
      total: Count,
      messages: z.array(z.strictObject({ ...InMessage.shape, scan: ScanId, path: z.string(), traces: z.array(TraceId) })),
    }),
  }),
  /** One secret, or the bytes around a trace, in clear. Journalled with its reason; nothing of it is kept outside the case. */
  'device.reveal': command({
    input: z.strictObject({
      trace: TraceId,
      what: z.enum(['value', 'around']),
      reason: z.string().trim().min(1).max(400),
      authority: ShortText.default(''),
      passphrase: Passphrase,
    }),
    /** `place`: where the bytes around stand; null of a value. */
    output: z.strictObject({ text: z.string(), place: TracePlace.nullable() }),
  }),
  /** Reads the encrypted parts of a wallet with the password that the examiner was given. Journalled; what is found is sealed. */
  'device.openWallet': job({
    input: z.strictObject({ wallet: z.number().int().positive(), password: Passphrase, authority: z.string().trim().min(1).max(400) }),
    output: z.strictObject({ wallet: WalletReading }),
    progress: Progress,
  }),
});
