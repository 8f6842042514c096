// Wallets of bcoin: records of a LevelDB under keys of one letter. Source: bcoin-org/bcoin, lib/wallet/layout.js (keys), wallet.js, masterkey.js,
// account.js and path.js (records); bdb, lib/key.js (numbers of keys are big-endian, a hash stands behind its length).
import { hex } from '../../../../../shared/model/bytes.ts';
import { type LevelEntry, levelEntries } from '../../scanners/contents/levelFile.ts';
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import type { PhraseLanguage } from '../../scanners/phraseWords.ts';
import { type ByteCursor, cursorOf } from '../byteCursor.ts';
import { decrypt, passwordBytes, pbkdf2, scrypt } from '../ciphers.ts';
import { wrongPassword } from '../damage.ts';
import { entropyPhrase } from '../entropyPhrase.ts';
import { addressOfScript, base58Check, type CoinForm, coinFormNamed, isPublicKey, keyText, publicKeyOf } from '../publicKeys.ts';
import { draftReading, instantOf, type ReadingDraft } from '../reading.ts';
import { MOST_TEXT, tooLarge, wholeOf } from '../wholeFile.ts';

const FORM = 'bcoin';
const SALT = new TextEncoder().encode('bcoin');
/** Of lib/hd/mnemonic.js, by number. */
const LANGUAGES: readonly PhraseLanguage[] = ['zh-Hans', 'zh-Hant', 'en', 'fr', 'it', 'ja', 'es'];
/** Any LevelDB is looked at: a small file may state millions. */
const MOST_ENTRIES = 500_000;
/** Magic of the network, as the record of flags holds it; simnet has prefixes of its own. */
const NETWORKS: Readonly<Record<string, string>> = { f9beb4d9: 'bitcoin', '0b110907': 'testnet', fabfb5da: 'regtest' };
/** BIP32: xpub and xprv, tpub and tprv. */
const VERSIONS = { main: ['0488b21e', '0488ade4'], test: ['043587cf', '04358394'] } as const;
const BRANCHES = ['receive', 'change', 'receive'] as const;

export const bcoin: WalletReader = {
  id: FORM,
  takes: ({ path }) => /(^|[/!])[0-9]{6}\.(ldb|log|sst)$/.test(path),
  read: (file) => readFile(file, null),
  open: readFile,
};

type Records = ReadonlyMap<string, Uint8Array>;
interface Master {
  readonly chainCode: Uint8Array;
  readonly secret: Uint8Array;
  readonly phrase: string | null;
}
interface Sealed {
  readonly iv: Uint8Array;
  readonly text: Uint8Array;
  readonly alg: number;
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

async function readFile(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_TEXT);
  const isPlace = /(^|[/!])\.?bcoin[/!](?:\w+[/!])?wallet[/!]/i.test(file.path);
  if (bytes === null) return isPlace ? tooLarge(FORM) : null;
  const { records, isDamaged, hasOlder, isCut } = lastRecords(bytes);
  const version = records.get('V');
  const isStated = version !== undefined && Buffer.from(version).toString('latin1').startsWith('wallet');
  if (!isStated && !isPlace) return null;
  const network = NETWORKS[hex(records.get('O') ?? new Uint8Array(0))] ?? '';
  const form = coinFormNamed(network);
  const draft = draftReading(FORM, isStated && version.length === 10 ? String(cursorOf(version.subarray(6)).u32()) : '', 'bip122');
  draft.fact('network', network);
  if (form === null) draft.notRead('unknownCoin');
  if (isDamaged) draft.notRead('damagedRecords');
  if (isCut) draft.notRead('beyondBound');
  if (hasOlder) draft.notRead('olderValues');
  let isRefused = false;
  for (const [key, value] of records)
    try {
      isRefused = readRecord(Buffer.from(key, 'latin1'), value, { draft, form, password, records }) || isRefused;
    } catch {
      draft.notRead('damagedRecords');
    }
  if (isRefused && !draft.isOpened) return wrongPassword();
  if (password !== null && !draft.isOpened) return null;
  return draft.finish();
}

