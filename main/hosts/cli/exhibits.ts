// Commands of exhibits: seized things and copies of them, who had them, and scans of copies into the case.
import { CUSTODY_ACTIONS, type Custody, type Exhibit, isOnTheClock } from '../../../shared/contract/exhibit.ts';
import type { DeviceScan } from '../../../shared/contract/device.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS, type OptionSpec } from './command.ts';
import { coded } from './deviceWords.ts';
import { LOCALE_OPTION, localeOf } from './paperLocale.ts';
import { MOST_ROWS, mostRows, ROWS_OPTIONS } from './shownRows.ts';
import { printable, renderPairs, renderTable, sections } from './table.ts';

const NUMBER = { name: 'NUMBER', required: true, many: false };
const PATHS = { name: 'PATH', required: false, many: true };
const IMAGES: readonly string[] = ['rawImage', 'splitImage', 'ewf'];
const MOST_UNREAD = 20;
const HASHES = ['md5', 'sha1', 'sha256'] as const;
const HEX = { md5: /^[0-9a-f]{32}$/, sha1: /^[0-9a-f]{40}$/, sha256: /^[0-9a-f]{64}$/ };
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/;
const CUSTODY_TEXTS = ['from-person', 'purpose', 'authority', 'seal', 'changes'] as const;
const custodyOptions = (required: boolean): OptionSpec[] => [
  { name: 'action', value: 'ACTION', required },
  { name: 'person', value: 'NAME', required },
  { name: 'time', value: 'TIME', required },
  { name: 'place', value: 'TEXT', required },
  ...CUSTODY_TEXTS.map((name) => ({ name, value: 'TEXT' })),
];

export const exhibitCommands: readonly CommandSpec[] = [
  {
    words: ['exhibit', 'add'],
    positionals: [NUMBER, PATHS],
    options: [
      CASE_OPTION,
      ...[
        { name: 'from', value: 'NUMBER' },
        { name: 'description', value: 'TEXT' },
        { name: 'note', value: 'TEXT' },
      ],
      ...HASHES.map((name) => ({ name, value: 'HEX' })),
      ...custodyOptions(false),
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const from = given.optional('from');
        const hashes = HASHES.flatMap((name) => {
          const value = given.optional(name)?.toLowerCase();
          if (value !== undefined && !HEX[name].test(value))
            throw new Fault('usage.badValue', { option: `--${name}`, value, expected: desk.say(`cli.exhibit.digits.${name}`) });
          return value === undefined ? [] : [{ name, value }];
        });
        const isGiven = ['action', 'person', 'time', 'place', ...CUSTODY_TEXTS].some((name) => given.optional(name) !== undefined);
        const document = await desk.call('exhibit.add', {
          ...{ number: given.text('NUMBER'), from: from === undefined ? null : (await numbered(desk, from)).id, hashes },
          ...{ description: given.optional('description') ?? '', note: given.optional('note') ?? '' },
          paths: given.list('PATH').map((path) => desk.grant(path)),
          custody: isGiven ? [custodyOf(given, desk)] : [],
        });
        const fits = document.copy?.stated.every((one) => one.fits) ?? true;
        if (!fits) desk.note(desk.say('cli.exhibit.differs'));
        return { exit: fits ? 0 : 1, document, text: exhibitText(document, desk) };
      }),
  },
  {
    words: ['exhibit', 'list'],
    positionals: [],
    options: [CASE_OPTION, ...ROWS_OPTIONS, ...OPEN_OPTIONS],
    run(given, desk) {
      const most = mostRows(given, MOST_ROWS);
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('exhibit.list', {});
        const { exhibits } = document;
        const shown = exhibits.slice(0, most).map((one) => exhibitText(one, desk));
        const rest = exhibits.length > most ? desk.say('cli.moreRows', { count: exhibits.length - most }) : '';
        return { exit: 0, document, text: exhibits.length === 0 ? desk.say('cli.exhibit.none') : sections(...shown, rest) };
      });
    },
  },
  {
    words: ['exhibit', 'custody'],
    positionals: [NUMBER],
    options: [CASE_OPTION, ...custodyOptions(true), ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const { id } = await numbered(desk, given.text('NUMBER'));
        await desk.call('exhibit.custody', { exhibit: id, entry: custodyOf(given, desk) });
        const document = await numbered(desk, given.text('NUMBER'));
        return { exit: 0, document, text: exhibitText(document, desk) };
      }),
  },
  {
    words: ['exhibit', 'form'],
    positionals: [{ name: 'NUMBER', required: false, many: true }],
    options: [CASE_OPTION, { name: 'out', value: 'FILE', required: true }, LOCALE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const locale = localeOf(given);
        const exhibits: number[] = [];
        for (const number of given.list('NUMBER')) exhibits.push((await numbered(desk, number)).id);
        const document = await desk.call('custody.save', { exhibits, out: desk.grant(given.text('out')), locale });
        return { exit: 0, document, text: desk.say('cli.exhibit.formSaved', document) };
      }),
  },
  {
    words: ['exhibit', 'scan'],
    positionals: [NUMBER, PATHS],
    options: [
      CASE_OPTION,
      { name: 'exclude', value: 'FILE', many: true },
      { name: 'secrets-passphrase-file', value: 'FILE' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const { id, number, copy } = await numbered(desk, given.text('NUMBER'));
        // Nobody is asked for a passphrase for nothing.
        if (copy === null) throw new Fault('device.noCopy', { number });
        const { hasSecretsKey, scans } = await desk.call('device.scans', {});
        if (scans.findLast(({ exhibit }) => exhibit.id === id)?.state === 'complete')
          desk.note(desk.say('cli.exhibit.scan.again', { number }));
        const passphrase = hasSecretsKey ? undefined : await desk.passphrase('newSecrets', given.optional('secrets-passphrase-file'), true);
        const document = await desk.call('device.scan', {
          exhibit: id,
          paths: given.list('PATH').map((path) => desk.grant(path)),
          exclude: given.list('exclude').map((path) => desk.grant(path)),
          ...(passphrase === undefined ? {} : { passphrase }),
        });
        return { exit: 0, document, text: scanText(document, desk) };
      }),
  },
];

