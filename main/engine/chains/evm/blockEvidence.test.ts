// What whole blocks prove about themselves, and what is said where they do not.
import { describe, expect, it } from 'vitest';
import { SHARED_DATA, sharedJson } from '../../../../tests/vectors/sharedData.ts';
import { readBlockEvidence } from './blockEvidence.ts';
import type { JsonObject } from './json.ts';
import { ETHEREUM, POLYGON } from './networks.ts';
import { evmSelfTests } from './selfTest.ts';

describe('self-test of the EVM family', () => {
  it('passes', () => {
    for (const step of evmSelfTests) expect(step.run(undefined as never)).toContain('Keccak');
  });
});

describe.skipIf(SHARED_DATA === null)('evidence of a block', () => {
  const folder = 'eth-tron/ethereum-etl/test_stream/blocks_1755634_1755635';
  const resultOf = (name: string): JsonObject => (sharedJson(`${folder}/web3_response.${name}.json`) as { result: JsonObject }).result;
  const block = SHARED_DATA === null ? {} : resultOf('eth_getBlockByNumber_0x1ac9f3_true');
  const list = (block['transactions'] ?? []) as readonly JsonObject[];
  const receipts = list.map(({ hash }) => resultOf(`eth_getTransactionReceipt_${hash}`));

  it('whole: header, transactions and receipts', () => {
    const evidence = readBlockEvidence(block, receipts, ETHEREUM);
    expect([evidence.header.kind, evidence.transactions.kind, evidence.receipts.kind]).toEqual(['rebuilt', 'committed', 'committed']);
    expect(evidence.transactions).toMatchObject({ values: { length: 2 } });
  });

  it('without receipts, or with hashes alone', () => {
    const hashes = { ...block, transactions: list.map(({ hash }) => hash) };
    expect(readBlockEvidence(hashes, null, ETHEREUM)).toMatchObject({ transactions: { kind: 'absent' }, receipts: { kind: 'absent' } });
  });

  it('one transaction or receipt less, swapped, altered, of an unknown type', () => {
    const [first, second] = list as readonly [JsonObject, JsonObject];
    const transactions = (each: readonly unknown[]): unknown =>
      readBlockEvidence({ ...block, transactions: each }, null, ETHEREUM).transactions;
    expect(transactions([first])).toEqual({ kind: 'mismatch' });
    expect(transactions([second, first])).toEqual({ kind: 'mismatch' });
    expect(transactions([first, { ...second, value: '0x1' }])).toEqual({ kind: 'malformed', position: 1, reason: 'transaction.hash' });
    expect(transactions([first, { ...second, type: '0x76' }])).toEqual({ kind: 'unknownForm', position: 1, type: '0x76' });
    const other = receipts.map((receipt, i) => (i === 0 ? { ...receipt, cumulativeGasUsed: '0x1' } : receipt));
    expect(readBlockEvidence(block, other, ETHEREUM).receipts).toEqual({ kind: 'mismatch' });
    const bare = receipts.map((receipt, i) => (i === 0 ? { ...receipt, logs: [] } : receipt));
    expect(readBlockEvidence(block, bare, ETHEREUM).receipts).toEqual({ kind: 'malformed', position: 0, reason: 'receipt.bloom' });
  });

  it('an altered header proves nothing of its parts', () => {
    const evidence = readBlockEvidence({ ...block, miner: `0x${'11'.repeat(20)}` }, receipts, ETHEREUM);
    expect([evidence.header.kind, evidence.transactions.kind, evidence.receipts.kind]).toEqual(['mismatch', 'absent', 'absent']);
  });

  it('Polygon: state sync stands beside the trie; elsewhere the same entry is a forgery', () => {
    const synced = { ...list[0], hash: `0x${'77'.repeat(32)}`, r: '0x0', s: '0x0', v: '0x0' };
    const transactions = [...list, synced];
    expect(readBlockEvidence({ ...block, transactions }, [...receipts, receipts[0]], POLYGON)).toMatchObject({
      transactions: { kind: 'committed', values: { length: 2 } },
      receipts: { kind: 'committed', values: { length: 2 } },
    });
    expect(readBlockEvidence({ ...block, transactions }, null, ETHEREUM).transactions.kind).toBe('malformed');
  });
});
