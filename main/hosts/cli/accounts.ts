// Commands of account chains: what the case holds of them, one transaction or account, a trace over balances. `show` and `trace` come
// here where what they are asked for stands on an account chain.
import type { AccountTraceResult, AccountTransactionView, AccountView, AssetView, IssuerAct } from '../../../shared/contract/account.ts';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { readSaidMovement, saidAsset } from '../../../shared/model/saidMovement.ts';
import { conversionsText, excludedText, oneOf, victimsText } from './accountLinks.ts';
import { assetName, assetNamer, endState, figureText, timeOrDay, timeText, units } from './accountWords.ts';
import { commaList } from './arguments.ts';
import { replayCommand } from './replay.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS, type Outcome } from './command.ts';
import type { StopInput } from './stops.ts';
import { renderPairs, renderTable, sections } from './table.ts';

export const accountCommands: readonly CommandSpec[] = [
  {
    words: ['accounts'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('account.summary', {});
        return { exit: 0, document, text: summaryText(document, desk) };
      }),
  },
  {
    words: ['accounts', 'runs'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('account.runs', {});
        const columns = ['run', 'time', 'ordinal', 'primary', 'policies', 'question'].map((name) => ({
          title: desk.say(`cli.column.${name}`),
        }));
        const rows = document.runs.map(({ run, time, ordinal, siblings, primary, policies, question }) => [
          ...[String(run), time, desk.say('cli.runs.ordinal', { ordinal, siblings }), primary, policies.join(' '), question],
        ]);
        return {
          exit: 0,
          document,
          text: rows.length === 0 ? desk.say('cli.runs.noneOfAccounts') : renderTable(columns, rows, desk.width),
        };
      }),
  },
  replayCommand(['accounts', 'replay'], 'account.replay'),
];

/** Whether the seeds stand on an account chain: because the chain says so, or because the case knows the first of them there. */
export async function isAccountTrace(desk: Desk, given: Given): Promise<boolean> {
  const chain = given.optional('chain');
  if (chain !== undefined) {
    // A chain that is none of coins is one of accounts: with nothing found there, the answer must not be a trace of coins.
    const { chains } = await desk.call('catalog.get', {});
    return !chains.some(({ id, name }) => id === chain || name === chain);
  }
  const { chains } = await desk.call('account.summary', {});
  if (chains.length === 0) return false;
  const [first = ''] = commaList(given.list('from'));
  const { found } = await desk.call('account.find', { text: first.split('#')[0] as string });
  return found.length > 0;
}

export async function accountTrace(desk: Desk, given: Given, stops: readonly StopInput[]): Promise<Outcome> {
  const policies = commaList(given.list('policy'));
  const links = commaList(given.list('links')).map((one) => oneOf('links', ['recorded', 'accepted'], one));
  const victims = given.optional('victims');
  const optional = (name: string, key: string) => {
    const value = given.optional(name);
    return value === undefined ? {} : { [key]: value };
  };
  const input: CallInput<'account.trace'> = {
    from: [...commaList(given.list('from'))],
    policies: policies.length === 0 ? ['all'] : [...policies],
    stops: [...stops],
    assume: [...commaList(given.list('assume'))],
    links: links.includes('recorded'),
    accepted: links.includes('accepted'),
    conversions: oneOf('conversions', ['recorded', 'none'] as const, given.optional('conversions') ?? 'recorded'),
    openings: [...given.list('opening')],
    ...(victims === undefined ? {} : { victims: desk.grant(victims) }),
    direction: given.optional('direction') === 'backward' ? 'backward' : 'forward',
    ...optional('chain', 'chain'),
    ...optional('asset', 'asset'),
    ...optional('question', 'question'),
    ...optional('primary', 'primary'),
    ...optional('reason', 'reason'),
  };
  const document = await desk.call('account.trace', input);
  const { runs } = await desk.call('account.runs', {});
  const registered = runs.find(({ run }) => run === document.run);
  return { exit: 0, document, text: traceText(document, registered, given.has('all-holdings'), desk) };
}

function summaryText({ chains, conflicts, links }: CallOutput<'account.summary'>, desk: Desk): string {
  if (chains.length === 0) return desk.say('cli.account.none');
  const columns = ['chain', 'transactions', 'movements', 'accounts', 'fromTime', 'toTime'].map((name) => ({
    title: desk.say(`cli.column.${name}`),
  }));
  const rows = chains.map((chain) => [
    ...[chain.name, String(chain.transactions), String(chain.transfers), String(chain.accounts)],
    ...[timeText(chain.fromTime), timeText(chain.toTime)],
  ]);
  const linked = links.map(({ direction, ledger, row, transfer }) => desk.say(`cli.account.link.${direction}`, { ledger, row, transfer }));
  return sections(
    renderTable(columns, rows, desk.width),
    linked.length === 0 ? '' : `${desk.say('cli.account.links')}\n${linked.join('\n')}`,
    conflictsText(conflicts, desk),
  );
}

