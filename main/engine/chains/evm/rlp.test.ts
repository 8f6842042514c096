// RLP against ethers' own and against the examples of the yellow paper.
import { decodeRlp as ethersDecode, encodeRlp as ethersEncode } from 'ethers/utils';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type RlpItem, decodeRlp, encodeListOf, encodeRlp, integerBytes, integerOf } from './rlp.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function nested(item: RlpItem): unknown {
  return item instanceof Uint8Array ? `0x${hex(item)}` : item.map(nested);
}

const { item: anyItem } = fc.letrec<{ item: RlpItem }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ maxLength: 2 }),
    fc.array(tie('item'), { maxLength: 6 }),
  ),
}));

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (fault) {
    if (fault instanceof Fault) return String(fault.parameters['reason']);
    throw fault;
  }
  return 'accepted';
}

describe('RLP', () => {
  it('writes what the yellow paper and the Ethereum wiki print', () => {
    const vectors: readonly (readonly [RlpItem, string])[] = [
      [text('dog'), '83646f67'],
      [[text('cat'), text('dog')], 'c88363617483646f67'],
      [new Uint8Array(0), '80'],
      [[], 'c0'],
      [Uint8Array.of(0), '00'],
      [Uint8Array.of(15), '0f'],
      [Uint8Array.of(4, 0), '820400'],
      [[[], [[]], [[], [[]]]], 'c7c0c1c0c3c0c1c0'],
      [
        text('Lorem ipsum dolor sit amet, consectetur adipisicing elit'),
        `b838${hex(text('Lorem ipsum dolor sit amet, consectetur adipisicing elit'))}`,
      ],
    ];
    for (const [item, bytes] of vectors) {
      expect(hex(encodeRlp(item))).toBe(bytes);
      expect(decodeRlp(fromHex(bytes))).toEqual(item);
    }
  });

  it('agrees with ethers both ways', () => {
    fc.assert(
      fc.property(anyItem, (item) => {
        const bytes = encodeRlp(item);
        expect(`0x${hex(bytes)}`).toBe(ethersEncode(nested(item) as string));
        expect(nested(decodeRlp(bytes))).toEqual(ethersDecode(`0x${hex(bytes)}`));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what is not the one form of an item', () => {
    let deep: Uint8Array = Uint8Array.of(0xc0);
    for (let i = 0; i < 40; i++) deep = encodeListOf([deep]);
    const refused: readonly (readonly [string, string])[] = [
      ['', 'rlp.truncated'],
      ['8100', 'rlp.notMinimal'],
      ['817f', 'rlp.notMinimal'],
      ['b800', 'rlp.length'],
      [`b837${'00'.repeat(55)}`, 'rlp.length'],
      [`b90038${'00'.repeat(56)}`, 'rlp.length'],
      ['83646f', 'rlp.truncated'],
      ['c28364', 'rlp.truncated'],
      ['83646f6700', 'rlp.trailing'],
      ['c0c0', 'rlp.trailing'],
      ['bfffffffffffffffff', 'rlp.truncated'],
      ['f8', 'rlp.truncated'],
      [hex(deep), 'rlp.depth'],
    ];
    for (const [bytes, reason] of refused) expect([bytes, reasonOf(() => decodeRlp(fromHex(bytes)))]).toEqual([bytes, reason]);
  });

  it('never reads a byte more than once: whatever decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        let item: RlpItem;
        try {
          item = decodeRlp(bytes);
        } catch (fault) {
          expect(fault).toBeInstanceOf(Fault);
          return;
        }
        expect(hex(encodeRlp(item))).toBe(hex(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  it('holds integers without leading zeros', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (value) => integerOf(integerBytes(value)) === value));
    expect(reasonOf(() => integerOf(Uint8Array.of(0, 1)))).toBe('rlp.integerZeros');
    expect(reasonOf(() => integerOf(new Uint8Array(33).fill(1)))).toBe('rlp.integerLength');
  });
});
