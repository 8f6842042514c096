// Value that leaves a party comes back to it over others, payment after payment in the order of time. Bounded: see onward.ts.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, hasMark, insOf, SERVICE } from './flows.ts';
import { likeAmount } from './onward.ts';
import { amount, createCollector, distinct, eachFlow, least, type Reading, share, type Typology } from './typology.ts';

const MOST_WAYS = 200;

export const roundTrip: Typology = {
  id: 'roundTrip',
  version: 1,
  heading: 'patterns',
  citation: 'FATF 2020, transaction patterns; time-respecting cycles as in AMLSim',
  parameters: [
    { id: 'returned', unit: 'share', standard: 7000, least: 5000, most: 10_000 },
    { id: 'others', unit: 'count', standard: 2, least: 1, most: 5 },
    { id: 'hops', unit: 'count', standard: 4, least: 2, most: 6 },
    { id: 'within', unit: 'seconds', standard: 2_592_000, least: 60, most: 31_536_000 },
  ],
  limits: 'none',
  innocent: ['selfTransfer', 'marketMaker', 'refund'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers } = input;
    const out = createCollector();
    const leastShare = BigInt(values.number('returned'));
    const hops = values.number('hops');
    const used = new Uint8Array(flows.flowCount);
    /** Groups of more than one. */
    const sizes = new Map<number, true>();
    flows.partyGroup.forEach((group, party) => {
      if (group !== party) sizes.set(group, true);
    });
    yield* eachFlow('roundTrip', input, (start) => {
      const subject = flows.from[start] as number;
      if (used[start] === 1 || subject === 0) return;
      if (hasMark(flows, subject, SERVICE)) {
        out.bound('service');
        return;
      }
      const asset = flows.asset[start] as number;
      const group = flows.partyGroup[subject] as number;
      // Nothing comes back to a party that gets nothing later; one of a group may get it for the other.
      if (group === subject && (insOf(ledgers, ledgers.fromLedger[start] as number).at(-1) ?? -1) < start && sizes.get(group) === undefined)
        return;
      const sum = amountOf(flows, start);
      const path = wayBack(start, sum, group);
      if (path === null) return;
      for (const flow of path) used[flow] = 1;
      const back = path[path.length - 1] as number;
      const others = distinct(path.slice(0, -1).map((flow) => flows.to[flow] as number));
      out.add({
        ...{ subject, flows: path, parties: others },
        conditions: [
          least('others', others.length, values.number('others')),
          least('returned', share(amountOf(flows, back), sum), leastShare, 'share'),
        ],
        figures: [
          amount('left', asset, sum),
          amount('cameBack', asset, amountOf(flows, back)),
          { code: 'took', unit: 'seconds', asset: 0, value: BigInt((flows.time[back] as number) - (flows.time[start] as number)) },
        ],
      });
    });
    return out.reading();

    /** The first way back, shortest first. */
    function wayBack(start: number, sum: bigint, group: number): number[] | null {
      const until = (flows.time[start] as number) + values.number('within');
      let front: (readonly number[])[] = [[start]];
      let ways = 1;
      for (let hop = 0; hop < hops && front.length > 0; hop++) {
        const next: (readonly number[])[] = [];
        for (const path of front) {
          const last = path[path.length - 1] as number;
          for (const flow of likeAmount(input, last, sum, leastShare, until)) {
            const to = flows.to[flow] as number;
            if (flows.partyGroup[to] === group) return [...path, flow];
            if (to === 0 || path.some((one) => flows.to[one] === to)) continue;
            if (++ways > MOST_WAYS) {
              out.bound('ways');
              return null;
            }
            next.push([...path, flow]);
          }
        }
        front = next;
      }
      return null;
    }
  },
};
