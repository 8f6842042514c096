// Whose rows a table is: the account that was named for it, the one in whose ledger a row stands, or the one that no row is without.
// That all rows of the account are there it does not say.
import type { AccountAsset, AccountChain } from '../../chains/index.ts';
import { addressReader, type Piece } from './mapping.ts';
import type { ChainStatement } from './statement.ts';
import type { TableFlag } from './tableFlag.ts';

export interface OwnRows {
  see(piece: Piece, row: number): void;
  /** Asked once behind the last row. */
  statements(): readonly ChainStatement[];
}

/** Accounts of one reply that are told apart, and assets of one account; of more nothing is said. */
const MOST_ACCOUNTS = 100_000;
const MOST_ASSETS = 10_000;

/** `named`: the account as the examiner, or whoever asked for the rows, names it. */
export function createOwnRows(chain: AccountChain, named: string | null): OwnRows {
  if (chain.family === 'ledger') return ofLedgers();
  return named === null ? ofOneInAll() : ofNamed(addressReader(chain)(named));
}

/** A row of an exchange or a bank stands in one account's ledger. */
function ofLedgers(): OwnRows {
  const owned = new Map<string, Owned>();
  return {
    see({ transaction: { transfers }, side }, row) {
      const [first] = transfers;
      if (first === undefined) return;
      const account = side === undefined ? (first.from ?? first.to) : side === 'sender' ? first.from : first.to;
      if (account === null) return;
      let own = owned.get(account);
      if (own === undefined) {
        if (owned.size >= MOST_ACCOUNTS) return;
        own = newOwned(account, row);
        owned.set(account, own);
      }
      addAssets(own, transfers);
    },
    statements: () => statementsOf([...owned.values()], 'rows'),
  };
}

function ofNamed(account: string | null): OwnRows {
  let own: Owned | null = null;
  return {
    see({ transaction: { transfers } }, row) {
      if (account === null || !transfers.some(({ from, to }) => from === account || to === account)) return;
      own ??= newOwned(account, row);
      addAssets(own, transfers);
    },
    statements: () => (own === null ? [] : statementsOf([own], 'named')),
  };
}

/** One row tells nothing, and of two accounts that every row joins none is the table's own. */
function ofOneInAll(): OwnRows {
  let candidates: Owned[] | null = null;
  let rows = 0;
  return {
    see({ transaction: { from, to, transfers } }, row) {
      if (candidates?.length === 0) return;
      rows++;
      const isIn = ({ account }: Owned): boolean =>
        account === from || account === to || transfers.some((one) => one.from === account || one.to === account);
      if (candidates === null) {
        const all = new Set([from, to, ...transfers.flatMap((one) => [one.from, one.to])]);
        candidates = [...all].flatMap((account) => (account === null ? [] : [newOwned(account, row)]));
      } else if (!candidates.every(isIn)) candidates = candidates.filter(isIn);
      for (const own of candidates) addAssets(own, transfers);
    },
    statements: () => (rows > 1 && candidates?.length === 1 ? statementsOf(candidates, 'rows') : []),
  };
}

interface Owned {
  readonly account: string;
  readonly row: number;
  readonly assets: Map<string, AccountAsset>;
  last: AccountAsset | null;
}

const newOwned = (account: string, row: number): Owned => ({ account, row, assets: new Map(), last: null });

function addAssets(own: Owned, transfers: Piece['transaction']['transfers']): void {
  for (const { from, to, asset } of transfers) {
    if (from !== own.account && to !== own.account) continue;
    // Rows of one asset follow each other.
    const { last } = own;
    if (last !== null && last.contract === asset.contract && last.kind === asset.kind && last.tokenId === asset.tokenId) continue;
    own.last = asset;
    const key = `${asset.kind} ${asset.contract} ${asset.tokenId}`;
    if (own.assets.size < MOST_ASSETS && !own.assets.has(key)) own.assets.set(key, asset);
  }
}

const MOST_NAMED = 5;

/** What the examiner is told of it. */
export function ownRowsFlags(statements: readonly ChainStatement[]): readonly TableFlag[] {
  const own = statements.flatMap((one) => (one.kind === 'ownRows' ? [one] : []));
  const [first] = own;
  if (first === undefined) return [];
  const code = first.by === 'named' ? 'ownRowsNamed' : 'ownRowsRead';
  return [{ code, accounts: own.slice(0, MOST_NAMED).map(({ account }) => account), count: own.length }];
}

function statementsOf(owned: readonly Owned[], by: 'named' | 'rows'): ChainStatement[] {
  return owned.flatMap(({ account, row, assets }) =>
    assets.size === 0 ? [] : [{ kind: 'ownRows' as const, account, assets: [...assets.values()], by, row }],
  );
}
