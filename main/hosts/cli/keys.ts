// Commands from keys to coins. Phrases and private keys come from a file or standard input, never from the argument list; nothing of them is printed.
import { readFileSync } from 'node:fs';
import type { CallInput } from '../../../shared/contract/index.ts';
import type { KeyFinding, KeyOrigin, UsedAddress } from '../../../shared/contract/keysToCoins.ts';
import { Fault, type FaultParameters } from '../../../shared/model/fault.ts';
import { assetName, units } from './accountWords.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { keysListText } from './keysList.ts';
import { passphraseFromFile } from './passphrase.ts';
import { REVEAL_OPTIONS, revealing } from './reveal.ts';
import { mostRows, ROWS_OPTIONS } from './shownRows.ts';
import { blockTime, printable, renderTable, sections } from './table.ts';

const MOST_SHOWN = 200;
/** Of a list of keys: a phrase alone makes 75. */
const MOST_KEYS = 40;
const STANDARD_INPUT = '-';
const WIDEST_GAP = 1000;
const MOST_ACCOUNTS = 50;
const MOST_BYTES = 1 << 20;

const SECRET_OPTIONS = [
  { name: 'phrase-file', value: 'FILE' },
  { name: 'extra-word-file', value: 'FILE' },
] as const;

export const keysCommands: readonly CommandSpec[] = [
  {
    words: ['keys', 'expand'],
    positionals: [{ name: 'KEY', required: false, many: true }],
    options: [
      CASE_OPTION,
      ...SECRET_OPTIONS,
      { name: 'trace', value: 'N', many: true },
      { name: 'kept' },
      { name: 'gap', value: 'N' },
      { name: 'accounts', value: 'N' },
      { name: 'account-gap', value: 'N' },
      { name: 'archives' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const file = given.optional('phrase-file');
      const extra = given.optional('extra-word-file');
      const extended = given.list('KEY');
      // What could spend has no place where every user of the machine reads it.
      if (extended.some((one) => /prv[1-9A-Za-z]{90}/.test(one) || !/^[A-Za-z]*pub|[(]/.test(one)))
        throw new Fault('usage.badValue', { option: 'KEY', value: '…', expected: desk.say('cli.keys.expected') });
      const passphrase = extra === undefined ? {} : { passphrase: passphraseFromFile(extra) };
      const lines = file === undefined ? [] : linesOf(file);
      const open = lines.filter(({ text }) => EXTENDED_PUBLIC_KEY.test(text));
      const hidden = lines.filter((line) => !open.includes(line));
      const places = [
        ...extended.map((_, at) => ({ argument: at + 1 })),
        ...[...open, ...hidden].map(({ line }) => ({ file: file ?? '', line })),
      ];
      const [gap, accounts] = [numberOf(given, 'gap', WIDEST_GAP), numberOf(given, 'accounts', MOST_ACCOUNTS)];
      const accountGap = numberOf(given, 'account-gap', MOST_ACCOUNTS);
      return desk.withCase(given, given.text('case'), async () => {
        const asked = {
          ...{
            extendedKeys: [...extended, ...open.map(({ text }) => text)],
            secrets: hidden.map(({ text }) => ({ ...secretOf(text), ...passphrase })),
            kept: given.has('kept'),
            archives: given.has('archives'),
          },
          traces: given.list('trace').map((one) => wholeNumber('--trace', one, 1)),
          ...(gap === undefined ? {} : { gap }),
          ...(accounts === undefined ? {} : { accounts }),
          ...(accountGap === undefined ? {} : { accountGap }),
        };
        const document = await desk.call('keys.expand', asked).catch((error: unknown) => placed(error, places));
        const { origins, addresses, gap: ahead, accountGap: accountsAhead = 1 } = document;
        const used = origins.flatMap(({ findings }) => findings.flatMap((one) => one.used));
        const text = sections(
          ...origins.map(({ origin, findings }) => originText(origin, findings, desk)),
          addresses === 0
            ? desk.say('cli.keys.nothingMade')
            : desk.say('cli.keys.made', { addresses, used: used.length, gap: ahead, accounts: accountsAhead }),
          used.length === 0 ? '' : canvasText(used, given, desk),
          desk.say('cli.keys.meaning'),
        );
        return { exit: 0, document, text };
      });
    },
  },
  {
    words: ['keys', 'complete'],
    positionals: [],
    options: [
      CASE_OPTION,
      ...SECRET_OPTIONS,
      { name: 'trace', value: 'N', many: true },
      { name: 'missing', value: 'N' },
      { name: 'any-order' },
      { name: 'authority', value: 'TEXT', required: true },
      { name: 'reason', value: 'TEXT' },
      { name: 'gap', value: 'N' },
      { name: 'tell' },
      { name: 'keep' },
      { name: 'secrets-passphrase-file', value: 'FILE' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const traces = given.list('trace').map((one) => ({ trace: wholeNumber('--trace', one, 1) }));
      const file = given.optional('phrase-file');
      const typed = file === undefined && traces.length > 0 ? [] : linesOf(file ?? STANDARD_INPUT).map(({ text }) => ({ words: text }));
      const missing = given.optional('missing');
      const extra = given.optional('extra-word-file');
      const secrets = given.optional('secrets-passphrase-file');
      const gap = numberOf(given, 'gap', WIDEST_GAP);
      return desk.withCase(given, given.text('case'), async () => {
        const makes = given.has('keep') && !(await desk.call('device.scans', {})).hasSecretsKey;
        const opens = traces.length > 0 || makes;
        const passphrase = opens ? await desk.passphrase(makes ? 'newSecrets' : 'secrets', secrets, makes) : undefined;
        const document = await desk.call('keys.complete', {
          ...{ pieces: [...traces, ...typed], anyOrder: given.has('any-order'), tell: given.has('tell'), keep: given.has('keep') },
          ...{ authority: given.text('authority'), reason: given.optional('reason') ?? '' },
          ...(missing === undefined ? {} : { missing: missingOf(missing) }),
          ...(extra === undefined ? {} : { passphrase: passphraseFromFile(extra) }),
          ...(passphrase === undefined ? {} : { secretsPassphrase: passphrase }),
          ...(gap === undefined ? {} : { gap }),
        });
        const { tried, good, used, lookedIn, kept } = document;
        const text = sections(
          desk.say('cli.keys.completed', { tried, good, used: used.length }),
          lookedIn.map((one) => placeText(one, desk)).join('\n') || desk.say('cli.keys.nothingToLookIn'),
          ...used.map(({ kind, fingerprint, word, findings }) =>
            sections(
              word === null ? '' : desk.say('cli.keys.word', { word }),
              originText({ kind, fingerprint, trace: null }, findings, desk),
            ),
          ),
          ...kept.map(({ id, value }) => desk.say('cli.keys.sealed', { number: id, value })),
          desk.say('cli.keys.meaning'),
        );
        return { exit: used.length > 0 ? 0 : 1, document, text };
      });
    },
  },
  {
    words: ['keys', 'list'],
    positionals: [],
    options: [CASE_OPTION, ...ROWS_OPTIONS, ...OPEN_OPTIONS],
    run(given, desk) {
      const most = mostRows(given, MOST_KEYS);
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('keys.list', {});
        return { exit: 0, document, text: keysListText(document, most, (origin) => titleOf(origin, desk), desk) };
      });
    },
  },
  {
    words: ['keys', 'reveal'],
    positionals: [{ name: 'NUMBER', required: true, many: false }],
    options: [CASE_OPTION, ...REVEAL_OPTIONS, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const phrase = wholeNumber('NUMBER', given.text('NUMBER'), 1);
        const document = await desk.call('keys.reveal', { phrase, ...(await revealing(given, desk)) });
        desk.note(desk.say('cli.traces.revealed'));
        return { exit: 0, document, text: document.text.split('\n').map(printable).join('\n') };
      }),
  },
];

