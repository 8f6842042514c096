// Histories made to make a trace work for ever: long chains and crowds in one block without order, chains that wait for each other, and
// very many starting points. What is counted is work, not time.
import { describe, expect, it } from 'vitest';
import type { AccountTransaction } from '../../chains/index.ts';
import type { Steps } from '../../kernel/index.ts';
import { buildAccountSlice } from './buildSlice.ts';
import { traceForward } from './forward.ts';
import type { OrderedBlocks } from './ledgerOrder.ts';
import { mergeBlocks } from './ledgerOrder.ts';
import { unsureLedgers } from './orders.ts';
import { knowLedgers } from './reconcile.ts';
import type { AccountSeed } from './run.ts';
import { CHAIN, type Line, OTHER, sliceOf, TOKEN, wholeKnowledge } from './tests/ledgers.ts';

/** Value of a computation and the steps it took: one for each 4,096 movements that a pass looks at. */
function counted<Value>(steps: Steps<Value>): { readonly value: Value; readonly steps: number } {
  for (let count = 0; ; count++) {
    const next = steps.next();
    if (next.done === true) return { value: next.value, steps: count };
  }
}

const MOVEMENTS = 4096;
const seed = (transfer: number): AccountSeed => ({ kind: 'transfer', transfer });

describe('a block whose order nobody states', () => {
  it('[A16] a chain of accounts laid from its end to its beginning is gone through once', () => {
    const LENGTH = 20_000;
    const lines: Line[] = Array.from({ length: LENGTH }, (_, place) => ({
      ...{ from: `a${LENGTH - place - 1}`, to: `a${LENGTH - place}`, amount: 5, block: 1, position: null },
      id: `t${String(place).padStart(6, '0')}`,
    }));
    const { slice } = sliceOf(lines);
    let asked = 0;
    const first = slice.fromLedger[LENGTH - 1] as number;
    const unsure = unsureLedgers(slice, 0, {
      tainted: (ledger) => {
        asked++;
        return ledger === first;
      },
      isSeed: () => false,
      leaves: () => true,
      lands: () => {
        asked++;
        return true;
      },
      conversions: { inOf: new Map(), outOf: new Map(), amounts: [] },
    });
    expect(unsure.size).toBe(LENGTH - 1);
    expect(asked).toBeLessThan(4 * LENGTH);
  });

  it('[A16] a crowd of payments between two accounts is bounded, not tried', () => {
    const COUNT = 20_000;
    const lines: Line[] = [
      { from: 'V', to: 'A', amount: 100, block: 1, id: 'paid' },
      ...Array.from({ length: COUNT }, (_, place): Line => {
        const [from, to] = place % 2 === 0 ? ['A', 'B'] : ['B', 'A'];
        return { from: from as string, to: to as string, amount: 1 + (place % 7), block: 2, position: null, id: `t${place}` };
      }),
    ];
    const built = sliceOf(lines);
    const knowledge = wholeKnowledge(built, [
      ['V', 100],
      ['A', 1_000_000],
      ['B', 1_000_000],
    ]);
    for (const policy of ['fifo', 'haircut', 'poison']) {
      const { value, steps } = counted(traceForward(built.slice, { seeds: [seed(0)], policies: [policy], knowledge }));
      const [result] = value.policies;
      expect(result!.orders).toBe('bounded');
      for (const { figure } of result!.ends) if (policy !== 'poison' && figure.incomplete) expect(figure.high).toBeLessThanOrEqual(100n);
      // A handful of passes over the block.
      expect(steps).toBeLessThan((8 * COUNT) / MOVEMENTS + 8);
    }
  });
});