async function numbered(desk: Desk, number: string): Promise<Exhibit> {
  const { exhibits } = await desk.call('exhibit.list', {});
  const found = exhibits.find((one) => one.number.toLowerCase() === number.trim().toLowerCase());
  if (found === undefined) throw new Fault('exhibit.unknown', { exhibit: number });
  return found;
}

function custodyOf(given: Given, desk: Desk): Custody {
  const stated = (name: string): string => given.optional(name) ?? '';
  if (stated('action') === '') throw new Fault('usage.missingOption', { option: '--action', value: CUSTODY_ACTIONS.join('|') });
  const action = CUSTODY_ACTIONS.find((one) => one === given.optional('action'));
  if (action === undefined)
    throw new Fault('usage.badValue', { option: '--action', value: stated('action'), expected: CUSTODY_ACTIONS.join(', ') });
  const missing = ['person', 'time', 'place'].find((name) => stated(name) === '');
  if (missing !== undefined)
    throw new Fault('usage.missingOption', {
      option: `--${missing}`,
      value: missing === 'person' ? 'NAME' : missing === 'time' ? 'TIME' : 'TEXT',
    });
  if (!TIME.test(stated('time')) || !isOnTheClock(stated('time')))
    throw new Fault('usage.badValue', { option: '--time', value: stated('time'), expected: desk.say('cli.exhibit.timeForm') });
  return {
    ...{ action, person: stated('person'), from: stated('from-person'), time: stated('time'), place: stated('place') },
    ...{ purpose: stated('purpose'), authority: stated('authority'), seal: stated('seal'), changes: stated('changes') },
  };
}

