// Proofs from what the case keeps of account blocks: real blocks, checked by a walk through the trie written here with another library;
// anchors above, at and below them; sources that were withdrawn; what was altered before it came.
import { mkdirSync, writeFileSync } from 'node:fs';
import { keccak256 } from 'ethers/crypto';
import { decodeRlp } from 'ethers/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type CaseDesk, caseDesk } from '../../../../tests/fixtures/caseDesk.ts';
import { SHARED_DATA, sharedJson } from '../../../../tests/vectors/sharedData.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { type AccountInclusion, checkTronInclusion, readHeaderRawData } from '../../chains/index.ts';
import { simulateRing } from '../../learn/index.ts';
import { anchoringOf, readAnchoring } from './anchoring.ts';
import { accountInclusion } from './inclusion.ts';
import { openNodeObjects } from './nodeObjects.ts';
import { takeInAccounts } from './takeInAccounts.ts';

const IPLD = 'eth-tron/go-ipld-eth';
const STREAM = 'eth-tron/ethereum-etl/test_stream/blocks_1755634_1755635/web3_response';
type Json = Record<string, unknown>;
const resultOf = (path: string): Json => {
  const json = sharedJson(path) as Json;
  return (json['result'] ?? json) as Json;
};

let desk: CaseDesk;
let count = 0;
const opened: CaseFile[] = [];
beforeAll(async () => {
  desk = await caseDesk();
  mkdirSync(desk.at('dumps'));
});
afterAll(async () => {
  for (const file of opened) await file.close();
  desk.clear();
});
async function newCase(): Promise<CaseFile> {
  const file = await desk.create(`proofs-${++count}`);
  opened.push(file);
  return file;
}
const work = { report: () => undefined, signal: new AbortController().signal, cancelled: () => false } as never;

async function take(file: CaseFile, answers: readonly unknown[], chain: string, anchor?: string) {
  const path = desk.at('dumps', `dump-${++count}.json`);
  writeFileSync(path, JSON.stringify(answers));
  return takePath(file, path, chain, anchor);
}
async function takePath(file: CaseFile, path: string, chain: string, anchor?: string) {
  const source = await openNodeObjects(path, { chain });
  const [material] = source?.materials ?? [];
  if (source === null || material === undefined) throw new Error('not recognised');
  try {
    return await takeInAccounts(desk.host, file, material, { name: path, exhibit: '', anchor }, work);
  } finally {
    source.close();
  }
}

/** Walks a Merkle-Patricia proof with ethers alone; the value, or an error where a node is not the one its parent names. */
function walk(root: string, position: number, nodes: readonly Uint8Array[]): string {
  const key = position === 0 ? '80' : position < 128 ? position.toString(16).padStart(2, '0') : `81${position.toString(16)}`;
  let [path, wanted, at] = [key, root, 0];
  let node: unknown = null;
  for (;;) {
    if (node === null) {
      const bytes = `0x${hex(nodes[at++] as Uint8Array)}`;
      if (keccak256(bytes) !== wanted) throw new Error('node');
      node = decodeRlp(bytes);
    }
    const items = node as readonly unknown[];
    let next: unknown;
    if (items.length === 17) {
      next = path === '' ? items[16] : items[Number.parseInt(path[0] as string, 16)];
      if (path === '') return next as string;
      path = path.slice(1);
    } else {
      const compact = (items[0] as string).slice(2);
      const own = Number.parseInt(compact[0] as string, 16) % 2 === 1 ? compact.slice(1) : compact.slice(2);
      if (!path.startsWith(own)) throw new Error('path');
      path = path.slice(own.length);
      next = items[1];
      if (Number.parseInt(compact[0] as string, 16) >= 2) return next as string;
    }
    if (typeof next === 'string') {
      wanted = next;
      node = null;
    } else node = next;
  }
}

function holds(inclusion: AccountInclusion, block: Json): void {
  const { position, transaction, transactionProof, receipt } = inclusion;
  expect(keccak256(inclusion.header)).toBe(block['hash']);
  expect(walk(block['transactionsRoot'] as string, position, transactionProof)).toBe(`0x${hex(transaction)}`);
  expect(keccak256(transaction)).toBe(inclusion.transactionId);
  if (receipt !== null) expect(walk(block['receiptsRoot'] as string, position, receipt.proof)).toBe(`0x${hex(receipt.bytes)}`);
}

