// The pick against the whole reader, which is tested against a real node's files.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../../shared/model/fault.ts';
import { compressAmount, decodeUndo, encodeUndo, readUndo, type UndoCoin } from './undo.ts';
import { compressedForm } from './compressedScript.ts';
import { pickUndo } from './undoPick.ts';

const keyX = Uint8Array.from(Buffer.from('79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798', 'hex'));
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const script = fc.oneof(
  bytes(20).map((hash) => Uint8Array.of(0x76, 0xa9, 20, ...hash, 0x88, 0xac)),
  bytes(20).map((hash) => Uint8Array.of(0xa9, 20, ...hash, 0x87)),
  bytes(20).map((hash) => Uint8Array.of(0, 20, ...hash)),
  fc.constantFrom(2, 3).map((prefix) => Uint8Array.of(33, prefix, ...keyX, 0xac)),
  fc.uint8Array({ maxLength: 300 }),
);
const coin: fc.Arbitrary<UndoCoin> = fc.record({
  valueSat: fc.oneof(
    fc.bigInt(0n, 2_100_000_000_000_000n),
    fc.bigInt(0n, 2_100_000n).map((value) => value * 1_000_000_000n),
  ),
  script,
  height: fc.oneof(fc.constant(0), fc.nat(2_000_000), fc.constant(0x7fff_ffff)),
  coinbase: fc.boolean(),
});
const record = fc.array(fc.array(coin, { minLength: 1, maxLength: 5 }), { maxLength: 8 });

const outcome = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, ...error.parameters };
    throw error;
  }
};
const setOf = (scripts: readonly Uint8Array[]) => {
  const hex = (given: Uint8Array) => Buffer.from(given).toString('hex');
  const full = new Set(scripts.map(hex));
  const short = new Set(scripts.flatMap((one) => compressedForm(one) ?? []).map(hex));
  return {
    has: (given: Uint8Array, start: number, end: number) => full.has(hex(given.subarray(start, end))),
    hasShort: (given: Uint8Array, start: number, end: number) => short.has(hex(given.subarray(start, end))),
  };
};
/** The pick, read to its end in order. */
const readAll = (undo: Uint8Array) => {
  const pick = pickUndo(undo);
  return Array.from({ length: pick.txCount }, (_, t) => pick.coinsOf(t + 1));
};

describe('picking out of an undo record', () => {
  it('gives the coins of the whole reader, in any order of asking', () => {
    fc.assert(
      fc.property(record, fc.nat(), (transactions, turn) => {
        const undo = encodeUndo(transactions);
        const whole = decodeUndo(undo);
        const pick = pickUndo(undo);
        expect([...pick.inputs]).toEqual(whole.map((coins) => coins.length));
        expect(pick.coinsOf(0)).toEqual([]);
        for (let i = 0; i < whole.length; i++) {
          const t = (i + turn) % whole.length;
          expect(pick.coinsOf(t + 1)).toEqual(whole[t]);
        }
        expect(outcome(() => pick.coinsOf(whole.length + 1))).toMatchObject({ code: 'chain.badTransaction', reason: 'undo.count' });
      }),
    );
  });

  it('names the transactions that spend a script, whichever form it has in the record', () => {
    const key = encodeUndo([[{ valueSat: 1n, script: Uint8Array.of(33, 2, ...keyX, 0xac), height: 7, coinbase: false }]]);
    // The same coin with its script in full: code 14, version 0, amount, length + 6.
    const plain = Uint8Array.of(1, 1, 14, 0, Number(compressAmount(1n)), 35 + 6, 33, 2, ...keyX, 0xac);
    expect(readUndo(plain).scripts.subarray(0, 35)).toEqual(readUndo(key).scripts.subarray(0, 35));
    const wanted = setOf([Uint8Array.of(33, 2, ...keyX, 0xac)]);
    for (const undo of [key, plain]) expect(pickUndo(undo).spending(wanted)).toEqual([1]);
    fc.assert(
      fc.property(record, fc.array(fc.nat(40), { maxLength: 6 }), (transactions, picks) => {
        const coins = transactions.flat();
        const scripts = picks.flatMap((number) => coins[number]?.script ?? Uint8Array.of(0x51));
        const isWanted = (given: Uint8Array) => scripts.some((one) => Buffer.compare(one, given) === 0);
        const expected = decodeUndo(encodeUndo(transactions)).flatMap((spent, t) =>
          spent.some((one) => isWanted(one.script)) ? [t + 1] : [],
        );
        expect(pickUndo(encodeUndo(transactions)).spending(setOf(scripts))).toEqual(expected);
      }),
    );
  });

  it('refuses every truncation and any bytes behind as the whole reader does', () => {
    fc.assert(
      fc.property(record, (transactions) => {
        const undo = encodeUndo(transactions);
        for (let length = 0; length < undo.length; length++) {
          const cut = undo.subarray(0, length);
          const expected = outcome(() => readUndo(cut));
          expect(expected).toMatchObject({ code: 'chain.badTransaction' });
          expect(outcome(() => pickUndo(cut))).toEqual(expected);
        }
        expect(outcome(() => pickUndo(Uint8Array.of(...undo, 0)))).toMatchObject({ reason: 'undo.trailing' });
      }),
      { numRuns: 30 },
    );
  });

  it('never accepts what the whole reader refuses, and never refuses what it accepts', () => {
    fc.assert(
      fc.property(record, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }), (transactions, changes) => {
        const undo = encodeUndo(transactions);
        for (const [place, value] of changes) undo[place % undo.length] = value;
        const whole = outcome(() => decodeUndo(undo));
        const picked = outcome(() => readAll(undo));
        if (Array.isArray(whole)) expect(picked).toEqual(whole);
        else expect(picked).toMatchObject({ code: 'chain.badTransaction' });
      }),
      { numRuns: 500 },
    );
  });

  it('names the place of a bad amount in the record, not in a piece of it', () => {
    const good = encodeUndo([[{ valueSat: 5n, script: Uint8Array.of(1), height: 0, coinbase: false }]]);
    // Two transactions; the amount of the second is 2^63 and more.
    const tooMuch = [0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0x00];
    const undo = Uint8Array.of(2, ...good.subarray(1), 1, 0, ...tooMuch, 6);
    const expected = outcome(() => readUndo(undo));
    expect(expected).toMatchObject({ reason: 'undo.varint' });
    expect(outcome(() => readAll(undo))).toEqual(expected);
    const aboveAllMoney = Uint8Array.of(2, ...good.subarray(1), 1, 0, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0x00, 6);
    expect(outcome(() => readUndo(aboveAllMoney))).toMatchObject({ reason: 'undo.value' });
    expect(outcome(() => pickUndo(aboveAllMoney).coinsOf(1))).toEqual(decodeUndo(good)[0]);
    expect(outcome(() => readAll(aboveAllMoney))).toEqual(outcome(() => readUndo(aboveAllMoney)));
  });
});
