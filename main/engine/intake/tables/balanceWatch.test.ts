// The ends of a running balance: what a ledger held before its earliest row and behind its latest, in either direction of the file.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBalanceWatch } from './balanceWatch.ts';

it('are the same whichever way the file runs', () => {
  const rows = fc.tuple(fc.bigInt(0n, 10n ** 20n), fc.array(fc.bigInt(-(10n ** 20n), 10n ** 20n), { minLength: 2, maxLength: 20 }));
  fc.assert(
    fc.property(rows, fc.boolean(), ([start, moves], turned) => {
      let held = start;
      const table = moves.map((moved, i) => {
        held += moved;
        return { moved, balance: held, timeSeconds: 1000 + i };
      });
      const watch = createBalanceWatch();
      const inFile = turned ? [...table].reverse() : table;
      for (const [i, { moved, balance, timeSeconds }] of inFile.entries())
        watch.see('a', i + 2, moved, balance, null, { timeSeconds, withFee: false });
      const [ends] = watch.ends();
      expect(ends?.opening).toMatchObject({ balance: start, timeSeconds: 1000 });
      expect(ends?.closing).toMatchObject({ balance: held, timeSeconds: 1000 + moves.length - 1 });
    }),
  );
});

it('leave the opening open where a row has a fee that its balance may or may not hold', () => {
  const watch = createBalanceWatch();
  watch.see('a', 2, 10n, 110n, null, { timeSeconds: 1, withFee: true });
  watch.see('b', 3, 10n, 110n, 101n, { timeSeconds: 1, withFee: true });
  expect(watch.ends().map(({ opening, closing }) => [opening.balance, closing.balance])).toEqual([
    [null, 110n],
    [101n, 110n],
  ]);
});
