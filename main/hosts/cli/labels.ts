// Commands that list labels and set the examiner's own, on coins and accounts alike. Labels are attributions: the source stands by them.
import { CASE_OPTION, type CommandSpec, OPEN_OPTIONS } from './command.ts';
import { renderTable, sections } from './table.ts';

const MOST_SHOWN = 500;

export const labelCommands: readonly CommandSpec[] = [
  {
    words: ['labels', 'set'],
    positionals: [
      { name: 'ADDRESS', required: true, many: false },
      { name: 'LABEL', required: true, many: false },
    ],
    options: [
      CASE_OPTION,
      { name: 'chain', value: 'ID', required: true },
      { name: 'category', value: 'KIND' },
      { name: 'reason', value: 'TEXT' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const asked = { chain: given.text('chain'), address: given.text('ADDRESS'), label: given.text('LABEL') };
        const document = await desk.call('labels.set', {
          ...asked,
          ...{ category: given.optional('category') ?? '', reason: given.optional('reason') ?? '' },
        });
        return { exit: 0, document, text: desk.say(asked.label === '' ? 'cli.labels.removed' : 'cli.labels.set', asked) };
      }),
  },
  {
    words: ['labels', 'list'],
    positionals: [{ name: 'TEXT', required: false, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('labels.list', { search: given.optional('TEXT') ?? '', limit: MOST_SHOWN });
        const table = renderTable(
          [
            { title: desk.say('cli.column.label') },
            { title: desk.say('cli.column.address'), id: true },
            { title: desk.say('cli.column.chain') },
            { title: desk.say('cli.column.kind') },
            { title: desk.say('cli.column.source') },
          ],
          document.labels.map(({ label, address, chain, category, source }) => [
            ...[label, address, chain ?? desk.say('cli.labels.anyChain'), category, source],
          ]),
          desk.width,
        );
        const more = document.total - document.labels.length;
        return { exit: 0, document, text: sections(table, more === 0 ? '' : desk.say('cli.more', { count: more })) };
      }),
  },
];
