// Short-lived wallets that each get from one party and pass it on to one and the same collector, in the same rhythm and with their fees
// paid by the same hand.
import type { Steps } from '../../kernel/index.ts';
import { hasMark, insOf, outsOf, RENTAL, SERVICE, sumOf, type TypologyInput } from './flows.ts';
import { amount, createCollector, eachLedger, least, type Reading, share, type Sign, type Typology, type Values } from './typology.ts';

interface Mule {
  readonly party: number;
  readonly flows: readonly number[];
  readonly forwardTime: number;
}

export const muleWallets: Typology = {
  id: 'muleWallets',
  version: 1,
  heading: 'parties',
  citation: 'FATF 2020, senders or recipients (money mule profile); SlowMist handbook; tronorigin (fueling)',
  parameters: [
    { id: 'mules', unit: 'count', standard: 3, least: 2, most: 10_000 },
    { id: 'funders', unit: 'count', standard: 2, least: 1, most: 10 },
    { id: 'forwarded', unit: 'share', standard: 8000, least: 1000, most: 10_000 },
    { id: 'life', unit: 'seconds', standard: 2_592_000, least: 3600, most: 31_536_000 },
    { id: 'together', unit: 'seconds', standard: 86_400, least: 60, most: 2_592_000 },
    { id: 'synchrony', unit: 'share', standard: 9000, least: 0, most: 10_000 },
  ],
  limits: 'none',
  innocent: ['custodialWallets', 'companyWallets', 'depositAddress'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows } = input;
    const out = createCollector();
    const fuellers = fuellersOf(input);
    /** By collector and asset. */
    const byCollector = new Map<string, { readonly collector: number; readonly asset: number; readonly mules: Mule[] }>();
    yield* eachLedger('muleWallets', input, out, (ledger, party, asset) => {
      const mule = muleOf(input, values, ledger, party);
      if (mule === null) return;
      const key = `${mule.collector} ${asset}`;
      const own = byCollector.get(key) ?? { collector: mule.collector, asset, mules: [] };
      own.mules.push(mule);
      byCollector.set(key, own);
    });
    for (const { collector, asset, mules } of byCollector.values()) {
      // A service that gathers what its customers paid in is no collector of mules.
      if (mules.length * 2 < values.number('mules') || hasMark(flows, collector, SERVICE)) continue;
      const sorted = [...mules].sort((a, b) => a.forwardTime - b.forwardTime);
      const synchrony = share(BigInt(mostTogether(sorted, values.number('together'))), BigInt(sorted.length));
      const moved = sorted.flatMap((mule) => mule.flows);
      out.add({
        subject: collector,
        flows: moved,
        parties: sorted.map(({ party }) => party),
        conditions: [
          least('mules', sorted.length, values.number('mules')),
          least('synchrony', synchrony, values.number('synchrony'), 'share'),
        ],
        figures: [
          amount(
            'collected',
            asset,
            sumOf(
              flows,
              moved.filter((flow) => flows.to[flow] === collector),
            ),
          ),
        ],
        signs: [commonFueller(sorted)],
      });
    }
    return out.reading();

    /** One hand that paid for most of them. */
    function commonFueller(mules: readonly Mule[]): Sign {
      const counts = new Map<number, number>();
      let known = 0;
      for (const { party } of mules) {
        const own = fuellers.get(party);
        if (own === undefined) continue;
        known++;
        for (const one of own) counts.set(one, (counts.get(one) ?? 0) + 1);
      }
      if (known * 2 < mules.length) return { code: 'commonFueller', state: 'unknown' };
      return { code: 'commonFueller', state: Math.max(0, ...counts.values()) * 10 >= mules.length * 9 ? 'yes' : 'no' };
    }
  },
};

function muleOf(
  { flows, ledgers }: TypologyInput,
  values: Values,
  ledger: number,
  party: number,
): (Mule & { readonly collector: number }) | null {
  const [ins, outs] = [insOf(ledgers, ledger), outsOf(ledgers, ledger)];
  const last = outs[outs.length - 1];
  if (ins.length === 0 || last === undefined) return null;
  const collector = flows.to[last] as number;
  if (collector === 0 || outs.some((flow) => flows.to[flow] !== collector)) return null;
  const funders = new Set<number>();
  for (const flow of ins) {
    funders.add(flows.from[flow] as number);
    if (funders.size > values.number('funders')) return null;
  }
  if (funders.has(collector)) return null;
  const [received, paid] = [sumOf(flows, ins), sumOf(flows, outs)];
  if (paid > received || share(paid, received) < BigInt(values.number('forwarded'))) return null;
  const time = (flow: number | undefined): number => flows.time[flow as number] as number;
  const life = Math.max(time(ins[ins.length - 1]), time(last)) - Math.min(time(ins[0]), time(outs[0]));
  if (life > values.number('life')) return null;
  return { party, collector, flows: [...ins, ...outs], forwardTime: flows.time[last] as number };
}

function mostTogether(sorted: readonly Mule[], within: number): number {
  let best = 0;
  let first = 0;
  for (let at = 0; at < sorted.length; at++) {
    while ((sorted[at] as Mule).forwardTime - (sorted[first] as Mule).forwardTime > within) first++;
    best = Math.max(best, at - first + 1);
  }
  return best;
}

/** Who lent energy to an account, and who first paid it in an asset that it passed none of on. Markets rent to everybody. */
function fuellersOf({ flows, ledgers, events }: TypologyInput): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, Set<number>>();
  const add = (to: number, by: number): void => {
    if (by !== 0 && !hasMark(flows, by, RENTAL)) found.set(to, (found.get(to) ?? new Set()).add(by));
  };
  for (const { by, to } of events.delegations) add(to, by);
  for (let ledger = 1; ledger < ledgers.count; ledger++) {
    const ins = insOf(ledgers, ledger);
    if (ins.length === 0 || outsOf(ledgers, ledger).length > 0) continue;
    add(ledgers.party[ledger] as number, flows.from[ins[0] as number] as number);
  }
  return found;
}
