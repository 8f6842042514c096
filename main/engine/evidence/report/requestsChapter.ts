// The chapter of requests: to whom, about what, what became of each by the examiner's record, and which exhibit the answer is.
import { grouped, groupedId, sizeText, timeLine } from './format.ts';
import type { ReportModel } from './model.ts';
import type { ReportRequest } from './peopleModel.ts';
import type { Cell, Sheet } from './sheet.ts';
import type { Words } from './words.ts';

const FILE = 'data/requests.json';
/** Addresses of one request that are printed. */
const MOST_SUBJECTS = 60;
const MONO = { style: 'mono', size: 8 } as const;

export function requests(sheet: Sheet, model: ReportModel, words: Words): void {
  const all = model.requests ?? [];
  if (all.length === 0) return;
  const word: Words['say'] = (key, parameters) => words.say(`request.${key}`, parameters);
  sheet.newPage();
  sheet.heading(1, word('report.heading'));
  sheet.text(word('report.intro'));
  for (const one of all) request(sheet, model, one, words, word);
}

function request(sheet: Sheet, model: ReportModel, one: ReportRequest, words: Words, word: Words['say']): void {
  const { timeZone } = model.case;
  const { subjects, steps, legalBasis } = one;
  sheet.need(190);
  sheet.heading(2, word('report.of', { request: one.request, title: word(`title.${one.kind}`) }));
  const last = steps.at(-1);
  const state = word(`report.state.${one.state}`);
  sheet.pairs([
    [word('field.to'), one.recipient],
    [word('field.prepared'), `${timeLine(one.prepared, timeZone)}; ${one.examiner}`],
    [word('report.state'), last === undefined ? state : `${state} (${last.day})`],
    ...(one.answerBy === '' ? [] : [[word('field.answerBy'), one.answerBy] as const]),
    [word('heading.basis'), legalBasis === null ? word('report.noBasis') : legalBasis.file],
    ...(legalBasis === null ? [] : [[word('report.basisDigest'), { text: groupedId(legalBasis.sha256), ...MONO }] as const]),
    [word('report.statement'), { text: groupedId(one.statement), ...MONO }],
  ]);
  sheet.table(
    [
      { title: word('report.subject'), share: 66 },
      { title: word('report.transfers'), share: 34, align: 'right' },
    ],
    subjects.slice(0, MOST_SUBJECTS).map(({ chainName, address, transfers, more }) => ({
      cells: [
        chainName,
        more === 0 ? grouped(transfers) : word('report.transfersMore', { count: grouped(transfers), more: grouped(more) }),
      ],
      under: [{ text: address, ...MONO }],
    })),
  );
  if (subjects.length > MOST_SUBJECTS)
    sheet.text(words.say('table.cut', { shown: MOST_SUBJECTS, total: grouped(subjects.length), file: FILE }));
  if (steps.length === 0) {
    sheet.text(word('report.noSteps'));
    return;
  }
  sheet.table(
    [
      { title: word('report.day'), share: 16 },
      { title: word('report.state'), share: 20 },
      { title: word('report.note'), share: 64 },
    ],
    steps.map(({ day, state: to, note, time, answer }) => ({
      cells: [day, word(`report.state.${to}`), note],
      under: [
        { text: word('report.recorded', { time: timeLine(time, timeZone) }), size: 7.6 },
        ...(answer === null ? [] : answerLines(answer, model, word)),
      ],
    })),
  );
}

function answerLines(
  { name, sizeBytes, sha256, source }: NonNullable<ReportRequest['steps'][number]['answer']>,
  { sources }: ReportModel,
  word: Words['say'],
): Cell[] {
  const found = sources.find(({ number }) => number === source);
  return [
    { text: word('report.answer', { name, size: sizeText(sizeBytes) }), size: 7.6 },
    { text: groupedId(sha256), ...MONO },
    {
      text:
        found === undefined
          ? word('report.noSource')
          : word('report.source', { number: found.number, name: found.name, exhibit: found.exhibit ?? '–' }),
      size: 7.6,
    },
  ];
}
