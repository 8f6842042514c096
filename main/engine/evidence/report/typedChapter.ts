// The chapter of ids that were typed from exhibits: each as it was typed and as it is taken, where it was read, who typed it, what that is worth,
// and whoever read it differently.
import type { Transcription } from '../../../../shared/contract/transcribe.ts';
import { regionText } from '../../../../shared/contract/region.ts';
import { changesText } from '../../../../shared/words/index.ts';
import { grouped, groupedId, timeLine } from './format.ts';
import type { ReportModel } from './model.ts';
import type { Cell, Sheet } from './sheet.ts';
import type { Words } from './words.ts';

/** Entries that are printed. */
const MOST_PRINTED = 500;
const MONO = { style: 'mono', size: 8 } as const;

export function typedIds(sheet: Sheet, model: ReportModel, words: Words): void {
  const all = model.transcriptions ?? [];
  if (all.length === 0) return;
  const word: Words['say'] = (key, parameters) => words.say(`transcribe.${key}`, parameters);
  sheet.newPage();
  sheet.heading(1, word('report.heading'));
  sheet.text(word('report.intro'));
  sheet.text(word('report.limits'));
  sheet.table(
    [
      { title: word('column.state'), share: 26 },
      { title: word('column.where'), share: 40 },
      { title: word('column.who'), share: 34 },
    ],
    all.slice(0, MOST_PRINTED).map((one) => ({
      cells: [
        `${one.entry}  ${word(`state.${one.state}`)}${one.basis === 'assumption' ? ` (${words.say('kind.assumption')})` : ''}`,
        whereText(one, model),
        `${one.examiner}, ${timeLine(one.time, model.case.timeZone)}`,
      ],
      under: underLines(one, words, word),
    })),
  );
  if (all.length > MOST_PRINTED) sheet.text(word('report.cut', { shown: MOST_PRINTED, total: grouped(all.length) }));
}

function whereText({ exhibit, source, region, place }: Transcription, { sources }: ReportModel): string {
  const name = source === null ? '' : (sources.find(({ number }) => number === source.number)?.name ?? source.name);
  return [exhibit, name, region === null ? '' : regionText(region), place].filter((text) => text !== '').join('; ');
}

function underLines({ id, typed, changes, seen, typings, note }: Transcription, words: Words, word: Words['say']): Cell[] {
  const chains = [...new Set(seen.map(({ chainName }) => chainName))].join(', ');
  return [
    { text: groupedId(id), ...MONO },
    ...(changes === null
      ? []
      : [{ text: word('takenFrom', { text: typed, changes: changesText((key, given) => words.say(key, given), changes) }), size: 7.6 }]),
    ...(chains === '' ? [] : [{ text: word('held', { chains }), size: 7.6 }]),
    ...typings.flatMap((one): Cell[] => [
      {
        text: `${word('reading', { examiner: one.examiner })} ${word(one.alike ? 'alikeIs' : 'differsIs')}, ${word(one.blind ? 'blind' : 'notBlind')}`,
        size: 7.6,
      },
      ...(one.alike ? [] : [{ text: groupedId(one.text.replace(/\s+/g, '')), ...MONO }]),
    ]),
    ...(note === '' ? [] : [{ text: `${word('note')}: ${note}`, size: 7.6 }]),
  ];
}
