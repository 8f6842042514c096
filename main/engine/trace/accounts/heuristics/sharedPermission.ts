// Accounts (TRON) whose permissions let one and the same key act alone. Control since a date, not origin: a hijacked account has its
// owner permission replaced by a stranger's key.
import { type AccountFacts, type AccountHeuristic, type AccountReading, accountReading } from './accountHeuristic.ts';

export const sharedPermission: AccountHeuristic = {
  id: 'sharedPermission',
  version: 1,
  title: 'heuristic.sharedPermission',
  citation: 'TRON account permission management (TIP-16): a key whose weight reaches the threshold signs alone',
  preconditions: ['weightReachesThreshold', 'keyIsNoService'],
  knownBreakers: ['permissionHijack', 'custodian', 'companySigner', 'recoveryService'],
  changesWithLaterData: true,
};

/** A permission as it stands at the data's height. */
export interface Permission {
  readonly account: number;
  readonly kind: 'owner' | 'active' | 'witness';
  readonly threshold: bigint;
  readonly keys: readonly { readonly account: number; readonly weight: bigint }[];
  /** Whether the account's own key could act alone under the owner permission before, and no longer can. */
  readonly ownKeyLost: boolean;
}

/** Accounts that one key can act for alone. */
export function readSharedPermission(facts: AccountFacts, key: number, permissions: readonly Permission[]): AccountReading {
  if (facts.isService(key) === true) return accountReading('contradicted', 'keyIsService');
  const alone = permissions.filter(
    ({ account, kind, threshold, keys }) =>
      kind !== 'witness' && account !== key && keys.some((one) => one.account === key && one.weight >= threshold && threshold > 0n),
  );
  const accounts = [...new Set(alone.map(({ account }) => account))].sort((a, b) => a - b);
  if (accounts.length === 0) return accountReading('contradicted', 'noPermissionAlone');
  const links = accounts.map((b) => ({ a: key, b }));
  // A key that took over from the accounts' own is a controller; whether it is their first user's is open.
  if (alone.some(({ ownKeyLost }) => ownKeyLost)) return accountReading('undecidable', 'ownKeyReplaced', { links });
  if (facts.isService(key) === null) return accountReading('undecidable', 'serviceUnknown', { links });
  return accountReading('holds', 'signsAlone', { links });
}
