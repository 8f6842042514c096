// The trace form's logic on hand-made cases.
import { describe, expect, it } from 'vitest';
import { optionValue, seedKind, seedsIn, tickedOutputs, withOutputs } from './request.ts';

const TX = 'ab'.repeat(32);

describe('seeds', () => {
  it('reads ids from pasted text, each once', () => {
    expect(seedsIn(`  ${TX}:0,\n1abc; 1abc `)).toEqual([`${TX}:0`, '1abc']);
    expect(seedKind(`${TX}:12`)).toBe('outpoint');
    expect(seedKind(TX)).toBe('transaction');
    expect(seedKind('12c6DSiU4Rq3P4ZxziKxzrL5LmMBrzjrJX')).toBe('address');
  });
  it('turns ticks into outpoints, all ticks into the transaction, and reads both back', () => {
    const some = withOutputs(['1abc', TX], TX, [2, 0], 3);
    expect(some).toEqual(['1abc', `${TX}:0`, `${TX}:2`]);
    expect(tickedOutputs(some, TX, 3)).toEqual([0, 2]);
    expect(withOutputs(some, TX, [0, 1, 2], 3)).toEqual(['1abc', TX]);
    expect(tickedOutputs([TX], TX, 3)).toEqual([0, 1, 2]);
    expect(withOutputs([TX], TX, [], 3)).toEqual([]);
  });
});

describe('optionValue', () => {
  const option = (kind: 'integer' | 'amount' | 'height' | 'addresses', required = false) => ({ name: 'x', kind, required });
  it('reads each kind and tells empty from wrong', () => {
    expect(optionValue(option('amount'), '0.5', 8)).toBe('50000000');
    expect(optionValue(option('integer'), '1 000', 8)).toBe(1000);
    expect(optionValue(option('addresses'), 'a, b', 8)).toEqual(['a', 'b']);
    expect(optionValue(option('height'), '', 8)).toBeUndefined();
    expect(optionValue(option('height', true), '', 8)).toBeNull();
    expect(optionValue(option('integer'), '-3', 8)).toBeNull();
  });
});
