// What the report says of seized things. Secrets are no part of it but by their number.
import type { DeviceScan, KeptTrace } from '../../../../shared/contract/device.ts';
import type { Exhibit } from '../../../../shared/contract/exhibit.ts';
import type { UsedAddress } from '../../../../shared/contract/keysToCoins.ts';

export interface ReportDevices {
  readonly exhibits: readonly Exhibit[];
  readonly scans: readonly DeviceScan[];
  /** Finds that chain data of the case know, without secrets and published examples. */
  readonly known: readonly KeptTrace[];
  /** How many different secrets were found and sealed, by kind. */
  readonly sealed: readonly { readonly kind: string; readonly count: number }[];
  /** Addresses that found keys make and the case's data know. */
  readonly used: readonly (UsedAddress & { readonly fingerprint: string; readonly keyPath: string })[];
}
