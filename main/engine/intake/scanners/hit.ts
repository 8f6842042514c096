// What a scan finds: one trace of crypto-assets in bytes, where it stands and what speaks for it. Values of secrets leave this room only masked.
import type { TraceCheck, TraceKind } from '../../../../shared/contract/device.ts';

/** Kinds whose value lets whoever reads it spend, or read on towards that. */
export const SECRET_KINDS: ReadonlySet<TraceKind> = new Set([
  'wif',
  'bip38',
  'extendedPrivateKey',
  'privateDescriptor',
  'phrase',
  'phrasePart',
  'electrumSeed',
  'password',
  'privateKey',
  'keystore',
]);

export interface Hit {
  readonly kind: TraceKind;
  /** First byte, from the beginning of what was read. */
  readonly start: number;
  /** Bytes that it takes there. */
  readonly bytes: number;
  readonly encoding: 'bytes' | 'utf16';
  readonly value: string;
  readonly checks: readonly TraceCheck[];
  /** Chains of an address; language of a phrase; host of a URL; form of a wallet. */
  readonly detail: readonly string[];
  /** A value that documentation publishes: found everywhere, and nobody's. */
  readonly isKnownExample: boolean;
}

/** Why a candidate is none, counted by class so that false positives can be seen. */
export type Rejection =
  | ('version' | 'keyRange' | 'eip55' | 'noContext' | 'phraseChecksum' | 'inProse' | 'notIsolated' | 'wordList')
  | ('structure' | 'network' | 'announced');
