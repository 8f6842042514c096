// Traces over account ledgers as runs of a case: what is asked is put on record before the first figure, what was read is frozen, and a
// run can be made again from it. Figures of an incomplete ledger stay ranges.
import type { AccountTraceRequest as Request, AccountTraceResult, AssetView } from '../../../../shared/contract/account.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { accountChain, ACCOUNT_CHAINS } from '../../chains/index.ts';
import { breathe, canonicalDigest, canonicalJson, sha256Stream, throwIfCancelled, type Work } from '../../kernel/index.ts';
import {
  type AccountEnd,
  type AccountPolicyResult,
  type AccountSeed,
  type AccountTraceRequest,
  accountPolicies,
  amountOf,
  assetOf,
  type Figure,
  isFee,
  knowLedgers,
  traceAccountsBackward,
  traceAccountsForward,
} from '../accounts/index.ts';
import type { Direction } from '../policies/policy.ts';
import { assetView } from './assets.ts';
import { canonical, chainName, pathText } from './find.ts';
import { accountStops, type StopInput } from './stops.ts';
import { type AccountFreeze, type AccountView, accountViewOf } from './view.ts';

type TraceWork = Work<{ phase: string; done: number; total: number | null; unit: 'transactions' }>;

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
  readonly question: string;
  readonly primary: string;
  readonly reason: string;
}

interface Frozen extends AccountFreeze {
  /** Accounts of the labels that a stop rule meant when the run was made. */
  readonly labelled: readonly string[];
}

export type Computed = Omit<AccountTraceResult, 'run'>;

/** What a result was worked out from, for whoever writes it down so that others can work it out again. */
export interface TracedAccounts {
  readonly view: AccountView;
  readonly request: Omit<AccountTraceRequest, 'policies'>;
  readonly seeds: ReturnType<typeof traceAccountsForward>['seeds'];
  readonly results: readonly AccountPolicyResult[];
}

export async function runAccountTrace(
  session: CaseSession,
  input: Request,
  now: () => string,
  work: TraceWork,
): Promise<AccountTraceResult> {
  const file = session.current();
  work.report({ phase: 'loading', done: 0, total: null, unit: 'transactions' });
  await breathe();
  const view = accountViewOf(session);
  const policies = policiesFor(input.policies, input.direction);
  const asked = input.chain === undefined ? undefined : accountChain(input.chain);
  if (input.chain !== undefined && asked === undefined)
    throw new Fault('chain.unknown', { chain: input.chain, known: ACCOUNT_CHAINS.map(({ name }) => name).join(', ') });
  const seeds = seedNames(view, input.from, asked?.id);
  const seedKey = canonicalDigest({ direction: input.direction, seeds: [...seeds].sort(), asset: input.asset ?? null });
  const earlier = file.accounts
    .runs()
    .filter((run) => run.seedKey === seedKey)
    .at(-1)?.request as StoredAccountRequest | undefined;
  const primary = input.primary ?? earlier?.primary ?? (policies.includes('fifo') ? 'fifo' : (policies[0] as string));
  if (!policies.includes(primary))
    throw new Fault('usage.badValue', { option: '--primary', value: primary, expected: policies.join(', ') });
  const request: StoredAccountRequest = {
    ...{
      from: input.from,
      chain: asked?.id ?? null,
      direction: input.direction,
      asset: input.asset ?? null,
      policies,
      stops: input.stops,
      links: input.links,
      assume: input.assume,
      primary,
    },
    question: input.question ?? earlier?.question ?? '',
    reason: input.reason ?? earlier?.reason ?? '',
  };
  const frozen: Frozen = { ...view.freeze, labelled: labelledAccounts(file) };
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
  const read = { segments: frozen.segments, ...(frozen.anchors === undefined ? {} : { anchors: frozen.anchors }) };
  const fresh = await compute(accountViewOf(session, read), row.request as StoredAccountRequest, frozen, work, keep);
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
  const seeds = request.from.flatMap((text) => seedTransfers(view, text, request.chain ?? undefined));
  const ofAsset = (transfer: number) => request.asset === null || isNamed(viewOfTransferAsset(view, transfer), request.asset);
  const chosen: AccountSeed[] = [...new Set(seeds)].filter(ofAsset).map((transfer) => ({ kind: 'transfer', transfer }));
  if (chosen.length === 0) throw new Fault('trace.seedUnknown', { seed: request.from.join(', '), chain: request.chain ?? '' });
  const assumed = ledgersOf(view, request.assume, request.chain ?? undefined);
  const opening = [...assumed].map((ledger) => ({ ledger, moment: 0, balance: 0n }));
  const base: Omit<AccountTraceRequest, 'policies'> = {
    seeds: chosen,
    knowledge: knowLedgers(slice, { statements: opening, assumed: [...assumed] }),
    stops: accountStops(view, request.stops, new Set(frozen.labelled)),
    counterfeits: counterfeitsOf(view),
    ...(request.links ? { conversions: view.conversions } : {}),
  };
  const results: AccountPolicyResult[] = [];
  let numbered: ReturnType<typeof traceAccountsForward>['seeds'] = [];
  for (const policy of request.policies) {
    await breathe();
    throwIfCancelled(work);
    const report = ({ transfers }: { readonly transfers: number }): void =>
      work.report({ phase: `trace:${policy}`, done: transfers, total: null, unit: 'transactions' });
    const trace = request.direction === 'forward' ? traceAccountsForward : traceAccountsBackward;
    const result = trace(slice, { ...base, policies: [policy] }, { signal: work.signal, report });
    results.push(...result.policies);
    numbered = result.seeds;
  }
  keep?.({ view, request: base, seeds: numbered, results });
  const policies = Object.fromEntries(results.map((result) => [result.policy, describePolicy(view, result)]));
  const excluded = new Map(
    results.flatMap((result) => result.excluded.map(({ transfer, reason }) => [transferName(view, transfer), reason])),
  );
  return {
    direction: request.direction,
    chains: [...names.chains],
    inputsDigest: inputsDigest(view, request),
    resultDigest: canonicalDigest(policies),
    seeds: numbered.map(({ seed, amount, excluded: why }) => ({
      seed: seed.kind === 'transfer' ? transferName(view, seed.transfer) : '',
      asset: viewOfTransferAsset(view, seed.kind === 'transfer' ? seed.transfer : 0),
      ...{ amount: `${amount}`, excluded: why },
    })),
    policies,
    excluded: [...excluded].map(([transfer, reason]) => ({ transfer, reason })),
    fetch: fetchEntries(view, results),
    assumed: [...request.assume],
    conflicts: view.conflicts.length,
  };
}

