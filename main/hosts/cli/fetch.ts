// Commands about the fetch list: what is missing from the case and is to be brought from a connected computer.
import type { FetchDisclosure } from '../../../shared/contract/fetch.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { isLedger } from '../../../shared/model/ledger.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { LOCALE_OPTION, localeOf } from './paperLocale.ts';
import { renderPairs, renderTable, sections } from './table.ts';

const KINDS = ['transaction', 'address', 'block'] as const;

export const fetchCommands: readonly CommandSpec[] = [
  {
    words: ['fetch', 'list'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('fetch.list', {});
        const rows = document.items.map(({ id, chainName, kind, item, fromBlock, toBlock, why, arrived, gaps }) => [
          String(id),
          desk.say(`cli.fetch.state.${arrived ? 'arrived' : gaps.length > 0 ? 'incomplete' : 'missing'}`),
          chainName,
          desk.say(`cli.fetch.kind.${kind}`),
          item,
          fromBlock === null && toBlock === null ? '' : `${fromBlock ?? 0} – ${toBlock ?? ''}`,
          [why, ...gaps.map((gap) => desk.reason(gap))].filter((text) => text !== '').join('; '),
        ]);
        const columns = ['id', 'arrived', 'chain', 'kind', 'wanted', 'blocks', 'why'].map((name) => ({
          title: desk.say(`cli.column.${name}`),
          ...(name === 'wanted' ? { id: true } : {}),
        }));
        const table = rows.length === 0 ? desk.say('cli.fetch.empty') : renderTable(columns, rows, desk.width);
        return { exit: 0, document, text: sections(table, disclosureText(document.disclosed, desk)) };
      }),
  },
  {
    words: ['fetch', 'add'],
    positionals: [{ name: 'ITEM', required: false, many: true }],
    options: [
      CASE_OPTION,
      { name: 'run', value: 'RUN' },
      { name: 'source', value: 'SOURCE' },
      { name: 'chain', value: 'ID' },
      { name: 'kind', value: KINDS.join('|') },
      { name: 'from-block', value: 'N' },
      { name: 'to-block', value: 'N' },
      { name: 'reason', value: 'TEXT' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const run = given.optional('run');
      if (run !== undefined) return addOfRun(given, desk, wholeNumber('run', run, 1));
      const source = given.optional('source');
      if (source !== undefined) return addOfSource(given, desk, source);
      if (given.list('ITEM').length === 0) throw new Fault('usage.missingArgument', { argument: 'ITEM' });
      if (!given.has('chain')) throw new Fault('usage.missingOption', { option: '--chain', value: 'ID' });
      const stated = given.optional('kind');
      const kindOf = stated === undefined ? kindByForm : () => oneOf('kind', KINDS, stated);
      const [fromBlock, toBlock] = [blockOf('from-block', given), blockOf('to-block', given)];
      const { text } = given;
      const items = given.list('ITEM').map((item) => {
        return { chain: text('chain'), kind: kindOf(item), item, fromBlock, toBlock, why: given.optional('reason') ?? '' };
      });
      return desk.withCase(given, text('case'), async () => {
        const document = await desk.call('fetch.add', { items });
        const known = items.length - document.added;
        const words = [
          desk.say('cli.fetch.added', { count: document.added }),
          ...(known > 0 ? [desk.say('cli.fetch.known', { count: known })] : []),
        ];
        return { exit: 0, document, text: words.join(' ') };
      });
    },
  },
  {
    words: ['fetch', 'remove'],
    positionals: [{ name: 'NUMBER', required: true, many: false }],
    options: [CASE_OPTION, { name: 'reason', value: 'TEXT' }, ...OPEN_OPTIONS],
    run(given, desk) {
      const id = wholeNumber('NUMBER', given.text('NUMBER'));
      const reason = given.optional('reason') ?? '';
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('fetch.remove', { id, reason });
        return { exit: 0, document, text: desk.say('cli.fetch.removed') };
      });
    },
  },
  {
    words: ['fetch', 'save'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'out', value: 'FILE', required: true },
      { name: 'sheet', value: 'FILE.pdf' },
      LOCALE_OPTION,
      { name: 'all' },
      { name: 'reasons' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const locale = localeOf(given);
      const sheet = given.optional('sheet');
      return desk.withCase(given, given.text('case'), async () => {
        // Said before anything is written: what leaves this computer cannot be taken back.
        const { items, disclosed } = await desk.call('fetch.list', {});
        if (items.length > 0) for (const line of disclosureText(disclosed, desk).split('\n')) desk.note(line);
        const document = await desk.call('fetch.save', {
          out: desk.grant(given.text('out')),
          sheet: sheet === undefined ? null : desk.grant(sheet),
          ...{ locale, all: given.has('all'), reasons: given.has('reasons') },
        });
        const pairs = renderPairs([
          [desk.say('cli.field.list'), document.list],
          [desk.say('cli.field.items'), String(document.items)],
          [desk.say('cli.field.fileSha256'), document.sha256],
          ...(document.sheet === null ? [] : [[desk.say('cli.field.sheet'), `${document.sheet.name} (${document.sheet.pages})`] as const]),
        ]);
        const written = desk.say(given.has('reasons') ? 'cli.fetch.withReasons' : 'cli.fetch.written');
        return { exit: 0, document, text: sections(pairs, written) };
      });
    },
  },
];

