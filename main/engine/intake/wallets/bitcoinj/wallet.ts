// bitcoinj's wallets: MultiBit Classic, Bitcoin Wallet for Android and their kin. Source: bitcoinj/bitcoinj, core/src/main/proto/wallet.proto (field
// numbers), core/.../wallet/WalletProtobufSerializer.java, core/.../crypto/KeyCrypterScrypt.java (password as UTF-16BE, AES-256-CBC).
import { hex } from '../../../../../shared/model/bytes.ts';
import type { WalletRead } from '../../scanners/seized.ts';
import { decrypt, scrypt, type ScryptCost } from '../ciphers.ts';
import { wrongPassword } from '../damage.ts';
import { addressOfScript, type CoinForm, coinFormNamed, fitsPublicKey, isPublicKey, keyText, scriptsOfKey } from '../publicKeys.ts';
import { draftReading, instantOf, type ReadingDraft } from '../reading.ts';
import { type Message, readMessage } from './protobuf.ts';

/** wallet.proto, `enum EncryptionType`. */
const UNENCRYPTED = 1;
const SCRYPT = 2;
/** `Key.Type`. */
const PHRASE = 3n;
const CHAIN_KEY = 4n;
const SEED = 5n;
/** `Key.OutputScriptType`: how a chain of keys is paid. */
const WITNESS = 2n;
const NETWORKS: Readonly<Record<string, string>> = {
  'org.bitcoin.production': 'bitcoin',
  'org.bitcoin.test': 'testnet',
  'org.bitcoin.regtest': 'regtest',
  'org.litecoin.production': 'litecoin',
  'org.dogecoin.production': 'dogecoin',
  'com.dogecoin.production': 'dogecoin',
};

export const isNetworkId = (id: string): boolean => /^[a-z0-9]{2,12}(\.[a-z0-9]{2,20}){2,3}$/.test(id);

type Opener = (sealed: Message) => Uint8Array | null;

/** Null where it is none of bitcoinj's, or where a password is given and nothing here is encrypted. */
export function readBitcoinj(bytes: Uint8Array, formId: string, password: string | null): WalletRead | null {
  const wallet = readMessage(bytes);
  const network = wallet.text(1);
  if (!isNetworkId(network)) return null;
  const isSealed = Number(wallet.number(5) ?? BigInt(UNENCRYPTED)) !== UNENCRYPTED;
  const draft = draftReading(formId, String(wallet.number(7) ?? ''), 'bip122');
  const opener = !isSealed || password === null ? null : openerOf(wallet, password);
  if (password !== null && opener === null) return null;
  const form = coinFormNamed(NETWORKS[network] ?? '');
  draft.fact('network', network);
  draft.fact('description', wallet.text(11));
  draft.fact('lastBlockHeight', String(wallet.number(12) ?? ''));
  draft.fact('lastBlockTime', instantOf(wallet.number(14) ?? 0n));
  if (isSealed) protect(wallet, draft);
  draft.isOpened = opener !== null;
  const paid = readTransactions(wallet, form, draft);
  const keys = readKeys(wallet, form, draft, opener, paid);
  readWatched(wallet, form, draft, paid);
  readExtensions(wallet, draft);
  if (keys === 0 && draft.isOpened) draft.notRead('secrets');
  return draft.finish();
}

function costOf(wallet: Message): { salt: Uint8Array; cost: ScryptCost } {
  const stated = readMessage(wallet.first(6) ?? new Uint8Array(0));
  const number = (field: number, usual: number): number => Number(stated.number(field) ?? BigInt(usual));
  // The defaults of ScryptParameters in wallet.proto.
  return { salt: stated.first(1) ?? new Uint8Array(0), cost: { n: number(2, 16384), r: number(3, 8), p: number(4, 1) } };
}

function protect(wallet: Message, draft: ReadingDraft): void {
  const { salt, cost } = costOf(wallet);
  const isScrypt = wallet.number(5) === BigInt(SCRYPT);
  draft.protect('AES-256-CBC', isScrypt ? 'scrypt' : `type ${wallet.number(5)}`, {
    ...{ n: String(cost.n), r: String(cost.r), p: String(cost.p), salt: hex(salt.subarray(0, 32)) },
  });
}

function openerOf(wallet: Message, password: string): Opener | null {
  if (wallet.number(5) !== BigInt(SCRYPT)) return null;
  const { salt, cost } = costOf(wallet);
  // Every character as two bytes, the higher first.
  const words = new Uint8Array(Buffer.from(password, 'utf16le').swap16());
  const key = scrypt(words, salt, cost, 32);
  return key === null
    ? null
    : (sealed) => decrypt('aes-256-cbc', key, sealed.first(1) ?? new Uint8Array(0), sealed.first(2) ?? new Uint8Array(0));
}

/** Scripts of all outputs of its transactions, by hexadecimal. */
function readTransactions(wallet: Message, form: CoinForm | null, draft: ReadingDraft): Set<string> {
  const paid = new Set<string>();
  for (const bytes of wallet.bytes(4)) {
    const transaction = readMessage(bytes);
    const id = transaction.first(2);
    // Milliseconds; hashes are numbers with their highest byte first, as they are displayed.
    const updated = transaction.number(5);
    if (id !== null && id.length === 32) draft.transaction(hex(id), instantOf((updated ?? 0n) / 1000n), transaction.text(13));
    for (const output of transaction.bytes(7)) {
      const script = readMessage(output).first(2);
      if (script !== null) paid.add(hex(script));
    }
  }
  if (form === null && paid.size > 0) draft.notRead('unknownCoin');
  return paid;
}

