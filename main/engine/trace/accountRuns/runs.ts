// Traces over account ledgers as runs of a case: what is asked is put on record before the first figure, what was read is frozen, and a
// run can be made again from it. Figures of an incomplete ledger stay ranges.
import type { AccountTraceRequest as Request, AccountTraceResult, IssuerAct } from '../../../../shared/contract/account.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { accountChain, ACCOUNT_CHAINS, isLedger } from '../../chains/index.ts';
import { assetKey, statedBalances } from '../../intake/index.ts';
import { breathe, bySteps, canonicalDigest, canonicalJson, sha256Stream, throwIfCancelled } from '../../kernel/index.ts';
import {
  type AccountPolicyResult,
  type AccountSeed,
  type AccountTraceRequest,
  accountPolicies,
  assetOf,
  addressPoisoning,
  knowLedgers,
  type NumberedSeed,
  secondOpinion,
  traceBackward,
  traceForward,
} from '../accounts/index.ts';
import type { Direction } from '../policies/policy.ts';
import { chooseConversions, describeConversions } from './chosenConversions.ts';
import { isNamed } from './assets.ts';
import { nameKey } from './conversions/members.ts';
import { counterfeitsOf, describePolicy, nameOfTransfer, transferName, viewOfTransferAsset } from './describe.ts';
import { poisoningIn } from './excluded.ts';
import { chainName } from './find.ts';
import { issuerActsOn } from './issuerActs.ts';
import { accountText, allSeedTransfers, ledgersOf, seedNames } from './seeds.ts';
import { type KeptBalance, readOpening, type SourcedStatement, statementsFor } from './statements.ts';
import { accountStops, type StopInput } from './stops.ts';
import { type KeptVictims, meantBy, readVictims, victimRun } from './victimTable.ts';
import { type AccountFreeze, type AccountView, accountViewOf, type ViewWork } from './view.ts';

type TraceWork = ViewWork;

export interface StoredAccountRequest {
  readonly from: readonly string[];
  readonly chain: string | null;
  readonly direction: Direction;
  readonly asset: string | null;
  readonly policies: readonly string[];
  readonly stops: readonly StopInput[];
  readonly assume: readonly string[];
  /** Whether taint goes on where an exchange's reply names the transaction. */
  readonly links: boolean;
  /** Of runs before there were any, absent: they are made again as they were. */
  readonly conversions?: 'recorded' | 'none';
  readonly accepted?: boolean;
  readonly openings?: readonly string[];
  readonly victims?: KeptVictims;
  /** Rules by which transfers are left out. */
  readonly exclusions?: readonly string[];
  /** Whether the result tells what issuers did, and where departures over bridges arrive: runs before that are made again without. */
  readonly tells?: true;
  /** Which chains the result names; of runs before it, absent: all of the case. */
  readonly chainsNamed?: 'reached';
  readonly question: string;
  readonly primary: string;
  readonly reason: string;
}

interface Frozen extends AccountFreeze {
  /** Accounts of the labels that a stop rule meant when the run was made. */
  readonly labelled: readonly string[];
  /** What sources stated of balances. */
  readonly balances?: readonly KeptBalance[];
}

export type Computed = Omit<AccountTraceResult, 'run'>;

/** What a result was worked out from, for whoever writes it down so that others can work it out again. */
export interface TracedAccounts {
  readonly direction: Direction;
  readonly view: AccountView;
  readonly request: Omit<AccountTraceRequest, 'policies' | 'seeds'>;
  readonly seeds: readonly NumberedSeed[];
  readonly results: readonly AccountPolicyResult[];
  /** What the ledgers were reconciled with. */
  readonly statements: readonly SourcedStatement[];
}

