// What is typed about a table, and what the engine asks for, on hand-made cases.
import { describe, expect, it } from 'vitest';
import { askedBy, chainOf, decimalsOf, decimalsToState, zoneMinutesOf } from './tableReading.ts';

describe('time zone', () => {
  it('reads hours and minutes east of UTC', () => {
    expect(['+09:00', '+9', 'UTC+0800', '-03:30', '\u221205:00', 'utc', ''].map(zoneMinutesOf)).toEqual([
      540,
      540,
      480,
      -210,
      -300,
      0,
      undefined,
    ]);
  });
  it('refuses what is none', () => {
    expect(['Tokyo', '9', '+15:00', '+09:75', '+'].map(zoneMinutesOf)).toEqual([null, null, null, null, null]);
  });
});

describe('decimals of tokens', () => {
  it('are read by contract, several parted by commas or spaces', () => {
    expect(decimalsOf(' ')).toBeUndefined();
    expect(decimalsOf('0xAb=18, TXyz=6\n0xcd=0')).toEqual({ '0xAb': 18, TXyz: 6, '0xcd': 0 });
  });
  it('are refused where one cannot stand, or a contract stands twice', () => {
    expect(['0xab', '0xab=', '=6', '0xab=78', '0xab=six', '0xab=6 0xab=18'].map(decimalsOf)).toEqual([null, null, null, null, null, null]);
  });
});

describe('chain', () => {
  it('is taken from the list, by name, or a ledger', () => {
    expect(chainOf('', 'x')).toBeUndefined();
    expect(chainOf('named', ' tron ')).toBe('tron');
    expect(chainOf('ledger', 'Bank of Tokyo')).toBe('ledger:Bank of Tokyo');
    expect(chainOf('ledger', ' ')).toBeNull();
    expect(chainOf('bip122:abc', '')).toBe('bip122:abc');
  });
});

describe('what the engine asks for', () => {
  it('knows which field is meant', () => {
    expect(askedBy({ code: 'usage.chainRequired', parameters: { file: 'a.csv', known: 'ethereum, bnb', hint: '' } })).toEqual({
      ...{ field: 'chain', chains: ['ethereum', 'bnb'], ledger: false },
    });
    expect(askedBy({ code: 'usage.chainRequired', parameters: { known: 'ledger:NAME' } })).toEqual({
      field: 'chain',
      chains: [],
      ledger: true,
    });
    expect(askedBy({ code: 'intake.noRowTaken', parameters: { row: 2, reason: 'noZone' } })?.field).toBe('zone');
    expect(askedBy({ code: 'intake.noRowTaken', parameters: { row: 2, reason: 'decimalsUnknown' } })?.field).toBe('decimals');
    const lacking = askedBy({ code: 'intake.noRowTaken', parameters: { row: 2, reason: 'decimalsUnknown', contracts: '0xaa, 0xbb' } });
    expect(lacking?.contracts).toBe('0xaa, 0xbb');
    // Laid out for the number to be written behind each: until then it cannot stand.
    expect(decimalsToState('0xaa, 0xbb')).toBe('0xaa= 0xbb=');
    expect(decimalsOf(decimalsToState('0xaa, 0xbb'))).toBeNull();
    expect(decimalsOf('0xaa=6 0xbb=18')).toEqual({ '0xaa': 6, '0xbb': 18 });
    expect(askedBy({ code: 'intake.noRowTaken', parameters: { row: 2, reason: 'badHash' } })).toBeNull();
    expect(askedBy(new Error('x'))).toBeNull();
  });
});
