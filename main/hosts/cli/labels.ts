// Commands of labels: lists taken in as versions, search, what changed, what contradicts, and the examiner's own on coins and accounts
// alike. Labels are attributions: the source stands by them.
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { IntakeResult } from '../../../shared/contract/intake.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS, type Outcome } from './command.ts';
import { fileField, rejectedText } from './intake.ts';
import { mappingOptions, TABLE_OPTIONS } from './tables.ts';
import { renderPairs, renderTable, sections } from './table.ts';

const MOST_SHOWN = 500;
const OF_LIST = [
  { name: 'replaces', value: 'SOURCE' },
  { name: 'as-of', value: 'DAY' },
  { name: 'creator', value: 'TEXT' },
  { name: 'signature', value: 'FILE' },
  { name: 'signature-key', value: 'KEY' },
];

export const labelCommands: readonly CommandSpec[] = [
  {
    words: ['labels', 'add'],
    positionals: [{ name: 'PATH', required: true, many: true }],
    options: [CASE_OPTION, { name: 'exhibit', value: 'LABEL' }, { name: 'preview' }, ...OF_LIST, ...TABLE_OPTIONS, ...OPEN_OPTIONS],
    run(given, desk) {
      const exhibit = given.optional('exhibit');
      return desk.withCase(given, given.text('case'), async () => {
        const paths = given.list('PATH');
        const said = ofList(given, desk);
        if (given.has('preview'))
          return previewOutcome(await desk.call('labels.preview', { path: desk.grant(paths[0] ?? ''), ...said }), desk);
        const { results } = await desk.call('labels.add', {
          ...{ paths: paths.map((path) => desk.grant(path)), ...said },
          ...(exhibit === undefined ? {} : { exhibit }),
        });
        return addedOutcome(results, desk);
      });
    },
  },
  {
    words: ['labels', 'lists'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('labels.packs', {});
        const table = renderTable(
          [
            ...[{ title: desk.say('cli.column.number'), align: 'right' as const }, { title: desk.say('cli.column.title') }],
            ...[{ title: desk.say('cli.column.asOf') }, { title: desk.say('cli.column.version') }],
            ...[
              { title: desk.say('cli.column.labels'), align: 'right' as const },
              { title: desk.say('cli.column.refused'), align: 'right' as const },
            ],
            { title: desk.say('cli.column.changed') },
          ],
          document.packs.map(({ number, note, labels, version, versions, withdrawn }) => [
            ...[String(number), note.title, note.asOf, withdrawn ? desk.say('cli.labels.withdrawn') : `${version}/${versions}`],
            ...[String(labels), String(sumOf(note.refused)), changeText(note.change, desk)],
          ]),
          desk.width,
        );
        return { exit: 0, document, text: table };
      }),
  },
  {
    words: ['labels', 'changes'],
    positionals: [],
    options: [CASE_OPTION, { name: 'source', value: 'NUMBER', required: true }, { name: 'against', value: 'NUMBER' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const against = given.optional('against');
        const document = await desk.call('labels.changes', {
          ...{ source: given.text('source'), limit: MOST_SHOWN },
          ...(against === undefined ? {} : { against }),
        });
        return { exit: 0, document, text: changesText(document, desk) };
      }),
  },
  {
    words: ['labels', 'conflicts'],
    positionals: [{ name: 'TEXT', required: false, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('labels.conflicts', { search: given.optional('TEXT') ?? '', limit: 200 });
        const table = renderTable(
          ['address', 'label', 'actor', 'kind', 'source'].map((name) => ({
            title: desk.say(`cli.column.${name}`),
            id: name === 'address',
          })),
          document.conflicts.flatMap(({ address, labels }) =>
            labels.map(({ label, actor, category, abuse, source }) => [address, label, actor, category === '' ? abuse : category, source]),
          ),
          desk.width,
        );
        const more = document.total - document.conflicts.length;
        const said = desk.say('cli.labels.conflicts', { count: document.total });
        return { exit: 0, document, text: sections(said, table, more === 0 ? '' : desk.say('cli.more', { count: more })) };
      }),
  },
  {
    words: ['labels', 'export'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'out', value: 'FILE', required: true },
      { name: 'as', value: 'FORM' },
      { name: 'title', value: 'TEXT' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const format = given.optional('as') ?? 'tagpack';
        if (format !== 'tagpack' && format !== 'bip329')
          throw new Fault('usage.badValue', { option: '--as', value: format, expected: 'tagpack, bip329' });
        const title = given.optional('title') ?? '';
        const document = await desk.call('labels.export', { out: desk.grant(given.text('out')), format, title });
        return { exit: 0, document, text: desk.say('cli.labels.exported', document) };
      }),
  },
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
      { name: 'abuse', value: 'KIND' },
      { name: 'basis', value: 'TEXT' },
      { name: 'confidence', value: 'ID' },
      { name: 'as-of', value: 'DAY' },
      { name: 'reason', value: 'TEXT' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const asked = { chain: given.text('chain'), address: given.text('ADDRESS'), label: given.text('LABEL') };
        const document = await desk.call('labels.set', {
          ...asked,
          ...{ category: given.optional('category') ?? '', abuse: given.optional('abuse') ?? '', source: given.optional('basis') ?? '' },
          ...{
            confidence: given.optional('confidence') ?? '',
            date: given.optional('as-of') ?? '',
            reason: given.optional('reason') ?? '',
          },
        });
        return { exit: 0, document, text: desk.say(asked.label === '' ? 'cli.labels.removed' : 'cli.labels.set', asked) };
      }),
  },
  {
    words: ['labels', 'list'],
    positionals: [{ name: 'TEXT', required: false, many: false }],
    options: [CASE_OPTION, { name: 'own' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('labels.list', { search: given.optional('TEXT') ?? '', own: given.has('own'), limit: MOST_SHOWN });
        const table = renderTable(
          [
            { title: desk.say('cli.column.label') },
            { title: desk.say('cli.column.address'), id: true },
            { title: desk.say('cli.column.chain') },
            { title: desk.say('cli.column.kind') },
            { title: desk.say('cli.column.source') },
          ],
          document.labels.map(({ label, address, chain, category, abuse, source }) => [
            ...[label, address, chain ?? desk.say('cli.labels.anyChain'), category === '' ? abuse : category, source],
          ]),
          desk.width,
        );
        const more = document.total - document.labels.length;
        return { exit: 0, document, text: sections(table, more === 0 ? '' : desk.say('cli.more', { count: more })) };
      }),
  },
];

