// Blocks of an archive in the order asked, whatever their order on the disk, and what happens when the disk changes or goes.
import { existsSync, readdirSync, readFileSync, renameSync, statSync, truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  framed,
  framedUndo,
  type MadeArchive,
  type MadeBlock,
  type MadeOptions,
  makeArchive,
  watchedDisk,
} from '../../../../tests/fixtures/archives.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { encodeUndo } from '../../chains/index.ts';
import type { BlockStore } from '../blockStore.ts';
import { openArchive } from './archive.ts';
import { createHandles } from './handles.ts';
import { planReads } from './readPlan.ts';

const never = new AbortController().signal;
const quiet = { report: () => undefined, signal: never };
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});
const make = (options?: MadeOptions): MadeArchive => {
  const made = makeArchive(options);
  cleanups.push(made.clear);
  return made;
};
const hashesOf = (blocks: readonly MadeBlock[]) => new Uint8Array(Buffer.concat(blocks.map((block) => block.hash)));
const inputsOf = (block: MadeBlock) => () => block.coins.map((coins) => coins.length);

/** Reads blocks and their undo data, and compares both. */
async function readAll(store: BlockStore, blocks: readonly MadeBlock[]): Promise<number> {
  let withUndo = 0;
  let expected = 0;
  for await (const { index, bytes, undo } of store.read(hashesOf(blocks), never)) {
    expect(index).toBe(expected++);
    const block = blocks[index] as MadeBlock;
    expect(block.bytes.equals(bytes)).toBe(true);
    const found = await undo(inputsOf(block));
    if (found === null) continue;
    withUndo++;
    expect(found.coinsOf(0)).toEqual([]);
    block.coins.forEach((coins, t) => expect(found.coinsOf(t + 1)).toEqual(coins));
  }
  expect(expected).toBe(blocks.length);
  return withUndo;
}
async function faultOf(work: Promise<unknown>): Promise<{ code: string; parameters: unknown }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, parameters: error.parameters };
    throw error;
  }
  throw new Error('no fault');
}
async function drain(store: BlockStore, blocks: readonly MadeBlock[], onBlock: (index: number) => void = () => undefined): Promise<number> {
  let count = 0;
  for await (const { index } of store.read(hashesOf(blocks), never)) {
    onBlock(index);
    count++;
  }
  return count;
}

describe('reading blocks', () => {
  it.each([true, false])('gives them in any order asked, repeated or not, with their undo data (obfuscated %s)', async (xor) => {
    const made = make({ xor });
    const archive = await openArchive(made.folder, null, quiet);
    const store = archive.store();
    expect(store.undo).toBe(true);
    for (const block of made.blocks) expect([store.has(block.hash), store.lengthOf(block.hash)]).toEqual([true, block.bytes.length]);
    expect([store.has(Buffer.alloc(32)), store.lengthOf(Buffer.alloc(32))]).toEqual([false, null]);
    expect(await readAll(store, made.blocks)).toBe(made.blocks.length);
    expect(await readAll(store, [...made.blocks].reverse())).toBe(made.blocks.length);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(made.blocks.length - 1), { maxLength: 60 }), async (picks) => {
        await readAll(
          store,
          picks.map((pick) => made.blocks[pick] as MadeBlock),
        );
      }),
      { numRuns: 40 },
    );
    expect(archive.rejected).toEqual([]);
    store.close();
  });

  it('reads neighbours at once, and far fewer times than there are blocks', async () => {
    const made = make({ files: 3, perFile: 100 });
    const disk = watchedDisk();
    const archive = await openArchive(made.folder, null, quiet, disk);
    disk.reset();
    await drain(archive.store(), made.blocks);
    const reads = [...disk.reads.values()].reduce((sum, { count }) => sum + count, 0);
    const bytes = [...disk.reads.values()].reduce((sum, one) => sum + one.bytes, 0);
    expect(reads).toBeLessThan(12);
    expect(bytes).toBeLessThan(archive.blocksBytes * 1.05);
  });

  it('spans groups larger than a buffer', async () => {
    const made = make({ files: 3, perFile: 100, largestTransaction: 60_000 });
    const archive = await openArchive(made.folder, null, quiet);
    expect(archive.blocksBytes).toBeGreaterThan((3 * 4) << 20);
    await readAll(archive.store(), made.blocks);
  });

  it('stops at once when it is told to, also while the disk is silent', async () => {
    const made = make();
    const disk = watchedDisk();
    const archive = await openArchive(made.folder, null, quiet, disk);
    const store = archive.store();
    const stop = new AbortController();
    let given = 0;
    const stopping = (async () => {
      for await (const _ of store.read(hashesOf(made.blocks), stop.signal)) if (++given === 5) stop.abort();
    })();
    expect((await faultOf(stopping)).code).toBe('job.cancelled');
    expect(given).toBe(5);

    let answer = (): void => undefined;
    disk.onRead = () => new Promise<void>((resolve) => (answer = resolve));
    const silent = new AbortController();
    const waiting = store
      .read(hashesOf(made.blocks.slice(0, 1)), silent.signal)
      [Symbol.asyncIterator]()
      .next();
    setTimeout(() => silent.abort(), 20);
    expect((await faultOf(waiting)).code).toBe('job.cancelled');
    answer();
    store.close();
  });

  it('a caller may leave early, and read again', async () => {
    const made = make();
    const store = (await openArchive(made.folder, null, quiet)).store();
    for await (const _ of store.read(hashesOf(made.blocks), never)) break;
    expect(await drain(store, made.blocks)).toBe(made.blocks.length);
    store.close();
  });

  it('refuses a block it does not have', async () => {
    const made = make({ files: 1 });
    const store = (await openArchive(made.folder, null, quiet)).store();
    const work = (async () => {
      for await (const _ of store.read(new Uint8Array(32), never)) throw new Error('given');
    })();
    expect((await faultOf(work)).code).toBe('intake.sourceChanged');
  });
});

