// Findings of the link rules in the contract's shape, with what the examiner made of each link. A job: it reports, breathes and can be
// stopped; it changes nothing.
import type { Lead, LeadRequest, LeadResult } from '../../../../shared/contract/lead.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { z } from 'zod';
import type { CaseFile, CaseSession, LeadJudgementRow } from '../../casefile/index.ts';
import { accountChain, ACCOUNT_CHAINS } from '../../chains/index.ts';
import { breathe, bySteps, throwIfCancelled } from '../../kernel/index.ts';
import { type AccountHeuristic, accountHeuristics, amountOf, assetOf, timeOf } from '../accounts/index.ts';
import { canonical, chainName } from '../accountRuns/find.ts';
import { pathText } from '../accountRuns/pathText.ts';
import { viewOfAsset } from '../accountRuns/describe.ts';
import { type AccountView, accountViewOf, type ViewWork } from '../accountRuns/view.ts';
import { ruleText } from '../ruleBook.ts';
import { type CaseFacts, caseFacts } from './facts.ts';
import { type Finding, isKeptOut, readAll, ruleName, rulesFor } from './read.ts';
import { serviceBook, type ServiceBook } from './services.ts';

export type Asked = Pick<z.output<typeof LeadRequest>, 'rules' | 'chain' | 'assume' | 'services'>;
export type LeadWork = ViewWork;

const MOST_EVIDENCE = 20;
/** Things read between two looks at whether the job was stopped. */
const STRIDE = 500;

export interface Reading {
  readonly view: AccountView;
  readonly facts: CaseFacts;
  readonly book: ServiceBook;
  readonly rules: readonly AccountHeuristic[];
  /** What holds or is undecidable, and what a guard kept out. */
  readonly findings: readonly Finding[];
  readonly counts: LeadResult['counts'];
}

/** Chain that was asked for by id or name. Faults: chain.unknown. */
export function chainAsked(asked: string | undefined): string | undefined {
  if (asked === undefined) return undefined;
  const chain = accountChain(asked);
  if (chain === undefined) throw new Fault('chain.unknown', { chain: asked, known: ACCOUNT_CHAINS.map(({ name }) => name).join(', ') });
  return chain.id;
}

/** `chain address` of every account of the case that a text names. Faults: show.notFound. */
export function accountsNamed(facts: Pick<CaseFacts, 'number'>, view: AccountView, text: string, chain: string | undefined): string[] {
  const chains = view.names.chains.filter((one) => chain === undefined || one === chain);
  const found = chains.flatMap((one) => {
    const address = canonical(one, text);
    return address !== null && (view.names.account(one, address) !== 0 || isKeyOf(facts, view, one, address)) ? [`${one} ${address}`] : [];
  });
  if (found.length === 0) throw new Fault('show.notFound', { text, chain: chain === undefined ? '' : chainName(chain) });
  return found;
}

/** A key of a permission may have moved nothing itself. */
function isKeyOf(facts: Partial<CaseFacts>, { slice }: AccountView, chain: string, address: string): boolean {
  const keys = facts.permissions?.flatMap(({ permissions }) => permissions.flatMap((one) => one.keys.map(({ account }) => account))) ?? [];
  return keys.some((key) => key >= slice.accountCount && facts.name?.(key).chain === chain && facts.name(key).address === address);
}

export async function readCase(session: CaseSession, asked: Asked, subjects: readonly string[] | null, work: LeadWork): Promise<Reading> {
  const file = session.current();
  const rules = rulesFor(asked.rules);
  if (rules === null)
    throw new Fault('lead.badRule', {
      rule: asked.rules.join(', '),
      known: accountHeuristics.entries.map(({ id }) => id).join(', '),
    });
  work.report({ phase: 'loading', done: 0, total: null, unit: 'steps' });
  const view = await accountViewOf(session, work);
  const chain = chainAsked(asked.chain);
  const plain = { number: view.names.account };
  const examiner = new Set(asked.services.flatMap((text) => accountsNamed(plain, view, text, chain)));
  const book = serviceBook(file.labels.all(), examiner);
  const facts = await bySteps(caseFacts(view, book), work);
  const numberOf = (key: string): number => facts.number(key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1));
  const fromFirst = new Set(asked.assume.flatMap((text) => accountsNamed(facts, view, text, chain)).map(numberOf));
  const counterfeits = new Set<number>();
  view.names.assets.forEach((asset, at) => {
    if (asset !== null && viewOfAsset(view, at).standing === 'counterfeit') counterfeits.add(at);
  });
  const options = { rules, facts, counterfeits, fromFirst, subjects: subjects === null ? null : new Set(subjects.map(numberOf)) };
  const findings: Finding[] = [];
  const counts = new Map(rules.map((rule) => [ruleName(rule), { read: 0, holds: 0, undecidable: 0, reasons: new Map<string, number>() }]));
  let done = 0;
  for (const finding of readAll(view, options)) {
    if (++done % STRIDE === 0) {
      work.report({ phase: `leads:${finding.rule.id}`, done, total: null, unit: 'steps' });
      await breathe();
      throwIfCancelled(work);
    }
    if (chain !== undefined && finding.chain !== chain) continue;
    const count = counts.get(ruleName(finding.rule));
    if (count === undefined) continue;
    count.read++;
    const { verdict, reason } = finding.reading;
    if (isKeptOut(finding)) count.reasons.set(reason, (count.reasons.get(reason) ?? 0) + 1);
    else if (verdict !== 'contradicted') count[verdict]++;
    if (verdict !== 'contradicted' || isKeptOut(finding)) findings.push(finding);
  }
  return {
    ...{ view, facts, book, rules, findings },
    counts: [...counts].map(([rule, { read, holds, undecidable, reasons }]) => ({
      ...{ rule, read, holds, undecidable },
      excluded: [...reasons].map(([reason, count]) => ({ reason, count })),
    })),
  };
}

