// Transfers and events, worked out by hand; signatures of events are the published hashes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { SHARED_DATA, sharedFile } from '../../../../tests/vectors/sharedData.ts';
import { readTronAddress, tronAddress, tronHexAddress } from './address.ts';
import { buildRawData, buildTransaction, transferCall } from './build.ts';
import { readTronInfo, type TronInfo } from './info.ts';
import { type Json, parseTronJson } from './json.ts';
import { INFOS_IN_JSON, TETHER_CALL, TRANSACTIONS } from './chainVectors.ts';
import type { MessageValues } from './message.ts';
import { TRON } from './networks.ts';
import { NO_PLACE, readTronBlockTransactions, readTronTransaction } from './readTransaction.ts';
import { readTransactionBytes, type TronTransaction } from './transaction.ts';

const USDT = TRON.tether as string;
const A = tronAddress(new Uint8Array(20).fill(0xa));
const B = tronAddress(new Uint8Array(20).fill(0xb));
const C = tronAddress(new Uint8Array(20).fill(0xc));
const IN_BLOCK = { ...NO_PLACE, blockNumber: 5, blockHash: '00'.repeat(32), timeSeconds: 100 };

/** Published hashes of event signatures (Etherscan and Tronscan show them), not computed here. */
const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const ADDED = '42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc';
const REMOVED = 'd7e9ec6e6ecd65492dce6bf513cd6867560d49544421d0783ddf06e76c24470c';
const DESTROYED = '61e6e66b0d6339b2980aecc6ccc0039736791f0ccde9ed512e789a7fbdd698c6';

const word = (value: bigint | string): string =>
  (typeof value === 'bigint' ? value.toString(16) : tronHexAddress(value).slice(2)).padStart(64, '0');

function made(type: string, values: MessageValues, ret: string | null = 'SUCCESS'): TronTransaction {
  const rawData = buildRawData({
    ...{
      type,
      values,
      refBlockBytes: Uint8Array.of(1, 2),
      refBlockHash: new Uint8Array(8).fill(1),
      expirationMs: 60_000n,
      timestampMs: 1n,
    },
  });
  return readTransactionBytes(buildTransaction(rawData, [new Uint8Array(65).fill(1)], ret));
}

function info(more: Record<string, unknown>): TronInfo {
  return readTronInfo(parseTronJson(JSON.stringify({ id: '00'.repeat(32), receipt: { result: 'SUCCESS' }, ...more })));
}

const log = (topics: readonly string[], data: string, address = USDT): Record<string, unknown> => ({
  ...{ address: tronHexAddress(address).slice(2), topics, data },
});
const transferLog = (from: string, to: string, amount: bigint, address = USDT): Record<string, unknown> =>
  log([TRANSFER, word(from), word(to)], word(amount), address);
const call = (data: Uint8Array, ret = 'SUCCESS', more: MessageValues = {}): TronTransaction =>
  made('TriggerSmartContract', { owner_address: A, contract_address: USDT, data, ...more }, ret);

