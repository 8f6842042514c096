// A session that reads each block once must give what the store gives, in its order, at every size of its memory.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockStore, BlockUndo } from '../../intake/index.ts';
import { readOnce } from './readOnce.ts';

const never = new AbortController().signal;
const hashesOf = (numbers: readonly number[]) => Uint8Array.from(numbers.flatMap((number) => new Array<number>(32).fill(number)));
const undoOf = (number: number): BlockUndo => ({ coinsOf: () => [], spending: () => [number] });

/** Blocks of a hundred bytes that say their number; one buffer for all of them, as the contract of stores allows. */
function source() {
  const asked: number[] = [];
  const undoAsked: number[] = [];
  const buffer = new Uint8Array(100);
  const store: BlockStore = {
    has: () => true,
    lengthOf: () => null,
    undoLengthOf: () => null,
    undo: true,
    async *read(hashes) {
      for (let index = 0; index < hashes.length / 32; index++) {
        const number = hashes[index * 32] as number;
        asked.push(number);
        buffer.fill(number);
        yield {
          index,
          bytes: buffer,
          undo: async () => {
            undoAsked.push(number);
            return undoOf(number);
          },
        };
      }
    },
    close: () => undefined,
  };
  return { store, asked, undoAsked };
}

describe('blocks that are read once', () => {
  it('are those asked for, in order, whatever was read before, and none is asked for twice while there is room', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uniqueArray(fc.nat(20), { maxLength: 12 }), { maxLength: 6 }),
        fc.nat(20),
        fc.nat(2),
        async (passes, most, each) => {
          const { store, asked, undoAsked } = source();
          const once = readOnce(store, most * 100);
          for (const pass of passes) {
            const seen: number[] = [];
            for await (const { index, bytes, undo } of once.read(hashesOf(pass), never)) {
              expect(index).toBe(seen.length);
              expect(bytes.every((byte) => byte === pass[index])).toBe(true);
              if (each > 0) expect((await undo(() => []))?.spending({ has: () => true, hasShort: () => true })).toEqual([pass[index]]);
              seen.push(bytes[0] as number);
            }
            expect(seen).toEqual(pass);
          }
          const all = new Set(passes.flat());
          if (all.size > most) return;
          expect(asked.length).toBe(all.size);
          expect(undoAsked.length).toBe(each > 0 ? all.size : 0);
        },
      ),
    );
  });

  it('gives undo data that only a later question asks for, and asks again where that failed', async () => {
    const { store, asked, undoAsked } = source();
    const once = readOnce(store);
    for await (const _ of once.read(hashesOf([1, 2]), never));
    for await (const { undo } of once.read(hashesOf([2]), never)) await undo(() => []);
    for await (const { undo } of once.read(hashesOf([2]), never)) await undo(() => []);
    expect([asked, undoAsked]).toEqual([[1, 2, 2], [2]]);
    let fails = true;
    const failing = readOnce({
      ...store,
      async *read() {
        const undo = async () => {
          if (fails) throw new Error('gone');
          return undoOf(7);
        };
        yield { index: 0, bytes: new Uint8Array(80), undo };
      },
    });
    for await (const { undo } of failing.read(hashesOf([7]), never)) await expect(undo(() => [])).rejects.toThrow('gone');
    fails = false;
    for await (const { undo } of failing.read(hashesOf([7]), never)) expect(await undo(() => [])).not.toBeNull();
  });
});
