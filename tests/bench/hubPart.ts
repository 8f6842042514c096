// The first page beside a hub of 100,000 transactions: in a process of its own, the very first question, the first after the canvas has counted
// what lies beside the hub (which it does for every picture), and later ones.
import { PLAIN } from '../../main/engine/canvas/facts/admits.ts';
import { coinFacts } from '../../main/engine/canvas/facts/coinFacts.ts';
import { addressOf, CHAIN, NO_SESSION, viewAround } from '../../main/engine/canvas/facts/tests/coinView.ts';
import { HUB, hubSlice } from '../../main/engine/canvas/facts/tests/hubSlice.ts';
import type { CanvasItem } from '../../shared/model/canvasItem.ts';
import { type BenchRow, timeText, timing } from './figures.ts';
import type { Child } from './tracePart.ts';

const COUNT = 50_000;
const MOST_MS = 200;
const LEVELS = ['transactions', 'relations'] as const;
type Level = (typeof LEVELS)[number];

export interface HubTimes {
  readonly countedMs: number;
  readonly firstMs: number;
  readonly laterMs: readonly number[];
}

/** Processor time: other programs on the machine make the wall's time many times longer. */
function spent(times: number[], work: () => unknown): void {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  times.push((user + system) / 1000);
}

/** `counted`: as on the canvas, where the picture has counted the neighbours before anybody can ask for them. */
export function hubChild(level: string, counted: boolean): HubTimes {
  const facts = coinFacts(NO_SESSION, viewAround(hubSlice(COUNT)));
  const hub: CanvasItem = { kind: 'address', chain: CHAIN, id: addressOf(HUB) };
  const page = () =>
    facts
      .neighbours({
        ...{ item: hub, addresses: [hub.id], level: level as Level, side: 'both', order: 'value', filter: PLAIN, isMeant: null },
        partyOf: (id) => ({ kind: 'address', chain: CHAIN, id }),
        partyNumberOf: (number) => number,
      })
      .page(0, 50);
  const [count, first, later]: number[][] = [[], [], []];
  if (counted) spent(count as number[], () => facts.counts(hub, level as Level, [hub.id]));
  spent(first as number[], page);
  for (let run = 0; run < 7; run++) spent(later as number[], page);
  return { countedMs: count?.[0] ?? 0, firstMs: first?.[0] as number, laterMs: later as number[] };
}

export function hubRows(runs: number, child: Child): readonly BenchRow[] {
  return LEVELS.map((level): BenchRow => {
    const ask = (counted: string) => Array.from({ length: runs }, () => child('child:hub', level, counted) as HubTimes);
    const [cold, standing] = [ask(''), ask('counted')];
    const first = timing(standing.map(({ firstMs }) => firstMs));
    return {
      what: `processor time of the first page beside a hub of ${(2 * COUNT).toLocaleString('en')} transactions, ${level}`,
      ours: `first after the picture ${timeText(first)}, later ${timeText(timing(standing.flatMap(({ laterMs }) => laterMs)))}; counted for the picture ${timeText(timing(standing.map(({ countedMs }) => countedMs)))}; not on the canvas before ${timeText(timing(cold.map(({ firstMs }) => firstMs)))}`,
      ...{ peer: '', ratio: '' },
      target: `≤ ${MOST_MS} ms`,
      met: first.medianMs <= MOST_MS,
    };
  });
}
