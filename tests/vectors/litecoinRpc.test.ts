// A genuine node of Bitcoin Core's line (litecoind) as a source: its cookie, its forms of answer, its blocks against its own
// word, and invalidateblock.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bitcoinNetwork, buildHeaderChain, type HeaderChain, loadKernel, newColumns, readBlock } from '../../main/engine/chains/index.ts';
import { judgeNodeHeaders, knownOf, type Node, nodeStore, openNode, syncHeaders } from '../../main/engine/intake/index.ts';
import type { NodeConnection } from '../../main/engine/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { displayHash } from '../../shared/model/bytes.ts';
import { faultOf } from '../fixtures/caseDesk.ts';
import { type LitecoinNode, litecoindInstalled, mineMwebChain, startLitecoin } from './litecoinNode.ts';

const never = new AbortController().signal;
const LIMITS = { bytes: 1 << 20, milliseconds: 30_000, silenceMilliseconds: 30_000 };
const GENESIS = '530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9';
const INSTALLED = litecoindInstalled();
const LITECOIN = bitcoinNetwork('litecoin-regtest');
if (!INSTALLED) console.warn('litecoind is not installed: tests on it are skipped.');

describe.skipIf(!INSTALLED)('litecoind', () => {
  let litecoind: LitecoinNode;
  let connection: NodeConnection;
  const connect = (access: { cookieFile?: string; user?: string; password?: string }) =>
    createNodeHost().host.connectNode?.({ address: litecoind.address, ...access }) as Promise<NodeConnection>;
  const ask = async (method: string, params: readonly (string | number | boolean)[], on = connection) =>
    JSON.parse(await on.ask([{ id: 5, method, params }], LIMITS, never)) as { id: number; result: unknown; error: unknown };

  beforeAll(async () => {
    loadKernel(createNodeHost().host.resource('wasm/bitcoin.wasm'));
    litecoind = await startLitecoin();
    await litecoind.call('createwallet', 'miner');
    await litecoind.call('generatetoaddress', 105, await litecoind.call('getnewaddress', '', 'legacy'));
    await litecoind.call('sendtoaddress', await litecoind.call('getnewaddress', '', 'bech32'), 0.12345678);
    await litecoind.call('generatetoaddress', 1, await litecoind.call('getnewaddress', '', 'legacy'));
    connection = await connect({ cookieFile: litecoind.cookieFile });
  });
  afterAll(() => {
    connection?.close();
    litecoind?.remove();
  });

  it('lets us in with its cookie, or user and password, and with nothing else', async () => {
    expect(await ask('getblockcount', [])).toEqual({ result: 106, error: null, id: 5 });
    const named = await connect({ user: 'test', password: 'test' });
    expect((await ask('getblockhash', [0], named)).result).toBe(GENESIS);
    named.close();
    for (const access of [{ user: 'test', password: 'wrong' }, {}]) {
      const refused = await connect(access);
      expect((await faultOf(() => ask('getblockcount', [], refused))).code).toBe('node.unauthorised');
      refused.close();
    }
    writeFileSync(`${litecoind.folder}/stale`, '__cookie__:0000');
    const stale = await connect({ cookieFile: `${litecoind.folder}/stale` });
    expect((await faultOf(() => ask('getblockcount', [], stale))).code).toBe('node.unauthorised');
    stale.close();
  });

  it('answers a batch, and errors in it, by number', async () => {
    const text = await connection.ask(
      [
        { id: 8, method: 'getblockhash', params: [0] },
        { id: 9, method: 'getblockhash', params: [99_999] },
      ],
      LIMITS,
      never,
    );
    expect(JSON.parse(text)).toEqual([
      { result: GENESIS, error: null, id: 8 },
      { result: null, error: { code: -8, message: 'Block height out of range' }, id: 9 },
    ]);
  });

  describe('as a source', () => {
    let node: Node;
    let known: HeaderChain;
    const network = LITECOIN as NonNullable<typeof LITECOIN>;
    const hashAt = (height: number): Uint8Array => known.hashes.slice(known.at(height) * 32, known.at(height) * 32 + 32);

    beforeAll(async () => {
      node = await openNode(connection, network, () => undefined, never);
      const nothing = buildHeaderChain(network, new Uint8Array(0));
      known = judgeNodeHeaders(node, nothing, await syncHeaders(node, knownOf(nothing), never)).chain;
    });

    it('gives headers up to its tip', async () => {
      expect(node.agent).toMatch(/LitecoinCore/);
      expect(known.height[known.tip]).toBe(106);
      expect(displayHash(hashAt(106))).toBe(await litecoind.call('getbestblockhash'));
    });

    it('gives blocks, whose transactions are those it names itself', async () => {
      const heights = [106, 1];
      const store = nodeStore(node);
      const columns = newColumns();
      for await (const { index, bytes, undo } of store.read(new Uint8Array(Buffer.concat(heights.map(hashAt))), never)) {
        const { tx } = await litecoind.call<{ tx: readonly string[] }>('getblock', displayHash(hashAt(heights[index] as number)));
        readBlock(bytes, columns, network.transactionForm);
        expect(columns.txCount).toBe(tx.length);
        // Version 0.21 knows no `prevout`: nothing is claimed to be known.
        expect(await undo(() => [])).toBeNull();
      }
      expect(store.undo).toBe(false);
      // The same where its version is not believed: it answers verbosity 3 as 2.
      const trusting = nodeStore({ ...node, givesUndo: true });
      for await (const { undo } of trusting.read(hashAt(106), never)) expect(await undo(() => [1])).toBeNull();
      expect(trusting.undo).toBe(false);
    });

    it('takes blocks back (invalidateblock), and exactly those are rolled back', async () => {
      await litecoind.call('invalidateblock', displayHash(hashAt(104)));
      const behind = await syncHeaders(node, knownOf(known), never);
      expect(behind.tip.height).toBe(103);
      expect(await faultOf(() => judgeNodeHeaders(node, known, behind))).toMatchObject({
        code: 'node.withholds',
        parameters: { reason: 'lessWork', tip: 103, known: 106 },
      });
      await litecoind.call('generatetoaddress', 5, await litecoind.call('getnewaddress', '', 'legacy'));
      const { chain, rolledBack } = judgeNodeHeaders(node, known, await syncHeaders(node, knownOf(known), never));
      expect(chain.height[chain.tip]).toBe(108);
      expect(rolledBack.map(({ height, hash }) => [height, displayHash(hash)])).toEqual(
        [106, 105, 104].map((height) => [height, displayHash(hashAt(height))]),
      );
      expect(displayHash(chain.hashes.subarray(chain.tip * 32, chain.tip * 32 + 32))).toBe(await litecoind.call('getbestblockhash'));
    });

    it('gives blocks with an extension block', async () => {
      const other = await startLitecoin();
      try {
        const { top } = await mineMwebChain(other);
        const asked = (await createNodeHost().host.connectNode?.({
          address: other.address,
          cookieFile: other.cookieFile,
        })) as NodeConnection;
        const source = await openNode(asked, network, () => undefined, never);
        const nothing = buildHeaderChain(network, new Uint8Array(0));
        const { chain } = judgeNodeHeaders(source, nothing, await syncHeaders(source, knownOf(nothing), never));
        const hashes = Array.from({ length: 14 }, (_, i) => chain.hashes.slice(chain.at(top - i) * 32, chain.at(top - i) * 32 + 32));
        let seen = 0;
        for await (const _ of nodeStore(source).read(new Uint8Array(Buffer.concat(hashes)), never)) seen++;
        expect(seen).toBe(14);
        asked.close();
      } finally {
        other.remove();
      }
    });
  });
});
