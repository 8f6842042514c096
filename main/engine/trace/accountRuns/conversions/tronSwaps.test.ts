// [A25] [A26] Wrapping and swaps on TRON, from bytes and a node's statement to what is recorded.
import { Interface } from 'ethers/abi';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../kernel/index.ts';
import {
  buildRawData,
  buildTransaction,
  evmAddressOfTron,
  NO_PLACE,
  parseTronJson,
  readTransactionBytes,
  readTronInfo,
  readTronTransaction,
  TRON,
  tronAddress,
  tronHexAddress,
} from '../../../chains/index.ts';
import type { MergedTransaction } from '../../../intake/index.ts';
import { recogniseConversions } from './recognised.ts';

const USDT = TRON.tether as string;
const WTRX = TRON.wrapped as string;
/** SunSwap's pool of USDT and WTRX, v2; an address of nobody. */
const POOL = 'TFGDbUyP8xez44C76fin3bn3Ss6jugoUwJ';
const [A, ROUTER, NOBODYS] = [0xa, 0xc, 0xd].map((byte) => tronAddress(new Uint8Array(20).fill(byte))) as [string, string, string];
const NULL = `0x${'00'.repeat(20)}`;
const of = evmAddressOfTron;

type Log = readonly [contract: string, event: string, values: readonly unknown[]];
const TRANSFER = 'Transfer(address indexed from, address indexed to, uint256 value)';
const DEPOSIT = 'Deposit(address indexed dst, uint256 sad)';
const WITHDRAWAL = 'Withdrawal(address indexed src, uint256 sad)';
const SWAP =
  'Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)';
const sent = (from: string, to: string, amount: bigint, contract: string): Log => [contract, TRANSFER, [of(from), of(to), amount]];

/** A call by A with coins, the calls inside as [from, to, sun], and logs. */
function found(to: string, sun: bigint, inside: readonly (readonly [string, string, bigint])[], logs: readonly Log[], result = 'SUCCESS') {
  const rawData = buildRawData({
    ...{ type: 'TriggerSmartContract', refBlockBytes: Uint8Array.of(1, 2), refBlockHash: new Uint8Array(8).fill(1) },
    ...{ expirationMs: 60_000n, timestampMs: 1n },
    values: { owner_address: A, contract_address: to, data: Uint8Array.of(1, 2, 3, 4), call_value: sun },
  });
  const read = readTransactionBytes(buildTransaction(rawData, [new Uint8Array(65).fill(1)], result));
  const json = {
    ...{ id: read.txid, fee: 5, receipt: { result } },
    log: logs.map(([contract, event, values]) => {
      const { data, topics } = new Interface([`event ${event}`]).encodeEventLog(event.slice(0, event.indexOf('(')), values);
      return { address: tronHexAddress(contract).slice(2), topics: topics.map((topic) => topic.slice(2)), data: data.slice(2) };
    }),
    internal_transactions: inside.map(([from, target, amount], at) => ({
      ...{ hash: `${at}`.padStart(64, '0'), caller_address: tronHexAddress(from), transferTo_address: tronHexAddress(target) },
      ...{ note: '63616c6c', callValueInfo: [{ callValue: Number(amount) }] },
    })),
  };
  const info = readTronInfo(parseTronJson(JSON.stringify(json)));
  const { transaction } = readTronTransaction(read, info, { ...NO_PLACE, blockNumber: 5, blockHash: '00'.repeat(32), timeSeconds: 100 });
  const held = new Map<string, MergedTransaction>([[transaction.id, { transaction, sources: [], facts: null }]]);
  const { recorded, inferences } = atOnce(recogniseConversions(new Map([[TRON.id, held]])));
  const path = ({ path: steps }: { readonly path: readonly number[] }): string => steps.join('.');
  return [...recorded, ...inferences].map(
    ({ kind, rule, name, reason, ins, outs }) =>
      `${kind} ${name ?? rule} ${reason ?? 'recorded'}: ${ins.map(path).join(' ')} → ${outs.map(path).join(' ')}`,
  );
}

