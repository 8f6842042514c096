// Files of a LevelDB cut, changed and lying: what is whole is given, the rest is told, and none of it grows without end.
import { describe, expect, it } from 'vitest';
import { logFile, putBatch, tableFile } from '../../wallets/tests/levelFiles.ts';
import { type LevelEntry, type LevelLoss, levelEntries } from './levelFile.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const told = (parts: Iterable<LevelEntry | LevelLoss>): string[] =>
  Array.from(parts, (part) =>
    'lost' in part ? `lost ${part.lost.length}` : `${text(part.key)}=${text(part.value).slice(0, 9)}@${part.sequence}`,
  );

const BLOCK = 32_768;
const little = (value: number, bytes: number): number[] => Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) % 256);
const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]);

describe('logs of a LevelDB', () => {
  const two = putBatch(5, { first: 'one', second: 'two' });
  const large = putBatch(7, { long: 'x'.repeat(3 * BLOCK), behind: 'three' });

  it('entries of batches across blocks, in order, with their sequence; a deletion has no value', () => {
    expect(told(levelEntries(logFile([two, large])))).toEqual(['first=one@5', 'second=two@6', `long=${'x'.repeat(9)}@7`, 'behind=three@8']);
    const deletion = Uint8Array.from([...little(9, 8), ...little(1, 4), 0, 1, 0x6b]);
    expect([...levelEntries(logFile([deletion]))]).toEqual([
      { key: Uint8Array.of(0x6b), value: new Uint8Array(0), sequence: 9n, isDeleted: true },
    ]);
  });

  it('of a record that was cut its whole entries, and the bytes of the rest', () => {
    const broken = Uint8Array.from(two);
    // The length of the second key.
    broken[broken.length - 11] = 0x7f;
    expect(told(levelEntries(logFile([broken, two])))).toEqual(['first=one@5', 'lost 12', 'first=one@5', 'second=two@6']);
    const cut = logFile([large]).subarray(0, 2 * BLOCK);
    expect(told(levelEntries(cut))).toEqual([expect.stringMatching(/^lost 6\d{4}$/), 'lost 0']);
    const headless = logFile([large]).subarray(BLOCK);
    expect(told(levelEntries(headless)).every((part) => part.startsWith('lost '))).toBe(true);
  });

  it('a block that holds no record is passed, and the next is read; zeros that were kept ready are no damage', () => {
    const noise = new Uint8Array(BLOCK).fill(0xff);
    expect(told(levelEntries(Buffer.concat([noise, logFile([two])])))).toEqual(['lost 0', 'first=one@5', 'second=two@6']);
    expect(told(levelEntries(Buffer.concat([logFile([two]), new Uint8Array(BLOCK)])))).toHaveLength(2);
    expect(told(levelEntries(new Uint8Array(0)))).toEqual([]);
  });
});

describe('tables of a LevelDB', () => {
  /** A table by its blocks, unpacked: of each the offset that the index states, or where it lies. */
  function tableOf(data: readonly number[], handles: readonly (readonly [number, number])[]): Uint8Array {
    const row = (key: readonly number[], value: readonly number[]): number[] => [
      0,
      ...varint(key.length),
      ...varint(value.length),
      ...key,
      ...value,
    ];
    const index = [
      ...handles.flatMap(([at, size]) => row([0x7a, 1, ...little(9, 7)], [...varint(at), ...varint(size)])),
      ...little(0, 4),
      ...little(1, 4),
    ];
    const footer = [0, 0, ...varint(data.length + 5), ...varint(index.length)];
    const mark = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
    return Uint8Array.from([...data, 0, 0, 0, 0, 0, ...index, 0, 0, 0, 0, 0, ...footer, ...new Uint8Array(40 - footer.length), ...mark]);
  }
  const data = [0, 9, 1, 0x6b, 1, ...little(3, 7), 0x76, ...little(0, 4), ...little(1, 4)];

  it('a block is read once, however often the index names it; one beyond the end is told', () => {
    const table = tableOf(data, [
      [0, data.length],
      [0, data.length],
      [5_000_000, 10],
      [2 ** 45, 2 ** 45],
    ]);
    expect(told(levelEntries(table))).toEqual(['k=v@3', 'lost 0', 'lost 0']);
    expect(told(levelEntries(tableFile({ a: 'b' })))).toEqual(['a=b@9']);
  });

  it('keys that repeat a long one again and again end at a bound', () => {
    const long = 1_000_000;
    const rows = [0, ...varint(long), 0, ...new Array<number>(long).fill(0x61)];
    for (let at = 0; at < 100_000; at++) rows.push(...varint(long), 0, 0);
    const block = [...rows, ...little(0, 4), ...little(1, 4)];
    const entries = told(levelEntries(tableOf(block, [[0, block.length]])));
    expect(entries.length).toBeLessThan(300);
    expect(entries.at(-1)).toBe('lost 0');
  });

  it('an index that is none leaves nothing, and says so', () => {
    const table = tableOf(data, [[0, data.length]]);
    for (const [at, bytes] of [
      [table.length - 48, new Uint8Array(40).fill(0xff)],
      [table.length - 46, Uint8Array.of(0x7f, 0x7f)],
    ] as const) {
      const broken = Uint8Array.from(table);
      broken.set(bytes, at);
      expect(told(levelEntries(broken))).toEqual(['lost 0']);
    }
  });
});
