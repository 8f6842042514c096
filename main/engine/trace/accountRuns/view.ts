// What the case holds of account chains, as one slice: segments of live sources put together, duplicates counted once, contradictions
// kept. Recomputed from the case and dropped when its data change.
import type { AccountSegmentRow, AnchorRow, CaseFile, CaseSession } from '../../casefile/index.ts';
import { accountChain, borrowedName } from '../../chains/index.ts';
import {
  anchoredRecords,
  type MergedColumns,
  mergeSegments,
  readStatements,
  type SourceConflict,
  type SourcedStatements,
  type SourcedTransaction,
  statedTokens,
} from '../../intake/index.ts';
import { bySteps, canonicalDigest, type Step, type Steps, type Work } from '../../kernel/index.ts';
import { type BuiltSlice, buildColumnSlice, type ColumnPart, sortByKey } from '../accounts/index.ts';
import type { ClaimedNames, TokenClaim } from './assets.ts';
import { type Recognised, recogniseConversions } from './conversions/recognised.ts';
import { type AcceptedLink, acceptedLinks, acceptedOf, type LinkJudgement, standingJudgements } from './acceptedLinks.ts';
import { found, type HeldTransactions, heldTransactions } from './heldTransactions.ts';
import { type RecordedLink, recordedLinks } from './links.ts';

export interface AccountView extends BuiltSlice {
  /** Chain → transaction id → what the sources say. */
  readonly transactions: ReadonlyMap<string, HeldTransactions>;
  readonly conflicts: readonly (SourceConflict & { readonly chain: string })[];
  readonly freeze: AccountFreeze;
  readonly claimed: ClaimedNames;
  /** Links that an exchange's reply records. The slice's conversions are these, then `recognised.recorded`, then `accepted`. */
  readonly links: readonly RecordedLink[];
  readonly recognised: Recognised;
  /** Links that the examiner has accepted, whether a trace uses them or not. */
  readonly accepted: readonly AcceptedLink[];
  /** Ledgers of which a source gives the own rows, with the sources, ascending. [A34] */
  readonly ownRows: ReadonlyMap<number, readonly number[]>;
}

/** What a run read: segments by number. Those of a source withdrawn later stay readable for its replay. */
export interface AccountFreeze {
  readonly segments: readonly number[];
  /** Blocks taken as known, by chain: what they prove is heard first where sources contradict each other. Lacking in runs made before them. */
  readonly anchors?: Readonly<Record<string, readonly AnchorRow[]>>;
  /** Links accepted by then. */
  readonly accepted?: readonly LinkJudgement[];
}

/** What asks for a view: it is told how far the view is, and may stop waiting. */
export type ViewWork = Work<Step>;

/**
 * The view of the case as it is, or of what a run read. It is put together once for all who ask, slice by slice; of millions of rows only
 * one is kept at a time beside that of the case as it is. Faults: job.cancelled.
 */
export async function accountViewOf(session: CaseSession, work: ViewWork, freeze?: AccountFreeze): Promise<AccountView> {
  const file = session.current();
  const now = keyOf(freezeNow(file));
  const key = freeze === undefined ? now : keyOf(freeze);
  session.drop((other) => other.startsWith(VIEW) && other !== now && other !== key);
  return session.share(key, (shared) => bySteps(loadAccountView(file, freeze ?? freezeNow(file)), shared), work);
}

const VIEW = 'accounts ';

/** A run that read what the case holds now shares its view. */
function keyOf({ segments, anchors, accepted }: AccountFreeze): string {
  return `${VIEW}${canonicalDigest({ segments, anchors: anchors ?? {}, accepted: accepted ?? [] })}`;
}

function freezeNow(file: CaseFile): AccountFreeze {
  const rows = file.accounts.segments();
  const anchors = anchorsNow(file, [...new Set(rows.map(({ chain }) => chain))]);
  return {
    ...{ segments: rows.map(({ id }) => id), accepted: acceptedOf(standingJudgements(file)) },
    ...(Object.keys(anchors).length === 0 ? {} : { anchors }),
  };
}

function* loadAccountView(file: CaseFile, freeze: AccountFreeze): Steps<AccountView> {
  const { segments, anchors = {}, accepted = [] } = freeze;
  const made = yield* viewOfSegments({
    rows: segments.flatMap((id) => file.accounts.segment(id) ?? []),
    column: (segment, name) => file.accounts.column(segment, name),
    isProven: (chain, sources) => anchoredRecords(file, chain, sources, anchors[chain] ?? []),
    judged: accepted,
  });
  return { ...made, freeze };
}

/** Segments wherever they are stored, and what of the case is heard beside them. */
export interface ViewMaterial {
  readonly rows: readonly AccountSegmentRow[];
  readonly column: (segment: number, name: string) => Uint8Array;
  readonly isProven: (chain: string, sources: readonly number[]) => ((one: SourcedTransaction) => boolean) | undefined;
  readonly judged: readonly LinkJudgement[];
}

