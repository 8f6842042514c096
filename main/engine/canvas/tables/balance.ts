// What some addresses held over time, as steps per asset, by the movements that the case holds. Exact sums; thinned out for a chart so that no
// extreme is lost.
import type { CallOutput } from '../../../../shared/contract/index.ts';
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { History } from './whose.ts';

type Balance = CallOutput<'canvas.balance'>;

export interface Step {
  readonly seconds: number;
  readonly amount: bigint;
}

interface Changes {
  readonly timed: Step[];
  movements: number;
  untimed: number;
}

export function balanceOf(
  histories: readonly History[],
  { asset: wanted, points }: { readonly asset?: string | undefined; readonly points: number },
): Balance {
  const assets: AssetView[] = [];
  const series: Balance['series'] = [];
  for (const { chain, history } of histories) {
    const byAsset = new Map<number, Changes>();
    history.changes((asset, seconds, amount) => {
      let own = byAsset.get(asset);
      if (own === undefined) {
        own = { timed: [], movements: 0, untimed: 0 };
        byAsset.set(asset, own);
      }
      own.movements++;
      if (seconds === null) own.untimed++;
      else own.timed.push({ seconds, amount });
    });
    for (const [asset, { timed, movements, untimed }] of [...byAsset].sort(([a], [b]) => a - b)) {
      const view = chain.asset(chain.transfers.assetKey(asset));
      if (view === null || (wanted !== undefined && view.key !== wanted)) continue;
      series.push({
        asset: assets.push(view) - 1,
        points: thinned(stepsOf(timed, history.opening(asset)), points).map(({ seconds, amount }) => ({
          seconds,
          amount: amount.toString(),
        })),
        ...{ movements, untimed, complete: untimed === 0 && history.isComplete(asset) },
      });
    }
  }
  return { assets, series };
}

/** One step for each second in which something changed: the order within a second decides nothing that is held after it. */
export function stepsOf(changes: readonly Step[], opening: bigint): Step[] {
  const steps: Step[] = [];
  let held = opening;
  for (const { seconds, amount } of [...changes].sort((a, b) => a.seconds - b.seconds)) {
    held += amount;
    if (steps.at(-1)?.seconds === seconds) steps.pop();
    steps.push({ seconds, amount: held });
  }
  return steps;
}

/** At most so many steps. Of each stretch of time the first, the last, the lowest and the highest stay; of two stay the first and the last. */
export function thinned(steps: readonly Step[], most: number): readonly Step[] {
  const [first, last] = [steps[0], steps.at(-1)];
  if (steps.length <= most || first === undefined || last === undefined) return steps;
  if (most < 4) return [first, last];
  const buckets = Math.floor(most / 4);
  const width = (last.seconds - first.seconds + 1) / buckets;
  const kept: Step[] = [];
  for (let at = 0; at < steps.length; ) {
    const bucket = Math.floor(((steps[at] as Step).seconds - first.seconds) / width);
    const begin = at;
    let [low, high] = [at, at];
    for (; at < steps.length && Math.floor(((steps[at] as Step).seconds - first.seconds) / width) === bucket; at++) {
      if ((steps[at] as Step).amount < (steps[low] as Step).amount) low = at;
      if ((steps[at] as Step).amount > (steps[high] as Step).amount) high = at;
    }
    for (const place of [...new Set([begin, low, high, at - 1])].sort((a, b) => a - b)) kept.push(steps[place] as Step);
  }
  return kept;
}
