// The door of wallets/: readers of wallet files, in the order in which they are asked. The forms that say least of themselves come last.
import { Fault } from '../../../../shared/model/fault.ts';
import type { SeizedFile, WalletRead, WalletReader } from '../scanners/seized.ts';
import { Damage, damaged } from './damage.ts';
import { bcoin } from './bcoin/bcoin.ts';
import { bitcoinj, multibitHd, opensslBackup } from './bitcoinj/readers.ts';
import { blockchainCom } from './blockchainCom.ts';
import { ledgerLive } from './exports/ledgerLive.ts';
import { setupJson } from './exports/setupJson.ts';
import { setupText } from './exports/setupText.ts';
import { wasabi } from './exports/wasabi.ts';
import { recognised } from './recognised.ts';
import { metamaskMobile, metamaskVault } from './extension/readers.ts';
import { extensionStorage, indexedValue } from './extension/storage.ts';
import { trezorLabels } from './extension/trezorLabels.ts';
import { exodusContainer, exodusPassphrase } from './exodus.ts';
import { coreBdb } from './core/bdb.ts';
import { coreDump } from './core/dump.ts';
import { coreSqlite } from './core/sqlite.ts';
import { mobileDatabase } from './mobile/database.ts';
import { ethereumKeystore } from './ethereum/keystore.ts';
import { ethereumPresale } from './ethereum/presale.ts';
import { electrum } from './electrum/electrum.ts';

export const walletReaders: readonly WalletReader[] = [
  ...[electrum, coreBdb, coreSqlite, coreDump, ethereumKeystore, ethereumPresale],
  // A LevelDB as those of browsers, told by its own records: before them.
  bcoin,
  ...[metamaskVault, metamaskMobile, extensionStorage, indexedValue],
  ...[exodusContainer, exodusPassphrase, trezorLabels],
  ...[mobileDatabase, bitcoinj, multibitHd],
  ...[wasabi, ledgerLive, setupJson, setupText],
  ...[recognised, blockchainCom, opensslBackup],
];

type Look = Pick<SeizedFile, 'path' | 'size' | 'head'>;

/** Whether a reader would look at the whole of it: cheap. */
export function isWalletCandidate(file: Look): boolean {
  return walletReaders.some((reader) => takesIt(reader, file));
}

/** The reading of the first reader whose form it is, or null. Damage throws an Error without content of the file. */
export async function readWallet(file: SeizedFile): Promise<WalletRead | null> {
  for (const reader of walletReaders)
    if (takesIt(reader, file)) {
      const read = await guarded(() => reader.read(file));
      if (read !== null) return read;
    }
  return null;
}

/** The same with a password that the examiner was given; null where it cannot be opened here. Faults: device.wrongPassword. */
export async function openWallet(file: SeizedFile, password: string): Promise<WalletRead | null> {
  for (const reader of walletReaders)
    if (reader.open !== undefined && takesIt(reader, file)) {
      const opened = await guarded(() => reader.open?.(file, password) ?? Promise.resolve(null));
      if (opened !== null) return opened;
    }
  return null;
}

const takesIt = (reader: WalletReader, file: Look): boolean => file.size > 0 && reader.takes(file);

/** Libraries quote what they could not read: only our own messages go on. */
async function guarded(read: () => Promise<WalletRead | null>): Promise<WalletRead | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Damage || error instanceof Fault) throw error;
    return damaged('the file is damaged');
  }
}
