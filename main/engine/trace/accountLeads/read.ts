// Runs the link rules over the accounts of a case. What it gives are inferences with the movements they rest on; readings that a guard
// kept out are given too, so that nothing is left out unsaid. It joins nothing.
import { accountChain } from '../../chains/index.ts';
import {
  type AccountHeuristic,
  accountHeuristics,
  type AccountReading,
  momentAfterBlock,
  readDepositAddress,
  readGasFunder,
  readSelfAuthorisation,
  readSharedPermission,
} from '../accounts/index.ts';
import type { AccountView } from '../accountRuns/view.ts';
import type { CaseFacts } from './facts.ts';

/** A transaction that a finding rests on beside its movements: an approval, a change of permissions. */
export interface EventEvidence {
  readonly chain: string;
  readonly transaction: string;
  readonly path: string | null;
}

export interface Finding {
  readonly rule: AccountHeuristic;
  readonly chain: string;
  readonly account: number;
  readonly reading: AccountReading;
  readonly events: readonly EventEvidence[];
  /** Accounts that a guard looked at beside those of the links. */
  readonly looked: readonly number[];
}

export interface ReadOptions {
  readonly rules: readonly AccountHeuristic[];
  readonly facts: CaseFacts;
  /** Assets that borrow another's name, by number: they are no movements of anything. */
  readonly counterfeits: ReadonlySet<number>;
  /** Accounts whose first rows the examiner takes as held. */
  readonly fromFirst: ReadonlySet<number>;
  /** Only these are read; all where it is null. */
  readonly subjects: ReadonlySet<number> | null;
}

export const ruleName = ({ id, version }: AccountHeuristic): string => `${id}@${version}`;

/** Readings of which nothing is to be told: the pattern was not there. */
const NOTHING_THERE = new Set(['neverFunded', 'nothingForwarded', 'sendsElsewhere', 'noPermissionAlone', 'sameAccount', 'mintedOrMined']);

/** Whether a guard kept out what otherwise looked like the pattern, or the rule could not tell whom it would put together. */
export function isKeptOut({ reading }: Finding): boolean {
  return reading.verdict === 'contradicted' ? !NOTHING_THERE.has(reading.reason) : reading.links.length === 0;
}

/** One step for each thing read, so that the caller can report, breathe and stop in between. */
export function* readAll(view: AccountView, options: ReadOptions): Generator<Finding> {
  for (const rule of options.rules) {
    switch (rule.id) {
      case 'depositAddressReuse':
        yield* readDeposits(view, rule, options);
        break;
      case 'gasFunder':
        yield* readFunders(view, rule, options);
        break;
      case 'selfAuthorisation':
        yield* readApprovals(view, rule, options);
        break;
      case 'sharedPermission':
        yield* readPermissions(rule, options);
        break;
      default:
        throw new Error(`accountLeads: no reader for ${rule.id}`);
    }
  }
}

export function rulesFor(ids: readonly string[]): readonly AccountHeuristic[] | null {
  if (ids.length === 0) return accountHeuristics.entries;
  const wanted = new Set(ids.map((id) => id.replace(/@\d+$/, '')));
  const found = accountHeuristics.entries.filter((rule) => wanted.delete(rule.id));
  return wanted.size === 0 ? found : null;
}

function isRead({ subjects }: ReadOptions, account: number): boolean {
  return subjects === null || subjects.has(account);
}

/** Ledgers per account on chains; ledgers of exchanges and banks have no deposit addresses and no gas. */
function ledgersByAccount({ slice, names }: AccountView, counterfeits: ReadonlySet<number>): Map<number, number[]> {
  const isChain = names.chains.map((chain) => accountChain(chain)?.family !== 'ledger');
  const found = new Map<number, number[]>();
  for (let ledger = 1; ledger < slice.ledgerCount; ledger++) {
    const account = slice.ledgerAccount[ledger] as number;
    if (isChain[slice.accountChain[account] as number] !== true) continue;
    const asset = slice.ledgerAsset[ledger] as number;
    const own = found.get(account) ?? [];
    if (!counterfeits.has(asset)) own.push(ledger);
    found.set(account, own);
  }
  return found;
}

