// wallet.dat of Bitcoin Core since 0.21 as SQLite: descriptor wallets. The file is opened from memory, so nothing is written beside it, and only
// when its schema is the one table that Core makes: no view, trigger, virtual table or computed column of a hostile file is ever run.
// Source: bitcoin/bitcoin, src/wallet/sqlite.cpp (CREATE TABLE main, application_id = the network's magic).
import Database from 'better-sqlite3';
import { basename } from 'node:path/posix';
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { damaged } from '../damage.ts';
import { headText } from '../jsonValue.ts';
import { type CoinForm, coinFormNamed } from '../publicKeys.ts';
import { MOST_DATABASE, tooLarge, wholeOf } from '../wholeFile.ts';
import type { BtreeRecord } from './btreePages.ts';
import { coreReading } from './reading.ts';
import { readRecords } from './records.ts';

const MAGIC = 'SQLite format 3\0';
const TABLE = 'CREATE TABLE main(key BLOB PRIMARY KEY NOT NULL, value BLOB NOT NULL)';
/** Message start bytes of the networks, as they stand at offset 68. Source: src/kernel/chainparams.cpp. */
const NETWORKS: Readonly<Record<string, string>> = {
  f9beb4d9: 'bitcoin',
  '0b110907': 'testnet',
  '1c163f28': 'testnet',
  '0a03cf40': 'testnet',
  fabfb5da: 'regtest',
  fbc0b6db: 'litecoin',
};
const MOST_RECORDS = 2_000_000;

export const coreSqlite: WalletReader = {
  id: 'bitcoinCoreSqlite',
  takes: ({ head }) => headText(head).startsWith(MAGIC) && headText(head).includes(TABLE),
  read: (file) => readFile(file, null),
  open: readFile,
};

async function readFile(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_DATABASE);
  if (bytes === null) return tooLarge('bitcoinCoreSqlite');
  const records = readTable(bytes);
  if (records === null) return null;
  const read = readRecords(records);
  const log = await file.beside(`${basename(file.path)}-wal`, MOST_DATABASE);
  const journal = await file.beside(`${basename(file.path)}-journal`, MOST_DATABASE);
  if ((log?.length ?? 0) > 0) read.notRead.add('writeAheadLog');
  if ((journal?.length ?? 0) > 0) read.notRead.add('rollbackJournal');
  return coreReading('bitcoinCoreSqlite', read, networkOf(bytes), password);
}

function networkOf(bytes: Uint8Array): CoinForm | null {
  return coinFormNamed(NETWORKS[Buffer.from(bytes.subarray(68, 72)).toString('hex')] ?? '');
}

function readTable(bytes: Uint8Array): readonly BtreeRecord[] | null {
  const copy = Buffer.from(bytes);
  // A database in memory has no log beside it: read as one that never had any.
  copy[18] = 1;
  copy[19] = 1;
  let database: Database.Database;
  try {
    database = new Database(copy, { readonly: true });
  } catch {
    return damaged('the database does not open');
  }
  try {
    database.unsafeMode(false);
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    database.pragma('query_only = ON');
    const schema = database.prepare('SELECT type, name, sql FROM sqlite_schema').raw().all() as unknown[][];
    const isOwn = schema.every(
      ([type, name, sql]) => (type === 'table' && name === 'main' && sql === TABLE) || (type === 'index' && sql === null),
    );
    if (!isOwn || schema.length === 0) return null;
    const rows = database.prepare('SELECT key, value FROM main NOT INDEXED LIMIT ?').raw().iterate(MOST_RECORDS) as IterableIterator<
      unknown[]
    >;
    const records: BtreeRecord[] = [];
    for (const [key, value] of rows)
      if (key instanceof Uint8Array && value instanceof Uint8Array)
        records.push({ key: new Uint8Array(key), value: new Uint8Array(value) });
    return records;
  } catch {
    return damaged('the database is damaged');
  } finally {
    database.close();
  }
}
