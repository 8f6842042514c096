// Texts that are sought as they stand, without case: hosts of explorers and exchanges, beginnings of wallets' own forms.

export type FixedKind =
  | 'explorerUrl'
  | 'exchangeUrl'
  | 'keystore'
  | 'extensionVault'
  | 'electrumWallet'
  | 'wasabiWallet'
  | 'iosContainer'
  | 'psbt'
  | 'ecKey'
  | 'phraseWord';

export interface FixedText {
  readonly kind: FixedKind;
  readonly bytes: Uint8Array;
}

const plain = (kind: FixedKind, ...texts: readonly string[]): FixedText[] =>
  texts.map((text) => ({ kind, bytes: new TextEncoder().encode(text.toLowerCase()) }));

/** A host stands behind a slash or a point, so that no other name ends like it. */
const hosts = (kind: FixedKind, ...names: readonly string[]): FixedText[] => names.flatMap((name) => plain(kind, `/${name}`, `.${name}`));

/** None shorter than nine bytes: the shortest one governs how fast all are sought. */
export const FIXED_TEXTS: readonly FixedText[] = [
  ...hosts('explorerUrl', 'mempool.space', 'blockchain.com', 'blockchain.info', 'blockchair.com', 'blockstream.info', 'explorer.btc.com'),
  ...hosts(
    'explorerUrl',
    'etherscan.io',
    'bscscan.com',
    'polygonscan.com',
    'arbiscan.io',
    'tronscan.org',
    'tronscan.io',
    'oklink.com',
    'blockcypher.com',
  ),
  ...hosts(
    'exchangeUrl',
    'binance.com',
    'coinbase.com',
    'kraken.com',
    'bybit.com',
    'kucoin.com',
    'bitfinex.com',
    'bitstamp.net',
    'huobi.com',
  ),
  ...hosts('exchangeUrl', 'bitget.com', 'upbit.com', 'bithumb.com', 'bitflyer.com', 'coincheck.com', 'bitbank.cc', 'hashkey.com'),
  ...plain('exchangeUrl', '//okx.com', 'www.okx.com', '//htx.com', 'www.htx.com', '//gate.io', 'www.gate.io', '//osl.com', 'www.osl.com'),
  ...plain('keystore', '"ciphertext"'),
  ...plain('extensionVault', 'KeyringController'),
  ...plain('electrumWallet', 'seed_version'),
  ...plain('wasabiWallet', 'EncryptedSecret'),
  // In the property list that lies beside the files of each program of iOS, before the program's name.
  ...plain('iosContainer', 'MCMMetadataIdentifier'),
  // PSBT (BIP174, BIP370) as base64, then in hexadecimal digits: its mark, and the first key: of one byte (0, 2 or 0xfb), or an extended public key's.
  ...plain('psbt', 'cHNidP8BA', 'cHNidP8B+', 'cHNidP9PA', '70736274ff01', '70736274ff4f01'),
  // Beginning of an unencrypted EC private key in DER (SEC 1), as wallets before 2012 and after wrote it.
  { kind: 'ecKey', bytes: Uint8Array.of(0x01, 0x30, 0x82, 0x01, 0x13, 0x02, 0x01, 0x01, 0x04, 0x20) },
  { kind: 'ecKey', bytes: Uint8Array.of(0x01, 0xd6, 0x30, 0x81, 0xd3, 0x02, 0x01, 0x01, 0x04, 0x20) },
  // What announces a phrase, or a part of one.
  ...plain('phraseWord', 'seed phrase', 'seedphrase', 'seed word', 'recovery phrase', 'recovery word', 'recovery seed', 'secret phrase'),
  ...plain('phraseWord', 'backup phrase', 'backup word', 'wallet phrase', 'wallet words', 'mnemonic ', 'mnemonic:', 'mnemonics'),
  ...plain(
    'phraseWord',
    'of the phrase',
    'of the seed',
    'frase semilla',
    'frase de recuper',
    'frase di recupero',
    'phrase de r',
    'phrase secr',
  ),
  ...plain(
    'phraseWord',
    'リカバリーフレーズ',
    'シードフレーズ',
    '復元フレーズ',
    'ニーモニック',
    'ニモニック',
    '助记词',
    '助記詞',
    '助憶詞',
    '註記詞',
    '恢复短语',
    '恢復短語',
    '니모닉',
  ),
];

const BLOCKS = 16_384;
const BLOCK_BYTES = 3;

/** Tables of Wu and Manber's search over blocks of three bytes, as the kernel numbers them. */
export function fixedTables(texts: readonly FixedText[]) {
  const window = Math.min(...texts.map(({ bytes }) => bytes.length));
  const shifts = new Uint8Array(BLOCKS).fill(window - BLOCK_BYTES + 1);
  const firsts = new Uint32Array(BLOCKS);
  const entries = new Uint32Array(texts.length * 3);
  const joined = new Uint8Array(texts.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let start = 0;
  texts.forEach(({ bytes }, at) => {
    joined.set(bytes, start);
    entries.set([start, bytes.length], at * 3);
    start += bytes.length;
    for (let end = BLOCK_BYTES - 1; end < window; end++) {
      const block = blockAt(bytes, end);
      shifts[block] = Math.min(shifts[block] as number, window - 1 - end);
    }
    const last = blockAt(bytes, window - 1);
    entries[at * 3 + 2] = firsts[last] as number;
    firsts[last] = at + 1;
  });
  return { window, shifts, firsts, entries, joined };
}

function blockAt(bytes: Uint8Array, end: number): number {
  const block = (bytes[end - 2] as number) | ((bytes[end - 1] as number) << 8) | ((bytes[end] as number) << 16) | 0x202020;
  return Math.imul(block, 0x9e3779b1) >>> 18;
}
