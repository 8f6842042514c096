// Anvil as a real node of an Ethereum-like chain, asked through the program's own connection: ranges, accounts, single transactions and the
// fetch list come in; what the case then says of balances is what the node says; a reorganisation takes back exactly what it must.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '../../shared/contract/index.ts';
import { ANVIL_BINARY, type AnvilNode, startAnvil } from '../vectors/anvilNode.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const word = (value: string | bigint): string =>
  (typeof value === 'bigint' ? value.toString(16) : value.slice(2).toLowerCase()).padStart(64, '0');
const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
/** Logs Transfer(caller, word 0, word 1), forwards the value to word 0, and reverts if that fails (chains/evm/anvil.test.ts). */
const MOVER = `602035600052600035337f${TRANSFER}60206000a36020356000556000600060006000346000355af115604957005b60006000fd`;
const REVERTER = '60006000fd';
const initCode = (runtime: string): string => {
  const length = (runtime.length / 2).toString(16).padStart(2, '0');
  return `0x60${length}600c60003960${length}6000f3${runtime}`;
};

type Fields = Readonly<Record<string, unknown>>;

describe.skipIf(ANVIL_BINARY === null)('a node of an Ethereum-like chain', () => {
  let node: AnvilNode;
  let desk: Desk;
  let accounts: readonly string[];
  let mover = '';
  let reverter = '';
  beforeAll(async () => {
    desk = await openDesk();
    node = await startAnvil('--hardfork', 'prague');
    accounts = (await node.ask('eth_accounts')) as readonly string[];
    await node.ask('evm_setAutomine', false);
    mover = await deploy(MOVER);
    reverter = await deploy(REVERTER);
    await send({ to: accounts[1], value: '0x7' });
    await send({ to: mover, value: '0x5', data: `0x${word(accounts[2] as string)}${word(1_000n)}` });
    await send({ to: reverter, value: '0x9' });
    await send({ from: accounts[3], to: accounts[4], value: '0x3' });
  }, 60_000);
  afterAll(async () => {
    await node?.stop();
    await desk?.end();
  });
  afterEach(() => desk.close());

  const at = (i: number): string => accounts[i] as string;
  async function send(fields: Fields): Promise<string> {
    const hash = (await node.ask('eth_sendTransaction', { from: accounts[0], gas: '0x30d40', ...fields })) as string;
    await node.ask('evm_mine');
    return hash;
  }
  async function deploy(runtime: string): Promise<string> {
    const receipt = (await node.ask('eth_getTransactionReceipt', await send({ data: initCode(runtime) }))) as { contractAddress: string };
    return receipt.contractAddress;
  }
  const tip = async (): Promise<number> => Number((await node.ask('eth_blockNumber')) as string);
  async function newCase(name: string): Promise<void> {
    await desk.newCase(name);
    await desk.call('case.setPolicy', { node: { address: node.url }, reason: 'a node on the same desk' });
  }
  const ask = (input: Omit<CallInput<'intake.node'>, 'address'>) => desk.call('intake.node', { address: node.url, ...input });
  async function account(address: string) {
    const { found } = await desk.call('account.find', { text: address });
    const view = found.find((one) => one.kind === 'account');
    if (view?.kind !== 'account') throw new Error('no account');
    return view;
  }
  const sumOf = async (address: string): Promise<bigint> => {
    const native = (await account(address)).ledgers.find(({ asset }) => asset.kind === 'native');
    return native === undefined ? 0n : BigInt(native.received) - BigInt(native.sent) - BigInt(native.fees);
  };
  const balance = async (address: string): Promise<bigint> => BigInt((await node.ask('eth_getBalance', address, 'latest')) as string);
  const journal = async (name: string) => (await desk.call('journal.list', { limit: 200 })).entries.filter((entry) => entry.name === name);

  it('is refused unless the case’s policy names it, and asks nothing of another chain', async () => {
    await desk.newCase('policy');
    expect(await faultOf(ask({ fromBlock: 0 }))).toMatchObject({ code: 'node.notAllowed', parameters: { reason: 'off' } });
    await desk.call('case.setPolicy', { node: { address: node.url }, reason: 'a node on the same desk' });
    expect(await faultOf(ask({ fromBlock: 0, chain: 'ethereum' }))).toMatchObject({
      code: 'node.lies',
      parameters: { reason: 'chain', chain: 'eip155:31337' },
    });
    expect(await faultOf(ask({ fromBlock: 0, chain: 'tron' }))).toMatchObject({ code: 'node.badAnswer' });
    expect(await faultOf(ask({ items: ['0x742d35Cc6634C0532925a3b844Bc454e4438f44e'] }))).toMatchObject({ code: 'usage.badValue' });
    const ended = (await journal('node.session')).map(({ payload }) => (payload as { outcome: string }).outcome);
    expect(ended.sort()).toEqual(['node.badAnswer', 'node.lies', 'usage.badValue']);
  });

  it('whole blocks come in with receipts and calls: every balance is what the node says', async () => {
    await newCase('range');
    const { result, rolledBack } = await ask({ fromBlock: 0 });
    const height = await tip();
    expect(result).toMatchObject({
      mode: 'accounts',
      chain: 'eip155:31337',
      transactions: height,
      rejectedRows: [],
      node: { kind: 'evm-rpc', tip: { number: height } },
    });
    expect(result.node?.agent).toMatch(/^anvil/);
    expect(result.table?.flags).toContainEqual(
      expect.objectContaining({ code: 'blockProven', values: expect.objectContaining({ receipts: String(height) }) }),
    );
    expect(rolledBack).toEqual([]);
    const start = 10_000n * 10n ** 18n;
    for (const address of [at(0), at(1), at(2), at(3), at(4)]) expect(start + (await sumOf(address)), address).toBe(await balance(address));
    // The call into the reverting contract moved nothing but its fee.
    expect((await desk.call('account.find', { text: reverter })).found).toEqual([]);
    // Token: written by the log of the mover.
    const token = (await account(at(2))).ledgers.find(({ asset }) => asset.kind === 'token');
    expect(token?.received).toBe('1000');
    const [session] = await journal('node.session');
    expect(session?.payload).toMatchObject({
      outcome: 'done',
      chain: 'eip155:31337',
      methods: { eth_chainId: 1, eth_getBlockReceipts: height },
    });
    // Asked again, nothing is new, and no further source is made.
    const again = await ask({ fromBlock: 0 });
    expect(again.result).toMatchObject({ source: result.source, new: 0 });
    // What is new since comes in as a source of its own, from where the last one ended.
    await send({ to: at(1), value: '0x1' });
    const more = await ask({ fromBlock: 0 });
    expect(more.result).toMatchObject({ transactions: 1, new: 1 });
    expect(more.result.source).not.toBe(result.source);
  });

  it('an anchor at the tip reaches every block: what receipts prove is proven, and a file of the answers says the same', async () => {
    await newCase('proven');
    const height = await tip();
    const { hash } = (await node.ask('eth_getBlockByNumber', 'latest', false)) as { hash: string };
    const { result } = await ask({ fromBlock: 1, anchor: `${height}:${hash}` });
    expect(result.proven).toMatchObject({ headers: height, bodies: height, receipts: height, anchored: height, contradictions: [] });
    const id = (await account(at(2))).history[0]?.transaction ?? '';
    const [fromNode] = (await desk.call('account.find', { text: id })).found;
    const grades = fromNode?.kind === 'accountTransaction' ? fromNode.transfers.map(({ kind, grade }) => `${kind} ${grade}`) : [];
    expect(grades).toEqual(expect.arrayContaining(['value A', 'internal S', 'token A']));
    const out = desk.grant(`${desk.folder}/answers.json`);
    const saved = await desk.call('intake.answers', { source: result.source, out });

    // The node is not there any more: the file alone gives the same transactions, proofs and rows.
    await desk.newCase('from the file');
    const [fromFile] = await desk.intake(`${desk.folder}/${saved.name}`);
    expect(fromFile).toMatchObject({
      transactions: result.transactions,
      rejectedRows: [],
      proven: { headers: height, bodies: height, receipts: height },
    });
    expect(fromFile?.table?.flags).toEqual(result.table?.flags);
    const [again] = (await desk.call('account.find', { text: id })).found;
    const plain = (found: unknown) =>
      JSON.stringify(found, (name, value: unknown) =>
        ['sources', 'source', 'grade', 'proof', 'anchored', 'rows'].includes(name) ? undefined : value,
      );
    expect(plain(again)).toBe(plain(fromNode));
  });

  it('an account’s history in a range: payments, calls inside, tokens, and nothing of others', async () => {
    await newCase('account');
    const { result } = await ask({ fromBlock: 1, items: [at(2)] });
    expect(result).toMatchObject({ transactions: 1, node: { items: [{ kind: 'address', gaps: [] }] } });
    expect((await account(at(2))).ledgers.map(({ received }) => received).sort()).toEqual(['1000', '5']);
    // Headers of all blocks read are kept, so that an anchor above reaches the one that counts; bodies of that one alone.
    const read = await tip();
    expect(result.proven).toMatchObject({ headers: read, bodies: 1, receipts: 1 });
    // By its logs alone the same transaction is found, and the gap is said.
    const logs = await ask({ fromBlock: 1, items: [at(2)], logsOnly: true });
    expect(logs.result.node?.items[0]?.gaps).toEqual(['noNativeHistory']);
  });

  it('single transactions, blocks and the fetch list, ticked off', async () => {
    await newCase('items');
    const one = await send({ to: at(1), value: '0x2a' });
    const two = await send({ to: at(5), value: '0x2b' });
    const gone = `0x${'ab'.repeat(32)}`;
    const chain = 'anvil';
    await desk.call('fetch.add', {
      items: [
        { chain, kind: 'transaction', item: one, fromBlock: null, toBlock: null, why: 'the victim’s receipt' },
        { chain, kind: 'transaction', item: gone, fromBlock: null, toBlock: null, why: 'a typing error' },
        { chain, kind: 'block', item: String(await tip()), fromBlock: null, toBlock: null, why: 'the next leg' },
      ],
    });
    const { result } = await ask({ fetchList: true });
    expect(result.transactions).toBe(2);
    const { items } = await desk.call('fetch.list', {});
    expect(items.map(({ arrived, gaps }) => [arrived, gaps])).toEqual([
      [true, []],
      [false, ['notFound']],
      [true, []],
    ]);
    const named = await ask({ items: [two, '0x3'] }).catch((error: unknown) => error);
    expect(named).toMatchObject({ code: 'chain.badAddress' });
    expect((await ask({ items: [two, '3'] })).result).toMatchObject({ transactions: 2, new: 1 });
  });

  it('a reorganisation takes back what came from the stale blocks and nothing else', async () => {
    await newCase('reorg');
    const before = await tip();
    const mark = await node.ask('evm_snapshot');
    const stale = await send({ to: at(6), value: '0x64' });
    const kept = (await node.ask('eth_getBlockByNumber', '0x1', false)) as { transactions: string[] };
    const first = await ask({ fromBlock: 0 });
    expect(first.result.transactions).toBe(before + 1);
    expect(await sumOf(at(6))).toBe(100n);

    const traced = await desk.call('account.trace', {
      from: [stale],
      question: 'where did it go?',
      primary: 'fifo',
      reason: 'the court asks',
    });
    await node.ask('evm_revert', mark);
    // The node has merely fewer blocks now: that says nothing against the one it gave.
    expect(await faultOf(ask({ fromBlock: 0 }))).toMatchObject({ code: 'node.withholds', parameters: { reason: 'behind' } });
    expect(await sumOf(at(6))).toBe(100n);

    await node.ask('evm_increaseTime', 60);
    const replacing = await send({ to: at(7), value: '0x65' });
    const second = await ask({ fromBlock: 0 });
    expect(second).toMatchObject({ rolledBack: [{ height: before + 1 }], takenBack: 1 });
    expect(second.result).toMatchObject({ transactions: 1 });
    // A run made before rests on what it read: replayed, it comes out the same.
    const { runs } = await desk.call('account.replay', { run: traced.run });
    expect(runs).toMatchObject([{ run: traced.run, identical: true }]);
    const { found } = await desk.call('account.find', { text: stale });
    expect(found).toEqual([]);
    for (const id of [replacing, kept.transactions[0] as string])
      expect((await desk.call('account.find', { text: id })).found).toHaveLength(1);
    expect(await journal('node.rolledBack')).toMatchObject([{ payload: { transactions: [stale], transactionCount: 1, blockCount: 1 } }]);
    const { sources } = await desk.call('intake.sources', {});
    expect(sources.map(({ importer, state }) => [importer, state])).toEqual([
      ['node.evm@1', 'complete'],
      ['node.stale@1', 'withdrawn'],
      ['node.evm@1', 'complete'],
    ]);
    expect(sources[0]?.result).toMatchObject({ transactions: before, stale: 1 });
    // The stale block proves nothing any more, even to an anchor that names it.
    const { result: anchored } = await ask({ fromBlock: 0, anchor: `${before + 1}:${first.result.node?.tip.hash}` });
    expect(anchored.proven).toMatchObject({ anchored: 0, contradictions: [{ height: before + 1 }] });
  });
});
