// The chapter of seized things, from what `devices.json` says: exhibits with their copies and sums, who had them, what scans read and left out,
// wallets, which finds the chain data of the case know, and what found keys make. Secrets are counted here and nowhere shown.
import { type BagDevices, type BagExhibit, type BagScan, isKnown } from '../bag/devicesPayload.ts';
import { grouped, groupedId, timeLine } from './format.ts';
import type { ReportModel } from './model.ts';
import type { Cell, Sheet } from './sheet.ts';
import type { Words } from './words.ts';

/** Rows of each table that are printed. */
const MOST_PRINTED = 500;
const MONO = { style: 'mono', size: 8 } as const;
const SMALL = { size: 7.6 } as const;
/** Points: a heading, what it says of its table, the table's head and first rows. */
const TABLE_ROOM = 190;

interface Chapter {
  readonly sheet: Sheet;
  readonly all: BagDevices;
  readonly words: Words;
  readonly word: Words['say'];
  readonly timeZone: string;
}

export function devices(sheet: Sheet, model: ReportModel, words: Words): void {
  const all = model.devices ?? null;
  if (all === null) return;
  const word: Words['say'] = (key, parameters) => words.say(`custody.${key}`, parameters);
  const chapter: Chapter = { sheet, all, words, word, timeZone: model.case.timeZone };
  const { exhibits, copies, scans, wallets, messages, secrets } = all.figures;
  sheet.newPage();
  sheet.heading(1, word('report.heading'));
  sheet.text(word('report.intro'));
  sheet.text(
    word('report.figures', {
      ...{ exhibits: grouped(exhibits), copies: grouped(copies), scans: grouped(scans) },
      ...{ wallets: grouped(wallets), messages: grouped(messages) },
    }),
  );
  exhibitTable(chapter);
  for (const scan of all.scans.slice(0, MOST_PRINTED)) scanned(chapter, scan);
  if (secrets.length > 0) {
    const list = secrets.map(({ kind, count }) => `${word(`report.kind.${kind}`)}: ${grouped(count)}`).join('; ');
    sheet.text(word('report.sealed', { list }));
  }
  revealTable(chapter);
  walletTable(chapter);
  knownTable(chapter);
  usedTable(chapter);
}

/** A table begins on the page of its heading. */
function titled({ sheet }: Chapter, title: string, about?: string): void {
  sheet.need(TABLE_ROOM);
  sheet.heading(2, title);
  if (about !== undefined) sheet.text(about);
}

/** The first rows, and how many more there are. */
function printed<Row>({ sheet, word }: Chapter, of: readonly Row[], table: (rows: readonly Row[]) => void): void {
  table(of.slice(0, MOST_PRINTED));
  if (of.length > MOST_PRINTED) sheet.text(word('report.cut', { shown: grouped(MOST_PRINTED), total: grouped(of.length) }));
}

function exhibitTable(chapter: Chapter): void {
  const { sheet, all, word, timeZone } = chapter;
  if (all.exhibits.length === 0) return;
  printed(chapter, all.exhibits, (rows) =>
    sheet.table(
      [
        { title: word('report.column.exhibit'), share: 22 },
        { title: word('report.column.what'), share: 38 },
        { title: word('report.column.written'), share: 40 },
      ],
      rows.map((one) => ({
        cells: [
          one.from === null ? one.number : `${one.number} (${word('from', { from: one.from.number })})`,
          [one.description, word(`form.${one.copy?.form ?? 'item'}`)].filter((text) => text !== '').join('; '),
          `${one.examiner}, ${timeLine(one.time, timeZone)}`,
        ],
        under: exhibitLines(one, word),
      })),
    ),
  );
}

function exhibitLines({ copy, custody }: BagExhibit, word: Words['say']): Cell[] {
  return [
    ...(copy === null ? [] : [{ text: `SHA-256 ${groupedId(copy.sha256)}`, ...MONO }]),
    ...(copy?.stated ?? []).map(({ name, value, by, fits }) => ({
      text: `${word(`stated.${by}`, { name: name.toUpperCase(), value })}: ${word(`fits.${fits ? 'yes' : 'no'}`)}`,
      ...SMALL,
    })),
    ...custody.map(({ action, person, time, place }) => ({ text: `${word(`action.${action}`)}: ${time}, ${person}, ${place}`, ...SMALL })),
  ];
}

function scanned({ sheet, word }: Chapter, scan: BagScan): void {
  const { scan: number, exhibit, files, bytes, entries, kinds, wallets, messages, unread, unreadMore, excluded } = scan;
  const sum = (counts: readonly number[]): string => grouped(counts.reduce((all, one) => all + one, 0));
  sheet.heading(3, word('report.scan', { scan: number, number: exhibit.number }));
  const counts = { traces: sum(kinds.map(({ count }) => count)), wallets: grouped(wallets), messages: grouped(messages) };
  sheet.text(word('report.scanned', { files: grouped(files), bytes: grouped(bytes), entries: grouped(entries), ...counts }));
  if (kinds.length > 0)
    sheet.text(
      word('report.kinds', { list: kinds.map(({ kind, count }) => `${word(`report.kind.${kind}`)}: ${grouped(count)}`).join('; ') }),
    );
  sheet.text(word('report.left', { unread: grouped(unread.length + unreadMore), excluded: sum(excluded.map((one) => one.files)) }));
  if (scan.state === 'partial') sheet.text(word('report.partial'), { style: 'bold' });
}