export async function runAccountTrace(
  session: CaseSession,
  input: Request,
  victimsPath: string | null,
  now: () => string,
  work: TraceWork,
): Promise<AccountTraceResult> {
  const file = session.current();
  work.report({ phase: 'loading', done: 0, total: null, unit: 'transactions' });
  const view = await accountViewOf(session, work);
  const policies = policiesFor(input.policies, input.direction);
  const asked = input.chain === undefined ? undefined : accountChain(input.chain);
  if (input.chain !== undefined && asked === undefined)
    throw new Fault('chain.unknown', { chain: input.chain, known: ACCOUNT_CHAINS.map(({ name }) => name).join(', ') });
  const victims = victimsPath === null ? undefined : await readVictims(victimsPath);
  if ((victims !== undefined && input.direction !== 'forward') || (victims === undefined) === (input.from.length === 0))
    throw new Fault('usage.badValue', { option: '--victims', value: input.direction, expected: '--from X | --victims FILE (forward)' });
  const seeds =
    victims === undefined
      ? seedNames(view, input.from, asked?.id)
      : meantBy(view, victims, asked?.id).flatMap(({ transfer }) => (transfer === null ? [] : [transferName(view, transfer)]));
  for (const opening of input.openings) readOpening(view, opening, asked?.id);
  const seedKey = canonicalDigest({ direction: input.direction, seeds: [...seeds].sort(), asset: input.asset ?? null });
  const earlier = file.accounts
    .runs()
    .filter((run) => run.seedKey === seedKey)
    .at(-1)?.request as StoredAccountRequest | undefined;
  const primary = input.primary ?? earlier?.primary ?? (policies.includes('fifo') ? 'fifo' : (policies[0] as string));
  if (!policies.includes(primary))
    throw new Fault('usage.badValue', { option: '--primary', value: primary, expected: policies.join(', ') });
  const named = (text: string): string => accountText(view, text, asked?.id);
  const request: StoredAccountRequest = {
    ...{
      from: input.from.map(named),
      chain: asked?.id ?? null,
      direction: input.direction,
      asset: input.asset ?? null,
      policies,
      stops: input.stops.map((stop) => namedStop(stop, named)),
      links: input.links,
      assume: input.assume.map(named),
      conversions: input.conversions,
      accepted: input.accepted,
      openings: input.openings.map((opening) => namedOpening(opening, named)),
      exclusions: [`${addressPoisoning.id}@${addressPoisoning.version}`],
      chainsNamed: 'reached',
      tells: true,
      primary,
    },
    ...(victims === undefined ? {} : { victims }),
    question: input.question ?? earlier?.question ?? '',
    reason: input.reason ?? earlier?.reason ?? '',
  };
  const frozen: Frozen = { ...view.freeze, labelled: labelledAccounts(file), balances: balancesOf(file) };
  const run = (file.accounts.runs().at(-1)?.id ?? 0) + 1;
  // Before the first figure is known: what is asked, by which policy it will be answered, and why.
  file.act('account.runRegistered', { run, ...request });
  const computed = await compute(view, request, frozen, work);
  if (!session.isOpen() || session.current() !== file) throw new Fault('job.cancelled');
  const time = now();
  file.act('account.runFinished', { run, inputsDigest: computed.inputsDigest, resultDigest: computed.resultDigest }, () => {
    file.accounts.addRun({ chain: computed.chains.join(' '), seedKey, time, request, frozen, result: computed });
  });
  return { run, ...computed };
}

type Naming = (text: string) => string;

/** `ACCOUNT:ASSET:AMOUNT@PLACE`, of which the account may hold colons itself. */
function namedOpening(text: string, named: Naming): string {
  const end = text.lastIndexOf(':', text.lastIndexOf(':', text.lastIndexOf('@')) - 1);
  return end < 0 ? text : named(text.slice(0, end)) + text.slice(end);
}

function namedStop<Stop extends StoredAccountRequest['stops'][number]>(stop: Stop, named: Naming): Stop {
  const { addresses } = stop.options;
  if (addresses === undefined || typeof addresses === 'number') return stop;
  const renamed = typeof addresses === 'string' ? named(addresses) : addresses.map(named);
  return { ...stop, options: { ...stop.options, addresses: renamed } };
}

