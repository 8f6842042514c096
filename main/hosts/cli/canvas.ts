// Commands for canvases: list, put together, ask for paths, search, and draw as a file. Ids are typed as a person has them.
import type { CanvasPicture } from '../../../shared/contract/canvas.ts';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { assetName, timeText, units } from './accountWords.ts';
import { commaList, wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { LOCALE_OPTION, localeOf } from './paperLocale.ts';
import { renderTable, sections } from './table.ts';

const FORMATS = ['svg', 'png', 'pdf'] as const;
const IDS = { name: 'ID', required: true, many: true };

export const canvasCommands: readonly CommandSpec[] = [
  {
    words: ['canvas'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('canvas.list', {});
        const rows = document.canvases.map(({ canvas, name, items, time }) => [String(canvas), name, String(items), time]);
        const columns = ['number', 'name', 'things', 'changed'].map((name) => ({ title: desk.say(`cli.column.${name}`) }));
        return { exit: 0, document, text: rows.length === 0 ? desk.say('cli.canvas.none') : renderTable(columns, rows, desk.width) };
      }),
  },
  {
    words: ['canvas', 'new'],
    positionals: [{ name: 'NAME', required: true, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('canvas.create', { name: given.text('NAME') });
        return { exit: 0, document, text: desk.say('cli.canvas.made', { canvas: document.canvas }) };
      }),
  },
  {
    words: ['canvas', 'add'],
    positionals: [{ ...IDS, required: false }],
    options: [
      CASE_OPTION,
      { name: 'canvas', value: 'N', required: true },
      { name: 'hops', value: 'N' },
      { name: 'top', value: 'N' },
      { name: 'side', value: 'in|out|both' },
      { name: 'level', value: 'transactions|relations' },
      { name: 'between' },
      { name: 'run', value: 'RUN' },
      { name: 'account-run', value: 'RUN' },
      { name: 'policy', value: 'POLICY' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const canvas = wholeNumber('canvas', given.text('canvas'), 1);
        if (!['ID', 'run', 'account-run', 'between'].some((name) => given.has(name)))
          throw new Fault('usage.missingArgument', { argument: 'ID' });
        await addRuns(given, desk, canvas);
        const items = await itemsOf(given.list('ID'), desk);
        const level = oneOf(given, 'level', ['transactions', 'relations'] as const);
        if (level !== undefined) await desk.call('canvas.edit', { canvas, change: { do: 'level', level } });
        if (items.length > 0) await desk.call('canvas.edit', { canvas, change: { do: 'add', items } });
        if (given.has('between')) await addBetween(given, desk, canvas, items);
        const hops = given.optional('hops');
        const top = given.optional('top');
        const side = oneOf(given, 'side', ['in', 'out', 'both'] as const);
        if (items.length > 0 && !given.has('between') && (hops !== undefined || top !== undefined || side !== undefined)) {
          const asked: CallInput<'canvas.expand'> = { canvas, items, level: level ?? 'transactions', side: side ?? 'both' };
          const { remaining } = await desk.call('canvas.expand', {
            ...asked,
            ...(hops === undefined ? {} : { hops: wholeNumber('hops', hops, 1) }),
            ...(top === undefined ? {} : { top: wholeNumber('top', top, 1) }),
          });
          if (remaining > 0) desk.note(desk.say('cli.canvas.remaining', { count: remaining }));
        }
        const document = await desk.call('canvas.picture', { canvas });
        return { exit: 0, document, text: pictureText(document, desk) };
      }),
  },
  {
    words: ['canvas', 'show'],
    positionals: [{ name: 'N', required: true, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('canvas.picture', { canvas: wholeNumber('N', given.text('N'), 1) });
        return { exit: 0, document, text: pictureText(document, desk) };
      }),
  },
  {
    words: ['canvas', 'paths'],
    positionals: ['FROM', 'TO'].map((name) => ({ name, required: true, many: false })),
    options: [
      CASE_OPTION,
      { name: 'best', value: 'hops|value' },
      { name: 'count', value: 'N' },
      { name: 'hops', value: 'N' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const [from, to] = [await itemsOf(commaList([given.text('FROM')]), desk), await itemsOf(commaList([given.text('TO')]), desk)];
        const count = given.optional('count');
        const hops = given.optional('hops');
        const document = await desk.call('canvas.paths', {
          ...{ from: [...from], to: [...to], best: oneOf(given, 'best', ['hops', 'value'] as const) ?? 'hops' },
          ...(count === undefined ? {} : { count: wholeNumber('count', count, 1) }),
          ...(hops === undefined ? {} : { mostHops: wholeNumber('hops', hops, 1) }),
        });
        return { exit: document.paths.length === 0 ? 1 : 0, document, text: pathsText(document, desk) };
      }),
  },
  {
    words: ['canvas', 'search'],
    positionals: [{ name: 'TEXT', required: true, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('canvas.search', { text: given.text('TEXT') });
        const columns = ['kind', 'name', 'found', 'time'].map((name) => ({ title: desk.say(`cli.column.${name}`) }));
        const rows = document.hits.map(({ kind, title, found, timeSeconds }) => [
          kind,
          title,
          found,
          timeSeconds === null ? '' : timeText(timeSeconds),
        ]);
        const more = document.more ? desk.say('cli.canvas.more') : '';
        const text = rows.length === 0 ? desk.say('cli.canvas.nothingFound') : sections(renderTable(columns, rows, desk.width), more);
        return { exit: rows.length === 0 ? 1 : 0, document, text };
      }),
  },
  {
    words: ['canvas', 'figure'],
    positionals: [{ name: 'N', required: true, many: false }],
    options: [
      CASE_OPTION,
      { name: 'out', value: 'FILE', required: true },
      { name: 'caption', value: 'TEXT' },
      { name: 'classification', value: 'TEXT' },
      LOCALE_OPTION,
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const out = given.text('out');
      const format = FORMATS.find((one) => out.toLowerCase().endsWith(`.${one}`));
      if (format === undefined)
        throw new Fault('usage.badValue', { option: '--out', value: out, expected: FORMATS.map((one) => `*.${one}`).join(', ') });
      const locale = localeOf(given);
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('canvas.saveFigure', {
          ...{ canvas: wholeNumber('N', given.text('N'), 1), scope: { what: 'all' }, format, locale, out: desk.grant(out) },
          ...{ caption: given.optional('caption') ?? '', classification: given.optional('classification') ?? '' },
        });
        return {
          exit: 0,
          document,
          text: desk.say('cli.canvas.drawn', { name: document.name, sha256: document.sha256, digest: document.digest }),
        };
      });
    },
  },
];

