// Figures of account traces by hand-made cases.
import { describe, expect, it } from 'vitest';
import { assetText, figureText, figureWidth, movementParts, stateKey, unitsText } from './figures.ts';

const asset = (more: object = {}) => ({
  ...{ key: 'x', kind: 'token' as const, contract: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', tokenId: null },
  ...{ symbol: 'USDT', decimals: 6, standing: 'issuer' as const, ...more },
});

describe('amounts', () => {
  it('keeps every digit of a uint256', () => {
    const most = (2n ** 256n - 1n).toString();
    expect(unitsText(most, { decimals: 18 }).replaceAll('\u202f', '')).toBe(
      '115792089237316195423570985008687907853269984665640564039457.584007913129639935',
    );
    expect(unitsText('1234567', { decimals: null })).toBe('1\u202f234\u202f567');
    expect(unitsText('1500000', { decimals: 6 })).toBe('1.5');
  });
  it('gives one number or both bounds, never one of them', () => {
    expect(figureText({ asset: asset(), figure: { amount: '2000001', low: null, high: null, why: null } })).toBe('2.000001');
    expect(figureText({ asset: asset(), figure: { amount: null, low: '0', high: '5000000', why: 'ledger' } })).toBe('0 – 5');
  });
  it('leaves room for every digit', () => {
    expect(figureWidth(['1', '2'], 140)).toBe(140);
    expect(figureWidth(['1', '1.'.padEnd(80, '9')], 140)).toBeGreaterThanOrEqual(80 * 8);
  });
  it('names an asset by its contract where no symbol is known', () => {
    expect(assetText(asset({ symbol: null }))).toBe('0x5aAeb6…1BeAed');
    expect(assetText(asset({ tokenId: '12' }))).toBe('USDT #12');
  });
});

describe('codes', () => {
  it('splits a movement at its last mark', () => {
    expect(movementParts('0xab#0.1')).toEqual({ transaction: '0xab', path: '0.1' });
    expect(movementParts('row #7#3')).toEqual({ transaction: 'row #7', path: '3' });
  });
  it('takes states apart', () => {
    expect(stateKey('held')).toEqual({ key: 'held', detail: '' });
    expect(stateKey('unknown:order')).toEqual({ key: 'unknown-order', detail: 'order' });
    expect(stateKey('stopped:mixer')).toEqual({ key: 'stopped', detail: 'mixer' });
  });
});
