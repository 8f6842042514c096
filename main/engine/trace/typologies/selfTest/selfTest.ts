// The self-test on synthetic data: patterns that each rule should find and honest look-alikes, all in one world that every rule reads. Its
// counts say how the rules do on what the program made up; they are no error rate.
import { bySteps, type Step, type Work } from '../../../kernel/index.ts';
import { typologies } from '../index.ts';
import { inputOfRows } from '../rows.ts';
import { valuesOf } from '../values.ts';
import { DAY, HOUR, merged, type Pattern, row, times, UNIT } from './pattern.ts';
import { patterns } from './patterns.ts';

const PLANTED = 5;
const HONEST = 10;
const START = 1_700_000_000;

/** Honest business, by kind: a payroll over months, an exchange that gathers deposits, a market maker, a merchant. */
const HONEST_KINDS: Readonly<Record<string, (n: number, name: string, start: number) => Pattern>> = {
  payroll: (n, name, start) => ({
    subject: `${name}.company`,
    rows: times(3, (month) =>
      times(12 + n, (at) =>
        row(start + month * 30 * DAY + at * 60, `${name}.company`, `${name}.employee${at}`, BigInt(2000 + at * 3) * UNIT),
      ),
    ).flat(),
  }),
  sweep: (n, name, start) => ({
    subject: `${name}.hot`,
    // Of every second one somebody knows whose it is.
    kinds: n % 2 === 0 ? { [`${name}.hot`]: 'exchange' } : {},
    rows: times(15 + n, (at) => [
      row(start + at * HOUR, `${name}.customer${at}`, `${name}.deposit${at}`, BigInt(300 + at * 17) * UNIT),
      row(start + at * HOUR + 600, `${name}.deposit${at}`, `${name}.hot`, BigInt(300 + at * 17) * UNIT),
    ]).flat(),
  }),
  maker: (n, name, start) => ({
    subject: `${name}.maker`,
    rows: times(40 + n, (at) => [
      row(start + at * HOUR, `${name}.venue${at % 3}`, `${name}.maker`, BigInt(10_000 + ((at * 37) % 211)) * UNIT),
      row(start + at * HOUR + 300, `${name}.maker`, `${name}.venue${(at + 1) % 3}`, BigInt(10_000 + ((at * 53) % 197)) * UNIT),
    ]).flat(),
  }),
  merchant: (n, name, start) => ({
    subject: `${name}.shop`,
    rows: times(5, (day) => [
      ...times(14 + n, (at) =>
        row(start + day * DAY + at * 2400, `${name}.customer${day}.${at}`, `${name}.shop`, BigInt(19 + ((at * 13) % 80)) * UNIT),
      ),
      row(start + day * DAY + 23 * HOUR, `${name}.shop`, `${name}.bank`, BigInt(500 + n) * UNIT),
    ]).flat(),
  }),
};

export interface SelfTestRow {
  readonly rule: string;
  readonly planted: number;
  readonly found: number;
  readonly honest: number;
  readonly foundHonest: { readonly code: string; readonly count: number }[];
}

export async function selfTestRows(work: Work<Step>): Promise<SelfTestRow[]> {
  const planted = Object.entries(patterns).flatMap(([rule, { hit }]) =>
    times(PLANTED, (n) => ({ rule, pattern: hit(n, `plant.${rule}.${n}`, START + n * 7 * DAY) })),
  );
  const honest = Object.entries(HONEST_KINDS).flatMap(([kind, make]) =>
    times(HONEST, (n) => ({ kind, pattern: make(n, `honest.${kind}.${n}`, START + n * DAY) })),
  );
  const world = inputOfRows(merged([...planted, ...honest].map(({ pattern }) => pattern)));
  const rows: SelfTestRow[] = [];
  for (const rule of typologies.entries) {
    const own = planted.filter((one) => one.rule === rule.id);
    const limits = new Map(
      own.flatMap(({ pattern }) => Object.entries(pattern.limits ?? {}).map(([asset, limit]) => [world.asset(asset), limit] as const)),
    );
    work.report({ phase: `typology:${rule.id}`, done: rows.length, total: typologies.entries.length, unit: 'steps' });
    const { findings } = await bySteps(rule.read(world, valuesOf(rule, {}, limits)), work);
    const subjects = new Set(findings.map(({ subject }) => world.partyName(subject)));
    // A look-alike counts as found where any of its parties is the subject.
    const ofWorld = new Set([...subjects].map((name) => name.split('.').slice(0, 3).join('.')));
    const foundHonest = Object.keys(HONEST_KINDS).map((code) => ({
      code,
      count: times(HONEST, (n) => `honest.${code}.${n}`).filter((name) => ofWorld.has(name)).length,
    }));
    rows.push({
      ...{
        rule: `${rule.id}@${rule.version}`,
        planted: own.length,
        found: own.filter(({ pattern }) => subjects.has(pattern.subject)).length,
      },
      ...{ honest: honest.length, foundHonest: foundHonest.filter(({ count }) => count > 0) },
    });
  }
  return rows;
}
