// Phrases as people and programs write them down: what may stand between and beside the words, and what is prose all the same.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Mnemonic } from 'ethers/wallet';
import { wordlists } from 'ethers/wordlists';
import { expect, it } from 'vitest';
import { labelPlaces } from '../labelledChains.ts';
import { createScanKernel } from './scanKernel.ts';
import { scanPiece } from './scanPiece.ts';

const kernel = createScanKernel(readFileSync(new URL('../../../../resources/wasm/scan.wasm', import.meta.url)));
const places = labelPlaces();

function scan(bytes: Uint8Array | string) {
  const piece = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  kernel.room(piece.length).set(piece);
  return scanPiece(kernel, places, kernel.room(piece.length), 0, piece.length);
}

/** Entropy that repeats with its seed. */
const wordsOf = (list: string, seed: string): readonly string[] =>
  Mnemonic.fromEntropy(createHash('sha256').update(seed).digest().subarray(0, 16), '', wordlists[list])
    .phrase.normalize('NFKD')
    .split(/\s+/);

it('[S4] reads words beside and between the marks of East Asian and typographic text', () => {
  for (const list of ['en', 'ja', 'ko', 'es', 'cz']) {
    const words = wordsOf(list, `marks ${list}`);
    const phrase = words.join(' ');
    const forms: Readonly<Record<string, string>> = {
      'a full-width colon before it': `シードフレーズ：${phrase}`,
      'corner brackets': `「${phrase}」`,
      'full-width brackets': `メモ（${phrase}）`,
      'a full stop behind it': `\n${phrase}。\n`,
      'quotation marks': `“${phrase}”`,
      'East Asian commas': words.join('、'),
      'middle dots': words.join('・'),
      'no-break spaces': words.join('\u00a0'),
      bullets: words.map((word) => `• ${word}`).join('\n'),
      'full-width numbers': words
        .map((word, at) => `${String(at + 1).replace(/\d/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))}．${word}`)
        .join('\n'),
      'numbers in circles': words.map((word, at) => `${String.fromCharCode(0x2460 + at)}${word}`).join(' '),
      'numbers on keys': words.map((word, at) => `${at + 1}\ufe0f\u20e3 ${word}`).join('\n'),
      'the mark at the beginning of a file': `\ufeff${phrase}\r\n`,
    };
    for (const [what, form] of Object.entries(forms)) {
      const { hits } = scan(form);
      expect(
        hits.map(({ kind, value }) => [kind, value]),
        `${list}, ${what}`,
      ).toEqual([['phrase', phrase]]);
      const [{ start, bytes } = { start: 0, bytes: 0 }] = hits;
      const shown = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(form).subarray(start, start + bytes));
      expect([shown.startsWith(words[0] as string), shown.endsWith(words[11] as string)], `${list}, ${what}`).toEqual([true, true]);
    }
  }
});

it('[S4] knows seeds of Electrum in its languages, and those of thirteen words', () => {
  // Made by Electrum 4.3.4 (`make_seed -L`, `--nbits 143 --seed_type standard`).
  for (const seed of [
    'そむりえ ほしょう なこうど こんすい なくす ちらみ たんご せんむ えほうまき うりあげ げんそう ついか',
    '继 圈 钻 宋 融 轴 淡 听 艺 仿 碍 音',
    'familia oveja fama olla costa anillo bruja sensor ábaco arte uña marea',
    'chat emerge domain mutual region nominee pattern health boost guide diesel just secret',
  ])
    expect(
      scan(`${seed}\n`).hits.map(({ kind, value }) => [kind, value.normalize('NFC')]),
      seed,
    ).toEqual([['electrumSeed', seed]]);
});