function readKeys(wallet: Message, form: CoinForm | null, draft: ReadingDraft, opener: Opener | null, paid: ReadonlySet<string>): number {
  let opened = 0;
  let isWitness = false;
  for (const bytes of wallet.bytes(3)) {
    const key = readMessage(bytes);
    const type = key.number(1);
    const publicKey = key.first(3);
    const sealed = key.first(6);
    if (type === PHRASE || type === SEED) isWitness = false;
    const paidAs = key.numbers(11).at(-1);
    if (paidAs !== undefined) isWitness = paidAs === WITNESS;
    if (type === PHRASE || type === SEED) opened += readPhrase(key, draft, opener);
    else if (publicKey !== null && isPublicKey(publicKey)) {
      const path = type === CHAIN_KEY ? pathOf(key) : '';
      tellKey({ publicKey, path, label: key.text(4), isChainKey: type === CHAIN_KEY, isWitness }, form, paid, draft);
      let secret = key.first(2);
      if (sealed !== null && secret === null) {
        secret = opener === null ? null : opener(readMessage(sealed));
        if (opener !== null && secret === null) return wrongPassword();
        if (secret === null) draft.notRead('secrets');
        else if (!fitsPublicKey(secret, publicKey)) {
          if (opened === 0) return wrongPassword();
          draft.notRead('damagedKeys');
          secret = null;
        }
      }
      // Deterministic keys of a phrase are without a secret of their own.
      if (secret !== null && secret.length === 32) {
        opened++;
        const { kind, value } = keyText(secret, publicKey.length === 33, form);
        draft.secret(kind, value, path === '' ? 'key' : path);
      }
    }
  }
  return opened;
}

interface ToldKey {
  readonly publicKey: Uint8Array;
  readonly path: string;
  readonly label: string;
  readonly isChainKey: boolean;
  readonly isWitness: boolean;
}

function tellKey(
  { publicKey, path, label, isChainKey, isWitness }: ToldKey,
  form: CoinForm | null,
  paid: ReadonlySet<string>,
  draft: ReadingDraft,
): void {
  const branch = /\/([01])\/\d+$/.exec(path)?.[1];
  // Keys above the branches receive nothing.
  if (form === null || (isChainKey && branch === undefined)) {
    draft.key('publicKey', hex(publicKey), path);
    return;
  }
  const role = branch === undefined ? 'own' : branch === '1' ? 'change' : 'receive';
  for (const [at, script] of scriptsOfKey(publicKey).entries()) {
    const address = addressOfScript(script, form);
    const isPaid = paid.has(hex(script));
    if (address !== null && (at === (isWitness ? 1 : 0) || isPaid))
      draft.address(address, { role, label, path, used: isPaid ? true : null });
  }
}

function readPhrase(key: Message, draft: ReadingDraft, opener: Opener | null): number {
  const clear = key.first(2);
  const sealed = key.first(6);
  const phrase = clear ?? (sealed === null || opener === null ? null : opener(readMessage(sealed)));
  if (clear === null && sealed !== null && opener === null) draft.notRead('secrets');
  if (clear === null && sealed !== null && opener !== null && phrase === null) return wrongPassword();
  if (phrase === null) return 0;
  const words = new TextDecoder()
    .decode(phrase)
    .trim()
    .split(/[\s\u3000]+/u);
  if (words.length >= 12 && words.length <= 48 && words.every((word) => /^[\p{L}\p{M}]+$/u.test(word)))
    draft.secret('phrase', words.join(' '), 'bip39');
  // A seed without its words: 64 bytes.
  else draft.secret('privateKey', hex(phrase), 'seed');
  return 1;
}

/** `DeterministicKey.path`; the highest bit is the apostrophe. */
function pathOf(key: Message): string {
  const steps = readMessage(key.first(7) ?? new Uint8Array(0))
    .numbers(2)
    .slice(0, 20);
  return ['m', ...steps.map((step) => (step >= 2n ** 31n ? `${step - 2n ** 31n}'` : String(step)))].join('/');
}

function readWatched(wallet: Message, form: CoinForm | null, draft: ReadingDraft, paid: ReadonlySet<string>): void {
  for (const bytes of wallet.bytes(15)) {
    const script = readMessage(bytes).first(1);
    const address = script === null || form === null ? null : addressOfScript(script, form);
    if (address === null) draft.notRead('watchedScripts');
    else draft.address(address, { role: 'watched', used: paid.has(hex(script as Uint8Array)) ? true : null });
  }
}

/** What programs add under a name of their own. */
function readExtensions(wallet: Message, draft: ReadingDraft): void {
  for (const bytes of wallet.bytes(10)) draft.fact('extension', readMessage(bytes).text(1));
  for (const bytes of wallet.bytes(16)) draft.fact('tag', readMessage(bytes).text(1));
}
