// The chapter of findings that the examiner accepted: which rule is met by what, on which payments, what else could explain it, and what is
// not in the case. No score, and nothing of what was dismissed.
import { becauseText, conditionTexts, type FindingWords, figureText, ruleTitle, signsText } from '../../../../shared/words/index.ts';
import { assetAmount } from './accountWords.ts';
import { bothTimes, grouped, groupedId, timeLine } from './format.ts';
import type { ReportFinding, ReportModel } from './model.ts';
import type { Sheet } from './sheet.ts';
import type { Words } from './words.ts';

/** Payments of one finding that are printed. */
const MOST_PRINTED = 60;

export function findings(sheet: Sheet, model: ReportModel, words: Words): void {
  const all = model.findings ?? [];
  if (all.length === 0) return;
  const said: FindingWords = {
    say: (key, parameters) => words.say(`typology.${key}`, parameters),
    amount: (value, asset) => assetAmount(words, BigInt(value), asset),
  };
  sheet.newPage();
  sheet.heading(1, said.say('report.heading'));
  sheet.text(said.say('report.intro'));
  sheet.text(said.say('fresh'));
  for (const one of all) finding(sheet, model, one, words, said);
}

function finding(sheet: Sheet, model: ReportModel, one: ReportFinding, words: Words, said: FindingWords): void {
  const { assets, figures, flows } = one;
  const list = (codes: readonly string[], family: string): string => codes.map((code) => said.say(`${family}.${code}`)).join('; ');
  sheet.heading(2, said.say('report.of', { finding: one.finding, rule: ruleTitle(said, one.rule) }));
  sheet.statement('inference', words.say('kind.inference'), [
    becauseText(said, one),
    { text: said.say('inference', { rule: one.rule }), size: 8.2 },
    { text: `${said.say('innocentIs')}: ${list(one.innocent, 'innocent')}`, size: 8.2 },
    ...(one.missing.length === 0 ? [] : [{ text: `${said.say('missingTitle')}: ${list(one.missing, 'missing')}`, size: 8.2 }]),
  ]);
  sheet.text(said.say(`${one.rule.replace(/@\d+$/, '')}.rule`));
  sheet.pairs([
    [said.say('subject'), { text: one.subject.kind === 'address' ? groupedId(one.subject.id) : one.subject.id, style: 'mono', size: 8.4 }],
    [said.say('fatf'), said.say(`heading.${one.heading}`)],
    [said.say('source'), one.citation],
    [
      said.say('report.parameters'),
      one.parameters.map(({ id, unit, value }) => `${said.say(`parameter.${id}`)}: ${figureText(said, unit, `${value}`, null)}`).join('; '),
    ],
    ...figures.map(
      ({ code, unit, asset, value }) =>
        [said.say(`figure.${code}`), figureText(said, unit, value, asset === null ? null : assets[asset])] as const,
    ),
    ...signsText(said, one.signs).map((text, at) => [at === 0 ? said.say('signs') : '', text] as const),
    [
      said.say('column.state'),
      said.say('report.accepted', { time: timeLine(one.accepted, model.case.timeZone), reason: one.reason ?? '' }),
    ],
  ]);
  sheet.table(
    [
      { title: said.say('column.what'), share: 40 },
      { title: said.say('column.found'), share: 30 },
      { title: said.say('column.needed'), share: 30 },
    ],
    one.conditions.map((condition) => {
      const { what, found, bound } = conditionTexts(said, condition, assets);
      return { cells: [what, found, bound] };
    }),
  );
  if (flows.length > 0)
    sheet.table(
      [
        { title: said.say('matched'), share: 60 },
        { title: words.say('column.amount'), share: 40, align: 'right' },
      ],
      flows.slice(0, MOST_PRINTED).map(({ timeSeconds, from, to, asset, amount, transaction }) => {
        const of = assets[asset];
        return {
          cells: [bothTimes(timeSeconds * 1000, 'UTC').utc, of === undefined ? amount : assetAmount(words, BigInt(amount), of)],
          under: [
            { text: `${from ?? '–'} → ${to ?? '–'}`, style: 'mono', size: 7.6 },
            { text: groupedId(transaction), style: 'mono', size: 7.6 },
          ],
        };
      }),
    );
  const total = flows.length + one.moreFlows;
  if (total > MOST_PRINTED) sheet.text(said.say('report.cut', { total: grouped(total), shown: MOST_PRINTED }));
  if (one.transactions.length > 0)
    sheet.table(
      [{ title: said.say('acts'), share: 1 }],
      one.transactions.slice(0, MOST_PRINTED).map(({ id }) => ({ cells: [{ text: groupedId(id), style: 'mono' as const, size: 8 }] })),
    );
}
