// A java-tron node, stood in for, over its HTTP interface: ranges, accounts, single transactions, a reorganisation; and what happens where
// it lies, keeps back or drags out.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../shared/contract/index.ts';
import { transferLog, callData } from '../../main/engine/learn/ringChain.ts';
import { type LyingNode, type MadeTron, makeTron, sun, tronStandIn, TRON_WALLETS } from '../fixtures/accountNodes.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const [ann, ben, cho, dee] = TRON_WALLETS;
const TOKEN = 'TXR9aKPXsr3TvuFf8NmW8zn9XxwMKDe947';
type Json = Record<string, unknown>;

/** Twelve blocks: payments in blocks 2, 4 and 6, a token in 8; `last` is what block 12 holds. */
const made = (last: (chain: Parameters<Parameters<typeof makeTron>[0]>[0]) => void): MadeTron =>
  makeTron((chain) => {
    for (let height = 1; height <= 12; height++) {
      if (height === 2) chain.send(sun(ann, ben, 100n));
      if (height === 4) chain.send(sun(ben, cho, 40n));
      if (height === 6) chain.send({ ...sun(cho, dee, 7n), feeSun: 1_000n });
      if (height === 8) {
        const data = callData('transfer(address,uint256)', dee.address, 5_000_000n);
        chain.send({
          ...{ type: 'TriggerSmartContract', values: { owner_address: ann.address, contract_address: TOKEN, data }, signer: ann },
          ...{ contract: TOKEN, logs: [transferLog(TOKEN, ann.address, dee.address, 5_000_000n)], feeSun: 13_000_000n },
        });
      }
      if (height === 12) last(chain);
      chain.closeBlock();
    }
  });

