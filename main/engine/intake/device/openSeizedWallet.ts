// Reads the encrypted parts of a wallet that a scan read, with the password that the examiner was given. Every try is an act in the journal; what is
// found is sealed like what a scan finds. One password at a time: nothing here guesses.
import type { WalletReading } from '../../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { Host } from '../../kernel/index.ts';
import { filesWithin } from '../scanners/filesWithin.ts';
import { fingerprintOf } from '../scanners/kept.ts';
import { bytesScanner } from '../scanners/scanRange.ts';
import type { SeizedFile } from '../scanners/seized.ts';
import { newBudget, unpackFile } from '../scanners/unpack.ts';
import { openWallet } from '../wallets/index.ts';
import { findsOf, keepFind } from './keepFind.ts';
import { seizedOf } from './readFile.ts';
import type { ScanCounts } from './scanCounts.ts';
import { isAsTaken } from './takeExhibit.ts';
import { withoutSecrets } from './withoutSecrets.ts';

/** Faults: device.walletUnknown, device.exhibitChanged, device.wrongPassword, device.cannotOpen, device.needsSecretsKey, case.readOnly. */
export async function openSeizedWallet(
  host: Host,
  file: CaseFile,
  { wallet, password, authority }: { readonly wallet: number; readonly password: string; readonly authority: string },
): Promise<WalletReading> {
  if (file.readOnly) throw new Fault('case.readOnly', { folder: file.folderName });
  const sealer = file.sealer();
  if (sealer === null) throw new Fault('device.needsSecretsKey');
  const row = file.devices.wallets().find(({ id }) => id === wallet);
  const scan = file.devices.scans().find(({ id }) => id === row?.scan);
  if (row === undefined || scan === undefined) throw new Fault('device.walletUnknown', { wallet });
  const seized = await findSeized(file, scan.exhibit, row.path);
  const noted = (opened: boolean): void => file.act('wallet.passwordTried', { wallet, path: row.path, authority, opened });
  let read: Awaited<ReturnType<typeof openWallet>>;
  try {
    read = await openWallet(seized, password);
  } catch (error) {
    noted(false);
    throw error;
  }
  if (read === null) {
    noted(false);
    throw new Fault('device.cannotOpen');
  }
  const reading = await withoutSecrets(read.wallet, bytesScanner(host));
  const opened = { wallet: reading, secrets: read.secrets };
  file.transaction(() => {
    noted(true);
    const before = file.devices.wallets().find(({ id }) => id === wallet)?.data;
    file.devices.keepWallet(wallet, reading);
    // A scan may have gone on while the password was tried.
    const { position, data, state } = file.devices.scans().find(({ id }) => id === scan.id) as typeof scan;
    const counts = data as ScanCounts;
    const isCounted = countedOf(file, scan.id, row.path, before as WalletReading);
    for (const find of findsOf(row.path, opened).filter((one) => !isCounted(one)))
      keepFind(file, sealer, scan.id, counts, { isKnownExample: false, near: new Uint8Array(0), ...find });
    file.devices.keepScan(scan.id, state, position, counts);
  });
  return reading;
}

/** Whether a find was counted when the wallet was read before: without its password, or with it. */
function countedOf(
  file: CaseFile,
  scan: number,
  path: string,
  before: WalletReading,
): (find: { readonly kind: string; readonly value: string }) => boolean {
  const nameOf = ({ kind, value }: { readonly kind: string; readonly value: string }): string => `${kind} ${value}`;
  const told = new Set(findsOf(path, { wallet: before, secrets: [] }).map(nameOf));
  // Secrets stand in no reading.
  return (find) => told.has(nameOf(find)) || file.devices.isInRecord(scan, find.kind, fingerprintOf(find.value), path);
}

/** The file by the path that a scan told, also within an archive. Faults: device.exhibitChanged. */
async function findSeized(file: CaseFile, exhibit: number, path: string): Promise<SeizedFile> {
  const [outer] = path.split('!') as [string];
  const taken = file.exhibits.files(exhibit).find(({ shown }) => shown === outer);
  if (taken === undefined || !isAsTaken(taken.path, taken)) throw new Fault('device.exhibitChanged', { file: outer });
  if (path === outer) return seizedOf(taken);
  const unread = (): void => undefined;
  const inner = filesWithin(
    () => unpackFile(taken.path, outer, newBudget(), unread),
    (one) => one.path === path,
    unread,
  );
  for await (const one of inner) if (one.path === path) return one;
  throw new Fault('device.exhibitChanged', { file: path });
}
