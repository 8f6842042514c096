// The shape of `data/devices.json` and `data/seizures.json` (SPEC.md [D1], [S1]) and their bytes. Builders take values; they read no case. No value
// of a secret, no part of one and nothing sealed has a place here.
import type { DeviceScan, KeptTrace } from '../../../../shared/contract/device.ts';
import type { WalletReading } from '../../../../shared/contract/deviceReadings.ts';
import type { Exhibit } from '../../../../shared/contract/exhibit.ts';
import type { KeyFinding, KeyOrigin, KeysFound } from '../../../../shared/contract/keysToCoins.ts';
import type { SeizureView } from '../../../../shared/contract/seizure.ts';
import { jsonFile } from './payload.ts';

export type BagExhibit = Omit<Exhibit, 'scans'>;

export interface BagScan extends Omit<DeviceScan, 'traces'> {
  /** Sequence of the act that began it, and of the one that ended it. */
  readonly event: number;
  readonly finished: number | null;
  /** Different values of each kind, published examples among them. */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
}

export interface BagTrace extends Omit<KeptTrace, 'value' | 'exhibit'> {
  /** Null of a secret. */
  readonly value: string | null;
  /** Of a secret the lowest number of a trace with the same value; null of what is none. */
  readonly same: number | null;
}

export interface BagWallet extends WalletReading {
  readonly id: number;
  readonly scan: number;
  readonly path: string;
  /** Addresses and transactions that are not listed. */
  readonly moreAddresses: number;
  readonly moreTransactions: number;
}

export interface BagKey {
  readonly origin: KeyOrigin;
  readonly fingerprint: string;
  readonly scheme: string;
  readonly path: string;
  readonly account: number | null;
  readonly script: string;
  readonly chains: readonly string[];
  readonly keys: readonly string[];
  readonly required: number | null;
  readonly isSorted: boolean;
  readonly branches: readonly (readonly number[])[];
  readonly isRanged: boolean;
}

export interface BagKeyFinding extends Omit<KeyFinding, 'key'> {
  /** Fingerprints of what it came from and of the key. */
  readonly origin: string;
  readonly key: string;
}

/** The last look for addresses of keys. */
export interface BagLook extends Pick<KeysFound, 'run' | 'gap' | 'accountGap' | 'addresses' | 'asked'> {
  readonly event: number;
  readonly findings: readonly BagKeyFinding[];
}

export interface BagDevices {
  readonly exhibits: readonly BagExhibit[];
  readonly scans: readonly BagScan[];
  readonly traces: readonly BagTrace[];
  /** Values of the case that are not listed. */
  readonly notListed: readonly { readonly scan: number; readonly kind: string; readonly count: number }[];
  readonly wallets: readonly BagWallet[];
  /** Passwords that were tried on wallets: never the passwords. */
  readonly tries: readonly { readonly event: number; readonly wallet: number; readonly authority: string; readonly opened: boolean }[];
  /** What was shown in clear, why and on what authority. */
  readonly reveals: readonly {
    readonly event: number;
    readonly trace: number | null;
    /** Number of a phrase that the case keeps besides what scans found; `kind` is `typed` of words that were typed. */
    readonly phrase: number | null;
    readonly kind: string;
    readonly what: string;
    readonly reason: string;
    readonly authority: string;
  }[];
  readonly keys: readonly BagKey[];
  readonly look: BagLook | null;
  readonly figures: DeviceFigures;
}

/** What the report counts; it follows from the rows. */
export interface DeviceFigures {
  readonly exhibits: number;
  readonly copies: number;
  readonly scans: number;
  /** Different secrets by kind over all scans, published examples apart. */
  readonly secrets: readonly { readonly kind: string; readonly count: number }[];
  /** Finds that chain data of the case know, without secrets and published examples. */
  readonly known: number;
  readonly wallets: number;
  readonly messages: number;
  readonly used: number;
}

/** With the edit that prepared it. */
export interface BagSeizure extends SeizureView {
  readonly edit: number;
}

/** A find that chain data of the case know and that says something of this case. */
export const isKnown = ({ isSecret, isExample, onChain }: BagTrace): boolean => !isSecret && !isExample && onChain === true;

/** `data/devices.json`, [D1]. */
export function devicesFile(devices: BagDevices): Uint8Array {
  return jsonFile({ format: 'tracehold-devices/1', ...devices });
}

/** `data/seizures.json`, [S1]: all seizures of the case that stand, by number. */
export function seizuresFile(seizures: readonly BagSeizure[]): Uint8Array {
  return jsonFile({ format: 'tracehold-seizures/1', seizures });
}