function numberOf(given: Given, name: string, most: number): number | undefined {
  const text = given.optional(name);
  return text === undefined ? undefined : wholeNumber(`--${name}`, text, 1, most);
}

/** A refused key with the place it was given at: a line of a file, or an argument. */
function placed(error: unknown, places: readonly FaultParameters[]): never {
  if (!(error instanceof Fault) || error.code !== 'keys.unreadable') throw error;
  const { number, ...rest } = error.parameters;
  throw new Fault(error.code, { ...rest, ...places[Number(number) - 1] });
}

interface Line {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** Lines of a file, or of standard input, but empty ones. */
function linesOf(path: string): Line[] {
  let text: string;
  try {
    text = readFileSync(path === STANDARD_INPUT ? 0 : path, 'utf8');
  } catch (error) {
    throw new Fault('usage.phraseFile', { file: path, reason: (error as NodeJS.ErrnoException).code ?? 'unreadable' });
  }
  const lines = text
    .slice(0, MOST_BYTES)
    .split(/\r?\n/)
    .flatMap((line, at) => (line.trim() === '' ? [] : [{ line: at + 1, text: line.trim() }]));
  if (lines.length === 0) throw new Fault('usage.phraseFile', { file: path, reason: 'empty' });
  return lines;
}

function missingOf(text: string): 'anywhere' | 'none' | number {
  return text === 'anywhere' || text === 'none' ? text : wholeNumber('--missing', text, 1);
}

/** Such a line is no secret, and is looked for like one given as KEY. */
const EXTENDED_PUBLIC_KEY = /^[A-Za-z]{1,4}pub[1-9A-Za-z]+$/;

/** What a line is, by its form. */
function secretOf(value: string): NonNullable<CallInput<'keys.expand'>['secrets']>[number] {
  if (/[(]/.test(value)) return { kind: 'descriptor', value };
  if (/\s/.test(value)) return { kind: 'words', value };
  if (/^(0x)?[0-9a-fA-F]{64}$/.test(value)) return { kind: 'privateKey', value };
  return { kind: value.length > 100 ? 'extendedPrivateKey' : 'wif', value };
}

function titleOf({ kind, trace, fingerprint }: KeyOrigin, desk: Desk): string {
  const name = desk.say(`cli.keys.kind.${kind}`);
  return trace === null
    ? desk.say('cli.keys.origin', { name, fingerprint })
    : desk.say('cli.keys.originOfTrace', { name, fingerprint, trace });
}

function originText(origin: KeyOrigin, findings: readonly KeyFinding[], desk: Desk): string {
  const used = findings.flatMap((one) => one.used.map((address) => ({ script: one.key.script, address })));
  const columns = ['keyPath', 'chain', 'address', 'receipts', 'spends', 'heights', 'received', 'balance', 'proof'];
  const rows = used.slice(0, MOST_SHOWN).map(({ address }) => rowOf(address, desk));
  const table =
    rows.length === 0
      ? ''
      : renderTable(
          columns.map((name) => ({ title: desk.say(`cli.column.${name}`) })),
          rows,
          desk.width,
        );
  const unused = findings.filter(({ state }) => state === 'unused').map((one) => unusedText(one, desk));
  const without = [...new Set(findings.flatMap(({ noData }) => noData))];
  return [
    titleOf(origin, desk),
    table,
    used.length > rows.length ? desk.say('cli.scan.moreOfKind', { count: used.length - rows.length }) : '',
    ...new Set(unused),
    ...(findings.some(({ needsSecret }) => needsSecret) ? [desk.say('cli.keys.needsSecret')] : []),
    without.length === 0 ? '' : desk.say('cli.keys.noData', { chains: without.join(', ') }),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function rowOf(
  { path, chainName, address, receipts, spends, firstHeight, lastHeight, amounts, grade, firstSeconds }: UsedAddress,
  desk: Desk,
): string[] {
  const told = (text: string, asset: UsedAddress['amounts'][number]['asset']): string => `${units(text, asset)} ${assetName(asset, desk)}`;
  return [
    ...[path, chainName, address, `${receipts}`, `${spends}`],
    firstHeight === null
      ? firstSeconds === null
        ? '–'
        : blockTime(firstSeconds)
      : firstHeight === lastHeight
        ? `${firstHeight}`
        : `${firstHeight}–${lastHeight}`,
    amounts.map(({ asset, received }) => told(received, asset)).join('; '),
    amounts
      .map(({ asset, balance, balanceHeight }) =>
        balance === null
          ? desk.say('cli.keys.balanceUnknown')
          : desk.say('cli.keys.balanceAt', { balance: told(balance, asset), height: balanceHeight ?? '–' }),
      )
      .join('; '),
    grade === null ? desk.say('cli.keys.named') : desk.say(`cli.grade.${grade}`),
  ];
}

function unusedText({ key, derived, lookedIn }: KeyFinding, desk: Desk): string {
  const count = derived.reduce((sum, one) => sum + one.count, 0);
  const places = lookedIn.map((one) => placeText(one, desk)).join('; ');
  const keyName = desk.say(`cli.keys.scheme.${key.scheme}`);
  return desk.say('cli.keys.unused', {
    name: keyName,
    path: key.path === '' ? key.script : key.path,
    count,
    places,
  });
}

function placeText({ chainName, form, ranges }: KeyFinding['lookedIn'][number], desk: Desk): string {
  if (ranges.length === 0) return desk.say('cli.keys.noBlocks', { chain: chainName });
  const text = ranges
    .slice(0, 5)
    .map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`))
    .join(', ');
  const isOne = ranges.length === 1 && ranges[0]?.from === ranges[0]?.to;
  return desk.say(`cli.keys.${form === 'blocks' ? (isOne ? 'oneBlock' : 'blocks') : isOne ? 'oneRow' : 'rows'}`, {
    chain: chainName,
    ranges: ranges.length > 5 ? `${text}, …` : text,
  });
}

function canvasText(used: readonly UsedAddress[], given: Given, desk: Desk): string {
  const ids = [...new Set(used.map(({ address }) => address))].slice(0, 20).join(' ');
  return desk.say('cli.keys.toCanvas', { command: `tracehold canvas add ${ids} --case ${given.text('case')} --canvas N` });
}
