// What the case holds of account chains, as one slice: segments of live sources put together, duplicates counted once, contradictions
// kept. Recomputed from the case and dropped when its data change.
import type { AnchorRow, CaseFile, CaseSession } from '../../casefile/index.ts';
import { accountChain } from '../../chains/index.ts';
import {
  anchoredRecords,
  decodeAccounts,
  mergeAccounts,
  type MergedTransaction,
  type SourceConflict,
  type SourcedTransaction,
} from '../../intake/index.ts';
import { type BuiltSlice, buildAccountSlice } from '../accounts/index.ts';
import type { ClaimedNames } from './assets.ts';
import { type Recognised, recogniseConversions } from './conversions/recognised.ts';
import { type AcceptedLink, acceptedLinks, acceptedOf, type LinkJudgement, standingJudgements } from './acceptedLinks.ts';
import { type RecordedLink, recordedLinks } from './links.ts';

export interface AccountView extends BuiltSlice {
  /** Chain → transaction id → what the sources say. */
  readonly transactions: ReadonlyMap<string, ReadonlyMap<string, MergedTransaction>>;
  readonly conflicts: readonly (SourceConflict & { readonly chain: string })[];
  readonly freeze: AccountFreeze;
  readonly claimed: ClaimedNames;
  /** Links that an exchange's reply records. The slice's conversions are these, then `recognised.recorded`, then `accepted`. */
  readonly links: readonly RecordedLink[];
  readonly recognised: Recognised;
  /** Links that the examiner has accepted, whether a trace uses them or not. */
  readonly accepted: readonly AcceptedLink[];
}

/** What a run read: segments by number. Those of a source withdrawn later stay readable for its replay. */
export interface AccountFreeze {
  readonly segments: readonly number[];
  /** Blocks taken as known, by chain: what they prove is heard first where sources contradict each other. Lacking in runs made before them. */
  readonly anchors?: Readonly<Record<string, readonly AnchorRow[]>>;
  /** Links accepted by then. */
  readonly accepted?: readonly LinkJudgement[];
}

export function accountViewOf(session: CaseSession, freeze?: AccountFreeze): AccountView {
  const key =
    freeze === undefined ? 'now' : `${freeze.segments.join(',')} ${JSON.stringify([freeze.anchors ?? {}, freeze.accepted ?? []])}`;
  return session.remember(`accounts ${key}`, () => loadAccountView(session.current(), freeze));
}

function loadAccountView(file: CaseFile, freeze: AccountFreeze | undefined): AccountView {
  const rows =
    freeze === undefined
      ? file.accounts.segments()
      : freeze.segments.flatMap((id) => {
          const row = file.accounts.segment(id);
          return row === undefined ? [] : [row];
        });
  const byChain = new Map<string, SourcedTransaction[]>();
  for (const row of rows) {
    const held = byChain.get(row.chain) ?? [];
    for (const placed of decodeAccounts(file.accounts.columns(row.id))) held.push({ ...placed, source: row.source });
    byChain.set(row.chain, held);
  }
  const anchors = freeze === undefined ? anchorsNow(file, [...byChain.keys()]) : (freeze.anchors ?? {});
  const transactions = new Map<string, ReadonlyMap<string, MergedTransaction>>();
  const conflicts: (SourceConflict & { chain: string })[] = [];
  const parts = [...byChain].map(([chain, held]) => {
    const stated = anchors[chain] ?? [];
    const merged = mergeAccounts(held, anchoredRecords(file, chain, [...new Set(held.map(({ source }) => source))], stated));
    transactions.set(chain, new Map(merged.transactions.map((one) => [one.transaction.id, one])));
    conflicts.push(...merged.conflicts.map((conflict) => ({ ...conflict, chain })));
    const isLedger = accountChain(chain)?.family === 'ledger';
    const inOrder = isLedger ? oldestFirst(merged.transactions) : merged.transactions;
    return {
      chain,
      transactions: inOrder.map(({ transaction }) => transaction),
      order: isLedger ? ('given' as const) : ('blocks' as const),
      // A row without an index says nothing of the order inside its transaction.
      orderKnown: ({ transfers }: MergedTransaction['transaction']) =>
        transfers.length < 2 || transfers.every(({ path }) => path.every((step) => step >= 0)),
    };
  });
  const links = recordedLinks(transactions);
  const recognised = recogniseConversions(transactions);
  const judged = freeze === undefined ? acceptedOf(standingJudgements(file)) : (freeze.accepted ?? []);
  const accepted = acceptedLinks(transactions, judged);
  return {
    ...buildAccountSlice(parts, [...links, ...recognised.recorded, ...accepted]),
    ...{ links, recognised, accepted },
    transactions,
    conflicts,
    freeze: { segments: rows.map(({ id }) => id), accepted: judged, ...(Object.keys(anchors).length === 0 ? {} : { anchors }) },
    claimed: claimedNames(transactions),
  };
}

function anchorsNow(file: CaseFile, chains: readonly string[]): NonNullable<AccountFreeze['anchors']> {
  const stated = chains.map((chain) => [chain, file.chain.anchors(chain)] as const);
  return Object.fromEntries(stated.filter(([, anchors]) => anchors.length > 0));
}

function claimedNames(transactions: AccountView['transactions']): ClaimedNames {
  const claimed = new Map<string, string>();
  for (const [chain, held] of transactions)
    for (const { transaction } of held.values())
      for (const { kind, subject, details } of transaction.events)
        if (kind === 'contractCreated' && subject !== null && details['name'] !== undefined)
          claimed.set(`${chain} ${subject}`, details['name']);
        else if (kind === 'tokenNamed' && subject !== null && details['borrowed'] !== undefined)
          claimed.set(`${chain} ${subject}`, details['borrowed']);
  return claimed;
}

/**
 * Rows of ledgers in the order of time. Rows of one second keep the order of their file, turned round where the file runs from the
 * newest to the oldest, as many statements do.
 */
function oldestFirst(transactions: readonly MergedTransaction[]): MergedTransaction[] {
  const bySource = new Map<number, MergedTransaction[]>();
  for (const one of transactions) {
    const source = one.sources[0]?.source ?? 0;
    const own = bySource.get(source);
    if (own === undefined) bySource.set(source, [one]);
    else own.push(one);
  }
  const turned = [...bySource.values()].flatMap((own) => {
    const times = own.flatMap(({ transaction }) => (transaction.timeSeconds === null ? [] : [transaction.timeSeconds]));
    const isNewestFirst = times.length > 1 && (times[0] as number) > (times.at(-1) as number);
    return isNewestFirst ? own.reverse() : own;
  });
  return turned.sort((a, b) => (a.transaction.timeSeconds ?? Infinity) - (b.transaction.timeSeconds ?? Infinity) || 0);
}
