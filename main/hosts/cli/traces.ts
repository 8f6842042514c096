// Commands of what scans found: traces with their places, one secret revealed with a reason, wallets and messages that were read.
import { type KeptTrace, TRACE_KINDS } from '../../../shared/contract/device.ts';
import type { SeizedMessage, WalletReading } from '../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { printable, renderPairs, renderTable, sections } from './table.ts';

const MOST_SHOWN = 200;
const LONGEST_VALUE = 100;
const NUMBER = { name: 'NUMBER', required: true, many: false };
const numberOf = (given: Given): number => wholeNumber('NUMBER', given.text('NUMBER'), 1);

export const traceListCommands: readonly CommandSpec[] = [
  {
    words: ['traces', 'list'],
    positionals: [],
    options: [
      CASE_OPTION,
      ...[
        { name: 'kind', value: 'KIND', many: true },
        { name: 'text', value: 'TEXT' },
        { name: 'on-chain' },
        { name: 'scan', value: 'NUMBER' },
      ],
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const scan = given.optional('scan');
        const document = await desk.call('device.traces', {
          ...{
            kinds: given.list('kind').map(kindOf),
            text: given.optional('text') ?? '',
            onlyOnChain: given.has('on-chain'),
            limit: MOST_SHOWN,
          },
          ...(scan === undefined ? {} : { scan: wholeNumber('--scan', scan, 1) }),
        });
        const { total, traces } = document;
        const rest = total > traces.length ? desk.say('cli.scan.moreOfKind', { count: total - traces.length }) : '';
        const text = traces.length === 0 ? desk.say('cli.scan.nothing') : sections(tableOf(traces, desk), rest);
        return { exit: traces.length === 0 ? 1 : 0, document, text };
      }),
  },
  {
    words: ['traces', 'show'],
    positionals: [NUMBER],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('device.trace', { trace: numberOf(given) });
        const { trace, places } = document;
        const rows = places.map(({ path, offset, encoding, message }) => [
          printable(path),
          `${offset}`,
          encoding,
          message === null ? '' : messageText(message, desk),
        ]);
        const columns = ['path', 'offset', 'encoding', 'message'].map((name) => ({ title: desk.say(`cli.traces.${name}`) }));
        const more = trace.count > places.length ? desk.say('cli.traces.morePlaces', { count: trace.count - places.length }) : '';
        return { exit: 0, document, text: sections(tableOf([trace], desk), renderTable(columns, rows, desk.width), more) };
      }),
  },
  {
    words: ['traces', 'reveal'],
    positionals: [NUMBER],
    options: [
      CASE_OPTION,
      ...[{ name: 'reason', value: 'TEXT', required: true }, { name: 'authority', value: 'TEXT' }, { name: 'around' }],
      { name: 'secrets-passphrase-file', value: 'FILE' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('device.reveal', {
          ...{ trace: numberOf(given), what: given.has('around') ? 'around' : 'value', reason: given.text('reason') },
          ...{ authority: given.optional('authority') ?? '' },
          passphrase: await desk.passphrase('secrets', given.optional('secrets-passphrase-file'), false),
        });
        desk.note(desk.say('cli.traces.revealed'));
        return { exit: 0, document, text: printable(document.text) };
      }),
  },
  {
    words: ['wallets', 'list'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('device.wallets', {});
        const text = document.wallets.map(({ id, path, wallet }) => walletText(id, path, wallet, desk)).join('\n\n');
        return { exit: 0, document, text: text === '' ? desk.say('cli.wallets.none') : text };
      }),
  },
  {
    words: ['wallets', 'open'],
    positionals: [NUMBER],
    options: [
      CASE_OPTION,
      ...[
        { name: 'authority', value: 'TEXT', required: true },
        { name: 'wallet-password-file', value: 'FILE' },
      ],
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const wallet = numberOf(given);
        const password = await desk.passphrase('wallet', given.optional('wallet-password-file'), false);
        const document = await desk.call('device.openWallet', { wallet, password, authority: given.text('authority') });
        return { exit: 0, document, text: walletText(wallet, '', document.wallet, desk) };
      }),
  },
  {
    words: ['messages', 'list'],
    positionals: [],
    options: [CASE_OPTION, { name: 'text', value: 'TEXT' }, { name: 'around', value: 'NUMBER' }, { name: 'with-traces' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const around = given.optional('around');
        const document = await desk.call('device.messages', {
          ...{ text: given.optional('text') ?? '', onlyWithTraces: given.has('with-traces'), limit: MOST_SHOWN },
          ...(around === undefined ? {} : { around: wholeNumber('--around', around, 1) }),
        });
        const lines = document.messages.map(
          (one) => `${one.id}  ${messageText(one, desk)}${one.traces.length > 0 ? `  ← ${one.traces.join(', ')}` : ''}`,
        );
        return { exit: 0, document, text: lines.length === 0 ? desk.say('cli.messages.none') : lines.join('\n') };
      }),
  },
];

