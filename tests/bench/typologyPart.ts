// All typologies over a million payments that the program makes: busy hubs, many quiet parties, planted patterns between them. On one core;
// each rule's time is printed. There is no peer: no tool of the field is known to us that can be run beside it without its server.
import { atOnce } from '../../main/engine/kernel/index.ts';
import { createFlowBuilder } from '../../main/engine/trace/typologies/buildFlows.ts';
import {
  EXCHANGE,
  type FlowEvents,
  MIXER,
  NO_EVENTS,
  prepareInput,
  SERVICE,
  type TypologyInput,
} from '../../main/engine/trace/typologies/flows.ts';
import { typologies } from '../../main/engine/trace/typologies/index.ts';
import { valuesOf } from '../../main/engine/trace/typologies/values.ts';
import { type PartResult, peakMegabytes, sequence, timed, timeText, timing } from './figures.ts';

const PAYMENTS = 1_000_000;
const PARTIES = 200_000;
const MOST_MS = 20_000;
const START = 1_650_000_000;
const YEARS_SECONDS = 63_072_000;
const UNIT = 1_000_000;

/** Half of the payments have a hub on one side; every tenth party passes on what it got within the hour. */
export function madePayments(): TypologyInput {
  const next = sequence(8);
  const build = createFlowBuilder();
  const assets = [build.asset(0), build.asset(0), build.asset(0)] as const;
  for (let party = 1; party <= PARTIES; party++)
    build.party(0, party <= 20 ? SERVICE | EXCHANGE : party <= 23 ? SERVICE | MIXER : 0, party <= 20 ? 1 + (party % 8) : 0);
  const pick = (): number => 24 + Math.floor(next() * (PARTIES - 24));
  const hub = (): number => 1 + Math.floor(200 * next() ** 3);
  const conversions: FlowEvents['conversions'][number][] = [];
  let made = 0;
  const pay = (from: number, to: number, units: number, time: number, asset: number): void => {
    if (from === to) return;
    build.flow(from, to, asset, BigInt(units) * BigInt(UNIT) + BigInt(made % 997), time, build.transaction(0, 0, from));
    made++;
  };
  while (made < PAYMENTS) {
    const time = START + Math.floor(next() * YEARS_SECONDS);
    const asset = assets[made % 10 < 7 ? 0 : made % 10 < 9 ? 1 : 2] as number;
    const units = 1 + Math.floor(10 ** (next() * 5));
    const kind = next();
    if (kind < 0.25) pay(hub(), pick(), units, time, asset);
    else if (kind < 0.5) pay(pick(), hub(), units, time, asset);
    else if (kind < 0.6) {
      const [from, transit, to] = [pick(), pick(), pick()];
      pay(from, transit, units, time, asset);
      pay(transit, to, units, time + 600, asset);
      if (kind < 0.51)
        conversions.push({
          ...{
            kind: 'bridge',
            party: transit,
            time: time + 300,
            transaction: 0,
            chainIn: 0,
            chainOut: 1,
            assetIn: asset,
            assetOut: assets[2],
            flow: -1,
          },
        });
    } else pay(pick(), pick(), units, time, asset);
  }
  return prepareInput(build.finish().flows, { ...NO_EVENTS, conversions });
}

/** Of this process: other programs on the machine make the wall's time longer, not this. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function typologyPart(runs: number): PartResult {
  const prepare: number[] = [];
  const input = timed(prepare, madePayments);
  const limits = new Map([1, 2, 3].map((asset) => [asset, BigInt(10_000 * UNIT)]));
  const totals: number[] = [];
  const perRule = new Map<string, { readonly times: number[]; findings: number; nearMisses: number }>();
  for (let run = 0; run < runs; run++) {
    const before = processorMs();
    for (const rule of typologies.entries) {
      const own = perRule.get(rule.id) ?? { times: [], findings: 0, nearMisses: 0 };
      perRule.set(rule.id, own);
      const start = processorMs();
      const { counts } = atOnce(rule.read(input, valuesOf(rule, {}, rule.limits === 'none' ? new Map() : limits)));
      own.times.push(processorMs() - start);
      own.findings = counts.findings;
      own.nearMisses = counts.nearMisses;
    }
    totals.push(processorMs() - before);
  }
  const whole = timing(totals);
  return {
    rows: [
      {
        what: `${typologies.entries.length} typologies over ${input.flows.flowCount} payments of ${PARTIES} parties, one core, processor time`,
        ours: timeText(whole),
        peer: 'none',
        ratio: '',
        target: '≤ 20 s',
        met: whole.medianMs <= MOST_MS,
      },
    ],
    notes: [
      `typologies: ${[...perRule].map(([id, { times, findings, nearMisses }]) => `${id} ${timing(times).medianMs.toFixed(0)} ms (${findings}/${nearMisses})`).join(', ')}; in brackets findings/near misses on made data`,
      `typologies: the payments and their indices were made in ${(timing(prepare).medianMs / 1000).toFixed(1)} s beside it; peak ${peakMegabytes()} MB`,
    ],
  };
}
