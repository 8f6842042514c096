// What the examiner gave, as account keys with where they came from. Secrets are read here and go no further than the lines below.
import type { ExpandKeys, KeyOrigin, KeysFound } from '../../../../shared/contract/keysToCoins.ts';
import { hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, KeyAccountRow } from '../../casefile/index.ts';
import {
  ACCOUNT_FAMILIES,
  type AccountKey,
  accountKeysTask,
  ACCOUNTS_AHEAD,
  type AccountsWanted,
  electrumSeedType,
  fingerprintOfKey,
  type KeySecret,
  phraseWordsOf,
} from '../../chains/index.ts';
import { phraseLists } from '../../intake/index.ts';
import { type Pool, sha256Hex, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { KeysProgress } from './keysProgress.ts';

export interface KeysOfOrigin {
  /** The fingerprint in it is a name to read: two origins may have the same. */
  readonly origin: KeyOrigin;
  /** What the keys are tied to: the whole SHA-256 of what they came from. */
  readonly identity: string;
  readonly keys: readonly AccountKey[];
}

type Given = Pick<ExpandKeys, 'traces' | 'extendedKeys' | 'secrets' | 'kept' | 'accounts'>;
type Named = Pick<KeysOfOrigin, 'identity'> & { readonly origin: Pick<KeyOrigin, 'kind'> };

/** Of BIP39: of fewer words the checksum is next to nothing. */
export const WORD_COUNTS = [12, 15, 18, 21, 24];
const FINGERPRINT_DIGITS = 8;
/** Names an origin by its first key. */
const FIRST = { accounts: 1, single: 1 };
/** Secrets on threads at a time. */
const AT_ONCE = 16;

/** Of a whole SHA-256 what names it to a reader: its first eight digits. */
export function namingDigits(identity: string): string {
  return identity.slice(0, FINGERPRINT_DIGITS);
}

/** `held`: of what the case holds, with what is given; each origin once. Faults: keys.unreadable, keys.noneGiven, keys.unknownTrace, job.cancelled. */
export async function readOrigins(
  file: CaseFile,
  held: readonly KeysOfOrigin[],
  { traces, extendedKeys, secrets, kept, accounts }: Given,
  pool: Pool,
  work: Work<KeysProgress>,
): Promise<KeysOfOrigin[]> {
  const found: KeysOfOrigin[] = [...held];
  for (const trace of kept ? [] : new Set(traces)) {
    const row = file.devices.trace(trace);
    const rows = row === undefined ? [] : file.keys.ofOrigin(hex(row.fingerprint));
    if (rows.length === 0) throw new Fault('keys.unknownTrace', { trace });
    found.push(...keptOrigins(rows));
  }
  const asked: { readonly secret: KeySecret; readonly wanted: AccountsWanted; readonly number: number }[] = [];
  for (const [at, text] of extendedKeys.entries()) {
    const value = text.trim();
    const kind = /[(#]/.test(value) ? 'descriptor' : 'extendedPublicKey';
    asked.push({ secret: { kind, value }, wanted: ACCOUNTS_AHEAD, number: at + 1 });
  }
  for (const [at, { kind, value, passphrase }] of secrets.entries()) {
    const wanted = { ...ACCOUNTS_AHEAD, accounts };
    const number = extendedKeys.length + at + 1;
    if (kind !== 'words') asked.push({ secret: { kind, value, passphrase }, wanted, number });
    else
      for (const one of await numbered(number, kindsOfWords(value)))
        asked.push({ secret: { kind: one, value: phraseWordsOf(value).join(' '), passphrase }, wanted, number });
  }
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    work.report({ phase: 'keysDeriving', done: from, total: asked.length, unit: 'steps' });
    const some = asked.slice(from, from + AT_ONCE);
    const made = await Promise.all(some.map(({ number, ...one }) => numbered(number, pool.run(accountKeysTask, one))));
    found.push(...some.map(({ secret }, at) => originOf(secret, made[at] as readonly AccountKey[])));
    throwIfCancelled(work);
  }
  if (found.length === 0) throw new Fault('keys.noneGiven');
  return eachOnce(found);
}

/** Of several that were given, public keys first, a refusal tells which one it is. */
async function numbered<Made>(number: number, work: Promise<Made>): Promise<Made> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Fault && error.code === 'keys.unreadable') throw new Fault(error.code, { ...error.parameters, number });
    throw error;
  }
}

