// Amount text against hand-written figures, and a round trip over any amount.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAmounts, drawnShare, formatAmount, formatBytes, parseAmount, sumAmounts } from './amounts.ts';

const plain = (text: string) => text.replace(/\u202f/g, ' ');

describe('formatAmount', () => {
  it('writes satoshi with eight decimals', () => {
    expect(plain(formatAmount('5000000000', 8))).toBe('50.00000000');
    expect(plain(formatAmount('1', 8))).toBe('0.00000001');
    expect(plain(formatAmount('0', 8))).toBe('0.00000000');
    expect(plain(formatAmount('2099999997690000', 8))).toBe('20 999 999.97690000');
  });
  it('keeps every digit of amounts that a float cannot hold', () => {
    expect(plain(formatAmount('123456789012345678901234567', 18))).toBe('123 456 789.012345678901234567');
    expect(plain(formatAmount('9007199254740993', 0))).toBe('9 007 199 254 740 993');
  });
  it('trims only zeros at the end', () => {
    expect(formatAmount('1250000000', 8, { trim: true })).toBe('12.5');
    expect(formatAmount('1000000000', 8, { trim: true })).toBe('10');
    expect(formatAmount('100', 8, { trim: true })).toBe('0.000001');
  });
  it('gives back what parseAmount reads, for any amount and unit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), fc.integer({ min: 0, max: 18 }), (amount, decimals) => {
        expect(parseAmount(formatAmount(amount, decimals), decimals)).toBe(amount);
        expect(parseAmount(formatAmount(amount, decimals, { trim: true }), decimals)).toBe(amount);
      }),
    );
  });
});

describe('parseAmount', () => {
  it('refuses what is not an amount or is finer than the unit', () => {
    for (const text of ['', '.', '.5', '-1', '1,5', '1e3', 'abc', '0.123456789']) expect(parseAmount(text, 8)).toBeNull();
  });
});

describe('comparing and drawing', () => {
  it('compares beyond the range of a float', () => {
    expect(compareAmounts('9007199254740993', '9007199254740992')).toBe(1);
    expect(compareAmounts('9', '10')).toBe(-1);
    expect(sumAmounts(['9007199254740993', '1'])).toBe(9007199254740994n);
  });
  it('draws shares between 0 and 1', () => {
    expect(drawnShare('25', '100')).toBe(0.25);
    expect(drawnShare('5', '0')).toBe(0);
    expect(drawnShare('200', '100')).toBe(1);
  });
  it('writes sizes', () => {
    expect(formatBytes(999)).toBe('999 B');
    expect(formatBytes('27400000')).toBe('27.4 MB');
  });
});
