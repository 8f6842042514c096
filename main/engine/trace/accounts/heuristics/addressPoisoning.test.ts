// Address poisoning, SPEC.md [A31]: when it fires, and what its guards must let through.
import { describe, expect, it } from 'vitest';
import { type Line, sliceOf } from '../tests/ledgers.ts';
import { findPoisoning } from './addressPoisoning.ts';

const FRIEND = 'abc1000000000000000000000000000000007def';
/** Shares abc and 7def: seven characters. */
const FALSE_FRIEND = 'abc2999999999999999999999999999999997def';
/** Shares abc and def: six. */
const DISTANT = 'abc2999999999999999999999999999999999def';
const VICTIM = '0011223344556677889900112233445566778899';

const paid = { from: VICTIM, to: FRIEND, amount: 500, block: 1 };
function poisoned(lines: readonly Line[]): string[] {
  const built = sliceOf(lines);
  const shown = (account: number): string => built.names.accounts[account] as string;
  const nearNothing = new Map([[1, 9n]]);
  return findPoisoning(built.slice, { shown, alike: () => 7, nearNothing }).map(
    ({ transfer, victim, lookAlike, imitated, genuine }) =>
      `${transfer} ${shown(lookAlike) === FALSE_FRIEND} ${shown(victim) === VICTIM} ${shown(imitated) === FRIEND} ${genuine}`,
  );
}
const dust = (from: string, block: number, amount = 1): Line => ({ from, to: VICTIM, amount, block });

describe('[A31] addressPoisoning@1', () => {
  it('fires on next to nothing from a look-alike of somebody paid within a day', () => {
    expect(poisoned([paid, dust(FALSE_FRIEND, 2)])).toEqual(['1 true true true 0']);
  });
  it('and where the victim was paid by whom it looks like', () => {
    expect(poisoned([{ ...paid, from: FRIEND, to: VICTIM }, dust(FALSE_FRIEND, 2)])).toEqual(['1 true true true 0']);
  });
  it.each([
    ['too few characters alike', [paid, dust(DISTANT, 2)]],
    ['an amount that is more than nothing', [paid, dust(FALSE_FRIEND, 2, 10)]],
    ['the friend itself', [paid, dust(FRIEND, 2)]],
    ['before the genuine transfer', [dust(FALSE_FRIEND, 1), { ...paid, block: 2 }]],
    ['after the window of a day', [paid, dust(FALSE_FRIEND, 8642)]],
    [
      'somebody the victim paid before of its own',
      [paid, { from: VICTIM, to: FALSE_FRIEND, amount: 300, block: 2 }, dust(FALSE_FRIEND, 3)],
    ],
  ])('not on %s', (_, lines) => {
    expect(poisoned(lines)).toEqual([]);
  });
  it('never on the real loss to the look-alike that follows', () => {
    expect(poisoned([paid, dust(FALSE_FRIEND, 2), { from: VICTIM, to: FALSE_FRIEND, amount: 300, block: 3 }])).toEqual([
      '1 true true true 0',
    ]);
  });
});
