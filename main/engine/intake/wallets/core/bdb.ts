// wallet.dat of Bitcoin Core, Litecoin Core, Dogecoin Core and others of the family, as Berkeley DB.
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { MOST_DATABASE, tooLarge, wholeOf } from '../wholeFile.ts';
import { isBtreeFile, readBtree } from './btreePages.ts';
import { coreReading } from './reading.ts';
import { readRecords } from './records.ts';

export const coreBdb: WalletReader = {
  id: 'bitcoinCoreBdb',
  takes: ({ head }) => isBtreeFile(head),
  read: (file) => readFile(file, null),
  open: readFile,
};

async function readFile(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_DATABASE);
  if (bytes === null) return tooLarge('bitcoinCoreBdb');
  const { records, notRead } = readBtree(bytes);
  const read = readRecords(records);
  // Other programs keep other things in such files.
  if (read.keys.size === 0 && read.masterKeys.length === 0 && !read.facts.has('version') && read.labels.size === 0) return null;
  for (const code of notRead) read.notRead.add(code);
  return coreReading('bitcoinCoreBdb', read, null, password);
}
