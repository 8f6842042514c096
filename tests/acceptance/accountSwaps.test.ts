// A node's dump of a swap through a router, taken into a case and traced: what converts, what stops, and what a trace does when it is told
// not to convert.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import { readEvmAddress } from '../../main/engine/chains/index.ts';
import { ANVIL_BINARY, type AnvilNode } from '../vectors/anvilNode.ts';
import { ONE, OUT, ROUTER, startSwapNode } from '../vectors/swapNode.ts';
import { type Desk, openDesk } from './desk.ts';

/** Tornado Cash's pool of 0.1. */
const MIXER = '0x12D66f87A04A9E220743712cE6d9bB1B5616B8Fc';

describe.skipIf(ANVIL_BINARY === null)('a swap in a node’s dump', () => {
  let node: AnvilNode;
  let desk: Desk;
  let payer: string;
  let user: string;
  let seeds: string[];

  beforeAll(async () => {
    node = await startSwapNode();
    const accounts = (await node.ask('eth_accounts')) as readonly string[];
    [payer, user] = [accounts[0], accounts[1]].map((address) => readEvmAddress(address as string)) as [string, string];
    const send = async (from: string, to: string, value: bigint): Promise<string> => {
      const hash = (await node.ask('eth_sendTransaction', { from, to, value: `0x${value.toString(16)}`, gas: '0x7a120' })) as string;
      await node.ask('evm_mine');
      return hash;
    };
    const paid = await send(payer, user, ONE);
    await send(user, ROUTER, ONE);
    const again = await send(payer, user, ONE / 10n);
    await send(user, MIXER, ONE / 10n);
    seeds = [paid, again];
    const lines: string[] = [];
    const tip = Number(await node.ask('eth_blockNumber'));
    for (let height = 1; height <= tip; height++) {
      const at = `0x${height.toString(16)}`;
      for (const answer of [
        ['eth_getBlockByNumber', at, true],
        ['eth_getBlockReceipts', at],
        ['trace_block', at],
      ] as const) {
        const [method, ...parameters] = answer;
        lines.push(JSON.stringify(await node.ask(method, ...parameters)));
      }
    }
    desk = await openDesk();
    await desk.newCase('swaps');
    const path = desk.write('node.jsonl', `${lines.join('\n')}\n`);
    await desk.call('intake.run', { paths: [desk.grant(path)], chain: 'ethereum' });
  }, 120_000);
  afterAll(async () => {
    await node?.stop();
    await desk?.end();
  });

  const trace = (more: Partial<CallInput<'account.trace'>> = {}): Promise<CallOutput<'account.trace'>> =>
    desk.call('account.trace', { from: seeds, policies: ['lifo'], assume: [user], openings: [`${user}:ETH:10000@0`], ...more });
  const ends = (traced: CallOutput<'account.trace'>): string[] =>
    (traced.policies['lifo']?.ends ?? [])
      .map(({ account, figure, asset, state }) => `${account} ${figure.amount} ${asset.symbol} ${state}`)
      .sort();

  it('[A25] [A26] [A27] converts over wrapping, pool and router; a mixer stops without being asked for', async () => {
    const traced = await trace();
    // lifo: what came last leaves first; the fees are paid of the user's own.
    expect(ends(traced)).toEqual([`${user} ${OUT} USDC held`, `${MIXER} ${ONE / 10n} ETH stopped:mixer`].sort());
    expect((traced.conversions ?? []).map(({ kind, name }) => [kind, name])).toEqual([
      ['wrap', 'WETH'],
      ['swap', 'Uniswap v2'],
      ['pass', null],
      ['pass', null],
    ]);
    const { conversions } = await desk.call('account.conversions', {});
    expect(conversions.every(({ standing }) => standing === 'recorded')).toBe(true);
    const { runs } = await desk.call('account.replay', {});
    expect(runs.every(({ identical }) => identical)).toBe(true);
  });

  it('goes no further than the router where nothing is to be converted', async () => {
    const traced = await trace({ conversions: 'none' });
    expect(ends(traced)).toEqual([`${MIXER} ${ONE / 10n} ETH stopped:mixer`, `${ROUTER} ${ONE} ETH paused:unknownLedger`].sort());
    expect(traced.conversions).toEqual([]);
  });

  it('a stop that the examiner asks for comes before a conversion', async () => {
    const stops = [{ rule: 'addresses', options: { addresses: [ROUTER] } }];
    expect(ends(await trace({ stops }))).toContain(`${ROUTER} ${ONE} ETH stopped:addresses`);
  });
});