/** Of each key its last value; keys as Latin-1, a character a byte. */
function lastRecords(bytes: Uint8Array) {
  const last = new Map<string, LevelEntry>();
  let [isDamaged, hasOlder, entries] = [false, false, 0];
  for (const part of levelEntries(bytes)) {
    if ('lost' in part) {
      isDamaged = true;
      continue;
    }
    if (++entries > MOST_ENTRIES) break;
    const key = Buffer.from(part.key).toString('latin1');
    const known = last.get(key);
    if (known !== undefined) hasOlder = true;
    if (known === undefined || known.sequence <= part.sequence) last.set(key, part);
  }
  const kept = [...last].filter(([, { isDeleted }]) => !isDeleted);
  const records: Records = new Map(kept.map(([key, { value }]) => [key, value]));
  return { records, isDamaged, hasOlder, isCut: entries > MOST_ENTRIES };
}

interface Of {
  readonly draft: ReadingDraft;
  readonly form: CoinForm | null;
  readonly password: string | null;
  readonly records: Records;
}

/** Whether a password was given that does not open it. */
function readRecord(key: Buffer, value: Uint8Array, of: Of): boolean {
  const { draft } = of;
  const [letter, cursor] = [String.fromCharCode(key[0] ?? 0), cursorOf(value)];
  if (letter === 'w' && key.length === 5) return readWallet(key.readUInt32BE(1), cursor, of);
  if (letter === 'W' && key.length === 5) draft.fact('name', nameIn(cursor));
  else if (letter === 'a' && key.length === 9) readAccount(key.readUInt32BE(5), nameOf(key, of.records), cursor, of);
  else if (letter === 'P' && key.length > 6 && key.length === 6 + (key[5] as number)) readPath(key, cursor, of);
  else if (letter === 't' && key[5] === 0x74 && key.length === 38) draft.transaction(idOf(key.subarray(6)), '', '');
  // t[wid] m[time][hash]: the time at which the wallet met it.
  else if (letter === 't' && key[5] === 0x6d && key.length === 42)
    draft.transaction(idOf(key.subarray(10)), instantOf(key.readUInt32BE(6)), '');
  return false;
}

/** Transaction ids are written in the order of their bytes. */
const idOf = (hash: Uint8Array): string => hex(Uint8Array.from(hash).reverse());

/** ASCII behind its length. */
const nameIn = (cursor: ByteCursor): string => Buffer.from(cursor.take(cursor.u8())).toString('latin1');

const nameOf = (key: Buffer, records: Records): string => {
  const named = records.get(Buffer.concat([Buffer.from('n'), key.subarray(1)]).toString('latin1'));
  return named === undefined ? '' : nameIn(cursorOf(named));
};

/** flags, number of accounts, a token of its server (not told), and the master key, encrypted or not. */
function readWallet(number: number, cursor: ByteCursor, { draft, form, password }: Of): boolean {
  const isWatched = (cursor.u8() & 1) === 1;
  draft.fact('walletType', isWatched ? 'watch-only' : '');
  cursor.u32();
  cursor.take(32);
  cursor.u32();
  const origin = `wallet ${number}`;
  if (cursor.u8() !== 1) {
    tellMaster(readMaster(cursor), origin, form, draft);
    return false;
  }
  const sealed: Sealed = {
    iv: cursor.vector(),
    text: cursor.vector(),
    alg: cursor.u8(),
    n: cursor.u32(),
    r: cursor.u32(),
    p: cursor.u32(),
  };
  const costs = sealed.alg === 0 ? { n: String(sealed.n) } : { n: String(sealed.n), r: String(sealed.r), p: String(sealed.p) };
  draft.protect('AES-256-CBC', sealed.alg === 0 ? 'PBKDF2-HMAC-SHA256' : 'scrypt', { ...costs, salt: 'bcoin' });
  if (password === null) {
    draft.notRead('secrets');
    return false;
  }
  const word = passwordBytes(password);
  const key = sealed.alg === 0 ? pbkdf2('sha256', word, SALT, sealed.n, 32) : scrypt(word, SALT, sealed, 32);
  if (key === null) return false;
  const plain = decrypt('aes-256-cbc', key, sealed.iv, sealed.text);
  const master = plain === null ? null : openedMaster(plain);
  if (master === null) return true;
  draft.isOpened = true;
  tellMaster(master, origin, form, draft);
  return false;
}