async function addRuns(given: Given, desk: Desk, canvas: number): Promise<void> {
  const policy = given.optional('policy');
  for (const [kind, option] of [
    ['coins', 'run'],
    ['accounts', 'account-run'],
  ] as const) {
    const typed = given.optional(option);
    if (typed === undefined) continue;
    const run = wholeNumber(option, typed, 1);
    const note = desk.say('cli.canvas.startOf', { run });
    const made = await desk.call('canvas.addRun', { canvas, kind, run, note, ...(policy === undefined ? {} : { policy }) });
    if (made.hiddenNodes > 0) desk.note(desk.say('cli.canvas.runNodesLeft', { count: made.hiddenNodes }));
    if (made.hiddenMovements > 0) desk.note(desk.say('cli.canvas.runMovementsLeft', { count: made.hiddenMovements }));
  }
}

/** Transactions between the things named, or between all that the canvas shows. */
async function addBetween(given: Given, desk: Desk, canvas: number, items: readonly string[]): Promise<void> {
  const top = given.optional('top');
  const { taken, remaining } = await desk.call('canvas.showBetween', {
    ...{ canvas, items: [...items] },
    ...(top === undefined ? {} : { top: wholeNumber('top', top, 1) }),
  });
  desk.note(desk.say('cli.canvas.between', { taken, remaining }));
}

function oneOf<T extends string>(given: Given, option: string, allowed: readonly T[]): T | undefined {
  const typed = given.optional(option);
  if (typed === undefined) return undefined;
  const found = allowed.find((one) => one === typed);
  if (found === undefined) throw new Fault('usage.badValue', { option: `--${option}`, value: typed, expected: allowed.join(', ') });
  return found;
}

/** Things of the case that the texts name; one that the case does not hold is an error that says where it could be. */
async function itemsOf(texts: readonly string[], desk: Desk): Promise<string[]> {
  const items: string[] = [];
  for (const text of texts) {
    const { lines } = await desk.call('canvas.identify', { text });
    const found = lines.flatMap(({ readings }) => readings.flatMap(({ item, held }) => (held && item !== null ? [item] : [])));
    if (found.length === 0) throw new Fault('canvas.itemUnknown', { item: text });
    items.push(...found);
  }
  return items;
}

function pictureText(picture: CanvasPicture, desk: Desk): string {
  const amountOf = ({ asset, amount }: CanvasPicture['nodes'][number]['amounts'][number]): string => {
    const view = picture.assets[asset];
    return view === undefined ? amount : `${units(amount, view)} ${assetName(view, desk)}`;
  };
  const columns = ['kind', 'name', 'amount', 'time', 'labels', 'more'].map((name) => ({
    title: desk.say(`cli.column.${name}`),
    id: name === 'name',
  }));
  const rows = picture.nodes.map(({ kind, name, amounts, timeSeconds, labels, moreIn, moreOut }) => [
    ...[desk.say(`cli.canvas.kind.${kind}`), name, amounts.map(amountOf).join('; '), timeSeconds === null ? '' : timeText(timeSeconds)],
    ...[labels.map(({ label }) => label).join('; '), moreIn + moreOut === 0 ? '' : `${moreIn} → · → ${moreOut}`],
  ]);
  const head = desk.say('cli.canvas.head', {
    name: picture.name,
    nodes: picture.nodes.length,
    edges: picture.edges.length,
    hidden: picture.hidden,
  });
  return sections(head, rows.length === 0 ? '' : renderTable(columns, rows, desk.width));
}

function pathsText(answer: CallOutput<'canvas.paths'>, desk: Desk): string {
  const reach = answer.reach.map(({ chainName, text }) => `${chainName}: ${text}`).join('\n');
  const open = answer.openEnds.map(({ code, count }) => `${count}: ${desk.reason(`pathEnd:${code}`)}`).join('\n');
  if (answer.paths.length === 0) {
    const undecided = answer.openEnds.some(({ code }) => code === 'manyWays');
    const said = desk.say(undecided ? 'cli.canvas.undecided' : 'cli.canvas.noPath', { hops: answer.hops });
    return sections(said, reach, open);
  }
  const paths = answer.paths.map((path, number) => {
    const view = answer.assets[path.asset];
    const most = view === undefined ? path.most : `${units(path.most, view)} ${assetName(view, desk)}`;
    const through = path.through.map((rule) => (rule === 'acceptedLink' ? desk.say('cli.canvas.acceptedLink') : rule)).join(', ');
    const head = desk.say('cli.canvas.path', { number: number + 1, hops: path.hops, most, through });
    return [head, ...path.items.map((item) => `  ${decodeURIComponent(item.split('|')[2] ?? item)}`)].join('\n');
  });
  return sections(...paths, desk.say('cli.canvas.mostMeans'), reach, open);
}