describe('coins and TRC-10', () => {
  it('move by the transaction itself, provably', () => {
    const transfer = readTronTransaction(readTransactionBytes(fromHex(TRANSACTIONS.transfer.bytes)), null, IN_BLOCK);
    expect(transfer.transaction.transfers).toEqual([
      {
        path: [0],
        kind: 'value',
        from: readTronAddress('4135ab94f7fb13f97d30df88998556d9c3bbcad38f'),
        to: readTronAddress('41c54888cafd962830278330efdf786b9e70824f16'),
        asset: { kind: 'native', contract: null, tokenId: null },
        amount: 7n,
      },
    ]);
    expect(transfer.provable).toEqual(['transaction']);
    expect(transfer.notices).toEqual(['noInfo']);
    const asset = readTronTransaction(readTransactionBytes(fromHex(TRANSACTIONS.asset.bytes)), null, IN_BLOCK).transaction.transfers[0];
    expect(asset?.asset).toEqual({ kind: 'token', contract: '1005114', tokenId: null });
    expect(asset?.amount).toBe(88_888_800n);
  });

  it('move nothing but the fee when it failed or nobody says how it ended', () => {
    const values = { owner_address: A, to_address: B, amount: 5n };
    const fee = { fee: 1_100_000, receipt: { net_fee: 100_000 } };
    expect(
      readTronTransaction(made('TransferContract', values), info(fee), IN_BLOCK).transaction.transfers.map(({ kind, amount }) => [
        kind,
        amount,
      ]),
    ).toEqual([
      ['value', 5n],
      ['fee', 1_100_000n],
    ]);
    const reverted = readTronTransaction(
      call(transferCall(B, 9n), 'OUT_OF_ENERGY', { call_value: 3n }),
      info({ fee: 13, receipt: { result: 'OUT_OF_ENERGY' } }),
    );
    expect(reverted.transaction.status).toBe('failed');
    expect(reverted.transaction.transfers).toEqual([
      { path: [2], kind: 'fee', from: A, to: null, asset: { kind: 'native', contract: null, tokenId: null }, amount: 13n },
    ]);
    const unknown = readTronTransaction(made('TransferContract', values, null), null);
    expect([unknown.transaction.status, unknown.transaction.transfers]).toEqual(['unknown', []]);
    const differ = readTronTransaction(call(transferCall(B, 9n)), info({ result: 'FAILED', receipt: { result: 'REVERT' } }));
    expect([differ.transaction.status, differ.transaction.transfers, differ.notices]).toEqual(['failed', [], ['resultsDiffer']]);
  });
});

describe('TRC-20', () => {
  it('reads a real call on Tether: proven as a call, the stray prefix before the recipient aside', () => {
    const reading = readTronTransaction(readTransactionBytes(fromHex(TETHER_CALL.bytes)), null, IN_BLOCK);
    expect(reading.transaction.transfers).toEqual([
      {
        path: [0],
        kind: 'token',
        from: readTronAddress(TETHER_CALL.from),
        to: readTronAddress(TETHER_CALL.to),
        asset: { kind: 'token', contract: USDT, tokenId: null },
        amount: TETHER_CALL.amount,
      },
    ]);
    expect([reading.provable, reading.grounds]).toEqual([['transaction'], ['call']]);
  });

  it('counts a movement once, whether call and log say it or one of them', () => {
    const data = transferCall(B, 9n);
    const both = readTronTransaction(call(data), info({ log: [transferLog(A, B, 9n), transferLog(B, C, 4n)] }), {
      ...IN_BLOCK,
      logsBefore: 7,
    });
    expect(both.transaction.transfers.map(({ path, from, to, amount }) => [path, from, to, amount])).toEqual([
      [[0], A, B, 9n],
      [[1, 8], B, C, 4n],
    ]);
    expect(both.grounds).toEqual(['callAndLog', 'log']);
    expect(both.provable).toEqual(['transaction', 'none']);
    const callOnly = readTronTransaction(call(data), null);
    expect(callOnly.transaction.transfers[0]).toEqual(both.transaction.transfers[0]);
    // Two equal logs are two movements: only one of them is what the call ordered.
    const twice = readTronTransaction(call(data), info({ log: [transferLog(A, B, 9n), transferLog(A, B, 9n)] }));
    expect(twice.transaction.transfers).toHaveLength(2);
  });

  it('takes no call for a movement that its contract did not log', () => {
    const fee = readTronTransaction(call(transferCall(B, 9n)), info({ log: [transferLog(A, B, 8n), transferLog(A, C, 1n)] }));
    expect(fee.transaction.transfers.map(({ to, amount }) => [to, amount])).toEqual([
      [B, 8n],
      [C, 1n],
    ]);
    expect(fee.notices).toEqual(['callWithoutLog']);
    expect(readTronTransaction(call(transferCall(B, 9n)), info({})).transaction.transfers).toEqual([]);
    // Another contract's log of the same words is another token.
    const counterfeit = readTronTransaction(call(transferCall(B, 9n)), info({ log: [transferLog(A, B, 9n, C)] }));
    expect(counterfeit.transaction.transfers[0]?.asset.contract).toBe(C);
    expect(counterfeit.grounds).toEqual(['log']);
  });

  it('reads what stands indexed or not, items, and what comes from or goes to nowhere', () => {
    const nowhere = tronAddress(new Uint8Array(20));
    expect(nowhere).toBe('T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb');
    const logs = [
      log([TRANSFER], word(A) + word(B) + word(6n)),
      log([TRANSFER, word(A), word(B), word(77n)], ''),
      transferLog(nowhere, B, 5n),
      transferLog(B, nowhere, 4n),
      log(['11'.repeat(32)], ''),
      log([TRANSFER, word(A)], ''),
    ];
    const { transaction } = readTronTransaction(call(new Uint8Array(4)), info({ log: logs }));
    expect(transaction.transfers.map(({ kind, from, to, asset, amount }) => [kind, from, to, asset.kind, asset.tokenId, amount])).toEqual([
      ['token', A, B, 'token', null, 6n],
      ['token', A, B, 'item', '77', 1n],
      ['mint', null, B, 'token', null, 5n],
      ['burn', B, null, 'token', null, 4n],
    ]);
  });

  it('records the issuer freezing an account and destroying its funds', () => {
    const logs = [log([ADDED, word(B)], ''), log([REMOVED], word(C)), log([DESTROYED, word(B)], word(12n))];
    const { transaction } = readTronTransaction(call(new Uint8Array(4)), info({ log: logs }));
    expect(transaction.events.map(({ kind, actor, subject, amount }) => [kind, actor, subject, amount])).toEqual([
      ['blacklisted', A, B, null],
      ['unblacklisted', A, C, null],
      ['blacklistedFundsDestroyed', A, B, 12n],
    ]);
    expect(transaction.transfers.map(({ kind, from, to, amount }) => [kind, from, to, amount])).toEqual([['burn', B, null, 12n]]);
    // addBlackList(address), as Tether publishes it
    const ordered = readTronTransaction(call(fromHex(`0ecb93c0${word(B)}`)), null).transaction.events;
    expect(ordered.map(({ kind, subject, details }) => [kind, subject, details])).toEqual([['blacklisted', B, { basis: 'call' }]]);
  });
});