describe('a medium that changes or goes', () => {
  it('a file removed, shortened, replaced or unreadable is named', async () => {
    const made = make();
    const disk = watchedDisk();
    const archive = await openArchive(made.folder, null, quiet, disk);
    const blk1 = made.path('blk00001.dat');
    const good = made.plain.get('blk00001.dat') as Buffer;

    renameSync(blk1, `${blk1}.away`);
    expect(await faultOf(drain(archive.store(), made.blocks))).toEqual({
      code: 'intake.sourceChanged',
      parameters: { file: 'blk00001.dat', reason: 'ENOENT' },
    });
    renameSync(`${blk1}.away`, blk1);
    truncateSync(blk1, good.length - 10);
    expect(await faultOf(drain(archive.store(), made.blocks))).toEqual({
      code: 'intake.sourceChanged',
      parameters: { file: 'blk00001.dat', reason: 'shorter' },
    });
    const changed = Buffer.from(good);
    changed[20] = (changed[20] as number) ^ 1;
    made.write('blk00001.dat', changed);
    expect(await faultOf(drain(archive.store(), made.blocks))).toEqual({
      code: 'intake.sourceChanged',
      parameters: { file: 'blk00001.dat', reason: 'header' },
    });
    made.write('blk00001.dat');
    disk.onRead = (name) => {
      if (name === 'blk00001.dat') throw Object.assign(new Error('i/o'), { code: 'EIO' });
    };
    expect(await faultOf(drain(archive.store(), made.blocks))).toEqual({
      code: 'intake.unreadable',
      parameters: { file: 'blk00001.dat', reason: 'EIO' },
    });
    disk.onRead = () => undefined;
    expect(await drain(archive.store(), made.blocks)).toBe(made.blocks.length);
  });

  it('gives what was read before it went, and only then the fault', async () => {
    const made = make({ files: 6, perFile: 50, largestTransaction: 60_000 });
    const archive = await openArchive(made.folder, null, quiet);
    // The first two groups are under way when the first block comes: 12 MiB, and the last file lies behind them.
    expect(archive.blocksBytes).toBeGreaterThan(18 << 20);
    const seen: number[] = [];
    const fault = await faultOf(
      drain(archive.store(), made.blocks, (index) => {
        seen.push(index);
        if (existsSync(made.path('blk00005.dat'))) unlinkSync(made.path('blk00005.dat'));
      }),
    );
    expect(fault).toMatchObject({ code: 'intake.sourceChanged', parameters: { file: 'blk00005.dat' } });
    expect(seen).toEqual(seen.map((_, i) => i));
    expect(seen.length).toBeGreaterThan(10);
  });
});

