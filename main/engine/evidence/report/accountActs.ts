// What issuers did to accounts where traced amounts end: blacklisted, released, destroyed, with the time that the ledger gives.
import type { ReportAccountRun, ReportIssuerAct } from './accountModel.ts';
import { assetAmount, assetText } from './accountWords.ts';
import { TABLE_ROWS } from './model.ts';
import { cut, timeCell } from './runParts.ts';
import type { Row, Sheet } from './sheet.ts';
import { sayCode, type Words } from './words.ts';

export function issuerActs(sheet: Sheet, run: ReportAccountRun, zone: string, words: Words): void {
  sheet.heading(2, words.say('account.acts.heading'));
  sheet.text(words.say(run.acts.length === 0 ? 'account.acts.none' : 'account.acts'));
  if (run.acts.length > 0)
    sheet.table(
      [
        { title: words.say('column.blockTimestamp'), share: 24 },
        { title: words.say('column.act'), share: 46 },
        { title: words.say('column.amount'), share: 30 },
      ],
      run.acts.slice(0, TABLE_ROWS).map((act) => actRow(act, zone, words)),
    );
  cut(sheet, words, run.acts.length, 'data/account-runs.json');
}

function actRow(act: ReportIssuerAct, zone: string, words: Words): Row {
  return {
    cells: [
      timeCell(act.time, zone),
      sayCode(words, 'act', act.kind),
      act.amount === null ? '–' : assetAmount(words, act.amount, act.asset),
    ],
    under: [
      { text: act.account, style: 'mono', size: 8 },
      { text: act.transfer, style: 'mono', size: 7.2 },
      { text: `${act.chainName} · ${assetText(words, act.asset)}`, size: 7.6 },
      ...(act.basis === 'call' ? [{ text: words.say('account.acts.call'), size: 7.6 }] : []),
    ],
  };
}
