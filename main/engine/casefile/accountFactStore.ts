// Blocks of account chains that prove what is in them, and what sources state of accounts. It stores and gives back: what the bytes mean,
// and that they were checked, stands in intake.
import type { Connection } from './connection.ts';

const LIVE = "source NOT IN (SELECT id FROM source WHERE state = 'withdrawn')";

export interface AccountHeaderRow {
  readonly id: number;
  readonly source: number;
  readonly number: number;
  /** Display form of the chain, as is `parent`. */
  readonly hash: string;
  readonly parent: string;
}
export interface AccountBlockRow extends AccountHeaderRow {
  readonly header: Uint8Array;
  /** Transactions of the block; null where the header alone is held. */
  readonly count: number | null;
  /** All transactions and all receipts, packed by intake; null where they are not held. */
  readonly body: Uint8Array | null;
  readonly receipts: Uint8Array | null;
}
export interface AccountBalanceRow {
  readonly id: number;
  readonly source: number;
  readonly chain: string;
  readonly account: string;
  /** JSON of the asset. */
  readonly asset: string;
  readonly blockNumber: number | null;
  readonly blockHash: string | null;
  readonly timeSeconds: number | null;
  readonly amount: bigint;
  /** True where it was proven under the state root of the block named. */
  readonly proof: boolean;
  /** Row or answer of the source. */
  readonly row: number;
}
export interface AccountControlRow {
  readonly id: number;
  readonly source: number;
  readonly chain: string;
  readonly account: string;
  readonly timeSeconds: number;
  /** JSON; `null` where the account shows none. */
  readonly permissions: string;
  readonly row: number;
}

export type AccountFactStore = ReturnType<typeof openAccountFactStore>;

export function openAccountFactStore(connection: Connection) {
  const headerColumns = 'id, source, number, hash, parent';
  const balanceColumns =
    'id, source, chain, account, asset, block_number AS blockNumber, block_hash AS blockHash, time_seconds AS timeSeconds, amount, proof, row';
  const controlColumns = 'id, source, chain, account, time_seconds AS timeSeconds, permissions, row';
  // Asked for each movement of a picture.
  const findPlaces = connection.prepare(
    `SELECT block, position FROM account_block_transaction WHERE chain = ? AND txid = ? AND block IN (SELECT id FROM account_block WHERE ${LIVE}) ORDER BY block`,
  );
  return {
    /** `txids` in the order of the block, none where its body is not held. */
    addBlock(chain: string, row: Omit<AccountBlockRow, 'id'>, txids: readonly Uint8Array[]): number {
      const done = connection
        .prepare(
          'INSERT INTO account_block (source, chain, number, hash, parent, count, header, body, receipts) VALUES (?,?,?,?,?,?,?,?,?)',
        )
        .run(row.source, chain, row.number, row.hash, row.parent, row.count, row.header, row.body, row.receipts);
      const id = Number(done.lastInsertRowid);
      const insert = connection.prepare('INSERT OR IGNORE INTO account_block_transaction (chain, txid, block, position) VALUES (?,?,?,?)');
      for (const [position, txid] of txids.entries()) insert.run(chain, txid, id, position);
      return id;
    },
    /** Headers of sources that are not withdrawn, in the order taken in; one that two sources gave stands twice. */
    headers: (chain: string): AccountHeaderRow[] =>
      connection
        .prepare(`SELECT ${headerColumns} FROM account_block WHERE chain = ? AND ${LIVE} ORDER BY id`)
        .all(chain) as AccountHeaderRow[],
    /** As `headers`, of these sources, whatever became of them: for a run that is computed again. */
    headersOf: (chain: string, sources: readonly number[]): AccountHeaderRow[] =>
      connection
        .prepare(`SELECT ${headerColumns} FROM account_block WHERE chain = ? AND source IN (${sources.map(Number).join(',')}) ORDER BY id`)
        .all(chain) as AccountHeaderRow[],
    /** Ids of transactions in the blocks whose body is held, with the source and the block of each, withdrawn ones too. */
    placesIn: (chain: string): { readonly txid: Uint8Array; readonly block: number; readonly source: number }[] =>
      connection
        .prepare(
          'SELECT txid, block, source FROM account_block_transaction JOIN account_block ON account_block.id = block WHERE account_block_transaction.chain = ?',
        )
        .all(chain) as { txid: Uint8Array; block: number; source: number }[],
    /** Gives blocks of a source, and balances proven under them, to another source: what a reorganisation made void goes to one withdrawn. */
    moveBlocks(source: number, hashes: readonly string[], to: number): void {
      const blocks = connection.prepare('UPDATE account_block SET source = ? WHERE source = ? AND hash = ?');
      const balances = connection.prepare('UPDATE account_balance SET source = ? WHERE source = ? AND block_hash = ?');
      for (const hash of hashes) {
        blocks.run(to, source, hash);
        balances.run(to, source, hash);
      }
    },
    /** Of one source: headers, those with all transactions, and those with all receipts too. */
    countBlocks: (source: number): { readonly headers: number; readonly bodies: number; readonly receipts: number } =>
      connection
        .prepare('SELECT count(*) AS headers, count(body) AS bodies, count(receipts) AS receipts FROM account_block WHERE source = ?')
        .get(source) as { headers: number; bodies: number; receipts: number },
    block: (id: number): AccountBlockRow | undefined =>
      connection.prepare(`SELECT ${headerColumns}, count, header, body, receipts FROM account_block WHERE id = ?`).get(id) as
        | AccountBlockRow
        | undefined,
    /** Blocks of sources that are not withdrawn which hold the transaction. */
    placesOf: (chain: string, txid: Uint8Array): { readonly block: number; readonly position: number }[] =>
      findPlaces.all(chain, txid) as { block: number; position: number }[],
    addBalance(row: Omit<AccountBalanceRow, 'id'>): void {
      const { source, chain, account, asset, blockNumber, blockHash, timeSeconds, amount, proof, row: place } = row;
      connection
        .prepare(
          'INSERT INTO account_balance (source, chain, account, asset, block_number, block_hash, time_seconds, amount, proof, row) VALUES (?,?,?,?,?,?,?,?,?,?)',
        )
        .run(source, chain, account, asset, blockNumber, blockHash, timeSeconds, `${amount}`, proof ? 1 : 0, place);
    },
    /** Of sources that are not withdrawn, in the order taken in. */
    balances: (): AccountBalanceRow[] =>
      (
        connection.prepare(`SELECT ${balanceColumns} FROM account_balance WHERE ${LIVE} ORDER BY id`).all() as Record<string, unknown>[]
      ).map((raw) => ({ ...raw, amount: BigInt(raw['amount'] as string), proof: raw['proof'] === 1 }) as AccountBalanceRow),
    addControl(row: Omit<AccountControlRow, 'id'>): void {
      connection
        .prepare('INSERT INTO account_control (source, chain, account, time_seconds, permissions, row) VALUES (?,?,?,?,?,?)')
        .run(row.source, row.chain, row.account, row.timeSeconds, row.permissions, row.row);
    },
    controls: (): AccountControlRow[] =>
      connection.prepare(`SELECT ${controlColumns} FROM account_control WHERE ${LIVE} ORDER BY id`).all() as AccountControlRow[],
  };
}