describe('wrapped TRX', () => {
  it('made: coins paid with the call, tokens made; a Transfer from nobody that says the same is not counted twice', () => {
    const wrapped = ['wrap WTRX recorded: 0 → 1.0'];
    expect(found(WTRX, 9n, [], [[WTRX, DEPOSIT, [of(A), 9n]]])).toEqual(wrapped);
    const both: readonly Log[] = [
      [WTRX, TRANSFER, [NULL, of(A), 9n]],
      [WTRX, DEPOSIT, [of(A), 9n]],
    ];
    expect(found(WTRX, 9n, [], both)).toEqual(wrapped);
  });
  it('and back, by the call inside that pays the coins out; without it one side is missing', () => {
    const log: Log = [WTRX, WITHDRAWAL, [of(A), 9n]];
    expect(found(WTRX, 0n, [[WTRX, A, 9n]], [log])).toEqual(['wrap WTRX recorded: 1.0 → 0.0']);
    expect(found(WTRX, 0n, [], [log])).toEqual(['wrap WTRX legMissing: 1.0 → ']);
  });
  it('of another contract, of other amounts, or failed: none', () => {
    expect(found(NOBODYS, 9n, [], [[NOBODYS, DEPOSIT, [of(A), 9n]]])).toEqual([]);
    expect(found(WTRX, 8n, [], [[WTRX, DEPOSIT, [of(A), 9n]]])[0]).toBe('wrap WTRX legMissing:  → 1.0');
    expect(found(WTRX, 9n, [], [[WTRX, DEPOSIT, [of(A), 9n]]], 'REVERT')).toEqual([]);
  });
});

describe('SunSwap', () => {
  it('v2: TRX over the router into USDT, at a pool whose address follows from the factory', () => {
    const logs: readonly Log[] = [
      [WTRX, DEPOSIT, [of(ROUTER), 9n]],
      sent(ROUTER, POOL, 9n, WTRX),
      sent(POOL, A, 3n, USDT),
      // token0 is WTRX: its address is the lower one.
      [POOL, SWAP, [of(ROUTER), 9n, 0n, 0n, 3n, of(A)]],
    ];
    expect(found(ROUTER, 9n, [[ROUTER, WTRX, 9n]], logs)).toEqual([
      'wrap WTRX recorded: 0.0 → 1.0',
      'swap SunSwap v2 recorded: 1.1 → 1.2',
      'pass pass@1 recorded: 0 → 0.0',
      'pass pass@1 recorded: 1.0 → 1.1',
    ]);
  });
  it('the same log at a contract of nobody, or of other sums, is an inference', () => {
    const at = (pool: string, out: bigint): readonly Log[] => [
      sent(A, pool, 9n, WTRX),
      sent(pool, A, out, USDT),
      [pool, SWAP, [of(ROUTER), 9n, 0n, 0n, 3n, of(A)]],
    ];
    expect(found(ROUTER, 0n, [], at(NOBODYS, 3n))).toEqual(['swap swap@1 unknownPool: 1.0 → 1.1']);
    expect(found(ROUTER, 0n, [], at(POOL, 2n))).toEqual(['swap swap@1 amountsDiffer: 1.0 → 1.1']);
  });
  it('v1: what the log states is found among coins and tokens, and stays an inference', () => {
    const bought: Log = [
      NOBODYS,
      'TokenPurchase(address indexed buyer, uint256 indexed trx_sold, uint256 indexed tokens_bought)',
      [of(A), 9n, 3n],
    ];
    expect(found(NOBODYS, 9n, [], [sent(NOBODYS, A, 3n, USDT), bought])).toEqual(['swap swap@1 unknownPool: 0 → 1.0']);
    const sold: Log = [
      NOBODYS,
      'TrxPurchase(address indexed buyer, uint256 indexed tokens_sold, uint256 indexed trx_bought)',
      [of(A), 3n, 9n],
    ];
    expect(found(NOBODYS, 0n, [[NOBODYS, A, 9n]], [sent(A, NOBODYS, 3n, USDT), sold])).toEqual(['swap swap@1 unknownPool: 1.0 → 0.0']);
    // Coins that no source shows moving: one side is missing.
    expect(found(NOBODYS, 0n, [], [sent(A, NOBODYS, 3n, USDT), sold])).toEqual(['swap swap@1 legMissing:  → ']);
  });
  it('an exchange without any log of a swap: one asset out, another in', () => {
    expect(found(ROUTER, 0n, [], [sent(A, NOBODYS, 9n, WTRX), sent(NOBODYS, A, 3n, USDT)])).toEqual([
      'swap exchange@1 oneInOneOut: 1.0 → 1.1',
    ]);
  });
});