describe('inside an execution', () => {
  it('takes value of calls that were not rejected, TRC-10 by its number, and no staking for a transfer', () => {
    const internal = (to: string, values: unknown[], note: string, rejected = false): unknown => ({
      ...{ hash: '00', caller_address: tronHexAddress(C), transferTo_address: tronHexAddress(to), callValueInfo: values, note, rejected },
    });
    const note = (text: string): string => hex(new TextEncoder().encode(text));
    const { transaction, grounds, notices } = readTronTransaction(
      call(new Uint8Array(4), 'SUCCESS', { call_value: 3n, call_token_value: 2n, token_id: 1_002_000n }),
      info({
        internal_transactions: [
          internal(B, [{}], note('call')),
          internal(B, [{ callValue: 405 }], '63616c6c'),
          internal(A, [{ callValue: 1 }], note('call'), true),
          internal(A, [{ callValue: 8 }, { callValue: 9, tokenId: '1000001' }], note('suicide')),
          internal(B, [{ callValue: 50 }], note('delegateResourceOfEnergy')),
          internal(B, [{ callValue: 60 }], note('freezeBalanceV2ForEnergy')),
          internal(B, [{ callValue: 70 }], note('somethingNew')),
        ],
      }),
    );
    expect(transaction.transfers.map(({ path, kind, from, to, asset, amount }) => [path, kind, from, to, asset.contract, amount])).toEqual([
      [[0], 'value', A, USDT, null, 3n],
      [[0], 'token', A, USDT, '1002000', 2n],
      [[0, 1], 'internal', C, B, null, 405n],
      [[0, 3, 0], 'internal', C, A, null, 8n],
      [[0, 3, 1], 'internal', C, A, '1000001', 9n],
    ]);
    expect(grounds).toEqual(['order', 'order', 'internal', 'internal', 'internal']);
    expect(transaction.events.map(({ kind, subject, amount, details }) => [kind, subject, amount, details['resource']])).toEqual([
      ['resourceDelegated', B, 50n, 'ENERGY'],
      ['staked', C, 60n, 'ENERGY'],
    ]);
    expect(notices).toEqual(['internalNotRead']);
  });
});

