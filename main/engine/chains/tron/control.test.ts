// Control versus origin on accounts worked out by hand.
import { describe, expect, it } from 'vitest';
import type { AccountEvent, AccountTransaction, AccountTransfer } from '../accountFamily.ts';
import { tronAddress } from './address.ts';
import { TRX, tokenAsset } from './assets.ts';
import { buildRawData, buildTransaction } from './build.ts';
import { type ControlInput, controlOf, sharedKeys } from './control.ts';
import { parseTronJson } from './json.ts';
import { allowedOperations, defaultPermissions, permissionsOfAccount } from './permission.ts';
import { NO_PLACE, readTronTransaction } from './readTransaction.ts';
import { readTransactionBytes } from './transaction.ts';

const [MULE, BOSS, HELPER, MARKET, EXCHANGE, OTHER] = [1, 2, 3, 4, 5, 6].map((n) => tronAddress(new Uint8Array(20).fill(n))) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

function transaction(
  timeSeconds: number,
  more: { transfers?: AccountTransfer[]; events?: AccountEvent[]; status?: 'ok' | 'failed' },
): AccountTransaction {
  return {
    ...{ id: `at${timeSeconds}`, blockHash: null, blockNumber: null, position: null, timeSeconds, from: null, to: null },
    ...{ status: more.status ?? 'ok', transfers: more.transfers ?? [], events: more.events ?? [] },
  };
}

const coins = (from: string, to: string, amount: bigint): AccountTransfer => ({ path: [0], kind: 'value', from, to, asset: TRX, amount });
const energy = (actor: string, subject: string, amount: bigint, back = false): AccountEvent => ({
  ...{ path: [0], kind: back ? 'resourceUndelegated' : 'resourceDelegated', actor, subject, asset: TRX, amount },
  details: { resource: 'ENERGY', version: '2' },
});

/** An update as the chain would hold it, read back from its bytes. */
function update(timeSeconds: number, owner: { threshold: bigint; keys: [string, bigint][] }, operations: string): AccountTransaction {
  const permission = (type: bigint, name: string): never =>
    ({
      type,
      permission_name: name,
      threshold: owner.threshold,
      keys: owner.keys.map(([address, weight]) => ({ address, weight })),
      ...(type === 2n ? { operations: Uint8Array.from(operations.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) } : {}),
    }) as never;
  const rawData = buildRawData({
    type: 'AccountPermissionUpdateContract',
    values: { owner_address: MULE, owner: permission(0n, 'owner'), actives: [permission(2n, 'active')] },
    ...{ refBlockBytes: new Uint8Array(2), refBlockHash: new Uint8Array(8), expirationMs: 1n, timestampMs: 1n },
  });
  return readTronTransaction(readTransactionBytes(buildTransaction(rawData, [], 'SUCCESS')), null, {
    ...NO_PLACE,
    timeSeconds,
    blockNumber: 1,
  }).transaction;
}

function ask(transactions: AccountTransaction[], more: Partial<ControlInput> = {}): ReturnType<typeof controlOf> {
  const providers = new Map([
    [MARKET, 'energy rental'],
    [EXCHANGE, 'exchange'],
  ]);
  return controlOf({ address: MULE, transactions, statements: [], providers, untilSeconds: null, ...more });
}

describe('who can sign', () => {
  it('is the account itself until something else is recorded, and the report says that this is assumed', () => {
    const report = ask([]);
    expect(report.signers.map(({ address, permission, alone }) => [address, permission.type, alone])).toEqual([
      [MULE, 'Owner', true],
      [MULE, 'Active', true],
    ]);
    expect([report.ownKeyAlone, report.periods[0]?.basis]).toEqual([true, 'default']);
  });

  it('changes with an update: the hijacked account has its own key no more', () => {
    // 7fff1fc0033e0000… is what new accounts got for years; type 46 (byte 5, bit 6) is not in it.
    const report = ask([
      update(
        50,
        {
          threshold: 2n,
          keys: [
            [BOSS, 1n],
            [HELPER, 1n],
          ],
        },
        '7fff1fc0033e0000000000000000000000000000000000000000000000000000',
      ),
    ]);
    expect(report.ownKeyAlone).toBe(false);
    expect(report.signers.map(({ address, permission, weight, alone }) => [address, permission.type, weight, alone])).toEqual([
      [BOSS, 'Owner', 1n, false],
      [HELPER, 'Owner', 1n, false],
      [BOSS, 'Active', 1n, false],
      [HELPER, 'Active', 1n, false],
    ]);
    const operations = report.signers[2]?.operations ?? [];
    expect(operations).toContain('TransferContract');
    expect(operations).toContain('TriggerSmartContract');
    expect(operations).not.toContain('AccountPermissionUpdateContract');
    expect(report.signers[0]?.operations).toBeNull();
    expect(report.periods.map(({ basis, fromSeconds }) => [basis, fromSeconds])).toEqual([
      ['default', null],
      ['update', 50],
    ]);
    const before = ask([update(50, { threshold: 1n, keys: [[BOSS, 1n]] }, '')], { untilSeconds: 49 });
    expect(before.ownKeyAlone).toBe(true);
    expect(ask([update(50, { threshold: 1n, keys: [[BOSS, 3n]] }, '')]).signers[0]).toMatchObject({ address: BOSS, alone: true });
  });

  it('takes what an account showed at a time, and the later of two', () => {
    const json = parseTronJson(
      JSON.stringify({
        owner_permission: {
          permission_name: 'owner',
          threshold: 2,
          keys: [
            { address: MULE, weight: 1 },
            { address: BOSS, weight: 1 },
          ],
        },
        active_permission: [
          { type: 'Active', id: 2, permission_name: 'a', threshold: 1, operations: '02', keys: [{ address: HELPER, weight: 1 }] },
        ],
      }),
    );
    const statements = [{ address: MULE, timeSeconds: 60, permissions: permissionsOfAccount(json), source: 'file 3' }];
    const transactions = [update(50, { threshold: 1n, keys: [[OTHER, 1n]] }, '')];
    const report = ask(transactions, { statements });
    expect(report.signers.map(({ address, alone, operations }) => [address, alone, operations])).toEqual([
      [MULE, false, null],
      [BOSS, false, null],
      [HELPER, true, ['TransferContract']],
    ]);
    expect(report.ownKeyAlone).toBe(false);
    expect(ask(transactions, { statements, untilSeconds: 55 }).signers[0]?.address).toBe(OTHER);
    expect(permissionsOfAccount(parseTronJson('{"address":"x"}'))).toBeNull();
  });

  it('reads the bits of operations (bit n allows type n)', () => {
    expect(allowedOperations('02')).toEqual(['TransferContract']);
    expect(allowedOperations('00000080')).toEqual(['TriggerSmartContract']);
    expect(allowedOperations('000000000040')).toEqual(['AccountPermissionUpdateContract']);
    expect(allowedOperations('')).toEqual([]);
  });
});