describe.skipIf(SHARED_DATA === null)('real blocks of Ethereum', () => {
  const [lower, upper] = ['999998', '999999'].map((height) => resultOf(`${IPLD}/eth-block-body-json-${height}`)) as [Json, Json];
  const idsOf = (block: Json) => (block['transactions'] as readonly Json[]).map(({ hash }) => hash as string);

  it('prove every transaction, and reach an anchor above by their parents', async () => {
    const file = await newCase();
    const { proven } = await take(file, [lower, upper], 'ethereum', `999999:${(upper['hash'] as string).slice(2)}`);
    expect(proven).toEqual({ headers: 2, bodies: 2, receipts: 0, anchored: 2, contradictions: [] });
    for (const block of [lower, upper])
      for (const [position, id] of idsOf(block).entries()) {
        const inclusion = accountInclusion(file, 'eip155:1', id);
        if (inclusion === null) throw new Error(id);
        expect([inclusion.position, inclusion.transactionCount, inclusion.receipt]).toEqual([position, idsOf(block).length, null]);
        holds(inclusion, block);
        expect(inclusion.anchor).toMatchObject({ blockNumber: 999_999, blockHash: upper['hash'] });
        // From this block, exclusive, to the anchor's.
        expect(inclusion.anchor?.headers.map((header) => keccak256(header))).toEqual(block === lower ? [upper['hash']] : []);
      }
    const events = file.journal.named('intake.anchored');
    expect(events.map(({ payload }) => payload)).toMatchObject([{ anchors: [{ height: 999_999, hash: upper['hash'] }] }]);
    expect(file.journal.named('intake.batch').at(-1)?.payload).toMatchObject({
      blocks: 2,
      blocksDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('an anchor says nothing of later blocks; one stated later takes effect', async () => {
    const file = await newCase();
    const path = desk.at('dumps', 'later.json');
    writeFileSync(path, JSON.stringify([lower, upper]));
    expect((await takePath(file, path, 'ethereum')).proven).toMatchObject({ anchored: 0 });
    expect(readAnchoring(file, 'eip155:1').whyNot(upper['hash'] as string)).toBe('noAnchor');
    const stated = await takePath(file, path, 'ethereum', `999998:${lower['hash'] as string}`);
    expect([stated.new, stated.proven?.anchored]).toEqual([0, 1]);
    expect(accountInclusion(file, 'eip155:1', idsOf(lower)[0] as string)?.anchor?.blockNumber).toBe(999_998);
    expect(accountInclusion(file, 'eip155:1', idsOf(upper)[0] as string)?.anchor).toBeNull();
    expect(readAnchoring(file, 'eip155:1').whyNot(upper['hash'] as string)).toBe('laterThanAnchors');
  });

  it('a header held with another hash than was stated is told and not anchored', async () => {
    const file = await newCase();
    const { proven } = await take(file, [lower, upper], 'ethereum', `999998:${'ab'.repeat(32)}`);
    expect(proven).toMatchObject({
      anchored: 0,
      contradictions: [{ height: 999_998, stated: `0x${'ab'.repeat(32)}`, held: lower['hash'] }],
    });
    const anchoring = readAnchoring(file, 'eip155:1');
    // The block above is built on the contradicted one.
    expect([lower, upper].map((block) => anchoring.whyNot(block['hash'] as string))).toEqual(['otherBlock', 'otherBlock']);
    await expect(take(file, [upper], 'ethereum', `999998:${'cd'.repeat(32)}`)).rejects.toMatchObject({ code: 'intake.anchor' });
  });

  it('a header alone links blocks, and proves no transaction', async () => {
    const file = await newCase();
    const bare = { ...upper, transactions: idsOf(upper) };
    const { proven } = await take(file, [lower, bare], 'ethereum', `999999:${upper['hash'] as string}`);
    expect(proven).toMatchObject({ headers: 2, bodies: 1, anchored: 2 });
    expect(accountInclusion(file, 'eip155:1', idsOf(upper)[0] as string)).toBeNull();
    expect(accountInclusion(file, 'eip155:1', idsOf(lower)[0] as string)?.anchor?.headers).toHaveLength(1);
  });

  it('what a withdrawn source brought proves nothing, and its anchor is gone', async () => {
    const file = await newCase();
    await take(file, [lower], 'ethereum');
    const { source } = await take(file, [upper], 'ethereum', `999999:${upper['hash'] as string}`);
    expect(accountInclusion(file, 'eip155:1', idsOf(lower)[0] as string)?.anchor).not.toBeNull();
    file.sources.setState(file.sources.byPublicId(source)?.id as number, 'withdrawn');
    expect(accountInclusion(file, 'eip155:1', idsOf(upper)[0] as string)).toBeNull();
    expect(accountInclusion(file, 'eip155:1', idsOf(lower)[0] as string)?.anchor).toBeNull();
  });

  it('what is kept with a source is said anew when another links it to an anchor', async () => {
    const file = await newCase();
    const first = await take(file, [lower], 'ethereum');
    const second = await take(file, [upper], 'ethereum', `999999:${upper['hash'] as string}`);
    const kept = ({ source }: { readonly source: string }) => file.sources.byPublicId(source)?.result;
    expect([first.proven, kept(first), kept(second)]).toMatchObject([
      { anchored: 0 },
      { proven: { anchored: 1 } },
      { proven: { anchored: 1 } },
    ]);
  });

  it('receipts are proven too, unless one was altered; a swapped header proves nothing', async () => {
    const blocks = ['0x1ac9f2', '0x1ac9f3'].map((number) => resultOf(`${STREAM}.eth_getBlockByNumber_${number}_true.json`));
    const receipts = blocks.flatMap(idsOf).map((id) => resultOf(`${STREAM}.eth_getTransactionReceipt_${id}.json`));
    const ids = blocks.flatMap(idsOf);
    expect(ids.length).toBeGreaterThan(0);
    const whole = await newCase();
    await take(whole, [...blocks, ...receipts], 'ethereum');
    for (const id of ids) {
      const inclusion = accountInclusion(whole, 'eip155:1', id);
      expect(inclusion?.receipt).not.toBeNull();
      holds(inclusion as AccountInclusion, blocks.find((block) => idsOf(block).includes(id)) as Json);
    }
    const tampered = await newCase();
    const gas = (receipt: Json) => ({
      ...receipt,
      cumulativeGasUsed: `0x${(BigInt(receipt['cumulativeGasUsed'] as string) + 1n).toString(16)}`,
    });
    const told = await take(tampered, [...blocks, ...receipts.map(gas)], 'ethereum');
    expect(told.proven).toMatchObject({ headers: 2, bodies: 2, receipts: 0 });
    for (const id of ids) expect(accountInclusion(tampered, 'eip155:1', id)?.receipt).toBeNull();
    const swapped = await newCase();
    // The header of one block around the transactions of the other.
    const mixed = { ...upper, transactions: lower['transactions'] };
    const forged = { ...lower, hash: upper['hash'] };
    expect((await take(swapped, [mixed, forged], 'ethereum')).proven).toMatchObject({ headers: 1, bodies: 0 });
    for (const id of [...idsOf(lower), ...idsOf(upper)]) expect(accountInclusion(swapped, 'eip155:1', id)).toBeNull();
  });
});

describe('a dump of java-tron', () => {
  const { files, truth } = simulateRing();
  const text = new TextDecoder().decode(files.get('tron-node.jsonl'));

  it('proves its transactions by the branch under an anchor whose id begins with its height', async () => {
    const file = await newCase();
    const path = desk.at('dumps', 'ring.jsonl');
    writeFileSync(path, text);
    const first = await takePath(file, path, 'tron-training');
    const headers = file.accountFacts.headers(first.chain as string);
    const top = headers.reduce((a, b) => (b.number > a.number ? b : a));
    const id = truth.withdrawals[0]?.txid as string;
    expect(accountInclusion(file, first.chain as string, id)?.anchor).toBeNull();
    await expect(takePath(file, path, 'tron-training', `${top.number + 1}:${top.hash}`)).rejects.toMatchObject({ code: 'intake.anchor' });
    const { proven } = await takePath(file, path, 'tron-training', `${top.number}:${top.hash}`);
    expect(proven).toMatchObject({ headers: 150, bodies: 150, receipts: 0, contradictions: [] });
    const inclusion = accountInclusion(file, first.chain as string, id) as AccountInclusion;
    const header = readHeaderRawData(inclusion.header);
    expect([header.id, inclusion.receipt]).toEqual([inclusion.blockHash, null]);
    const { transaction, position, transactionCount, transactionProof } = inclusion;
    const proof = { transactionBytes: transaction, position, transactions: transactionCount, branch: transactionProof };
    expect(() => checkTronInclusion(proof, header.txTrieRoot)).not.toThrow();
  });
});

describe('an intake that is broken off', () => {
  it('goes on behind the last batch, and every block is there once', async () => {
    const path = desk.at('dumps', 'broken.jsonl');
    writeFileSync(path, simulateRing().files.get('tron-node.jsonl') as Uint8Array);
    const file = await newCase();
    const run = async (breakAt: number) => {
      const source = await openNodeObjects(path, { chain: 'tron-training' });
      const [material] = source?.materials ?? [];
      if (source === null || material === undefined) throw new Error('not recognised');
      let seen = 0;
      const broken = {
        ...material,
        async *batches() {
          for await (const batch of material.batches()) {
            if (++seen > breakAt) throw new Error('pulled out');
            yield batch;
          }
        },
      };
      try {
        return await takeInAccounts(desk.host, file, broken, { name: 'ring', exhibit: '', batch: 40, blockBytes: 20_000 }, work);
      } finally {
        source.close();
      }
    };
    const hashes = (one: CaseFile) => one.accountFacts.headers('tron:training').map(({ hash }) => hash);
    await expect(run(60)).rejects.toThrow('pulled out');
    const some = hashes(file).length;
    await expect(run(110)).rejects.toThrow('pulled out');
    expect([some > 0, some < hashes(file).length, hashes(file).length < 150]).toEqual([true, true, true]);
    expect((await run(Number.POSITIVE_INFINITY)).proven).toMatchObject({ headers: 150, bodies: 150 });
    const whole = await newCase();
    await takePath(whole, path, 'tron-training');
    expect(hashes(file)).toEqual(hashes(whole));
  });
});

describe('anchors', () => {
  const row = (number: number, hash: string, parent: string, id = number) => ({ id, source: 1, number, hash, parent });
  const line = [row(10, 'a10', 'a9'), row(11, 'a11', 'a10'), row(12, 'a12', 'a11'), row(13, 'a13', 'a12')];

  it('reach down as far as headers link, never up, and the nearest is taken', () => {
    const anchoring = anchoringOf(
      [...line, row(8, 'a8', 'a7')],
      [
        { height: 13, hash: 'a13' },
        { height: 11, hash: 'a11' },
      ],
    );
    expect(['a8', 'a10', 'a11', 'a12', 'a13'].map((hash) => anchoring.anchorOf(hash)?.height ?? anchoring.whyNot(hash))).toEqual([
      ...['notLinked', 11, 11, 13, 13],
    ]);
    expect(anchoring.headersTo('a10').map(({ hash }) => hash)).toEqual(['a11']);
    expect(anchoring.headersTo('a12').map(({ hash }) => hash)).toEqual(['a13']);
  });

  it('that contradict each other ground nothing, nor does one built on such a one', () => {
    const fork = [row(11, 'b11', 'a10', 21), row(12, 'b12', 'b11', 22)];
    const anchoring = anchoringOf(
      [...line, ...fork],
      [
        { height: 11, hash: 'b11' },
        { height: 12, hash: 'a12' },
        { height: 13, hash: 'a13' },
      ],
    );
    expect(['a10', 'a11', 'a12', 'a13', 'b11'].map((hash) => anchoring.anchorOf(hash))).toEqual([null, null, null, null, null]);
    expect(anchoring.whyNot('a11')).toBe('anchorsDisagree');
    expect(anchoring.contradictions).toContainEqual({ height: 11, stated: 'b11', held: 'a11', by: { height: 12, hash: 'a12' } });
  });

  it('name a block by its number too: a header at another height is not it', () => {
    const anchoring = anchoringOf(line, [{ height: 14, hash: 'a13' }]);
    expect([anchoring.anchorOf('a13'), anchoring.anchorOf('a12')]).toEqual([null, null]);
    expect(anchoring.contradictions).toHaveLength(1);
    // A parent whose number does not follow is no link.
    const gap = anchoringOf([row(13, 'a13', 'a10'), row(10, 'a10', 'a9')], [{ height: 13, hash: 'a13' }]);
    expect(gap.anchorOf('a10')).toBeNull();
  });

  it('refuse a ledger, which has no blocks', async () => {
    const file = await newCase();
    const { readAccountAnchor } = await import('./accountAnchors.ts');
    const { ledgerChain } = await import('../../chains/index.ts');
    expect(() => readAccountAnchor(file, ledgerChain('bank'), `1:${'00'.repeat(32)}`)).toThrow(Fault);
  });
});
