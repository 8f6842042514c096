// When an exchange's row is linked to a movement on a chain: by hand, one case a rule.
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import type { AccountTransaction, AccountTransfer } from '../../chains/index.ts';
import { recordedLinks } from './links.ts';

const LEDGER = 'ledger:exchange';
const TRON = 'tron:0x2b6653dc';
const TETHER = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const ID = 'ab'.repeat(32);
const ONE = 10n ** 18n;

const transaction = (
  id: string,
  transfers: readonly AccountTransfer[],
  status: AccountTransaction['status'] = 'ok',
): AccountTransaction => ({
  ...{ id, blockHash: null, blockNumber: 5, position: 0, timeSeconds: 100, status, from: null, to: null, transfers, events: [] },
});
const row = (amount: bigint, from: string | null, to: string | null, coin = 'USDT'): AccountTransfer => ({
  ...{ path: [2], kind: 'ledger', from, to, amount, asset: { kind: 'listed', contract: coin, tokenId: null } },
});
const fee = (amount: bigint): AccountTransfer => ({ ...row(amount, 'uid', null), path: [2, 1], kind: 'fee' });
const paid = (amount: bigint, path = [0], contract = TETHER): AccountTransfer => ({
  ...{ path, kind: 'token', from: 'TA', to: 'TB', amount, asset: { kind: 'token', contract, tokenId: null } },
});

function links(inLedger: readonly AccountTransfer[], onChain: AccountTransaction, named = ID) {
  const held = (chain: string, one: AccountTransaction, facts: Record<string, string> | null) =>
    [chain, new Map([[one.id, { transaction: one, sources: [], facts }]])] as const;
  return atOnce(recordedLinks(new Map([held(LEDGER, transaction('r1', inLedger), { chainTxid: named }), held(TRON, onChain, null)])));
}
const inLedger = { chain: LEDGER, transaction: 'r1', path: [2] };
const onChain = { chain: TRON, transaction: ID, path: [0] };

describe('recorded links', () => {
  it('a deposit leads from the chain into the ledger, a withdrawal out of it', () => {
    expect(links([row(30n * ONE, null, 'uid')], transaction(ID, [paid(30_000_000n)]))).toEqual([
      { kind: 'link', direction: 'deposit', ins: [onChain], outs: [inLedger] },
    ]);
    expect(links([row(30n * ONE, 'uid', null)], transaction(ID, [paid(30_000_000n)]))).toEqual([
      { kind: 'link', direction: 'withdrawal', ins: [inLedger], outs: [onChain] },
    ]);
  });
  it('a row that counts its fee in is linked all the same; the id may be written in capitals', () => {
    expect(links([row(31n * ONE, 'uid', null), fee(ONE)], transaction(ID, [paid(30_000_000n)]), ID.toUpperCase())).toHaveLength(1);
  });
  it.each([
    ['another amount', [row(30n * ONE + 1n, null, 'uid')], transaction(ID, [paid(30_000_000n)])],
    ['another coin', [row(30n * ONE, null, 'uid', 'USDC')], transaction(ID, [paid(30_000_000n)])],
    ['a contract that is not the issuer’s', [row(30n * ONE, null, 'uid')], transaction(ID, [paid(30_000_000n, [0], 'TXfalse')])],
    ['two movements that fit', [row(30n * ONE, null, 'uid')], transaction(ID, [paid(30_000_000n), paid(30_000_000n, [1, 3])])],
    ['a failed transaction', [row(30n * ONE, null, 'uid')], transaction(ID, [paid(30_000_000n)], 'failed')],
    ['another transaction', [row(30n * ONE, null, 'uid')], transaction('cd'.repeat(32), [paid(30_000_000n)])],
    ['a transfer between two customers', [row(30n * ONE, 'uid', 'other')], transaction(ID, [paid(30_000_000n)])],
    ['two rows under one order', [row(30n * ONE, null, 'uid'), row(30n * ONE, null, 'uid')], transaction(ID, [paid(30_000_000n)])],
  ])('%s is no link', (_, rows, chain) => {
    expect(links(rows, chain)).toEqual([]);
  });
});
