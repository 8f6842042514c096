// One transaction out of what several sources, or several exports of one source, say of it. An explorer writes the coin, the internal
// calls and the tokens of a transaction into three files: their movements are put together. What two sources say alike counts once;
// where they contradict each other the first keeps its say and the contradiction is told.
import type { AccountEvent, AccountTransaction, AccountTransfer } from '../../chains/index.ts';
import { assetKey, type PlacedTransaction } from './accountColumns.ts';

export interface SourcedTransaction extends PlacedTransaction {
  /** Number of the source in the case. */
  readonly source: number;
}

export interface MergedTransaction {
  readonly transaction: AccountTransaction;
  /** Every source that has it, with its rows, in the order taken in. */
  readonly sources: readonly { readonly source: number; readonly rows: readonly number[] }[];
  /** Further cells of the first source that has any. */
  readonly facts: Readonly<Record<string, string>> | null;
  /** Where several sources have it: which of them say the same. */
  readonly agreed?: Agreement;
}

/** Numbers of the sources that say what the merged transaction says, each once. */
export interface Agreement {
  /** Those that state how it ended and contradict the merged transaction in nothing. */
  readonly transaction: readonly number[];
  /** For each transfer and each event. */
  readonly transfers: readonly (readonly number[])[];
  readonly events: readonly (readonly number[])[];
}

export interface SourceConflict {
  readonly transaction: string;
  readonly what: 'blockNumber' | 'blockHash' | 'timeSeconds' | 'status' | 'from' | 'to' | 'movement';
  /** The first is the one that is followed. */
  readonly said: readonly { readonly source: number; readonly value: string }[];
}

/** Its sources, in the order of the group. */
export function sourcesOf(group: readonly SourcedTransaction[]): MergedTransaction['sources'] {
  const rows = new Map<number, number[]>();
  for (const one of group) rows.set(one.source, [...(rows.get(one.source) ?? []), ...one.rows]);
  return [...rows].map(([source, own]) => ({ source, rows: own.sort((a, b) => a - b) }));
}

const STATED = ['blockNumber', 'blockHash', 'timeSeconds', 'from', 'to'] as const;

export interface MergedGroup {
  readonly transaction: AccountTransaction;
  readonly saidBy: { readonly transfers: readonly (readonly number[])[]; readonly events: readonly (readonly number[])[] };
}

export function agreementOf(group: readonly SourcedTransaction[], { transaction: merged, saidBy }: MergedGroup): Agreement {
  const agree = group.filter(
    ({ transaction }) =>
      transaction.status === merged.status &&
      merged.status !== 'unknown' &&
      (transaction.blockNumber !== null || transaction.blockHash !== null) &&
      STATED.every((what) => transaction[what] === null || transaction[what] === merged[what]),
  );
  return { transaction: [...new Set(agree.map(({ source }) => source))], ...saidBy };
}

/** One transaction out of all that is said of it, in the order they are heard; contradictions are added to the list. */
export function mergeGroup(group: readonly SourcedTransaction[], conflicts: SourceConflict[]): MergedGroup {
  const first = group[0] as SourcedTransaction;
  const { id } = first.transaction;
  const tell = (what: SourceConflict['what'], said: SourceConflict['said']): void => {
    conflicts.push({ transaction: id, what, said });
  };
  const stated: Record<string, unknown> = {};
  for (const what of STATED) {
    const said = group.filter(({ transaction }) => transaction[what] !== null);
    stated[what] = said[0]?.transaction[what] ?? null;
    // An export of tokens names the tokens' sender and receiver, not the transaction's; only full records speak of those.
    if (new Set(said.map(({ transaction }) => String(transaction[what]))).size > 1)
      tell(
        what,
        said.map(({ source, transaction }) => ({ source, value: String(transaction[what]) })),
      );
  }
  const known = group.filter(({ transaction }) => transaction.status !== 'unknown');
  const status = known[0]?.transaction.status ?? 'unknown';
  if (known.some(({ transaction }) => transaction.status !== status))
    tell(
      'status',
      known.map(({ source, transaction }) => ({ source, value: transaction.status })),
    );
  const { transfers, contradictions, saidBy } = withFee(group, stated['from'] as string | null, mergeTransfers(group));
  for (const said of contradictions) tell('movement', said);
  const all = mergeEvents(group);
  const made = {
    ...first.transaction,
    ...(stated as Partial<AccountTransaction>),
    status,
    transfers,
    events: all.map(({ event }) => event),
  };
  return { transaction: made, saidBy: { transfers: saidBy, events: all.map(({ by }) => [...by]) } };
}

interface SaidEvent {
  event: AccountEvent;
  readonly by: Set<number>;
}

/** A log alone does not say who signed, a receipt without its transaction not who created: where one is silent the other speaks. */
function mergeEvents(group: readonly SourcedTransaction[]): readonly SaidEvent[] {
  const all: SaidEvent[] = [];
  const places = new Map<string, SaidEvent[]>();
  for (const { source, transaction } of group)
    for (const event of transaction.events) {
      const place = `${event.kind} ${event.path.join('.')}`;
      const there = places.get(place) ?? [];
      places.set(place, there);
      const held = there.find((one) => agree(one.event, event));
      if (held !== undefined) {
        held.event = joined(held.event, event);
        held.by.add(source);
        continue;
      }
      const said = { event, by: new Set([source]) };
      there.push(said);
      all.push(said);
    }
  return all;
}

