// Pasted text that no case is needed for: secrets, misspelt ids, extended keys; and a key behind an address of a case.
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../../shared/model/bytes.ts';
import { BITCOIN } from '../../chains/index.ts';
import { createScriptTable } from '../../intake/index.ts';
import { identify } from './identify.ts';
import type { Held } from './readings.ts';

const WORK = { report: () => undefined, signal: new AbortController().signal };
const NO_ACCOUNTS = { names: { chains: [], account: () => 0, transfersOf: () => [] }, ownRows: new Map(), slice: { blockCount: 0 } };
const EMPTY = { coins: [], accounts: NO_ACCOUNTS } as unknown as Held;

const ask = (text: string, held = EMPTY) => identify(held, text, WORK);
const of = async (text: string, held = EMPTY) => (await ask(text, held)).lines;

describe('pasted text', () => {
  it('tells a misspelt address from a right one', async () => {
    const lines = await of(
      [
        'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
        '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb',
        '0x52908400098527886E0F7030069857D2E4169Ee7',
        'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u',
      ].join('\n'),
    );
    expect(lines.length).toBe(4);
    for (const { readings } of lines) {
      expect(readings.length).toBeGreaterThan(0);
      for (const { kind, checksum, fetch } of readings) expect([kind, checksum, fetch]).toEqual(['address', false, null]);
    }
    const right = await of('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa 0x52908400098527886E0F7030069857D2E4169EE7');
    expect(right.map(({ readings }) => readings.every(({ checksum }) => checksum !== false))).toEqual([true, true]);
  });

  it('tells extended public keys and leaves them as they are', async () => {
    // BIP32, test vector 1.
    const key = 'xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8';
    expect(await of(key)).toEqual([
      { text: key, readings: [expect.objectContaining({ kind: 'extendedKey', checksum: true, fetch: null })] },
    ]);
    expect((await of(key.replace(/8$/, '9')))[0]?.readings[0]?.checksum).toBe(false);
  });

  const PHRASE = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
  const WIF = 'KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn';
  it.each([
    ['a key', WIF, true],
    ['a key behind words', `the key is: ${WIF}.`, true],
    ['an uncompressed key', '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ', true],
    ['a key with a wrong letter', WIF.replace(/n$/, 'm'), false],
    ['a key in a link', `https://wallet.example/import?key=${WIF}&x=1`, true],
    ['a sealed key', '6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg', true],
    [
      'an extended private key',
      'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
      true,
    ],
    ['a phrase', PHRASE, true],
    [
      'a phrase as a list',
      PHRASE.split(' ')
        .map((word, place) => `${place + 1}. ${word}`)
        .join('\n'),
      true,
    ],
    ['a phrase in capitals behind words', `Seed: ${PHRASE.toUpperCase()}`, true],
    ['a phrase with a wrong last word', PHRASE.replace('about', 'zoo'), false],
    ['a Japanese phrase', `${'あいこくしん '.repeat(11)}あおぞら`, true],
  ])('%s is told as a secret and does not come back', async (_, text, checksum) => {
    const answer = await ask(`before\n${text}\nafter`);
    const secrets = answer.lines.flatMap(({ readings }) => readings.filter(({ kind }) => kind === 'secret'));
    expect(secrets).toEqual([{ kind: 'secret', chain: '', chainName: '', item: null, held: false, checksum, fetch: null }]);
    const given = JSON.stringify(answer).toLowerCase();
    for (const word of ['kwdibf', '5hue', '6prv', 'xprv', 'abandon', 'about', 'zoo', 'あいこく', 'あおぞら'])
      expect(given).not.toContain(word);
  });

  it('prose is no secret, and too much of it is counted', async () => {
    const [line] = await of('the victim was told to send all of the money to them by way of a machine in town');
    expect(line?.readings.map(({ kind }) => kind)).toEqual(['unknown']);
    const many = await ask(Array.from({ length: 1000 }, (_, place) => `${place}`.padStart(64, 'e')).join(' '));
    expect(many.lines.length + many.more).toBe(1000);
    expect(many.more).toBeGreaterThan(300);
  });

  it('64 digits that are the private key behind an address of the case are a secret, and an id otherwise', async () => {
    // The point of secp256k1 itself: the key is 1. Address as BIP173 gives it.
    const key = '1'.padStart(64, '0');
    const scripts = createScriptTable(16);
    const script = BITCOIN.scriptOfAddress('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4');
    scripts.intern(script, 0, script.length);
    const slice = { blockCount: 0, blockHash: new Uint8Array(0), blockHeight: new Int32Array(0) };
    const held = { coins: [{ network: BITCOIN, scripts, slice, findTransaction: () => -1 }], accounts: NO_ACCOUNTS } as unknown as Held;
    for (const text of [key, `0x${key}`, `key=${key}`]) {
      expect(await of(text, held)).toEqual([{ text: '••••••••', readings: [expect.objectContaining({ kind: 'secret', checksum: null })] }]);
      expect(JSON.stringify(await of(text))).toContain(key);
    }
    const other = fromHex('12'.repeat(32));
    expect((await of(Buffer.from(other).toString('hex'), held))[0]?.readings[0]?.kind).toBe('transaction');
  });
});