function describePolicy(view: AccountView, result: AccountPolicyResult): AccountTraceResult['policies'][string] {
  const sum = ({ asset, amount }: { readonly asset: number; readonly amount: bigint }) => ({
    asset: viewOfAsset(view, asset),
    amount: `${amount}`,
  });
  return {
    ends: result.ends.map((end) => describeEnd(view, end)),
    fees: result.fees.map(sum),
    totals: result.totals.map(sum),
    orders: typeof result.orders === 'string' ? result.orders : `tried:${result.orders.tried}`,
  };
}

function describeEnd(view: AccountView, end: AccountEnd): AccountTraceResult['policies'][string]['ends'][number] {
  const { slice, names } = view;
  const asset = slice.ledgerAsset[end.ledger] as number;
  return {
    chain: names.chains[slice.assetChain[asset] as number] as string,
    account: names.accounts[slice.ledgerAccount[end.ledger] as number] as string,
    asset: viewOfAsset(view, asset),
    state: end.state,
    figure: figureView(end.figure),
    transfer: end.transfer < 0 ? null : transferName(view, end.transfer),
  };
}

function figureView(figure: Figure): AccountTraceResult['policies'][string]['ends'][number]['figure'] {
  return figure.incomplete
    ? { amount: null, low: `${figure.low}`, high: `${figure.high}`, why: figure.why }
    : { amount: `${figure.amount}`, low: null, high: null, why: null };
}

export function viewOfAsset(view: AccountView, asset: number): AssetView {
  const { slice, names } = view;
  const held = names.assets[asset];
  if (held === null || held === undefined) throw new Error('viewOfAsset: no asset');
  return assetView(names.chains[slice.assetChain[asset] as number] as string, held, view.claimed);
}

function viewOfTransferAsset(view: AccountView, transfer: number): AssetView {
  return viewOfAsset(view, assetOf(view.slice, transfer));
}

/** Whether an examiner's word means the asset: its contract, its code, or the symbol the program knows it by. */
function isNamed(asset: AssetView, word: string): boolean {
  const wanted = word.toLowerCase();
  return asset.contract?.toLowerCase() === wanted || (asset.standing === 'issuer' && asset.symbol?.toLowerCase() === wanted);
}

export function transferName({ slice, names }: AccountView, transfer: number): string {
  return `${names.transactions[slice.transferTransaction[transfer] as number]}#${pathText(names.paths[transfer] as readonly number[])}`;
}