/** What was given may make more of an origin than the case holds of it: further accounts follow those that are held. */
export function eachOnce(found: readonly KeysOfOrigin[]): KeysOfOrigin[] {
  const once = new Map<string, KeysOfOrigin>();
  for (const met of found) {
    const one = met.identity.length > FINGERPRINT_DIGITS ? met : { ...met, identity: wholeIdentity(met, found) };
    const known = once.get(nameOf(one));
    const names = new Set(known?.keys.map(fingerprintOfKey));
    const more = one.keys.filter((key) => !names.has(fingerprintOfKey(key))).map(onEveryChain);
    once.set(nameOf(one), known === undefined ? { ...one, keys: more } : { ...known, keys: [...known.keys, ...more] });
  }
  return [...once.values()];
}

/** Cases of earlier versions hold the EVM chains alone of a key that is an account of TRON as well. */
function onEveryChain(key: AccountKey): AccountKey {
  return key.script === 'account' && key.path === '' ? { ...key, chains: ACCOUNT_FAMILIES } : key;
}

/** Typed into a case of an earlier version it has eight digits: what has these and one of its keys is the same, given again. */
function wholeIdentity({ origin: { kind }, identity, keys }: KeysOfOrigin, found: readonly KeysOfOrigin[]): string {
  const names = new Set(keys.map(fingerprintOfKey));
  const isSame = (one: KeysOfOrigin): boolean =>
    one.origin.kind === kind && one.identity.startsWith(identity) && one.keys.some((key) => names.has(fingerprintOfKey(key)));
  return found.find((one) => one.identity.length > identity.length && isSame(one))?.identity ?? identity;
}

/** Two origins of one name are the same. */
export const nameOf = ({ origin: { kind }, identity }: Named): string => `${kind} ${identity}`;

/** Of all keys, or of the first alone. */
function originOf({ kind, value, passphrase }: KeySecret, keys: readonly AccountKey[]): KeysOfOrigin {
  const [first] = keys;
  // Another extra word makes another wallet of the same phrase. What is kept of it is what the public keys beside it say: a sum of the word itself
  // would tell a guess at it sooner than they do.
  const identity = sha256Hex(passphrase === undefined || first === undefined ? value : `${sha256Hex(value)}\n${fingerprintOfKey(first)}`);
  return { origin: { kind, trace: null, fingerprint: namingDigits(identity) }, identity, keys };
}

/** The whole SHA-256 to which the keys of a secret are tied. */
export async function identityOf(secret: KeySecret, pool: Pool): Promise<string> {
  return originOf(secret, await pool.run(accountKeysTask, { secret, wanted: FIRST })).identity;
}

/** Rows of the case by what they came from. */
export function keptOrigins(rows: readonly KeyAccountRow[]): KeysOfOrigin[] {
  const found = new Map<string, KeysOfOrigin & { readonly keys: AccountKey[] }>();
  for (const { kind, trace, origin: identity, data } of rows) {
    const origin = { kind, trace, fingerprint: namingDigits(identity) };
    const own = found.get(nameOf({ origin, identity })) ?? { origin, identity, keys: [] };
    found.set(nameOf({ origin, identity }), own);
    own.keys.push(data as AccountKey);
  }
  return [...found.values()];
}

/** What this look looked for, with every key that the case holds of it: also accounts that it did not come to. */
export function lookedFor(file: CaseFile, look: KeysFound | null): KeysOfOrigin[] {
  const ids = new Set(look?.origins.flatMap(({ findings }) => findings.map(({ key }) => key.id)));
  const rows = file.keys.list();
  const names = new Set(keptOrigins(rows.filter(({ id }) => ids.has(id))).map(nameOf));
  return keptOrigins(rows).filter((one) => names.has(nameOf(one)));
}

/** What words may be: BIP39 by the checksum of a list that holds them all, Electrum by the version. Faults: keys.unreadable. */
export async function kindsOfWords(text: string): Promise<('phrase' | 'electrumSeed')[]> {
  const { isPhrase, languages } = await phraseLists();
  const words = phraseWordsOf(text.toLowerCase());
  const isBip39 = WORD_COUNTS.includes(words.length) && languages.some((language) => isPhrase(words, language));
  const type = electrumSeedType(text);
  const kinds = [
    ...(isBip39 ? (['phrase'] as const) : []),
    ...(type === 'standard' || type === 'segwit' ? (['electrumSeed'] as const) : []),
  ];
  if (kinds.length === 0) throw new Fault('keys.unreadable', { kind: 'phrase', reason: type === 'twoFactor' ? 'twoFactor' : 'phrase' });
  return kinds;
}
