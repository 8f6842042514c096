// Scans of the case as they are asked for: what each read, found, left out and could not read.
import type { DeviceScan } from '../../../../shared/contract/device.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { exhibitOf } from './exhibits.ts';
import type { KeptScan } from './scanCounts.ts';

export function scansOf(file: CaseFile): DeviceScan[] {
  return file.devices.scans().map(({ id }) => scanOf(file, id));
}

/** Faults: device.scanUnknown. */
export function scanOf(file: CaseFile, id: number): DeviceScan {
  const row = file.devices.scans().find((scan) => scan.id === id);
  if (row === undefined) throw new Fault('device.scanUnknown', { scan: id });
  const { id: exhibit, number, copy } = exhibitOf(file, row.exhibit);
  const {
    scanner,
    listed = null,
    entries,
    unpacked,
    more,
    rejected,
    unread,
    unreadMore,
    excluded,
  } = row.data as Omit<KeptScan, 'listed'> & Partial<KeptScan>;
  const ofScan = <Row extends { readonly scan: number }>(rows: readonly Row[]): number => rows.filter((one) => one.scan === id).length;
  return {
    ...{ scan: id, exhibit: { id: exhibit, number }, state: row.state, scanner, entries, unpacked, more, excluded, unread, unreadMore },
    started: file.journal.get(row.event)?.header.time ?? file.details.created,
    files: copy?.files ?? 0,
    listed,
    bytes: copy?.bytes ?? 0,
    traces: file.devices.countTraces({ scan: id, kinds: [], text: '', withExamples: true }),
    wallets: ofScan(file.devices.wallets()),
    messages: ofScan(file.devices.messages()),
    rejected: Object.entries(rejected)
      .map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => (a.reason < b.reason ? -1 : 1)),
  };
}
