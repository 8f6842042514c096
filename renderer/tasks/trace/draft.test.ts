// A run laid out in the form and read back from it asks what the run asked.
import { describe, expect, it } from 'vitest';
import { draftOf } from './draft.ts';
import { stopsOf } from './StopRules.tsx';

const option = (name: string, kind: 'integer' | 'amount' | 'height' | 'addresses') => ({ name, kind, required: true, defaultValue: null });
const RULES = [
  { id: 'minValue', version: '1', inference: false, options: [option('amountSat', 'amount')] },
  { id: 'addresses', version: '1', inference: false, options: [option('addresses', 'addresses')] },
  { id: 'maxHops', version: '1', inference: false, options: [option('hops', 'integer')] },
];

describe('tracing again', () => {
  it('keeps starting points, policy, words and stop rules, to the last satoshi', () => {
    const stops = [
      { rule: 'minValue', options: { amountSat: '123456789012345678' } },
      { rule: 'addresses', options: { addresses: ['1abc', '3def'] } },
      { rule: 'maxHops', options: { hops: 12 } },
    ];
    const run = { from: ['ab:0'], stops, direction: 'backward', chain: 'c', primary: 'fifo', question: 'Q', reason: 'R' } as never;
    const draft = draftOf(run, 8);
    expect(draft).toMatchObject({ seeds: ['ab:0'], direction: 'backward', chain: 'c', primary: 'fifo', question: 'Q', reason: 'R' });
    // The node or the archive was asked already.
    expect(draft.look).toBe(false);
    expect(stopsOf(RULES, draft.stops, 8)).toEqual(stops);
  });
});
