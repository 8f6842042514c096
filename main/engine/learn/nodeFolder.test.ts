// The files a practice story is given away as, read back by hand and by the labels room.
import { createHash } from 'node:crypto';
import { address as addresses, Block } from 'bitcoinjs-lib';
import { describe, expect, it } from 'vitest';
import { hex } from '../../../shared/model/bytes.ts';
import { parseLabelCsv, parseTagPack } from '../labels/index.ts';
import { simulateStory, writeNodeFolder } from './index.ts';

const story = simulateStory({ seed: 'files' });
const { truth } = story;
const blocks = story.blocks.map((bytes) => Block.fromBuffer(bytes));

const sha256d = (...parts: Uint8Array[]): Buffer =>
  createHash('sha256')
    .update(createHash('sha256').update(Buffer.concat(parts)).digest())
    .digest();

describe('labels of the story', () => {
  it('are taken by the labels room without a rejection and name every address of the exchange', () => {
    const isRegtest = (address: string, network: string | undefined): boolean =>
      network === 'regtest' &&
      (/^bcrt1/.test(address)
        ? addresses.fromBech32(address).prefix === 'bcrt'
        : [111, 196].includes(addresses.fromBase58Check(address).version));
    const text = new TextEncoder();
    const pack = parseTagPack(text.encode(story.labelsTagPackYaml), 'exchange.yaml', isRegtest);
    expect(pack.rejected).toEqual([]);
    const exchange = truth.wallets.find(({ role }) => role === 'exchange');
    expect(pack.accepted.map(({ address }) => address).sort()).toEqual(exchange?.addresses.map(({ address }) => address).sort());
    const csv = parseLabelCsv(text.encode(story.labelsCsv), 'labels.csv', isRegtest);
    expect(csv.rejected).toEqual([]);
    expect(csv.accepted.length).toBeGreaterThanOrEqual(4);
  });
});

describe('node folder', () => {
  const records = (file: Uint8Array, tail: number): { at: number; payload: Uint8Array; rest: Uint8Array }[] => {
    const list = [];
    const view = new DataView(file.buffer, file.byteOffset, file.length);
    for (let at = 0; at < file.length; ) {
      expect(hex(file.subarray(at, at + 4))).toBe('fabfb5da');
      const size = view.getUint32(at + 4, true);
      list.push({ at, payload: file.subarray(at + 8, at + 8 + size), rest: file.subarray(at + 8 + size, at + 8 + size + tail) });
      at += 8 + size + tail;
    }
    return list;
  };

  it('frames all blocks, slightly out of order, genesis first, the stale one among them', () => {
    const files = writeNodeFolder(story);
    expect([...files.keys()].sort()).toEqual(['README-TRAINING.txt', 'TRAINING', 'blocks/blk00000.dat', 'blocks/rev00000.dat']);
    const found = records(files.get('blocks/blk00000.dat') as Uint8Array, 0).map(({ payload }) => Block.fromBuffer(payload).getId());
    expect(found).toHaveLength(blocks.length + 1);
    expect(found[0]).toBe(blocks[0]?.getId());
    expect(new Set(found)).toEqual(new Set([...blocks.map((block) => block.getId()), truth.staleBlock.hash]));
    expect(found.filter((id) => id !== truth.staleBlock.hash)).not.toEqual(blocks.map((block) => block.getId()));
  });

  it('frames undo data by height with checksums', () => {
    const found = records(writeNodeFolder(story).get('blocks/rev00000.dat') as Uint8Array, 32);
    expect(found).toHaveLength(blocks.length - 1);
    for (const [i, { payload, rest }] of found.entries()) {
      expect(hex(sha256d(blocks[i]?.getHash() as Uint8Array, payload))).toBe(hex(rest));
    }
  });

  it('xor.dat undoes the obfuscation', () => {
    const plain = writeNodeFolder(story);
    const files = writeNodeFolder(story, { xor: true, preallocatedBytes: 100 });
    const key = files.get('blocks/xor.dat') as Uint8Array;
    expect(key.length).toBe(8);
    for (const name of ['blocks/blk00000.dat', 'blocks/rev00000.dat']) {
      const clear = plain.get(name) as Uint8Array;
      const file = files.get(name) as Uint8Array;
      expect(file.length).toBe(clear.length + 100);
      expect(hex(sha256d(file.subarray(0, clear.length).map((byte, i) => byte ^ (key[i % 8] as number))))).toBe(hex(sha256d(clear)));
    }
  });
});
