// Commands of what scans found: traces with their places, one secret revealed with a reason, wallets and messages that were read.
import { type KeptTrace, NAMED_KINDS, TRACE_KINDS } from '../../../shared/contract/device.ts';
import type { SeizedMessage, WalletReading } from '../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { coded } from './deviceWords.ts';
import { REVEAL_OPTIONS, revealing } from './reveal.ts';
import { MOST_ROWS, mostRows, ROWS_OPTIONS } from './shownRows.ts';
import { printable, renderPairs, renderTable, sections } from './table.ts';

const MOST_SHOWN = 200;
const MOST_IN_WALLET = 20;
/** Labels of outputs and of addresses that are not known are facts: a wallet may have thousands. */
const MOST_FACTS = 60;
const PAGE = 1000;
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
      ...ROWS_OPTIONS,
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const most = mostRows(given, MOST_SHOWN);
      return desk.withCase(given, given.text('case'), async () => {
        const scan = given.optional('scan');
        const asked = {
          ...{ kinds: given.list('kind').map(kindOf), text: given.optional('text') ?? '', onlyOnChain: given.has('on-chain') },
          ...(scan === undefined ? {} : { scan: wholeNumber('--scan', scan, 1) }),
        };
        const document = await desk.call('device.traces', { ...asked, limit: PAGE });
        const { total, traces } = document;
        while (traces.length < total) {
          const page = await desk.call('device.traces', { ...asked, after: traces.length, limit: PAGE });
          if (page.traces.length === 0) break;
          traces.push(...page.traces);
        }
        const rest = traces.length > most ? desk.say('cli.traces.more', { count: traces.length - most }) : '';
        const isNarrowed = ['kind', 'text', 'scan', 'on-chain'].some((name) => given.has(name));
        const text = traces.length === 0 ? await nothingText(isNarrowed, desk) : sections(tableOf(traces.slice(0, most), desk), rest);
        return { exit: traces.length === 0 ? 1 : 0, document, text };
      });
    },
  },
  {
    words: ['traces', 'show'],
    positionals: [NUMBER],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('device.trace', { trace: numberOf(given) });
        const { trace, places } = document;
        const rows = places.map(({ path, offset, imageOffset, pieces, encoding, message }) => [
          printable(path),
          `${offset}`,
          pieces === undefined ? `${imageOffset ?? ''}` : pieces.map((one) => `${one.imageOffset} (${one.bytes})`).join(' + '),
          encoding,
          message === null ? '' : messageText(message, desk),
        ]);
        const columns = ['path', 'offset', 'inImage', 'encoding', 'message'].map((name) => ({ title: desk.say(`cli.traces.${name}`) }));
        const more = trace.count > places.length ? desk.say('cli.traces.morePlaces', { count: trace.count - places.length }) : '';
        return { exit: 0, document, text: sections(tableOf([trace], desk), renderTable(columns, rows, desk.width), more) };
      }),
  },
  {
    words: ['traces', 'reveal'],
    positionals: [NUMBER],
    options: [CASE_OPTION, ...REVEAL_OPTIONS, { name: 'around' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('device.reveal', {
          ...{ trace: numberOf(given), what: given.has('around') ? 'around' : 'value' },
          ...(await revealing(given, desk)),
        });
        desk.note(desk.say('cli.traces.revealed'));
        const { place } = document;
        if (place !== null) desk.note(desk.say('cli.traces.aroundOf', { path: printable(place.path), offset: place.offset }));
        return { exit: 0, document, text: printable(document.text) };
      }),
  },
  {
    words: ['wallets', 'list'],
    positionals: [],
    options: [CASE_OPTION, ...ROWS_OPTIONS, ...OPEN_OPTIONS],
    run(given, desk) {
      const most = mostRows(given, MOST_ROWS);
      const within = given.has('all') ? most : MOST_IN_WALLET;
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('device.wallets', {});
        const { wallets } = document;
        const shown = wallets.slice(0, most).map(({ id, path, wallet }) => walletText(id, path, wallet, desk, within));
        const rest = wallets.length > most ? desk.say('cli.moreRows', { count: wallets.length - most }) : '';
        return { exit: 0, document, text: wallets.length === 0 ? desk.say('cli.wallets.none') : sections(...shown, rest) };
      });
    },
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
    options: [
      CASE_OPTION,
      ...[{ name: 'text', value: 'TEXT' }, { name: 'around', value: 'NUMBER' }, { name: 'with-traces' }],
      ...ROWS_OPTIONS,
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const most = mostRows(given, MOST_SHOWN);
      return desk.withCase(given, given.text('case'), async () => {
        const around = given.optional('around');
        const asked = {
          ...{ text: given.optional('text') ?? '', onlyWithTraces: given.has('with-traces') },
          ...(around === undefined ? {} : { around: wholeNumber('--around', around, 1) }),
        };
        const document = await desk.call('device.messages', { ...asked, limit: PAGE });
        const { total, messages } = document;
        while (messages.length < total) {
          const page = await desk.call('device.messages', { ...asked, after: messages.length, limit: PAGE });
          if (page.messages.length === 0) break;
          messages.push(...page.messages);
        }
        const rest = messages.length > most ? desk.say('cli.messages.more', { count: messages.length - most }) : '';
        const text =
          messages.length === 0
            ? desk.say(`cli.messages.${asked.text !== '' || asked.onlyWithTraces ? 'noneFits' : 'none'}`)
            : sections(messagesText(messages.slice(0, most), desk), rest);
        return { exit: 0, document, text };
      });
    },
  },
];

