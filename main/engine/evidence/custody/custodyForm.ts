// The custody form on paper (ISO/IEC 27037's minimum record), a page or more for each exhibit, with room to go on by hand. It reads no case: the same
// exhibits and words give the same bytes.
import type { Exhibit } from '../../../../shared/contract/exhibit.ts';
import type { CaseDetails } from '../../casefile/index.ts';
import { openFonts } from '../report/fonts.ts';
import { grouped, groupedId, timeLine } from '../report/format.ts';
import { emptyRows, footPages } from '../report/paperForm.ts';
import { closePdf, openPdf } from '../report/pdf.ts';
import { openSheet, type Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';

export interface CustodyContext {
  readonly details: CaseDetails;
  readonly training: boolean;
  readonly program: string;
  /** State of the case that it is printed from: the last journal event, with its time. */
  readonly event: number;
  readonly head: string;
  readonly time: Date;
  readonly font: (name: string) => Uint8Array;
}

const MONO = { style: 'mono', size: 8 } as const;
const SMALL = { size: 7.8 } as const;
/** Names of what was read that are printed of one exhibit. */
const MOST_NAMES = 12;
const EMPTY_ROWS = { least: 2, most: 8 };

export async function custodyForm(
  exhibits: readonly Exhibit[],
  words: Words,
  { details, training, program, event, head, time, font }: CustodyContext,
): Promise<{ readonly bytes: Uint8Array; readonly pages: number }> {
  const { say } = words;
  const title = say('title');
  const pdf = openPdf({ title, author: details.examiner, subject: title, program, time, language: words.locale });
  const sheet = openSheet(pdf, openFonts(pdf, font, words.locale));
  for (const exhibit of exhibits) {
    sheet.newPage();
    if (training) sheet.text(say('training.banner'), { style: 'bold', align: 'center', after: 8 });
    sheet.heading(1, title);
    sheet.text(say('what'));
    sheet.pairs([
      [say('field.case'), details.title],
      [say('field.reference'), details.reference],
      [say('field.agency'), details.agency],
      ...(details.authority === '' ? [] : [[say('field.authority'), details.authority] as const]),
      [say('field.printed'), { text: say('field.event', { event: grouped(event), head }), size: 8 }],
    ]);
    thing(sheet, exhibit, details, words);
    log(sheet, exhibit, details, say);
    sheet.heading(2, say('limits'));
    sheet.bullets(['stated', 'before', 'hash'].map((key) => say(`limits.${key}`)));
    const titles = ['what', 'when', 'by', 'to', 'why'].map((key) => say(`hand.${key}`));
    emptyRows(sheet, say('hand'), titles, [13, 18, 22, 22, 25], EMPTY_ROWS);
  }
  const foot = say('foot', { reference: details.reference, program });
  const pages = footPages(sheet, (page, all) => `${foot} · ${say('page', { page, pages: all })}`);
  return { bytes: await closePdf(pdf), pages };
}

function thing(sheet: Sheet, exhibit: Exhibit, { timeZone }: CaseDetails, { say }: Words): void {
  const { id, number, from, description, note, examiner, time, event, copy } = exhibit;
  sheet.heading(2, say('exhibit', { number }));
  sheet.pairs([
    [say('field.id'), `${number} (${id})`],
    ...(from === null ? [] : [[say('field.from'), `${from.number} (${from.id})`] as const]),
    ...(description === '' ? [] : [[say('field.description'), description] as const]),
    ...(note === '' ? [] : [[say('field.note'), note] as const]),
    [say('field.registered'), say('written', { time: timeLine(time, timeZone), examiner, event: grouped(event) })],
    [say('field.form'), say(`form.${copy?.form ?? 'item'}`)],
    ...(copy === null
      ? []
      : [
          [say('field.files'), `${grouped(copy.files)}; ${grouped(copy.bytes)} B`] as const,
          [say('field.names'), namesText(copy.names, say)] as const,
          ['SHA-256', { text: groupedId(copy.sha256), ...MONO }] as const,
          ...copy.stated.map(
            ({ name, value, by, fits }) =>
              [
                say(`fits.${fits ? 'yes' : 'no'}`),
                { text: say(`stated.${by}`, { name: HASHES[name], value }), size: 8, ...(fits ? {} : { style: 'bold' as const }) },
              ] as const,
          ),
        ]),
  ]);
}

const HASHES = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256' } as const;

function namesText(names: readonly string[], say: Words['say']): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length <= MOST_NAMES ? shown : `${shown} ${say('names.more', { count: grouped(names.length - MOST_NAMES) })}`;
}

function log(sheet: Sheet, { custody }: Exhibit, { timeZone }: CaseDetails, say: Words['say']): void {
  sheet.heading(2, say('log'));
  if (custody.length === 0) sheet.text(say('log.none'));
  else
    sheet.table(
      [
        { title: say('column.action'), share: 14 },
        { title: say('column.time'), share: 30 },
        { title: say('column.person'), share: 30 },
        { title: say('column.place'), share: 26 },
      ],
      custody.map(({ action, person, from, time, place, purpose, authority, seal, changes, event, examiner, written }) => ({
        cells: [say(`action.${action}`), time.replace('T', ' '), from === '' ? person : `${person}; ${say('from', { from })}`, place],
        under: [
          ...(purpose === '' ? [] : [{ text: say('why', { purpose }), ...SMALL }]),
          ...(authority === '' ? [] : [{ text: say('authority', { authority }), ...SMALL }]),
          ...(seal === '' ? [] : [{ text: say('seal', { seal }), ...SMALL }]),
          { text: changes === '' ? say('noChanges') : say('changes', { changes }), ...SMALL },
          { text: say('written', { time: timeLine(written, timeZone), examiner, event: grouped(event) }), size: 7 },
        ],
      })),
    );
}