it('[S1] [S4] reads what stands behind line ends and tabs within strings', () => {
  const words = wordsOf('en', 'strings');
  const phrase = words.join(' ');
  const [address, bech32] = ['1BoatSLRHtKNngkdXEeobR76b53LETtpyT', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'];
  const texts = [`phrase:\n${phrase}\nend`, `seed\r\n${words.join('\n')}\n`, words.map((word, at) => `${at + 1}.\t${word}`).join('\n')];
  for (const text of texts)
    for (const written of [JSON.stringify({ text }), JSON.stringify(JSON.stringify({ text }))])
      for (const bytes of [Buffer.from(written), Buffer.from(written, 'utf16le')]) {
        const { hits } = scan(bytes);
        expect(
          hits.map(({ kind, value }) => [kind, value]),
          written,
        ).toEqual([['phrase', phrase]]);
        const [{ start } = { start: 0 }] = hits;
        expect(start).toBe(written.indexOf(words[0] as string) * (bytes.length / written.length));
      }
  for (const text of [`pay\n${address}\r\n${bech32}\tor`, `n${address} t${bech32}`]) {
    const written = JSON.stringify({ text });
    const isOwn = !text.startsWith('n');
    expect(scan(written).hits.map(({ start, value }) => `${start} ${value}`)).toEqual(
      isOwn ? [`${written.indexOf(address)} ${address}`, `${written.indexOf(bech32)} ${bech32}`] : [],
    );
  }
});

it('[S1] [S14] reads descriptors behind line ends within strings', () => {
  const key = 'xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8';
  const descriptor = `wpkh([d34db33f/84h/0h/0h]${key}/0/*)`;
  const written = JSON.stringify({ text: `cold:\n${descriptor}\n` });
  expect(scan(written).hits.map(({ kind, start, value }) => [kind, start, value])).toEqual([
    ['extendedPublicKey', written.indexOf(key), key],
    ['descriptor', written.indexOf(descriptor), descriptor],
  ]);
});

it('[S17] reads parts of phrases behind line ends within strings', () => {
  const part = wordsOf('en', 'strings').slice(0, 6).join(' ');
  const written = JSON.stringify({ text: `first half of the seed phrase:\n${part}\n` });
  expect(scan(written).hits.map(({ kind, start, value }) => [kind, start, value])).toEqual([['phrasePart', written.indexOf(part), part]]);
});

it('[S4] reads words that bytes of a record touch', () => {
  for (const list of ['en', 'pt', 'fr']) {
    const phrase = wordsOf(list, `record ${list}`).join(' ');
    // Lengths of more than 127 begin with such bytes in the records of SQLite and in protobuf.
    for (const [before, behind] of [
      [
        [0x81, 0x2b],
        [0x81, 0x05, 0x03],
      ],
      [[0x04, 0x00, 0x87], [0xbf]],
      [[0xff], [0xc3]],
      [
        [0xe3, 0x81],
        [0x80, 0x80, 0x80],
      ],
    ] as const) {
      const bytes = Buffer.concat([
        Buffer.alloc(40, 1),
        Buffer.from(before),
        Buffer.from(phrase),
        Buffer.from(behind),
        Buffer.alloc(40, 1),
      ]);
      expect(scan(bytes).hits, `${list} ${before} ${behind}`).toMatchObject([{ value: phrase, start: 40 + before.length }]);
    }
  }
});

it('[S4] reads Chinese characters with nothing between them below or behind the word that announces them, and no prose', () => {
  for (const [list, announced] of [
    ['zh_cn', '助记词'],
    ['zh_tw', '助記詞'],
    ['zh_tw', '助憶詞'],
    ['zh_tw', '註記詞'],
  ] as const) {
    const words = wordsOf(list, `below ${list}`);
    const [phrase, row] = [words.join(' '), words.join('')];
    // The words that announce stand in the lists themselves.
    for (const form of [`${announced}\n${row}\n`, `${announced}：${row}`, `${announced}：「${row}」。`, `${row}\r\n${announced}\r\n`])
      expect(scan(form).hits, form).toMatchObject([{ value: phrase, checks: ['bip39', 'context'] }]);
    for (const form of [words.join('、'), words.map((word, at) => `${at + 1}、${word}`).join('\n'), words.join('\u3000')])
      expect(scan(form).hits, form).toMatchObject([{ value: phrase, checks: ['bip39'] }]);
    // Each is parted from the next, by whatever.
    for (const gap of ['\n', ' ', '，\n'])
      expect(scan(`\n${words.slice(0, 6).join('、')}${gap}${words.slice(6).join('、')}\n`).hits, gap).toMatchObject([{ value: phrase }]);
    // A point or a blank between some of them: sentences.
    for (const form of [
      `${announced}\n${words.slice(0, 5).join('')}，${words.slice(5).join('')}。`,
      `\n${words.slice(0, 5).join('')} ${words.slice(5).join('')}\n`,
      `\n${row}\n`,
    ])
      expect(
        scan(form).hits.filter(({ kind }) => kind === 'phrase'),
        form,
      ).toEqual([]);
  }
});

it('[S3] [S17] knows the words that announce keys and parts of phrases in several languages', () => {
  const digits = createHash('sha256').update('announced key').digest('hex');
  for (const announced of [
    'プライベートキー：',
    '秘密鍵 ',
    '개인키: ',
    '개인 키: ',
    'clave privada: ',
    'clé privée : ',
    '私鑰：',
    '私钥是',
  ])
    expect(scan(`${announced}${digits}\n`).hits, announced).toMatchObject([{ kind: 'privateKey', value: digits }]);
  expect(scan(`何か：${digits}\n`).hits).toEqual([]);
  const part = wordsOf('en', 'announced part').slice(0, 6).join(' ');
  for (const announced of ['ニモニックの前半', '助憶詞前半', '註記詞前半'])
    expect(scan(`${announced}\n${part}\n`).hits, announced).toMatchObject([{ kind: 'phrasePart', value: part }]);
});