describe('who paid', () => {
  it('tells the beginning, energy with its end, and small coins apart, providers marked', () => {
    const usdt: AccountTransfer = { ...coins(OTHER, MULE, 5n), kind: 'token', asset: tokenAsset('TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t') };
    const report = ask([
      transaction(1, { transfers: [usdt] }),
      transaction(2, { status: 'failed', transfers: [coins(OTHER, MULE, 1n)] }),
      transaction(10, { transfers: [coins(BOSS, MULE, 1_100_000n)] }),
      transaction(20, { events: [energy(MARKET, MULE, 100n), energy(BOSS, MULE, 70n)] }),
      transaction(25, { events: [energy(BOSS, MULE, 30n)] }),
      transaction(30, { events: [energy(BOSS, MULE, 80n, true), energy(MARKET, MULE, 100n, true)] }),
      transaction(40, { transfers: [coins(HELPER, MULE, 100_000_000n), coins(EXCHANGE, MULE, 5n), coins(OTHER, MULE, 100_000_001n)] }),
      transaction(50, { transfers: [coins(MULE, MULE, 5n), { ...coins(OTHER, MULE, 5n), kind: 'mint', from: null }] }),
    ]);
    expect(report.activation).toMatchObject({ by: BOSS, timeSeconds: 10, basis: 'firstIncoming', amountSun: 1_100_000n, provider: null });
    expect(
      report.resources.map(({ by, amountSun, timeSeconds, untilSeconds, provider }) => [
        by,
        amountSun,
        timeSeconds,
        untilSeconds,
        provider,
      ]),
    ).toEqual([
      [MARKET, 100n, 20, 30, 'energy rental'],
      [BOSS, 70n, 20, 30, null],
      [BOSS, 30n, 25, null, null], // 80 taken back: all of the 70, and 10 of the 30
    ]);
    expect(report.topUps.map(({ by, provider }) => [by, provider])).toEqual([
      [HELPER, null],
      [EXCHANGE, 'exchange'],
    ]);
    expect(report.unexplained).toEqual([BOSS, HELPER]);
  });

  it('prefers an explicit creation, and shows nothing where the coverage does not', () => {
    const created: AccountEvent = {
      path: [0],
      kind: 'accountCreated',
      actor: EXCHANGE,
      subject: MULE,
      asset: null,
      amount: null,
      details: {},
    };
    const report = ask([transaction(5, { events: [created] }), transaction(6, { transfers: [coins(BOSS, MULE, 5n)] })]);
    expect(report.activation).toMatchObject({ by: EXCHANGE, basis: 'accountCreated', provider: 'exchange' });
    expect(report.unexplained).toEqual([BOSS]);
    const empty = ask([]);
    expect([empty.activation, empty.resources, empty.topUps, empty.unexplained]).toEqual([null, [], [], []]);
  });
});

describe('keys of several accounts', () => {
  it('are found, whether they can sign alone or together', () => {
    const report = (address: string, owner: [string, bigint][], threshold: bigint): ReturnType<typeof controlOf> => {
      const set = defaultPermissions(address);
      const permissions = {
        ...set,
        owner: { ...set.owner, threshold, keys: owner.map(([key, weight]) => ({ address: key, weight })) },
        actives: [],
      };
      return controlOf({
        ...{ address, transactions: [], providers: new Map(), untilSeconds: null },
        statements: [{ address, timeSeconds: 1, permissions, source: '' }],
      });
    };
    expect(
      sharedKeys([
        report(
          MULE,
          [
            [BOSS, 2n],
            [HELPER, 1n],
          ],
          2n,
        ),
        report(OTHER, [[BOSS, 1n]], 1n),
        report(
          MARKET,
          [
            [HELPER, 1n],
            [BOSS, 1n],
          ],
          2n,
        ),
      ]),
    ).toEqual([
      { key: BOSS, alone: [MULE, OTHER], together: [MARKET] },
      { key: HELPER, alone: [], together: [MULE, MARKET] },
    ]);
    expect(sharedKeys([report(MULE, [[MULE, 1n]], 1n)])).toEqual([]);
  });
});
