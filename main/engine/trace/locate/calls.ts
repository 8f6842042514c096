// Answers locate.*: reads where the runs of the case end, who is linked with those addresses, and when the entry was seen.
import { type LocateChain, locateContract } from '../../../../shared/contract/locate.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { bookOf, detailOf } from '../../intake/index.ts';
import { type Handlers, implement } from '../../kernel/index.ts';
import { linksOf } from './addressLinks.ts';
import { amountsOf, totalsOf } from './amounts.ts';
import { broughtAt, type BroughtAt } from './broughtAt.ts';
import { type BareChain, chainsTo, type RunEnd } from './chains.ts';
import { countsOf } from './hours.ts';
import { runEnds } from './runEnds.ts';

export function locateCalls(session: CaseSession): Handlers<keyof typeof locateContract> {
  return implement(locateContract, {
    'locate.person': async ({ id, offsetMinutes }, work) => {
      const book = await bookOf(session, work);
      const file = session.current();
      if (!book.entries.has(id)) throw new Fault('people.unknown', { id });
      const group = [id, ...book.joinedWith(id).filter((one) => one !== id)];
      const { ends, runs } = runEnds(file);
      const links = linksOf(book);
      const named = ends.filter((end) => links(end.chain, end.address).some(({ entity }) => group.includes(entity)));
      const timesOf = await broughtAt(session, named, work);
      const seen = group.flatMap((one) => book.entries.get(one)?.links ?? []).filter(({ kind }) => kind === 'ip');
      const timed = seen.flatMap((link) => {
        const { timeSeconds, untilSeconds, what } = detailOf(link.detail);
        return timeSeconds === null ? [] : [{ link: link.id, entity: link.entity, value: link.value, timeSeconds, untilSeconds, what }];
      });
      const moments = timed.filter(({ untilSeconds }) => untilSeconds === null).map(({ timeSeconds }) => timeSeconds);
      return {
        chains: named.flatMap((end) => toldOf(end, chainsTo([end], links, group), timesOf(end))).map(withSame()),
        ...{ totals: totalsOf(named), runs },
        arrivals: named.flatMap((end) => {
          const { run, of, chain, address } = end;
          return timesOf(end).map(({ by, timeSeconds }) => ({ run, of, chain, address, by, timeSeconds }));
        }),
        ...{ counts: countsOf(moments, offsetMinutes), untimed: seen.length - timed.length, periods: timed.length - moments.length },
        sightings: timed.sort((a, b) => a.timeSeconds - b.timeSeconds || a.link - b.link),
      };
    },
  });
}

function toldOf(end: RunEnd, chains: readonly BareChain[], times: ReturnType<BroughtAt>): Omit<LocateChain, 'sameAs'>[] {
  const [first, last] = [times[0]?.timeSeconds ?? null, times.at(-1)?.timeSeconds ?? null];
  // Of an account a run keeps only what came last under each policy.
  return chains.map((chain) => ({ ...chain, amounts: amountsOf(end), firstSeconds: end.of === 'coins' ? first : null, lastSeconds: last }));
}

/** Several links to one address name the same coins. */
function withSame(): (chain: Omit<LocateChain, 'sameAs'>, at: number) => LocateChain {
  const seen = new Map<string, number>();
  return (chain, at) => {
    const key = JSON.stringify([chain.of, chain.run, chain.chain, chain.address]);
    const before = seen.get(key) ?? null;
    if (before === null) seen.set(key, at);
    return { ...chain, sameAs: before };
  };
}