/** Makes a stored run again from what it read. */
export async function recomputeAccountRun(
  session: CaseSession,
  run: number,
  work: TraceWork,
  keep?: (traced: TracedAccounts) => void,
): Promise<{ stored: Computed; fresh: Computed }> {
  const row = session.current().accounts.run(run);
  if (row === undefined) throw new Fault('trace.runUnknown', { run });
  const frozen = row.frozen as Frozen;
  const { segments, anchors, accepted = [] } = frozen;
  const read = { segments, accepted, ...(anchors === undefined ? {} : { anchors }) };
  const fresh = await compute(await accountViewOf(session, work, read), row.request as StoredAccountRequest, frozen, work, keep);
  return { stored: row.result as Computed, fresh };
}

async function compute(
  view: AccountView,
  request: StoredAccountRequest,
  frozen: Frozen,
  work: TraceWork,
  keep?: (traced: TracedAccounts) => void,
): Promise<Computed> {
  const { slice, names } = view;
  const chain = request.chain ?? undefined;
  const assumed = ledgersOf(view, request.assume, chain);
  const openings = (request.openings ?? []).map((text) => readOpening(view, text, chain));
  const statements = statementsFor(view, frozen.balances ?? [], openings, assumed);
  const knowledge = knowLedgers(slice, { statements, held: [...view.ownRows.keys()], assumed: [...assumed] });
  const stops = accountStops(view, request.stops, new Set(frozen.labelled), request.conversions === undefined ? null : assumed);
  const wanted = { links: request.links, accepted: request.accepted === true, recorded: request.conversions === 'recorded' };
  const chosen = chooseConversions(view, wanted, knowledge, stops);
  const isPoisoningLeftOut = request.exclusions?.includes(`${addressPoisoning.id}@${addressPoisoning.version}`) === true;
  const base: Omit<AccountTraceRequest, 'policies' | 'seeds'> = {
    knowledge,
    stops,
    counterfeits: counterfeitsOf(view),
    ...(keep === undefined ? { moves: false } : {}),
    ...(isPoisoningLeftOut ? { excludedTransfers: new Map(poisoningIn(view).map(({ transfer }) => [transfer, 'poisoning'])) } : {}),
    ...(chosen.conversions.length > 0 ? { conversions: chosen.conversions } : {}),
  };
  const { victims } = request;
  const rows = victims === undefined ? [] : meantBy(view, victims, chain);
  const table = victims === undefined ? null : victimRun(view, victims, rows, base);
  const seeds = table === null ? seedsOf(view, request) : [];
  if (table !== null && rows.every(({ transfer }) => transfer === null))
    throw new Fault('trace.seedUnknown', { seed: victims?.file ?? '', chain: request.chain ?? '' });
  const results: AccountPolicyResult[] = [];
  let numbered: readonly NumberedSeed[] = [];
  for (const policy of request.policies) {
    if (table !== null) {
      await bySteps(table.add(policy), work);
      continue;
    }
    const trace = request.direction === 'forward' ? traceForward : traceBackward;
    const result = await bySteps(trace(slice, { ...base, seeds, policies: [policy] }), work);
    results.push(...result.policies);
    numbered = result.seeds;
    if (request.direction === 'forward') for (const one of result.policies) secondOpinion(slice, base, numbered, one);
  }
  if (table !== null) {
    results.push(...table.results);
    numbered = table.seeds;
  }
  keep?.({ direction: request.direction, view, request: base, seeds: numbered, results, statements });
  const policies = Object.fromEntries(results.map((result) => [result.policy, describePolicy(view, result)]));
  const excluded = new Map(
    results.flatMap((result) => result.excluded.map(({ transfer, reason }) => [transferName(view, transfer), reason])),
  );
  return {
    direction: request.direction,
    chains: request.chainsNamed === 'reached' ? reachedChains(view, numbered, results) : [...names.chains],
    inputsDigest: await inputsDigest(view, request, frozen, work),
    resultDigest: canonicalDigest(policies),
    seeds: numbered.map(({ seed, amount, excluded: why }) => ({
      seed: seed.kind === 'transfer' ? transferName(view, seed.transfer) : '',
      asset: viewOfTransferAsset(view, seed.kind === 'transfer' ? seed.transfer : 0),
      ...{ amount: `${amount}`, excluded: why },
    })),
    policies,
    excluded: [...excluded].map(([transfer, reason]) => ({ transfer, reason })),
    fetch: [
      ...fetchEntries(view, results, request.direction),
      ...(request.conversions === undefined ? [] : unsettled(view, results)),
      ...(request.tells === true ? arrivals(view, results) : []),
    ],
    ...(request.tells === true ? { acts: actsAtEnds(view, policies) } : {}),
    assumed: [...request.assume],
    ...(request.conversions === undefined
      ? {}
      : { openings: [...(request.openings ?? [])], conversions: describeConversions(view, chosen, results) }),
    ...(table === null ? {} : { victims: table.table() }),
    conflicts: view.conflicts.length,
  };
}