function kindOf(text: string): (typeof TRACE_KINDS)[number] {
  const found = TRACE_KINDS.find((one) => one === text);
  if (found === undefined) throw new Fault('usage.badValue', { option: '--kind', value: text, expected: TRACE_KINDS.join(', ') });
  return found;
}

function tableOf(traces: readonly KeptTrace[], desk: Desk): string {
  const word = (name: string): string => desk.say(`cli.scan.${name}`);
  const columns = ['number', 'kindOf', 'value', 'tested', 'onChain', 'times', 'first'] as const;
  return renderTable(
    columns.map((name) => ({ title: word(name), ...(name === 'times' || name === 'number' ? { align: 'right' as const } : {}) })),
    traces.map(({ trace, kind, value, checks, isExample, onChain, count, exhibit, first }) => [
      `${trace}`,
      word(`kind.${kind}`),
      `${value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value}${isExample ? ` ${word('example')}` : ''}`,
      checks.map((check) => word(`check.${check}`)).join(', '),
      onChain === null ? '' : word(onChain ? 'seen' : 'unseen'),
      `${count}`,
      `${exhibit.number}: ${printable(first.path)} @${first.offset}`,
    ]),
    desk.width,
  );
}

function messageText({ app, chat, sender, direction, time, instant, text }: SeizedMessage, desk: Desk): string {
  const when = instant === null ? `${time} ${desk.say('cli.messages.noZone')}` : instant;
  return printable(`${app} · ${chat} · ${when} · ${direction === 'out' ? '→' : direction === 'in' ? '←' : ''} ${sender}: ${text}`);
}

function walletText(id: number, path: string, wallet: WalletReading, desk: Desk): string {
  const word = (name: string): string => desk.say(`cli.wallets.${name}`);
  const { form, version, protection, isOpened, addresses, keys, transactions, facts, notRead } = wallet;
  const pairs: [string, string][] = [
    [`${id}`, `${form}${version === '' ? '' : ` ${version}`}${path === '' ? '' : `  ${printable(path)}`}`],
  ];
  const described =
    protection === null ? '' : [protection.cipher, protection.kdf, ...Object.entries(protection.parameters).map((one) => one.join('='))];
  pairs.push([
    word('protection'),
    protection === null
      ? word('open')
      : `${[described]
          .flat()
          .filter((one) => one !== '')
          .join(' ')}${isOpened ? ` ${word('opened')}` : ''}`,
  ]);
  for (const { code, value } of facts) pairs.push([code, printable(value)]);
  for (const { kind, value, path: at } of keys) pairs.push([word(`key.${kind}`), `${value} ${at}`.trim()]);
  for (const { address, role, label, used } of addresses.slice(0, MOST_SHOWN))
    pairs.push([
      word(`role.${role}`),
      [address, printable(label), word(used === true ? 'used' : 'notUsed')].filter((text) => text !== '').join('  '),
    ]);
  for (const { id: transaction, time, label } of transactions.slice(0, MOST_SHOWN))
    pairs.push([word('transaction'), [transaction, time, printable(label)].filter((text) => text !== '').join('  ')]);
  if (notRead.length > 0) pairs.push([word('notRead'), notRead.join(', ')]);
  return renderPairs(pairs);
}
