// Commands for leads on accounts: what link rules infer, the accounts around one, what the examiner makes of a link, and who can sign
// for an account beside who paid for it. Every line says that it is an inference and what it rests on.
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import type { ControlPayment, ControlView, Lead } from '../../../shared/contract/lead.ts';
import { units } from './accountWords.ts';
import { commaList, wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { blockTime, renderPairs, renderTable, sections } from './table.ts';

const CHAIN = { name: 'chain', value: 'ID' };
const RULE = { name: 'rule', value: 'LIST', many: true };
const ASSUMED = [
  { name: 'assume', value: 'ACCOUNT', many: true },
  { name: 'service', value: 'ACCOUNT', many: true },
];
const REASON = { name: 'reason', value: 'TEXT', required: true };
const LINK = ['RULE', 'A', 'B'].map((name) => ({ name, required: true, many: false }));
const TRX_DECIMALS = 6;
const MOST_SHOWN = 12;

export const leadCommands: readonly CommandSpec[] = [
  {
    words: ['accounts', 'leads'],
    positionals: [],
    options: [CASE_OPTION, RULE, { name: 'account', value: 'ACCOUNT' }, CHAIN, ...ASSUMED, { name: 'limit', value: 'N' }, ...OPEN_OPTIONS],
    run(given, desk) {
      const account = given.optional('account');
      const limit = given.optional('limit');
      const input: CallInput<'lead.find'> = {
        ...{ rules: [...commaList(given.list('rule'))], ...shared(given) },
        ...(account === undefined ? {} : { account }),
        ...(limit === undefined ? {} : { limit: wholeNumber('limit', limit, 1) }),
      };
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('lead.find', input);
        return { exit: 0, document, text: leadsText(document, desk) };
      });
    },
  },
  {
    words: ['accounts', 'rules'],
    positionals: [],
    options: [],
    async run(_given, desk) {
      const document = await desk.call('lead.rules', {});
      const blocks = document.rules.map((rule) =>
        renderPairs([
          [desk.say('cli.field.rule'), `${rule.id}@${rule.version}`],
          [desk.say('cli.field.meaning'), desk.reason(`rule:${rule.id}`)],
          [desk.say('cli.field.needs'), rule.preconditions.map((code) => desk.reason(`precondition:${code}`)).join('; ')],
          [desk.say('cli.field.changes'), desk.say(`cli.rules.${rule.changesWithLaterData ? 'dynamic' : 'static'}`)],
          [desk.say('cli.field.citation'), rule.citation],
          [desk.say('cli.field.breakers'), rule.knownBreakers.map((code) => desk.reason(`breaker:${code}`)).join('; ')],
          [desk.say('cli.field.errorRate'), desk.say(`cli.rules.errorRate.${rule.errorRate}`)],
        ]),
      );
      return { exit: 0, document, text: sections(...blocks) };
    },
  },
  {
    words: ['accounts', 'group'],
    positionals: [{ name: 'ACCOUNT', required: true, many: false }],
    options: [CASE_OPTION, RULE, CHAIN, ...ASSUMED, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('lead.group', {
          ...{ account: given.text('ACCOUNT'), rules: [...commaList(given.list('rule'))] },
          ...shared(given),
        });
        return { exit: 0, document, text: groupText(document, desk) };
      }),
  },
  judgeCommand('accept', 'accepted'),
  judgeCommand('reject', 'rejected'),
];

function judgeCommand(word: string, verdict: 'accepted' | 'rejected'): CommandSpec {
  return {
    words: ['accounts', word],
    positionals: LINK,
    options: [CASE_OPTION, REASON, CHAIN, ...ASSUMED, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('lead.judge', {
          ...{ rule: given.text('RULE'), a: given.text('A'), b: given.text('B'), verdict, reason: given.text('reason') },
          ...shared(given),
        });
        const { rule, a, b } = document;
        return { exit: 0, document, text: desk.say(`cli.leads.${verdict}`, { rule, a, b }) };
      }),
  };
}

function shared(given: Given) {
  const chain = given.optional('chain');
  return {
    ...{ assume: [...commaList(given.list('assume'))], services: [...commaList(given.list('service'))] },
    ...(chain === undefined ? {} : { chain }),
  };
}

function timeText(seconds: number | null): string {
  return seconds === null ? '?' : blockTime(seconds);
}

