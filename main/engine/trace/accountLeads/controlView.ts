// Control versus origin of one account, in the contract's shape: who can sign now, apart from who paid for it. Services are marked by
// labels, never left out.
import type { ControlView, ControlPayment } from '../../../../shared/contract/lead.ts';
import type { CaseSession } from '../../casefile/index.ts';
import {
  accountChain,
  controlOf,
  type ControlReport,
  type Payment,
  type PermissionStatement,
  sharedKeys,
  type Signer,
} from '../../chains/index.ts';
import { type MergedTransaction, permissionStatements } from '../../intake/index.ts';
import { bySteps, type Steps } from '../../kernel/index.ts';
import { canonical, chainName } from '../accountRuns/find.ts';
import { found, type Looked } from '../accountRuns/heldTransactions.ts';
import { type AccountView, accountViewOf, type ViewWork } from '../accountRuns/view.ts';
import { serviceBook, type ServiceBook } from './services.ts';

const MOST_PAYMENTS = 200;

/** On every chain of the case with permissions that knows the address; none elsewhere. */
export async function controlViews(session: CaseSession, text: string, asked: string | undefined, work: ViewWork): Promise<ControlView[]> {
  const file = session.current();
  const view = await accountViewOf(session, work);
  const chains = [...view.transactions.keys()].filter(
    (chain) => accountChain(chain)?.family === 'tron' && (asked === undefined || chain === asked),
  );
  const views: ControlView[] = [];
  for (const chain of chains) {
    const address = canonical(chain, text);
    const held = view.transactions.get(chain);
    if (address === null || held === undefined) continue;
    const book = serviceBook(file.labels.all());
    const own = (await bySteps(inOrder(held.involving(address), held.size), work)).filter((one) => namesAddress(one, address));
    const statements = permissionStatements(file, chain);
    if (own.length === 0 && !statements.some((one) => one.address === address)) continue;
    const updates = await bySteps(inOrder(held.mentioning('events', '"permissionsChanged"'), held.size), work);
    const input = { statements, untilSeconds: null };
    const report = controlOf({ ...input, address, transactions: own, providers: providersAmong(book, chain, own) });
    const labelsOf = (one: string): string[] =>
      file.labels
        .of(one)
        .filter((label) => label.chain === null || label.chain === chain)
        .map(({ label }) => label);
    const { toTime } = view.totals[view.names.chains.indexOf(chain)] as AccountView['totals'][number];
    views.push(describe(report, chain, book, labelsOf, shared(updates, statements, report), lastTime(toTime, statements)));
  }
  return views;
}

type Transactions = Parameters<typeof controlOf>[0]['transactions'];
type Transaction = Transactions[number];

/** Those looked for, in the order of the chain. */
function* inOrder(looked: Looked<MergedTransaction>, total: number): Steps<Transaction[]> {
  const all: Transaction[] = [];
  yield* found(looked, total, ({ transaction }) => void all.push(transaction));
  return all.sort(
    (a, b) =>
      (a.blockNumber ?? Infinity) - (b.blockNumber ?? Infinity) ||
      (a.position ?? 0) - (b.position ?? 0) ||
      (a.timeSeconds ?? 0) - (b.timeSeconds ?? 0),
  );
}

function namesAddress({ transfers, events }: Transaction, address: string): boolean {
  return (
    transfers.some(({ from, to }) => from === address || to === address) ||
    events.some(({ actor, subject }) => actor === address || subject === address)
  );
}

function providersAmong(book: ServiceBook, chain: string, transactions: Transactions): Map<string, string> {
  const found = new Map<string, string>();
  for (const { transfers, events } of transactions)
    for (const one of [...transfers.map(({ from }) => from), ...events.map(({ actor }) => actor)])
      if (one !== null && !found.has(one) && book.isService(chain, one) === true)
        found.set(one, book.grounds(chain, one)[0]?.category ?? 'service');
  return found;
}

/** Other accounts whose recorded permissions give a key of this one enough weight alone. */
function shared(transactions: Transactions, statements: readonly PermissionStatement[], report: ControlReport): ControlView['sharedKeys'] {
  const updated = new Set<string>();
  for (const { events } of transactions)
    for (const { kind, subject } of events) if (kind === 'permissionsChanged' && subject !== null) updated.add(subject);
  for (const { address, permissions } of statements) if (permissions !== null) updated.add(address);
  updated.delete(report.address);
  const providers = new Map<string, string>();
  const others = [...updated].map((address) => {
    const own = transactions.filter(({ events }) =>
      events.some(({ kind, subject }) => kind === 'permissionsChanged' && subject === address),
    );
    return controlOf({ address, transactions: own, statements, providers, untilSeconds: null });
  });
  const keys = new Set(report.signers.filter(({ alone }) => alone).map(({ address }) => address));
  return sharedKeys([report, ...others])
    .filter(({ key }) => keys.has(key))
    .map(({ key, alone }) => ({ key, accounts: alone.filter((address) => address !== report.address) }))
    .filter(({ accounts }) => accounts.length > 0);
}

/** The last time of which anything is known on the chain: "now" means then. */
function lastTime(toTime: number | null, statements: readonly PermissionStatement[]): number | null {
  return statements.reduce<number | null>(
    (last, { timeSeconds }) => (timeSeconds !== null && timeSeconds > (last ?? -1) ? timeSeconds : last),
    toTime,
  );
}

function describe(
  report: ControlReport,
  chain: string,
  book: ServiceBook,
  labelsOf: (address: string) => string[],
  sharedBy: ControlView['sharedKeys'],
  asOf: number | null,
): ControlView {
  const payment = (one: Payment): ControlPayment => ({
    ...{ by: one.by, timeSeconds: one.timeSeconds, transaction: one.transaction, basis: one.basis, resource: one.resource },
    ...{ amountSun: one.amountSun === null ? null : `${one.amountSun}`, untilSeconds: one.untilSeconds },
    provider: book.grounds(chain, one.by)[0] ?? null,
  });
  const signer = (one: Signer): ControlView['signers'][number] => ({
    ...{ address: one.address, permission: one.permission.name, kind: one.permission.type, alone: one.alone },
    ...{ weight: `${one.weight}`, threshold: `${one.permission.threshold}`, labels: labelsOf(one.address) },
    operations: one.operations === null ? null : [...one.operations],
  });
  const periods = report.periods;
  const now = periods.at(-1) as (typeof periods)[number];
  return {
    ...{ chain, chainName: chainName(chain), address: report.address },
    ...{ signers: report.signers.map(signer), ownKeyAlone: report.ownKeyAlone },
    since: { timeSeconds: now.fromSeconds, basis: now.basis, evidence: now.evidence },
    earlier: periods.slice(0, -1).map(({ fromSeconds, basis, evidence, permissions }) => ({
      ...{ timeSeconds: fromSeconds, basis, evidence },
      signers: [...new Set(permissions.owner.keys.map(({ address }) => address))],
    })),
    activation: report.activation === null ? null : payment(report.activation),
    resources: report.resources.slice(0, MOST_PAYMENTS).map(payment),
    topUps: report.topUps.slice(0, MOST_PAYMENTS).map(payment),
    more: Math.max(0, report.resources.length - MOST_PAYMENTS) + Math.max(0, report.topUps.length - MOST_PAYMENTS),
    unexplained: [...report.unexplained],
    ...{ sharedKeys: sharedBy, asOf },
  };
}