describe('a java-tron node', () => {
  let desk: Desk;
  let node: LyingNode & { made: MadeTron };
  beforeAll(async () => {
    desk = await openDesk();
  });
  beforeEach(async () => {
    node = await tronStandIn(made((chain) => chain.send(sun(dee, ann, 3n))));
  });
  afterEach(async () => {
    await desk.close();
    await node.close();
  });
  afterAll(() => desk.end());

  async function newCase(name: string): Promise<void> {
    await desk.newCase(name);
    await desk.call('case.setPolicy', { node: { address: node.url }, reason: 'a node on the same desk' });
  }
  const ask = (input: Omit<CallInput<'intake.node'>, 'address'> = { fromBlock: 1 }) =>
    desk.call('intake.node', { address: node.url, chain: 'tron-training', ...input });
  const movesOf = async (address: string) => {
    const { found } = await desk.call('account.find', { text: address });
    const view = found.find((one) => one.kind === 'account');
    return view?.kind === 'account'
      ? view.history.filter(({ kind }) => kind !== 'fee' && kind !== 'burn').map(({ direction, amount }) => `${direction} ${amount}`)
      : [];
  };

  it('whole blocks come in with their infos, and again only what is new', async () => {
    await newCase('range');
    const { result } = await ask();
    expect(result).toMatchObject({
      chain: 'tron:training',
      transactions: 5,
      rejectedRows: [],
      node: { agent: 'java-tron/4.8.0', kind: 'tron-http', tip: { number: 12 } },
    });
    expect(result.table?.flags).toContainEqual(
      expect.objectContaining({ code: 'blockProven', values: expect.objectContaining({ transactions: '5' }) }),
    );
    expect(await movesOf(dee.address)).toEqual(['in 7', 'in 5000000', 'out 3']);
    const before = node.asked.length;
    expect((await ask()).result).toMatchObject({ source: result.source, new: 0 });
    // Only hashes were asked for again, from the highest block down.
    expect(node.asked.slice(before).filter(({ method }) => method === 'wallet/gettransactioninfobyblocknum')).toEqual([]);
  });

  it('an account’s history and a named transaction', async () => {
    await newCase('account');
    const { result } = await ask({ fromBlock: 1, items: [dee.address] });
    expect(result).toMatchObject({ transactions: 3, node: { items: [{ kind: 'address', item: dee.address, gaps: [] }] } });
    expect(await movesOf(dee.address)).toEqual(['in 7', 'in 5000000', 'out 3']);
    const first = ((node.made.blocks[1] as Json)['transactions'] as readonly Json[])[0] as { txID: string };
    expect((await ask({ items: [first.txID, 'ee'.repeat(32)] })).result).toMatchObject({
      transactions: 1,
      node: { items: [{ item: first.txID, gaps: [] }, { gaps: ['notFound'] }] },
    });
    expect(await movesOf(ann.address)).toContain('out 100');
  });

  it('a reorganisation takes back the block that was replaced', async () => {
    await newCase('reorg');
    await ask();
    node.made = made((chain) => chain.send(sun(dee, cho, 4n)));
    const { rolledBack, takenBack, result } = await ask();
    expect([rolledBack.map(({ height }) => height), takenBack, result.transactions]).toEqual([[12], 1, 1]);
    expect(await movesOf(dee.address)).toEqual(['in 7', 'in 5000000', 'out 4']);
    // A node that is merely behind takes nothing back.
    node.made = { ...node.made, blocks: node.made.blocks.slice(0, 9) };
    expect(await faultOf(ask())).toMatchObject({ code: 'node.withholds', parameters: { reason: 'behind', tip: 9, known: 12 } });
  });

  it('a reorganisation while the blocks are read is noticed by their links, and the fork is read again', async () => {
    await newCase('moving');
    const other = makeTron((chain) => {
      for (let height = 1; height <= 12; height++) {
        if (height === 2) chain.send(sun(ann, ben, 100n));
        if (height === 4) chain.send(sun(ben, cho, 39n));
        chain.closeBlock();
      }
    });
    let swapped = false;
    node.tamper = (method, [number], honest) => {
      if (swapped || method !== 'wallet/getblockbynum' || number !== 8) return honest;
      swapped = true;
      node.made = other;
      return other.blocks[7];
    };
    const { rolledBack, takenBack, result } = await ask();
    expect([rolledBack.map(({ height }) => height), takenBack]).toEqual([[7, 6, 5, 4], 2]);
    expect(result).toMatchObject({ transactions: 2, stale: 0, rejectedRows: [] });
    expect(await movesOf(cho.address)).toEqual(['in 39']);
  });

  it('the fetch list is one request: interrupted, it goes on in the same source', async () => {
    await newCase('list');
    expect(await faultOf(ask({ fetchList: true }))).toMatchObject({ code: 'fetch.nothingToFetch' });
    const ids = [1, 3, 5].map((at) => (((node.made.blocks[at] as Json)['transactions'] as readonly Json[])[0] as { txID: string }).txID);
    const items = ids.map((item) => ({
      chain: 'tron-training',
      kind: 'transaction' as const,
      item,
      fromBlock: null,
      toBlock: null,
      why: '',
    }));
    await desk.call('fetch.add', { items });
    let located = 0;
    node.raw = (response, method) => {
      if (method !== 'wallet/gettransactionbyid' || ++located < 3) return false;
      response.destroy();
      return true;
    };
    expect(await faultOf(ask({ fetchList: true }))).toMatchObject({ code: 'node.unreachable' });
    node.raw = () => false;
    expect((await desk.call('fetch.list', {})).items.map(({ arrived }) => arrived)).toEqual([true, true, false]);
    expect((await ask({ fetchList: true })).result).toMatchObject({ transactions: 3, new: 3 });
    expect((await desk.call('intake.sources', {})).sources).toMatchObject([{ state: 'complete' }]);
    expect((await desk.call('fetch.list', {})).items.every(({ arrived }) => arrived)).toBe(true);
  });

  it('a session that broke off goes on where it stopped', async () => {
    await newCase('resumed');
    let answered = 0;
    node.raw = (response, method) => {
      if (method !== 'wallet/getblockbynum' || ++answered < 9) return false;
      response.destroy();
      return true;
    };
    expect(await faultOf(ask())).toMatchObject({ code: 'node.unreachable' });
    expect((await desk.call('intake.sources', {})).sources).toMatchObject([{ state: 'partial' }]);
    expect(await movesOf(cho.address)).toEqual(['in 40', 'out 7']);
    node.raw = () => false;
    const before = node.asked.length;
    const { result } = await ask();
    expect(result).toMatchObject({ transactions: 5, new: 5 });
    expect((await desk.call('intake.sources', {})).sources).toMatchObject([{ state: 'complete' }]);
    // Blocks done before were asked for by no info again.
    const infos = node.asked
      .slice(before)
      .flatMap(({ method, params }) => (method === 'wallet/gettransactioninfobyblocknum' ? [params[0]] : []));
    expect(infos).toEqual([8, 12]);
  });

  it('cancelled, what was read stays', async () => {
    await newCase('cancelled');
    await expect(
      desk.callUntil('intake.node', { address: node.url, chain: 'tron-training', fromBlock: 1 }, 'blocks', 5),
    ).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(await movesOf(ben.address)).toEqual(['in 100', 'out 40']);
    expect((await ask()).result).toMatchObject({ transactions: 5 });
  });

  describe('that lies', () => {
    let cases = 0;
    const answering = (act: (response: Parameters<LyingNode['raw']>[0]) => unknown): void => {
      node.raw = (response) => {
        act(response);
        return true;
      };
    };
    const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    const tamper = (method: string, change: (honest: never, params: readonly unknown[]) => unknown): void => {
      node.tamper = (asked, params, honest) => (asked === method ? change(copy(honest) as never, params) : honest);
    };
    const refused = async (): Promise<Json> => {
      await newCase(`lies ${++cases}`);
      const fault = await faultOf(ask());
      expect((await desk.call('account.find', { text: dee.address })).found).toEqual([]);
      return { code: fault.code, reason: fault.parameters['reason'], height: fault.parameters['height'] };
    };
    const headerOf = (block: Json): Json => (block['block_header'] as Json)['raw_data'] as Json;

    it('of another chain', async () => {
      tamper('wallet/getblockbynum', (block: Json, [number]) =>
        number === 0 ? { blockID: '00000000000000001ebf88508a03865c71d452e25f4d51194196a1d22b6653dc' } : block,
      );
      expect(await refused()).toMatchObject({ code: 'node.lies', reason: 'chain' });
    });
    it('a header that does not give its id', async () => {
      tamper('wallet/getblockbynum', (block: Json, [number]) => {
        if (number === 2) headerOf(block)['timestamp'] = (headerOf(block)['timestamp'] as number) + 1;
        return block;
      });
      expect(await refused()).toMatchObject({ code: 'node.lies', reason: 'header' });
    });
    it('another block than asked', async () => {
      tamper('wallet/getblockbynum', (block: Json, [number]) => (number === 2 ? node.made.blocks[3] : block));
      expect(await refused()).toMatchObject({ code: 'node.lies', reason: 'otherThanAsked' });
    });
    it('a block without the transactions its header commits to', async () => {
      tamper('wallet/getblockbynum', (block: Json, [number]) => (number === 2 ? { ...block, transactions: undefined } : block));
      expect(await refused()).toMatchObject({ code: 'node.withholds', reason: 'transactions', height: 2 });
    });
    it('infos of transactions that the block does not hold', async () => {
      tamper('wallet/gettransactioninfobyblocknum', (infos: Json[], [number]) =>
        number === 2 ? infos.map((info) => ({ ...info, id: 'ab'.repeat(32) })) : infos,
      );
      expect(await refused()).toMatchObject({ code: 'node.lies', reason: 'infos', height: 2 });
    });
    it('a block below its tip that it does not have', async () => {
      tamper('wallet/getblockbynum', (block: Json, [number]) => (number === 1 ? {} : block));
      expect(await refused()).toMatchObject({ code: 'node.withholds', reason: 'block', height: 1 });
    });
    it('blocks that do not hang together', async () => {
      const other = makeTron((chain) => {
        chain.closeBlock();
        chain.send(sun(ann, dee, 9n));
        chain.closeBlock();
      });
      node.tamper = (method, [number], honest) => {
        if (number !== 2) return honest;
        return method === 'wallet/getblockbynum'
          ? other.blocks[1]
          : method === 'wallet/gettransactioninfobyblocknum'
            ? other.infos.get(2)
            : honest;
      };
      // It keeps to the story: block 2 is another one each time it is asked for, and block 3 does not hang on it.
      await newCase('link');
      expect(await faultOf(ask())).toMatchObject({ code: 'node.lies', parameters: { reason: 'link', height: 3 } });
    });
    it('a transaction that is not in the block it names', async () => {
      const id = (((node.made.blocks[1] as Json)['transactions'] as readonly Json[])[0] as { txID: string }).txID;
      tamper('wallet/gettransactioninfobyid', (info: Json) => ({ ...info, blockNumber: 4 }));
      await newCase('elsewhere');
      expect(await faultOf(ask({ items: [id] }))).toMatchObject({ code: 'node.lies', parameters: { reason: 'notInBlock', height: 4 } });
    });
    it('no JSON, an error in its own words, a redirect', async () => {
      answering((response) => response.end('<html>'));
      expect(await refused()).toMatchObject({ code: 'node.badAnswer', reason: 'json' });
      answering((response) => response.end('{"Error":"class org.tron: \\u001b[31mno"}'));
      await desk.close();
      await newCase('words');
      expect(await faultOf(ask())).toMatchObject({ code: 'node.rpc', parameters: { words: 'class org.tron: ?[31mno' } });
      answering((response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
      expect(await faultOf(ask())).toMatchObject({ code: 'node.badAnswer', parameters: { reason: 'redirect' } });
    });
    it('an answer that does not end is cut off', async () => {
      node.raw = (response, method) => {
        if (method !== 'wallet/getnodeinfo') return false;
        response.writeHead(200, { 'content-type': 'application/json' });
        const drip = setInterval(() => response.write('['.repeat(1 << 20)), 1);
        response.on('close', () => clearInterval(drip));
        return true;
      };
      expect(await refused()).toMatchObject({ code: 'node.tooLarge' });
    });
  });
});
