// Records of NTFS put together by hand, and turned over: whatever they claim, what is told lies within numbers that are numbers.
import { expect, it } from 'vitest';
import { ntfsStreams } from './ntfsStreams.ts';

const [RECORD, TABLE, CLUSTER] = [1_024, 4_096, 4_096];

/** The beginning of an attribute of content whose name has one letter. */
function content(record: Buffer, at: number, { length, isPlaced, nameAt }: { length: number; isPlaced: boolean; nameAt: number }): Buffer {
  const attribute = record.subarray(at);
  attribute.writeUInt32LE(0x80, 0);
  attribute.writeUInt32LE(length, 4);
  attribute.set([Number(isPlaced), 1], 8);
  attribute.writeUInt16LE(nameAt, 10);
  return attribute;
}

/** A disk of one record: a stream in clusters 5, a hole, 3, and one within the record. */
function disk(): Buffer {
  const bytes = Buffer.alloc(TABLE + RECORD);
  bytes.writeUInt16LE(512, 11);
  bytes[13] = CLUSTER / 512;
  bytes.writeInt8(-10, 64);
  const record = bytes.subarray(TABLE);
  record.write('FILE');
  record.writeUInt16LE(48, 4);
  record.writeUInt16LE(3, 6);
  record.writeUInt16LE(56, 20);
  record.writeUInt16LE(1, 22);
  const placed = content(record, 56, { length: 80, isPlaced: true, nameAt: 64 });
  placed.writeUInt16LE(68, 32);
  placed.writeBigUInt64LE(10_000n, 48);
  placed.writeBigUInt64LE(9_000n, 56);
  placed.write('a', 64, 'utf16le');
  // A cluster at 5, one that is nowhere, one two before the first.
  placed.set([0x11, 1, 5, 0x01, 1, 0x11, 1, 0xfe, 0], 68);
  const within = content(record, 136, { length: 32, isPlaced: false, nameAt: 24 });
  within.writeUInt32LE(5, 16);
  within.writeUInt16LE(26, 20);
  within.write('b', 24, 'utf16le');
  within.write('hello', 26);
  record.writeUInt32LE(0xffff_ffff, 168);
  return bytes;
}

const read = (bytes: Buffer, length = RECORD) => [
  ...ntfsStreams(
    {
      size: bytes.length,
      read: (target, offset) => bytes.copy(target, 0, Math.min(offset, bytes.length), Math.min(bytes.length, offset + target.length)),
    },
    0,
    [{ fileOffset: 0, imageOffset: TABLE, length }],
  ),
];

it('[F3] reads streams in clusters up to what was written, with holes, and within the record', () => {
  expect(read(disk())).toEqual([
    {
      ...{ inode: 0, isDeleted: false },
      streams: [
        {
          ...{ name: 'a', size: 10_000 },
          runs: [
            { fileOffset: 0, imageOffset: 5 * CLUSTER, length: CLUSTER },
            { fileOffset: 2 * CLUSTER, imageOffset: 3 * CLUSTER, length: 9_000 - 2 * CLUSTER },
          ],
        },
        { name: 'b', size: 5, runs: [{ fileOffset: 0, imageOffset: TABLE + 136 + 26, length: 5 }] },
      ],
    },
  ]);
});

it('[F2] tells no place that is none, whatever a record claims', () => {
  const whole = disk();
  for (let at = 0; at < whole.length; at++) {
    if (at >= 72 && at < TABLE) continue;
    for (const value of [0, 1, 0x42, 0x7f, 0x80, 0xff]) {
      const bytes = Buffer.from(whole);
      bytes[at] = value;
      for (const runs of read(bytes).flatMap((file) => file?.streams.flatMap((stream) => stream.runs ?? []) ?? [])) {
        expect([runs.fileOffset, runs.imageOffset, runs.length].every((number) => Number.isSafeInteger(number) && number >= 0)).toBe(true);
        expect(runs.length).toBeGreaterThan(0);
      }
    }
  }
});

it('[F2] looks for no more records than the image could hold, whatever the table claims', () => {
  expect(read(disk(), 2 ** 50).filter((file) => file !== null)).toHaveLength(1);
});
