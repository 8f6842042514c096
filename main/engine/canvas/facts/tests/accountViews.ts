// A view of account chains around transactions written by hand or at random, for tests. Not part of the program.
import type { AccountSegmentRow, CaseFile, CaseSession } from '../../../casefile/index.ts';
import { type AccountAsset, type AccountTransaction, type AccountTransfer, EVM_NETWORKS } from '../../../chains/index.ts';
import { atOnce } from '../../../kernel/index.ts';
import { columnsOf, encodeAccounts } from '../../../intake/index.ts';
import type { CaseAccounts } from '../../../trace/index.ts';
import { viewOfSegments } from '../../../trace/accountRuns/view.ts';

export const EVM = (EVM_NETWORKS.find(({ title }) => title === 'Ethereum') as (typeof EVM_NETWORKS)[number]).id;
export const LEDGER = 'ledger:exchange';
export const COIN: AccountAsset = { kind: 'native', contract: null, tokenId: null };
/** The issuer's own contract on Ethereum, and one that was made under its name. */
export const TETHER: AccountAsset = { kind: 'token', contract: '0xdAC17F958D2ee523a2206206994597C13D831ec7', tokenId: null };
export const FAKE: AccountAsset = { kind: 'token', contract: '0x1111111111111111111111111111111111111111', tokenId: null };
export const OTHER: AccountAsset = { kind: 'token', contract: '0x2222222222222222222222222222222222222222', tokenId: null };
export const EURO: AccountAsset = { kind: 'fiat', contract: 'EUR', tokenId: null };

export type Leg = Pick<AccountTransfer, 'from' | 'to' | 'asset'> & {
  readonly amount: bigint;
  readonly kind?: AccountTransfer['kind'];
  readonly path?: readonly number[];
};
export interface Deal {
  readonly id: string;
  readonly chain?: string;
  readonly block?: number;
  readonly time?: number | null;
  readonly status?: AccountTransaction['status'];
  readonly legs: readonly Leg[];
  /** Numbers of the sources that say so; 1 alone unless given. */
  readonly sources?: readonly number[];
  readonly creates?: { readonly contract: string; readonly name: string };
}

function transactionOf({ id, chain = EVM, block = 1, time, status = 'ok', legs, creates }: Deal): AccountTransaction {
  return {
    ...{ id, blockHash: null, blockNumber: chain === EVM ? block : null, position: null, status, from: null, to: null },
    timeSeconds: time === undefined ? 1000 + block * 10 : time,
    transfers: legs.map(({ kind = 'token', path, ...leg }, place) => ({ ...leg, kind, path: path ?? [place] })),
    events:
      creates === undefined
        ? []
        : [
            {
              ...{ path: [0], kind: 'contractCreated', actor: null, subject: creates.contract, asset: null, amount: null },
              details: { name: creates.name },
            },
          ],
  };
}

/** A source is one segment of each chain. */
export function viewOfDeals(deals: readonly Deal[]): CaseAccounts {
  const rows: AccountSegmentRow[] = [];
  const columns: ReturnType<typeof columnsOf>[] = [];
  for (const source of [1, 2])
    for (const chain of [EVM, LEDGER]) {
      const own = deals.filter((deal) => (deal.chain ?? EVM) === chain && (deal.sources ?? [1]).includes(source)).map(transactionOf);
      if (own.length === 0) continue;
      const sum = (of: 'transfers' | 'events'): number => own.reduce((total, transaction) => total + transaction[of].length, 0);
      rows.push({
        ...{ id: rows.length + 1, source, chain, batch: 0, transactions: own.length, digest: '' },
        ...{ transfers: sum('transfers'), events: sum('events') },
      });
      columns.push(columnsOf(encodeAccounts(own.map((transaction, row) => ({ transaction, rows: [row] })))));
    }
  const made = atOnce(
    viewOfSegments({
      ...{ rows, isProven: () => undefined, judged: [] },
      column: (segment, name) => columns[segment - 1]?.(name) ?? new Uint8Array(0),
    }),
  );
  return { ...made, freeze: { segments: rows.map(({ id }) => id) } };
}

/** A case whose two sources have operators of different names. */
export function sessionOf(file: CaseFile): CaseSession {
  const sources = [1, 2].map((id) => ({ id, request: { operator: `operator${id}.com` }, result: null }));
  const own = { ...file, sources: { ...file.sources, list: () => sources } } as unknown as CaseFile;
  return { current: () => own } as unknown as CaseSession;
}