export function conflictsText(conflicts: CallOutput<'account.summary'>['conflicts'], desk: Desk): string {
  if (conflicts.length === 0) return '';
  const lines = conflicts.map(
    ({ transaction, what, said }) =>
      `${transaction}  ${what}: ${said.map(({ source, value }) => `${what === 'movement' ? movementText(value, desk) : value} [${source}]`).join(' / ')}`,
  );
  return `${desk.say('cli.account.conflicts')}\n${lines.join('\n')}`;
}

/** A movement as sources are compared by it: kind, sides, asset, amount in the smallest unit; or a fee, as its amount alone. */
function movementText(value: string, desk: Desk): string {
  const said = readSaidMovement(value);
  if (said === null) return value;
  if ('fee' in said) return desk.say('cli.account.feeSaid', { amount: said.fee });
  const { kind, from, to, amount } = said;
  return desk
    .say('cli.account.movementSaid', {
      ...{ kind: desk.say(`cli.transfer.${kind}`), from: from ?? '–', to: to ?? '–', amount, asset: saidAsset(said) },
    })
    .trimEnd();
}

export function foundText(view: AccountTransactionView | AccountView, desk: Desk): string {
  return view.kind === 'accountTransaction' ? transactionText(view, desk) : accountText(view, desk);
}

/** The grade in words, and where a proof goes less far than it could, why. */
function proofText({ grade, proof }: AccountTransactionView, desk: Desk): string {
  const { anchor, why, blockHash, operators, receipt } = proof;
  const words = grade === 'Q' ? `${desk.say('cli.grade.Q')} (${operators.join(', ')})` : desk.say(`cli.grade.${grade}`);
  if (anchor !== null) {
    const reached = desk.say('cli.inclusion.anchored', { height: anchor.blockNumber, hash: anchor.blockHash });
    return [words, reached, ...(receipt ? [desk.say('cli.inclusion.receipt')] : [])].join('; ');
  }
  return blockHash === null || why === null ? words : `${words}; ${desk.say(`cli.inclusion.${why}`)}`;
}

/** What its row says besides, as it stood: names, remarks, the transaction that it names on a chain. */
function factRows({ facts }: AccountTransactionView, desk: Desk): (readonly [string, string])[] {
  return Object.entries(facts).flatMap(([role, text]) => {
    // The movements carry the other side's account already.
    if (role === 'counterparty' || text.trim() === '') return [];
    const key = `cli.role.${role}`;
    const name = desk.say(key);
    return [[name === key ? role : name, text] as const];
  });
}

function transactionText(view: AccountTransactionView, desk: Desk): string {
  const head = renderPairs([
    [desk.say('cli.field.transaction'), view.id],
    [desk.say('cli.field.chain'), view.chainName],
    [desk.say('cli.field.block'), `${view.blockNumber ?? '?'}  ${view.blockHash ?? ''}`],
    [desk.say('cli.field.blockTime'), timeOrDay(view, desk)],
    [desk.say('cli.field.status'), desk.say(`cli.status.${view.status}`)],
    [desk.say('cli.field.proof'), proofText(view, desk)],
    ...view.sources.map(({ name, rows }) => [desk.say('cli.field.source'), `${name}: ${rows.slice(0, 20).join(', ')}`] as const),
    ...view.labels.map(({ id, label, source }) => [desk.say('cli.field.labels'), `${id}: ${label} [${source}]`] as const),
    ...factRows(view, desk),
  ]);
  const transfers = renderTable(
    [
      { title: '#' },
      { title: desk.say('cli.column.kind') },
      { title: desk.say('cli.column.from'), id: true },
      { title: desk.say('cli.column.to'), id: true },
      { title: desk.say('cli.column.amount'), align: 'right' },
      { title: desk.say('cli.column.asset') },
      { title: desk.say('cli.field.proof') },
      { title: '' },
    ],
    view.transfers.map((one) => [
      ...[
        one.path,
        desk.say(`cli.transfer.${one.kind}`),
        one.from ?? '–',
        one.to ?? '–',
        units(one.amount, one.asset),
        assetName(one.asset, desk),
        desk.say(`cli.grade.${one.grade}`),
      ],
      one.reason === null ? '' : desk.say(`cli.account.excluded.${one.reason}`),
    ]),
    desk.width,
  );
  const events = view.events.map(
    ({ kind, actor, subject, details, grade }) =>
      `${kind}  ${actor ?? '–'} → ${subject ?? '–'}  ${Object.entries(details)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')} (${desk.say(`cli.grade.${grade}`)})`,
  );
  return sections(head, transfers, events.join('\n'), conflictsText(view.conflicts, desk));
}

