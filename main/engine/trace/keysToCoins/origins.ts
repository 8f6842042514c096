// What the examiner gave, as account keys with where they came from. Secrets are read here and go no further than the lines below.
import type { ExpandKeys, KeyOrigin } from '../../../../shared/contract/keysToCoins.ts';
import { hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, KeyAccountRow } from '../../casefile/index.ts';
import {
  type AccountKey,
  accountKeysOf,
  ACCOUNTS_AHEAD,
  type AccountsWanted,
  electrumSeedType,
  type KeySecret,
  phraseWordsOf,
} from '../../chains/index.ts';
import { phraseLists } from '../../intake/index.ts';
import { breathe, sha256Hex, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { KeysProgress } from './keysProgress.ts';

export interface KeysOfOrigin {
  readonly origin: KeyOrigin;
  readonly keys: readonly AccountKey[];
}

type Given = Pick<ExpandKeys, 'traces' | 'extendedKeys' | 'secrets' | 'kept' | 'accounts'>;

const FINGERPRINT_DIGITS = 8;

/** The first eight digits of the SHA-256 of a text, by which equal secrets are known. */
export function fingerprintOfText(text: string): string {
  return sha256Hex(text).slice(0, FINGERPRINT_DIGITS);
}

/** Each origin once, in the order given. Faults: keys.unreadable, keys.noneGiven, keys.unknownTrace, job.cancelled. */
export async function readOrigins(
  file: CaseFile,
  { traces, extendedKeys, secrets, kept, accounts }: Given,
  work: Work<KeysProgress>,
): Promise<KeysOfOrigin[]> {
  const found: KeysOfOrigin[] = [];
  if (kept) found.push(...keptOrigins(file.keys.list()));
  for (const trace of kept ? [] : new Set(traces)) {
    const row = file.devices.trace(trace);
    const rows = row === undefined ? [] : file.keys.ofOrigin(hex(row.fingerprint).slice(0, FINGERPRINT_DIGITS));
    if (rows.length === 0) throw new Fault('keys.unknownTrace', { trace });
    found.push(...keptOrigins(rows));
  }
  for (const text of extendedKeys) {
    const value = text.trim();
    const kind = /[(#]/.test(value) ? 'descriptor' : 'extendedPublicKey';
    found.push(ofSecret({ kind, value }, ACCOUNTS_AHEAD));
  }
  for (const [at, secret] of secrets.entries()) {
    work.report({ phase: 'keysDeriving', done: at, total: secrets.length, unit: 'steps' });
    await breathe();
    throwIfCancelled(work);
    const { kind, value, passphrase } = secret;
    const wanted = { ...ACCOUNTS_AHEAD, accounts };
    if (kind !== 'words') found.push(ofSecret({ kind, value, passphrase }, wanted));
    else
      for (const one of await kindsOfWords(value))
        found.push(ofSecret({ kind: one, value: phraseWordsOf(value).join(' '), passphrase }, wanted));
  }
  const once = new Map<string, KeysOfOrigin>();
  for (const one of found) if (!once.has(nameOf(one.origin))) once.set(nameOf(one.origin), one);
  if (once.size === 0) throw new Fault('keys.noneGiven');
  return [...once.values()];
}

const nameOf = ({ kind, fingerprint }: KeyOrigin): string => `${kind} ${fingerprint}`;

function ofSecret(secret: KeySecret, wanted: AccountsWanted): KeysOfOrigin {
  // Another extra word makes another wallet of the same phrase.
  const text = secret.passphrase === undefined ? secret.value : `${secret.value}\n${secret.passphrase}`;
  return { origin: { kind: secret.kind, trace: null, fingerprint: fingerprintOfText(text) }, keys: accountKeysOf(secret, wanted) };
}

/** Rows of the case by what they came from. */
export function keptOrigins(rows: readonly KeyAccountRow[]): KeysOfOrigin[] {
  const found = new Map<string, { readonly origin: KeyOrigin; readonly keys: AccountKey[] }>();
  for (const { kind, trace, origin, data } of rows) {
    const own = found.get(`${kind} ${origin}`) ?? { origin: { kind, trace, fingerprint: origin }, keys: [] };
    found.set(`${kind} ${origin}`, own);
    own.keys.push(data as AccountKey);
  }
  return [...found.values()];
}

/** What words may be: BIP39 by the checksum of a list that holds them all, Electrum by the version. Faults: keys.unreadable. */
export async function kindsOfWords(text: string): Promise<('phrase' | 'electrumSeed')[]> {
  const { isPhrase, languages } = await phraseLists();
  const words = phraseWordsOf(text.toLowerCase());
  const isBip39 = languages.some((language) => isPhrase(words, language));
  const type = electrumSeedType(text);
  const kinds = [
    ...(isBip39 ? (['phrase'] as const) : []),
    ...(type === 'standard' || type === 'segwit' ? (['electrumSeed'] as const) : []),
  ];
  if (kinds.length === 0) throw new Fault('keys.unreadable', { kind: 'phrase', reason: type === 'twoFactor' ? 'twoFactor' : 'phrase' });
  return kinds;
}
