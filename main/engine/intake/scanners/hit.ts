// What a scan finds: one trace of crypto-assets in bytes, where it stands and what speaks for it. Values of secrets leave this room only sealed.

export const HIT_KINDS = [
  ...(['address', 'wif', 'bip38', 'extendedPublicKey', 'extendedPrivateKey', 'phrase', 'electrumSeed'] as const),
  ...(['privateKey', 'transaction', 'psbt', 'keystore', 'url', 'wallet'] as const),
] as const;
export type HitKind = (typeof HIT_KINDS)[number];

/** Kinds whose value lets whoever reads it spend, or read on towards that. */
export const SECRET_KINDS: ReadonlySet<HitKind> = new Set(['wif', 'bip38', 'extendedPrivateKey', 'phrase', 'electrumSeed', 'privateKey']);

/** What was tested and held; `none`: the form has no checksum. `context`: words near it say what it is. */
export type HitCheck = 'base58check' | 'bech32' | 'bech32m' | 'eip55' | 'bip39' | 'electrum' | 'structure' | 'context' | 'none';

export interface Hit {
  readonly kind: HitKind;
  /** First byte, from the beginning of what was read. */
  readonly start: number;
  /** Bytes that it takes there. */
  readonly bytes: number;
  readonly encoding: 'bytes' | 'utf16';
  readonly value: string;
  readonly checks: readonly HitCheck[];
  /** Chains or networks that an address may be of; language of a phrase; host of a URL; form of a wallet. */
  readonly detail: readonly string[];
  /** A value that documentation publishes: found everywhere, and nobody's. */
  readonly isKnownExample: boolean;
}

/** Why a candidate is none, counted by class so that false positives can be seen. */
export type Rejection =
  | ('version' | 'keyRange' | 'eip55' | 'noContext' | 'phraseChecksum' | 'inProse' | 'notIsolated' | 'wordList')
  | ('structure' | 'network');
