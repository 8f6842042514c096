// Balances that somebody states, as statements a ledger is reconciled with: the balance column of a statement or reply, what sources
// state of an account at a block or a time, and openings that the examiner gives. It corrects nothing and believes no column by itself:
// a column that does not fit leaves the ledger incomplete.
import { Fault } from '../../../../shared/model/fault.ts';
import { accountChain } from '../../chains/index.ts';
import type { MergedTransaction } from '../../intake/index.ts';
import { amountOf, type BalanceStatement, ledgerTransfers, momentAfterBlock, momentAfterTime, moves } from '../accounts/index.ts';
import { isNamed } from './assets.ts';
import { viewOfAsset } from './describe.ts';
import { ledgersOf } from './seeds.ts';
import type { AccountView } from './view.ts';

/** Who states a balance: a row's own column (behind it, or before the first by what it moved), a source beside its rows, the examiner. */
export interface StatedBy {
  readonly by: 'row' | 'beforeRow' | 'source' | 'examiner' | 'assumption';
  readonly source: number | null;
  readonly blockNumber: number | null;
  readonly timeSeconds: number | null;
}

export interface SourcedStatement extends BalanceStatement {
  readonly said: StatedBy;
}

const NOBODY = { source: null, blockNumber: null, timeSeconds: null };

/** A balance as a run keeps it. */
export interface KeptBalance {
  /** Of runs before it was kept, absent. */
  readonly source?: number;
  readonly chain: string;
  readonly account: string;
  /** As `assetKey` writes it. */
  readonly asset: string;
  readonly blockNumber: number | null;
  readonly timeSeconds: number | null;
  readonly amount: string;
}

/** [A29] Of each ledger known by one statement alone nothing can be checked: it is left as it is, unless the examiner assumes it. */
export function statementsFor(
  view: AccountView,
  kept: readonly KeptBalance[],
  openings: readonly BalanceStatement[],
  assumed: ReadonlySet<number>,
): SourcedStatement[] {
  const rows = rowStatements(view);
  const ofRows = new Set(rows.map(({ ledger }) => ledger));
  // Of one second a column says more than a time does: what a source states beside its own rows is not heard twice.
  const stated = [...rows, ...keptStatements(view, kept).filter(({ ledger }) => !ofRows.has(ledger))];
  const said = { by: 'examiner' as const, ...NOBODY };
  const all = [...stated, ...openings.map((one) => ({ ...one, said })), ...assumedOpenings(view, assumed, openings, stated)];
  const counts = new Map<number, Set<number>>();
  for (const { ledger, moment } of all) counts.set(ledger, (counts.get(ledger) ?? new Set()).add(moment));
  return all.filter(({ ledger }) => (counts.get(ledger)?.size ?? 0) > 1 || assumed.has(ledger));
}

function keptStatements({ slice, names }: AccountView, kept: readonly KeptBalance[]): SourcedStatement[] {
  return kept.flatMap(({ chain, account, asset, blockNumber, timeSeconds, amount, source }): SourcedStatement[] => {
    const number = names.chains.indexOf(chain);
    const [kind, contract, tokenId] = JSON.parse(asset) as [never, string | null, string | null];
    const ledger = number < 0 ? 0 : names.ledger(chain, account, { kind, contract, tokenId });
    if (ledger === 0 || (blockNumber === null && timeSeconds === null)) return [];
    const moment =
      blockNumber === null ? momentAfterTime(slice, number, timeSeconds as number) : momentAfterBlock(slice, number, blockNumber);
    return [{ ledger, moment, balance: BigInt(amount), said: { by: 'source', source: source ?? null, blockNumber, timeSeconds } }];
  });
}

const remembered = new WeakMap<AccountView, readonly SourcedStatement[]>();

/** From the balance columns of ledgers without a chain: after each row that has one, and before the first. */
function rowStatements(view: AccountView): readonly SourcedStatement[] {
  const known = remembered.get(view);
  if (known !== undefined) return known;
  const found: SourcedStatement[] = [];
  const begun = new Set<number>();
  for (const [chain, rows] of view.transactions) {
    if (accountChain(chain)?.family !== 'ledger') continue;
    const owners = ownersOf(rows);
    const placed = [...rows.values()]
      .map((row) => ({ row, transfers: view.names.transfersOf(chain, row.transaction.id) }))
      .filter(({ transfers }) => transfers.length > 0)
      .sort((a, b) => (a.transfers[0] as number) - (b.transfers[0] as number));
    for (const { row, transfers } of placed) {
      const text = row.facts?.['balance'];
      const owner = text === undefined ? null : ownerOf(row, owners);
      if (text === undefined || owner === null) continue;
      const ledger = ledgerOfRow(view, transfers, view.names.account(chain, owner));
      if (ledger === 0) continue;
      const { decimals } = viewOfAsset(view, view.slice.ledgerAsset[ledger] as number);
      const balance = decimals === null ? null : exactAmount(text, decimals);
      if (balance === null) continue;
      const [first, last] = [transfers[0] as number, transfers.at(-1) as number];
      const said = { ...NOBODY, source: row.sources[0]?.source ?? null };
      if (!begun.has(ledger))
        found.push({ ledger, moment: first, balance: balance - changeOf(view, ledger, transfers), said: { ...said, by: 'beforeRow' } });
      begun.add(ledger);
      found.push({ ledger, moment: last + 1, balance, said: { ...said, by: 'row' } });
    }
  }
  remembered.set(view, found);
  return found;
}

