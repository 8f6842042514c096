// A node of another make, which shares no code with ours or with Bitcoin Core: who it is, its headers by Bitcoin's rules of work,
// its blocks, and a reorganisation that it really makes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHeaderChain, type HeaderChain, loadKernel, REGTEST } from '../../main/engine/chains/index.ts';
import { judgeNodeHeaders, knownOf, type Node, nodeStore, openNode, syncHeaders } from '../../main/engine/intake/index.ts';
import type { NodeConnection } from '../../main/engine/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { displayHash, fromDisplayHash } from '../../shared/model/bytes.ts';
import { faultOf } from '../fixtures/caseDesk.ts';
import { BCOIN, BCOIN_PASSWORD, BCOIN_USER, type BcoinNode, startBcoin } from './bcoinNode.ts';

const never = new AbortController().signal;

describe.skipIf(BCOIN === null)('bcoin', () => {
  let bcoin: BcoinNode;
  let connection: NodeConnection;
  let node: Node;
  let known: HeaderChain;

  beforeAll(async () => {
    const { host } = createNodeHost();
    loadKernel(host.resource('wasm/bitcoin.wasm'));
    bcoin = await startBcoin();
    await bcoin.call('generatetoaddress', 110, bcoin.miners[0]);
    connection = (await host.connectNode?.({ address: bcoin.address, user: BCOIN_USER, password: BCOIN_PASSWORD })) as NodeConnection;
    node = await openNode(connection, undefined, () => undefined, never);
  });
  afterAll(() => {
    connection?.close();
    bcoin?.stop();
  });

  it('is known by its genesis block', () => {
    expect(node.network).toBe(REGTEST);
    expect(node.agent).toMatch(/bcoin/);
    expect(node.givesUndo).toBe(false);
  });

  it('refuses a wrong password, and we say so', async () => {
    const refused = (await createNodeHost().host.connectNode?.({ address: bcoin.address, user: 'x', password: 'wrong' })) as NodeConnection;
    expect((await faultOf(() => openNode(refused, undefined, () => undefined, never))).code).toBe('node.unauthorised');
    refused.close();
  });

  it('gives headers that keep the rules of work', async () => {
    const nothing = buildHeaderChain(REGTEST, new Uint8Array(0));
    const fetched = await syncHeaders(node, knownOf(nothing), never);
    const { chain, rolledBack } = judgeNodeHeaders(node, nothing, fetched);
    expect(chain.height[chain.tip]).toBe(110);
    expect(rolledBack).toEqual([]);
    expect(displayHash(chain.hashes.subarray(chain.tip * 32, chain.tip * 32 + 32))).toBe(await bcoin.call('getbestblockhash'));
    known = chain;
  });

  it('gives blocks, and no undo data', async () => {
    const hashes = [110, 1, 57].map((height) => known.hashes.slice(known.at(height) * 32, known.at(height) * 32 + 32));
    const store = nodeStore(node);
    let seen = 0;
    for await (const { index, bytes, undo } of store.read(new Uint8Array(Buffer.concat(hashes)), never)) {
      seen++;
      const theirs = await bcoin.call<string>('getblock', displayHash(hashes[index] as Uint8Array), false);
      expect(Buffer.from(bytes).toString('hex')).toBe(theirs);
      expect(await undo(() => [])).toBeNull();
    }
    expect(seen).toBe(3);
    expect(store.undo).toBe(false);
    const fault = await faultOf(async () => {
      for await (const _ of store.read(new Uint8Array(32).fill(9), never));
    });
    expect(fault).toMatchObject({ code: 'node.withholds', parameters: { reason: 'unknown' } });
  });

  it('gives up a branch for one with more work, and exactly its blocks are rolled back', async () => {
    const at = (height: number): string => displayHash(known.hashes.subarray(known.at(height) * 32, known.at(height) * 32 + 32));
    const rival = await startBcoin();
    const asked = (await createNodeHost().host.connectNode?.({
      address: rival.address,
      user: BCOIN_USER,
      password: BCOIN_PASSWORD,
    })) as NodeConnection;
    try {
      for (let height = 1; height <= 107; height++) await rival.call('submitblock', await bcoin.call('getblock', at(height), false));
      await rival.call('generatetoaddress', 1, bcoin.miners[1]);
      const other = await openNode(asked, REGTEST, () => undefined, never);
      const behind = await syncHeaders(other, knownOf(known), never);
      expect(behind.common.height).toBe(107);
      expect(await faultOf(() => judgeNodeHeaders(other, known, behind))).toMatchObject({
        code: 'node.withholds',
        parameters: { reason: 'lessWork', tip: 108, known: 110 },
      });
      await rival.call('generatetoaddress', 4, bcoin.miners[1]);
      for (let height = 108; height <= 112; height++)
        await bcoin.call('submitblock', await rival.call('getblock', await rival.call('getblockhash', height), false));
      const { chain, rolledBack } = judgeNodeHeaders(node, known, await syncHeaders(node, knownOf(known), never));
      expect(rolledBack.map(({ height, hash }) => [height, displayHash(hash)])).toEqual(
        [110, 109, 108].map((height) => [height, at(height)]),
      );
      expect(chain.height[chain.tip]).toBe(112);
      expect(chain.find(fromDisplayHash(await bcoin.call<string>('getbestblockhash')))).toBe(chain.tip);
    } finally {
      asked.close();
      rival.stop();
    }
  });
});
