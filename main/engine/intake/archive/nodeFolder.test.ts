// Archives that others wrote: the practice story as a node's folder, beside the importer that takes such folders in whole; and a
// real litecoind's files, whose fees say what the undo values must be.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { litecoindInstalled, startLitecoin } from '../../../../tests/vectors/litecoinNode.ts';
import { REGTEST, newColumns, readBlock, sha256d } from '../../chains/index.ts';
import { simulateStory, writeNodeFolder } from '../../learn/index.ts';
import { checkBlock, newBlockReader } from '../../../../tests/fixtures/checkedBlock.ts';
import { coreBlocks } from '../importers/blockFiles.ts';
import { probePath } from '../recognise.ts';
import { openArchive } from './archive.ts';

const never = new AbortController().signal;
const quiet = { report: () => undefined, signal: never };

const inputsOf = (bytes: Uint8Array): number[] => {
  const { txCount, txInStart } = readBlock(bytes, newColumns());
  return Array.from({ length: txCount - 1 }, (_, t) => (txInStart[t + 2] as number) - (txInStart[t + 1] as number));
};

describe('the practice story as a node leaves it', () => {
  const story = simulateStory();

  it.each([{ xor: true, preallocatedBytes: 100_000 }, { xor: false }])(
    'gives blocks in chain order and the undo values of the importer: %o',
    async (options) => {
      const folder = mkdtempSync(join(tmpdir(), 'tracehold-story-'));
      try {
        for (const [name, bytes] of writeNodeFolder(story, options)) {
          mkdirSync(dirname(join(folder, name)), { recursive: true });
          writeFileSync(join(folder, name), bytes);
        }
        const archive = await openArchive(folder, null, quiet);
        expect(archive.count).toBe(story.blocks.length + story.staleBlocks.length);
        expect(archive.rejected).toEqual([]);

        const material = await coreBlocks.read(probePath(folder), quiet);
        const reader = newBlockReader(material, REGTEST.transactionForm);
        const undoOf = new Map<string, string>();
        material.blocks.forEach((place, number) => {
          const block = checkBlock(material, reader, number);
          if (typeof block === 'string') throw new Error(block);
          const { undo } = block;
          const coins = Array.from({ length: undo?.count ?? 0 }, (_, i) => {
            const script = undo?.scripts.subarray(undo.scriptStart[i], undo.scriptEnd[i]) ?? [];
            return `${undo?.valueSat[i]} ${Buffer.from(script).toString('hex')}`;
          });
          undoOf.set(Buffer.from(sha256d(place.header)).toString('hex'), undo === null ? 'none' : coins.join());
        });
        for (const file of material.files) file.close();

        const blocks = [...story.blocks, ...story.staleBlocks.map((stale) => stale.bytes)];
        const hashes = new Uint8Array(Buffer.concat(blocks.map((block) => sha256d(block.subarray(0, 80)))));
        const store = archive.store();
        let compared = 0;
        for await (const { index, bytes, undo } of store.read(hashes, never)) {
          expect(Buffer.compare(bytes, blocks[index] as Uint8Array)).toBe(0);
          const inputs = inputsOf(bytes);
          const found = await undo(() => inputs);
          const expected = undoOf.get(Buffer.from(hashes.subarray(index * 32, index * 32 + 32)).toString('hex'));
          if (inputs.length === 0) continue; // nothing spent needs no record
          if (found === null) expect(expected).toBe('none');
          else {
            const coins = inputs.flatMap((_, t) =>
              found.coinsOf(t + 1).map((coin) => `${coin.valueSat} ${Buffer.from(coin.script).toString('hex')}`),
            );
            expect(coins.join()).toBe(expected);
            compared += coins.length;
          }
        }
        expect(compared).toBeGreaterThan(500);
        store.close();
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

describe.skipIf(!litecoindInstalled())('files that litecoind wrote', () => {
  it('every block is found, and fees from the undo values are what the node says', async () => {
    const node = await startLitecoin();
    try {
      await node.call('createwallet', 'w');
      const address = await node.call<string>('getnewaddress', '', 'legacy');
      await node.call('generatetoaddress', 103, address);
      for (let round = 0; round < 3; round++) {
        for (const kind of ['legacy', 'p2sh-segwit', 'bech32'])
          await node.call('sendtoaddress', await node.call<string>('getnewaddress', '', kind), 1.25 + round);
        await node.call('generatetoaddress', 1, address);
      }
      const top = await node.call<number>('getblockcount');
      const fees: bigint[] = [];
      const hashes: Buffer[] = [];
      for (let height = 1; height <= top; height++) {
        const hash = await node.call<string>('getblockhash', height);
        hashes.push(Buffer.from(hash, 'hex').reverse());
        fees.push(BigInt((await node.call<{ totalfee: number }>('getblockstats', height, ['totalfee'])).totalfee));
      }
      await node.stop();
      const archive = await openArchive(join(node.folder, 'regtest'), null, quiet);
      expect(archive.count).toBe(top + 1);
      expect(archive.rejected).toEqual([]);
      const columns = newColumns();
      let withFees = 0;
      for await (const { index, bytes, undo } of archive.store().read(new Uint8Array(Buffer.concat(hashes)), never)) {
        const inputs = inputsOf(bytes);
        const found = await undo(() => inputs);
        let fee = inputs.flatMap((_, t) => found?.coinsOf(t + 1) ?? []).reduce((sum, coin) => sum + coin.valueSat, 0n);
        readBlock(bytes, columns);
        for (let out = columns.txOutStart[1] as number; out < columns.outCount; out++) fee -= columns.outValue[out] as bigint;
        expect(fee).toBe(fees[index]);
        if (fee > 0n) withFees++;
      }
      expect(withFees).toBe(3);
    } finally {
      await node.stop().catch(() => undefined);
      node.remove();
    }
  }, 120_000);
});
