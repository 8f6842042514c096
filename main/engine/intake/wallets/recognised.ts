// Forms that are known by their beginning or place and not decoded: what they are, and how they are protected as far as they say so themselves.
// Each cites where the form is described. Secrets that stand in clear go sealed even so.
import type { SeizedFile, WalletReader } from '../scanners/seized.ts';
import { cursorOf } from './byteCursor.ts';
import { headText, listOf, plainText, recordOf, statedOf, textOf, tryJson } from './jsonValue.ts';
import { draftReading, type ReadingDraft } from './reading.ts';

type Look = Pick<SeizedFile, 'path' | 'size' | 'head'>;
interface Known {
  readonly form: string;
  fits(look: Look, text: string): boolean;
  /** A second look, at the whole of a small file. */
  confirm?(text: string): boolean;
  tell?(draft: ReadingDraft, head: Uint8Array, text: string): void;
}

const json = (text: string): ReturnType<typeof recordOf> => recordOf(tryJson(text.trim()));
const begins =
  (mark: RegExp) =>
  (_: Look, text: string): boolean =>
    mark.test(text);

const FORMS: readonly Known[] = [
  // sparrowwallet/drongo, crypto/ECKeyCrypter and sparrow io/Storage: SPRW1, salt, then Electrum's ECIES; the key by Argon2id.
  { form: 'sparrowFile', fits: begins(/^U1BSVzE/), tell: (draft) => draft.protect('ECIES BIE1', 'Argon2id', { container: 'SPRW1' }) },
  // H2's MVStore; with a password the file begins with the mark of its encryption (h2database, FilePathEncrypt).
  {
    form: 'sparrowDatabase',
    fits: ({ path }, text) => /\.mv\.db$/i.test(path) && /sparrow|wallets?[/!]/i.test(path) && /^(H:2,|H2encrypt)/.test(text),
    tell: (draft, _, text) => {
      if (text.startsWith('H2encrypt')) draft.protect('AES-128-XTS', 'PBKDF2-HMAC-SHA256', { container: 'H2' });
    },
  },
  // etotheipi/BitcoinArmory, armoryengine/PyBtcWallet.py: fileID.
  { form: 'armory', fits: begins(/^\xbaWALLET\0/) },
  // monero-project/monero, src/wallet/wallet2.h, keys_file_data: an iv of eight bytes, the length of the rest, the rest.
  { form: 'moneroKeys', fits: isMoneroKeys, tell: (draft) => draft.protect('ChaCha20', 'CryptoNight', {}) },
  // Coinomi's wallet is bitcoinj's with coins of its own.
  { form: 'coinomi', fits: ({ path }) => /coinomi[^!]*[/!](wallet|\.?coinomi\.wallet|wallet\.[a-z]+)$/i.test(path) },
  // Firefox keeps what an extension stores as Snappy-packed objects in SQLite (mozilla-central, dom/indexedDB).
  {
    form: 'firefoxExtensionStorage',
    fits: ({ path }, text) => /moz-extension\+\+\+[^/!]+[/!]idb[/!]/.test(path) && text.startsWith('SQLite format 3\0'),
  },
  // The form of the Stanford JavaScript Crypto Library, as BitGo prints it on keycards (bitwiseshiftleft/sjcl, core/convenience.js).
  {
    form: 'bitgoKeycard',
    fits: (_, text) => /^\s*\{"iv":"/.test(text) && /"ks":\d+/.test(text) && /"mode":"(?:ccm|gcm|ocb2)"/.test(text) && /"ct":"/.test(text),
    tell: (draft, _, text) => {
      const data = json(text);
      const cipher = `${textOf(data['cipher']).toUpperCase()}-${statedOf(data['ks'])}-${textOf(data['mode']).toUpperCase()}`;
      draft.protect(cipher, 'PBKDF2-HMAC-SHA256', { iterations: statedOf(data['iter']), salt: textOf(data['salt']) });
    },
  },
  // realm/realm-core, src/realm/alloc_slab.hpp (Header): two references of eight bytes, `T-DB`, the version of the form. Encrypted ones have no such
  // header, and are then known by their names alone (src/realm/util/encrypted_file_mapping.cpp: AES-256-CBC, HMAC-SHA-224).
  ...realm('trustRealm', /com\.wallet\.crypto\.trustapp|com\.sixdays\.trust/),
  ...realm('blueWalletRealm', /io\.bluewallet/),
  {
    form: 'coinvault',
    fits: (_, text) => /"EncryptedWalletPassword"\s*:/.test(text) && /"Iterations"\s*:/.test(text),
    tell: (draft, _, text) =>
      draft.protect('', 'PBKDF2', { iterations: statedOf(json(text)['Iterations']), salt: textOf(json(text)['Salt']) }),
  },
  // BlockIo/block_io-node, lib/helper.js.
  {
    form: 'blockIo',
    fits: (_, text) => /"(?:user_key|current_user_keys)"\s*:/.test(text) && /"encrypted_passphrase"\s*:/.test(text),
    tell: tellBlockIo,
  },
  // blocktrail/blocktrail-sdk-nodejs, lib/backup_generator.js: what is encrypted stands there as words too.
  {
    form: 'btcCom',
    fits: (_, text) => /"walletIdentifier"\s*:/.test(text) && /"backupMnemonic"\s*:/.test(text),
    tell: (draft, _, text) => {
      const data = json(text);
      draft.fact('name', statedOf(data['walletIdentifier']));
      draft.version = statedOf(data['walletVersion']);
      draft.secret('phrase', textOf(data['backupMnemonic']), 'backup');
      draft.protect('', 'password', {});
    },
  },
  // toastwallet/toastwallet-wallet, a sum before the JSON.
  { form: 'toastWallet', fits: begins(/^[0-9a-f]{8}\{"walletversion":/), tell: (draft) => draft.protect('', 'PIN and passphrase', {}) },
  // jackjack-jj/pywallet, --dumpwallet: text before and after it as people save it.
  {
    form: 'pywalletDump',
    fits: (_, text) => /pywallet|"nDerivationIterations"\s*:|"encrypted_key"\s*:/.test(text) && /dumpwallet|"mkey"|"nDerivation/.test(text),
    // What merely writes about the program has no such field.
    confirm: (text) => /"(?:nDerivationIterations|nDeriveIterations|encrypted_key|crypted_key|mkey)"\s*:/.test(text),
    tell: tellPywallet,
  },
];

export const recognised: WalletReader = {
  id: 'recognised',
  takes: (look) => FORMS.some(({ fits }) => fits(look, headText(look.head))),
  read: async (file) => {
    const known = FORMS.find(({ fits }) => fits(file, headText(file.head)));
    if (known === undefined) return null;
    // Small ones are looked at whole, for their parameters may stand at the end.
    const bytes = file.size <= 2 ** 20 ? await file.bytes(2 ** 20) : null;
    const text = bytes === null ? headText(file.head) : plainText(bytes);
    if (known.confirm?.(text) === false) return null;
    const draft = draftReading(known.form, '', 'any');
    known.tell?.(draft, file.head, text);
    draft.notRead('contents');
    return draft.finish();
  },
};

function realm(form: string, app: RegExp): readonly Known[] {
  const isPlain = (text: string): boolean => text.slice(16, 20) === 'T-DB';
  return [
    {
      form,
      fits: ({ path }, text) => app.test(path) && (isPlain(text) || /\.realm$/i.test(path)),
      tell: (draft, head, text) => {
        if (isPlain(text)) draft.version = `${Math.max(head[20] ?? 0, head[21] ?? 0)}`;
        else draft.protect('AES-256-CBC', '');
      },
    },
  ];
}

function isMoneroKeys({ path, size, head }: Look): boolean {
  if (!/\.keys$/.test(path) || size < 200 || size > 2 ** 20 || head.length < 18) return false;
  try {
    const rest = cursorOf(head.subarray(8));
    const length = Number(rest.varint());
    return length === size - 8 - (head.length - 8 - rest.left);
  } catch {
    return false;
  }
}

function tellBlockIo(draft: ReadingDraft, _: Uint8Array, text: string): void {
  const { data } = json(text);
  const keys = [recordOf(data)['user_key'], ...listOf(recordOf(data)['current_user_keys']).map((entry) => recordOf(entry)['user_key'])];
  for (const key of keys.map(recordOf)) {
    draft.key('publicKey', textOf(key['public_key']), '');
    const stated = recordOf(key['algorithm']);
    if (Object.keys(stated).length > 0)
      draft.protect(textOf(stated['aes_cipher']), `PBKDF2-HMAC-${statedOf(stated['pbkdf2_hash_function'])}`, {
        iterations: statedOf(stated['pbkdf2_iterations']),
        salt: textOf(stated['pbkdf2_salt']),
      });
  }
}

function tellPywallet(draft: ReadingDraft, _: Uint8Array, text: string): void {
  const stated = (name: string): string => new RegExp(`"${name}"\\s*:\\s*"?([0-9a-f]{1,64})`).exec(text)?.[1] ?? '';
  if (stated('nDerivationIterations') !== '')
    draft.protect('AES-256-CBC', 'SHA-512 rounds', {
      ...{ iterations: stated('nDerivationIterations'), salt: stated('salt'), method: stated('nDerivationMethod') },
    });
}
