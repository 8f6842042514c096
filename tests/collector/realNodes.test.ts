// The way of the courier with real nodes: a list from a case, the collector at anvil and at litecoind (by RPC and behind an Esplora
// stand-in), the capture back into the case, the list ticked off.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../main/engine/index.ts';
import { caseDesk, type CaseDesk, DETAILS } from '../fixtures/caseDesk.ts';
import { collectInto, esploraOver, startStandIn } from '../fixtures/serviceStandIns.ts';
import { ANVIL_BINARY, type AnvilNode, startAnvil } from '../vectors/anvilNode.ts';
import { type LitecoinNode, litecoindInstalled, startLitecoin } from '../vectors/litecoinNode.ts';

let desk: CaseDesk;
let engine: Awaited<ReturnType<typeof createEngine>>;
const ask: Awaited<ReturnType<typeof createEngine>>['router']['call'] = (name, input) => engine.router.call(name, input);
async function newCase(name: string): Promise<void> {
  if ((await ask('app.info', {})).caseOpen) await ask('case.close', {});
  await ask('case.create', { folder: desk.grantPath(desk.at(name)), passphrase: 'a long passphrase', ...DETAILS } as never);
}
const add = (
  chain: string,
  kind: 'transaction' | 'address' | 'block',
  items: readonly string[],
  more: { fromBlock?: number; toBlock?: number } = {},
) => ask('fetch.add', { items: items.map((item) => ({ chain, kind, item, why: 'test', ...more })) });

beforeAll(async () => {
  desk = await caseDesk();
  engine = await createEngine(desk.host);
});
afterAll(async () => {
  await engine.dispose();
  desk.clear();
});