describe.skipIf(SHARED_DATA === null)('4957 internal transactions of the main network', () => {
  it('each move once, but for rejected ones and those whose value the data have lost (negative: 32 bits)', () => {
    const rows = new TextDecoder().decode(sharedFile('eth-tron/graphsense-trx/56804500to56805500/traces.json')).trim().split('\n');
    const internals = rows.map((text) => {
      const { callerAddress, transfertoAddress, callValue, tokenId, note, rejected } = parseTronJson(text) as Record<string, never>;
      const base64 = (value: string): string => `41${Buffer.from(value, 'base64').toString('hex')}`;
      return {
        caller_address: base64(callerAddress as unknown as string),
        transferTo_address: base64(transfertoAddress as unknown as string),
        callValueInfo: [{ callValue: String(callValue), ...(tokenId === undefined ? {} : { tokenId: String(tokenId) }) }],
        ...{ note, rejected },
      };
    });
    const reading = readTronTransaction(call(new Uint8Array(4)), info({ internal_transactions: internals }));
    const stated = internals
      .filter(({ rejected }) => (rejected as unknown) !== true)
      .map((one) => BigInt(one.callValueInfo[0]?.callValue as string));
    expect(stated.filter((value) => value < 0n).length).toBe(22);
    expect(reading.notices).toEqual(['internalNotRead']);
    const moving = internals.filter(
      ({ callValueInfo, rejected }) => BigInt(callValueInfo[0]?.callValue as string) > 0n && (rejected as unknown) !== true,
    );
    expect(moving.length).toBeGreaterThan(100);
    expect(internals.filter(({ rejected }) => (rejected as unknown) === true).length).toBeGreaterThan(0);
    expect(reading.transaction.transfers.map(({ amount }) => String(amount))).toEqual(
      moving.map(({ callValueInfo }) => callValueInfo[0]?.callValue),
    );
    expect(reading.transaction.transfers.map(({ to }) => tronHexAddress(to as string))).toEqual(
      moving.map(({ transferTo_address: to }) => to),
    );
  });
});

