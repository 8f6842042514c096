// Amounts against hand-worked readings, and any amount written out with its decimals.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount } from './amounts.ts';

const amount = (text: string, decimals = 2): bigint | string => {
  const reading = readAmount(text, decimals);
  return reading.ok ? (reading.negative ? -reading.amount : reading.amount) : reading.problem;
};

describe('amounts', () => {
  it.each([
    ['1,234.56', 2, 123456n],
    ['1234.5600', 2, 123456n],
    ['.5', 2, 50n],
    ['0.000000000000000001', 18, 1n],
    ['115792089237316195423570985008687907853269984665640564039457584007913129639935', 0, (1n << 256n) - 1n],
    ['(1,234.00)', 2, -123400n],
    ['△1,234', 0, -1234n],
    ['▲１，２３４', 0, -1234n],
    ['-0', 2, 0n],
    ['１２，３４５．６７', 2, 1234567n],
    ['¥23.50', 2, 2350n],
    ['￥-23.50', 2, -2350n],
    ['-¥23.50', 2, -2350n],
    ['1,234円', 0, 1234n],
    ['="1,234.5"', 2, 123450n],
    ['100.00-', 2, -10000n],
    ['100\t', 2, 10000n],
    ['1,2345,6789', 0, 123456789n],
  ] as const)('reads %s', (text, decimals, expected) => expect(amount(text, decimals)).toBe(expected));

  it.each([
    ['1.2E+18', 'scientific'],
    ['1.0E-6', 'scientific'],
    ['1.234', 'tooManyDecimals'],
    ['1,23,4', 'grouping'],
    ['1.234.567', 'grouping'],
    ['12,34', 'grouping'],
    ['', 'empty'],
    ['--5', 'notANumber'],
    ['n/a', 'notANumber'],
    ['0x10', 'notANumber'],
    ['1'.repeat(90), 'tooLarge'],
    ['NaN', 'notANumber'],
    ['.', 'notANumber'],
    ['(-5)', 'notANumber'],
  ])('refuses %s as %s', (text, problem) => expect(amount(text)).toBe(problem));

  it('reads a decimal comma only where that was said', () => {
    expect(readAmount('1.234,50', 2, { decimalMark: ',' })).toEqual({ ok: true, amount: 123450n, negative: false });
    expect(readAmount('1234,5', 2)).toEqual({ ok: false, problem: 'grouping' });
  });

  it('gives back every amount that was written with its decimals', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
        fc.integer({ min: 0, max: 18 }),
        fc.boolean(),
        (units, decimals, grouped) => {
          const digits = units.toString().padStart(decimals + 1, '0');
          const whole = digits.slice(0, digits.length - decimals);
          const shown = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
          const text = decimals === 0 ? shown : `${shown}.${digits.slice(-decimals)}`;
          expect(readAmount(text, decimals)).toEqual({ ok: true, amount: units, negative: false });
        },
      ),
    );
  });
});
