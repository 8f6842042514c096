// Esplora's JSON back into raw bytes, held against bitcoinjs-lib: it writes the transaction, this reads the parts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Transaction } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { esploraOf } from '../../../../tests/fixtures/esploraForm.ts';
import { SHARED_DATA } from '../../../../tests/vectors/sharedData.ts';
import { type Json, readExactJson } from '../node/exactJson.ts';
import { type RebuiltTransaction, rebuildRecord } from './esploraRecord.ts';

/** Through text and the reader of exact numbers, as from a file. */
const rebuilt = (record: unknown) => rebuildRecord(readExactJson(JSON.stringify(record), 'test'));
const bytesIn = (record: unknown): string => {
  const made = rebuilt(record);
  if ('reason' in made) throw new Error(`${made.reason} ${made.text}`);
  return Buffer.from(made.bytes).toString('hex');
};

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((list) => Buffer.from(list));
const word = fc.integer({ min: 0, max: 0xffff_ffff });
/** Sizes about every border of the counts' encoding are few in what fast-check draws, so they are named. */
const script = fc.oneof(
  bytes(40),
  fc.constantFrom(0xfc, 0xfd, 0xffff, 0x1_0000).map((length) => Buffer.alloc(length, 7)),
);
const transactions = fc
  .record({
    version: word,
    locktime: word,
    ins: fc.array(
      fc.record({
        hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
        index: word,
        script,
        sequence: word,
        witness: fc.array(bytes(80), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    outs: fc.array(fc.record({ value: fc.bigInt({ min: 0n, max: 2_100_000_000_000_000n }), script }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ version, locktime, ins, outs }) => {
    const transaction = new Transaction();
    transaction.version = version;
    transaction.locktime = locktime;
    for (const { hash, index, script: unlocking, sequence, witness } of ins) {
      transaction.addInput(hash, index, sequence, unlocking);
      transaction.setWitness(transaction.ins.length - 1, witness);
    }
    for (const { value, script: locking } of outs) transaction.addOutput(locking, value);
    return transaction;
  });

function sample(): Transaction {
  const transaction = new Transaction();
  transaction.version = 2;
  transaction.addInput(Buffer.alloc(32, 3), 1, 0xffff_fffd, Buffer.from([1, 2, 3]));
  transaction.setWitness(0, [Buffer.from([9, 9]), Buffer.alloc(0)]);
  transaction.addOutput(Buffer.from('0014aa258d5937fda0e29b55640c9a483209a8538c74', 'hex'), 2_099_999_999_999_999n);
  return transaction;
}
type Members = ReturnType<typeof esploraOf>;
const changed = (change: (record: Members) => unknown): unknown => {
  const record = esploraOf(sample(), { hash: 'ab'.repeat(32), height: 5, time: 6 });
  return change(record) ?? record;
};

describe('a transaction from its parts', () => {
  it('has the bytes that were taken apart, whatever they are', () => {
    fc.assert(
      fc.property(transactions, (transaction) => {
        expect(bytesIn(esploraOf(transaction, null))).toBe(transaction.toHex());
      }),
      { numRuns: 150 },
    );
  });
  it('keeps every digit of 16, an empty witness item and a version written signed', () => {
    expect(bytesIn(changed(() => undefined))).toBe(sample().toHex());
    const negative = sample();
    negative.version = 2 ** 32 - 2;
    expect(bytesIn({ ...esploraOf(negative, null), version: -2 })).toBe(negative.toHex());
  });
  it('tells the block it states, and none where it says that it is in none', () => {
    const made = rebuilt(changed(() => undefined)) as RebuiltTransaction;
    expect(made.place?.height).toBe(5);
    expect(Buffer.from(made.place?.hash ?? []).toString('hex')).toBe('ab'.repeat(32));
    expect(rebuilt(esploraOf(sample(), null))).toMatchObject({ place: null });
  });
  it.each<[string, string, (record: Members) => unknown]>([
    ['another amount', 'rebuiltTxid', (r) => ({ ...r, vout: [{ ...r.vout[0], value: 1 }] })],
    ['another sequence', 'rebuiltTxid', (r) => ({ ...r, vin: [{ ...r.vin[0], sequence: 1 }] })],
    ['another id', 'rebuiltTxid', (r) => ({ ...r, txid: '00'.repeat(32) })],
    ['a witness left out', 'rebuiltSize', (r) => ({ ...r, vin: r.vin.map(({ witness: _, ...input }) => input) })],
    ['another weight', 'rebuiltSize', (r) => ({ ...r, weight: r.weight + 1 })],
    ['no list of inputs', 'part:vin', (r) => ({ ...r, vin: {} })],
    ['an input that is none', 'part:vin[0]', (r) => ({ ...r, vin: [null] })],
    ['a coin without its number', 'part:vin[0].vout', (r) => ({ ...r, vin: [{ ...r.vin[0], vout: -1 }] })],
    ['half a byte', 'part:vin[0].scriptsig', (r) => ({ ...r, vin: [{ ...r.vin[0], scriptsig: 'abc' }] })],
    ['a witness that is no list', 'part:vin[0].witness', (r) => ({ ...r, vin: [{ ...r.vin[0], witness: '00' }] })],
    ['a negative amount', 'part:vout[0].value', (r) => ({ ...r, vout: [{ ...r.vout[0], value: -1 }] })],
    ['a fraction', 'part:vout[0].value', (r) => ({ ...r, vout: [{ ...r.vout[0], value: 1.5 }] })],
    ['an amount as text', 'part:vout[0].value', (r) => ({ ...r, vout: [{ ...r.vout[0], value: '5' }] })],
    ['no amount, as on Liquid', 'part:vout[0].value', (r) => ({ ...r, vout: [{ scriptpubkey: '51', valuecommitment: '08' }] })],
    ['more than every coin there is', 'part:vout[0].value', (r) => ({ ...r, vout: [{ ...r.vout[0], value: 8_400_000_000_000_001 }] })],
    ['no outputs', 'rebuilt:noOutputs', (r) => ({ ...r, vout: [] })],
    ['no inputs', 'rebuilt:', (r) => ({ ...r, vin: [] })],
    ['a lock time beyond its four bytes', 'part:locktime', (r) => ({ ...r, locktime: 2 ** 32 })],
    ['no version', 'part:version', ({ version: _, ...r }) => r],
    ['a block without its hash', 'part:status.block_hash', (r) => ({ ...r, status: { confirmed: true, block_height: 5 } })],
    ['a status that is a word', 'part:status', (r) => ({ ...r, status: 'confirmed' })],
  ])('refuses %s', (_, reason, change) => {
    const made = rebuilt(changed(change));
    expect('reason' in made ? made.reason : 'taken').toContain(reason);
  });
  it.each([[null], [5], [[]], [{}], [{ txid: 7 }], [{ txid: 'AB'.repeat(32) }]])('refuses %j', (value) => {
    expect(rebuildRecord(value as Json)).toMatchObject({ reason: 'part:txid' });
  });
  it('a coinbase is a transaction like others', () => {
    const coinbase = new Transaction();
    coinbase.addInput(Buffer.alloc(32), 0xffff_ffff, 0xffff_ffff, Buffer.from('03aabbcc', 'hex'));
    coinbase.setWitness(0, [Buffer.alloc(32)]);
    coinbase.addOutput(Buffer.from([0x51]), 5_000_000_000n);
    expect(bytesIn(esploraOf(coinbase, null))).toBe(coinbase.toHex());
  });
});

describe.skipIf(SHARED_DATA === null)('real answers of a service', () => {
  const folder = join(SHARED_DATA ?? '', 'coinjoin-crime/am-i-exposed');
  const names = SHARED_DATA === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.json'));
  it('every transaction in them is rebuilt to its id', () => {
    let count = 0;
    for (const name of names) {
      const document = JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown;
      for (const record of [document].flat() as { txid?: string; vin?: unknown }[]) {
        if (record.vin === undefined) continue;
        count++;
        const made = rebuilt(record);
        expect('reason' in made ? made : Transaction.fromBuffer(Buffer.from(made.bytes)).getId(), name).toEqual(record.txid);
      }
    }
    expect(count).toBeGreaterThan(20);
  });
});
