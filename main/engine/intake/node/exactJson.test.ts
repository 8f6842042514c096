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
    ['"1.0"', 100_000_000n],
    ['" 1.0"', null],
    ['"0x10"', null],
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
  /** The platform's own way to the text of a number (JSON.parse source text access), as the judge. */
  const judge = (text: string): unknown =>
    JSON.parse(text, ((_key: string, value: unknown, { source }: { source?: string }) =>
      typeof value === 'number' && !(source !== undefined && source.length <= 15 && /^-?\d+$/.test(source) && source !== '-0')
        ? source
        : value) as (key: string, value: unknown) => unknown);

  it('is what JSON.parse makes of it, but for numbers that are no plain integers', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
    );
    const spaced = fc.constantFrom('', ' ', '\n\t');
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        number,
        fc.string().map((text) => JSON.stringify(text)),
        fc.constantFrom('true', 'null', '[]', '{}'),
        tie('list'),
        tie('object'),
      ),
      list: fc
        .tuple(fc.array(tie('any'), { maxLength: 4 }), spaced)
        .map(([members, space]) => `[${members.join(`${space},${space}`)}${space}]`),
      object: fc
        .tuple(fc.array(fc.tuple(fc.string(), tie('any')), { maxLength: 4 }), spaced)
        .map(([members, space]) => `{${members.map(([name, one]) => `${JSON.stringify(name)}${space}:${space}${one}`).join(',')}${space}}`),
    })).any as fc.Arbitrary<string>;
    fc.assert(
      fc.property(value, (text) => {
        expect(readExactJson(text, 'm')).toEqual(judge(text));
      }),
      { numRuns: 500 },
    );
  });

  it('is refused where JSON.parse refuses it', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '1.5', '-', '1', '.', 'e', '0', ' ', 'null', '\\');
    const read = (parse: () => unknown): unknown => {
      try {
        return { read: parse() };
      } catch {
        return 'refused';
      }
    };
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(read(() => readExactJson(text, 'm'))).toEqual(read(() => judge(text)));
      }),
      { numRuns: 5000 },
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
    ['json', '{1.5:2}'],
    ['json', '{1.5 :2}'],
    ['json', '1.2.3'],
    ['json', '01.5'],
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
