// A swap through a router on a real node: coins wrapped, paid into a pool at the address of a known one, tokens out. The node runs small
// contracts written here byte by byte at those addresses; transfers and logs are its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANVIL_BINARY, type AnvilNode, startAnvil } from '../../../../../tests/vectors/anvilNode.ts';
import { ETHEREUM, readEvmTransaction } from '../../../chains/index.ts';
import { buildAccountSlice, knowLedgers, traceAccountsForward } from '../../accounts/index.ts';
import { recogniseConversions } from './recognised.ts';

const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const POOL = '0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc';
const ROUTER = '0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D';
const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const DEPOSIT = 'e1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
const SWAP = 'd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822';

const bytesOf = (address: string): string => address.slice(2).toLowerCase();
const number = (value: bigint): string => `7f${value.toString(16).padStart(64, '0')}`;
const ONE = 10n ** 18n;
const OUT = 2_000_000_000n;

/** With coins: logs Deposit(caller, value). Without: logs Transfer(caller, word 0, word 1). */
const TOKEN = (() => {
  const deposit = `34600052337f${DEPOSIT}60206000a200`;
  const start = `341560XX57${deposit}`;
  const target = (start.length / 2).toString(16).padStart(2, '0');
  return `${start.replace('XX', target)}5b602035600052600035337f${TRANSFER}60206000a300`;
})();
/** Memory words 0 and 1, then a call with them and `value`. */
const callWith = (target: string, to: string, amount: bigint): string =>
  `73${bytesOf(to)}600052${number(amount)}6020526000600060406000600073${bytesOf(target)}5af150`;
/** Pays USDC to whom word 0 names and logs the swap of one WETH. */
const POOL_CODE = (() => {
  const pay = `600035600052${number(OUT)}6020526000600060406000600073${bytesOf(USDC)}5af150`;
  const log = `${number(0n)}600052${number(ONE)}602052${number(OUT)}604052${number(0n)}606052600035337f${SWAP}60806000a300`;
  return pay + log;
})();
/** Wraps the coins that came, pays the pool, and lets it pay the signer. */
const ROUTER_CODE = (() => {
  const wrap = `60006000600060003473${bytesOf(WETH)}5af150`;
  const swap = `336000526000600060206000600073${bytesOf(POOL)}5af15000`;
  return wrap + callWith(WETH, POOL, ONE) + swap;
})();

describe.skipIf(ANVIL_BINARY === null)('anvil', () => {
  let node: AnvilNode;
  beforeAll(async () => {
    node = await startAnvil('--chain-id', '1', '--hardfork', 'prague', '--steps-tracing');
    for (const [address, code] of [
      [WETH, TOKEN],
      [USDC, TOKEN],
      [POOL, POOL_CODE],
      [ROUTER, ROUTER_CODE],
    ])
      await node.ask('anvil_setCode', address, `0x${code}`);
  });
  afterAll(() => node.stop());

  it('[A25] [A26] [A27] coins into tokens through a router: wrapped, swapped, nothing kept, and traced to the unit', async () => {
    const [user] = (await node.ask('eth_accounts')) as [string];
    const hash = (await node.ask('eth_sendTransaction', {
      from: user,
      to: ROUTER,
      value: `0x${ONE.toString(16)}`,
      gas: '0x7a120',
    })) as string;
    await node.ask('evm_mine');
    const json = (await node.ask('eth_getTransactionByHash', hash)) as Record<string, unknown>;
    const { transaction } = readEvmTransaction(
      {
        transaction: json,
        receipt: await node.ask('eth_getTransactionReceipt', hash),
        trace: await node.ask('debug_traceTransaction', hash, { tracer: 'callTracer' }),
        block: await node.ask('eth_getBlockByNumber', json['blockNumber'], true),
      },
      ETHEREUM,
    );
    expect(transaction.status).toBe('ok');
    const held = new Map([[ETHEREUM.id, new Map([[transaction.id, { transaction, sources: [], facts: null }]])]]);
    const { recorded, inferences, pools } = recogniseConversions(held);
    expect(inferences).toEqual([]);
    expect([...pools]).toEqual([`${ETHEREUM.id} ${POOL}`]);
    expect(recorded.map(({ kind, name }) => [kind, name])).toEqual([
      ['wrap', 'WETH'],
      ['swap', 'Uniswap v2'],
      ['pass', null],
      ['pass', null],
    ]);
    const built = buildAccountSlice([{ chain: ETHEREUM.id, transactions: [transaction], order: 'blocks' }], recorded);
    const seed = built.names.transfer({ chain: ETHEREUM.id, transaction: transaction.id, path: [0] });
    const account = transaction.from as string;
    const received = built.names.ledger(ETHEREUM.id, account, { kind: 'token', contract: USDC, tokenId: null });
    const knowledge = knowLedgers(built.slice, { statements: [{ ledger: received, moment: 0, balance: 0n }], assumed: [received] });
    for (const policy of ['fifo', 'lifo', 'haircut', 'poison']) {
      const request = { seeds: [{ kind: 'transfer', transfer: seed as number }] as const, policies: [policy], knowledge };
      const { policies } = traceAccountsForward(built.slice, { ...request, conversions: built.conversions });
      expect(policies[0]?.ends.map(({ ledger, state, amount }) => [ledger, state, amount])).toEqual([[received, 'held', OUT]]);
    }
  });
});