/** Chains and ledgers on which something is that the run started from, ended at, converted or paid fees on. */
function reachedChains({ slice, names }: AccountView, seeds: readonly NumberedSeed[], results: readonly AccountPolicyResult[]): string[] {
  const assets = [
    ...seeds.map(({ asset }) => asset),
    ...results.flatMap(({ ends, fees, converted }) => [
      ...ends.map(({ ledger }) => slice.ledgerAsset[ledger] as number),
      ...fees.map(({ asset }) => asset),
      ...converted.flatMap(({ assetIn, assetOut }) => [assetIn, assetOut]),
    ]),
  ];
  const reached = new Set(assets.map((asset) => slice.assetChain[asset] as number));
  return names.chains.filter((_, number) => reached.has(number));
}

function seedsOf(view: AccountView, request: StoredAccountRequest): AccountSeed[] {
  const transfers = allSeedTransfers(view, request.from, request.chain ?? undefined);
  const ofAsset = (transfer: number) => request.asset === null || isNamed(viewOfTransferAsset(view, transfer), request.asset);
  const chosen = transfers.filter(ofAsset).map((transfer): AccountSeed => ({ kind: 'transfer', transfer }));
  if (chosen.length === 0) throw new Fault('trace.seedUnknown', { seed: request.from.join(', '), chain: request.chain ?? '' });
  return chosen;
}

/** Accounts that the labels of the case name, as `chain address`: what the rule `service` means. */
function labelledAccounts(file: CaseFile): string[] {
  return [...new Set(file.labels.all().map(({ chain, address }) => `${chain ?? '*'} ${address}`))].sort();
}

function fetchEntries(view: AccountView, results: readonly AccountPolicyResult[], direction: Direction): AccountTraceResult['fetch'] {
  const { slice, names } = view;
  const entries = new Map<string, AccountTraceResult['fetch'][number]>();
  for (const { fetch } of results)
    for (const { account, fromHeight, why } of fetch) {
      const chain = names.chains[slice.accountChain[account] as number] as string;
      const item = names.accounts[account] as string;
      const block = fromHeight < 0 ? null : fromHeight;
      entries.set(`${chain} ${item} ${why}`, {
        ...{ chain, chainName: chainName(chain), kind: 'address', item, why },
        // Where money goes on stands behind that block, where it came from before it.
        ...(direction === 'forward' ? { fromBlock: block, toBlock: null } : { fromBlock: null, toBlock: block }),
      });
    }
  return [...entries.values()];
}

/** What issuers did to the accounts where taint ends under any policy. */
function actsAtEnds(view: AccountView, policies: AccountTraceResult['policies']): IssuerAct[] {
  const accounts = new Set(Object.values(policies).flatMap(({ ends }) => ends.map(({ chain, account }) => `${chain} ${account}`)));
  return [...accounts].sort().flatMap((key) => {
    const [chain, account] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
    return [...issuerActsOn(view, chain, account)];
  });
}