/** How many rows with a balance each account stands in, per source: a statement's own account stands in all of them. */
function ownersOf(rows: ReadonlyMap<string, MergedTransaction>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { transaction, sources, facts } of rows.values()) {
    if (facts?.['balance'] === undefined) continue;
    for (const account of new Set(transaction.transfers.flatMap(({ from, to }) => [from, to])))
      if (account !== null) counts.set(`${sources[0]?.source} ${account}`, (counts.get(`${sources[0]?.source} ${account}`) ?? 0) + 1);
  }
  return counts;
}

/** Whose balance a row states; null where both sides stand in as many rows, or several rows were put together. */
function ownerOf({ transaction, sources }: MergedTransaction, owners: ReadonlyMap<string, number>): string | null {
  if (sources.length !== 1 || sources[0]?.rows.length !== 1) return null;
  const accounts = [...new Set(transaction.transfers.flatMap(({ from, to }) => [from, to]))].filter((one) => one !== null);
  const counted = accounts.map((account) => ({ account, count: owners.get(`${sources[0]?.source} ${account}`) ?? 0 }));
  counted.sort((a, b) => b.count - a.count);
  const [most, next] = counted;
  return most === undefined || most.count === next?.count ? null : most.account;
}

/** The one ledger of the account that the row moves; 0 where it moves several assets. */
function ledgerOfRow({ slice }: AccountView, transfers: readonly number[], account: number): number {
  const ledgers = new Set(
    transfers
      .flatMap((one) => [slice.fromLedger[one] as number, slice.toLedger[one] as number])
      .filter((ledger) => slice.ledgerAccount[ledger] === account),
  );
  ledgers.delete(0);
  const [only] = ledgers;
  return ledgers.size === 1 && only !== undefined ? only : 0;
}

function changeOf({ slice }: AccountView, ledger: number, transfers: readonly number[]): bigint {
  let change = 0n;
  for (const transfer of transfers) {
    if (!moves(slice, transfer)) continue;
    if (slice.toLedger[transfer] === ledger) change += amountOf(slice, transfer);
    if (slice.fromLedger[transfer] === ledger) change -= amountOf(slice, transfer);
  }
  return change;
}

/** A plain decimal number with thousands separators at most; null for anything else, and for more digits than the asset has. */
export function exactAmount(text: string, decimals: number): bigint | null {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '');
  const match = /^(-?)(\d{1,60})(?:\.(\d*))?$/.exec(plain);
  if (match === null) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  if (fraction.length > decimals && /[1-9]/.test(fraction.slice(decimals))) return null;
  const amount = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return sign === '-' ? -amount : amount;
}

/** `ACCOUNT:ASSET:AMOUNT@BLOCK` or `…@TIME`: the balance behind that block, or behind that time (UTC where no zone is written). */
export function readOpening(view: AccountView, text: string, chain: string | undefined): BalanceStatement {
  const bad = (): never => {
    throw new Fault('usage.badValue', { option: '--opening', value: text.slice(0, 80), expected: 'ACCOUNT:ASSET:AMOUNT@BLOCK|TIME' });
  };
  const at = text.lastIndexOf('@');
  const parts = text.slice(0, Math.max(at, 0)).split(':');
  const [amountText, assetText] = [parts.pop(), parts.pop()];
  const account = parts.join(':');
  const when = text.slice(at + 1).trim();
  if (at < 0 || amountText === undefined || assetText === undefined || account === '') return bad();
  const { slice } = view;
  const fitting = [...ledgersOf(view, [account], chain)].filter((one) =>
    isNamed(viewOfAsset(view, slice.ledgerAsset[one] as number), assetText),
  );
  const [ledger] = fitting;
  if (ledger === undefined || fitting.length !== 1) return bad();
  const asset = slice.ledgerAsset[ledger] as number;
  const { decimals } = viewOfAsset(view, asset);
  const balance = exactAmount(amountText, decimals ?? 0);
  if (balance === null) return bad();
  const number = slice.assetChain[asset] as number;
  if (/^\d{1,15}$/.test(when)) return { ledger, moment: momentAfterBlock(slice, number, Number(when)), balance };
  const seconds = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(when) || !when.includes(':') ? when : `${when}Z`) / 1000;
  if (!/^\d{4}-\d\d-\d\d/.test(when) || !Number.isFinite(seconds)) return bad();
  return { ledger, moment: momentAfterTime(slice, number, seconds), balance };
}

/** A ledger that an examiner takes as complete opens with nothing at its first row unless somebody states something earlier. */
function assumedOpenings(
  view: AccountView,
  assumed: ReadonlySet<number>,
  openings: readonly BalanceStatement[],
  stated: readonly BalanceStatement[],
): SourcedStatement[] {
  const index = ledgerTransfers(view.slice);
  return [...assumed].flatMap((ledger) => {
    const first = index.transfers[index.start[ledger] as number] ?? 0;
    const isOpened = openings.some((one) => one.ledger === ledger) || stated.some((one) => one.ledger === ledger && one.moment <= first);
    return isOpened ? [] : [{ ledger, moment: 0, balance: 0n, said: { by: 'assumption', ...NOBODY } }];
  });
}