function accountText(view: AccountView, desk: Desk): string {
  const head = renderPairs([
    [desk.say('cli.field.address'), view.address],
    [desk.say('cli.field.chain'), view.chainName],
    [desk.say('cli.field.counterparties'), String(view.counterparties)],
    ...(view.labels.length === 0
      ? []
      : [[desk.say('cli.column.labels'), view.labels.map(({ label, source }) => `${label} [${source}]`).join('; ')] as const]),
  ]);
  const ledgers = renderTable(
    ['asset', 'received', 'sent', 'fees', 'movements'].map((name, i) => ({
      title: desk.say(`cli.column.${name}`),
      ...(i === 0 ? {} : { align: 'right' as const }),
    })),
    view.ledgers.map(({ asset, received, sent, fees, transfers }) => [
      ...[assetName(asset, desk), units(received, asset), units(sent, asset), units(fees, asset), String(transfers)],
    ]),
    desk.width,
  );
  const items = renderTable(
    [
      { title: desk.say('cli.column.contract'), id: true },
      { title: desk.say('cli.column.asset') },
      { title: desk.say('cli.column.items'), align: 'right' },
      { title: desk.say('cli.column.movements'), align: 'right' },
    ],
    view.items.map((one) => [
      ...[one.contract, one.standing === 'counterfeit' ? `${one.symbol} (${desk.say('cli.account.counterfeit')})` : (one.symbol ?? '')],
      ...[String(one.items), String(one.transfers)],
    ]),
    desk.width,
  );
  const history = renderTable(
    [
      { title: desk.say('cli.column.time') },
      { title: desk.say('cli.column.block'), align: 'right' },
      { title: desk.say('cli.column.transactionId'), id: true },
      { title: '#' },
      { title: desk.say('cli.column.direction') },
      { title: desk.say('cli.column.counterparty'), id: true },
      { title: desk.say('cli.column.amount'), align: 'right' },
      { title: desk.say('cli.column.asset') },
    ],
    view.history.map((one) => [
      ...[timeOrDay(one, desk), one.blockNumber === null ? '?' : String(one.blockNumber), one.transaction, one.path],
      `${desk.say(`cli.account.${one.direction}`)}${one.moves ? '' : ` (${desk.say('cli.account.movesNothing')})`}`,
      ...[one.counterparty ?? '–', units(one.amount, one.asset), assetName(one.asset, desk)],
    ]),
    desk.width,
  );
  return sections(
    head,
    view.ledgers.length === 0 ? '' : ledgers,
    view.moreLedgers === 0 ? '' : desk.say('cli.account.moreAssets', { more: view.moreLedgers }),
    view.items.length === 0 ? '' : `${desk.say('cli.account.items')}\n${items}`,
    desk.say('cli.account.sumsNote'),
    actsText(view.acts, desk),
    history,
    view.more === 0 ? '' : desk.say('cli.account.more', { more: view.more }),
  );
}

/** What issuers did to an account; whether a known issuer did, the asset's own words say. */
function actsText(acts: readonly IssuerAct[], desk: Desk): string {
  if (acts.length === 0) return '';
  const lines = acts.map(({ kind, account, asset, amount, transaction, timeSeconds, by, basis }) =>
    [
      ...[timeText(timeSeconds), `${assetName(asset, desk)}${amount === null ? '' : ` ${units(amount, asset)}`}:`],
      ...[desk.say(`cli.account.act.${kind}`, { account }), transaction],
      ...(by === null ? [] : [desk.say('cli.account.actBy', { by })]),
      ...(basis === 'call' ? [desk.say('cli.account.actByCall')] : []),
    ].join('  '),
  );
  return `${desk.say('cli.account.acts')}\n${lines.join('\n')}`;
}

const MOST_ENDS = 40;

