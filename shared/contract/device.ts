// What is found in seized files: a first look that keeps nothing. Secrets are masked before they leave the engine.
import { z } from 'zod';
import { defineDomain, job } from './define.ts';
import { Grant, Progress } from './values.ts';

const Count = z.number().int().nonnegative();

export const TRACE_KINDS = [
  ...(['address', 'wif', 'bip38', 'extendedPublicKey', 'extendedPrivateKey', 'phrase', 'electrumSeed'] as const),
  ...(['privateKey', 'transaction', 'psbt', 'keystore', 'url', 'wallet'] as const),
] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

/** What was tested and held; `none`: the form has no checksum; `context`: words near it say what it is. */
export const TRACE_CHECKS = ['base58check', 'bech32', 'bech32m', 'eip55', 'bip39', 'electrum', 'structure', 'context', 'none'] as const;
export type TraceCheck = (typeof TRACE_CHECKS)[number];

const TracePlace = z.strictObject({
  /** From the folder or file that was chosen; behind an exclamation mark the entry of an archive. */
  path: z.string(),
  /** First byte, from 0. */
  offset: Count,
  bytes: Count,
  /** `utf16`: every other byte is zero. */
  encoding: z.enum(['bytes', 'utf16']),
});
export type TracePlace = z.output<typeof TracePlace>;

const FoundTrace = z.strictObject({
  kind: z.enum(TRACE_KINDS),
  /** Of a secret its first characters, and a fingerprint by which equal ones are known: the first eight digits of its SHA-256. */
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

export const deviceContract = defineDomain('device', {
  'device.triage': job({
    input: z.strictObject({ paths: z.array(Grant).min(1).max(1000) }),
    output: z.strictObject({
      files: Count,
      bytes: Count,
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
});