/** A wrong key that ends in right padding by chance leaves bytes of another length. */
function openedMaster(plain: Uint8Array): Master | null {
  try {
    const cursor = cursorOf(plain);
    const master = readMaster(cursor);
    return cursor.left === 0 && publicKeyOf(master.secret, true) !== null ? master : null;
  } catch {
    return null;
  }
}

function readMaster(cursor: ByteCursor): Master {
  const [chainCode, secret] = [cursor.take(32), cursor.take(32)];
  if (cursor.u8() !== 1) return { chainCode, secret, phrase: null };
  const bits = cursor.u16();
  const language = LANGUAGES[cursor.u8()];
  const entropy = cursor.take(bits / 8);
  return { chainCode, secret, phrase: language === undefined ? null : entropyPhrase(entropy, language) };
}

function tellMaster({ chainCode, secret, phrase }: Master, origin: string, form: CoinForm | null, draft: ReadingDraft): void {
  if (phrase !== null) draft.secret('phrase', phrase, origin);
  draft.secret('extendedPrivateKey', extended(1, form, [0, ...new Uint8Array(8)], chainCode, [0, ...secret]), origin);
}

/** `place`: depth, fingerprint of the parent, number. Where the network is not known, as for Bitcoin. */
function extended(side: 0 | 1, form: CoinForm | null, place: readonly number[], chainCode: Uint8Array, key: readonly number[]): string {
  const version = VERSIONS[form === null || form.name === 'bitcoin' ? 'main' : 'test'][side];
  return base58Check(Uint8Array.from([...Buffer.from(version, 'hex'), ...place, ...chainCode, ...key]));
}

function readAccount(index: number, name: string, cursor: ByteCursor, { draft, form }: Of): void {
  cursor.u8();
  const [type, needed, all] = [cursor.u8(), cursor.u8(), cursor.u8()];
  cursor.take(13);
  // Witness addresses stand beneath the same purpose (wallet.js, deriveAccount).
  const path = form === null ? '' : `m/44'/${form.name === 'bitcoin' ? 0 : 1}'/${index}'`;
  draft.fact('account', type === 1 ? `${name} (${needed}/${all})` : name);
  const keys = [readKey(cursor)];
  for (let left = cursor.u8(); left > 0; left--) keys.push(readKey(cursor));
  for (const { place, chainCode, key } of keys)
    if (isPublicKey(key)) draft.key('extendedPublicKey', extended(0, form, place, chainCode, [...key]), path);
    else draft.notRead('damagedKeys');
}

const readKey = (cursor: ByteCursor) => ({ place: [...cursor.take(9)], chainCode: cursor.take(32), key: cursor.take(33) });

/** An address: how its key is found, or the key. */
function readPath(key: Buffer, cursor: ByteCursor, { draft, form }: Of): void {
  const account = cursor.u32();
  const kind = cursor.u8();
  const flags = cursor.u8();
  const address = form === null ? null : addressOfScript(scriptOf(key.subarray(6), flags & 7, flags >>> 3), form);
  if (kind === 0) {
    const [branch, index] = [cursor.u32(), cursor.u32()];
    if (address !== null) draft.address(address, { role: BRANCHES[branch] ?? 'own', path: `${account}'/${branch}/${index}` });
    return;
  }
  if (address !== null) draft.address(address, { role: kind === 2 ? 'watched' : 'own' });
  if (kind !== 1) return;
  const isEncrypted = cursor.u8() === 1;
  const ring = cursorOf(cursor.vector());
  if (isEncrypted) {
    draft.notRead('secrets');
    return;
  }
  // lib/primitives/keyring.js: flags, a secret of 32 bytes and whether its key is compressed, or a public key.
  ring.u8();
  const held = ring.vector();
  if (held.length !== 32) return;
  const { kind: of, value } = keyText(held, ring.u8() === 1, form);
  draft.secret(of, value, address ?? '');
}

/** `type`: 0 hash of a key, 1 hash of a script, 2 witness program. */
function scriptOf(hash: Uint8Array, type: number, version: number): Uint8Array {
  if (type === 0) return Uint8Array.from([0x76, 0xa9, 20, ...hash, 0x88, 0xac]);
  if (type === 1) return Uint8Array.from([0xa9, 20, ...hash, 0x87]);
  return Uint8Array.from([version === 0 ? 0 : 0x50 + version, hash.length, ...hash]);
}
