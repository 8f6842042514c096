// What became of a seizure on paper, of the sheet and of the report: the transactions that moved what was listed, and every difference from the plan.
import type { SeizureBecame, SeizureView } from '../../../../shared/contract/seizure.ts';
import { closingStands } from '../../../../shared/model/closingStands.ts';
import { coinText, grouped, groupedId, timeLine } from '../report/format.ts';
import type { Cell, Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';

type Say = Words['say'];

type Moved = SeizureView['now']['transactions'][number];

/** What was recorded when the record was closed, and before it what the case shows now where that is something else; `block` says what is to be said of its block. */
export function becameOnPaper(
  sheet: Sheet,
  { now, closings, coins }: SeizureView,
  timeZone: string,
  say: Say,
  level: 2 | 3,
  block: (moved: Moved) => string | null = () => null,
): void {
  const closed = closings.at(-1);
  const isSilent = now.transactions.length === 0 && now.differences.length === 0;
  const tell = ({ transactions, differences }: SeizureBecame): void => {
    if (transactions.length > 0) movedTable(sheet, transactions, coins !== null, say, block);
    if (differences.length === 0) sheet.text(say('became.noDifference'));
    else sheet.bullets(differences.map(({ what, of, planned, found }) => say(`difference.${what}`, { of, planned, found })));
  };
  if (closed === undefined && isSilent) return;
  sheet.heading(level, say('heading.became'));
  if (closed === undefined) {
    sheet.text(say('became.now'));
    tell(now);
    return;
  }
  if (!closingStands(closed, now)) {
    sheet.text(say('became.changed', { state: say(`state.${now.state}`) }), { style: 'bold', after: 2 });
    if (!isSilent) tell(now);
  }
  sheet.text(say('became.by', { time: timeLine(closed.time, timeZone), examiner: closed.examiner, event: closed.event }));
  sheet.text(say('became.recorded', { state: say(`state.${closed.state}`) }), { style: 'bold', after: 2 });
  if (closed.note !== '') sheet.text(closed.note);
  tell(closed);
}

function movedTable(sheet: Sheet, transactions: readonly Moved[], coins: boolean, say: Say, block: (moved: Moved) => string | null): void {
  sheet.table(
    [
      { title: say('column.time'), share: 24 },
      { title: say('column.height'), share: 14, align: 'right' },
      { title: say('column.paid'), share: 32, align: 'right' },
      { title: say('column.grade'), share: 26 },
    ],
    transactions.map((moved) => {
      const { txid, height, timeSeconds, grade, paid } = moved;
      const ofBlock = block(moved);
      const under: Cell[] = [{ text: `${say('became.txid')} ${coins ? groupedId(txid) : txid}`, style: 'mono', size: 7.3 }];
      if (ofBlock !== null) under.push({ text: ofBlock, size: 7.3 });
      const cells = [
        timeSeconds === null ? '' : new Date(timeSeconds * 1000).toISOString().slice(0, 19).replace('T', ' '),
        height === null ? say('notKnown') : grouped(height),
        paid
          .map(({ asset, amount }) =>
            asset.decimals === null
              ? say('transfer.smallest', { amount })
              : coinText(BigInt(amount), { symbol: asset.symbol ?? '', decimals: asset.decimals }).trim(),
          )
          .join(' + '),
        say(`grade.${grade}`),
      ];
      return { cells, under };
    }),
  );
}