describe('undo records', () => {
  const revOf = (made: MadeArchive, change: (records: Buffer[]) => Buffer[]): void => {
    const plain = made.plain.get('rev00000.dat') as Buffer;
    const records: Buffer[] = [];
    for (let at = 0; at < plain.length; ) {
      const length = 8 + plain.readUInt32LE(at + 4) + 32;
      records.push(plain.subarray(at, at + length));
      at += length;
    }
    made.write('rev00000.dat', Buffer.concat(change(records)));
  };
  const spending = (made: MadeArchive) => made.blocks.filter((block) => block.coins.length > 0);
  const undoFound = async (made: MadeArchive, blocks = spending(made)) => {
    const archive = await openArchive(made.folder, null, quiet);
    const store = archive.store();
    const found = await readAll(store, blocks);
    // A second question finds the same.
    expect(await readAll(store, blocks)).toBe(found);
    store.close();
    return { found, rejected: archive.rejected };
  };

  it('are found in whatever order they were written', async () => {
    const made = make({ files: 1, perFile: 60 });
    for (const change of [
      (records: Buffer[]) => records.reverse(),
      (records: Buffer[]) => [...records.slice(30), ...records.slice(0, 30)],
    ]) {
      revOf(made, change);
      expect((await undoFound(made)).found).toBe(spending(made).length);
      expect((await undoFound(made, spending(made).reverse())).found).toBe(spending(made).length);
    }
  });

  it('missing, damaged or of a foreign chain: there is none, and nothing false', async () => {
    const made = make({ files: 1, perFile: 60 });
    const victim = made.blocks.findIndex((block) => block.height === 21);
    const isVictims = (record: Buffer) => record.includes((made.blocks[victim] as MadeBlock).undo);
    revOf(made, (records) => records.filter((record) => !isVictims(record)));
    expect((await undoFound(made)).found).toBe(spending(made).length - 1);
    for (const place of [-1, 12, 8]) {
      revOf(made, (records) => {
        const record = records.find(isVictims) as Buffer;
        const at = place < 0 ? record.length + place : place;
        const changed = Buffer.from(record);
        changed[at] = (changed[at] as number) ^ 1;
        return records.map((one) => (one === record ? changed : one));
      });
      expect((await undoFound(made)).found).toBe(spending(made).length - 1);
    }
    const foreign = make({ files: 1, perFile: 60, seed: 99 });
    made.write('rev00000.dat', foreign.plain.get('rev00000.dat'));
    expect((await undoFound(made)).found).toBe(0);
    unlinkSync(made.path('rev00000.dat'));
    expect((await undoFound(made)).found).toBe(0);
    expect((await openArchive(made.folder, null, quiet)).store().undo).toBe(false);
  });

  it('one that seals the right place and spends otherwise than the block is told and not used', async () => {
    const made = make({ files: 1, perFile: 60 });
    const victim = made.blocks.find((block) => block.height === 21) as MadeBlock;
    const others = victim.coins.map((coins) => [...coins, ...coins]);
    revOf(made, (records) =>
      records.map((record) => (record.includes(victim.undo) ? framedUndo(encodeUndo(others), victim.bytes.subarray(4, 36)) : record)),
    );
    const { found, rejected } = await undoFound(made);
    expect(found).toBe(spending(made).length - 1);
    expect(rejected[0]).toMatchObject({ reason: 'undoCount', text: 'rev00000.dat' });
  });

  it('siblings that spend alike and differently cannot be told apart, and are told', async () => {
    const made = make({ files: 1, perFile: 60 });
    const [first, second] = made.blocks.filter((block) => block.height === 8) as [MadeBlock, MadeBlock];
    const coins = (valueSat: bigint) => first.coins.map((list) => list.map((coin) => ({ ...coin, valueSat })));
    revOf(made, (records) => [
      ...records.filter((record) => !record.includes(first.undo) && !record.includes(second.undo)),
      framedUndo(encodeUndo(coins(1n)), first.bytes.subarray(4, 36)),
      framedUndo(encodeUndo(coins(2n)), first.bytes.subarray(4, 36)),
    ]);
    const archive = await openArchive(made.folder, null, quiet);
    for await (const { undo } of archive.store().read(hashesOf([first]), never)) expect(await undo(inputsOf(first))).toBeNull();
    expect(archive.rejected).toMatchObject([{ reason: 'undoAmbiguous' }]);
  });

  it('a block without spends needs no record', async () => {
    const made = make({ files: 1, perFile: 10 });
    const empty = made.blocks.filter((block) => block.coins.length === 0);
    const disk = watchedDisk();
    const archive = await openArchive(made.folder, null, quiet, disk);
    disk.reset();
    expect(await readAll(archive.store(), empty)).toBe(empty.length);
    expect(disk.reads.has('rev00000.dat')).toBe(false);
  });

  it('only what is needed of a rev file is read', async () => {
    const made = make({ files: 4, perFile: 100 });
    const disk = watchedDisk();
    const archive = await openArchive(made.folder, null, quiet, disk);
    disk.reset();
    const some = spending(made)
      .filter((block) => block.file === 2)
      .slice(0, 3);
    expect(await readAll(archive.store(), some)).toBe(3);
    expect([...disk.reads.keys()].filter((name) => name.startsWith('rev'))).toEqual(['rev00002.dat']);
  });
});