function agree(one: AccountEvent, other: AccountEvent): boolean {
  const either = <Value>(a: Value | null, b: Value | null): boolean => a === null || b === null || a === b;
  const assets = [one.asset, other.asset].map((asset) => (asset === null ? null : assetKey(asset)));
  return (
    either(one.actor, other.actor) &&
    either(one.subject, other.subject) &&
    either(one.amount, other.amount) &&
    either(assets[0] ?? null, assets[1] ?? null) &&
    Object.entries(other.details).every(([name, text]) => (one.details[name] ?? text) === text)
  );
}

function joined(one: AccountEvent, other: AccountEvent): AccountEvent {
  return {
    ...one,
    actor: one.actor ?? other.actor,
    subject: one.subject ?? other.subject,
    asset: one.asset ?? other.asset,
    amount: one.amount ?? other.amount,
    details: { ...one.details, ...other.details },
  };
}

export function eventSaying(event: AccountEvent): string {
  return JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
}

/** What a movement says apart from its place: two records that agree in it are of one movement. */
export function saying({ kind, from, to, asset, amount }: AccountTransfer): string {
  return JSON.stringify([kind === 'fee' || kind === 'burn' ? 'fee' : kind, from, to, assetKey(asset), `${amount}`]);
}

/** A path with an index that no source gave. */
function isPlaced({ path }: AccountTransfer): boolean {
  return path.every((step) => step >= 0);
}

interface MergedTransfers {
  readonly transfers: readonly AccountTransfer[];
  readonly contradictions: readonly SourceConflict['said'][];
  readonly saidBy: readonly (readonly number[])[];
}

/** The fact under which a record without a payer states the fee, in the smallest unit of the chain's coin. */
export const FEE = 'fee';

/** A receipt states what was paid and another record who signed: on these chains the signer pays, so both together are the movement. */
function withFee(group: readonly SourcedTransaction[], payer: string | null, merged: MergedTransfers): MergedTransfers {
  const stated = group.flatMap(({ source, facts }) => {
    const text = facts?.[FEE];
    return text !== undefined && /^[1-9]\d{0,77}$/.test(text) ? [{ source, value: text }] : [];
  });
  const [first] = stated;
  if (first === undefined || payer === null) return merged;
  // A record that names the payer has its own say of what was paid, in as many parts as its chain has.
  if (merged.transfers.some(({ kind, path }) => kind === 'fee' || (kind === 'burn' && (path[0] ?? 0) >= 2))) return merged;
  const others = stated.filter(({ value }) => value !== first.value);
  const contradictions = others.length === 0 ? merged.contradictions : [...merged.contradictions, [first, ...others]];
  const fee: AccountTransfer = {
    ...{ path: [2], kind: 'fee', from: payer, to: null, asset: { kind: 'native', contract: null, tokenId: null } },
    amount: BigInt(first.value),
  };
  const by = [...new Set(stated.filter(({ value }) => value === first.value).map(({ source }) => source))];
  return { transfers: [...merged.transfers, fee], contradictions, saidBy: [...merged.saidBy, by] };
}

function mergeTransfers(group: readonly SourcedTransaction[]): MergedTransfers {
  const transfers: { transfer: AccountTransfer; source: number; by: number[]; taken: boolean }[] = [];
  const contradictions: SourceConflict['said'][] = [];
  for (const { source, transaction } of group) {
    for (const held of transfers) held.taken = false;
    const before = transfers.length;
    for (const transfer of transaction.transfers) {
      // Each record answers to one movement: two equal rows of one source are two movements.
      const same = transfers.slice(0, before).find((held) => !held.taken && saying(held.transfer) === saying(transfer));
      if (same !== undefined) {
        same.taken = true;
        if (!same.by.includes(source)) same.by.push(source);
        if (!isPlaced(same.transfer) && isPlaced(transfer)) same.transfer = transfer;
        continue;
      }
      const there = transfers
        .slice(0, before)
        .find(({ transfer: held }) => isPlaced(transfer) && isPlaced(held) && String(held.path) === String(transfer.path));
      if (there === undefined) transfers.push({ transfer, source, by: [source], taken: true });
      else if (!there.taken) {
        there.taken = true;
        contradictions.push([
          { source: there.source, value: saying(there.transfer) },
          { source, value: saying(transfer) },
        ]);
      }
    }
  }
  const unplaced = new Map<number, number>();
  // Files number what they cannot place from 0 each: put together, every movement keeps a name of its own, the first source's its old one.
  const named = transfers.map(({ transfer }) => {
    if (isPlaced(transfer)) return transfer;
    const step = transfer.path[0] as number;
    const number = unplaced.get(step) ?? 0;
    unplaced.set(step, number + 1);
    return { ...transfer, path: [...transfer.path.slice(0, transfer.path.indexOf(-1) + 1), number] };
  });
  return { transfers: named, contradictions, saidBy: transfers.map(({ by }) => by) };
}
