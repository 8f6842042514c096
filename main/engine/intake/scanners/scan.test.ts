// The scanner against a slow reading of the same bytes by regular expressions and libraries; the same hits wherever pieces are cut and at every
// alignment; phrases of all lists; what is none, counted by class.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { address as bitcoinAddress, Psbt } from 'bitcoinjs-lib';
import { getAddress } from 'ethers/address';
import { Mnemonic } from 'ethers/wallet';
import { wordlists } from 'ethers/wordlists';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTronAddress } from '../../chains/index.ts';
import { labelPlaces } from '../labelledChains.ts';
import type { Hit } from './hit.ts';
import { checksumOf } from './judgeDescriptor.ts';
import { CONTEXT, createScanKernel } from './scanKernel.ts';
import { scanPiece } from './scanPiece.ts';

const kernel = createScanKernel(readFileSync(new URL('../../../../resources/wasm/scan.wasm', import.meta.url)));
const places = labelPlaces();
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const LIBRARY_NAMES = {
  en: 'en',
  ja: 'ja',
  ko: 'ko',
  es: 'es',
  'zh-Hans': 'zh_cn',
  'zh-Hant': 'zh_tw',
  fr: 'fr',
  it: 'it',
  cs: 'cz',
  pt: 'pt',
};

function scan(bytes: Uint8Array, pieceBytes = bytes.length) {
  const hits: Hit[] = [];
  const rejected: Record<string, number> = {};
  for (let at = 0; at < Math.max(bytes.length, 1); at += pieceBytes) {
    const from = Math.max(0, at - CONTEXT);
    const to = Math.min(bytes.length, at + pieceBytes + CONTEXT);
    const room = kernel.room(to - from);
    room.set(bytes.subarray(from, to));
    const read = scanPiece(kernel, places, room, at - from, Math.min(at + pieceBytes, bytes.length) - from);
    hits.push(...read.hits.map((hit) => ({ ...hit, start: hit.start + from })));
    for (const [code, count] of Object.entries(read.rejected)) rejected[code] = (rejected[code] ?? 0) + count;
  }
  return { hits, rejected };
}

