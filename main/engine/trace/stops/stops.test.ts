// Every listed stop rule stops one holding and lets a near miss go on; a rule without a case fails here.
import { describe, expect, it } from 'vitest';
import { buildSlice, chainOf } from '../../../../tests/fixtures/slices.ts';
import { traceBackward } from '../backward.ts';
import { traceForward } from '../forward.ts';
import { completeOptions, stops } from './index.ts';
import type { StopOptions } from './stop.ts';

/** a -> b -> c, 100 sat, with a change output of 10 at b. */
const line = buildSlice(
  chainOf([
    { name: 'a', inputs: ['coinbase'], outputs: [{ valueSat: 100n, script: 'A' }] },
    {
      name: 'b',
      inputs: ['a:0'],
      outputs: [
        { valueSat: 90n, script: 'B' },
        { valueSat: 10n, script: 'X' },
      ],
    },
    { name: 'c', inputs: ['b:0'], outputs: [{ valueSat: 90n, script: 'C' }] },
    { name: 'd', inputs: ['b:1'], outputs: [{ valueSat: 10n, script: 'D' }] },
  ]),
);

/** Two people mix 50 each: m is a CoinJoin shape. */
const mixed = buildSlice(
  chainOf([
    { name: 'a', inputs: ['coinbase'], outputs: [{ valueSat: 100n, script: 'A' }] },
    { name: 'z', inputs: ['coinbase'], outputs: [{ valueSat: 60_000n, script: 'Z' }] },
    { name: 'm', inputs: ['a:0', 'z:0'], outputs: [{ valueSat: 50n }, { valueSat: 50n }, { valueSat: 60_000n }] },
  ]),
);

const b = line.script('B');
const cases: Record<string, { built: typeof line; options: StopOptions; near: StopOptions | null; at: string }> = {
  addresses: { built: line, options: { scripts: [b] }, near: { scripts: [line.script('A')] }, at: 'b:0' },
  labelled: { built: line, options: { scripts: [b] }, near: { scripts: [line.script('A')] }, at: 'b:0' },
  serviceLike: { built: line, options: { transactions: 1999 }, near: { transactions: 2000 }, at: 'b:0' },
  coinjoin: { built: mixed, options: {}, near: null, at: 'a:0' },
  heightWindow: { built: line, options: { from: 101, to: 101 }, near: { from: 101, to: 103 }, at: 'b:0' },
  minValue: { built: line, options: { amountSat: 91n }, near: { amountSat: 10n }, at: 'b:0' },
  maxHops: { built: line, options: { hops: 1 }, near: { hops: 2 }, at: 'b:0' },
};

describe.each(stops.entries.map((rule) => [rule.id, rule] as const))('stop %s', (id, rule) => {
  const given = cases[id];
  const states = (options: StopOptions) =>
    traceForward(given?.built.slice as never, {
      seeds: [given?.built.out('a:0') as number],
      policies: ['fifo'],
      stops: [{ id, options }],
      stopContext: { transactionsOfScript: (script) => (script === b ? 2000 : 1) },
    }).policies[0]?.holdings.map((holding) => [given?.built.name(holding.outNumber), holding.state]) ?? [];

  it('[T17] leaves the holding at the outpoint, with its name', () => {
    expect(given).toBeDefined();
    expect(states(given?.options ?? {})).toContainEqual([given?.at, `stopped:${id}`]);
  });
  it('[T17] lets a near miss go on', () => {
    if (given?.near) expect(states(given.near).filter(([, state]) => state !== 'unspent')).toEqual([]);
  });
  it('names its version, statement and options', () => {
    expect(rule.version).toBeGreaterThan(0);
    for (const field of rule.options) {
      if (field.required) expect(() => completeOptions(rule, { id })).toThrow('usage.invalid');
      expect(() => completeOptions(rule, { id, options: { [field.name]: Number.NaN } })).toThrow('usage.invalid');
    }
    expect(() => completeOptions(rule, { id, options: { surprise: 1 } })).toThrow('usage.invalid');
  });
});

describe('[T17] stop rules', () => {
  it('never stop a seed for where it lies, but do for what it would pass', () => {
    const at = (stop: { id: string; options: StopOptions }) =>
      traceForward(line.slice, { seeds: [line.out('a:0')], policies: ['fifo'], stops: [stop] }).policies[0]?.holdings.map(
        ({ outNumber, state }) => [line.name(outNumber), state],
      );
    expect(at({ id: 'addresses', options: { scripts: [line.script('A')] } })).toEqual([
      ['c:0', 'unspent'],
      ['d:0', 'unspent'],
    ]);
    expect(at({ id: 'maxHops', options: { hops: 0 } })).toEqual([['a:0', 'stopped:maxHops']]);
  });

  it('do not speak of an output that nothing spends', () => {
    const result = traceForward(line.slice, {
      seeds: [line.out('a:0')],
      policies: ['fifo'],
      stops: [{ id: 'addresses', options: { scripts: [line.script('C')] } }],
    });
    expect(result.policies[0]?.holdings.map(({ state }) => state)).toEqual(['unspent', 'unspent']);
  });

  it('name the first of several in the order of the registry', () => {
    const result = traceForward(line.slice, {
      seeds: [line.out('a:0')],
      policies: ['fifo'],
      stops: [
        { id: 'maxHops', options: { hops: 1 } },
        { id: 'minValue', options: { amountSat: 50n } },
      ],
    });
    expect(result.policies[0]?.holdings.map(({ state }) => state)).toEqual(['stopped:maxHops', 'stopped:minValue']);
  });

  it('leave a stopped input clean in the transaction that spends it together with a followed one', () => {
    const { slice, out, name } = buildSlice(
      chainOf([
        { name: 'a', inputs: ['coinbase'], outputs: [5n, 95n] },
        { name: 'b', inputs: ['a:0', 'a:1'], outputs: [100n] },
      ]),
    );
    const result = traceForward(slice, {
      seeds: [out('a:0'), out('a:1')],
      policies: ['poison', 'fifo'],
      stops: [{ id: 'minValue', options: { amountSat: 6 } }],
    });
    for (const policy of result.policies) {
      const seedOfBig = result.seeds.findIndex((seed) => seed.outNumber === out('a:1'));
      expect(policy.holdings.map((holding) => [name(holding.outNumber), holding.state])).toEqual([
        ['a:0', 'stopped:minValue'],
        ['b:0', 'unspent'],
      ]);
      expect(policy.holdings[1]?.bySeed.map((part) => part.seed)).toEqual([seedOfBig]);
    }
  });

  it('work backward', () => {
    const result = traceBackward(line.slice, {
      seeds: [line.out('c:0')],
      policies: ['fifo'],
      stops: [{ id: 'maxHops', options: { hops: 1 } }],
    });
    expect(result.policies[0]?.holdings.map(({ outNumber, state }) => [line.name(outNumber), state])).toEqual([['b:0', 'stopped:maxHops']]);
  });
});