function* readDeposits(view: AccountView, rule: AccountHeuristic, options: ReadOptions): Generator<Finding> {
  const { slice } = view;
  for (const [account, ledgers] of ledgersByAccount(view, options.counterfeits)) {
    if (!isRead(options, account)) continue;
    const reading = readDepositAddress(slice, options.facts, account, { ledgers });
    const ends = reading.transfers.flatMap((transfer) =>
      [slice.fromLedger[transfer], slice.toLedger[transfer]].map((ledger) => slice.ledgerAccount[ledger as number] as number),
    );
    const looked = [...new Set(ends)].filter((one) => one !== 0);
    yield { rule, chain: options.facts.name(account).chain, account, reading, events: [], looked };
  }
}

function* readFunders(view: AccountView, rule: AccountHeuristic, options: ReadOptions): Generator<Finding> {
  const { slice, names } = view;
  for (const [account, ledgers] of ledgersByAccount(view, options.counterfeits)) {
    if (!isRead(options, account)) continue;
    const native = ledgers.find((ledger) => names.assets[slice.ledgerAsset[ledger] as number]?.kind === 'native');
    if (native === undefined) continue;
    const { chain, address } = options.facts.name(account);
    const created = options.facts.created.get(`${chain} ${address}`);
    const isFirst = (reading: AccountReading): boolean =>
      created !== undefined &&
      reading.transfers.some((transfer) => names.transaction(slice.transferTransaction[transfer] as number) === created);
    const asIs = readGasFunder(slice, options.facts, native, options.fromFirst.has(account));
    // A transaction that creates the account leaves nothing that could have come before it.
    const reading = asIs.reason === 'firstRowsMissing' && isFirst(asIs) ? readGasFunder(slice, options.facts, native, true) : asIs;
    const looked = reading.transfers.map((transfer) => slice.ledgerAccount[slice.fromLedger[transfer] as number] as number);
    yield { rule, chain, account, reading, events: [], looked: looked.filter((one) => one !== 0) };
  }
}

function* readApprovals(view: AccountView, rule: AccountHeuristic, options: ReadOptions): Generator<Finding> {
  const { slice, names } = view;
  const { facts } = options;
  for (const { chain, transaction, path, owner, spender, asset } of facts.approvals) {
    const account = facts.number(chain, owner);
    if (!isRead(options, account) || options.counterfeits.has(names.asset(chain, asset))) continue;
    const approval = {
      owner: account,
      spender: facts.number(chain, spender),
      ledger: names.ledger(chain, owner, asset),
      moment: momentOf(view, chain, transaction),
    };
    const reading = readSelfAuthorisation(slice, facts, approval);
    yield { rule, chain, account, reading, events: [{ chain, transaction, path }], looked: [account, approval.spender] };
  }
}

/** The moment after a transaction; where it moved nothing, after its block. */
function momentOf(view: AccountView, chain: string, transaction: string): number {
  const last = view.names.transfersOf(chain, transaction).at(-1);
  if (last !== undefined) return last + 1;
  const block = view.transactions.get(chain)?.get(transaction)?.transaction.blockNumber ?? null;
  return block === null ? 0 : momentAfterBlock(view.slice, view.names.chains.indexOf(chain), block);
}

function* readPermissions(rule: AccountHeuristic, options: ReadOptions): Generator<Finding> {
  const { facts } = options;
  for (const chain of new Set(facts.permissions.map((one) => one.chain))) {
    const held = facts.permissions.filter((one) => one.chain === chain);
    const byKey = new Map<number, (typeof held)[number][]>();
    for (const one of held)
      for (const key of new Set(one.permissions.flatMap(({ keys }) => keys.map(({ account }) => account))))
        byKey.set(key, [...(byKey.get(key) ?? []), one]);
    for (const [key, accounts] of byKey) {
      if (!isRead(options, key)) continue;
      const reading = readSharedPermission(
        facts,
        key,
        accounts.flatMap(({ permissions }) => permissions),
      );
      const linked = new Set(reading.links.map(({ b }) => b));
      const events = accounts
        .filter(({ permissions }) => linked.size === 0 || permissions.some(({ account }) => linked.has(account)))
        .map(({ transaction }) => ({ chain, transaction, path: null }));
      yield { rule, chain, account: key, reading, events, looked: [key] };
    }
  }
}
