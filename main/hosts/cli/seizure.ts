// Commands about seizures: prepare a transfer to the agency's wallet, list, write the papers, close the record by the block, withdraw.
import type { CallInput } from '../../../shared/contract/index.ts';
import { SEIZURE_FORMS, type SeizureBecame, type SeizureView } from '../../../shared/contract/seizure.ts';
import { closingStands } from '../../../shared/model/closingStands.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { units } from './accountWords.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { LOCALE_OPTION, localeOf } from './paperLocale.ts';
import { renderPairs, renderTable, sections } from './table.ts';

const NUMBER = { name: 'N', required: true, many: false };

export const seizureCommands: readonly CommandSpec[] = [
  {
    words: ['seizure', 'prepare'],
    positionals: [{ name: 'ADDRESS', required: true, many: true, unless: 'found-keys' }],
    options: [
      CASE_OPTION,
      { name: 'agency', value: 'ADDRESS', required: true },
      { name: 'agency-again', value: 'ADDRESS', required: true },
      { name: 'agency-by', value: 'NAME', required: true },
      { name: 'fee-rate', value: 'RATE' },
      { name: 'fee', value: 'AMOUNT' },
      { name: 'chain', value: 'ID' },
      { name: 'at-height', value: 'N' },
      { name: 'account-key', value: 'XPUB' },
      { name: 'key-fingerprint', value: 'HEX' },
      { name: 'account-path', value: 'PATH' },
      { name: 'exhibits', value: 'TEXT' },
      { name: 'authority', value: 'TEXT' },
      { name: 'note', value: 'TEXT' },
      { name: 'found-keys' },
      { name: 'with-unknown' },
      { name: 'accept-high-fee' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const { seizure } = await desk.call('seizure.prepare', await withFound(askedOf(given), given, desk));
        const document = await seizureOf(desk, seizure);
        return { exit: 0, document, text: sections(desk.say('cli.seizure.prepared', { seizure }), seizureText(document, desk)) };
      }),
  },
  {
    words: ['seizure', 'list'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('seizure.list', {});
        const rows = document.seizures.map(({ seizure, now, chainName, height, agency, prepared }) => [
          ...[String(seizure), desk.say(`cli.seizure.state.${now.state}`), chainName, String(height), agency, prepared],
        ]);
        const columns = ['number', 'state', 'chain', 'height', 'address', 'time'].map((name) => ({
          title: desk.say(`cli.column.${name}`),
        }));
        return { exit: 0, document, text: rows.length === 0 ? desk.say('cli.seizure.none') : renderTable(columns, rows, desk.width) };
      }),
  },
  {
    words: ['seizure', 'show'],
    positionals: [NUMBER],
    options: [CASE_OPTION, { name: 'out', value: 'DIR' }, LOCALE_OPTION, ...OPEN_OPTIONS],
    run(given, desk) {
      const locale = localeOf(given);
      return desk.withCase(given, given.text('case'), async () => {
        const view = await seizureOf(desk, wholeNumber('N', given.text('N'), 1));
        const out = given.optional('out');
        const saved = out === undefined ? null : await desk.call('seizure.save', { seizure: view.seizure, out: desk.grant(out), locale });
        const said = saved?.files.map(({ name, sha256 }) => `${sha256}  ${saved.folder}/${name}`).join('\n') ?? '';
        return { exit: 0, document: saved === null ? view : { ...view, saved }, text: sections(seizureText(view, desk), said) };
      });
    },
  },
  {
    words: ['seizure', 'close'],
    positionals: [NUMBER],
    options: [CASE_OPTION, { name: 'note', value: 'TEXT' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const seizure = wholeNumber('N', given.text('N'), 1);
        const document = await desk.call('seizure.close', { seizure, note: given.optional('note') ?? '' });
        return { exit: document.state === 'confirmed' ? 0 : 1, document, text: becameText(document, desk) };
      }),
  },
  {
    words: ['seizure', 'withdraw'],
    positionals: [NUMBER],
    options: [CASE_OPTION, { name: 'reason', value: 'TEXT', required: true }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('seizure.withdraw', {
          seizure: wholeNumber('N', given.text('N'), 1),
          reason: given.text('reason'),
        });
        return { exit: 0, document, text: `${document.seizure}: ${desk.say('cli.seizure.state.withdrawn')}` };
      }),
  },
];

/** `ADDRESS`, or `ADDRESS=0/5` with its path below the account. */
function askedOf(given: Given): CallInput<'seizure.prepare'> {
  const key = given.optional('account-key');
  const height = given.optional('at-height');
  const optional = (option: string, name: string) => {
    const value = given.optional(option);
    return value === undefined ? {} : { [name]: value };
  };
  const formed = (option: string, name: keyof typeof SEIZURE_FORMS) => {
    const value = given.optional(option);
    const { form, example } = SEIZURE_FORMS[name];
    if (value !== undefined && !form.test(value))
      throw new Fault('usage.badValue', { option: `--${option}`, value: value.slice(0, 80), expected: `${example}, …` });
    return optional(option, name);
  };
  for (const [option, value] of [
    ['key-fingerprint', 'HEX'],
    ['account-path', 'PATH'],
  ] as const)
    if (key !== undefined && given.optional(option) === undefined) throw new Fault('usage.missingOption', { option: `--${option}`, value });
  return {
    addresses: given.list('ADDRESS').map((one) => {
      const [text = '', path] = one.split('=');
      return { text, ...(path === undefined ? {} : { path }) };
    }),
    ...{ agency: given.text('agency'), agencyAgain: given.text('agency-again'), agencyBy: given.text('agency-by') },
    ...(key === undefined
      ? {}
      : {
          account: {
            ...{ xpub: key, fingerprint: given.text('key-fingerprint'), path: given.text('account-path') },
            ...formed('key-fingerprint', 'fingerprint'),
            ...formed('account-path', 'path'),
          },
        }),
    ...optional('chain', 'chain'),
    ...formed('fee', 'fee'),
    ...formed('fee-rate', 'feeRate'),
    ...(height === undefined ? {} : { height: wholeNumber('at-height', height, 0) }),
    ...{ exhibits: given.optional('exhibits') ?? '', authority: given.optional('authority') ?? '', note: given.optional('note') ?? '' },
    ...{ withUnknown: given.has('with-unknown'), acceptHighFee: given.has('accept-high-fee') },
  };
}

