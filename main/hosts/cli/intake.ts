// Commands that take data in: sources and labels.
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { IntakeResult } from '../../../shared/contract/intake.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { countsOfBag, reportTexts } from '../../../shared/words/index.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type ExitCode, type Given, OPEN_OPTIONS, type Outcome } from './command.ts';
import { decimalsOf, decimalsOfFault, decimalsText } from './decimals.ts';
import { countPairs } from './evidence.ts';
import { askNode, NODE_OPTIONS, nodeText } from './nodeIntake.ts';
import { missingTable, MOST_ROWS, withMore } from './shownRows.ts';
import { mappingOptions, previewTableOutcome, TABLE_OPTIONS } from './tables.ts';
import { renderPairs, renderTable, sections } from './table.ts';

const PATHS = { name: 'PATH', required: true, many: true };

export const intakeCommands: readonly CommandSpec[] = [
  {
    words: ['intake'],
    positionals: [{ ...PATHS, unless: 'node' }],
    options: [
      { ...CASE_OPTION, required: false },
      { name: 'chain', value: 'ID' },
      { name: 'anchor', value: 'HEIGHT:HASH' },
      { name: 'operator', value: 'NAME' },
      { name: 'exhibit', value: 'LABEL' },
      { name: 'archive' },
      { name: 'account', value: 'ACCOUNT' },
      { name: 'time-zone', value: '+HH:MM' },
      { name: 'day-order', value: 'dmy|mdy' },
      { name: 'decimals', value: 'CONTRACT=N', many: true },
      { name: 'force' },
      ...TABLE_OPTIONS,
      { name: 'preview' },
      ...NODE_OPTIONS,
      ...OPEN_OPTIONS,
    ],
    async run(given, desk) {
      if (given.has('preview')) return previewOutcome(given, desk);
      const chain = given.optional('chain');
      const anchor = given.optional('anchor')?.toLowerCase();
      const exhibit = given.optional('exhibit');
      const operator = given.optional('operator');
      if (anchor !== undefined && !/^\d{1,9}:(0x)?[0-9a-f]{64}$/.test(anchor))
        throw new Fault('usage.badValue', { option: '--anchor', value: anchor, expected: 'HEIGHT:HASH' });
      const folder = given.optional('case');
      if (folder === undefined) throw new Fault('usage.missingOption', { option: '--case', value: 'DIR' });
      const node = given.optional('node');
      if (node !== undefined) return askNode(node, given, desk, nodeOutcome);
      return desk.withCase(given, folder, async () => {
        const asked = desk.call('intake.run', {
          paths: given.list('PATH').map((path) => desk.grant(path)),
          force: given.has('force'),
          archive: given.has('archive'),
          ...(chain === undefined ? {} : { chain }),
          ...(anchor === undefined ? {} : { anchor }),
          ...(operator === undefined ? {} : { operator }),
          ...(exhibit === undefined ? {} : { exhibit }),
          ...tableOptions(given, desk),
        });
        const { results } = await asked.catch((error: unknown) => {
          const told = error instanceof Fault ? decimalsOfFault(error, given, desk) : '';
          for (const line of told.split('\n')) if (line !== '') desk.note(line);
          throw error;
        });
        return intakeOutcome(results, desk, given);
      });
    },
  },
  {
    words: ['intake', 'rejected'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'source', value: 'NUMBER', required: true },
      { name: 'out', value: 'FILE.csv', required: true },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('intake.rejected', { source: given.text('source'), out: desk.grant(given.text('out')) });
        return { exit: 0, document, text: desk.say('cli.intake.rejectedWritten', { name: document.name, count: document.rows }) };
      }),
  },
  {
    words: ['intake', 'withdraw'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'source', value: 'NUMBER', required: true },
      { name: 'reason', value: 'TEXT', required: true },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('intake.withdraw', { source: given.text('source'), reason: given.text('reason') });
        return { exit: 0, document, text: desk.say('cli.intake.withdrawn', { source: given.text('source') }) };
      }),
  },
  {
    words: ['intake', 'answers'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'source', value: 'NUMBER', required: true },
      { name: 'out', value: 'FILE', required: true },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const saved = await desk.call('intake.answers', { source: given.text('source'), out: desk.grant(given.text('out')) });
        return { exit: 0, document: saved, text: desk.say('cli.node.saved', saved) };
      }),
  },
];