function chainsFor(view: AccountView, asked: string | undefined): readonly string[] {
  return asked === undefined ? view.names.chains : view.names.chains.filter((chain) => chain === asked);
}

/** Transfers that a seed's text means. Faults: trace.seedUnknown. */
function seedTransfers(view: AccountView, text: string, asked: string | undefined): number[] {
  const { slice, names } = view;
  const [id = '', path] = text.trim().split('#') as [string, string | undefined];
  const found: number[] = [];
  for (const chain of chainsFor(view, asked)) {
    for (const form of new Set([id, id.toLowerCase(), `0x${id.toLowerCase()}`])) {
      const transfers = names.transfersOf(chain, form).filter((transfer) => !isFee(slice, transfer));
      found.push(...transfers.filter((transfer) => path === undefined || pathText(names.paths[transfer] as readonly number[]) === path));
    }
    const address = path === undefined ? canonical(chain, id) : null;
    const account = address === null ? 0 : names.account(chain, address);
    if (account === 0) continue;
    for (let transfer = 0; transfer < slice.transferCount; transfer++) {
      const to = slice.toLedger[transfer] as number;
      if (to !== 0 && slice.ledgerAccount[to] === account && !isFee(slice, transfer) && amountOf(slice, transfer) > 0n)
        found.push(transfer);
    }
  }
  if (found.length === 0) throw new Fault('trace.seedUnknown', { seed: text, chain: asked === undefined ? '' : chainName(asked) });
  return found;
}

/** Seeds by name, each once: what makes two runs siblings. */
function seedNames(view: AccountView, from: readonly string[], asked: string | undefined): string[] {
  return [...new Set(from.flatMap((text) => seedTransfers(view, text, asked)).map((transfer) => transferName(view, transfer)))];
}

/** Every ledger of the accounts named. Faults: show.notFound. */
function ledgersOf(view: AccountView, accounts: readonly string[], asked: string | undefined): Set<number> {
  const { slice, names } = view;
  const numbers = new Set<number>();
  for (const text of accounts) {
    const before = numbers.size;
    for (const chain of chainsFor(view, asked)) {
      const address = canonical(chain, text);
      const number = address === null ? 0 : names.account(chain, address);
      if (number !== 0) numbers.add(number);
    }
    if (numbers.size === before) throw new Fault('show.notFound', { text, chain: asked === undefined ? '' : chainName(asked) });
  }
  const ledgers = new Set<number>();
  for (let ledger = 1; ledger < slice.ledgerCount; ledger++) if (numbers.has(slice.ledgerAccount[ledger] as number)) ledgers.add(ledger);
  return ledgers;
}

function counterfeitsOf(view: AccountView): Set<number> {
  const found = new Set<number>();
  view.names.assets.forEach((asset, number) => {
    if (asset !== null && viewOfAsset(view, number).standing === 'counterfeit') found.add(number);
  });
  return found;
}

/** Accounts that the labels of the case name, as `chain address`: what the rule `service` means. */
function labelledAccounts(file: CaseFile): string[] {
  return [...new Set(file.labels.all().map(({ chain, address }) => `${chain ?? '*'} ${address}`))].sort();
}

function fetchEntries(view: AccountView, results: readonly AccountPolicyResult[]): AccountTraceResult['fetch'] {
  const { slice, names } = view;
  const entries = new Map<string, AccountTraceResult['fetch'][number]>();
  for (const { fetch } of results)
    for (const { account, fromHeight, why } of fetch) {
      const chain = names.chains[slice.accountChain[account] as number] as string;
      const item = names.accounts[account] as string;
      entries.set(`${chain} ${item} ${why}`, {
        ...{ chain, chainName: chainName(chain), kind: 'address', item, why },
        ...{ fromBlock: fromHeight < 0 ? null : fromHeight, toBlock: null },
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

/** SHA-256 over every transaction read, as put together, in the order of (chain, id); then what was asked of them. */
function inputsDigest(view: AccountView, { from, direction, asset, policies, stops, assume, links }: StoredAccountRequest): string {
  const digest = sha256Stream();
  for (const [chain, transactions] of [...view.transactions].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const [id, { transaction }] of [...transactions].sort(([a], [b]) => (a < b ? -1 : 1)))
      digest.update(`${chain} ${id} ${JSON.stringify(transaction, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}\n`);
  return digest
    .update(canonicalJson({ from: [...from], direction, asset, policies: [...policies], stops, assume: [...assume], links }))
    .digest('hex');
}
