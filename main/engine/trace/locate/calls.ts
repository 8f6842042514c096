// Answers locate.*: reads where the runs of the case end, who is linked with those addresses, and when the entry was seen.
import { locateContract } from '../../../../shared/contract/locate.ts';
import type { LinkDetail } from '../../../../shared/contract/people.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { bookOf } from '../../intake/index.ts';
import { type Handlers, implement } from '../../kernel/index.ts';
import { chainsTo } from './chains.ts';
import { endsOf, linksOf } from './ends.ts';

export function locateCalls(session: CaseSession): Handlers<keyof typeof locateContract> {
  return implement(locateContract, {
    'locate.person': async ({ id }, work) => {
      const book = await bookOf(session, work);
      const file = session.current();
      if (!book.entries.has(id)) throw new Fault('people.unknown', { id });
      const group = [id, ...book.joinedWith(id).filter((one) => one !== id)];
      const { ends, runs } = endsOf(file);
      const seen = group.flatMap((one) => book.entries.get(one)?.links ?? []).filter(({ kind }) => kind === 'ip');
      const timed = seen.flatMap((link) => {
        const { timeSeconds, untilSeconds, what } = link.detail as LinkDetail;
        return timeSeconds === null ? [] : [{ link: link.id, entity: link.entity, value: link.value, timeSeconds, untilSeconds, what }];
      });
      const hours = Array.from({ length: 24 }, () => 0);
      for (const { timeSeconds, untilSeconds } of timed) {
        const hour = new Date(timeSeconds * 1000).getUTCHours();
        if (untilSeconds === null) hours[hour] = (hours[hour] ?? 0) + 1;
      }
      return {
        chains: chainsTo(ends, linksOf(book), group),
        ...{ runs, hours, untimed: seen.length - timed.length },
        sightings: timed.sort((a, b) => a.timeSeconds - b.timeSeconds || a.link - b.link),
      };
    },
  });
}
