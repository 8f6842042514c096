// Small ledgers for tests, written as one line per transfer. Not part of the program.
import type { AccountAsset, AccountTransaction, AccountTransfer, TransferKind } from '../../../chains/index.ts';
import { type BuiltSlice, buildAccountSlice } from '../buildSlice.ts';
import type { ConversionName } from '../conversions.ts';
import { knowLedgers, type LedgerKnowledge } from '../reconcile.ts';

export const CHAIN = 'test:1';
export const COIN: AccountAsset = { kind: 'native', contract: null, tokenId: null };
export const TOKEN: AccountAsset = { kind: 'token', contract: 'T', tokenId: null };
export const OTHER: AccountAsset = { kind: 'token', contract: 'U', tokenId: null };

export interface Line {
  readonly from: string | null;
  readonly to: string | null;
  readonly amount: bigint | number;
  readonly asset?: AccountAsset;
  readonly kind?: TransferKind;
  /** Lines with one id are one transaction. */
  readonly id?: string;
  readonly block?: number;
  readonly position?: number | null;
  readonly status?: AccountTransaction['status'];
}

/** Each line is one transaction in one block of its own unless it says otherwise. */
export function transactionsOf(lines: readonly Line[]): AccountTransaction[] {
  const byId = new Map<
    string,
    { block: number; position: number | null; status: AccountTransaction['status']; transfers: AccountTransfer[] }
  >();
  lines.forEach((line, number) => {
    const id = line.id ?? `tx${number}`;
    const own = byId.get(id) ?? {
      block: line.block ?? number + 1,
      position: line.position === undefined ? 0 : line.position,
      status: line.status ?? 'ok',
      transfers: [],
    };
    const kind = line.kind ?? 'token';
    const path = kind === 'fee' || kind === 'burn' ? [2, own.transfers.length] : [1, own.transfers.length];
    own.transfers.push({ path, kind, from: line.from, to: line.to, asset: line.asset ?? TOKEN, amount: BigInt(line.amount) });
    byId.set(id, own);
  });
  return [...byId].map(([id, { block, position, status, transfers }]) => ({
    ...{ id, blockHash: null, blockNumber: block, position, timeSeconds: block * 10, status },
    ...{ from: null, to: null, transfers, events: [] },
  }));
}

export function sliceOf(lines: readonly Line[], conversions: readonly ConversionName[] = []): BuiltSlice {
  return buildAccountSlice([{ chain: CHAIN, transactions: transactionsOf(lines), order: 'blocks', isComplete: () => true }], conversions);
}

/** Every ledger of the chain known from its first block, openings given as [account, amount, asset]. */
export function wholeKnowledge(
  built: BuiltSlice,
  openings: readonly (readonly [string, bigint | number, AccountAsset?])[] = [],
): LedgerKnowledge {
  return knowLedgers(built.slice, {
    wholeChains: [0],
    statements: openings.map(([account, balance, asset]) => ({
      ledger: built.names.ledger(CHAIN, account, asset ?? TOKEN),
      moment: 0,
      balance: BigInt(balance),
    })),
  });
}

/** `A:held 5` for every end, by account name. */
export function endsOf(
  built: BuiltSlice,
  ends: readonly { readonly ledger: number; readonly state: string; readonly amount: bigint }[],
): string[] {
  return ends.map((end) => `${accountOf(built, end.ledger)}:${end.state} ${end.amount}`).sort();
}

export function accountOf(built: BuiltSlice, ledger: number): string {
  return built.names.accounts[built.slice.ledgerAccount[ledger] as number] as string;
}
