// What became of a seizure on paper, of the sheet and of the report: the transactions that moved what was listed, and every difference from the plan.
import type { SeizureView } from '../../../../shared/contract/seizure.ts';
import { coinText, grouped, groupedId, timeLine } from '../report/format.ts';
import type { Cell, Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';

type Say = Words['say'];

type Moved = SeizureView['now']['transactions'][number];

/** What was recorded when the record was closed; else what the case shows now, if it shows anything. `block` says what is to be said of its block. */
export function becameOnPaper(
  sheet: Sheet,
  { now, closings, coins }: SeizureView,
  timeZone: string,
  say: Say,
  level: 2 | 3,
  block: (moved: Moved) => string | null = () => null,
): void {
  const closed = closings.at(-1);
  const shown = closed ?? now;
  if (shown.transactions.length === 0 && shown.differences.length === 0) return;
  sheet.heading(level, say('heading.became'));
  sheet.text(
    closed === undefined
      ? say('became.now')
      : say('became.by', { time: timeLine(closed.time, timeZone), examiner: closed.examiner, event: closed.event }),
  );
  if (closed !== undefined) sheet.text(say(`state.${closed.state}`), { style: 'bold', after: 2 });
  if (closed !== undefined && closed.note !== '') sheet.text(closed.note);
  if (shown.transactions.length > 0) movedTable(sheet, shown.transactions, coins !== null, say, block);
  if (shown.differences.length === 0) sheet.text(say('became.noDifference'));
  else sheet.bullets(shown.differences.map(({ what, of, planned, found }) => say(`difference.${what}`, { of, planned, found })));
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