describe('accounts and staking', () => {
  const events = (type: string, values: MessageValues, stated: TronInfo | null = null) =>
    readTronTransaction(made(type, { owner_address: A, ...values }), stated, IN_BLOCK).transaction;

  it('are events, and stake never moves', () => {
    expect(events('AccountCreateContract', { account_address: B }).events).toMatchObject([
      { kind: 'accountCreated', actor: A, subject: B },
    ]);
    const delegated = readTronTransaction(readTransactionBytes(fromHex(TRANSACTIONS.delegate.bytes)), null, IN_BLOCK).transaction;
    expect(delegated.transfers).toEqual([]);
    expect(delegated.events).toMatchObject([
      { kind: 'resourceDelegated', details: { resource: 'ENERGY', version: '2' }, amount: 6_868_000_000n },
    ]);
    for (const [type, values, kind, amount] of [
      ['FreezeBalanceV2Contract', { frozen_balance: 5n, resource: 1n }, 'staked', 5n],
      ['UnfreezeBalanceV2Contract', { unfreeze_balance: 6n, resource: 1n }, 'unstaked', 6n],
      ['WithdrawExpireUnfreezeContract', {}, 'unstaked', 7n],
      ['UnfreezeBalanceContract', {}, 'unstaked', 8n],
      ['UnDelegateResourceContract', { balance: 9n, receiver_address: B }, 'resourceUndelegated', 9n],
    ] as const) {
      const stated = info({
        receipt: {},
        ...(type === 'WithdrawExpireUnfreezeContract' ? { withdraw_expire_amount: 7 } : {}),
        unfreeze_amount: 8,
      });
      const transaction = events(type, values, stated);
      expect(transaction.events, type).toMatchObject([{ kind, amount, actor: A }]);
      expect(transaction.transfers, type).toEqual([]);
    }
    expect(events('FreezeBalanceContract', { frozen_balance: 5n, receiver_address: B }).events.map(({ kind }) => kind)).toEqual([
      'staked',
      'resourceDelegated',
    ]);
    expect(
      events('UnfreezeBalanceV2Contract', { unfreeze_balance: 6n }, info({ receipt: {}, withdraw_expire_amount: 4 })).events.map(
        ({ amount }) => amount,
      ),
    ).toEqual([6n, 4n]);
  });

  it('reads what a node stated beside real ones', () => {
    const cancelled = readTronInfo(parseTronJson(INFOS_IN_JSON.cancelled));
    const { events: found, transfers } = readTronTransaction(
      made('CancelAllUnfreezeV2Contract', { owner_address: A }),
      cancelled,
      IN_BLOCK,
    ).transaction;
    expect(transfers).toEqual([]);
    expect(found).toMatchObject([{ kind: 'staked', amount: 10_000_000n, details: { resource: 'ENERGY', step: 'cancelled' } }]);
    const internal = readTronInfo(parseTronJson(INFOS_IN_JSON.internal));
    expect(
      readTronTransaction(call(new Uint8Array(4)), internal).transaction.transfers.map(({ kind, to, amount }) => [kind, to, amount]),
    ).toEqual([
      ['internal', readTronAddress('41dcf2957055e8fcde477a077ecfeddf5ab2357547'), 1n],
      ['fee', null, 676_100n],
    ]);
  });

  it('takes a reward for new coins, and says when a type moves what is not read', () => {
    expect(events('WithdrawBalanceContract', {}, info({ receipt: {}, withdraw_amount: 11 })).transfers).toMatchObject([
      { kind: 'mint', from: null, to: A, amount: 11n },
    ]);
    const exchange = made('ExchangeTransactionContract', {
      owner_address: A,
      exchange_id: 1n,
      token_id: new Uint8Array([0x5f]),
      quant: 5n,
    });
    expect(readTronTransaction(exchange, null, IN_BLOCK).notices).toContain('movesNotRead');
  });

  it('records a contract made, at the address that follows from the transaction', () => {
    const { events: found } = events('CreateSmartContract', { new_contract: { origin_address: A, name: 'Vault', call_value: 4n } });
    expect(found[0]).toMatchObject({ kind: 'contractCreated', actor: A, details: { name: 'Vault' } });
    expect(found[0]?.subject).toMatch(/^T/);
  });
});

describe('a whole block', () => {
  it('numbers its logs through', () => {
    const one = call(transferCall(B, 1n));
    const two = call(transferCall(C, 2n));
    const header = { id: 'ab', number: 3, timestampMs: 9_000n } as never;
    const infos = [
      info({ id: one.txid, log: [transferLog(A, B, 1n), transferLog(B, A, 1n)] }),
      info({ id: two.txid, log: [transferLog(C, A, 5n)] }),
    ];
    const readings = readTronBlockTransactions({ header, transactions: [one, two] }, infos);
    expect(readings.map(({ transaction }) => transaction.transfers.map(({ path }) => path))).toEqual([[[0], [1, 1]], [[1, 2]]]);
    expect(readings[1]?.transaction).toMatchObject({ blockHash: 'ab', blockNumber: 3, position: 1, timeSeconds: 9 });
  });
});

describe('whatever is stated', () => {
  it('moves no negative amount, and a failed transaction moves nothing', () => {
    const amount = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(
        amount,
        fc.uint8Array({ maxLength: 80 }),
        fc.constantFrom('SUCCESS', 'REVERT', null),
        fc.jsonValue(),
        (value, data, ret, json) => {
          const transaction = made('TriggerSmartContract', { owner_address: A, contract_address: B, call_value: value, data }, ret);
          const stated = info({
            log: [log([TRANSFER], hex(data)), { address: tronHexAddress(B).slice(2), topics: [], data: '' }],
            extra: json as Json,
          });
          for (const one of [null, stated]) {
            const { transaction: read } = readTronTransaction(transaction, one, IN_BLOCK);
            expect(read.transfers.every(({ amount: moved }) => moved >= 0n)).toBe(true);
            if (ret === 'REVERT') expect(read.transfers).toEqual([]);
          }
        },
      ),
    );
  });
});