describe('the parts', () => {
  it('open files stay few, and none is closed while it is used', async () => {
    const made = make({ files: 8, perFile: 3 });
    const disk = watchedDisk();
    const files = [...made.plain.keys()].filter((name) => name.startsWith('blk')).map((name) => ({ name, size: 0, modified: 0 }));
    const handles = createHandles(disk, join(made.folder, 'blocks'), files, 3);
    await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        handles.withFile((i * 5) % 8, async (opened) => {
          await new Promise((resolve) => setTimeout(resolve, i % 3));
          expect(await opened.read(new Uint8Array(8), 0)).toBe(8);
        }),
      ),
    );
    expect(disk.mostOpen).toBeLessThanOrEqual(3);
    handles.close();
  });

  it('a plan reads every byte asked for, no byte for two blocks, and little else', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ file: fc.nat(2), offset: fc.nat(400_000), length: fc.integer({ min: 1, max: 5000 }) }), {
          minLength: 1,
          maxLength: 50,
        }),
        fc.nat(200_000),
        (places, spare) => {
          const numbers = Uint32Array.from(places, (_, i) => i);
          const column = (key: 'file' | 'offset' | 'length') => Uint32Array.from(places, (place) => place[key]);
          const plan = planReads(numbers, { fileOf: column('file'), offset: column('offset'), length: column('length') }, spare);
          const used = new Uint8Array(plan.bytes);
          places.forEach((place, i) => {
            const at = plan.at[i] as number;
            const span = plan.spans.find((one) => at >= one.at && at + place.length <= one.at + one.length);
            expect(span?.file).toBe(place.file);
            expect((span?.position ?? 0) + at - (span?.at ?? 0)).toBe(place.offset);
            for (let byte = at; byte < at + place.length; byte++) used[byte] = (used[byte] as number) + 1;
          });
          expect(used.every((count) => count <= 1)).toBe(true);
          expect(used.filter((count) => count === 0).length).toBeLessThanOrEqual(spare);
          expect(plan.spans.reduce((sum, span) => sum + span.length, 0)).toBe(plan.bytes);
        },
      ),
    );
  });

  it('a frame found inside another block is read for itself', async () => {
    const made = make({ files: 1, perFile: 20 });
    const [outer, inner] = [made.blocks[0], made.blocks[1]] as [MadeBlock, MadeBlock];
    // A length that lies inside the file: both are found, and their bytes overlap.
    const lie = framed(outer.bytes);
    lie.writeUInt32LE(outer.bytes.length + 500, 4);
    made.write('blk00000.dat', Buffer.concat([lie, framed(inner.bytes), Buffer.from('garbage')]));
    const archive = await openArchive(made.folder, null, quiet);
    expect(archive.count).toBe(2);
    const given: Buffer[] = [];
    for await (const { bytes } of archive.store().read(hashesOf([outer, inner]), never)) given.push(Buffer.from(bytes));
    expect(given[1]?.equals(inner.bytes)).toBe(true);
    expect(given[0]?.subarray(0, outer.bytes.length).equals(outer.bytes)).toBe(true);
  });

  it('changes nothing in the folder it reads', async () => {
    const made = make({ files: 2 });
    const state = () =>
      readdirSync(join(made.folder, 'blocks'))
        .sort()
        .map((name) => `${name} ${statSync(made.path(name)).mtimeMs} ${readFileSync(made.path(name)).toString('base64')}`);
    const before = state();
    await readAll((await openArchive(made.folder, null, quiet)).store(), made.blocks);
    expect(state()).toEqual(before);
  });
});
