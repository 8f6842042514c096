// The command for a first look at seized files: what traces of crypto-assets lie in them. Nothing is kept, and secrets come masked.
import type { FoundTrace } from '../../../shared/contract/device.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { CommandSpec, Desk } from './command.ts';
import { coded } from './deviceWords.ts';
import { printable, renderPairs, renderTable, sections } from './table.ts';

/** Traces of one kind that the terminal shows; --json has all. */
const MOST_SHOWN = 40;
const LONGEST_VALUE = 100;
const MOST_DETAILS = 2;
/** Details that have words. */
const DETAILS = new Set(['explorerUrl', 'exchangeUrl', 'joined', 'qr', 'windows', 'macos', 'linux', 'android', 'ios', 'any']);
export const deviceCommands: readonly CommandSpec[] = [
  {
    words: ['scan'],
    positionals: [{ name: 'PATH', required: true, many: true }],
    options: [],
    async run(given, desk) {
      const document = await desk.call('device.triage', { paths: given.list('PATH').map((path) => desk.grant(path)) });
      const { chains, accountChains } = await desk.call('catalog.get', {});
      const names = new Map([
        ...chains.map(({ id, name }) => [id, name] as const),
        ...accountChains.map(({ id, title }) => [id, title] as const),
      ]);
      // A slip in the path must not look like a device without traces.
      const exit = document.files === 0 && document.unread.length > 0 ? 3 : 0;
      return { exit, document, text: triageText(document, names, desk) };
    },
  },
];

function triageText(document: CallOutput<'device.triage'>, names: ReadonlyMap<string, string>, desk: Desk): string {
  const { files, bytes, images, entries, unpacked, traces, more, rejected, unread, unreadMore } = document;
  const kinds = [...new Set(traces.map(({ kind }) => kind))];
  const tables = kinds.map((kind) => {
    const own = traces.filter((one) => one.kind === kind);
    const shown = own.slice(0, MOST_SHOWN);
    const rest = own.length > shown.length ? desk.say('cli.scan.moreOfKind', { count: own.length - shown.length }) : '';
    const title = `${desk.say(`cli.scan.kind.${kind}`)} (${own.length})`;
    return [title, tableOf(shown, names, desk), rest].filter((text) => text !== '').join('\n');
  });
  const reasons = rejected.map(({ reason, count }): [string, string] => [desk.say(`cli.scan.rejected.${reason}`), `${count}`]);
  const left = unread.map(
    ({ path, reason }) => `${printable(path)}: ${desk.say('cli.scan.unread', { reason: coded('why', reason, desk) })}`,
  );
  if (unreadMore > 0) left.push(desk.say('cli.scan.unreadMore', { count: unreadMore }));
  return sections(
    desk.say('cli.scan.read', { files, bytes }),
    images.flatMap((one) => imageLines(one, desk)).join('\n'),
    entries === 0 ? '' : desk.say('cli.scan.unpacked', { entries, unpacked }),
    ...(traces.length > 0 ? tables : files === 0 && unread.length > 0 ? [] : [desk.say('cli.scan.nothing')]),
    more === 0 ? '' : desk.say('cli.scan.more', { count: more }),
    reasons.length === 0 ? '' : `${desk.say('cli.scan.rejectedTitle')}\n${renderPairs(reasons)}`,
    left.length === 0 ? '' : `${desk.say('cli.scan.unreadTitle')}\n${left.join('\n')}`,
    desk.say('cli.scan.meaning'),
  );
}

/** Which file systems were listed, or why none: what was not listed was read as it lies. */
function imageLines({ path, fileSystems, lister }: CallOutput<'device.triage'>['images'][number], desk: Desk): readonly string[] {
  const said =
    lister === ''
      ? [desk.say('cli.exhibit.noLister')]
      : fileSystems.length === 0
        ? [desk.say('cli.exhibit.noFileSystem', { lister })]
        : fileSystems.map(({ form, offset, files }) => desk.say('cli.exhibit.fileSystemAt', { form, offset, files, lister }));
  return said.map((line) => `${printable(path)}: ${line}`);
}

function tableOf(traces: readonly FoundTrace[], names: ReadonlyMap<string, string>, desk: Desk): string {
  const word = (name: string): string => desk.say(`cli.scan.${name}`);
  return renderTable(
    [
      { title: word('value') },
      { title: word('about') },
      { title: word('tested') },
      { title: word('times'), align: 'right' },
      { title: word('first') },
    ],
    traces.map(({ kind, value, detail, checks, isExample, count, places }) => {
      const about = detail.map((one) => (kind === 'address' ? (names.get(one) ?? one) : DETAILS.has(one) ? word(`detail.${one}`) : one));
      const few = about.slice(0, MOST_DETAILS).join(', ') + (about.length > MOST_DETAILS ? ', …' : '');
      const [place] = places;
      return [
        value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value,
        isExample ? `${few} ${word('example')}`.trim() : few,
        checks.map((check) => word(`check.${check}`)).join(', '),
        `${count}`,
        place === undefined ? '' : `${place.path} @${place.offset}${place.encoding === 'utf16' ? ' UTF-16' : ''}`,
      ];
    }),
    desk.width,
  );
}