/** Where departures over bridges that the trace stopped at say that they arrive. */
function arrivals(view: AccountView, results: readonly AccountPolicyResult[]): AccountTraceResult['fetch'] {
  const entries = new Map<string, AccountTraceResult['fetch'][number]>();
  for (const { state, transfer } of results.flatMap(({ ends }) => ends)) {
    const hop =
      state === 'stopped:bridge' && transfer >= 0 ? view.recognised.openHops.get(nameKey(nameOfTransfer(view, transfer))) : undefined;
    const { chain, account } = hop?.toward ?? { chain: null, account: null };
    // A chain that the program does not read cannot be asked for.
    if (chain === null || account === null || accountChain(chain) === undefined) continue;
    entries.set(`${chain} ${account}`, {
      ...{ chain, chainName: chainName(chain), kind: 'address', item: account, why: 'bridgeArrival' },
      ...{ fromBlock: null, toBlock: null },
    });
  }
  return [...entries.values()];
}

/** Transactions that were left out because no source says whether they were carried out. */
function unsettled(view: AccountView, results: readonly AccountPolicyResult[]): AccountTraceResult['fetch'] {
  const { slice, names } = view;
  const entries = new Map<string, AccountTraceResult['fetch'][number]>();
  for (const { transfer, reason } of results.flatMap(({ excluded }) => excluded)) {
    const chain = names.chains[slice.assetChain[assetOf(slice, transfer)] as number] as string;
    if (reason !== 'statusUnknown' || isLedger(chain)) continue;
    const item = names.transaction(slice.transferTransaction[transfer] as number);
    entries.set(`${chain} ${item}`, {
      ...{ chain, chainName: chainName(chain), kind: 'transaction', item, why: reason },
      ...{ fromBlock: null, toBlock: null },
    });
  }
  return [...entries.values()];
}

function policiesFor(asked: readonly string[], direction: Direction): string[] {
  const known = accountPolicies.entries.filter(({ directions }) => directions.includes(direction)).map(({ id }) => id);
  if (asked.includes('all')) return known;
  for (const id of asked) {
    if (accountPolicies.find(id) === undefined) throw new Fault('trace.policyUnknown', { policy: id });
    if (!known.includes(id)) throw new Fault('trace.policyDirection', { policy: id, direction });
  }
  return known.filter((id) => asked.includes(id));
}

/** SHA-256 over the hashes of every transaction read, as put together, in the order of (chain, id); then over what was asked of them. */
async function inputsDigest(view: AccountView, request: StoredAccountRequest, frozen: Frozen, work: TraceWork): Promise<string> {
  const { from, direction, asset, policies, stops, assume, links, conversions, accepted, openings, victims, exclusions } = request;
  const digest = await digestOfTransactions(view, work);
  const asked = { from: [...from], direction, asset, policies: [...policies], stops, assume: [...assume], links };
  const more = {
    ...{ conversions, accepted, openings, exclusions, victims: victims ?? null },
    ...{ balances: frozen.balances ?? [], judged: accepted === true ? (frozen.accepted ?? []) : [] },
  };
  return digest.update(canonicalJson(conversions === undefined ? asked : { ...asked, ...more })).digest('hex');
}

const digests = new WeakMap<AccountView['transactions'], ReturnType<typeof sha256Stream>>();

/** The same for every question put to one view: made once. */
async function digestOfTransactions({ transactions }: AccountView, work: TraceWork): Promise<ReturnType<typeof sha256Stream>> {
  const known = digests.get(transactions);
  if (known !== undefined) return known.copy();
  const digest = sha256Stream();
  const total = [...transactions.values()].reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  for (const [chain, held] of [...transactions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let done = 0;
    for (const hashes of held.hashesInOrderOfIds(`${chain} `)) {
      if (typeof hashes === 'number') done = hashes;
      else digest.update(hashes);
      work.report({ phase: 'digest', done: before + done, total, unit: 'transactions' });
      await breathe();
      throwIfCancelled(work);
    }
    before += held.size;
  }
  digests.set(transactions, digest);
  return digest.copy();
}

/** Balances that sources state of accounts of chains. */
export function balancesOf(file: CaseFile): KeptBalance[] {
  return statedBalances(file).map(({ chain, account, asset, blockNumber, timeSeconds, amount, source }) => ({
    ...{ chain, account, asset: assetKey(asset), blockNumber, timeSeconds, amount: `${amount}`, source },
  }));
}