function exhibitText({ number, from, description, copy, custody, scans }: Exhibit, desk: Desk): string {
  const word = (name: string): string => desk.say(`cli.exhibit.${name}`);
  const pairs: [string, string][] = [
    [word('number'), from === null ? number : desk.say('cli.exhibit.madeFrom', { number, from: from.number })],
  ];
  if (description !== '') pairs.push([word('description'), description]);
  if (copy === null) pairs.push([word('copy'), word('noCopy')]);
  else {
    pairs.push([word('copy'), `${word(`form.${copy.form}`)}: ${copy.names.map(printable).join(', ')}`]);
    pairs.push([word('size'), desk.say('cli.exhibit.filesBytes', { files: copy.files, bytes: copy.bytes })]);
    pairs.push(['SHA-256', copy.sha256]);
    for (const { name, value, by, fits } of copy.stated)
      pairs.push([name.toUpperCase(), `${value} ${desk.say(`cli.exhibit.stated.${by}.${fits ? 'fits' : 'differs'}`)}`]);
    for (const { code, value } of copy.header) pairs.push([coded('header', code, desk), value]);
    for (const { form, offset, files } of copy.fileSystems)
      pairs.push([word('fileSystem'), desk.say('cli.exhibit.fileSystemAt', { form, offset, files, lister: copy.lister })]);
    if (copy.fileSystems.length === 0 && IMAGES.includes(copy.form))
      pairs.push([
        word('fileSystem'),
        copy.lister === '' ? word('noLister') : desk.say('cli.exhibit.noFileSystem', { lister: copy.lister }),
      ]);
    for (const { path, reason } of copy.unread.slice(0, MOST_UNREAD))
      pairs.push([word('unread'), `${printable(path)}: ${coded('why', reason, desk)}`]);
    if (copy.unread.length > MOST_UNREAD)
      pairs.push([word('unread'), desk.say('cli.scan.unreadMore', { count: copy.unread.length - MOST_UNREAD })]);
  }
  for (const one of custody)
    pairs.push([
      word(`action.${one.action}`),
      [
        one.time,
        one.person,
        one.from === '' ? '' : `← ${one.from}`,
        one.place,
        one.purpose,
        one.authority,
        one.seal === '' ? '' : desk.say('cli.exhibit.seal', { seal: one.seal }),
        one.changes,
      ]
        .filter((text) => text !== '')
        .join(' · '),
    ]);
  if (scans.length > 0) pairs.push([word('scans'), scans.join(', ')]);
  return renderPairs(pairs);
}

export function scanText(scan: DeviceScan, desk: Desk): string {
  const { number } = scan.exhibit;
  const rejected = scan.rejected.map(({ reason, count }): [string, string] => [desk.say(`cli.scan.rejected.${reason}`), `${count}`]);
  const { files, listed, bytes, entries, unpacked, traces, wallets, messages, more } = scan;
  return sections(
    desk.say(`cli.exhibit.scan.${scan.state}`, { scan: scan.scan, number }),
    listed === null ? desk.say('cli.scan.read', { files, bytes }) : desk.say('cli.scan.readImage', { files: listed, bytes }),
    entries === 0 ? '' : desk.say('cli.scan.unpacked', { entries, unpacked }),
    desk.say('cli.exhibit.scan.found', { traces, wallets, messages }),
    more === 0 ? '' : desk.say('cli.scan.more', { count: more }),
    scan.excluded.map(({ list, files: left }) => desk.say('cli.exhibit.scan.excluded', { list, files: left })).join('\n'),
    rejected.length === 0 ? '' : `${desk.say('cli.scan.rejectedTitle')}\n${renderPairs(rejected)}`,
    scan.unread.length === 0
      ? ''
      : renderTable(
          [{ title: desk.say('cli.scan.unreadTitle') }, { title: '' }],
          scan.unread.map(({ path, reason }) => [printable(path), coded('why', reason, desk)]),
          desk.width,
        ),
    desk.say('cli.exhibit.scan.next'),
  );
}
