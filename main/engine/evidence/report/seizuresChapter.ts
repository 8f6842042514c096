// The chapter of seizures, from what `seizures.json` says: what was prepared at which height, for which address of the agency, at what fee, and what
// the chain data of the case show of it. Tables are those of the seizure sheet.
import type { BagSeizure } from '../bag/devicesPayload.ts';
import { balanceTables } from '../seizure/balanceTables.ts';
import { becameOnPaper } from '../seizure/becameOnPaper.ts';
import { coinTables } from '../seizure/coinTables.ts';
import { grouped, groupedId, timeLine } from './format.ts';
import type { ReportModel } from './model.ts';
import type { Sheet } from './sheet.ts';
import type { Words } from './words.ts';

export function seizures(sheet: Sheet, model: ReportModel, words: Words): void {
  const all = model.seizures ?? [];
  if (all.length === 0) return;
  // The sheet's own words, and behind them the report's.
  const own: Words = {
    locale: words.locale,
    has: (key) => words.has(`seizure.${key}`) || words.has(key),
    say: (key, parameters) => words.say(words.has(`seizure.${key}`) ? `seizure.${key}` : key, parameters),
  };
  sheet.newPage();
  sheet.heading(1, own.say('report.heading'));
  sheet.text(own.say('report.intro'));
  for (const one of all) seizure(sheet, model, one, own);
}

function seizure(sheet: Sheet, model: ReportModel, one: BagSeizure, words: Words): void {
  const { say } = words;
  const { timeZone } = model.case;
  const { state } = one.now;
  sheet.need(200);
  sheet.heading(2, say('report.of', { seizure: one.seizure }));
  sheet.pairs([
    [
      say('field.state'),
      {
        text: state === 'withdrawn' ? say('state.withdrawn', { reason: one.withdrawn?.reason ?? '' }) : say(`state.${state}`),
        style: 'bold',
      },
    ],
    [
      say('field.prepared'),
      say('report.prepared', { time: timeLine(one.prepared, timeZone), examiner: one.examiner, event: grouped(one.edit) }),
    ],
    [say('field.chain'), one.chainName],
    [say('field.height'), grouped(one.height)],
    ...(one.coins === null ? [] : [[say('field.covered'), one.coveredTo === null ? say('notKnown') : grouped(one.coveredTo)] as const]),
    [say('heading.agency'), { text: groupedId(one.agency), style: 'mono', size: 8.4 }],
    [say('report.agencyBy'), one.agencyBy],
    ...(one.exhibits === '' ? [] : [[say('field.exhibits'), one.exhibits] as const]),
    ...(one.authority === '' ? [] : [[say('field.authority'), one.authority] as const]),
    ...(one.note === '' ? [] : [[say('field.note'), one.note] as const]),
  ]);
  if (one.coins !== null) coinTables(sheet, one, one.coins, words, 3);
  else balanceTables(sheet, one, words, 3);
  const files = new Set(model.files.map(({ path }) => path));
  becameOnPaper(sheet, one, timeZone, say, 3, ({ blockHash, grade }) => {
    if (one.coins === null || blockHash === '') return null;
    const isShown = grade === 'P' && files.has(`data/proofs/${blockHash}.json`);
    return say(isShown ? 'report.block' : 'report.blockOnly', { hash: groupedId(blockHash) });
  });
}
