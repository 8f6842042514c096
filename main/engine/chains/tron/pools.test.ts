// Pools that SUN's own tools and others name must come out of the factories' entries; logs are read as published ABIs lay them out.
import { Interface } from 'ethers/abi';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../../shared/model/bytes.ts';
import { evmAddressOfTron, tronAddress } from './address.ts';
import { TRON } from './networks.ts';
import { tronPoolFactory, tronSwap } from './pools.ts';

const USDT = TRON.tether as string;
const WTRX = TRON.wrapped as string;
/** USDT and WTRX: v2; v3 of 0.05 % (wallet-cli and SUN's pool lists print both). */
const V2 = 'TFGDbUyP8xez44C76fin3bn3Ss6jugoUwJ';
const V3 = 'TSUUVjysXV8YqHytSNjfkNXnnB49QDvZpx';
const A = tronAddress(new Uint8Array(20).fill(0xa));
const B = tronAddress(new Uint8Array(20).fill(0xb));

describe("TRON's CREATE2", () => {
  it.each([
    ['SunSwap v2', V2],
    ['SunSwap v3', V3],
  ])('%s', (name, pool) => {
    expect(tronPoolFactory(TRON.id, pool, USDT, WTRX)?.name).toBe(name);
    expect(tronPoolFactory(TRON.id, pool, WTRX, USDT)?.name).toBe(name);
    expect(tronPoolFactory(TRON.id, pool, USDT, A)).toBeNull();
    expect(tronPoolFactory(TRON.id, A, USDT, WTRX)).toBeNull();
    expect(tronPoolFactory('tron:0xcd8690dc', pool, USDT, WTRX)).toBeNull();
  });
});

/** A log as ethers writes it, in TRON's addresses. */
function logOf(event: string, values: readonly unknown[]) {
  const { data, topics } = new Interface([`event ${event}`]).encodeEventLog(event.slice(0, event.indexOf('(')), values);
  return { address: V2, topics: topics.map((topic) => fromHex(topic.slice(2))), data: fromHex(data.slice(2)) };
}

describe('logs of pools', () => {
  const [a, b] = [evmAddressOfTron(A), evmAddressOfTron(B)];
  it.each([
    [
      'Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)',
      [a, 0n, 2n, 5n, 0n, b],
      { form: 'uniswapV2', amount0In: '0', amount1In: '2', amount0Out: '5', amount1Out: '0' },
      B,
    ],
    [
      'Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
      [a, b, -5n, 2n, 7n, 8n, -9n],
      { form: 'uniswapV3', amount0: '-5', amount1: '2' },
      B,
    ],
    [
      'TokenPurchase(address indexed buyer, uint256 indexed trx_sold, uint256 indexed tokens_bought)',
      [a, 2n, 5n],
      { form: 'uniswapV1', trxSold: '2', tokensBought: '5' },
      null,
    ],
    [
      'TrxPurchase(address indexed buyer, uint256 indexed tokens_sold, uint256 indexed trx_bought)',
      [a, 5n, 2n],
      { form: 'uniswapV1', tokensSold: '5', trxBought: '2' },
      null,
    ],
  ])('%s', (event, values, details, subject) => {
    const log = logOf(event, values);
    expect(tronSwap(log, [1, 3])).toEqual({
      ...{ path: [1, 3], kind: 'swap', actor: A, subject, asset: null, amount: null },
      details: { pool: V2, ...details },
    });
    expect(tronSwap({ ...log, data: Uint8Array.from([...log.data, 0]) }, [1, 3])).toBeNull();
    expect(tronSwap({ ...log, topics: log.topics.slice(0, -1) }, [1, 3])).toBeNull();
  });
  it('never throw on hostile data', () => {
    const [topic] = logOf('TokenPurchase(address indexed buyer, uint256 indexed s, uint256 indexed b)', [a, 2n, 5n]).topics;
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 }), fc.uint8Array({ maxLength: 200 }), (more, data) => {
        tronSwap({ address: V2, topics: [topic as Uint8Array, ...more], data }, [1, 0]);
      }),
    );
  });
});
