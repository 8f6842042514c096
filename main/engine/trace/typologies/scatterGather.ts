// One party pays several, each passes it on, and it comes together again at one party. Bounded: see onward.ts.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, outsOf, sumOf } from './flows.ts';
import { MOST_PARTS, passedOn } from './onward.ts';
import { amount, type Candidate, createCollector, distinct, eachLedger, least, type Reading, share, type Typology } from './typology.ts';

/** Payments of one source and asset that are followed. */
const MOST_STARTS = 20_000;

interface Way {
  /** Payment of the source, payments between, and the last of them, which reaches the gathering party. */
  readonly start: number;
  readonly path: readonly number[];
  readonly end: number;
}

export const scatterGather: Typology = {
  id: 'scatterGather',
  version: 1,
  heading: 'patterns',
  citation: 'Elliptic2 subgraphs; AMLSim scatter-gather; FATF 2020, transaction patterns (layering)',
  parameters: [
    { id: 'branches', unit: 'count', standard: 3, least: 2, most: 100 },
    { id: 'hops', unit: 'count', standard: 2, least: 1, most: 4 },
    { id: 'conserved', unit: 'share', standard: 8000, least: 5000, most: 10_000 },
    { id: 'within', unit: 'seconds', standard: 259_200, least: 60, most: 2_592_000 },
  ],
  limits: 'none',
  innocent: ['treasury', 'ownWallets', 'exchangeSweep'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers } = input;
    const out = createCollector();
    const needed = values.number('branches');
    const conserved = BigInt(values.number('conserved'));
    const within = values.number('within');
    yield* eachLedger('scatterGather', input, out, (ledger, subject, asset) => {
      const outs = outsOf(ledgers, ledger);
      if (outs.length * 2 < needed || distinct(outs.subarray(0, MOST_STARTS).map((flow) => flows.to[flow] as number)).length * 2 < needed)
        return;
      if (outs.length > MOST_STARTS) out.bound('starts', outs.length - MOST_STARTS);
      /** By gathering party: how each payment of the source got there. */
      const ways = new Map<number, Way[]>();
      for (const start of outs.subarray(0, MOST_STARTS)) follow(start, ways);
      for (const [gather, own] of ways) {
        const branches = distinct(own.map(({ start }) => flows.to[start] as number)).length;
        if (gather === subject || branches * 2 < needed) continue;
        report(gather, own);
      }

      function report(gather: number, own: readonly Way[]): void {
        let best: Candidate | null = null;
        let bestBranches = 0;
        /** Branches of the ways from `at` to `to`, before it is asked when they ended. */
        const inWindow = new Map<number, number>();
        const branchOf = (way: number): number => flows.to[(own[way] as Way).start] as number;
        let to = 0;
        for (let at = 0; at < own.length; ) {
          const begin = flows.time[(own[at] as Way).start] as number;
          for (; to < own.length && (flows.time[(own[to] as Way).start] as number) <= begin + within; to++)
            inWindow.set(branchOf(to), (inWindow.get(branchOf(to)) ?? 0) + 1);
          if (inWindow.size < needed && inWindow.size <= bestBranches) {
            leave(at++);
            continue;
          }
          const group = own.slice(at, to).filter(({ end }) => (flows.time[end] as number) <= begin + within);
          const starts = distinct(group.map(({ start }) => start + 1)).map((one) => one - 1);
          const ends = distinct(group.map(({ end }) => end + 1)).map((one) => one - 1);
          const branches = distinct(starts.map((start) => flows.to[start] as number)).length;
          const sent = sumOf(flows, starts);
          const arrived = sumOf(flows, ends);
          const candidate: Candidate = {
            subject,
            flows: group.flatMap(({ start, path }) => [start, ...path]),
            parties: distinct([...group.flatMap(({ start, path }) => [start, ...path]).map((flow) => flows.to[flow] as number), gather]),
            conditions: [
              least('branches', branches, needed),
              least('conserved', share(arrived < sent ? arrived : sent, sent), values.number('conserved'), 'share'),
            ],
            figures: [amount('sent', asset, sent), amount('gathered', asset, arrived)],
          };
          if (branches >= needed) {
            out.add(candidate);
            bestBranches = Number.POSITIVE_INFINITY;
            while (at < to) leave(at++);
          } else {
            if (branches > bestBranches) {
              best = candidate;
              bestBranches = branches;
            }
            leave(at++);
          }
        }
        if (best !== null && bestBranches < Number.POSITIVE_INFINITY) out.add(best);

        function leave(way: number): void {
          const left = (inWindow.get(branchOf(way)) ?? 1) - 1;
          if (left === 0) inWindow.delete(branchOf(way));
          else inWindow.set(branchOf(way), left);
        }
      }
    });
    return out.reading();

    function follow(start: number, ways: Map<number, Way[]>): void {
      const until = (flows.time[start] as number) + within;
      const seen = new Set([flows.from[start] as number, flows.to[start] as number]);
      let front: { readonly path: readonly number[]; readonly last: number }[] = [{ path: [], last: start }];
      for (let hop = 0; hop < values.number('hops') && front.length > 0; hop++) {
        const next: typeof front = [];
        for (const { path, last } of front) {
          const parts = passedOn(input, last, amountOf(flows, last), conserved, until);
          if (parts.length === MOST_PARTS) out.bound('splits');
          for (const part of parts) {
            const to = flows.to[part] as number;
            if (to === 0) continue;
            const own = ways.get(to);
            const way = { start, path: [...path, part], end: part };
            if (own === undefined) ways.set(to, [way]);
            else own.push(way);
            if (seen.has(to)) continue;
            seen.add(to);
            next.push({ path: way.path, last: part });
          }
        }
        front = next;
      }
    }
  },
};