describe('chains laid into each other', () => {
  it('[A1] a large block that waits long is not looked through each time', () => {
    const COUNT = 20_000;
    const blocks = (size: number, count: number, time: number): OrderedBlocks => ({
      ...{ count, order: new Uint8Array(count), complete: new Uint8Array(count), number: new Float64Array(count) },
      transactions: Uint32Array.from({ length: size * count }, (_, place) => place),
      start: Uint32Array.from({ length: count + 1 }, (_, place) => place * size),
      time: Float64Array.from({ length: count }, (_, place) => time + place),
    });
    // One block of many transactions, each waiting for the last block of the other chain, which has as many blocks.
    let asked = 0;
    const waits = new (class extends Map<number, readonly number[]> {
      override get(key: number) {
        asked++;
        return super.get(key);
      }
    })(Array.from({ length: COUNT }, (_, place) => [place, [2 * COUNT - 1]] as const));
    const place = (chain: number, transaction: number) => chain * COUNT + transaction;
    const { value } = counted(mergeBlocks([blocks(COUNT, 1, 0), blocks(1, COUNT, 5)], { forPlaces: waits, place }));
    expect([value[0], value.at(-1)]).toEqual([1, 0]);
    expect(asked).toBeLessThan(3 * COUNT);
  });

  it('[A12] links that turn in a circle are refused', () => {
    const row = (id: string, timeSeconds: number): AccountTransaction => ({
      ...{ id, blockHash: null, blockNumber: null, position: null, timeSeconds, status: 'ok', from: null, to: null, events: [] },
      transfers: [{ path: [0], kind: 'ledger', from: 'a', to: 'b', asset: TOKEN, amount: 5n }],
    });
    const parts = ['ledger:x', 'ledger:y'].map((chain) => ({ chain, transactions: [row('1', 1), row('2', 2)], order: 'given' as const }));
    const name = (chain: string, transaction: string) => ({ chain, transaction, path: [0] });
    const link = (from: readonly [string, string], to: readonly [string, string]) => ({
      ...{ kind: 'link' as const, ins: [name(...from)], outs: [name(...to)] },
    });
    const circle = [link(['ledger:x', '2'], ['ledger:y', '1']), link(['ledger:y', '2'], ['ledger:x', '1'])];
    expect(() => buildAccountSlice(parts, circle)).toThrow(expect.objectContaining({ code: 'usage.invalid' }));
  });
});

describe('value that goes round', () => {
  it('[A12] through thousands of swaps back and forth is followed once, and nothing is lost', () => {
    const ROUNDS = 3000;
    const lines: Line[] = [{ from: 'V', to: 'M', amount: 1000 }];
    const conversions: { kind: 'swap'; ins: number[]; outs: number[] }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [given, got] = round % 2 === 0 ? [TOKEN, OTHER] : [OTHER, TOKEN];
      conversions.push({ kind: 'swap', ins: [lines.length], outs: [lines.length + 1] });
      lines.push({ from: 'M', to: 'P', amount: 1000, asset: given }, { from: 'P', to: 'M', amount: 1000, asset: got });
    }
    const built = sliceOf(lines);
    const knowledge = wholeKnowledge(built, [
      ['V', 1000],
      ['P', 1000],
      ['P', 1000, OTHER],
    ]);
    for (const policy of ['fifo', 'haircut', 'poison']) {
      const { value, steps } = counted(traceForward(built.slice, { seeds: [seed(0)], policies: [policy], conversions, knowledge }));
      expect(value.policies[0]!.converted.length).toBe(ROUNDS);
      expect(value.policies[0]!.ends.map(({ state, amount }) => `${state} ${amount}`)).toEqual(['held 1000']);
      expect(steps).toBeLessThan((4 * lines.length) / MOVEMENTS + 4);
    }
  });
});

describe('very many starting points', () => {
  it('[A17] of an incomplete ledger are bounded together, not one pass each', () => {
    const COUNT = 5000;
    const lines: Line[] = [
      ...Array.from({ length: COUNT }, (_, place): Line => ({ from: `v${place}`, to: 'M', amount: 10 })),
      { from: 'M', to: 'A', amount: 7 * COUNT },
    ];
    const built = sliceOf(lines);
    const of = (account: string) => built.names.ledger(CHAIN, account, TOKEN);
    const knowledge = knowLedgers(built.slice, {
      statements: [
        { ledger: of('M'), moment: 0, balance: 0n },
        { ledger: of('M'), moment: built.slice.transferCount, balance: 1n },
        { ledger: of('A'), moment: 0, balance: 0n },
        { ledger: of('A'), moment: built.slice.transferCount, balance: BigInt(7 * COUNT) },
      ],
    });
    const seeds = Array.from({ length: COUNT }, (_, place) => seed(place));
    for (const policy of ['fifo', 'haircut']) {
      const { value, steps } = counted(traceForward(built.slice, { seeds, policies: [policy], knowledge }));
      const ends = value.policies[0]!.ends;
      expect(ends.find(({ state }) => state === 'held')!.figure).toEqual({
        incomplete: true,
        low: 0n,
        high: BigInt(7 * COUNT),
        why: 'ledger',
      });
      // Each seed brought 10.
      for (const { bySeed } of ends) for (const { figure } of bySeed) expect(figure.incomplete && figure.high <= 10n).toBe(true);
      expect(steps).toBeLessThan((10 * lines.length) / MOVEMENTS + 10);
    }
  });
});
