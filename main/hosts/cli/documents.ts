// Commands of documents: photos, scans and PDF of the case, a page as a picture, the words of a text layer and what looks like an id in it.
import { regionText } from '../../../shared/contract/region.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { renderTable, sections } from './table.ts';

const SOURCE = { name: 'SOURCE', required: true, many: false };
const PIXELS = 2400;

const sourceOf = (given: Given): number => wholeNumber('SOURCE', given.text('SOURCE'), 1);
const pageOf = (given: Given): number => wholeNumber('page', given.optional('page') ?? '1', 1);
const columns = (desk: Desk, ...names: string[]) => names.map((name) => ({ title: desk.say(`cli.column.${name}`) }));

export const documentCommands: readonly CommandSpec[] = [
  {
    words: ['document', 'list'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('document.list', {});
        const rows = document.documents.map(({ source, name, exhibit, state, note }) => [
          ...[`${source}`, name, note.format.toUpperCase(), `${note.pages}`, exhibit],
          [...(state === 'complete' ? [] : [state]), ...note.flags.map((flag) => desk.say(`cli.document.flag.${flag}`))].join(' '),
        ]);
        const table = renderTable(columns(desk, 'number', 'file', 'format', 'pages', 'exhibit', 'note'), rows, desk.width);
        return { exit: 0, document, text: rows.length === 0 ? desk.say('cli.document.empty') : table };
      }),
  },
  {
    words: ['document', 'text'],
    positionals: [SOURCE],
    options: [CASE_OPTION, { name: 'page', value: 'N' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('document.text', { source: sourceOf(given), page: pageOf(given) });
        const { words, more } = document;
        const rows = words.map(({ text, region }) => [text, regionText(region)]);
        const table = renderTable(columns(desk, 'text', 'region'), rows, desk.width);
        const text = rows.length === 0 ? desk.say('cli.document.noWords') : sections(table, more ? desk.say('cli.document.moreWords') : '');
        return { exit: 0, document, text };
      }),
  },
  {
    words: ['document', 'find'],
    positionals: [SOURCE],
    options: [CASE_OPTION, { name: 'page', value: 'N' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('document.find', { source: sourceOf(given), from: pageOf(given) });
        const { found, to, pages, unread } = document;
        const rows = found.map(({ text, kind, region }) => [text, desk.say(`cli.document.kind.${kind}`), regionText(region)]);
        const table = rows.length === 0 ? '' : renderTable(columns(desk, 'text', 'kind', 'region'), rows, desk.width);
        const counts = desk.say('cli.document.foundCounts', { count: found.length, to, pages });
        return {
          exit: 0,
          document,
          text: sections(table, counts, unread.length === 0 ? '' : desk.say('cli.document.unread', { count: unread.length })),
        };
      }),
  },
  {
    words: ['document', 'page'],
    positionals: [SOURCE],
    options: [
      ...[CASE_OPTION, { name: 'page', value: 'N', required: true }, { name: 'out', value: 'FILE', required: true }],
      ...[{ name: 'pixels', value: 'N' }, ...OPEN_OPTIONS],
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const pixels = wholeNumber('pixels', given.optional('pixels') ?? `${PIXELS}`, 100);
        const out = desk.grant(given.text('out'));
        const document = await desk.call('document.save', { source: sourceOf(given), page: pageOf(given), pixels, out });
        return { exit: 0, document, text: desk.say('cli.document.saved', document) };
      }),
  },
];