async function nothingText(isNarrowed: boolean, desk: Desk): Promise<string> {
  const { scans } = await desk.call('device.scans', {});
  return desk.say(scans.length === 0 ? 'cli.traces.noScan' : isNarrowed ? 'cli.traces.noneFits' : 'cli.scan.nothing');
}

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
      coded('kind', kind, desk),
      `${value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value}${isExample ? ` ${word('example')}` : ''}`,
      checks.map((check) => word(`check.${check}`)).join(', '),
      onChain === null ? '' : word(NAMED_KINDS.includes(kind) ? (onChain ? 'seen' : 'unseen') : onChain ? 'keySeen' : 'keyUnseen'),
      `${count}`,
      `${exhibit.number}: ${printable(first.path)} @${first.offset}`,
    ]),
    desk.width,
  );
}

/** A heading for each chat of each file, so that the same chat met twice is told apart. */
function messagesText(
  messages: readonly (SeizedMessage & { readonly id: number; readonly path: string; readonly traces: readonly number[] })[],
  desk: Desk,
): string {
  let heading = '';
  return messages
    .map((one) => {
      const of = printable(`${one.path}: ${whereSaid(one)}`);
      const lead = of === heading ? '' : `${heading === '' ? '' : '\n'}${of}\n`;
      heading = of;
      const traces = one.traces.length === 0 ? '' : `  [${desk.say('cli.messages.traces', { traces: one.traces.join(', ') })}]`;
      return `${lead}${one.id}  ${spoken(one, desk)}${traces}`;
    })
    .join('\n');
}

const messageText = (message: SeizedMessage, desk: Desk): string => `${printable(whereSaid(message))} · ${spoken(message, desk)}`;

/** A browser's history has no chats. */
const whereSaid = ({ app, chat }: SeizedMessage): string => (chat === '' ? app : `${app} · ${chat}`);

/** When, which way and by whom, where the export says so, and what. */
function spoken({ sender, direction, time, instant, text, visit }: SeizedMessage, desk: Desk): string {
  if (visit !== undefined) {
    const said = instant === null ? 'visitedSometime' : visit.count === null ? 'visitedUncounted' : 'visited';
    const page = `${desk.say(`cli.messages.${said}`, { count: visit.count ?? 0 })}: ${text.replace('\n', ' · ')}`;
    return printable(instant === null ? page : `${instant} · ${page}`);
  }
  const when = instant === null ? `${time} ${desk.say('cli.messages.noZone')}` : instant;
  const who = direction === 'unknown' ? sender : desk.say(`cli.messages.${direction}`, { sender });
  return printable(`${when} · ${who}: ${text}`);
}

function walletText(id: number, path: string, wallet: WalletReading, desk: Desk, most = MOST_IN_WALLET): string {
  const word = (name: string): string => desk.say(`cli.wallets.${name}`);
  const { form, version, protection, isOpened, addresses, keys, transactions, facts, notRead } = wallet;
  const pairs: [string, string][] = [
    [`${id}`, `${coded('walletForm', form, desk)}${version === '' ? '' : ` ${version}`}${path === '' ? '' : `  ${printable(path)}`}`],
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
  for (const { code, value } of facts.slice(0, MOST_FACTS)) pairs.push([coded('fact', code, desk), printable(value)]);
  if (facts.length > MOST_FACTS) pairs.push(['', desk.say('cli.wallets.moreFacts', { count: facts.length - MOST_FACTS })]);
  for (const { kind, value, path: at } of keys.slice(0, most)) pairs.push([word(`key.${kind}`), `${value} ${at}`.trim()]);
  if (keys.length > most) pairs.push(['', desk.say('cli.wallets.moreKeys', { count: keys.length - most })]);
  // Used ones first: a wallet makes thousands ahead.
  const inOrder = [...addresses].sort((a, b) => Number(b.used === true) - Number(a.used === true));
  for (const { address, role, label, used } of inOrder.slice(0, most))
    pairs.push([
      word(`role.${role}`),
      [address, printable(label), used === null ? '' : word(used ? 'used' : 'notUsed')].filter((text) => text !== '').join('  '),
    ]);
  if (addresses.length > most) pairs.push(['', desk.say('cli.wallets.moreAddresses', { count: addresses.length - most })]);
  for (const { id: transaction, time, label, height } of transactions.slice(0, most))
    pairs.push([
      word('transaction'),
      [transaction, time, height === undefined ? '' : desk.say('devices.wallet.height', { height }), printable(label)]
        .filter((text) => text !== '')
        .join('  '),
    ]);
  if (transactions.length > most) pairs.push(['', desk.say('cli.wallets.moreTransactions', { count: transactions.length - most })]);
  if (notRead.length > 0) pairs.push([word('notRead'), notRead.map((code) => coded('notRead', code, desk)).join(', ')]);
  return renderPairs(pairs);
}