describe.skipIf(ANVIL_BINARY === null)('anvil', () => {
  let node: AnvilNode;
  const hashes: string[] = [];
  let token = '';
  let accounts: readonly string[];
  beforeAll(async () => {
    node = await startAnvil('--hardfork', 'prague', '--steps-tracing');
    accounts = (await node.ask('eth_accounts')) as readonly string[];
    const send = async (fields: object): Promise<string> => {
      hashes.push((await node.ask('eth_sendTransaction', { from: accounts[0], gas: '0x30d40', ...fields })) as string);
      await node.ask('evm_mine');
      return hashes.at(-1) as string;
    };
    // Logs Transfer(caller, word 0, word 1): a token as far as its log goes.
    const runtime = '602035600052600035337fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef60206000a300';
    const length = (runtime.length / 2).toString(16).padStart(2, '0');
    const receipt = (await node.ask(
      'eth_getTransactionReceipt',
      await send({ data: `0x60${length}600c60003960${length}6000f3${runtime}` }),
    )) as { contractAddress: string };
    token = receipt.contractAddress;
    await send({ to: accounts[1], value: '0xde0b6b3a7640000' });
    await send({ to: token, data: `0x${(accounts[2] as string).slice(2).padStart(64, '0')}${77n.toString(16).padStart(64, '0')}` });
  });
  afterAll(() => node.stop());

  it('a list from a case comes back as transactions, and the list is ticked off', async () => {
    await newCase('evm');
    await add('anvil', 'transaction', [hashes[1] as string]);
    // Not from the first blocks on: what anvil proves of its genesis state does not have the root of its genesis header.
    await add('anvil', 'address', [accounts[2] as string], { fromBlock: 2, toBlock: 1000 });
    await ask('fetch.save', { out: desk.grantPath(desk.at('evm.json')) });
    const run = await collectInto(desk.folder, [], ['--kind', 'evm-rpc', '--source', node.url, '--out', desk.at('evm.zip')], {
      list: desk.at('evm.json'),
    });
    expect(run.text).toContain(hashes[1] as string);
    expect(run.exit).toBe(0);

    const { results } = await ask('intake.run', { paths: [desk.grantPath(desk.at('evm.zip'))] });
    expect(results).toMatchObject([{ mode: 'accounts', chain: 'eip155:31337', transactions: 2, new: 2, rejectedRows: [] }]);
    expect(results[0]?.capture).toMatchObject({ kind: 'evm-rpc', service: node.url });
    const { items } = await ask('fetch.list', {});
    expect(items.map(({ arrived, gaps }) => [arrived, gaps])).toEqual([
      [true, []],
      [false, ['noNativeHistory']],
    ]);
    const again = await ask('intake.run', { paths: [desk.grantPath(desk.at('evm.zip'))] });
    expect(again.results[0]).toMatchObject({ new: 0 });
  });

  it('what is in the capture already is not asked again, and what it holds is what anvil said, byte for byte', async () => {
    const items = [{ chain: 'eip155:31337', kind: 'transaction' as const, item: hashes[2] as string }];
    const relay = await startStandIn(async ({ body }) => {
      const response = await fetch(node.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return new Uint8Array(await response.arrayBuffer());
    });
    const argv = ['--kind', 'evm-rpc', '--source', relay.url, '--out', desk.at('relay')];
    expect((await collectInto(desk.folder, items, argv)).exit).toBe(0);
    const first = relay.asked.length;
    expect(first).toBeGreaterThan(4);
    expect((await collectInto(desk.folder, items, argv)).exit).toBe(0);
    expect(relay.asked.length).toBe(first);
    const more = [...items, { chain: 'eip155:31337', kind: 'transaction' as const, item: hashes[1] as string }];
    expect((await collectInto(desk.folder, more, argv)).exit).toBe(0);
    expect(relay.asked.slice(first).every(({ body }) => !body.includes(hashes[2] as string))).toBe(true);
    await relay.close();
    const { manifest } = JSON.parse(readFileSync(desk.at('relay', 'capture.json'), 'utf8')) as {
      manifest: { answers: { file: string; role: string; about: string }[]; items: { gaps: string[] }[] };
    };
    const transaction = manifest.answers.find(({ role, about }) => role === 'evm.transaction' && about === hashes[2]);
    const body = readFileSync(desk.at('relay', transaction?.file as string), 'utf8');
    const direct = await fetch(node.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getTransactionByHash', params: [hashes[2]] }),
    });
    expect(body).toBe(await direct.text());
    expect(manifest.items.map(({ gaps }) => gaps)).toEqual([[], []]);
  });

  it('a node that lies is caught: another transaction, an altered value, altered receipts', async () => {
    const lies: Readonly<Record<string, (body: string) => string>> = {
      other: (body) => body.replaceAll(hashes[2] as string, hashes[1] as string),
      value: (body) => body.replace('"value":"0xde0b6b3a7640000"', '"value":"0xde0b6b3a7640001"'),
      receipts: (body) =>
        body.includes('cumulativeGasUsed') ? body.replaceAll('"cumulativeGasUsed":"0x', '"cumulativeGasUsed":"0x1') : body,
    };
    const reasons: Record<string, readonly string[]> = {};
    let lie = 'other';
    const relay = await startStandIn(async ({ body }) => {
      const response = await fetch(node.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return (lies[lie] as (text: string) => string)(await response.text());
    });
    await newCase('lies');
    for (lie of Object.keys(lies)) {
      const items = [{ chain: 'eip155:31337', kind: 'transaction' as const, item: hashes[lie === 'value' ? 1 : 2] as string }];
      expect((await collectInto(desk.folder, items, ['--kind', 'evm-rpc', '--source', relay.url, '--out', desk.at(lie)])).exit).toBe(0);
      reasons[lie] = await ask('intake.run', { paths: [desk.grantPath(desk.at(lie))] }).then(
        ({ results }) => [...(results[0]?.rejectedRows ?? []).map(({ reason }) => reason), `${results[0]?.transactions}`],
        (error: { parameters: { reason: string } }) => [error.parameters.reason],
      );
    }
    await relay.close();
    expect(reasons).toEqual({
      other: ['otherThanAsked'],
      // The block's header still gives its hash; nothing else of the answer is taken.
      value: ['answer:transaction.hash', '0'],
      receipts: ['blockHash', '1'],
    });
  });
});

describe.skipIf(!litecoindInstalled())('litecoind', () => {
  let node: LitecoinNode;
  let chain = '';
  let paid = '';
  let address = '';
  beforeAll(async () => {
    node = await startLitecoin();
    await node.call('createwallet', 'w');
    address = await node.callWallet<string>('w', 'getnewaddress', '', 'legacy');
    await node.call('generatetoaddress', 103, address);
    paid = await node.callWallet<string>('w', 'sendtoaddress', await node.callWallet<string>('w', 'getnewaddress', '', 'bech32'), 3);
    await node.call('generatetoaddress', 4, await node.callWallet<string>('w', 'getnewaddress', '', 'legacy'));
    chain = `bip122:${(await node.call<string>('getblockhash', 0)).slice(0, 32)}`;
  }, 60_000);
  afterAll(async () => {
    await node.stop();
    node.remove();
  });

  it('by RPC: the transaction with its proof and the headers behind it', async () => {
    await newCase('rpc');
    await add(chain, 'transaction', [paid]);
    await add(chain, 'block', ['5']);
    await add(chain, 'address', [address]);
    await ask('fetch.save', { out: desk.grantPath(desk.at('rpc.json')) });
    writeFileSync(desk.at('rpc.key'), 'test:test\n');
    const argv = ['--kind', 'bitcoin-rpc', '--source', node.address, '--key-file', desk.at('rpc.key'), '--out', desk.at('rpc')];
    expect((await collectInto(desk.folder, [], argv, { list: desk.at('rpc.json') })).exit).toBe(0);
    const { results } = await ask('intake.run', { paths: [desk.grantPath(desk.at('rpc'))] });
    expect(results).toMatchObject([{ chain, transactions: 2, rejectedRows: [], refused: [] }]);
    expect(results[0]?.headers).toMatchObject({ anchoredTo: null });
    expect((await ask('show.find', { text: paid })).found).toMatchObject([{ kind: 'transaction', txid: paid, grade: 'S' }]);
    // The examiner's own anchor, given with the same capture once more: the headers that came along connect to it.
    const anchor = `104:${await node.call<string>('getblockhash', 104)}`;
    await ask('intake.run', { paths: [desk.grantPath(desk.at('rpc'))], anchor });
    const { items } = await ask('fetch.list', {});
    expect(items.map(({ arrived, gaps }) => [arrived, gaps])).toEqual([
      [true, []],
      [true, []],
      [false, ['noHistory']],
    ]);
    const { found } = await ask('show.find', { text: paid });
    expect(found).toMatchObject([{ kind: 'transaction', txid: paid, grade: 'P' }]);
  }, 30_000);

  it('by Esplora: an address page by page, in a range', async () => {
    const service = await startStandIn(esploraOver(node));
    await newCase('esplora');
    await add(chain, 'address', [address], { fromBlock: 1, toBlock: 60 });
    await add(chain, 'transaction', ['11'.repeat(32)]);
    await ask('fetch.save', { out: desk.grantPath(desk.at('esplora.json')) });
    const argv = ['--kind', 'esplora', '--source', service.url, '--out', desk.at('esplora.zip')];
    const run = await collectInto(desk.folder, [], argv, { list: desk.at('esplora.json') });
    expect(run.exit).toBe(0);
    expect(service.asked.filter(({ url }) => url.includes('/txs/chain')).length).toBeGreaterThan(3);
    await service.close();
    const { results } = await ask('intake.run', { paths: [desk.grantPath(desk.at('esplora.zip'))] });
    expect(results).toMatchObject([{ chain, transactions: 60, rejectedRows: [] }]);
    const { items } = await ask('fetch.list', {});
    expect(items.map(({ arrived, gaps }) => [arrived, gaps])).toEqual([
      [true, []],
      [false, ['notFound']],
    ]);
  }, 60_000);
});
