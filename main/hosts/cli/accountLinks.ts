// Commands about value that changes its asset, chain or ledger: what the case holds of it, bank payments beside chain transfers, and the
// examiner's word on them; and how victims' rows of a run are shown.
import type { AccountTraceResult, CandidateView, ConversionView, VictimTableView } from '../../../shared/contract/account.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { assetName, assetNamer, endState, figureText, timeOrDay, units } from './accountWords.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS, type Outcome } from './command.ts';
import { renderTable, sections } from './table.ts';

export const accountLinkCommands: readonly CommandSpec[] = [
  {
    words: ['accounts', 'conversions'],
    positionals: [{ name: 'TXID', required: false, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run(given, desk) {
      const text = given.optional('TXID');
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('account.conversions', text === undefined ? {} : { text });
        const shown = document.conversions.map((one) => conversionRow(one, desk));
        const table = shown.length === 0 ? desk.say('cli.conversions.none') : renderTable(conversionColumns(desk), shown, desk.width);
        return {
          exit: 0,
          document,
          text: sections(table, document.more === 0 ? '' : desk.say('cli.account.more', { more: document.more })),
        };
      });
    },
  },
  {
    words: ['accounts', 'candidates'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'rates', value: 'FILE', required: true },
      { name: 'tolerance', value: 'BASISPOINTS' },
      { name: 'before', value: 'SECONDS' },
      { name: 'after', value: 'SECONDS' },
      { name: 'account', value: 'ACCOUNT' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const whole = (name: string, key: string) => {
        const value = given.optional(name);
        return value === undefined ? {} : { [key]: wholeNumber(name, value) };
      };
      const account = given.optional('account');
      const input = {
        ...whole('tolerance', 'toleranceBasisPoints'),
        ...whole('before', 'beforeSeconds'),
        ...whole('after', 'afterSeconds'),
        ...(account === undefined ? {} : { account }),
      };
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('account.candidates', { ...input, rates: desk.grant(given.text('rates')) });
        const unpriced = document.unpriced === 0 ? '' : desk.say('cli.candidates.unpriced', { count: document.unpriced });
        const text = document.candidates.length === 0 ? desk.say('cli.candidates.none') : candidatesText(document.candidates, desk);
        const more = document.more === 0 ? '' : desk.say('cli.account.more', { more: document.more });
        return { exit: 0, document, text: sections(text, more, unpriced, desk.say('cli.candidates.note')) };
      });
    },
  },
  judgeCommand('accept', 'accepted'),
  judgeCommand('dismiss', 'dismissed'),
  {
    words: ['accounts', 'link', 'list'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('account.judgedLinks', {});
        const columns = ['judgement', 'from', 'to', 'reason'].map((name) => ({ title: desk.say(`cli.column.${name}`) }));
        const rows = document.links.map(({ verdict, from, to, reason }) => [
          ...[desk.say(`cli.link.${verdict}`), `${from.chain} ${from.transfer}`, `${to.chain} ${to.transfer}`, reason],
        ]);
        return { exit: 0, document, text: rows.length === 0 ? desk.say('cli.link.none') : renderTable(columns, rows, desk.width) };
      }),
  },
];

