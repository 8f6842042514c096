// What contracts answer of themselves: real answers of a node against what ethereum-etl read of them, and hostile ones.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { AbiCoder } from 'ethers/abi';
import { describe, expect, it } from 'vitest';
import { SHARED_DATA, sharedFile, sharedJson } from '../../../../tests/vectors/sharedData.ts';
import { DECIMALS, decimalsIn, SYMBOL, symbolIn } from './tokenWords.ts';

const coder = AbiCoder.defaultAbiCoder();

describe('symbol and decimals', () => {
  it.each(['USDT', 'USD₮0', 'a'.repeat(40), '你好'])('%s as ethers writes it', (text) => {
    expect(symbolIn(coder.encode(['string'], [text]))).toBe(text);
  });

  it.each([
    ['nothing', '0x'],
    ['an empty string', coder.encode(['string'], [''])],
    ['a string longer than a symbol is', coder.encode(['string'], ['a'.repeat(200)])],
    ['a length beyond the answer', `0x${'20'.padStart(64, '0')}${'ff'.padStart(64, '0')}`],
    ['an offset elsewhere', `0x${'40'.padStart(64, '0')}${'0'.repeat(128)}`],
    ['half a character', `0x${'20'.padStart(64, '0')}${'01'.padStart(64, '0')}${'c3'.padEnd(64, '0')}`],
    ['no text', null],
    ['an object', {}],
  ])('%s is no symbol', (_, answer) => {
    expect(symbolIn(answer)).toBeNull();
  });

  it('reads decimals of one word that could be any', () => {
    expect(decimalsIn(coder.encode(['uint8'], [18]))).toBe(18);
    expect(decimalsIn(coder.encode(['uint8'], [0]))).toBe(0);
    for (const answer of [
      coder.encode(['uint256'], [78]),
      coder.encode(['uint256'], [2n ** 255n]),
      '0x',
      `${coder.encode(['uint8'], [6])}00`,
    ])
      expect(decimalsIn(answer)).toBeNull();
  });
});

describe.skipIf(SHARED_DATA === null)('real answers', () => {
  const folder = 'eth-tron/ethereum-etl/test_export_tokens_job';
  const calls =
    SHARED_DATA === null
      ? []
      : (readdirSync(join(SHARED_DATA, folder), { recursive: true }) as string[]).filter((name) => name.includes(SYMBOL));
  it.each(calls)('%s', (name) => {
    const [row] = parse(Buffer.from(sharedFile(`${folder}/${dirname(name)}/expected_tokens.csv`)), { columns: true }) as Record<
      string,
      string
    >[];
    const answer = (path: string) => (sharedJson(`${folder}/${path}`) as { result: unknown }).result;
    expect(decimalsIn(answer(name.replace(SYMBOL, DECIMALS)))).toBe(Number(row?.['decimals']));
    // The second states a length of six for three letters: what follows is zeros, which the extractor drops.
    expect(symbolIn(answer(name))?.replaceAll('\0', '')).toBe(row?.['symbol']);
  });
});
