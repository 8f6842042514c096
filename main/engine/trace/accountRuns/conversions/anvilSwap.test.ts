// A swap through a router on a real node: coins wrapped, paid into a pool at the address of a known one, tokens out. The node runs small
// contracts written here byte by byte at those addresses; transfers and logs are its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atOnce } from '../../../kernel/index.ts';
import { ANVIL_BINARY, type AnvilNode } from '../../../../../tests/vectors/anvilNode.ts';
import { ONE, OUT, POOL, ROUTER, startSwapNode, USDC } from '../../../../../tests/vectors/swapNode.ts';
import { ETHEREUM, readEvmTransaction } from '../../../chains/index.ts';
import { buildAccountSlice, knowLedgers, traceAccountsForward } from '../../accounts/index.ts';
import { recogniseConversions } from './recognised.ts';

describe.skipIf(ANVIL_BINARY === null)('anvil', () => {
  let node: AnvilNode;
  beforeAll(async () => {
    node = await startSwapNode();
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
    const { recorded, inferences, pools } = atOnce(recogniseConversions(held));
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
