// Commands about requests: prepare, list, print, say what became of them, keep the answer, and what issuers could freeze now.
import { REQUEST_KINDS, REQUEST_STATES, type RequestView } from '../../../shared/contract/requests.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { timeText, units } from './accountWords.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { LOCALE_OPTION, localeOf } from './paperLocale.ts';
import { tableOptions } from './intake.ts';
import { renderPairs, renderTable, sections } from './table.ts';
import { TABLE_OPTIONS } from './tables.ts';

const NUMBER = { name: 'N', required: true, many: false };

export const requestCommands: readonly CommandSpec[] = [
  {
    words: ['request', 'new'],
    positionals: [{ name: 'ADDRESS', required: true, many: true }],
    options: [
      CASE_OPTION,
      { name: 'kind', value: REQUEST_KINDS.join('|'), required: true },
      { name: 'to', value: 'NAME', required: true },
      { name: 'chain', value: 'ID' },
      { name: 'transaction', value: 'ID', many: true },
      { name: 'directory', value: 'FILE' },
      { name: 'sender', value: 'NAME' },
      { name: 'template', value: 'FILE' },
      { name: 'asked', value: 'TEXT' },
      { name: 'answer-by', value: 'TEXT' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const kind = oneOf('--kind', REQUEST_KINDS, given.text('kind'));
      const chain = given.optional('chain');
      const [directory, template] = [given.optional('directory'), given.optional('template')];
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('requests.new', {
          ...{ kind, recipient: given.text('to'), transactions: [...given.list('transaction')] },
          addresses: given.list('ADDRESS').map((text) => ({ text, ...(chain === undefined ? {} : { chain }) })),
          ...(directory === undefined ? {} : { directory: desk.grant(directory) }),
          ...(template === undefined ? {} : { template: desk.grant(template) }),
          ...{ sender: given.optional('sender') ?? '', asked: given.optional('asked') ?? '', answerBy: given.optional('answer-by') ?? '' },
        });
        return { exit: 0, document, text: desk.say('cli.request.prepared', document) };
      });
    },
  },
  {
    words: ['request', 'list'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('requests.list', {});
        const rows = document.requests.map(({ request, kind, state, recipient, subjects, prepared }) => [
          ...[String(request), desk.say(`cli.request.kind.${kind}`), desk.say(`cli.request.state.${state}`), recipient],
          ...[subjects.map(({ address }) => address).join(', '), prepared],
        ]);
        const columns = ['number', 'kind', 'state', 'recipient', 'address', 'time'].map((name) => ({
          title: desk.say(`cli.column.${name}`),
        }));
        return { exit: 0, document, text: rows.length === 0 ? desk.say('cli.request.none') : renderTable(columns, rows, desk.width) };
      }),
  },
  {
    words: ['request', 'show'],
    positionals: [NUMBER],
    options: [CASE_OPTION, { name: 'out', value: 'FILE' }, LOCALE_OPTION, ...OPEN_OPTIONS],
    run(given, desk) {
      const request = wholeNumber('N', given.text('N'), 1);
      const out = given.optional('out');
      const locale = localeOf(given);
      const format = (['pdf', 'html'] as const).find((one) => out?.toLowerCase().endsWith(`.${one}`) === true);
      if (out !== undefined && format === undefined)
        throw new Fault('usage.badValue', { option: '--out', value: out, expected: '*.pdf, *.html' });
      return desk.withCase(given, given.text('case'), async () => {
        const { requests } = await desk.call('requests.list', {});
        const document = requests.find((one) => one.request === request);
        if (document === undefined) throw new Fault('request.unknown', { request });
        const saved =
          out === undefined || format === undefined
            ? null
            : await desk.call('requests.saveSheet', { request, out: desk.grant(out), format, locale });
        const said = saved === null ? '' : desk.say('cli.request.saved', { name: saved.name, sha256: saved.sha256 });
        return {
          exit: 0,
          document: saved === null ? document : { ...document, sheet: saved },
          text: sections(requestText(document, desk), said),
        };
      });
    },
  },
  {
    words: ['request', 'set'],
    positionals: [NUMBER],
    options: [
      CASE_OPTION,
      { name: 'state', value: REQUEST_STATES.join('|'), required: true },
      { name: 'day', value: 'YYYY-MM-DD', required: true },
      { name: 'note', value: 'TEXT' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const state = oneOf('--state', REQUEST_STATES, given.text('state'));
      return desk.withCase(given, given.text('case'), async () => {
        const asked = { request: wholeNumber('N', given.text('N'), 1), state, day: dayOf(given), note: given.optional('note') ?? '' };
        const document = await desk.call('requests.set', asked);
        return { exit: 0, document, text: `${document.request}: ${desk.say(`cli.request.state.${document.state}`)}` };
      });
    },
  },
  {
    words: ['request', 'answer'],
    positionals: [NUMBER, { name: 'FILE', required: true, many: false }],
    options: [
      CASE_OPTION,
      { name: 'day', value: 'YYYY-MM-DD', required: true },
      { name: 'note', value: 'TEXT' },
      { name: 'take-in' },
      { name: 'chain', value: 'ID' },
      { name: 'account', value: 'ACCOUNT' },
      { name: 'time-zone', value: '+HH:MM' },
      { name: 'day-order', value: 'dmy|mdy' },
      ...TABLE_OPTIONS,
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const request = wholeNumber('N', given.text('N'), 1);
        const file = given.text('FILE');
        const kept = { request, file: desk.grant(file), day: dayOf(given), note: given.optional('note') ?? '' };
        const { requests } = await desk.call('requests.list', {});
        if (!requests.some((one) => one.request === request)) throw new Fault('request.unknown', { request });
        // Data first: where the table cannot be read, nothing is kept and the command can be given again.
        if (given.has('take-in')) await takeInAnswer(file, desk.say('cli.request.exhibit', { request }), given, desk);
        const document = await desk.call('requests.answer', kept);
        const source =
          document.source === null ? desk.say('cli.request.noSource') : desk.say('cli.request.source', { id: document.source.id });
        return {
          exit: 0,
          document,
          text: sections(desk.say('cli.request.kept', { name: document.name, sha256: document.sha256 }), source),
        };
      }),
  },
  {
    words: ['request', 'freezable'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'canvas', value: 'N' },
      { name: 'account-run', value: 'RUN' },
      { name: 'at', value: 'TIME' },
      { name: 'block', value: 'N' },
      { name: 'chain', value: 'ID' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const canvas = given.optional('canvas');
      const run = given.optional('account-run');
      if ((canvas === undefined) === (run === undefined)) throw new Fault('usage.missingOption', { option: '--canvas', value: 'N' });
      const at = given.optional('at');
      const seconds = at === undefined ? undefined : Date.parse(at) / 1000;
      if (seconds !== undefined && !Number.isInteger(seconds))
        throw new Fault('usage.badValue', { option: '--at', value: at ?? '', expected: '2026-01-31T00:00:00Z' });
      const block = given.optional('block');
      const chain = given.optional('chain');
      if (block !== undefined && chain === undefined) throw new Fault('usage.missingOption', { option: '--chain', value: 'ID' });
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('requests.freezable', {
          of:
            canvas === undefined
              ? { what: 'accountRun', run: wholeNumber('account-run', run ?? '', 1) }
              : { what: 'canvas', canvas: wholeNumber('canvas', canvas, 1) },
          ...(seconds === undefined ? {} : { atSeconds: seconds }),
          ...(block === undefined || chain === undefined ? {} : { atBlock: { chain, block: wholeNumber('block', block, 0) } }),
        });
        const rows = document.rows.map(({ chainName, account, amount, asset, issuer, complete, lastSeconds, blacklisted }) => [
          ...[chainName, account, `${units(amount, asset)} ${asset.symbol ?? ''}`.trim(), issuer],
          ...[desk.say(`cli.request.complete.${complete ? 'yes' : 'no'}`), lastSeconds === null ? '' : timeText(lastSeconds)],
          desk.say(`cli.request.blacklisted.${blacklisted}`),
        ]);
        const columns = ['chain', 'account', 'amount', 'issuer', 'complete', 'lastTime', 'state'].map((name) => ({
          title: desk.say(`cli.column.${name}`),
        }));
        const table = rows.length === 0 ? desk.say('cli.request.nothingFreezable') : renderTable(columns, rows, desk.width);
        return {
          exit: rows.length === 0 ? 1 : 0,
          document,
          text: sections(table, desk.say('cli.request.freezeLimits', { accounts: document.accounts, day: document.tableOf })),
        };
      });
    },
  },
];