export function* viewOfSegments({ rows, column, isProven, judged }: ViewMaterial): Steps<Omit<AccountView, 'freeze'>> {
  const byChain = new Map<string, AccountSegmentRow[]>();
  for (const row of rows) byChain.set(row.chain, [...(byChain.get(row.chain) ?? []), row]);
  const transactions = new Map<string, HeldTransactions>();
  const conflicts: (SourceConflict & { chain: string })[] = [];
  const parts: ColumnPart[] = [];
  for (const [chain, own] of byChain) {
    const merged = yield* mergeSegments(
      own.map(({ id, source, transactions: count }) => ({ source, count, column: (name) => column(id, name) })),
      isProven(chain, [...new Set(own.map(({ source }) => source))]),
    );
    transactions.set(chain, heldTransactions(merged));
    conflicts.push(...merged.conflicts.map((conflict) => ({ ...conflict, chain })));
    const isLedger = accountChain(chain)?.family === 'ledger';
    parts.push({
      ...{ chain, ids: merged.ids, count: merged.ids.count, transfers: own.reduce((sum, { transfers }) => sum + transfers, merged.added) },
      ...{ segment: merged.segment, segmentOf: merged.segmentOf, placeOf: merged.placeOf },
      order: isLedger ? 'given' : 'blocks',
      arrange: isLedger ? (times) => oldestFirst(merged, times) : undefined,
    });
  }
  const links = yield* recordedLinks(transactions);
  const recognised = yield* recogniseConversions(transactions);
  const accepted = acceptedLinks(transactions, judged);
  const stated = statedBeside(byChain, column);
  const claimed = yield* claimedNames(transactions, stated);
  const built = yield* buildColumnSlice(parts, [...links, ...recognised.recorded, ...accepted]);
  const ownRows = ledgersOfOwnRows(built, stated);
  return { ...built, links, recognised, accepted, transactions, conflicts, claimed, ownRows };
}

type StatedBeside = ReadonlyMap<string, readonly SourcedStatements[]>;

/** By chain: what sources state beside movements. */
function statedBeside(segments: ReadonlyMap<string, readonly AccountSegmentRow[]>, column: ViewMaterial['column']): StatedBeside {
  const read = ({ id, source }: AccountSegmentRow) => ({ source, statements: readStatements((name) => column(id, name)) });
  return new Map([...segments].map(([chain, own]) => [chain, own.map(read)]));
}

function ledgersOfOwnRows({ names }: BuiltSlice, stated: StatedBeside): AccountView['ownRows'] {
  const found = new Map<number, Set<number>>();
  for (const [chain, own] of stated)
    for (const { source, statements } of own)
      for (const one of statements) {
        if (one.kind !== 'ownRows') continue;
        for (const asset of one.assets) {
          const ledger = names.ledger(chain, one.account, asset);
          if (ledger !== 0) found.set(ledger, (found.get(ledger) ?? new Set()).add(source));
        }
      }
  return new Map([...found].map(([ledger, sources]) => [ledger, [...sources].sort((a, b) => a - b)]));
}

function anchorsNow(file: CaseFile, chains: readonly string[]): NonNullable<AccountFreeze['anchors']> {
  const stated = chains.map((chain) => [chain, file.chain.anchors(chain)] as const);
  return Object.fromEntries(stated.filter(([, anchors]) => anchors.length > 0));
}

function* claimedNames(transactions: AccountView['transactions'], stated: StatedBeside): Steps<ClaimedNames> {
  const claimed = new Map<string, TokenClaim>();
  for (const [chain, own] of stated)
    for (const [contract, { names, decimals }] of statedTokens(own)) {
      const borrowed = names.map((name) => borrowedName(chain, contract, name, '')).find((name) => name !== null) ?? null;
      if (borrowed !== null || decimals !== null) claimed.set(`${chain} ${contract}`, { name: borrowed, decimals });
    }
  const call = (key: string, name: string): void => void claimed.set(key, { name, decimals: claimed.get(key)?.decimals ?? null });
  for (const [chain, held] of transactions)
    yield* found(held.mentioning('events', '"contractCreated"', '"tokenNamed"'), held.size, ({ transaction }) => {
      for (const { kind, subject, details } of transaction.events)
        if (kind === 'contractCreated' && subject !== null && details['name'] !== undefined) call(`${chain} ${subject}`, details['name']);
        else if (kind === 'tokenNamed' && subject !== null && details['borrowed'] !== undefined)
          call(`${chain} ${subject}`, details['borrowed']);
    });
  return claimed;
}

/**
 * Rows of ledgers in the order of time. Rows of one second keep the order of their file, turned round where the file runs from the
 * newest to the oldest, as many statements do.
 */
function oldestFirst(merged: MergedColumns, times: Float64Array): Uint32Array {
  const bySource = new Map<number, number[]>();
  for (let number = 0; number < merged.ids.count; number++) {
    const source = merged.sourceOf(number);
    const own = bySource.get(source);
    if (own === undefined) bySource.set(source, [number]);
    else own.push(number);
  }
  const turned: number[] = [];
  for (const own of bySource.values()) {
    const timed = own.filter((number) => !Number.isNaN(times[number] as number));
    const isNewestFirst = timed.length > 1 && (times[timed[0] as number] as number) > (times[timed.at(-1) as number] as number);
    for (const number of isNewestFirst ? own.reverse() : own) turned.push(number);
  }
  const isTimed = (number: number): boolean => !Number.isNaN(times[number] as number);
  const timed = sortByKey(Uint32Array.from(turned.filter(isTimed)), times);
  // What has no time stands at the end.
  return Uint32Array.from([...timed, ...turned.filter((number) => !isTimed(number))]);
}
