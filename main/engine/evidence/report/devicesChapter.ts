// The chapter of seized things: exhibits with their copies and sums, who had them, what scans read and left out, which finds the chain data of the
// case know, and what found keys make. Secrets are counted here and nowhere shown.
import type { Exhibit } from '../../../../shared/contract/exhibit.ts';
import { grouped, groupedId, timeLine } from './format.ts';
import type { ReportModel } from './model.ts';
import type { Cell, Sheet } from './sheet.ts';
import type { Words } from './words.ts';

/** Rows of each table that are printed. */
const MOST_PRINTED = 500;
const MONO = { style: 'mono', size: 8 } as const;
const SMALL = { size: 7.6 } as const;

export function devices(sheet: Sheet, model: ReportModel, words: Words): void {
  const all = model.devices ?? null;
  if (all === null || all.exhibits.length === 0) return;
  const word: Words['say'] = (key, parameters) => words.say(`custody.${key}`, parameters);
  const cut = (shown: readonly unknown[]): void => {
    if (shown.length > MOST_PRINTED) sheet.text(word('report.cut', { shown: grouped(MOST_PRINTED), total: grouped(shown.length) }));
  };
  const rows = <Row>(of: readonly Row[]): readonly Row[] => of.slice(0, MOST_PRINTED);
  sheet.newPage();
  sheet.heading(1, word('report.heading'));
  sheet.text(word('report.intro'));
  sheet.table(
    [
      { title: word('report.column.exhibit'), share: 24 },
      { title: word('report.column.what'), share: 42 },
      { title: word('report.column.written'), share: 34 },
    ],
    rows(all.exhibits).map((one) => ({
      cells: [
        one.from === null ? one.number : `${one.number} (${word('from', { from: one.from.number })})`,
        [one.description, word(`form.${one.copy?.form ?? 'item'}`)].filter((text) => text !== '').join('; '),
        `${one.examiner}, ${timeLine(one.time, model.case.timeZone)}`,
      ],
      under: exhibitLines(one, word),
    })),
  );
  cut(all.exhibits);
  for (const scan of rows(all.scans)) {
    const { scan: number, exhibit, files, bytes, entries, traces, wallets, messages, unread, unreadMore, excluded } = scan;
    sheet.heading(3, word('report.scan', { scan: number, number: exhibit.number }));
    const left = excluded.reduce((sum, one) => sum + one.files, 0);
    const counts = { traces: grouped(traces), wallets: grouped(wallets), messages: grouped(messages), entries: grouped(entries) };
    sheet.text(word('report.scanned', { files: grouped(files), bytes: grouped(bytes), ...counts }));
    sheet.text(word('report.left', { unread: grouped(unread.length + unreadMore), excluded: grouped(left) }));
    if (scan.state === 'partial') sheet.text(word('report.partial'), { style: 'bold' });
  }
  if (all.sealed.length > 0)
    sheet.text(word('report.sealed', { list: all.sealed.map(({ kind, count }) => `${word(`report.kind.${kind}`)}: ${count}`).join('; ') }));
  if (all.known.length > 0) {
    sheet.heading(2, word('report.known'));
    sheet.text(word('report.knownIs'));
    sheet.table(
      [
        { title: word('report.column.exhibit'), share: 24 },
        { title: word('report.column.place'), share: 76 },
      ],
      rows(all.known).map(({ value, exhibit, first, count }) => ({
        cells: [
          exhibit.number,
          `${first.path} @${grouped(first.offset)}${count > 1 ? ` (${word('report.times', { count: grouped(count) })})` : ''}`,
        ],
        under: [{ text: groupedId(value), ...MONO }],
      })),
    );
    cut(all.known);
  }
  if (all.used.length === 0) return;
  sheet.heading(2, word('report.used'));
  sheet.text(word('report.usedIs'));
  sheet.table(
    [
      { title: word('report.column.key'), share: 20 },
      { title: word('report.column.path'), share: 30 },
      { title: word('report.column.chain'), share: 50 },
    ],
    rows(all.used).map(({ fingerprint, path, chainName, address, receipts, spends, firstHeight, lastHeight, grade }) => ({
      cells: [
        `#${fingerprint}`,
        path,
        word('report.seen', {
          ...{ chain: chainName, receipts: grouped(receipts), spends: grouped(spends) },
          ...{ from: firstHeight === null ? '?' : grouped(firstHeight), to: lastHeight === null ? '?' : grouped(lastHeight) },
          grade: grade === null ? '?' : words.say(`grade.${grade}`),
        }),
      ],
      under: [{ text: groupedId(address), ...MONO }],
    })),
  );
  cut(all.used);
}

function exhibitLines({ copy, custody }: Exhibit, word: Words['say']): Cell[] {
  return [
    ...(copy === null ? [] : [{ text: `SHA-256 ${groupedId(copy.sha256)}`, ...MONO }]),
    ...(copy?.stated ?? []).map(({ name, value, by, fits }) => ({
      text: `${word(`stated.${by}`, { name: name.toUpperCase(), value })}: ${word(`fits.${fits ? 'yes' : 'no'}`)}`,
      ...SMALL,
    })),
    ...custody.map(({ action, person, time, place }) => ({ text: `${word(`action.${action}`)}: ${time}, ${person}, ${place}`, ...SMALL })),
  ];
}