/** A table that no form knows and whose columns are those of a register is read as one. */
async function takeInAnswer(file: string, exhibit: string, given: Given, desk: Desk): Promise<void> {
  const chain = given.optional('chain');
  const input = { paths: [desk.grant(file)], exhibit, ...(chain === undefined ? {} : { chain }), ...tableOptions(given, desk) };
  try {
    await desk.call('intake.run', input);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'intake.unrecognised' || given.has('profile')) throw error;
    const { form, profile, needs } = await desk.call('intake.preview', { path: desk.grant(file) });
    if (form !== null || profile.family !== 'people' || needs.length > 0) throw error;
    await desk.call('intake.run', { ...input, paths: [desk.grant(file)], profile: 'register' });
  }
}

function requestText(view: RequestView, desk: Desk): string {
  const { request, kind, state, recipient, contact, subjects, steps, prepared, event } = view;
  const head = renderPairs([
    [desk.say('cli.column.number'), String(request)],
    [desk.say('cli.column.kind'), desk.say(`cli.request.kind.${kind}`)],
    [desk.say('cli.column.state'), desk.say(`cli.request.state.${state}`)],
    [desk.say('cli.column.recipient'), recipient],
    ...contact.map(({ name, value }): [string, string] => [name, value]),
    [desk.say('cli.column.time'), `${prepared} (${event})`],
  ]);
  const of = subjects.map(({ chainName, address, transfers, more }) =>
    desk.say('cli.request.subject', { chain: chainName, address, count: transfers.length, more }),
  );
  const became = steps.map(({ day, state: to, note, answer }) =>
    [day, desk.say(`cli.request.state.${to}`), note, answer === null ? '' : `${answer.name} ${answer.sha256}`]
      .filter((text) => text !== '')
      .join(' · '),
  );
  return sections(head, of.join('\n'), became.join('\n'));
}

function dayOf(given: Given): string {
  const day = given.text('day');
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Fault('usage.badValue', { option: '--day', value: day, expected: '2026-01-31' });
  return day;
}

function oneOf<T extends string>(option: string, allowed: readonly T[], typed: string): T {
  const found = allowed.find((one) => one === typed);
  if (found === undefined) throw new Fault('usage.badValue', { option, value: typed, expected: allowed.join(', ') });
  return found;
}
