// Commands about comparing two cases without showing either.
import { IDENTIFIER_TYPES } from '../../../shared/contract/deconflict.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { renderTable, sections } from './table.ts';

type IdentifierType = (typeof IDENTIFIER_TYPES)[number];

const KEY = { name: 'key-file', value: 'FILE', required: true };
const LIST = [
  { name: 'identifiers', value: 'FILE' },
  { name: 'kinds', value: 'LIST' },
  { name: 'people', value: 'worked|all' },
];

/** Which identifiers take part. */
function chosenOf(given: Given): { kinds?: IdentifierType[]; people?: 'worked' | 'all' } {
  const [kinds, people] = [given.optional('kinds'), given.optional('people')];
  const named = kinds?.split(/[\s,]+/).map((word) => IDENTIFIER_TYPES.find((one) => one === word));
  if (named?.some((one) => one === undefined) === true)
    throw new Fault('usage.badValue', { option: '--kinds', value: kinds ?? '', expected: IDENTIFIER_TYPES.join(',') });
  if (people !== undefined && people !== 'worked' && people !== 'all')
    throw new Fault('usage.badValue', { option: '--people', value: people, expected: 'worked, all' });
  return {
    ...(named === undefined ? {} : { kinds: named.flatMap((one) => one ?? []) }),
    ...(people === undefined ? {} : { people }),
  };
}

export const deconflictCommands: readonly CommandSpec[] = [
  {
    words: ['deconflict', 'new'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'out', value: 'DIR', required: true },
      { name: 'purpose', value: 'TEXT', required: true },
      { name: 'by', value: 'NAME', required: true },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const asked = { out: desk.grant(given.text('out')), purpose: given.text('purpose'), name: given.text('by') };
        const document = await desk.call('deconflict.new', asked);
        return { exit: 0, document, text: sections(desk.say('cli.deconflict.made', document), desk.say('cli.deconflict.guess')) };
      }),
  },
  {
    words: ['deconflict', 'approve'],
    positionals: [],
    options: [
      CASE_OPTION,
      KEY,
      { name: 'party', value: 'own|other', required: true },
      { name: 'by', value: 'NAME', required: true },
      { name: 'note', value: 'TEXT' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const party = given.text('party');
      if (party !== 'own' && party !== 'other')
        throw new Fault('usage.badValue', { option: '--party', value: party, expected: 'own, other' });
      return desk.withCase(given, given.text('case'), async () => {
        const asked = {
          key: desk.grant(given.text('key-file')),
          party,
          name: given.text('by'),
          note: given.optional('note') ?? '',
        } as const;
        const document = await desk.call('deconflict.approve', asked);
        return {
          exit: 0,
          document,
          text: desk.say(`cli.deconflict.${document.approved ? 'approved' : 'oneApproved'}`, { exchange: document.exchange }),
        };
      });
    },
  },
  {
    words: ['deconflict', 'list'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('deconflict.list', {});
        const rows = document.exchanges.map(({ exchange, purpose, approvals, approved, exported, compared }) => [
          ...[
            exchange,
            purpose,
            approvals.map(({ name }) => name).join(', '),
            desk.say(`cli.deconflict.state.${approved ? 'both' : 'one'}`),
          ],
          ...[String(exported), String(compared)],
        ]);
        const columns = ['exchange', 'purpose', 'approvedBy', 'state', 'exported', 'compared'].map((name) => ({
          title: desk.say(`cli.column.${name}`),
        }));
        return { exit: 0, document, text: rows.length === 0 ? desk.say('cli.deconflict.none') : renderTable(columns, rows, desk.width) };
      }),
  },
  {
    words: ['deconflict', 'export'],
    positionals: [],
    options: [CASE_OPTION, KEY, { name: 'out', value: 'DIR', required: true }, ...LIST, ...OPEN_OPTIONS],
    run(given, desk) {
      const list = given.optional('identifiers');
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('deconflict.export', {
          ...{ key: desk.grant(given.text('key-file')), out: desk.grant(given.text('out')) },
          ...(list === undefined ? {} : { list: desk.grant(list) }),
          ...chosenOf(given),
        });
        const said = desk.say('cli.deconflict.exported', { file: document.file, sha256: document.sha256 });
        return { exit: 0, document, text: sections(said, countsText(document.counts, desk), desk.say('cli.deconflict.guess')) };
      });
    },
  },
  {
    words: ['deconflict', 'compare'],
    positionals: [{ name: 'FILE', required: true, many: false }],
    options: [CASE_OPTION, KEY, ...LIST, ...OPEN_OPTIONS],
    run(given, desk) {
      const list = given.optional('identifiers');
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('deconflict.compare', {
          ...{ key: desk.grant(given.text('key-file')), theirs: desk.grant(given.text('FILE')) },
          ...(list === undefined ? {} : { list: desk.grant(list) }),
          ...chosenOf(given),
        });
        const rows = document.hits.map(({ type, value, where }) => [desk.say(`cli.deconflict.type.${type}`), value, where.join(', ')]);
        const columns = ['kind', 'value', 'where'].map((name) => ({ title: desk.say(`cli.column.${name}`) }));
        const table = rows.length === 0 ? desk.say('cli.deconflict.noHit') : renderTable(columns, rows, desk.width);
        return {
          exit: rows.length === 0 ? 1 : 0,
          document,
          text: sections(table, countsText(document.theirs, desk), desk.say('cli.deconflict.hitMeans')),
        };
      });
    },
  },
];

function countsText(counts: CallOutput<'deconflict.export'>['counts'], desk: Desk): string {
  return counts.map(({ type, count }) => `${desk.say(`cli.deconflict.type.${type}`)}: ${count}`).join(' · ');
}