function leadsText(result: CallOutput<'lead.find'>, desk: Desk): string {
  const counts = renderTable(
    [
      { title: desk.say('cli.column.rule') },
      ...['read', 'holds', 'undecidable', 'keptOut'].map((name) => ({ title: desk.say(`cli.column.${name}`), align: 'right' as const })),
      { title: desk.say('cli.column.why') },
    ],
    result.counts.map(({ rule, read, holds, undecidable, excluded }) => [
      ...[rule, String(read), String(holds), String(undecidable), String(excluded.reduce((sum, { count }) => sum + count, 0))],
      excluded.map(({ reason, count }) => `${count}: ${desk.reason(`lead:${reason}`)}`).join('; '),
    ]),
    desk.width,
  );
  const asOf = result.asOf.map(({ chainName, block, timeSeconds }) =>
    desk.say('cli.leads.asOf', { chain: chainName, block: block ?? '?', time: timeText(timeSeconds) }),
  );
  const assumed = [
    ...(result.assumed.length === 0 ? [] : [desk.say('cli.leads.assumed', { accounts: result.assumed.join(', ') })]),
    ...(result.services.length === 0 ? [] : [desk.say('cli.leads.services', { accounts: result.services.join(', ') })]),
  ];
  const excluded = renderTable(
    [
      { title: desk.say('cli.column.rule') },
      { title: desk.say('cli.column.account'), id: true },
      { title: desk.say('cli.column.why') },
      { title: desk.say('cli.column.labels') },
      { title: desk.say('cli.column.transactionId'), id: true },
    ],
    result.excluded.map((lead) => [
      ...[lead.rule, lead.account, desk.reason(`lead:${lead.reason}`)],
      lead.grounds.map((ground) => groundText(ground, desk)).join('; '),
      lead.evidence[0]?.transaction ?? '',
    ]),
    desk.width,
  );
  return sections(
    desk.say('cli.leads.inference'),
    counts,
    assumed.join('\n'),
    asOf.join('\n'),
    ...result.leads.map((lead) => leadText(lead, result, desk)),
    result.leads.length === 0 ? desk.say('cli.leads.none') : '',
    result.more === 0 ? '' : desk.say('cli.more', { count: result.more }),
    result.excluded.length === 0 ? '' : `${desk.say('cli.leads.keptOut')}\n${excluded}`,
    result.excludedMore === 0 ? '' : desk.say('cli.more', { count: result.excludedMore }),
  );
}

function leadText(lead: Lead, { rules }: Pick<CallOutput<'lead.find'>, 'rules'>, desk: Desk): string {
  const rule = rules.find(({ id, version }) => `${id}@${version}` === lead.rule);
  const links = lead.links.map(({ a, b, judged, why }) => {
    const made = judged === 'open' ? '' : `  (${desk.say(`cli.leads.judged.${judged}`)}: ${why ?? ''})`;
    return `${a}  –  ${b}${made}`;
  });
  const head = renderPairs([
    [desk.say('cli.field.rule'), `${lead.rule}  ${desk.say(`cli.leads.verdict.${lead.verdict}`)}`],
    [desk.say('cli.field.account'), `${lead.account}  ${lead.chainName}`],
    [desk.say('cli.field.because'), desk.reason(`lead:${lead.reason}`)],
    ...links.slice(0, MOST_SHOWN).map((text, at) => [at === 0 ? desk.say(`cli.leads.links.${lead.verdict}`) : '', text] as const),
    ...lead.grounds.map((ground) => [desk.say('cli.column.labels'), `${ground.account}  ${groundText(ground, desk)}`] as const),
    [desk.say('cli.field.breakers'), (rule?.knownBreakers ?? []).map((code) => desk.reason(`breaker:${code}`)).join('; ')],
    [desk.say('cli.field.errorRate'), desk.say(`cli.rules.errorRate.${rule?.errorRate ?? 'notMeasured'}`)],
  ]);
  const rests = lead.evidence.map(({ transaction, path, timeSeconds, from, to, asset, amount }) =>
    [
      `  ${timeText(timeSeconds)}  ${transaction}${path === null ? '' : `#${path}`}`,
      ...(amount === null || asset === null
        ? []
        : [`${from ?? '–'} → ${to ?? '–'}  ${units(amount, asset)} ${asset.symbol ?? asset.contract ?? ''}`]),
    ].join('  '),
  );
  const more = lead.more === 0 ? [] : [`  ${desk.say('cli.more', { count: lead.more })}`];
  return `${head}\n${[...rests.slice(0, MOST_SHOWN), ...more].join('\n')}`;
}

function groundText({ basis, label, category, source }: Lead['grounds'][number], desk: Desk): string {
  return desk.say(`cli.leads.ground.${basis}`, { label, category, source });
}