function ofList(given: Given, desk: Desk) {
  const [replaces, asOf, creator] = [given.optional('replaces'), given.optional('as-of'), given.optional('creator')];
  const [signature, signatureKey] = [given.optional('signature'), given.optional('signature-key')];
  return {
    ...(replaces === undefined ? {} : { replaces }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(creator === undefined ? {} : { creator }),
    ...(signature === undefined ? {} : { signature: desk.grant(signature) }),
    ...(signatureKey === undefined ? {} : { signatureKey }),
    ...mappingOptions(given, desk),
  };
}

const sumOf = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, count) => sum + count, 0);

function changeText(change: { added: number; removed: number; changed: number } | null, desk: Desk): string {
  return change === null ? '' : desk.say('cli.labels.change', change);
}

type Note = NonNullable<IntakeResult['labels']>;

function notePairs(note: Note, desk: Desk): [string, string][] {
  const refused = Object.entries(note.refused).map(([reason, count]) => `${count} × ${desk.reason(reason)}`);
  return [
    [desk.say('cli.field.title'), note.title],
    ...(note.asOf === '' ? [] : [[desk.say('cli.field.asOf'), note.asOf] as [string, string]]),
    ...(note.actors === 0 ? [] : [[desk.say('cli.field.actors'), String(note.actors)] as [string, string]]),
    ...(note.change === null ? [] : [[desk.say('cli.field.sinceLast'), changeText(note.change, desk)] as [string, string]]),
    ...(note.signature === null
      ? []
      : [
          [desk.say('cli.field.signature'), desk.say(`cli.labels.signature.${note.signature.state}`, { file: note.signature.file })] as [
            string,
            string,
          ],
        ]),
    [desk.say('cli.field.rejectedRows'), refused.length === 0 ? '0' : `${sumOf(note.refused)} (${refused.join('; ')})`],
  ];
}

function addedOutcome(results: readonly IntakeResult[], desk: Desk): Outcome {
  const documents = results.map((result) => ({
    ...(result.name === undefined ? {} : { name: result.name }),
    ...{ source: result.source, mode: result.mode, new: result.new, accepted: result.accepted, rejectedRows: result.rejectedRows },
    ...(result.labels === undefined ? {} : { list: result.labels }),
  }));
  const text = results.map((result) =>
    sections(
      renderPairs([
        ...fileField(result, desk),
        [desk.say('cli.field.source'), result.source],
        [desk.say('cli.field.labelsAccepted'), String(result.accepted)],
        ...(result.labels === undefined ? [] : notePairs(result.labels, desk)),
      ]),
      rejectedText(result, desk),
    ),
  );
  return { exit: 0, document: documents.length === 1 ? documents[0] : { results: documents }, text: sections(...text) };
}

function previewOutcome(document: CallOutput<'labels.preview'>, desk: Desk): Outcome {
  const { note, labels, previous, sameName, changes, known } = document;
  const text = sections(
    renderPairs([
      [desk.say('cli.field.file'), document.name],
      [desk.say('cli.field.labelsAccepted'), String(labels)],
      ...notePairs(note, desk),
    ]),
    known ? desk.say('cli.labels.known') : '',
    previous === null ? '' : desk.say('cli.labels.follows', { number: previous.number, name: previous.name, asOf: previous.asOf }),
    sameName === null ? '' : desk.say('cli.labels.sameName', { number: sameName.number, name: sameName.name }),
    changesTable(changes, desk),
  );
  return { exit: 0, document, text };
}

function changesText({ against, sum, total, changes }: CallOutput<'labels.changes'>, desk: Desk): string {
  if (against === null) return desk.say('cli.labels.noVersion');
  const more = total - changes.length;
  return sections(changeText(sum, desk), changesTable(changes, desk), more === 0 ? '' : desk.say('cli.more', { count: more }));
}

function changesTable(changes: CallOutput<'labels.changes'>['changes'], desk: Desk): string {
  if (changes.length === 0) return '';
  return renderTable(
    ['change', 'address', 'before', 'after'].map((name) => ({ title: desk.say(`cli.column.${name}`), id: name === 'address' })),
    changes.map(({ kind, address, before, after }) => [
      ...[desk.say(`cli.labels.${kind}`), address, before.map(({ label }) => label).join('; '), after.map(({ label }) => label).join('; ')],
    ]),
    desk.width,
  );
}
