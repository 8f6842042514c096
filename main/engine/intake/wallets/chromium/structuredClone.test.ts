// Structured clones against V8 itself, and bytes that lie.
import { serialize, Serializer } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../../../shared/model/bytes.ts';
import { recordName, recordValue, wrappedValue } from './indexedDb.ts';
import { newCloneBudget, readClone } from './structuredClone.ts';

const clone = (value: unknown): unknown => readClone(new Uint8Array(serialize(value))).value;

describe('values of V8', () => {
  it.each([
    ...[null, true, false, 0, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 32, 1.5, -0.25, Number.POSITIVE_INFINITY, '', 'text', 'é', 'ключ', '🗝 und'],
    ...[[], [1, [2, ['x']]], {}, { a: 1, 5: 'b', nested: { list: [{ c: null }] } }],
  ])('%j is read as V8 wrote it', (value) => {
    expect(clone(value)).toEqual(value);
  });

  it('gives what JSON has no form for as text, list or bytes', () => {
    const big = 123_456_789_012_345_678_901_234_567_890n;
    expect(clone([big, -big, 0n])).toEqual([String(big), String(-big), '0']);
    expect(clone(new Date(1_700_000_000_000))).toBe(1_700_000_000_000);
    expect(
      clone(
        new Map<unknown, unknown>([
          ['a', 1],
          [{ b: 2 }, 'c'],
        ]),
      ),
    ).toEqual(['a', 1, { b: 2 }, 'c']);
    expect(clone(new Set(['x', 'y']))).toEqual(['x', 'y']);
    expect(clone([undefined, null, 3])).toEqual([undefined, null, 3]);
    const sparse: string[] = [];
    sparse[100_000] = 'far';
    expect(clone(sparse)).toEqual(['far']);
    expect(clone([Object(true), Object(5), Object('boxed'), Object(7n), /a+/gi])).toEqual([true, 5, 'boxed', '7', 'a+']);
    expect(clone(new RangeError('too far'))).toMatchObject({ message: 'too far' });
    expect(clone(new Uint8Array([1, 2, 3]).buffer)).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('knows what a later place refers to, whatever was counted between', () => {
    const inner = { a: 'once' };
    const late = { b: 'late' };
    const within = new Uint8Array([9, 8, 7, 6]).subarray(1, 3);
    const serializer = new Serializer();
    serializer.writeHeader();
    const value = {
      inner,
      when: new Date(1),
      map: new Map([['k', inner]]),
      within,
      boxed: Object('s'),
      again: inner,
      late,
      lateAgain: late,
    };
    serializer.writeValue(value);
    const read = readClone(new Uint8Array(serializer.releaseBuffer()));
    expect(read.value).toMatchObject({ inner, within: Uint8Array.of(8, 7), map: ['k', inner], again: inner, lateAgain: late });
    expect(read.texts).toEqual(['once', 'k', 's', 'late']);
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const looped = clone(loop) as typeof loop;
    expect(looped['self']).toBe(looped);
  });

  it('a field of any name stays a field', () => {
    const read = clone(JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}')) as Record<string, unknown>;
    expect(Object.keys(read)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('bytes that lie', () => {
  const MESSAGE = /^wallet: [a-z ]+$/;

  it.each([
    ['a list longer than its bytes', 'ff0f41ffffffff0f'],
    ['a text longer than its bytes', 'ff0f22ffffffff0f61'],
    ['lists in lists in lists', `ff0f${'4101'.repeat(50_000)}`],
    ['objects in objects', `ff0f${'6f220161'.repeat(50_000)}`],
    ['counts of objects without end', `ff0f${'3f00'.repeat(50_000)}`],
    ['envelopes without end', 'ff0f'.repeat(1000)],
    ['an envelope that is no envelope', 'ff1500'],
    ['a big number of a gigabyte', 'ff0f5afeffffff0f'],
    ['a view beyond its buffer', 'ff0f420201025642010500'],
    ['what only a browser reads', 'ff0f5c'],
    ['nothing', ''],
    ['a number that does not end', `ff0f55${'ff'.repeat(12)}`],
    ['a field without a name', 'ff0f6f6f7b00307b01'],
  ])('%s', (_, hex) => {
    expect(() => readClone(fromHex(hex))).toThrow(MESSAGE);
  });

  it('any byte changed, any length cut', () => {
    const value = {
      list: [1, 'two', { three: new Date(3) }],
      map: new Map([[1, new Set(['x'])]]),
      bytes: new Uint8Array(8).buffer,
      big: 2n ** 70n,
    };
    const whole = new Uint8Array(serialize(value));
    const tried = (bytes: Uint8Array): void => {
      try {
        readClone(bytes);
      } catch (error) {
        expect((error as Error).message).toMatch(MESSAGE);
      }
    };
    for (let at = 0; at < whole.length; at++) {
      tried(whole.subarray(0, at));
      for (const byte of [0, 0x41, 0x5e, 0x61, 0x6f, 0x7e, 0x7f, 0xff]) {
        const turned = Uint8Array.from(whole);
        turned[at] = byte;
        tried(turned);
      }
    }
  });
});

describe('a small page that keeps much', () => {
  it('values are counted over all records of a file: the ones beyond are not held', () => {
    const empty = serialize(Array.from({ length: 700_000 }, () => ({})));
    const budget = newCloneBudget();
    expect(readClone(new Uint8Array(empty), budget).value).toHaveLength(700_000);
    expect(readClone(new Uint8Array(empty), budget).value).toHaveLength(700_000);
    expect(() => readClone(new Uint8Array(empty), budget)).toThrow(/more values/);
    expect(readClone(new Uint8Array(empty)).value).toHaveLength(700_000);
  });
});

describe('records of IndexedDB', () => {
  it('a key is told where it is a text; other entries are no data', () => {
    expect(recordName(fromHex('000101010102006100ff'))).toBe('aÿ');
    // A database of number 300, in two bytes.
    expect(recordName(fromHex('202c0101010101006b'))).toBe('k');
    // The text is longer than the key.
    expect(recordName(fromHex('0001010101026100'))).toBeNull();
    expect(recordName(fromHex('00010101030000000000000000'))).toBe('');
    for (const key of ['00000000c9', '0001000000', '00010102', '000101', '', 'ffffffff', '0001010101ffffffffffffffffff01'])
      expect(recordName(fromHex(key))).toBeNull();
  });

  it('what was put into a file of its own is told apart; what is packed otherwise is damage', () => {
    expect(recordValue(fromHex('05ff1101800400'))).toBeNull();
    // Five bytes by Snappy as one literal: a text of one letter.
    expect(recordValue(fromHex('05ff11020510ff0f220161'))).toEqual({ value: 'a', texts: ['a'] });
    expect(() => wrappedValue(fromHex('ff1107'))).toThrow(/packed in another way/);
    expect(() => wrappedValue(fromHex('ff1102ffffffff0f'))).toThrow(/packed in another way/);
  });
});
