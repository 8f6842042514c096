// Amounts are read from the text of an answer, exactly; nesting is bounded before anything is parsed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../../../../tests/fixtures/caseDesk.ts';
import { membersOf, readExactJson, unitsOf } from './exactJson.ts';

const amount = (text: string): bigint | null => unitsOf(membersOf(readExactJson(`{"value":${text}}`, 'm'))?.['value'], 8);

describe('amounts', () => {
  it.each([
    ['0.00000001', 1n],
    ['0.10000000', 10_000_000n],
    ['21000000.00000000', 2_100_000_000_000_000n],
    // As floats these two are one number.
    ['90071992.54740993', 9_007_199_254_740_993n],
    ['184467440.73709551', 18_446_744_073_709_551n],
    ['1e-8', 1n],
    ['1.5E+2', 15_000_000_000n],
    ['50', 5_000_000_000n],
    ['0', 0n],
    ['0.000000010', 1n],
    ['0.000000001', null],
    ['-1', null],
    ['-0.1', null],
    ['1e99', 10n ** 107n],
    ['1e-99', null],
    ['"1.0"', null],
    ['true', null],
    ['null', null],
    ['{"decimal":"1.0"}', null],
  ])('%s coins', (text, units) => expect(amount(text)).toBe(units));

  it('agree with integer arithmetic for any amount as a node prints it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }), (units) => {
        const digits = units.toString().padStart(9, '0');
        expect(amount(`${digits.slice(0, -8)}.${digits.slice(-8)}`)).toBe(units);
      }),
    );
  });
});

describe('JSON', () => {
  it('is otherwise what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        if (/\d[.eE]|\d{16}|-0/.test(text)) return;
        expect(readExactJson(text, 'm')).toEqual(JSON.parse(text));
      }),
    );
  });

  it('brackets in texts are no nesting, whatever is escaped around them', async () => {
    for (const text of ['[', '{', '\\', '"', '\\"', '[\\\\"[', '"'.repeat(50)]) {
      const inside = text.repeat(60);
      expect(readExactJson(JSON.stringify([inside]), 'm')).toEqual([inside]);
    }
  });

  it.each([
    ['depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['depth', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
    ['json', '{"a":1'],
    ['json', ''],
    ['json', '<html>'],
    ['json', '{"a":NaN}'],
    ['json', "{'a':1}"],
  ])('is refused: %s', async (reason, text) => {
    expect(await faultOf(() => readExactJson(text, 'getblock'))).toEqual({
      code: 'node.badAnswer',
      parameters: { method: 'getblock', reason },
    });
  });

  it('makes no prototype', () => {
    const read = membersOf(readExactJson('{"__proto__":{"result":1}}', 'm'));
    expect(read?.['result']).toBeUndefined();
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });
});
