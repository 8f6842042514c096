// Commands about how tables are read: a look at the rows before they are taken in, and the examiner's saved mappings.
import { existsSync } from 'node:fs';
import type { CallInput } from '../../../shared/contract/index.ts';
import type { SavedProfile, TablePreview } from '../../../shared/contract/profile.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { wholeNumber } from './arguments.ts';
import type { CommandSpec, Desk, Given, OptionSpec, Outcome } from './command.ts';
import { renderPairs, renderTable, sections } from './table.ts';

export const TABLE_OPTIONS: readonly OptionSpec[] = [
  { name: 'profile', value: 'FILE|NAME' },
  { name: 'worksheet', value: 'NAME' },
  { name: 'header-row', value: 'N' },
  { name: 'header-rows', value: '0|1|2' },
  { name: 'encoding', value: 'NAME' },
  { name: 'delimiter', value: 'CHARACTER' },
];

/** A file where there is one of that name; else a mapping by its name. */
export function mappingOptions(given: Given, desk: Desk): Pick<CallInput<'intake.run'>, 'profile' | 'profileFile' | 'form'> {
  const named = given.optional('profile');
  const row = given.optional('header-row');
  const count = given.optional('header-rows') ?? '1';
  if (count !== '0' && count !== '1' && count !== '2')
    throw new Fault('usage.badValue', { option: '--header-rows', value: count, expected: '0, 1, 2' });
  if (row === undefined && given.has('header-rows')) throw new Fault('usage.missingOption', { option: '--header-row', value: 'N' });
  const delimiter = given.optional('delimiter')?.replace('\\t', '\t');
  if (delimiter !== undefined && delimiter.length !== 1)
    throw new Fault('usage.badValue', { option: '--delimiter', value: delimiter.slice(0, 20), expected: ', ; | \\t' });
  const [sheet, encoding] = [given.optional('worksheet'), given.optional('encoding')];
  const form = {
    ...(sheet === undefined ? {} : { sheet }),
    ...(encoding === undefined ? {} : { encoding: encoding.toLowerCase() }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(row === undefined ? {} : { header: { row: wholeNumber('--header-row', row, 1), count: Number(count) as 0 | 1 | 2 } }),
  };
  return {
    ...(named === undefined ? {} : existsSync(named) ? { profileFile: desk.grant(named) } : { profile: named }),
    ...(Object.keys(form).length === 0 ? {} : { form }),
  };
}

export async function previewTableOutcome(input: CallInput<'intake.preview'>, desk: Desk): Promise<Outcome> {
  const document = await desk.call('intake.preview', input);
  return { exit: 0, document, text: previewText(document, desk) };
}

const SHOWN_ROWS = 12;
const SHOWN_CELLS = 8;
const CELL_LENGTH = 24;

function previewText(preview: TablePreview, desk: Desk): string {
  const { encoding, header, form, judged, needs, chains } = preview;
  const pairs: [string, string][] = [
    ['table', preview.sheet === '' ? preview.kind : `${preview.kind} / ${preview.sheet}`],
    ...(preview.sheets.length < 2 ? [] : [['sheets', preview.sheets.map(({ name }) => name).join(', ')] as [string, string]]),
    ...(encoding === null
      ? []
      : [['encoding', `${encoding.name} (${desk.say(`cli.certainty.${encoding.certainty}`)})`] as [string, string]]),
    ['headerRow', header.rows.length === 0 ? desk.say('cli.preview.noHeader') : header.rows.join(', ')],
    ['form', form === null ? desk.say('cli.preview.noForm') : `${form.id}@${form.version}`],
    ...(needs.length === 0 ? [] : [['stillNeeded', needs.join(', ')] as [string, string]]),
    ...(chains.length < 2 ? [] : [['chainsPossible', chains.join(', ')] as [string, string]]),
  ];
  const columns = header.columns.map(({ name, role }, index) => [`#${index + 1}`, name, role ?? '']);
  const rows = preview.rows.slice(0, SHOWN_ROWS).map(({ row, kind, verdict, reason, cells }) => [
    String(row),
    reason === null ? desk.say(`cli.preview.kind.${verdict ?? kind}`) : desk.reason(reason),
    cells
      .slice(0, SHOWN_CELLS)
      .map((cell) => (cell.length > CELL_LENGTH ? `${cell.slice(0, CELL_LENGTH)}…` : cell))
      .join(' | '),
  ]);
  const title = (name: string) => ({ title: desk.say(`cli.column.${name}`) });
  return sections(
    renderPairs(pairs.map(([name, value]) => [desk.say(`cli.field.${name}`), value])),
    renderTable([title('place'), title('name'), title('role')], columns, desk.width),
    renderTable([{ ...title('row'), align: 'right' }, title('verdict'), title('text')], rows, desk.width),
    judged === null
      ? ''
      : [
          desk.say(judged.whole ? 'cli.preview.judged' : 'cli.preview.judgedPart', counts(judged)),
          ...judged.reasons.map(({ reason, column, rows: count }) =>
            [String(count), desk.reason(reason), column ?? ''].filter((text) => text !== '').join('  '),
          ),
          ...judged.flags.map(({ code, values }) => desk.say(`cli.tableFlag.${code}`, values)),
        ].join('\n'),
  );
}

const counts = ({ rows, taken, rejected, skipped }: NonNullable<TablePreview['judged']>) => ({ rows, taken, rejected, skipped });

const NAME = { name: 'NAME', required: true, many: false };

export const profileCommands: readonly CommandSpec[] = [
  {
    words: ['profile', 'list'],
    positionals: [],
    options: [],
    async run(_given, desk) {
      const document = await desk.call('profile.list', {});
      const columns = ['name', 'version', 'title', 'family', 'columns', 'digest'].map((name) => ({
        title: desk.say(`cli.column.${name}`),
        ...(name === 'digest' ? { id: true } : {}),
      }));
      const rows = document.profiles.map(({ id, version, title, family, columns: count, sha256 }) => [
        ...[id, version, title, family, String(count), sha256],
      ]);
      const bad = document.unreadable.map(({ file, reason }) => desk.say('cli.profile.unreadable', { file, reason }));
      const table = rows.length === 0 ? desk.say('cli.profile.none') : renderTable(columns, rows, desk.width);
      return { exit: 0, document, text: sections(table, bad.join('\n')) };
    },
  },
  {
    words: ['profile', 'show'],
    positionals: [NAME],
    options: [{ name: 'out', value: 'FILE' }],
    async run(given, desk) {
      const id = given.text('NAME');
      const out = given.optional('out');
      if (out !== undefined) {
        const document = await desk.call('profile.export', { id, out: desk.grant(out) });
        return { exit: 0, document, text: desk.say('cli.profile.written', { name: document.name }) };
      }
      const document = await desk.call('profile.show', { id });
      return { exit: 0, document, text: JSON.stringify(document.profile, null, 2) };
    },
  },
  {
    words: ['profile', 'save'],
    positionals: [{ name: 'FILE', required: true, many: false }],
    options: [],
    async run(given, desk) {
      const document = await desk.call('profile.save', { file: desk.grant(given.text('FILE')) });
      return { exit: 0, document, text: savedText(document, desk) };
    },
  },
  {
    words: ['profile', 'remove'],
    positionals: [NAME],
    options: [],
    async run(given, desk) {
      const document = await desk.call('profile.remove', { id: given.text('NAME') });
      return { exit: 0, document, text: desk.say('cli.profile.removed', { id: given.text('NAME') }) };
    },
  },
];

function savedText({ id, version, sha256 }: SavedProfile, desk: Desk): string {
  return desk.say('cli.profile.saved', { id, version, sha256 });
}