/** Bytes that repeat with their seed. */
function noise(seed: string, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at * 64 < length; at++) parts.push(createHash('sha512').update(`${seed} ${at}`).digest());
  return Buffer.concat(parts).subarray(0, length);
}

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
function base58check(payload: Uint8Array): string {
  const twice = createHash('sha256').update(createHash('sha256').update(payload).digest()).digest();
  const all = Buffer.concat([payload, twice.subarray(0, 4)]);
  let number = BigInt(`0x${all.toString('hex')}`);
  let digits = '';
  for (; number > 0n; number /= 58n) digits = ALPHABET[Number(number % 58n)] + digits;
  return '1'.repeat(all.findIndex((byte) => byte !== 0)) + digits;
}
const versioned = (version: string, body: Uint8Array): string => base58check(Buffer.concat([Buffer.from(version, 'hex'), body]));
const wide = (value: string, order: 'le' | 'be'): Buffer => {
  const bytes = Buffer.from(value, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};

const BODY = noise('body', 20);
const KEY = noise('key', 32);
const CHAIN_CODE = noise('code', 32);
const depth = Buffer.alloc(9);
const ITEMS: readonly (readonly [kind: Hit['kind'], value: string])[] = [
  ['address', versioned('00', BODY)],
  ['address', versioned('05', BODY)],
  ['address', versioned('30', BODY)],
  ['address', versioned('41', BODY)],
  ['address', bitcoinAddress.toBech32(BODY, 0, 'bc')],
  ['address', bitcoinAddress.toBech32(KEY, 1, 'bc')],
  ['address', bitcoinAddress.toBech32(BODY, 0, 'ltc')],
  ['address', getAddress(`0x${BODY.toString('hex')}`)],
  ['wif', versioned('80', KEY)],
  ['wif', versioned('80', Buffer.concat([KEY, Buffer.of(1)]))],
  ['bip38', versioned('0142', Buffer.concat([Buffer.of(0xe0), noise('bip38', 36)]))],
  ['extendedPublicKey', versioned('0488b21e', Buffer.concat([depth, CHAIN_CODE, Buffer.of(2), KEY]))],
  ['extendedPrivateKey', versioned('04b2430c', Buffer.concat([depth, CHAIN_CODE, Buffer.of(0), KEY]))],
];

describe('the scanner', () => {
  it('finds each form with its place, narrow and wide, at every alignment', () => {
    for (const [kind, value] of ITEMS)
      for (let shift = 0; shift < 60; shift += 7) {
        const before = Buffer.from(`${'.'.repeat(shift)}"`);
        for (const bytes of [Buffer.from(value), wide(`"${value}"`, 'le'), wide(`"${value}"`, 'be')]) {
          const { hits } = scan(Buffer.concat([noise('before', 100), before, bytes, Buffer.from('"'), noise('after', 100)]));
          const [hit] = hits.filter((one) => one.value === value);
          expect(hit?.kind, `${value} shifted ${shift}`).toBe(kind);
          const isWide = bytes.length > value.length;
          expect([hit?.encoding, hit?.bytes]).toEqual([isWide ? 'utf16' : 'bytes', value.length * (isWide ? 2 : 1)]);
          expect(hit?.start).toBe(100 + before.length + (isWide ? bytes.indexOf(value[0] as string, 2) : 0));
        }
      }
  });

  it('gives the same hits wherever pieces are cut', () => {
    const planted = ITEMS.flatMap(([, value], at) => [
      noise(`gap ${at}`, 700 + at * 37),
      at % 2 === 0 ? Buffer.from(` ${value} `) : wide(` ${value} `, 'le'),
    ]);
    const bytes = Buffer.concat([...planted, noise('end', 900)]);
    const whole = scan(bytes).hits;
    expect(whole.map(({ value }) => value)).toEqual(ITEMS.map(([, value]) => value));
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 3000 }), (piece) => {
        expect(scan(bytes, piece).hits).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('finds the bytes of a partly signed transaction at every place, wherever pieces are cut', () => {
    const made = new Psbt().addInput({ hash: KEY, index: 1 }).addOutput({ script: Buffer.concat([Buffer.of(0, 20), BODY]), value: 7n });
    for (let shift = 0; shift < 130; shift++) {
      const bytes = Buffer.concat([Buffer.alloc(shift, 'p'), made.toBuffer(), noise('after', 60)]);
      const expected = [{ kind: 'psbt', value: made.toBase64(), start: shift, bytes: made.toBuffer().length, detail: ['binary'] }];
      for (const piece of [bytes.length, 64 + (shift % 7)]) expect(scan(bytes, piece).hits, `${shift} by ${piece}`).toMatchObject(expected);
      // At the very end of a piece no byte behind it counts.
      expect(scan(bytes.subarray(0, shift + 6)).hits).toEqual([]);
    }
  });

  it('finds what regular expressions and libraries find in a megabyte of everything', () => {
    const parts: Buffer[] = [];
    for (let at = 0; at < 120; at++) {
      const [, value] = ITEMS[at % ITEMS.length] as (typeof ITEMS)[number];
      const other = versioned(['00', '05', '41', '6f', '32'][at % 5] as string, noise(`address ${at}`, 20));
      // One character wrong: no checksum may pass it.
      const broken = `${other.slice(0, 12)}${other[12] === 'x' ? 'y' : 'x'}${other.slice(13)}`;
      parts.push(noise(`random ${at}`, 4000), Buffer.from(noise(`base64 ${at}`, 3000).toString('base64')), Buffer.alloc(500));
      parts.push(Buffer.from(` ${other} and ${broken}, then ${value}\n`), wide(` wide ${other} ${value} `, at % 2 === 0 ? 'le' : 'be'));
    }
    const bytes = Buffer.concat(parts);
    const oracle = slowAddresses(bytes);
    const ours = scan(bytes).hits.filter(({ kind }) => kind === 'address');
    expect(ours.map(({ start, value }) => `${start} ${value}`)).toEqual(oracle);
    expect(oracle.length).toBeGreaterThan(350);
  });

  it('reads phrases of all ten lists, composed or not, in a line, numbered, a word a line', () => {
    for (const [language, name] of Object.entries(LIBRARY_NAMES))
      for (const size of [16, 20, 24, 28, 32]) {
        const { phrase } = Mnemonic.fromEntropy(noise(`${language} ${size}`, size), '', wordlists[name]);
        const words = phrase.normalize('NFKD').split(/\s+/);
        const forms = [
          words.join(language === 'ja' ? '\u3000' : ' '),
          words.join(' ').normalize('NFC'),
          words.map((word, at) => `${at + 1}. ${word}`).join('\n'),
          words.join('\r\n'),
          `"${words.join(', ')}"`,
        ];
        for (const form of forms) {
          const { hits } = scan(text(`recovery phrase:\n${form}\n`));
          expect(
            hits.map(({ kind, value, detail }) => [kind, value, detail[0]]),
            `${language} ${size} ${form}`,
          ).toEqual([['phrase', words.join(' '), language]]);
        }
      }
    const { phrase } = Mnemonic.fromEntropy(noise('wide', 16));
    expect(scan(Buffer.concat([noise('x', 60), wide(`\n${phrase}\n`, 'le')])).hits).toMatchObject([
      { kind: 'phrase', encoding: 'utf16', value: phrase },
    ]);
    for (const order of ['le', 'be'] as const)
      expect(scan(Buffer.concat([wide(`\n${phrase}\n`, order), Buffer.from('xyz')])).hits, order).toMatchObject([{ value: phrase }]);
    expect(scan(text(`\n${'abandon '.repeat(11)}about\n`)).hits).toMatchObject([{ isKnownExample: true }]);
  });

  it('reads each of several phrases in lines or cells of their own', () => {
    const phrases = ['one', 'two', 'three'].map((seed) => Mnemonic.fromEntropy(noise(seed, 16)).phrase);
    const forms = [phrases.join('\n'), phrases.map((phrase) => `"${phrase}"`).join(','), phrases.join('\r\n\r\n'), phrases.join('\t')];
    for (const form of forms) {
      const { hits } = scan(text(`\n${form}\n`));
      expect(hits.map(({ value }) => value)).toEqual(phrases);
      for (const { start, value, bytes } of hits) expect(`\n${form}\n`.slice(start, start + bytes)).toBe(value);
    }
    // With the words of the lines beside it, which stand in the list themselves, it has a good checksum by chance.
    const lone = 'describe ticket glow hospital any misery prize label execute lumber busy toddler';
    expect(scan(text(`recovery phrase\n${lone}\nprivate key\n`)).hits.map(({ value }) => value)).toContain(lone);
    const long = Mnemonic.fromEntropy(noise('long', 32)).phrase;
    const broken = long
      .split(' ')
      .map((word, at) => (at === 12 ? `\n${word}` : word))
      .join(' ');
    expect(scan(text(`\n${broken}\n`)).hits.map(({ value }) => value)).toEqual([long]);
  });

  it('tells prose, lists and bad checksums from phrases, and counts them', () => {
    const { phrase } = Mnemonic.fromEntropy(noise('prose', 16));
    const words = phrase.split(' ');
    expect(scan(text(`They will ${phrase} for them all`))).toMatchObject({ hits: [], rejected: { notIsolated: 1 } });
    const wrong = [...words.slice(0, 11), words[11] === 'zoo' ? 'zone' : 'zoo'];
    expect(scan(text(`\n${wrong.join(' ')}\n`)).hits.filter(({ kind }) => kind === 'phrase')).toEqual([]);
    const list = Array.from({ length: 200 }, (_, at) => wordlists['en']?.getWord(at) ?? '').join('\n');
    expect(scan(text(list)).hits).toEqual([]);
    const chinese = Mnemonic.fromEntropy(noise('zh', 16), '', wordlists['zh_cn']).phrase.split(' ').join('');
    expect(scan(text(`\n${chinese}\n`))).toMatchObject({ hits: [], rejected: { inProse: 1 } });
    expect(scan(text(`助记词：\n${chinese}\n`)).hits).toMatchObject([
      { kind: 'phrase', detail: ['zh-Hans'], checks: ['bip39', 'context'] },
    ]);
  });

  it('finds parts of phrases that stand alone near words that announce one, as a slow reading does, wherever pieces are cut', () => {
    const parts = (bytes: Uint8Array | string) =>
      scan(typeof bytes === 'string' ? text(bytes) : bytes).hits.filter(({ kind }) => kind === 'phrasePart');
    const six = 'ozone drill grab fiber curtain grace';
    const list = six.split(' ');
    const forms = [
      `first half of the phrase:\n${six}\n`,
      `Seed phrase, 1 of 2: ${six}`,
      `${six}\nthat is half of the seed`,
      `seed words\n${list.map((word, at) => `${at + 1}. ${word}`).join('\r\n')}\n`,
      `リカバリーフレーズの前半\n${list.join('\u3000')}\n`,
      `助记词前半\nOzone ${list.slice(1).join(' ')}\n`,
      `{"note":"recovery words","text":"${list.join(', ')}"}`,
    ];
    for (const form of forms)
      for (const bytes of [text(form), ...(/^[\x20-\x7e\r\n]*$/.test(form) ? [wide(form, 'le')] : [])]) {
        expect(parts(bytes), form).toMatchObject([{ value: six, checks: ['context'], detail: ['en'], isKnownExample: false }]);
        for (const piece of [7, 40, 111]) expect(scan(bytes, piece).hits, `${form} ${piece}`).toEqual(scan(bytes).hits);
        const [{ start, bytes: size } = { start: 0, bytes: 0 }] = parts(bytes);
        const shown = new TextDecoder(bytes.length > text(form).length ? 'utf-16le' : 'utf-8').decode(bytes.subarray(start, start + size));
        expect(shown.toLowerCase().match(/[a-z]+/g)).toEqual(list);
      }
    for (const [language, name] of Object.entries(LIBRARY_NAMES)) {
      const words = Mnemonic.fromEntropy(noise(`part ${language}`, 16), '', wordlists[name]).phrase.split(/\s+/);
      const half = words.slice(0, 7).join(' ').normalize('NFKD');
      expect(
        parts(`seed phrase\n${half}\n`).map(({ value }) => value),
        language,
      ).toEqual([half]);
    }
    // The slow reading: lines of nothing but listed words, within reach of an announcement.
    const english = new Set(Array.from({ length: 2048 }, (_, at) => wordlists['en']?.getWord(at)));
    const wordAt = (at: number): string => wordlists['en']?.getWord((at * 977 + 13) % 2048) ?? '';
    const lines = Array.from({ length: 300 }, (_, at) => {
      const some = Array.from({ length: (at % 9) + 1 }, (_one, by) => wordAt(at * 11 + by)).join(' ');
      return at % 3 === 0 ? `${some} whatever` : at % 3 === 1 ? (at % 2 === 0 ? 'his recovery phrase is lost' : 'nothing of note') : some;
    });
    const page = `${lines.join('\n')}\n`;
    const slow: string[] = [];
    for (let at = 0, place = 0; at < lines.length; place += (lines[at++] as string).length + 1) {
      const words = (lines[at] as string).split(' ');
      if (words.length < 4 || !words.every((word) => english.has(word))) continue;
      const end = place + (lines[at] as string).length;
      const near = [...page.matchAll(/recovery phrase/g)].some(({ index }) =>
        index > place ? index - end <= 160 : place - index - 'recovery phrase'.length <= 160,
      );
      if (near) slow.push(`${place} ${words.join(' ')}`);
    }
    expect(parts(page).map(({ start, value }) => `${start} ${value}`)).toEqual(slow);
    expect(slow.length).toBeGreaterThan(30);
  });

  it('takes no prose, list, title or whole phrase for a part, and counts announcements without one', () => {
    const whole = Mnemonic.fromEntropy(noise('whole', 16)).phrase;
    const list = Array.from({ length: 9 }, (_, at) => wordlists['en']?.getWord(700 + at) ?? '');
    for (const [form, reason] of [
      ['Write your recovery phrase on paper and keep it in a safe place. Never share it.', 'announced'],
      ['seed phrase: never tell anybody about ozone drill grab fiber curtain', 'announced'],
      ['recovery phrase: ozone drill grab', 'announced'],
      [`seed phrase\n${list.join('\n')}\n`, 'wordList'],
      [`seed phrase\n${list.join(' ')}\n`, 'wordList'],
      ['Seed Phrase\nWallet Address Label Expire\n', 'announced'],
      [`seed phrase${'.'.repeat(170)}\nozone drill grab fiber curtain\n`, 'announced'],
      ['backup word\nozone ozone drill drill ozone\n', 'announced'],
      ['\nozone drill grab fiber curtain grace\n', undefined],
    ] as const) {
      const { hits, rejected } = scan(text(form));
      expect(hits, form).toEqual([]);
      expect(rejected, form).toEqual(reason === undefined ? {} : { [reason]: 1 });
    }
    const { hits } = scan(text(`seed phrase\n${whole}\nand again\n${whole.split(' ').join('\n')}\n`));
    expect(hits.map(({ kind }) => kind)).toEqual(['phrase', 'phrase']);
    expect(scan(text('seed phrase\nlegal winner thank year wave sausage\n')).hits).toMatchObject([{ isKnownExample: true }]);
  });

  it('finds each of many phrases one below the other, wherever pieces are cut, and none in a list of words', () => {
    const phrases = Array.from({ length: 30 }, (_, at) => Mnemonic.fromEntropy(noise(`many ${at}`, at % 3 === 0 ? 32 : 16)).phrase);
    const bytes = Buffer.from(`${phrases.join('\n')}\n`);
    const whole = scan(bytes);
    expect(whole.hits.map(({ value }) => value)).toEqual(phrases);
    for (const piece of [700, 1111, 2500]) expect(scan(bytes, piece).hits, String(piece)).toEqual(whole.hits);
    const list = Array.from({ length: 2048 }, (_, at) => wordlists['en']?.getWord(at) ?? '').join('\n');
    expect(scan(text(list))).toMatchObject({ hits: [], rejected: { wordList: 1 } });
  });

  it('reads output descriptors by their checksum, or by their keys where they have none', () => {
    // BIP380.
    expect(checksumOf('raw(deadbeef)')).toBe('89f8spxm');
    const xpub = versioned('0488b21e', Buffer.concat([depth, CHAIN_CODE, Buffer.of(2), KEY]));
    const bare = `wpkh([d34db33f/84h/0h/0h]${xpub}/0/*)`;
    const documented = `${bare}#${checksumOf(bare)}`;
    const descriptors = (value: string | Uint8Array) =>
      scan(typeof value === 'string' ? text(value) : value).hits.filter(
        ({ kind }) => kind === 'descriptor' || kind === 'privateDescriptor',
      );
    for (const [before, after] of [
      ['', ''],
      ['{"desc":"', '","active":true}'],
      ['import ', ' now'],
    ] as const)
      expect(descriptors(`${before}${documented}${after}`)).toMatchObject([
        { kind: 'descriptor', value: documented, start: before.length, bytes: documented.length, checks: ['bip380'], detail: ['wpkh'] },
      ]);
    expect(descriptors(documented.replace('/0/*', '/1/*'))).toEqual([]);
    expect(descriptors(`= ${bare};`)).toMatchObject([{ value: bare, checks: ['structure'] }]);
    expect(descriptors(wide(` ${documented} `, 'le'))).toMatchObject([{ value: documented, encoding: 'utf16' }]);
    const xprv = versioned('0488ade4', Buffer.concat([depth, CHAIN_CODE, Buffer.of(0), KEY]));
    const two = `wsh(sortedmulti(2,[d34db33f/48h]${xpub}/<0;1>/*,${xprv}/0/*))`;
    const bytes = text(`x ${two}#${checksumOf(two)} x\n${two}\nwsh(sortedmulti(3,${xpub},${xprv}))\nhash(${xpub})`);
    expect(descriptors(bytes)).toMatchObject([
      { kind: 'privateDescriptor', value: `${two}#${checksumOf(two)}`, checks: ['bip380'] },
      { kind: 'privateDescriptor', value: two, checks: ['structure'] },
    ]);
    for (const piece of [100, 333, 700]) expect(scan(bytes, piece).hits, String(piece)).toEqual(scan(bytes).hits);
    const slow = slowDescriptors(Buffer.from(bytes).toString('latin1'));
    expect(descriptors(bytes).flatMap(({ start, value, checks }) => (checks[0] === 'bip380' ? [`${start} ${value}`] : []))).toEqual(slow);
    expect(descriptors(`${'('.repeat(3000)}wpkh(`.repeat(200) + xpub)).toEqual([]);
  });

  const sparrow = join(process.env['TRACEHOLD_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data'), 'wallets-vectors/sparrow');
  it.skipIf(!existsSync(sparrow))('reads the descriptors that a wallet wrote', () => {
    let seen = 0;
    for (const name of readdirSync(sparrow)) {
      const bytes = readFileSync(join(sparrow, name));
      const slow = slowDescriptors(bytes.toString('latin1'));
      const read = scan(bytes).hits.flatMap(({ kind, start, value, checks }) =>
        /escriptor/.test(kind) && checks[0] === 'bip380' ? [`${start} ${value}`] : [],
      );
      expect(read, name).toEqual(slow);
      seen += slow.length;
    }
    expect(seen).toBeGreaterThan(4);
  });

  it('joins what one line end parts, where its checksum says that it is one', () => {
    const address = versioned('00', BODY);
    const segwit = bitcoinAddress.toBech32(KEY, 1, 'bc');
    const wif = versioned('80', KEY);
    const xpub = versioned('0488b21e', Buffer.concat([depth, CHAIN_CODE, Buffer.of(2), KEY]));
    for (const value of [address, segwit, wif, xpub])
      for (const at of [5, 10, value.length - 3])
        for (const parting of ['\n', '\r\n', '=\r\n', '\n> ', ' \n\t', '\n> > ']) {
          const form = `pay to ${value.slice(0, at)}${parting}${value.slice(at)} please`;
          for (const bytes of [text(form), wide(form, 'le')]) {
            const hits = scan(bytes).hits.filter((one) => one.value === value);
            expect(hits, JSON.stringify(form)).toHaveLength(1);
            expect(hits[0]?.detail.at(-1)).toBe('joined');
            expect([hits[0]?.start, hits[0]?.bytes]).toEqual(
              [7, value.length + parting.length].map((one) => (bytes.length > form.length ? one * 2 : one)),
            );
            expect(scan(bytes, 9).hits).toEqual(scan(bytes).hits);
          }
        }
    expect(scan(text(`${address}\n${address}\n`)).hits.map(({ detail }) => detail.includes('joined'))).toEqual([false, false]);
    expect(scan(text(`${address.slice(0, 9)}\n\n${address.slice(9)}`)).hits).toEqual([]);
  });

  it('takes 64 digits for what the words near them say, and for nothing without', () => {
    const digits = KEY.toString('hex');
    expect(scan(text(`private key = ${digits}\n`)).hits).toMatchObject([{ kind: 'privateKey', value: digits }]);
    expect(scan(text(`https://mempool.space/tx/${digits}\n`)).hits.map(({ kind }) => kind)).toEqual(['url', 'transaction']);
    expect(scan(text(`sha256 of the file ${digits} ok`))).toMatchObject({ hits: [], rejected: { noContext: 1 } });
    expect(scan(text(`privkey: ${'f'.repeat(64)}`))).toMatchObject({ hits: [], rejected: { keyRange: 1 } });
  });

  it('tests mixed case of an EVM address, and says where a form has no checksum', () => {
    const value = getAddress(`0x${BODY.toString('hex')}`);
    const swapped = value.replace(/[a-f]/, (letter) => letter.toUpperCase());
    expect(scan(text(` ${swapped} `))).toMatchObject({ hits: [], rejected: { eip55: 1 } });
    expect(scan(text(` ${value.toLowerCase()} `)).hits).toMatchObject([{ kind: 'address', checks: ['none'] }]);
  });

  it('opens what stands around fixed texts: keystores, visited pages, keys of old wallets', () => {
    const keystore = JSON.stringify({
      address: BODY.toString('hex'),
      id: 'x',
      version: 3,
      crypto: { cipher: 'aes-128-ctr', ciphertext: 'ab', kdf: 'scrypt', kdfparams: { n: 2 } },
    });
    expect(scan(text(`junk{${keystore}junk`)).hits).toMatchObject([
      { kind: 'keystore', value: keystore, detail: ['scrypt', `0x${BODY.toString('hex')}`] },
    ]);
    expect(scan(text(' "ciphertext" alone '))).toMatchObject({ hits: [], rejected: { structure: 1 } });
    expect(scan(text('x https://www.Binance.com/en/my/wallet?x=1 y')).hits).toMatchObject([
      { kind: 'url', value: 'https://www.Binance.com/en/my/wallet?x=1', detail: ['exchangeUrl', 'binance.com'], start: 2 },
    ]);
    expect(scan(text('notbinance.com and /binance.community')).hits).toEqual([]);
    const der = Buffer.concat([Buffer.from('01308201130201010420', 'hex'), KEY, Buffer.from('a081a5')]);
    expect(scan(Buffer.concat([noise('a', 50), der, noise('b', 50)])).hits).toMatchObject([
      { kind: 'privateKey', value: KEY.toString('hex'), start: 50 },
    ]);
  });

  it('takes a name for a host only where it is one, and masks the secrets of an address', () => {
    const urls = (value: string | Uint8Array) =>
      scan(typeof value === 'string' ? text(value) : value).hits.filter(({ kind }) => kind === 'url');
    expect(urls('x https://etherscan.io/tx/1 y')).toMatchObject([
      { value: 'https://etherscan.io/tx/1', detail: ['explorerUrl', 'etherscan.io'], start: 2 },
    ]);
    expect(urls('x https://www.okx.com/a y')).toMatchObject([
      { value: 'https://www.okx.com/a', detail: ['exchangeUrl', 'okx.com'], start: 2 },
    ]);
    expect(urls('x https://okx.com/a y')).toMatchObject([{ value: 'https://okx.com/a', detail: ['exchangeUrl', 'okx.com'] }]);
    expect(urls('x https://login.example/binance.com/a y')).toEqual([]);
    expect(urls('x https://login.example/?to=www.binance.com y')).toEqual([]);
    for (const be of [wide('\ufeffhttps://www.binance.com/a ', 'be'), wide('\ufeffhttps://www.binance.com/a ', 'le')])
      expect(urls(be)).toMatchObject([{ value: 'https://www.binance.com/a' }]);
    const key = versioned('80', KEY);
    for (const secret of [key, Mnemonic.fromEntropy(noise('url', 16)).phrase.split(' ').join('+')]) {
      const bytes = text(`recovery phrase\nhttps://www.binance.com/import?secret="${secret}" https://www.binance.com/import?s=${secret}\n`);
      for (const piece of [bytes.length, 40, 60, 90])
        expect(JSON.stringify(scan(bytes, piece).hits.filter(({ kind }) => kind === 'url'))).not.toContain(secret.slice(8));
    }
  });

  it('shows no key for a transaction, whichever words stand beside it', () => {
    const digits = KEY.toString('hex');
    const kinds = (value: string) => scan(text(value)).hits.map(({ kind }) => kind);
    expect(kinds(`private key,tx,private key: ${digits}\n`)).toEqual(['privateKey']);
    expect(kinds(`${digits} <- private key, see tx\n`)).toEqual([]);
    expect(kinds(`private key gone; txid: ${digits}\n`)).toEqual(['transaction']);
  });

  it('finds a keystore behind letters of several bytes, and is not slowed by braces', () => {
    const keystore = JSON.stringify({ name: '财布', version: 3, crypto: { ciphertext: 'ab', kdf: 'scrypt' } });
    const bytes = text(`{"メモ":${keystore}}`);
    const [hit] = scan(bytes).hits;
    expect(Buffer.from(bytes.subarray(hit?.start, (hit?.start ?? 0) + (hit?.bytes ?? 0))).toString()).toBe(keystore);
    const started = performance.now();
    scan(text(`${'{'.repeat(6)}"ciphertext"`.repeat(2_000)));
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('reads on where a piece holds more than its table of candidates did', () => {
    const fresh = createScanKernel(readFileSync(new URL('../../../../resources/wasm/scan.wasm', import.meta.url)));
    const hash = (at: number): Buffer => createHash('sha256').update(`many ${at}`).digest().subarray(0, 20);
    const addresses = Array.from({ length: 9000 }, (_, at) => bitcoinAddress.toBech32(hash(at), 0, 'bc'));
    const bytes = text(addresses.join('\n'));
    const room = fresh.room(bytes.length);
    room.set(bytes);
    const { hits } = scanPiece(fresh, places, room, 0, bytes.length);
    expect(hits.map(({ value }) => value)).toEqual(addresses);
  });
});

/** Whatever is written like one, by the checksum as Bitcoin Core's documentation gives it in Python. */
function slowDescriptors(letters: string): string[] {
  const input = '0123456789()[],\'/*abcdefgh@:$%{}IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~ijklmnopqrstuvwxyzABCDEFGH`#"\\ ';
  const polymod = (symbols: readonly number[]): bigint => {
    let check = 1n;
    for (const value of symbols) {
      const top = check >> 35n;
      check = ((check & 0x7ffffffffn) << 5n) ^ BigInt(value);
      [0xf5dee51989n, 0xa9fdca3312n, 0x1bab10e32dn, 0x3706b1677an, 0x644d626ffdn].forEach((one, i) => {
        check ^= (top >> BigInt(i)) & 1n ? one : 0n;
      });
    }
    return check;
  };
  const found: string[] = [];
  for (const { 0: whole, 1: body = '', 2: sum = '', index } of letters.matchAll(/(?<![\w(])(\w+\(\S+\))#([a-z0-9]{8})(?![A-Za-z0-9])/g)) {
    const symbols: number[] = [];
    let groups: number[] = [];
    for (const letter of body) {
      symbols.push(input.indexOf(letter) & 31);
      groups.push(input.indexOf(letter) >> 5);
      if (groups.length === 3) {
        symbols.push((groups[0] as number) * 9 + (groups[1] as number) * 3 + (groups[2] as number));
        groups = [];
      }
    }
    if (groups.length === 1) symbols.push(groups[0] as number);
    if (groups.length === 2) symbols.push((groups[0] as number) * 3 + (groups[1] as number));
    const checked = [...symbols, ...[...sum].map((letter) => 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'.indexOf(letter))];
    if (polymod(checked) === 1n) found.push(`${index} ${whole}`);
  }
  return found;
}

/** By regular expressions over the bytes as letters, each read by a library; narrow and wide. */
function slowAddresses(bytes: Buffer): string[] {
  const found = new Map<string, string>();
  const read = (letters: string, placeOf: (at: number) => number): void => {
    const runs = [
      /(?<![0-9A-Za-z])[1-9A-HJ-NP-Za-km-z]{26,35}(?![0-9A-Za-z])/g,
      /(?<![0-9A-Za-z])(?:bc|ltc|tb|bcrt)1[a-z0-9]{20,87}(?![0-9A-Za-z])/g,
    ];
    for (const run of [...runs, /(?<![0-9A-Za-z])0x[0-9a-fA-F]{40}(?![0-9A-Za-z])/g])
      for (const { 0: value, index } of letters.matchAll(run)) if (isAddress(value)) found.set(`${placeOf(index)} ${value}`, value);
  };
  const letters = bytes.toString('latin1');
  read(letters, (at) => at);
  for (const { 0: run, index } of letters.matchAll(/(?:[\x20-\x7e\t\r\n]\0){26,}[\x20-\x7e\t\r\n]?/g))
    read(run.replaceAll('\0', ''), (at) => index + at * 2);
  return [...found.keys()].sort((a, b) => Number(a.split(' ')[0]) - Number(b.split(' ')[0]));
}

function isAddress(value: string): boolean {
  const holds = (test: () => unknown): boolean => {
    try {
      return test() !== false;
    } catch {
      return false;
    }
  };
  const versions = [0, 5, 48, 50, 58, 111, 196];
  return (
    holds(() => versions.includes(bitcoinAddress.fromBase58Check(value).version)) ||
    holds(() => value.startsWith('T') && readTronAddress(value)) ||
    (/^(?:bc|ltc|tb|bcrt)1/.test(value) && holds(() => bitcoinAddress.fromBech32(value))) ||
    (value.startsWith('0x') && holds(() => getAddress(value)))
  );
}
