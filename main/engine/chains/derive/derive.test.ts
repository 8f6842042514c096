// Keys to addresses against the vectors of the standards and against other programs: BIP32, BIP39, BIP49, BIP84, BIP86, SLIP-132, ethers, Electrum,
// Litecoin Core. All phrases are published ones, or made here.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HDKey } from '@scure/bip32';
import { HDNodeWallet, Mnemonic } from 'ethers/wallet';
import { wordlists } from 'ethers/wordlists';
import { describe, expect, it } from 'vitest';
import { hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { litecoindInstalled, startLitecoin } from '../../../../tests/vectors/litecoinNode.ts';
import { bitcoinNetwork } from '../index.ts';
import { type AccountKey, fingerprintOfKey } from './accountKey.ts';
import { accountKeysOf, type KeySecret } from './accountKeys.ts';
import { accountText, addressesOf } from './addresses.ts';
import { childPoints } from './childKeys.ts';
import { descriptorChecksum } from './descriptor.ts';
import { electrumSeedType, phraseSeed } from './seed.ts';
import { EXTENDED_VERSIONS } from './versions.ts';

const ABANDON = `${'abandon '.repeat(11)}about`;
const data = join(process.env['TRACEHOLD_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data'), 'wallets-vectors');
const bip = (number: number): string => readFileSync(join(data, `bips/bip-${String(number).padStart(4, '0')}.mediawiki`), 'utf8');
const hasData = existsSync(join(data, 'bips'));

function textsOf(key: AccountKey, chain: string, branch: readonly number[], from: number, count: number): string[] {
  return addressesOf(key, branch, from, count).map((bytes) =>
    key.script === 'account'
      ? accountText(key.chains[0] as string, bytes)
      : (bitcoinNetwork(chain)?.readScript(bytes).address ?? hex(bytes)),
  );
}
function keyAt(secret: KeySecret, path: string, script?: string): AccountKey {
  const found = accountKeysOf(secret).find((key) => key.path === path && (script === undefined || key.script === script));
  if (found === undefined) throw new Error(`no key at ${path}`);
  return found;
}
const first = (secret: KeySecret, path: string, chain: string, scheme?: string): string | undefined => {
  const key = accountKeysOf(secret).find((one) => one.path === path && (scheme === undefined || one.scheme === scheme));
  return key === undefined ? undefined : textsOf(key, chain, key.branches[0] as readonly number[], 0, 1)[0];
};
const refusal = (secret: KeySecret): string => {
  try {
    accountKeysOf(secret);
  } catch (error) {
    if (error instanceof Fault) return `${error.code} ${JSON.stringify(error.parameters)}`;
    throw error;
  }
  return 'taken';
};

describe.skipIf(!hasData)('vectors of the standards', () => {
  it('BIP32: each public key of its chains, and refuses its invalid ones', () => {
    const pairs = [...bip(32).matchAll(/ext pub: ([A-Za-z0-9]+)\s*\n\*+ ext prv: ([A-Za-z0-9]+)/g)];
    expect(pairs.length).toBeGreaterThan(15);
    for (const [, pub = '', prv = ''] of pairs) {
      const master = HDKey.fromExtendedKey(prv);
      expect(master.publicExtendedKey).toBe(pub);
      const [key] = accountKeysOf({ kind: 'extendedPublicKey', value: pub });
      expect(key?.keys).toEqual([pub]);
      if (master.depth > 0) expect(accountKeysOf({ kind: 'extendedPrivateKey', value: prv })[0]?.keys).toEqual([pub]);
    }
    const invalid = [...bip(32).matchAll(/^\* (xp(?:ub|rv)[A-Za-z0-9]+) \(/gm)].map(([, text = '']) => text);
    expect(invalid.length).toBeGreaterThan(12);
    for (const value of invalid)
      expect(refusal({ kind: value.startsWith('xpub') ? 'extendedPublicKey' : 'extendedPrivateKey', value })).toMatch(/^keys\.unreadable/);
  });

  it('BIP49, BIP84, BIP86: their accounts and addresses', () => {
    const phrase: KeySecret = { kind: 'phrase', value: ABANDON };
    expect(bip(49)).toContain('2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2');
    expect(first(phrase, "m/49'/1'/0'", 'testnet3')).toBe('2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2');
    const own = (text: string): string[] => [...text.matchAll(/address\s*= (bc1[a-z0-9]+)/g)].map(([, address = '']) => address);
    for (const number of [84, 86]) {
      const key = keyAt(phrase, `m/${number}'/0'/0'`);
      expect([...textsOf(key, 'bitcoin', [0], 0, 2), ...textsOf(key, 'bitcoin', [1], 0, 1)]).toEqual(own(bip(number)));
    }
    expect(keyAt(phrase, "m/86'/0'/0'").keys[0]).toBe(/\nxpub = (xpub\w+)\n\n\/\/ Account 0, first/.exec(bip(86))?.[1]);
  });

  it('SLIP-132: the texts of BIP49 and BIP84 are read as what they are', () => {
    const upub = /account0Xpub = (upub\w+)/.exec(bip(49))?.[1] as string;
    const [key] = accountKeysOf({ kind: 'extendedPublicKey', value: upub });
    expect([key?.script, textsOf(key as AccountKey, 'testnet3', [0], 0, 1)]).toEqual([
      'p2shP2wpkh',
      ['2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2'],
    ]);
    const zpub = /(zpub6rF\w+)/.exec(bip(84));
    const keys = accountKeysOf({ kind: 'extendedPublicKey', value: zpub?.[1] ?? '' });
    expect(keys.map(({ script }) => script)).toEqual(['p2wpkh']);
    expect(new Set(EXTENDED_VERSIONS.map(({ bytes }) => bytes)).size).toBe(EXTENDED_VERSIONS.length);
  });
});

describe('BIP39', () => {
  it('seeds of every language as ethers makes them', () => {
    expect(Object.keys(wordlists).length).toBe(10);
    for (const list of Object.values(wordlists)) {
      const { phrase, password } = Mnemonic.fromEntropy(`0x${'7f03'.repeat(8)}`, 'pässword', list);
      const seed = Mnemonic.fromPhrase(phrase, password, list).computeSeed();
      expect(`0x${hex(phraseSeed(phrase, password))}`, list.locale).toBe(seed);
    }
  });

  it('passphrases and composed letters (published vectors)', () => {
    // trezor/python-mnemonic vectors.json, first of English; bip32JP test_JP_BIP39.json, first.
    expect(hex(phraseSeed(ABANDON, 'TREZOR'))).toBe(
      'c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04',
    );
    const japanese =
      'あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あおぞら';
    expect(hex(phraseSeed(japanese, '㍍ガバヴァぱばぐゞちぢ十人十色'))).toBe(
      'a262d6fb6122ecf45be09c50492b31f92e9beb7d9a845987a02cefda57a15f9c467a17872029a9e92299b5cbdf306e3a0ee620245cbd508959b6cb7ca637bd55',
    );
  });
});

describe('paths of other programs', () => {
  const phrase: KeySecret = { kind: 'phrase', value: ABANDON };

  it('ethers: MetaMask, Ledger Live and Ledger legacy addresses, and TRON by the same keys', () => {
    const of = (path: string): string => HDNodeWallet.fromPhrase(ABANDON, '', path).address;
    const evm = keyAt(phrase, "m/44'/60'/0'");
    expect(textsOf(evm, '', [0], 0, 3)).toEqual([0, 1, 2].map((i) => of(`m/44'/60'/0'/0/${i}`)));
    expect(first(phrase, "m/44'/60'/7'", '', 'ledgerLive')).toBe(of("m/44'/60'/7'/0/0"));
    expect(first(phrase, "m/44'/60'/0'", '', 'ledgerLegacy')).toBe(of("m/44'/60'/0'/0"));
    // Published with TronWeb's documentation of `fromMnemonic` forms: the account of the 20 bytes that ethers gives for coin 195.
    const tron = accountKeysOf(phrase).find(({ scheme }) => scheme === 'tron') as AccountKey;
    expect(hex(addressesOf(tron, [0], 0, 1)[0] as Uint8Array)).toBe(of("m/44'/195'/0'/0/0").slice(2).toLowerCase());
    expect(textsOf(tron, '', [0], 0, 1)[0]).toMatch(/^T/);
  });

  it('many children at once are the children one by one', () => {
    const parent = HDKey.fromMasterSeed(phraseSeed(ABANDON)).derive('m/7/1');
    const points = childPoints({ publicKey: parent.publicKey as Uint8Array, chainCode: parent.chainCode as Uint8Array }, 95, 30);
    points.forEach((point, at) => expect(hex(point.toBytes(true))).toBe(hex(parent.deriveChild(95 + at).publicKey as Uint8Array)));
  });

  it('a single key gives its addresses at once', () => {
    // Bitcoin wiki, "Wallet import format"; private key 1 for the rest (BIP173 names its P2WPKH address).
    const wif = accountKeysOf({ kind: 'wif', value: '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ' });
    expect(textsOf(wif[0] as AccountKey, 'bitcoin', [], 0, 1)).toEqual(['1GAehh7TsJAHuUAeKZcXf5CnwuGuGgyX2S']);
    const one = accountKeysOf({ kind: 'privateKey', value: `0x${'1'.padStart(64, '0')}` });
    const texts = one.map((key) => `${key.script} ${textsOf(key, 'bitcoin', [], 0, 1)[0]}`);
    expect(texts).toEqual(
      expect.arrayContaining([
        'p2pkh 1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH',
        'p2pkh 1EHNa6Q4Jz2uvNExL497mE43ikXhwF6kZm',
        'p2wpkh bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
        'p2shP2wpkh 3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN',
        'account 0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf',
      ]),
    );
    const { chains, ...account } = one.at(-1) as AccountKey;
    expect(chains).toEqual(['evm', 'tron']);
    expect(textsOf({ ...account, chains: ['tron'] }, '', [], 0, 1)).toEqual(['TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC']);
  });

  it('descriptors: BIP380 checksums, one key, several sorted keys, two branches', () => {
    // BIP380 and BIP383 of the standards' own texts.
    expect(descriptorChecksum('raw(deadbeef)')).toBe('89f8spxm');
    expect(refusal({ kind: 'descriptor', value: 'raw(deadbeef)#89f8spxm' })).toContain('descriptorForm');
    const bip84 = keyAt(phrase, "m/84'/0'/0'");
    const [key] = accountKeysOf({ kind: 'descriptor', value: `wpkh([73c5da0a/84h/0h/0h]${bip84.keys[0]}/<0;1>/*)` });
    expect(textsOf(key as AccountKey, 'bitcoin', [1], 0, 3)).toEqual(textsOf(bip84, 'bitcoin', [1], 0, 3));
    expect(key?.path).toBe("[73c5da0a]/84'/0'/0'");
    const master = HDKey.fromMasterSeed(phraseSeed(ABANDON)).privateExtendedKey;
    const [fromPrivate] = accountKeysOf({ kind: 'descriptor', value: `wpkh(${master}/84'/0'/0'/0/*)` });
    expect(textsOf(fromPrivate as AccountKey, 'bitcoin', [0], 0, 2)).toEqual(textsOf(bip84, 'bitcoin', [0], 0, 2));
    expect(JSON.stringify(fromPrivate)).not.toContain('xprv');
    for (const value of [`wpkh(${bip84.keys[0]}/0'/*)`, `tr(${bip84.keys[0]},pk(x))`, `wpkh(${bip84.keys[0]}/0/*)#aaaaaaaa`, 'wpkh()'])
      expect(refusal({ kind: 'descriptor', value })).toMatch(/^keys\.unreadable/);
  });

  it('refuses without a word of what was given', () => {
    const master = HDKey.fromMasterSeed(phraseSeed(ABANDON)).privateExtendedKey;
    const told = [
      refusal({ kind: 'extendedPrivateKey', value: `${master.slice(0, -1)}1` }),
      refusal({ kind: 'wif', value: '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK' }),
      refusal({ kind: 'privateKey', value: 'f'.repeat(64) }),
      refusal({ kind: 'electrumSeed', value: ABANDON }),
    ];
    for (const text of told) expect(text).toMatch(/^keys\.unreadable \{"kind":"\w+","reason":"\w+"\}$/);
  });

  it('only public parts come out, and equal ones have one fingerprint', () => {
    const master = HDKey.fromMasterSeed(phraseSeed(ABANDON));
    const keys = accountKeysOf(phrase);
    const text = JSON.stringify([keys, accountKeysOf({ kind: 'extendedPrivateKey', value: master.privateExtendedKey })]);
    for (const secret of ['abandon', 'xprv', hex(master.privateKey as Uint8Array), hex(phraseSeed(ABANDON))])
      expect(text).not.toContain(secret);
    expect(fingerprintOfKey(keys[0] as AccountKey)).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(keys.map(fingerprintOfKey)).size).toBe(keys.length);
  });

  it('[K8] four bytes that name a parent are no identity: the same key under another name is one, another key under the same name is not', () => {
    const account = HDKey.fromMasterSeed(phraseSeed(ABANDON)).derive("m/84'/0'/0'");
    const named = (of: HDKey, parentFingerprint: number, index: number): AccountKey => {
      const { chainCode, publicKey } = of;
      const value = new HDKey({
        depth: 3,
        index,
        parentFingerprint,
        chainCode: chainCode as Uint8Array,
        publicKey: publicKey as Uint8Array,
      });
      return accountKeysOf({ kind: 'extendedPublicKey', value: value.publicExtendedKey })[0] as AccountKey;
    };
    const own = named(account, account.parentFingerprint, account.index);
    const renamed = named(account, 0xdeadbeef, 7);
    expect(renamed.keys).not.toEqual(own.keys);
    expect(addressesOf(renamed, [0], 0, 3)).toEqual(addressesOf(own, [0], 0, 3));
    expect(fingerprintOfKey(renamed)).toBe(fingerprintOfKey(own));
    const other = HDKey.fromMasterSeed(phraseSeed(ABANDON, 'x')).derive("m/84'/0'/0'");
    expect(fingerprintOfKey(named(other, account.parentFingerprint, account.index))).not.toBe(fingerprintOfKey(own));
    // The chain code decides as much as the key does.
    const chain = HDKey.fromMasterSeed(phraseSeed(ABANDON, 'y')).derive("m/84'/0'/0'").chainCode as Uint8Array;
    const mixed = new HDKey({ depth: 3, index: 0, parentFingerprint: 1, chainCode: chain, publicKey: account.publicKey as Uint8Array });
    const [odd] = accountKeysOf({ kind: 'extendedPublicKey', value: mixed.publicExtendedKey });
    expect(fingerprintOfKey(odd as AccountKey)).not.toBe(fingerprintOfKey(own));
  });
});

const STANDARD = 'cycle rocket west magnet parrot shuffle foot correct salt library feed song';
const SEGWIT = 'bitter grass shiver impose acquire brush forget axis eager alone wine silver';

describe('Electrum seeds', () => {
  it('the vectors of its own tests (tests/test_wallet_vertical.py)', () => {
    expect([STANDARD, SEGWIT].map(electrumSeedType)).toEqual(['standard', 'segwit']);
    const ends = (value: string): string[] => {
      const [key] = accountKeysOf({ kind: 'electrumSeed', value });
      return [0, 1].flatMap((branch) => textsOf(key as AccountKey, 'bitcoin', [branch], 0, 1));
    };
    expect(ends(STANDARD)).toEqual(['1NNkttn1YvVGdqBW4PR6zvc3Zx3H5owKRf', '1KSezYMhAJMWqFbVFB2JshYg69UpmEXR4D']);
    expect(ends(SEGWIT)).toEqual(['bc1q3g5tmkmlvxryhh843v4dz026avatc0zzr6h3af', 'bc1qdy94n2q5qcp0kg7v9yzwe6wvfkhnvyzje7nx2p']);
    // Its two-factor wallets need a key of the service.
    expect(refusal({ kind: 'electrumSeed', value: 'science dawn member doll dutch real can brick knife deny drive list' })).toContain(
      'twoFactor',
    );
  });
});

describe.skipIf(!existsSync('/usr/bin/electrum'))('Electrum itself', () => {
  it('makes the same addresses of its seeds', () => {
    const folder = mkdtempSync(join(tmpdir(), 'electrum-'));
    const electrum = (...args: string[]): string =>
      execFileSync('electrum', ['-D', folder, '--offline', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      for (const [words, type] of [
        [STANDARD, 'standard'],
        [SEGWIT, 'segwit'],
      ] as const) {
        const wallet = join(folder, type);
        electrum('restore', '-w', wallet, words);
        const listed = JSON.parse(electrum('listaddresses', '-w', wallet, '--receiving')) as string[];
        const [key] = accountKeysOf({ kind: 'electrumSeed', value: words });
        expect(textsOf(key as AccountKey, 'bitcoin', [0], 0, 5)).toEqual(listed.slice(0, 5));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe.skipIf(!litecoindInstalled())('Litecoin Core itself', () => {
  it('derives the same addresses of the same descriptors, and writes the same checksums', async () => {
    const node = await startLitecoin();
    try {
      const test = { public: 0x043587cf, private: 0x04358394 };
      const keys = ['', 'x'].map((extra) => HDKey.fromMasterSeed(phraseSeed(ABANDON, extra), test).derive("m/84'/1'/0'").publicExtendedKey);
      const [one, two] = keys;
      for (const body of [
        ...[`pkh(${one}/0/*)`, `wpkh(${one}/1/*)`, `sh(wpkh(${one}/0/*))`, `wsh(sortedmulti(1,${one}/0/*,${two}/0/*))`],
        ...[`sh(multi(2,${two}/3/*,${one}/0/*))`, `sh(wsh(sortedmulti(2,${one}/*,${two}/*)))`],
      ]) {
        const value = `${body}#${descriptorChecksum(body)}`;
        const theirs = await node.call<string[]>('deriveaddresses', value, [0, 4]);
        const [key] = accountKeysOf({ kind: 'descriptor', value });
        const { branches } = key as AccountKey;
        expect(textsOf(key as AccountKey, 'litecoin-regtest', branches[0] as readonly number[], 0, 5), body.slice(0, 20)).toEqual(theirs);
      }
    } finally {
      await node.stop();
    }
  }, 60_000);
});

describe('hostile descriptors', () => {
  const xpub = HDKey.fromMasterSeed(phraseSeed(ABANDON)).publicExtendedKey;
  const { chainCode, publicKey } = HDKey.fromExtendedKey(xpub);
  const deepest = new HDKey({ depth: 255, index: 0, chainCode: chainCode as Uint8Array, publicKey: publicKey as Uint8Array })
    .publicExtendedKey;
  const many = (count: number): string => Array.from({ length: count }, () => xpub).join(',');
  const HOSTILE: readonly (readonly [string, string])[] = [
    ['nested deep', `${'sh('.repeat(100_000)}pkh(${xpub})${')'.repeat(100_000)}`],
    ['unclosed', 'wsh('.repeat(100_000)],
    ['a hundred thousand keys', `wsh(multi(1,${many(100_000)}))`],
    ['sorted ones', `wsh(sortedmulti(2,${many(1000)}))`],
    ['a tree of scripts', `tr(${xpub},${'{'.repeat(50_000)}`],
    ['steps without end', `wpkh(${xpub}${'/0'.repeat(100_000)}/*)`],
    [
      'hardened steps of a private key without end',
      `wpkh(${HDKey.fromMasterSeed(phraseSeed(ABANDON)).privateExtendedKey}${"/0'".repeat(100_000)}/*)`,
    ],
    ['an origin without end', `wpkh([00000000${"/0'".repeat(100_000)}]${xpub}/*)`],
    ['branches without end', `wpkh(${xpub}/<${Array.from({ length: 100_000 }, (_, at) => at).join(';')}>/*)`],
    ['branches of branches', `wpkh(${xpub}${'/<0;1>'.repeat(20)}/*)`],
    ['a step beyond the last', `wpkh(${xpub}/99999999999999999999/*)`],
    ['a key at the greatest depth', `wpkh(${deepest}/0/*)`],
    ['a key of the greatest depth by itself', `pkh(${deepest}/*)`],
    ['steps up to the bound', `wsh(sortedmulti(1,${many(20).replaceAll(xpub, `${xpub}${'/7'.repeat(31)}/<0;1>/*`)}))`],
    ['a hardened number', `wpkh(${xpub}/2147483648/*)`],
    ['a number of signatures beyond all', `sh(multi(${'9'.repeat(10_000)},${xpub}))`],
    ['checksums', `pkh(${xpub})${'#00000000'.repeat(10_000)}`],
    ['a checksum of foreign signs', `pkh(${'é'.repeat(100_000)})#00000000`],
    ['one key many times', `sh(multi(1,${many(20)}))`],
  ];

  it.each(HOSTILE)('%s: refused with a reason, or few keys, soon', (_, value) => {
    const begun = performance.now();
    let told: AccountKey[] | Fault;
    try {
      told = accountKeysOf({ kind: 'descriptor', value });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      told = error;
    }
    expect(performance.now() - begun).toBeLessThan(5000);
    if (told instanceof Fault) {
      expect(told.code).toBe('keys.unreadable');
      expect(JSON.stringify(told.parameters).length).toBeLessThan(100);
      return;
    }
    expect(told.length).toBeLessThanOrEqual(2);
    for (const key of told) {
      expect(key.keys.length).toBeLessThanOrEqual(20);
      expect(key.branches.length).toBeLessThanOrEqual(20);
      for (const branch of key.branches) expect(addressesOf(key, branch, 0, 2).length).toBeGreaterThan(0);
    }
  });

  it('a key at the greatest depth has addresses, and nothing is derived where none can be', () => {
    for (const key of accountKeysOf({ kind: 'extendedPublicKey', value: deepest }))
      for (const branch of key.branches) expect(addressesOf(key, branch, 0, 2).length).toBe(2);
  });
});
