// What can stand of a link as it was typed, and what is asked with it.
import { describe, expect, it } from 'vitest';
import { EMPTY_LINK, faultsOf, linkInput } from './linkDraft.ts';

const texts = { ...EMPTY_LINK, value: ' 1.0.16.9 ', time: '2026-02-02 00:30', until: '2026-02-02 01:00:00', port: '5060' };

describe('a link as it is typed', () => {
  it('needs an exhibit or a source, but for an assumption', () => {
    expect(faultsOf('name', 'attribution', texts).exhibit).toBe(true);
    expect(faultsOf('name', 'fact', { ...texts, source: 'abc' }).exhibit).toBe(false);
    expect(faultsOf('name', 'assumption', texts).exhibit).toBe(false);
  });
  it.each([
    ['ends before it begins', { until: '2026-02-01 00:00' }, 'until'],
    ['an end without a beginning', { time: '' }, 'until'],
    ['no time', { time: 'yesterday' }, 'time'],
    ['a port that there is not', { port: '70000' }, 'port'],
    ['a row that is no number', { source: 'abc', row: 'x' }, 'row'],
  ] as const)('%s cannot stand', (_name, more, where) => {
    expect(faultsOf('ip', 'assumption', { ...texts, ...more })[where]).toBe(true);
  });
  it('asks for a period in UTC, with source and row', () => {
    expect(linkInput('ip', 'attribution', { ...texts, source: 'abc', row: '7', chain: 'eip155:1' })).toMatchObject({
      value: '1.0.16.9',
      detail: { timeSeconds: Date.UTC(2026, 1, 2, 0, 30) / 1000, untilSeconds: Date.UTC(2026, 1, 2, 1) / 1000, port: 5060 },
      evidence: { source: 'abc', row: 7 },
    });
  });
  it('names a chain for an address alone, and times for a sighting alone', () => {
    expect(linkInput('address', 'fact', { ...texts, chain: 'eip155:1' })).toMatchObject({
      chain: 'eip155:1',
      detail: { timeSeconds: null },
    });
    expect(linkInput('ip', 'fact', { ...texts, chain: 'eip155:1' })).not.toHaveProperty('chain');
  });
});