function groupText(group: CallOutput<'lead.group'>, desk: Desk): string {
  const head = renderPairs([
    [desk.say('cli.field.account'), group.account],
    [desk.say('cli.field.chain'), group.chainName],
    [desk.say('cli.field.rule'), group.rules.length === 0 ? desk.say('cli.leads.onlyAccepted') : group.rules.join(', ')],
    [desk.say('cli.field.groupSize'), String(group.members.length)],
    [desk.say('cli.field.errorRate'), desk.say(`cli.rules.errorRate.${group.errorRate}`)],
  ]);
  const members = renderTable(
    [{ title: desk.say('cli.column.account'), id: true }, { title: desk.say('cli.column.labels') }, { title: desk.say('cli.column.rule') }],
    group.members.map(({ account, labels, rules }) => [account, labels.join('; '), rules.join(', ')]),
    desk.width,
  );
  const joins = renderTable(
    [
      { title: desk.say('cli.column.addressA'), id: true },
      { title: desk.say('cli.column.addressB'), id: true },
      { title: desk.say('cli.column.rule') },
      { title: desk.say('cli.column.why') },
      { title: desk.say('cli.column.transactionId'), id: true },
    ],
    group.joins.map(({ a, b, rule, basis, reason, transactions }) => [
      ...[a, b, rule],
      basis === 'accepted' ? desk.say('cli.leads.acceptedBecause', { reason }) : desk.reason(`lead:${reason}`),
      transactions[0] ?? '',
    ]),
    desk.width,
  );
  const rejected = group.rejected.map(({ rule, a, b, why }) => desk.say('cli.leads.rejectedLink', { rule, a, b, why }));
  return sections(
    head,
    desk.say('cli.leads.groupInference'),
    members,
    group.joins.length === 0 ? desk.say('cli.leads.alone') : joins,
    rejected.join('\n'),
  );
}

/** Two answers, apart: who can sign now; who paid for the beginning and for the fees. */
export function controlText(control: ControlView, desk: Desk): string {
  const signers = renderTable(
    [
      { title: desk.say('cli.column.key'), id: true },
      { title: desk.say('cli.column.permission') },
      { title: desk.say('cli.column.weight'), align: 'right' },
      { title: desk.say('cli.column.threshold'), align: 'right' },
      { title: desk.say('cli.column.alone') },
      { title: desk.say('cli.column.labels') },
    ],
    control.signers.map(({ address, permission, kind, weight, threshold, alone, labels }) => [
      ...[address, `${kind} ${permission}`, weight, threshold, desk.say(`cli.control.${alone ? 'alone' : 'together'}`), labels.join('; ')],
    ]),
    desk.width,
  );
  const { since } = control;
  const sinceText = desk.say(`cli.control.since.${since.basis}`, { time: timeText(since.timeSeconds), evidence: since.evidence ?? '' });
  const shared = control.sharedKeys.map(({ key, accounts }) => desk.say('cli.control.shared', { key, accounts: accounts.join(', ') }));
  const payments = [...(control.activation === null ? [] : [control.activation]), ...control.resources, ...control.topUps].sort(
    (a, b) => (a.timeSeconds ?? 0) - (b.timeSeconds ?? 0),
  );
  const paid = renderTable(
    [
      { title: desk.say('cli.column.time') },
      { title: desk.say('cli.column.paid') },
      { title: desk.say('cli.column.by'), id: true },
      { title: 'TRX', align: 'right' },
      { title: desk.say('cli.column.until') },
      { title: desk.say('cli.column.labels') },
      { title: desk.say('cli.column.transactionId'), id: true },
    ],
    payments.map((one) => [
      ...[timeText(one.timeSeconds), paidText(one, desk), one.by, one.amountSun === null ? '' : trx(one.amountSun)],
      ...[one.untilSeconds === null ? '' : blockTime(one.untilSeconds)],
      ...[one.provider === null ? '' : groundText(one.provider, desk), one.transaction],
    ]),
    desk.width,
  );
  return sections(
    `${desk.say('cli.control.title')} ${desk.say('cli.control.asOf', { time: timeText(control.asOf) })}`,
    sinceText,
    signers,
    control.ownKeyAlone ? '' : desk.say('cli.control.ownKeyLost'),
    shared.join('\n'),
    desk.say('cli.control.origin'),
    payments.length === 0 ? desk.say('cli.control.noPayments') : paid,
    control.more === 0 ? '' : desk.say('cli.more', { count: control.more }),
    control.unexplained.length === 0 ? '' : desk.say('cli.control.unexplained', { accounts: control.unexplained.join(', ') }),
  );
}

function paidText({ basis, resource }: ControlPayment, desk: Desk): string {
  return desk.say(`cli.control.paid.${basis}`, { resource: resource ?? '?' });
}

function trx(amountSun: string): string {
  return units(amountSun, {
    ...{ key: '', kind: 'native', contract: null, tokenId: null, symbol: 'TRX', decimals: TRX_DECIMALS, standing: 'issuer' },
  });
}
