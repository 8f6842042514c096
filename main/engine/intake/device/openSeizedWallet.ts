// Reads the encrypted parts of a wallet that a scan read, with the password that the examiner was given. Every try is an act in the journal; what is
// found is sealed like what a scan finds. One password at a time: nothing here guesses.
import type { WalletReading } from '../../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { Host, Work } from '../../kernel/index.ts';
import type { Progress } from '../material.ts';
import { bytesScanner } from '../scanners/scanRange.ts';
import { openWallet } from '../wallets/index.ts';
import { findsOf, fingerprintOfFind, keepFind } from './keepFind.ts';
import type { ScanCounts } from './scanCounts.ts';
import { withSeized } from './withSeized.ts';
import { withoutSecrets } from './withoutSecrets.ts';

/** Faults: device.walletUnknown, device.exhibitChanged, device.wrongPassword, device.cannotOpen, device.needsSecretsKey, case.readOnly. */
export async function openSeizedWallet(
  host: Host,
  file: CaseFile,
  { wallet, password, authority }: { readonly wallet: number; readonly password: string; readonly authority: string },
  work: Pick<Work<Progress>, 'signal'>,
): Promise<WalletReading> {
  if (file.readOnly) throw new Fault('case.readOnly', { folder: file.folderName });
  const row = file.devices.wallets().find(({ id }) => id === wallet);
  const scan = file.devices.scans().find(({ id }) => id === row?.scan);
  if (row === undefined || scan === undefined) throw new Fault('device.walletUnknown', { wallet });
  const sealer = file.sealer();
  if (sealer === null) throw new Fault('device.needsSecretsKey');
  const noted = (opened: boolean): void => file.act('wallet.passwordTried', { wallet, path: row.path, authority, opened });
  const read = await withSeized(host, file, { exhibit: scan.exhibit, path: row.path }, work.signal, async (seized) => {
    try {
      return await openWallet(seized, password);
    } catch (error) {
      noted(false);
      throw error;
    }
  });
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
): (find: ReturnType<typeof findsOf>[number]) => boolean {
  const nameOf = ({ kind, value }: { readonly kind: string; readonly value: string }): string => `${kind} ${value}`;
  const told = new Set(findsOf(path, { wallet: before, secrets: [] }).map(nameOf));
  // Secrets stand in no reading.
  return (find) => told.has(nameOf(find)) || file.devices.isInRecord(scan, find.kind, fingerprintOfFind(find), path);
}
