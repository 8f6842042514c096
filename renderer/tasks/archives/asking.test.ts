// Costs added up by hand, and lists as people keep them.
import { describe, expect, it } from 'vitest';
import { type Cost, idsInFile, totalCost } from './asking.ts';

const cost = (passes: number, bytes: number | null, seconds: number | null) => ({ passes, bytes, seconds }) as Cost;

describe('what a question costs', () => {
  it('counts every pass of every source', () => {
    expect(totalCost([cost(1, 100, 5), cost(3, 10, 2)])).toEqual({ bytes: 130, seconds: 11 });
  });
  it('says nothing in all where one source cannot tell', () => {
    expect(totalCost([cost(1, 100, 5), cost(1, null, 2)])).toEqual({ bytes: null, seconds: 7 });
  });
});

describe('a list of ids in a file', () => {
  it('takes the first word of each line, once, without marks and remarks', () => {
    expect(idsInFile('\uFEFF1abc, the first payee\r\n# from the complaint\r\n\r\n3def\tsecond; third\n1abc\n')).toEqual(['1abc', '3def']);
  });
});