function judgeCommand(word: 'accept' | 'dismiss', verdict: 'accepted' | 'dismissed'): CommandSpec {
  return {
    words: ['accounts', 'link', word],
    positionals: [
      { name: 'PAYMENT', required: true, many: false },
      { name: 'TRANSFER', required: true, many: false },
    ],
    options: [
      CASE_OPTION,
      { name: 'reason', value: 'TEXT', required: true },
      { name: 'direction', value: 'toChain|toLedger' },
      { name: 'rates', value: 'FILE' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) => judge(given, desk, verdict),
  };
}

function judge(given: Given, desk: Desk, verdict: 'accepted' | 'dismissed'): Promise<Outcome> {
  const [payment, transfer, rates] = [given.text('PAYMENT'), given.text('TRANSFER'), given.optional('rates')];
  const direction = given.optional('direction');
  const way = direction === undefined ? {} : { direction: oneOf('direction', ['toChain', 'toLedger'], direction) };
  return desk.withCase(given, given.text('case'), async () => {
    const found = rates === undefined ? {} : await foundBy(desk, rates, payment, transfer);
    const document = await desk.call('account.judgeLink', { payment, transfer, verdict, reason: given.text('reason'), ...way, ...found });
    return { exit: 0, document, text: desk.say(`cli.link.done.${verdict}`, { from: document.from, to: document.to }) };
  });
}

/** What the list says of this pair, kept beside the examiner's word. */
async function foundBy(desk: Desk, rates: string, payment: string, transfer: string): Promise<{ found?: Record<string, string> }> {
  const { candidates } = await desk.call('account.candidates', {
    rates: desk.grant(rates),
    toleranceBasisPoints: 10_000,
    beforeSeconds: 31_622_400,
    afterSeconds: 31_622_400,
  });
  const fits = (named: string, typed: string): boolean => named === typed || named.startsWith(`${typed}#`);
  const own = candidates.find((one) => fits(one.payment.transfer, payment) && fits(one.transfer.transfer, transfer));
  if (own === undefined) return {};
  return { found: own.found };
}

export function oneOf<Name extends string>(option: string, known: readonly Name[], typed: string): Name {
  const found = known.find((name) => name === typed);
  if (found === undefined)
    throw new Fault('usage.badValue', { option: `--${option}`, value: typed.slice(0, 80), expected: known.join(', ') });
  return found;
}

function candidatesText(candidates: readonly CandidateView[], desk: Desk): string {
  const columns = [
    ...['time', 'payment', 'amount', 'counterparty', 'transfer', 'amount', 'asset'].map((name) => ({
      title: desk.say(`cli.column.${name}`),
      ...(name === 'transfer' ? { id: true } : {}),
    })),
    ...['difference', 'seconds', 'rivals', 'rate', 'judgement'].map((name) => ({ title: desk.say(`cli.column.${name}`) })),
  ];
  const rows = candidates.map((one) => [
    ...[timeOrDay(one.payment, desk), one.payment.transfer, `${units(one.payment.amount, one.payment.asset)} ${one.currency}`],
    ...[one.counterparty ?? '', one.transfer.transfer, units(one.transfer.amount, one.transfer.asset), assetName(one.transfer.asset, desk)],
    `${one.difference.startsWith('-') ? '-' : ''}${units(one.difference.replace('-', ''), one.payment.asset)}`,
    ...[
      apartText(one, desk),
      String(one.rivals),
      one.rate === null ? desk.say('cli.candidates.sameCurrency') : `${one.rate.rate} ${one.rate.pair} (${one.rate.source})`,
      desk.say(`cli.link.${one.verdict}`),
    ],
  ]);
  return renderTable(columns, rows, desk.width);
}

/** Seconds from the payment to the transfer; a day alone says only that the two can have been at one time. */
function apartText({ seconds, payment, transfer }: CandidateView, desk: Desk): string {
  const isDay = payment.day !== undefined || transfer.day !== undefined;
  if (!isDay) return String(seconds);
  return seconds === 0 ? desk.say('cli.candidates.insideDay') : desk.say('cli.candidates.atLeast', { seconds: String(seconds) });
}

function conversionColumns(desk: Desk) {
  return ['kind', 'rule', 'standing', 'wentIn', 'cameOut', 'why'].map((name) => ({ title: desk.say(`cli.column.${name}`) }));
}

function conversionRow(one: ConversionView, desk: Desk): string[] {
  const why = one.reason === null ? '' : one.rule === 'examiner@1' ? one.reason : desk.say(`cli.conversions.reason.${one.reason}`);
  const movements = (list: ConversionView['ins']): string => (list.length === 0 ? '–' : list.map(({ transfer }) => transfer).join(' '));
  return [
    desk.say(`cli.conversions.kind.${one.kind}`),
    `${one.rule}${one.name === null ? '' : ` ${one.name}`}`,
    desk.say(`cli.conversions.${one.rule === 'examiner@1' ? 'examiner' : one.standing}`),
    ...[movements(one.ins), one.outs.length === 0 ? towardText(one.toward) : movements(one.outs), why],
  ];
}

/** Where a departure says that it goes: its word, not an arrival. */
const towardText = (toward: ConversionView['toward']): string =>
  toward === undefined || (toward.chain === null && toward.account === null) ? '–' : `→ ${toward.chain ?? '?'} ${toward.account ?? '?'}`;

/** The conversions that a run's taint went through, under one policy. */
export function conversionsText(conversions: NonNullable<AccountTraceResult['conversions']>, policy: string, desk: Desk): string {
  const named = assetNamer(
    conversions.flatMap(({ policies }) => Object.values(policies).flatMap((one) => [one.in.asset, one.out.asset])),
    desk,
  );
  const rows = conversions.flatMap((one) => {
    const own = one.policies[policy];
    if (own === undefined) return [];
    const [kind = '', rule = '', standing = '', ins = '', outs = '', why = ''] = conversionRow(one, desk);
    const sum = ({ asset, amount }: typeof own.in): string => `${units(amount, asset)} ${named(asset)}`;
    return [[kind, rule, standing, `${sum(own.in)} [${ins}]`, `${sum(own.out)} [${outs}]`, why]];
  });
  if (rows.length === 0) return '';
  return `${desk.say('cli.conversions.title', { policy })}\n${renderTable(conversionColumns(desk), rows, desk.width)}`;
}

/** First of what was left out that are shown. */
const MOST_EXCLUDED = 40;

/** Movements that the trace met and that neither seed nor extend it. */
export function excludedText(excluded: AccountTraceResult['excluded'], desk: Desk): string {
  if (excluded.length === 0) return '';
  const lines = excluded
    .slice(0, MOST_EXCLUDED)
    .map(({ transfer, reason }) => `${transfer}: ${desk.say(`cli.account.excluded.${reason}`)}`);
  const more = excluded.length - lines.length;
  return [desk.say('cli.account.excludedTitle'), ...lines, ...(more > 0 ? [desk.say('cli.account.more', { more })] : [])].join('\n');
}

/** Per victim what reaches which endpoint, and which sums count twice. */
export function victimsText({ file, rows, problems, policies }: VictimTableView, shown: readonly string[], desk: Desk): string {
  const columns = ['reference', 'claimed', 'account', 'amount', 'asset', 'state'].map((name) => ({
    title: desk.say(`cli.column.${name}`),
    ...(name === 'account' ? { id: true } : {}),
    ...(name === 'claimed' || name === 'amount' ? { align: 'right' as const } : {}),
  }));
  // Policies that give the same rows share one table.
  const alike = new Map<string, string[]>();
  for (const policy of shown) {
    const key = JSON.stringify(policies[policy]);
    if (policies[policy] !== undefined) alike.set(key, [...(alike.get(key) ?? []), policy]);
  }
  const named = assetNamer(
    [
      ...rows.flatMap(({ asset }) => (asset === null ? [] : [asset])),
      ...Object.values(policies).flatMap(({ victims }) => victims.flatMap(({ endpoints }) => endpoints.map(({ asset }) => asset))),
    ],
    desk,
  );
  const tables = [...alike.values()].flatMap((names) => {
    const policy = names.join(', ');
    const of = policies[names[0] as string];
    if (of === undefined) return [];
    const body = of.victims.flatMap(({ reference, endpoints }) => {
      const row = rows.find((one) => one.reference === reference);
      const claimed =
        row === undefined || row.asset === null || row.claimed === null ? '–' : `${units(row.claimed, row.asset)} ${named(row.asset)}`;
      if (endpoints.length === 0) return [[reference, claimed, '–', '', '', '']];
      return endpoints.map((end) => [...[reference, claimed, end.account, figureText(end, desk), named(end.asset), endState(end, desk)]]);
    });
    const doubles = of.doubleCounts.map(({ kind, about, references, asset, sum, whole }) =>
      desk.say(`cli.victims.double.${kind}`, {
        ...{ about, references: references.join(', '), sum: units(sum, asset), whole: units(whole, asset), asset: assetName(asset, desk) },
      }),
    );
    return [
      sections(
        `${desk.say('cli.victims.title', { file, policy })}\n${renderTable(columns, body, desk.width)}`,
        doubles.length === 0 ? '' : `${desk.say('cli.victims.doubles')}\n${doubles.join('\n')}`,
      ),
    ];
  });
  const told = problems.map(({ reference, code, values }) => {
    const asset = rows.find((one) => one.reference === reference)?.asset ?? null;
    const shownValue = (name: string, value: string): string =>
      asset !== null && (name === 'claimed' || name === 'transferred') ? `${units(value, asset)} ${assetName(asset, desk)}` : value;
    const written = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownValue(name, value)]));
    return desk.say(`cli.victims.problem.${code}`, { reference, ...written });
  });
  return sections(...tables, told.length === 0 ? '' : `${desk.say('cli.victims.problems')}\n${told.join('\n')}`);
}