/** As many as the contract takes at once. */
const ITEMS_AT_ONCE = 1000;

/** What a trace over balances would need to go on, put on the list with the run as the reason. */
function addOfRun(given: Given, desk: Desk, run: number) {
  return desk.withCase(given, given.text('case'), async () => {
    const { fetch } = await desk.call('account.result', { run });
    const items = fetch.map(({ chain, kind, item, fromBlock, toBlock, why }) => {
      const reason = given.optional('reason') ?? desk.say('cli.fetch.ofRun', { run, why: desk.say(`cli.account.why.${why}`) });
      return { chain, kind, item, fromBlock, toBlock, why: reason };
    });
    // A ledger without a chain is nobody's to be asked over the wire.
    const asked = items.filter(({ chain }) => !isLedger(chain));
    let added = 0;
    for (let at = 0; at < asked.length; at += ITEMS_AT_ONCE)
      added += (await desk.call('fetch.add', { items: asked.slice(at, at + ITEMS_AT_ONCE) })).added;
    const document = { run, added, known: asked.length - added, ledgers: items.length - asked.length };
    const words = [
      desk.say('cli.fetch.added', { count: added }),
      ...(asked.length > added ? [desk.say('cli.fetch.known', { count: asked.length - added })] : []),
      ...(document.ledgers > 0 ? [desk.say('cli.fetch.ledgers', { count: document.ledgers })] : []),
    ];
    return { exit: 0 as const, document, text: words.join(' ') };
  });
}

/** Reasons of rows that lack nothing but the proof that they are in a block. */
const WITHOUT_PROOF: ReadonlySet<string> = new Set(['statedPlace', 'noProof']);

/** The transactions of coins that a file told without a proof, put on the list with the file as the reason. */
function addOfSource(given: Given, desk: Desk, typed: string) {
  return desk.withCase(given, given.text('case'), async () => {
    const { sources } = await desk.call('intake.sources', {});
    const source =
      sources.find(({ number }) => String(number) === typed) ?? sources.find(({ id }) => typed.length >= 6 && id.startsWith(typed));
    if (source === undefined) throw new Fault('intake.notFound', { file: typed, reason: 'no such source in this case' });
    const { chain, name, result } = source;
    const rows = chain === null ? [] : (result?.rejectedRows ?? []);
    const why = given.optional('reason') ?? desk.say('cli.fetch.ofSource', { name });
    const items = rows.flatMap(({ reason, text }) =>
      WITHOUT_PROOF.has(reason) && kindByForm(text) === 'transaction'
        ? [{ chain: chain as string, kind: 'transaction' as const, item: text, fromBlock: null, toBlock: null, why }]
        : [],
    );
    let added = 0;
    for (let at = 0; at < items.length; at += ITEMS_AT_ONCE)
      added += (await desk.call('fetch.add', { items: items.slice(at, at + ITEMS_AT_ONCE) })).added;
    const [unlisted] = rows.filter(({ reason }) => reason === 'more');
    const document = { source: source.id, added, known: items.length - added, unlisted: Number(unlisted?.text ?? 0) };
    const words = [
      desk.say('cli.fetch.added', { count: added }),
      ...(document.known > 0 ? [desk.say('cli.fetch.known', { count: document.known })] : []),
      ...(document.unlisted > 0 ? [desk.say('cli.fetch.unlisted', { count: document.unlisted })] : []),
    ];
    return { exit: 0 as const, document, text: words.join(' ') };
  });
}

function disclosureText(disclosed: readonly FetchDisclosure[], desk: Desk): string {
  return disclosed
    .map(({ chainName, services, transactions, addresses, blocks }) =>
      desk.say('cli.fetch.disclosed', { chain: chainName, services: services.join(', '), transactions, addresses, blocks }),
    )
    .join('\n');
}

function oneOf<Name extends string>(option: string, known: readonly Name[], typed: string): Name {
  const found = known.find((name) => name === typed);
  if (found === undefined)
    throw new Fault('usage.badValue', { option: `--${option}`, value: typed.slice(0, 80), expected: known.join(', ') });
  return found;
}

/** What an item is by its form, where nobody says so: an id, a height or an address. */
export function kindByForm(item: string): (typeof KINDS)[number] {
  if (/^(?:0x)?[0-9a-f]{64}$/i.test(item)) return 'transaction';
  return /^\d{1,12}$/.test(item) ? 'block' : 'address';
}

function blockOf(name: string, given: Given): number | null {
  const typed = given.optional(name);
  return typed === undefined ? null : wholeNumber(name, typed);
}
