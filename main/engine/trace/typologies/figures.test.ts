// Figures worked out by hand, to the last unit, for payments small enough to check with a pencil.
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import { amountOf } from './flows.ts';
import { typologies } from './index.ts';
import { inputOfRows, type RowInput } from './rows.ts';
import { row, times } from './selfTest/pattern.ts';
import type { Found, Typology } from './typology.ts';
import { valuesOf } from './values.ts';

function read(id: string, rows: RowInput, parameters: Record<string, number> = {}, limits: Record<string, bigint> = {}) {
  const rule = typologies.find(id) as Typology;
  const built = inputOfRows(rows);
  const ofAssets = new Map(Object.entries(limits).map(([name, limit]) => [built.asset(name), limit]));
  return { built, ...atOnce(rule.read(built, valuesOf(rule, parameters, ofAssets))) };
}
const figures = (found: Found | undefined) => Object.fromEntries((found?.figures ?? []).map(({ code, value }) => [code, value]));
const found = (one: Found | undefined, code: string) => one?.conditions.find((condition) => condition.code === code)?.found;

describe('figures by hand', () => {
  it('fan-in: 3 payers bring 100, 250 and 650; 999 of 1000 go on an hour after the last', () => {
    const rows = [row(0, 'a', 'x', 100n), row(60, 'b', 'x', 250n), row(120, 'c', 'x', 650n), row(3720, 'x', 'z', 999n)];
    const { findings } = read('fanIn', { rows }, { payers: 3 });
    expect(findings).toHaveLength(1);
    expect([found(findings[0], 'payers'), found(findings[0], 'forwarded'), found(findings[0], 'waited')]).toEqual([3n, 9990n, 3600n]);
    expect(figures(findings[0])).toEqual({ received: 1000n, paidOn: 999n });
    // One second later than the time stated: a near miss.
    const late = read('fanIn', { rows }, { payers: 3, within: 3599 });
    expect([late.findings.length, late.nearMisses.length]).toEqual([0, 1]);
  });

  it('a share is never rounded up over its bound: 7999.9… hundredths of a percent are not 8000', () => {
    const rows = [row(0, 'a', 'x', 5000n), row(1, 'b', 'x', 5001n), row(2, 'x', 'z', 8000n)];
    // 8000 of 10001 are 79.99 %.
    const { findings, nearMisses } = read('fanIn', { rows }, { payers: 2, forwarded: 8000 });
    expect([findings.length, found(nearMisses[0], 'forwarded')]).toEqual([0, 7999n]);
  });

  it('peel chain: 1000 lose a tenth at each of 5 steps', () => {
    let sum = 100_000n;
    const rows = [row(0, 'o', 'p0', sum)];
    for (let step = 0; step < 5; step++) {
      rows.push(row(100 + step, `p${step}`, `s${step}`, sum / 10n), row(100 + step, `p${step}`, `p${step + 1}`, sum - sum / 10n));
      sum -= sum / 10n;
    }
    const { findings } = read('peelChain', { rows });
    // 10000 + 9000 + 8100 + 7290 + 6561
    expect(figures(findings[0])).toEqual({ received: 100_000n, peeledOff: 40_951n, peelServices: 0n });
    expect(findings[0]?.flows).toHaveLength(11);
  });

  it('amounts beyond 64 and 128 bits stay exact', () => {
    const huge = (1n << 200n) + 12_345n;
    const { built, findings } = read('rapidPassThrough', { rows: [row(0, 'a', 'x', huge), row(60, 'x', 'z', huge)] });
    expect(amountOf(built.flows, 0)).toBe(huge);
    expect(figures(findings.find(({ subject }) => built.partyName(subject) === 'x'))).toEqual({ received: huge, paidOn: huge });
  });

  it('round trip: 1000 out, 900 back over two others; what comes back before it left does not count', () => {
    const there = [row(10, 'a', 'b', 1000n), row(20, 'b', 'c', 950n), row(30, 'c', 'a', 900n)];
    const { findings } = read('roundTrip', { rows: there });
    expect(figures(findings[0])).toEqual({ left: 1000n, cameBack: 900n, took: 20n });
    const [first, second, third] = there.map(({ from, to, amount }) => ({ from, to, amount }));
    const against = [
      row(30, first?.from ?? '', first?.to ?? '', 1000n),
      row(20, second?.from ?? '', second?.to ?? '', 950n),
      row(10, third?.from ?? '', third?.to ?? '', 900n),
    ];
    expect(read('roundTrip', { rows: against }).findings).toEqual([]);
  });

  it('below a limit: 9000 of 10000 counts, 8999 and 10000 do not', () => {
    const rows = [9000n, 9500n, 9999n, 8999n, 10_000n].map((amount, at) => row(at * 60, 'a', 'b', amount));
    const { findings } = read('thresholdAvoidance', { rows }, { payments: 3 }, { USDT: 10_000n });
    expect(findings.map((one) => figures(one))).toEqual([
      { limit: 10_000n, together: 28_499n },
      { limit: 10_000n, together: 28_499n },
    ]);
  });

  it('scatter-gather says how many payments it did not follow further', () => {
    const rows = times(4, (at) => [
      row(at, 's', `b${at}`, 90n),
      ...times(3, (part) => row(100 + at * 3 + part, `b${at}`, part === 0 ? 'g' : `h${at}`, 30n)),
    ]).flat();
    const { bounds } = read('scatterGather', { rows });
    expect(bounds).toContainEqual({ code: 'splits', count: 4 });
  });

  it('work grows with the payments, not with the ways: a mesh of 60 parties in 40 rounds ends', () => {
    const rows = times(40, (round) =>
      times(60, (at) => row(round * 100 + at, `n${at}`, `n${(at * 7 + round * 13 + 1) % 60}`, 1000n + BigInt(at % 3))),
    ).flat();
    for (const id of ['scatterGather', 'roundTrip']) expect(read(id, { rows }).counts.findings).toBeGreaterThan(0);
  });
});