export async function findLeads(session: CaseSession, asked: z.output<typeof LeadRequest>, work: LeadWork): Promise<LeadResult> {
  const reading = await readCase(session, asked, null, work);
  const { view, facts } = reading;
  const judged = judgements(session.current());
  const wanted =
    asked.account === undefined
      ? null
      : new Set(accountsNamed(facts, view, asked.account, chainAsked(asked.chain)).map((key) => key.slice(key.indexOf(' ') + 1)));
  const concerns = ({ chain, account, reading: { links }, looked }: Finding): boolean =>
    wanted === null ||
    [account, ...links.flatMap(({ a, b }) => [a, b]), ...looked].some(
      (one) => facts.name(one).chain === chain && wanted.has(facts.name(one).address),
    );
  const mine = reading.findings.filter(concerns);
  const leads = mine.filter((finding) => !isKeptOut(finding)).sort((a, b) => rank(a) - rank(b));
  const excluded = mine.filter(isKeptOut);
  const describe = (finding: Finding): Lead => describeFinding(reading, judged, finding);
  return {
    rules: reading.rules.map(ruleText),
    counts: reading.counts,
    leads: leads.slice(0, asked.limit).map(describe),
    more: Math.max(0, leads.length - asked.limit),
    excluded: excluded.slice(0, asked.limit).map(describe),
    excludedMore: Math.max(0, excluded.length - asked.limit),
    assumed: [...asked.assume],
    services: [...asked.services],
    asOf: view.names.chains.filter((chain) => accountChain(chain)?.family !== 'ledger').map((chain) => asOf(view, chain)),
  };
}

const rank = ({ reading }: Finding): number => (reading.verdict === 'holds' ? 0 : 1);

export function describeFinding({ view, facts, book }: Reading, judged: Judgements, finding: Finding): Lead {
  const { chain, rule, reading, events, looked } = finding;
  const { slice, names } = view;
  const address = (account: number): string => facts.name(account).address;
  const accountAt = (ledger: number): string | null =>
    ledger === 0 ? null : (names.accounts[slice.ledgerAccount[ledger] as number] as string);
  const movements = reading.transfers.map((transfer): Lead['evidence'][number] => ({
    transaction: names.transaction(slice.transferTransaction[transfer] as number),
    path: pathText(names.path(transfer)),
    timeSeconds: timeOf(slice, transfer) < 0 ? null : timeOf(slice, transfer),
    from: accountAt(slice.fromLedger[transfer] as number),
    to: accountAt(slice.toLedger[transfer] as number),
    asset: viewOfAsset(view, assetOf(slice, transfer)),
    amount: `${amountOf(slice, transfer)}`,
  }));
  const others = events.map((event): Lead['evidence'][number] => {
    const held = view.transactions.get(event.chain)?.get(event.transaction)?.transaction;
    return {
      ...{ transaction: event.transaction, path: event.path, timeSeconds: held?.timeSeconds ?? null },
      ...{ from: held?.from ?? null, to: held?.to ?? null, asset: null, amount: null },
    };
  });
  const evidence = [...others, ...movements];
  const named = new Set([finding.account, ...looked, ...reading.links.flatMap(({ a, b }) => [a, b])].map(address));
  return {
    ...{ rule: ruleName(rule), chain, chainName: chainName(chain), account: address(finding.account) },
    ...{ verdict: reading.verdict, reason: reading.reason },
    links: reading.links.map(({ a, b }) => {
      const judgement = judged.of(chain, ruleName(rule), address(a), address(b));
      return { a: address(a), b: address(b), judged: judgement?.verdict ?? 'open', why: judgement?.reason ?? null };
    }),
    evidence: evidence.slice(0, MOST_EVIDENCE),
    more: Math.max(0, evidence.length - MOST_EVIDENCE),
    grounds: [...named].flatMap((one) => book.grounds(chain, one).slice(0, 1)),
  };
}

function asOf({ names, slice, totals }: AccountView, chain: string): LeadResult['asOf'][number] {
  const number = names.chains.indexOf(chain);
  let block = -1;
  for (let at = 0; at < slice.blockCount; at++)
    if (slice.blockChain[at] === number) block = Math.max(block, slice.blockNumber[at] as number);
  return { chain, chainName: chainName(chain), block: block < 0 ? null : block, timeSeconds: totals[number]?.toTime ?? null };
}

export type Judgement = Omit<LeadJudgementRow, 'event'>;

export interface Judgements {
  of(chain: string, rule: string, a: string, b: string): Judgement | undefined;
  readonly all: readonly Judgement[];
}

/** What stands: of one link the last judgement that was not taken back. A link has no direction. */
export function judgements(file: CaseFile): Judgements {
  const standing = new Map<string, Judgement>();
  const keyOf = (chain: string, rule: string, a: string, b: string): string => [chain, rule, ...[a, b].sort()].join('\n');
  for (const row of file.leads.list()) standing.set(keyOf(row.chain, row.rule, row.a, row.b), row);
  return { of: (chain, rule, a, b) => standing.get(keyOf(chain, rule, a, b)), all: [...standing.values()] };
}
