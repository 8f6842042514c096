// wallet.dat of Bitcoin Core since 0.21 as SQLite: descriptor wallets. Read by its pages: no statement is carried out, so whatever a hostile file's
// schema says does nothing.
// Source: bitcoin/bitcoin, src/wallet/sqlite.cpp (CREATE TABLE main, application_id = the network's magic).
import { hasLog, type Readable, sqliteRows } from '../../scanners/contents/sqlitePages.ts';
import { lastName } from '../../scanners/contents/source.ts';
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { databaseOf } from '../../scanners/sqliteDatabase.ts';
import { headText } from '../jsonValue.ts';
import { type CoinForm, coinFormNamed } from '../publicKeys.ts';
import { MOST_DATABASE, tooLarge } from '../wholeFile.ts';
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
  // Where all of it lies in its log yet, only its name is left.
  takes: ({ path, head }) =>
    headText(head).startsWith(MAGIC) && (headText(head).includes(TABLE) || (hasLog(head) && lastName(path) === 'wallet.dat')),
  read: (file) => readFile(file, null),
  open: readFile,
};

async function readFile(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const database = await databaseOf(file, MOST_DATABASE);
  if (database === null) return tooLarge('bitcoinCoreSqlite');
  const notRead = new Set<string>();
  const records = readTable(database.source, notRead);
  if (records === null) return null;
  const read = readRecords(records);
  for (const code of notRead) read.notRead.add(code);
  const journal = await file.beside(`${lastName(file.path)}-journal`, MOST_DATABASE);
  if (database.isLogLeft) read.notRead.add('writeAheadLog');
  if ((journal?.length ?? 0) > 0) read.notRead.add('rollbackJournal');
  return coreReading('bitcoinCoreSqlite', read, networkOf(database.source), password);
}

function networkOf(source: Readable): CoinForm | null {
  return coinFormNamed(NETWORKS[Buffer.from(source.read(68, 4)).toString('hex')] ?? '');
}

/** Null where it has no such table. What lies on damaged pages is left out, and told. */
function readTable(source: Readable, notRead: Set<string>): readonly BtreeRecord[] | null {
  const records: BtreeRecord[] = [];
  const rows = sqliteRows(
    source,
    () => notRead.add('damagedPages'),
    (table) => table === 'main',
  );
  for (const { values } of rows) {
    const key = values.find(({ column }) => column === 'key');
    const value = values.find(({ column }) => column === 'value');
    if (key === undefined || value === undefined) notRead.add('damagedRecords');
    else if (records.push({ key: key.bytes, value: value.bytes }) >= MOST_RECORDS) {
      notRead.add('beyondBound');
      break;
    }
  }
  return records.length === 0 ? null : records;
}