function traceText(
  result: AccountTraceResult,
  registered: CallOutput<'account.runs'>['runs'][number] | undefined,
  all: boolean,
  desk: Desk,
): string {
  const names = Object.keys(result.policies);
  const primary = registered?.primary ?? names[0] ?? '';
  const ordered = [primary, ...names.filter((name) => name !== primary)];
  const head = renderPairs([
    [
      desk.say('cli.field.run'),
      registered === undefined
        ? String(result.run)
        : `${result.run} (${desk.say('cli.trace.ordinal', { ordinal: registered.ordinal, siblings: registered.siblings })})`,
    ],
    [
      desk.say('cli.field.question'),
      registered === undefined || registered.question === '' ? desk.say('cli.trace.noQuestion') : registered.question,
    ],
    [desk.say('cli.field.primary'), primary],
    [desk.say('cli.field.chain'), result.chains.join(', ')],
    [desk.say('cli.field.direction'), desk.say(`cli.direction.${result.direction}`)],
    ...(result.assumed.length === 0 ? [] : [[desk.say('cli.field.assumed'), result.assumed.join(', ')] as const]),
    ...((result.openings ?? []).length === 0 ? [] : [[desk.say('cli.field.openings'), (result.openings ?? []).join(', ')] as const]),
    [desk.say('cli.field.inputsDigest'), result.inputsDigest],
    [desk.say('cli.field.resultDigest'), result.resultDigest],
  ]);
  const seeds = renderTable(
    [
      { title: desk.say('cli.column.seed'), id: true },
      { title: desk.say('cli.column.amount'), align: 'right' },
      { title: desk.say('cli.column.asset') },
      { title: '' },
    ],
    result.seeds
      .slice(0, MOST_ENDS)
      .map(({ seed, asset, amount, excluded }) => [
        ...[seed, units(amount, asset), assetName(asset, desk), excluded === null ? '' : desk.say(`cli.account.excluded.${excluded}`)],
      ]),
    desk.width,
  );
  const tables = (all ? ordered : [primary]).flatMap((name) => {
    const policy = result.policies[name];
    return policy === undefined ? [] : [`${desk.say('cli.trace.policy', { policy: name })}\n${policyText(policy, all, desk)}`];
  });
  const fetch = result.fetch.map(({ chainName, kind, item, fromBlock, toBlock, why }) => {
    const said = { chain: chainName, item, why: desk.say(`cli.account.why.${why}`) };
    // A bank's or an exchange's ledger has no blocks to name.
    if (kind === 'address' && fromBlock !== null) return desk.say('cli.account.fetch', { ...said, from: fromBlock });
    if (kind === 'address' && toBlock !== null) return desk.say('cli.account.fetchUpTo', { ...said, to: toBlock });
    return desk.say('cli.account.fetchTransaction', said);
  });
  const named = assetNamer(
    Object.values(result.policies).flatMap(({ ends, totals, fees }) => [...ends, ...totals, ...fees].map(({ asset }) => asset)),
    desk,
  );
  const compared = renderTable(
    [
      { title: desk.say('cli.column.policy') },
      { title: desk.say('cli.column.totals') },
      { title: desk.say('cli.column.fees') },
      { title: desk.say('cli.column.ends'), align: 'right' },
    ],
    ordered.flatMap((name) => {
      const policy = result.policies[name];
      const sums = (list: readonly { readonly asset: AssetView; readonly amount: string }[]) =>
        list.map(({ asset, amount }) => `${units(amount, asset)} ${named(asset)}`).join(', ');
      return policy === undefined ? [] : [[name, sums(policy.totals), sums(policy.fees), String(policy.ends.length)]];
    }),
    desk.width,
  );
  return sections(
    ...[head, desk.say('cli.trace.assumption'), seeds, compared, ...tables],
    conversionsText(result.conversions ?? [], primary, desk),
    actsText(result.acts ?? [], desk),
    excludedText(result.excluded, desk),
    result.victims === undefined ? '' : victimsText(result.victims, ordered, desk),
    fetch.length === 0 ? '' : `${desk.say('cli.account.fetchTitle')}\n${fetch.join('\n')}`,
    result.conflicts === 0 ? '' : desk.say('cli.account.conflictCount', { count: result.conflicts }),
  );
}

function policyText(policy: AccountTraceResult['policies'][string], all: boolean, desk: Desk): string {
  if (policy.ends.length === 0) return desk.say('cli.trace.noHoldings');
  const shown = all ? policy.ends : policy.ends.slice(0, MOST_ENDS);
  const table = renderTable(
    [
      { title: desk.say('cli.column.chain') },
      { title: desk.say('cli.column.account'), id: true },
      { title: desk.say('cli.column.amount'), align: 'right' },
      { title: desk.say('cli.column.asset') },
      { title: desk.say('cli.column.state') },
      { title: desk.say('cli.column.broughtBy'), id: true },
    ],
    shown.map((end) => [
      ...[end.chain, end.account, figureText(end, desk), assetName(end.asset, desk), endState(end, desk), end.transfer ?? ''],
    ]),
    desk.width,
  );
  return shown.length === policy.ends.length
    ? table
    : `${table}\n${desk.say('cli.trace.largest', { shown: shown.length, total: policy.ends.length })}`;
}
