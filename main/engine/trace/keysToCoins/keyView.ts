// A key as it is told.
import type { KeyFinding } from '../../../../shared/contract/keysToCoins.ts';
import { type AccountKey, fingerprintOfKey } from '../../chains/index.ts';

/** Digits of the sum that name a key to a reader. */
const SHOWN_DIGITS = 16;

export function viewOfKey(id: number, key: AccountKey): KeyFinding['key'] {
  const { scheme, path, account, script, keys, required } = key;
  return { id, scheme, path, account, script, keys: [...keys], required, fingerprint: fingerprintOfKey(key).slice(0, SHOWN_DIGITS) };
}
