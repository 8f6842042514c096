// The form of a trace over balances on hand-made cases.
import { describe, expect, it } from 'vitest';
import { type AccountDraft, type AccountRun, draftOf, EMPTY_DRAFT, namesIn, requestOf } from './draft.ts';

const A = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const B = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';

describe('names of accounts', () => {
  it('parts ids by blanks, and leaves names with blanks whole', () => {
    expect(namesIn(`${A} ${B}\n${A}`)).toEqual([A, B]);
    expect(namesIn('1234 5678 ; user 77')).toEqual(['1234 5678', 'user 77']);
    expect(namesIn(`0x${'ab'.repeat(32)}#0.1 ${A}`)).toEqual([`0x${'ab'.repeat(32)}#0.1`, A]);
    expect(namesIn(' \n ')).toEqual([]);
  });
});

describe('request', () => {
  const full: AccountDraft = { ...EMPTY_DRAFT, seeds: [A], primary: 'fifo', question: ' Where? ', reason: 'Case law.' };
  it('names what is missing, one thing after the other', () => {
    expect(requestOf(EMPTY_DRAFT)).toEqual({ needs: 'accounts.needSeeds' });
    expect(requestOf({ ...full, policies: [] })).toEqual({ needs: 'accounts.needPolicies' });
    expect(requestOf({ ...full, policies: ['lifo'] })).toEqual({ needs: 'trace.needPrimary' });
    expect(requestOf({ ...full, stops: { addresses: { addresses: ' ' } } })).toEqual({ needs: 'trace.needStops' });
    expect(requestOf({ ...full, reason: ' ' })).toEqual({ needs: 'trace.needWords' });
  });
  it('asks for all policies by one word, and leaves empty fields out', () => {
    expect(requestOf(full)).toEqual({
      request: { from: [A], policies: ['all'], stops: [], assume: [], question: 'Where?', primary: 'fifo', reason: 'Case law.' },
    });
    const more = requestOf({
      ...full,
      policies: ['fifo', 'poison'],
      asset: ' USDT ',
      chain: 'x:1',
      assume: [B],
      stops: { maxHops: { hops: '3' } },
    });
    expect(more).toMatchObject({
      request: {
        ...{ policies: ['fifo', 'poison'], asset: 'USDT', chain: 'x:1', assume: [B] },
        stops: [{ rule: 'maxHops', options: { hops: 3 } }],
      },
    });
  });
});

describe('a run laid out in the form', () => {
  const run: AccountRun = {
    ...{ run: 1, ordinal: 1, siblings: 1, question: 'Where?', primary: 'fifo', reason: 'Case law.', time: '2026-11-20T10:04:55.000Z' },
    ...{ direction: 'backward', from: [A], chain: 'x:1', asset: 'USDT', policies: ['fifo', 'poison'], assume: [B], links: true },
    ...{ conversions: 'none', accepted: true, openings: [`${A}:USDT:5@17000000`], victims: null },
    stops: [
      { rule: 'addresses', options: { addresses: [A, B] } },
      { rule: 'dateWindow', options: { from: '2026-03-02', to: '2026-03-04T10:00' } },
      { rule: 'maxHops', options: { hops: 3 } },
    ],
    resultDigest: 'ab'.repeat(32),
  };
  it('asks the same again, nothing lost', () => {
    expect(requestOf(draftOf(run))).toEqual({
      request: {
        ...{ from: [A], policies: ['fifo', 'poison'], assume: [B], question: 'Where?', primary: 'fifo', reason: 'Case law.' },
        ...{ direction: 'backward', links: true, chain: 'x:1', asset: 'USDT' },
        ...{ conversions: 'none', accepted: true, openings: [`${A}:USDT:5@17000000`] },
        stops: [
          { rule: 'addresses', options: { addresses: [A, B] } },
          { rule: 'maxHops', options: { hops: 3 } },
          { rule: 'dateWindow', options: { from: '2026-03-02', to: '2026-03-04T10:00' } },
        ],
      },
    });
  });
  it('asks for a table of victims again, which no grant outlives', () => {
    const draft = draftOf({ ...run, direction: 'forward', from: [], victims: 'victims.csv' });
    expect(requestOf(draft)).toEqual({ needs: 'accounts.needVictims' });
    expect(requestOf({ ...draft, victims: { grant: 'g', name: 'victims.csv' } })).toMatchObject({ request: { from: [], victims: 'g' } });
  });
  it('offers no policy backward that traces forward alone', () => {
    expect(requestOf({ ...draftOf(run), policies: ['lowestBalance'] })).toEqual({ needs: 'accounts.needPolicies' });
  });
});