/** Who saw a secret in clear is a court's business: each time with its reason. */
function revealTable(chapter: Chapter): void {
  const { sheet, all, word } = chapter;
  if (all.reveals.length === 0) return;
  titled(chapter, word('report.reveals'));
  printed(chapter, all.reveals, (rows) =>
    sheet.table(
      [
        { title: word('report.column.event'), share: 16, align: 'right' },
        { title: word('report.column.secret'), share: 30 },
        { title: word('report.column.reason'), share: 54 },
      ],
      rows.map(({ event, trace, phrase, kind, reason, authority }) => ({
        cells: [
          grouped(event),
          phrase === null
            ? `${word(`report.kind.${kind}`)} (${trace})`
            : word('report.keptPhrase', { kind: word(`report.kind.${kind}`), phrase }),
          reason,
        ],
        under: authority === '' ? [] : [{ text: word('authority', { authority }), ...SMALL }],
      })),
    ),
  );
}

function walletTable(chapter: Chapter): void {
  const { sheet, all, word } = chapter;
  if (all.wallets.length === 0) return;
  const exhibitOf = exhibitOfScan(all);
  titled(chapter, word('report.wallets'), word('report.walletsAre'));
  printed(chapter, all.wallets, (rows) =>
    sheet.table(
      [
        { title: word('report.column.exhibit'), share: 20 },
        { title: word('report.column.wallet'), share: 34 },
        { title: word('report.column.holds'), share: 46 },
      ],
      rows.map(({ scan, path, form, version, protection, isOpened, addresses, moreAddresses, keys, transactions, moreTransactions }) => ({
        cells: [
          exhibitOf(scan),
          version === '' ? form : `${form} ${version}`,
          word('report.holds', {
            ...{ addresses: grouped(addresses.length + moreAddresses), keys: grouped(keys.length) },
            transactions: grouped(transactions.length + moreTransactions),
          }),
        ],
        under: [
          { text: path, ...SMALL },
          ...(protection === null
            ? []
            : [
                {
                  text: word(isOpened ? 'report.opened' : 'report.protected', { cipher: protection.cipher, kdf: protection.kdf }),
                  ...SMALL,
                },
              ]),
        ],
      })),
    ),
  );
}

function knownTable(chapter: Chapter): void {
  const { sheet, all, word } = chapter;
  const known = all.traces.filter(isKnown);
  if (known.length === 0) return;
  const exhibitOf = exhibitOfScan(all);
  titled(chapter, word('report.known'), word('report.knownIs'));
  printed(chapter, known, (rows) =>
    sheet.table(
      [
        { title: word('report.column.exhibit'), share: 24 },
        { title: word('report.column.place'), share: 76 },
      ],
      rows.map(({ value, scan, first, count }) => ({
        cells: [
          exhibitOf(scan),
          `${first.path} @${grouped(first.offset)}${count > 1 ? ` (${word('report.times', { count: grouped(count) })})` : ''}`,
        ],
        under: [{ text: groupedId(value ?? ''), ...MONO }],
      })),
    ),
  );
}

function usedTable(chapter: Chapter): void {
  const { sheet, all, words, word } = chapter;
  const findings = all.look?.findings ?? [];
  const used = findings.flatMap((finding) => finding.used.map((one) => ({ ...one, origin: finding.origin })));
  if (findings.length === 0) return;
  titled(chapter, word('report.used'), word('report.usedIs'));
  if (all.look !== null) sheet.text(word('report.ahead', { gap: grouped(all.look.gap), accounts: grouped(all.look.accountGap ?? 1) }));
  // There the accounts at hand ended, and what was just said is not true of their paths.
  const ended = findings.filter(({ needsSecret }) => needsSecret).length;
  if (ended > 0) sheet.text(word('report.aheadLess', { count: grouped(ended) }));
  const unused = findings.filter(({ state }) => state === 'unused').length;
  if (unused > 0) sheet.text(word('report.unused', { count: grouped(unused) }));
  if (used.length === 0) return;
  printed(chapter, used, (rows) =>
    sheet.table(
      [
        { title: word('report.column.key'), share: 16 },
        { title: word('report.column.path'), share: 24 },
        { title: word('report.column.chain'), share: 60 },
      ],
      rows.map(({ origin, path, chainName, address, receipts, spends, firstHeight, lastHeight, grade }) => ({
        cells: [
          `#${origin}`,
          path,
          word('report.seen', {
            ...{ chain: chainName, receipts: grouped(receipts), spends: grouped(spends) },
            ...{ from: firstHeight === null ? '?' : grouped(firstHeight), to: lastHeight === null ? '?' : grouped(lastHeight) },
            grade: grade === null ? '?' : words.say(`grade.${grade}`),
          }),
        ],
        under: [{ text: groupedId(address), ...MONO }],
      })),
    ),
  );
}

function exhibitOfScan({ scans }: BagDevices): (scan: number) => string {
  const numbers = new Map(scans.map(({ scan, exhibit }) => [scan, exhibit.number]));
  return (scan) => numbers.get(scan) ?? '';
}
