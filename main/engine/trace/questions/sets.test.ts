// The two sets a pass tests everything against, held against JavaScript's own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutpointSet } from './outpointSet.ts';
import { createScriptSet } from './scriptSet.ts';

/** Few distinct bytes, so that members collide in what the bitmap looks at. */
const outpoint = fc
  .tuple(fc.uint8Array({ minLength: 32, maxLength: 32, max: 1 }), fc.nat(3), fc.constantFrom(0, 1, 0xffff, 0x10000))
  .map(([id, low, high]) => {
    const bytes = new Uint8Array(36);
    bytes.set(id);
    new DataView(bytes.buffer).setUint32(32, low + high, true);
    return bytes;
  });
const script = fc.oneof(
  fc.uint8Array({ maxLength: 8, max: 2 }),
  fc.uint8Array({ minLength: 20, maxLength: 20, max: 1 }).map((hash) => Uint8Array.of(0x76, 0xa9, 20, ...hash, 0x88, 0xac)),
  fc.uint8Array({ minLength: 20, maxLength: 20, max: 1 }).map((hash) => Uint8Array.of(0, 20, ...hash)),
);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const embedded = (bytes: Uint8Array, lead: number) => Uint8Array.of(...new Uint8Array(lead).fill(7), ...bytes, 9, 9);

describe('outpoints', () => {
  it('are those added and not removed, with their last number, wherever they lie in a block', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('add', 'remove'), outpoint, fc.nat(9)), { maxLength: 200 }),
        fc.array(outpoint, { maxLength: 50 }),
        fc.nat(5),
        (steps, asked, lead) => {
          const set = createOutpointSet();
          const model = new Map<string, number>();
          for (const [step, bytes, number] of steps) {
            const place = embedded(bytes, lead);
            if (step === 'add') {
              set.add(place, lead, number);
              model.set(hex(bytes), number);
            } else {
              set.remove(place, lead);
              model.delete(hex(bytes));
            }
          }
          expect(set.size).toBe(model.size);
          for (const bytes of [...asked, ...steps.map(([, one]) => one)])
            expect(set.find(embedded(bytes, lead), lead)).toBe(model.get(hex(bytes)) ?? -1);
        },
      ),
    );
  });

  it('stay so through every growth', () => {
    const set = createOutpointSet();
    const bytes = new Uint8Array(36);
    const view = new DataView(bytes.buffer);
    const write = (n: number) => {
      view.setUint32(0, Math.imul(n, 2_654_435_761) >>> 0, true);
      view.setUint32(8, n, true);
      view.setUint32(32, n % 7, true);
    };
    for (let n = 0; n < 300_000; n++) {
      write(n);
      set.add(bytes, 0, n);
    }
    for (let n = 0; n < 300_000; n += 3) {
      write(n);
      set.remove(bytes, 0);
    }
    let wrong = 0;
    for (let n = 0; n < 310_000; n++) {
      write(n);
      if (set.find(bytes, 0) !== (n >= 300_000 || n % 3 === 0 ? -1 : n)) wrong++;
    }
    expect(wrong).toBe(0);
    expect(set.size).toBe(200_000);
  });
});

describe('scripts', () => {
  it('are those added, byte for byte, wherever they lie in a block', () => {
    fc.assert(
      fc.property(fc.array(script, { maxLength: 60 }), fc.array(script, { maxLength: 60 }), fc.nat(5), (added, asked, lead) => {
        const set = createScriptSet();
        for (const one of added) set.add(one);
        const model = new Set(added.map(hex));
        expect(set.size).toBe(model.size);
        expect(set.scripts().map(hex)).toEqual([...model]);
        for (const one of [...asked, ...added]) expect(set.has(embedded(one, lead), lead, lead + one.length)).toBe(model.has(hex(one)));
      }),
    );
  });
});
