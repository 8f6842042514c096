// The documents and digests that leave the room, against hand-made text.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildSlice, chainOf, txidOf } from '../../../tests/fixtures/slices.ts';
import { inputsDigest, toTraceJson, type TraceNames } from './digest.ts';
import { traceForward } from './forward.ts';
import { traceBackward } from './backward.ts';

const built = buildSlice([
  ...chainOf([
    { name: 'a', inputs: ['coinbase'], outputs: [7n, { valueSat: 0n, script: 'nothing' }] },
    {
      name: 'b',
      inputs: ['a:0'],
      outputs: [
        { valueSat: 4n, script: 'pay' },
        { valueSat: 2n, script: 'rest' },
      ],
    },
  ]),
  { height: -1, complete: false, transactions: [{ name: 'c', inputs: ['b:1', { valueSat: 3n, script: 'far' }], outputs: [4n] }] },
]);
const names: TraceNames = {
  outpointOfOut: (out) => built.name(out),
  outpointOfIn: (input) => `input ${input}`,
  addressOfScript: (script) => (script === built.script('pay') ? '1Pay' : script === built.script('far') ? '1Far' : null),
};
const sha = (...parts: (string | Uint8Array)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

describe('[T19] trace --json', () => {
  it('is exactly this text', () => {
    const result = traceForward(built.slice, { seeds: [built.out('a:0'), built.out('a:1')], policies: ['fifo'] });
    const json = toTraceJson(built.slice, result, names, { policy: 'fifo' });
    expect(json.policies).toEqual({
      fifo: {
        holdings: [
          { outpoint: 'b:0', address: '1Pay', amountSat: '4', height: 101, state: 'unspent' },
          { outpoint: 'c:0', address: null, amountSat: '2', height: null, state: 'unknown:coverage' },
        ],
        feesSat: '1',
        totalSat: '6',
      },
    });
    const text =
      '{"fifo":{"feesSat":"1","holdings":[{"address":"1Pay","amountSat":"4","height":101,"outpoint":"b:0","state":"unspent"},' +
      '{"address":null,"amountSat":"2","height":null,"outpoint":"c:0","state":"unknown:coverage"}],"totalSat":"6"}}';
    expect(json.resultDigest).toBe(sha(text));
    expect(json.seeds).toEqual([
      { outpoint: 'a:0', amountSat: '7' },
      { outpoint: 'a:1', amountSat: '0' },
    ]);
    expect(json.height).toBe(101);
  });

  it('[T15] names the outpoint of an unknown parent, with the script that undo data gives', () => {
    const result = traceBackward(built.slice, { seeds: [built.out('c:0')], policies: ['fifo'] });
    expect(toTraceJson(built.slice, result, names, {}).policies['fifo']?.holdings).toEqual([
      { outpoint: 'a:0', address: null, amountSat: '2', height: 100, state: 'coinbase' },
      { outpoint: 'input 3', address: '1Far', amountSat: '2', height: null, state: 'unknown-input' },
    ]);
  });
});

describe('[T20] inputsDigest', () => {
  it('is over sorted records, and the seeds, parameters and labels', () => {
    const result = traceForward(built.slice, { seeds: [built.out('b:0')], policies: ['fifo'] });
    expect([...result.transactionsRead]).toEqual([built.tx('b')]);
    const records = ['a', 'b']
      .map((name, index) => Buffer.concat([built.slice.blockHash.subarray(index * 32, index * 32 + 32), txidOf(name)]))
      .sort(Buffer.compare);
    const text = `{"labels":["x","y"],"parameters":{"policy":"fifo"},"seeds":["b:0"],"transactions":"${sha(...records)}"}`;
    expect(inputsDigest(built.slice, Uint32Array.of(1, 0), ['b:0'], { policy: 'fifo' }, ['y', 'x'])).toBe(sha(text));
  });

  it('reads seeds, touched transactions and their parents', () => {
    const result = traceForward(built.slice, { seeds: [built.out('a:0')], policies: ['fifo'] });
    expect([...result.transactionsRead]).toEqual([0, 1, 2]);
  });
});
