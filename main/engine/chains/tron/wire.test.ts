// The wire format against protobuf's own documented examples, hostile bytes and round trips.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { delimitedField, encodeVarint, everyOf, intOf, joinBytes, onceOf, readFields, varintField, varintOf } from './wire.ts';

function reasonOf(work: () => unknown): unknown {
  try {
    work();
  } catch (fault) {
    if (fault instanceof Fault) return fault.parameters['reason'];
    throw fault;
  }
  return 'accepted';
}

describe('the wire format', () => {
  it('writes what protobuf documents (150, "testing", -1)', () => {
    expect(hex(varintField(1, 150n))).toBe('089601');
    expect(hex(delimitedField(2, new TextEncoder().encode('testing')))).toBe('120774657374696e67');
    expect(hex(encodeVarint(-1n))).toBe('ffffffffffffffffff01');
    expect(varintField(3, 0n)).toHaveLength(0);
  });

  it('reads signed and unsigned numbers, and the last of several', () => {
    const fields = readFields(fromHex('08ffffffffffffffffff010805'));
    expect(varintOf(fields, 1)).toBe(5n);
    expect(intOf(readFields(fromHex('08ffffffffffffffffff01')), 1)).toBe(-1n);
    expect(intOf(fields, 9)).toBe(0n);
  });

  it('refuses what is cut off, too long, or of another kind', () => {
    for (const [text, reason] of [
      ['08', 'truncated'],
      ['0880', 'truncated'],
      ['1205616263', 'truncated'],
      ['12ffffffffffffffffff01', 'truncated'],
      ['0900000000000000', 'truncated'],
      ['08ffffffffffffffffffff01', 'overlong'],
      ['08ffffffffffffffffff02', 'overlong'],
      ['0b', 'wireType'],
      ['0c', 'wireType'],
      ['0f', 'wireType'],
      ['0001', 'fieldNumber'],
    ]) {
      expect(
        reasonOf(() => readFields(fromHex(text as string))),
        text,
      ).toBe(reason);
    }
    expect(reasonOf(() => onceOf(readFields(fromHex('120161120162')), 2))).toBe('repeatedField');
    expect(reasonOf(() => everyOf(readFields(fromHex('1005')), 2))).toBe('wireType');
  });

  it('is bounded: a file of two-byte fields ends in a refusal', () => {
    expect(reasonOf(() => readFields(new Uint8Array(1_000_000).map((_, i) => (i % 2 === 0 ? 8 : 1))))).toBe('tooManyFields');
  });

  it('gives back every byte: fields lie side by side and cover the message', () => {
    const field = fc.oneof(
      fc.record({ number: fc.integer({ min: 1, max: 0x1fffffff }), value: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }) }),
      fc.record({ number: fc.integer({ min: 1, max: 0x1fffffff }), bytes: fc.uint8Array({ maxLength: 40 }) }),
    );
    fc.assert(
      fc.property(fc.array(field, { maxLength: 12 }), (parts) => {
        const bytes = joinBytes(
          parts.map((one) => ('value' in one ? varintField(one.number, one.value) : delimitedField(one.number, one.bytes))),
        );
        const read = readFields(bytes);
        expect(read.map(({ number }) => number)).toEqual(parts.map(({ number }) => number));
        for (const [at, one] of parts.entries()) {
          if ('value' in one) expect(read[at]?.value).toBe(one.value);
          else expect(hex(read[at]?.bytes as Uint8Array)).toBe(hex(one.bytes));
        }
        expect(hex(joinBytes(read.map(({ start, end }) => bytes.subarray(start, end))))).toBe(hex(bytes));
      }),
    );
  });

  it('ends any bytes in fields or in a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        reasonOf(() => readFields(bytes));
      }),
      { numRuns: 500 },
    );
  });
});
