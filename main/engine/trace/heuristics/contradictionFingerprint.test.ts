// Fingerprints against real transactions with a second way of telling the order, and the rule that agreement says nothing.
import { describe, expect, it } from 'vitest';
import { SHARED_DATA, sharedJson } from '../../../../tests/vectors/sharedData.ts';
import { fromHex } from '../../../../shared/model/bytes.ts';
import type { Transaction } from '../../chains/index.ts';
import { contradictionsBetween, fingerprintOf } from './contradictionFingerprint.ts';
import type { Fingerprint } from './heuristic.ts';

type Built = Pick<Transaction, 'version' | 'lockTime' | 'inputs' | 'outputs'>;
const input = (previousTxid: string, previousOutput: number, sequence = 0xffff_ffff) => ({
  previousTxid: previousTxid.padEnd(64, '0'),
  previousOutput,
  sequence,
  scriptSig: new Uint8Array(0),
  witness: [],
});
const output = (valueSat: bigint, script: string) => ({ valueSat, script: fromHex(script) });
const read = (built: Built, inputType: string | null = 'p2wpkh') => fingerprintOf(built as Transaction, inputType);
const one: Built = { version: 2, lockTime: 0, inputs: [input('a', 0)], outputs: [output(1n, '00')] };

describe('[T33] fingerprints', () => {
  it('read version, lock time, sequence and shape', () => {
    expect(read(one)).toEqual({
      version: '2',
      lockTime: 'none',
      sequence: 'final',
      order: null,
      inputType: 'p2wpkh',
      outputs: 'one',
    });
    const sequence = (...values: number[]) => read({ ...one, inputs: values.map((value, index) => input('a', index, value)) }).sequence;
    expect(sequence(0xffff_fffe)).toBe('lockTimeOnly');
    expect(sequence(0xffff_ffff, 0xffff_fffe)).toBe('lockTimeOnly');
    // BIP125: below 0xfffffffe, on any input.
    expect(sequence(0xffff_ffff, 0xffff_fffd)).toBe('replaceable');
    expect(sequence(0)).toBe('replaceable');
    expect(read({ ...one, lockTime: 800_000 }).lockTime).toBe('set');
    expect(read({ ...one, outputs: [output(1n, '00'), output(1n, '00')] }).outputs).toBe('two');
    expect(read({ ...one, outputs: [1n, 2n, 3n].map((value) => output(value, '00')) }).outputs).toBe('more');
  });

  it('tell the order of BIP69: txid as displayed, then index; amount, then script', () => {
    const order = (inputs: readonly ReturnType<typeof input>[], outputs: readonly ReturnType<typeof output>[]) =>
      read({ ...one, inputs, outputs }).order;
    const single = [output(1n, '00')];
    expect(order([input('0b', 9), input('a0', 0)], single)).toBe('bip69');
    expect(order([input('a0', 0), input('0b', 9)], single)).toBe('other');
    expect(order([input('a', 2), input('a', 10)], single)).toBe('bip69');
    expect(order([input('a', 10), input('a', 2)], single)).toBe('other');
    expect(order([input('a', 0)], [output(5n, 'ff'), output(10n, '00')])).toBe('bip69');
    expect(order([input('a', 0)], [output(10n, '00'), output(5n, 'ff')])).toBe('other');
    expect(order([input('a', 0)], [output(5n, '00ff'), output(5n, '01')])).toBe('bip69');
    expect(order([input('a', 0)], [output(5n, '01'), output(5n, '00ff')])).toBe('other');
  });

  it.skipIf(SHARED_DATA === null)('agrees with sorting, on the transactions of a real block', () => {
    interface Coin {
      readonly value: number;
      readonly pk_script: string;
    }
    const { blocks } = sharedJson('btc-blocks/raito-prevouts/full_757752.json') as {
      readonly blocks: readonly {
        readonly data: {
          readonly transactions: readonly {
            readonly version: number;
            readonly lock_time: number;
            readonly inputs: readonly {
              readonly sequence: number;
              readonly previous_output: { readonly txid: string; readonly vout: number };
            }[];
            readonly outputs: readonly Coin[];
          }[];
        };
      }[];
    };
    const counts: Record<string, number> = {};
    for (const transaction of blocks[0]?.data.transactions.slice(1) ?? []) {
      const inputs = transaction.inputs.map(({ sequence, previous_output: { txid, vout } }) => input(txid, vout, sequence));
      const outputs = transaction.outputs.map(({ value, pk_script }) => output(BigInt(value), pk_script.slice(2)));
      const found = read({ version: transaction.version, lockTime: transaction.lock_time, inputs, outputs }).order;
      // Fixed-width text sorts like the numbers in it.
      const inText = transaction.inputs.map(({ previous_output: { txid, vout } }) => `${txid}${String(vout).padStart(10, '0')}`);
      const outText = transaction.outputs.map(({ value, pk_script }) => `${String(value).padStart(20, '0')}${pk_script}`);
      const isSorted = [inText, outText].every((texts) => String([...texts].sort()) === String(texts));
      expect(found).toBe(inText.length < 2 && outText.length < 2 ? null : isSorted ? 'bip69' : 'other');
      counts[String(found)] = (counts[String(found)] ?? 0) + 1;
    }
    expect(Object.keys(counts).sort()).toEqual(['bip69', 'null', 'other']);
  });
});

describe('[T33] contradictions', () => {
  const base: Fingerprint = { version: '2', lockTime: 'set', sequence: 'replaceable', order: 'bip69', inputType: 'p2wpkh', outputs: 'two' };
  const features = (left: readonly Partial<Fingerprint>[], right: readonly Partial<Fingerprint>[]) =>
    contradictionsBetween(
      left.map((part) => ({ ...base, ...part })),
      right.map((part) => ({ ...base, ...part })),
    ).map(
      ({ feature, left: ours, right: theirs }) => `${feature} ${ours.value}*${ours.transactions} ${theirs.value}*${theirs.transactions}`,
    );

  it('need each side to agree with itself', () => {
    expect(features([{}, {}], [{ version: '1' }])).toEqual(['version 2*2 1*1']);
    expect(features([{}, { version: '1' }], [{ version: '1' }])).toEqual([]);
    expect(features([{}], [{}])).toEqual([]);
    expect(features([], [{ version: '1' }])).toEqual([]);
    expect(features([{}], [{ lockTime: 'none', sequence: 'final', inputType: 'p2pkh' }])).toEqual([
      'lockTime set*1 none*1',
      'sequence replaceable*1 final*1',
      'inputType p2wpkh*1 p2pkh*1',
    ]);
  });

  it('take order and number of outputs only from three transactions on each side, and nothing from what shows none', () => {
    const other = { order: 'other', outputs: 'more' } as const;
    expect(features([{}, {}, {}], [other, other])).toEqual([]);
    expect(features([{}, {}, {}], [other, other, other])).toEqual(['order bip69*3 other*3', 'outputs two*3 more*3']);
    expect(features([{}, {}, {}], [other, other, { ...other, order: null }])).toEqual(['outputs two*3 more*3']);
    expect(features([{ inputType: null }], [{}])).toEqual([]);
  });
});