/** With the addresses that found keys make and the case's data know; of one chain, which --chain names where there are several. */
async function withFound(asked: CallInput<'seizure.prepare'>, given: Given, desk: Desk): Promise<CallInput<'seizure.prepare'>> {
  if (!given.has('found-keys')) return asked;
  const { last } = await desk.call('keys.list', {});
  const used = last?.origins.flatMap(({ findings }) => findings.flatMap((one) => one.used)) ?? [];
  const chains = [...new Set(used.map(({ chain }) => chain))];
  const chain = asked.chain ?? chains[0];
  if (asked.chain === undefined && chains.length > 1) throw new Fault('usage.chainRequired');
  const found = used.filter((one) => one.chain === chain && !one.address.startsWith('script:')).map(({ address }) => address);
  if (chain === undefined || found.length === 0) throw new Fault('seizure.noFoundKeys');
  return { ...asked, chain, addresses: [...asked.addresses, ...[...new Set(found)].map((text) => ({ text }))] };
}

async function seizureOf(desk: Desk, seizure: number): Promise<SeizureView> {
  const { seizures } = await desk.call('seizure.list', {});
  const found = seizures.find((one) => one.seizure === seizure);
  if (found === undefined) throw new Fault('seizure.unknown', { seizure });
  return found;
}

function seizureText(view: SeizureView, desk: Desk): string {
  const { coins, balances, now } = view;
  const column = (name: string) => ({ title: desk.say(`cli.column.${name}`) });
  const head: [string, string][] = [
    [desk.say('cli.column.state'), desk.say(`cli.seizure.state.${now.state}`)],
    [desk.say('cli.column.chain'), view.chainName],
    [desk.say('cli.column.height'), String(view.height)],
    [desk.say('cli.seizure.agency'), view.agency],
  ];
  if (coins === null) {
    const rows = (balances ?? []).map(({ address, asset, amount, complete, why }) => [
      ...[address, signed(amount, asset), desk.say(`cli.request.complete.${complete ? 'yes' : 'no'}`)],
      why === null ? '' : desk.say(`cli.seizure.why.${why}`),
    ]);
    return sections(
      renderPairs(head),
      renderTable(['account', 'amount', 'complete', 'note'].map(column), rows, desk.width),
      becameText(now, desk),
      closingsText(view, desk),
    );
  }
  const amount = (text: string): string => `${units(text, coins.unit)} ${coins.unit.symbol ?? ''}`;
  head.push(
    [desk.say('cli.seizure.taken'), amount(coins.totals.takenSat)],
    [desk.say('cli.seizure.fee'), amount(coins.totals.feeSat)],
    [desk.say('cli.seizure.paid'), amount(coins.totals.paidSat)],
    [desk.say('cli.seizure.unknown'), amount(coins.totals.unknownSat)],
  );
  const rows = coins.outputs.map(({ outpoint, amountSat, state, part, why }) => [
    ...[outpoint, amount(amountSat), desk.say(`cli.seizure.spending.${state}`)],
    why === null ? (part === null ? '' : desk.say('cli.seizure.inPart', { part })) : desk.say(`cli.seizure.why.${why}`),
  ]);
  const parts = coins.parts.map(({ part, vsize, sha256 }) => desk.say('cli.seizure.part', { part, vsize, sha256 }));
  const table = renderTable(['outpoint', 'amount', 'state', 'note'].map(column), rows, desk.width);
  return sections(renderPairs(head), table, parts.join('\n'), becameText(now, desk), closingsText(view, desk));
}

function closingsText({ closings, now }: SeizureView, desk: Desk): string {
  const last = closings.at(-1);
  const lines = closings.map(({ time, examiner, event, state, note }) =>
    [desk.say('cli.seizure.closed', { time, examiner, event, state: desk.say(`cli.seizure.state.${state}`) }), note]
      .filter((text) => text !== '')
      .join(' · '),
  );
  return [...lines, ...(last === undefined || closingStands(last, now) ? [] : [desk.say('cli.seizure.changed')])].join('\n');
}

function becameText({ state, transactions, differences }: SeizureBecame, desk: Desk): string {
  return [
    desk.say(`cli.seizure.state.${state}`),
    ...transactions.map(({ txid, height, grade }) => `${txid} ${height ?? ''} ${grade}`),
    ...differences.map(({ what, of, planned, found }) => `${desk.say(`cli.seizure.different.${what}`)}: ${of} (${planned} / ${found})`),
  ].join('\n');
}

/** Where rows are missing a sum of movements may be below zero. */
function signed(amount: string, asset: NonNullable<SeizureView['balances']>[number]['asset']): string {
  const below = amount.startsWith('-');
  return `${below ? '-' : ''}${units(below ? amount.slice(1) : amount, asset)} ${asset.symbol ?? ''}`.trim();
}
