// Which scan a list shows: all of the case, or one.
import { HTMLSelect } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { DeviceScan } from '../../../shared/contract/device.ts';
import { blockTimeCell } from '../../design/times.ts';
import { useDeviceWords } from './words.tsx';

export interface ScanChoice {
  readonly scans: readonly DeviceScan[];
  readonly scan: number | null;
  readonly onScan: (scan: number | null) => void;
}

export function ScanSelect({ scans, scan, onScan }: ScanChoice): ReactNode {
  const word = useDeviceWords();
  if (scans.length < 2) return null;
  return (
    <HTMLSelect
      aria-label={word('whichScan')}
      value={scan ?? ''}
      onChange={(event) => onScan(event.currentTarget.value === '' ? null : Number(event.currentTarget.value))}
      options={[
        { value: '', label: word('allScans', { count: scans.length }) },
        ...scans.map((one) => ({
          value: one.scan,
          label: `${one.exhibit.number} · ${blockTimeCell(Date.parse(one.started) / 1000).slice(0, 16)} · ${word(`scanState.${one.state}`)}`,
        })),
      ]}
    />
  );
}

/** The scans that are shown: the chosen one, else all. */
export function shownScans({ scans, scan }: Pick<ScanChoice, 'scans' | 'scan'>): readonly DeviceScan[] {
  const one = scans.filter((each) => each.scan === scan);
  return one.length === 0 ? scans : one;
}