/** What a table of movements does not say of itself, and how it is read where no built-in form knows it. */
export function tableOptions(given: Given, desk: Desk) {
  const account = given.optional('account');
  const zone = given.optional('time-zone');
  const dayOrder = given.optional('day-order');
  const parts = zone === undefined ? null : /^([+-])(\d{1,2}):?(\d{2})$/.exec(zone);
  if (zone !== undefined && parts === null) throw new Fault('usage.badValue', { option: '--time-zone', value: zone, expected: '+HH:MM' });
  if (dayOrder !== undefined && dayOrder !== 'dmy' && dayOrder !== 'mdy')
    throw new Fault('usage.badValue', { option: '--day-order', value: dayOrder, expected: 'dmy, mdy' });
  const minutes = parts === null ? null : (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
  return {
    ...(account === undefined ? {} : { account }),
    ...(minutes === null ? {} : { zoneMinutes: minutes }),
    ...(dayOrder === undefined ? {} : ({ dayOrder } as const)),
    ...(given.has('decimals') ? { decimals: decimalsOf(given.list('decimals')) } : {}),
    ...mappingOptions(given, desk),
  };
}

/** The document of docs/FORMATS.md §4 for one source; several sources stand in `results`. */
export function intakeDocument(result: IntakeResult): unknown {
  return {
    ...(result.name === undefined ? {} : { name: result.name }),
    source: result.source,
    mode: result.mode,
    blocks: result.blocks,
    accepted: result.accepted,
    new: result.new,
    stale: result.stale,
    refused: result.refused.map(({ height, hash, reason }) => ({ height, hash, reason })),
    headers:
      result.headers === null
        ? null
        : { from: result.headers.from, to: result.headers.to, anchoredTo: result.headers.anchoredTo, work: result.headers.work },
    transactions: result.transactions,
    undo: result.undo,
    partial: result.partial,
    ...(result.mode === 'transactions' && result.capture === undefined ? { rejectedRows: result.rejectedRows } : {}),
    ...(result.table === undefined ? {} : { table: result.table, rejectedRows: result.rejectedRows }),
    ...(result.report === undefined ? {} : { report: result.report, people: result.people, rejectedRows: result.rejectedRows }),
    ...(result.node === undefined ? {} : { node: result.node }),
    ...(result.capture === undefined ? {} : { capture: result.capture, rejectedRows: result.rejectedRows }),
    ...(result.bag === undefined ? {} : { bag: result.bag }),
  };
}

/** Looks at one table and opens no case. */
async function previewOutcome(given: Given, desk: Desk): Promise<Outcome> {
  const [path, ...more] = given.list('PATH');
  if (path === undefined || more.length > 0)
    throw new Fault('usage.badValue', { option: '--preview', value: more[0] ?? '', expected: 'one PATH' });
  const chain = given.optional('chain');
  return previewTableOutcome({ path: desk.grant(path), ...(chain === undefined ? {} : { chain }), ...tableOptions(given, desk) }, desk);
}

function joined(documents: readonly unknown[]): unknown {
  return documents.length === 1 ? documents[0] : { results: documents };
}

/** Bad input when something was refused and nothing was accepted; otherwise done, with the refused listed. */
export function intakeExit(results: readonly IntakeResult[]): ExitCode {
  const refused = results.some((result) => result.refused.length > 0 || result.rejectedRows.length > 0);
  return refused && results.every((result) => result.accepted === 0 && result.transactions === 0) ? 3 : 0;
}

export function intakeOutcome(results: readonly IntakeResult[], desk: Desk, given: Given | null = null): Outcome {
  return {
    exit: intakeExit(results),
    document: joined(results.map(intakeDocument)),
    text: sections(...results.flatMap((result) => [intakeText(result, desk), given === null ? '' : decimalsText(result, given, desk)])),
  };
}

export function rejectedText(result: IntakeResult, desk: Desk): string {
  if (result.rejectedRows.length === 0) return '';
  const columns = [
    { title: desk.say('cli.column.row'), align: 'right' as const },
    { title: desk.say('cli.column.reason') },
    { title: desk.say('cli.column.text'), id: true },
  ];
  const table = renderTable(
    columns,
    result.rejectedRows.slice(0, MOST_ROWS).map((row) => [String(row.row), desk.reason(row.reason), row.text]),
    desk.width,
  );
  return withMore(table, result.rejectedRows.length, desk);
}

/** Which service said this and when, and what of the fetch list is still missing. */
function captureText(capture: IntakeResult['capture'], desk: Desk): string {
  if (capture === undefined) return '';
  const missing = capture.items.filter(({ gaps }) => gaps.length > 0);
  const pairs = renderPairs([
    [desk.say('cli.field.captureService'), `${capture.service} (${capture.kind})`],
    [desk.say('cli.field.captureTime'), desk.say('cli.fetch.times', { from: capture.from ?? '?', to: capture.to ?? '?' })],
    [desk.say('cli.field.captureKey'), capture.fingerprint],
    [
      desk.say('cli.field.captureItems'),
      desk.say('cli.fetch.cameOf', { complete: capture.items.length - missing.length, missing: missing.length }),
    ],
  ]);
  if (missing.length === 0) return pairs;
  return sections(pairs, missingTable(missing, desk));
}

/** What blocks of an account chain prove, and whether an anchor reaches them. */
function provenText(proven: IntakeResult['proven'], desk: Desk): string {
  if (proven === undefined) return '';
  const { headers, bodies, receipts, anchored, contradictions } = proven;
  return [
    desk.say('cli.intake.proven', { headers, bodies, receipts, anchored }),
    ...contradictions.slice(0, MOST_ROWS).map((one) => desk.say('cli.intake.anchorContradicted', one)),
  ].join('\n');
}

/** What a report says of itself, and how many of its parties became entries. */
function reportText({ report, people }: IntakeResult, desk: Desk): string {
  if (report === undefined) return '';
  const parties =
    people === undefined
      ? []
      : [[desk.say('people.report.people'), desk.say('people.report.parties', { entries: people.entries, links: people.links })] as const];
  return renderPairs([...reportTexts(desk.say, report), ...parties]);
}

/** Which of the files given it is: several are taken in at once, and a workbook has sheets. */
export function fileField({ name, table }: IntakeResult, desk: Desk): [string, string][] {
  if (name === undefined) return [];
  const sheet = table?.sheet ?? '';
  return [[desk.say('cli.field.file'), sheet === '' ? name : `${name} (${sheet})`]];
}

/** A table of movements: rows, not blocks. */
function tableText(result: IntakeResult, table: NonNullable<IntakeResult['table']>, desk: Desk): string {
  const pairs: [string, string | number][] = [
    ['source', result.source],
    ['mode', desk.say('cli.mode.accounts')],
    ['chain', result.chain ?? ''],
    ['rowsRead', table.rows],
    ['rowsTaken', table.taken],
    ['transactions', result.transactions],
    ['new', result.new],
    ...(table.encoding === '' ? [] : [['encoding', table.encoding] as [string, string]]),
  ];
  const flags = table.flags.map(({ code, values }) => desk.say(`cli.tableFlag.${code}`, values));
  return sections(
    renderPairs([...fileField(result, desk), ...pairs.map(([name, value]) => [desk.say(`cli.field.${name}`), String(value)] as const)]),
    flags.join('\n'),
    reportText(result, desk),
    provenText(result.proven, desk),
    nodeText(result.node, desk),
    rejectedText(result, desk),
  );
}

/** A photo, a scan or a PDF: pages, not blocks. */
function documentText(
  result: IntakeResult,
  { format, pages, width, height, flags }: NonNullable<IntakeResult['document']>,
  desk: Desk,
): string {
  const pairs: [string, string | number][] = [
    ...[['source', result.source] as [string, string], ['mode', desk.say('cli.mode.document')] as [string, string]],
    ...[['format', format.toUpperCase()] as [string, string], ['pages', pages] as [string, number]],
    ...(width === null || height === null ? [] : [['pixels', `${width} × ${height}`] as [string, string]]),
  ];
  return sections(
    renderPairs([...fileField(result, desk), ...pairs.map(([name, value]) => [desk.say(`cli.field.${name}`), String(value)] as const)]),
    flags.map((flag) => desk.say(`cli.document.flag.${flag}`)).join('\n'),
  );
}

function nodeOutcome({ result, rolledBack, takenBack }: CallOutput<'intake.node'>, desk: Desk): Outcome {
  const [highest] = rolledBack;
  const lowest = rolledBack.at(-1);
  const told =
    highest === undefined || lowest === undefined
      ? ''
      : desk.say('cli.node.rolledBack', { count: rolledBack.length, from: lowest.height, to: highest.height, transactions: takenBack });
  const document = { ...(intakeDocument(result) as object), rolledBack, takenBack };
  return { exit: intakeExit([result]), document, text: sections(told, intakeText(result, desk)) };
}

function bagText(bag: IntakeResult['bag'], desk: Desk): string {
  if (bag === undefined) return '';
  return `${desk.say('cli.intake.ofBag', { reference: bag.reference })}\n${renderPairs(countPairs(countsOfBag(bag), desk))}`;
}

function intakeText(result: IntakeResult, desk: Desk): string {
  if (result.table !== undefined) return tableText(result, result.table, desk);
  const field = (name: string, value: string | number): [string, string] => [desk.say(`cli.field.${name}`), String(value)];
  if (result.document !== undefined) return documentText(result, result.document, desk);
  const { headers } = result;
  const pairs = renderPairs([
    ...fileField(result, desk),
    field('source', result.source),
    field('mode', desk.say(`cli.mode.${result.mode}`)),
    ...(result.chain === null ? [] : [field('chain', result.chain)]),
    // Blocks, their branches and input values are words of coins.
    ...(result.mode === 'accounts'
      ? [field('transactions', result.transactions), field('new', result.new)]
      : result.mode === 'people'
        ? [field('entries', result.accepted), field('new', result.new)]
        : [
            field('blocks', result.blocks),
            field('accepted', result.accepted),
            field('new', result.new),
            field('stale', result.stale),
            field('refused', result.refused.length),
            field('transactions', result.transactions),
            field('undo', desk.say(`cli.undo.${result.undo}`)),
          ]),
    ...(headers === null
      ? []
      : [
          field('headers', `${headers.from ?? '?'} – ${headers.to ?? '?'}`),
          field('anchor', headers.anchoredTo ?? desk.say('cli.intake.noAnchor')),
          field('work', headers.cheap ? desk.say('cli.intake.cheapWork', { work: headers.work }) : headers.work),
        ]),
  ]);
  const refused = renderTable(
    [
      { title: desk.say('cli.column.height'), align: 'right' },
      { title: desk.say('cli.column.block'), id: true },
      { title: desk.say('cli.column.reason') },
    ],
    result.refused
      .slice(0, MOST_ROWS)
      .map((block) => [
        block.height === null ? desk.say('cli.intake.claimedHeight', { height: block.claimedHeight ?? '?' }) : String(block.height),
        block.hash,
        desk.reason(block.reason),
      ]),
    desk.width,
  );
  return sections(
    pairs,
    result.refused.length === 0 ? '' : withMore(refused, result.refused.length, desk),
    rejectedText(result, desk),
    result.rejectedRows.some(({ reason }) => reason === 'statedPlace')
      ? desk.say('cli.intake.withoutProof', { source: result.source.slice(0, 12) })
      : '',
    captureText(result.capture, desk),
    reportText(result, desk),
    provenText(result.proven, desk),
    bagText(result.bag, desk),
    result.partial ? desk.say('cli.intake.partial') : '',
  );
}
