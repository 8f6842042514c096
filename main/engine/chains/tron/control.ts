// Control versus origin of TRON accounts: who can sign for an account now, shown apart from who paid for its beginning and its fees.
// Both are read from the ledger alone. Origin is a lead and no proof of control: exchanges activate their customers and markets rent
// out energy, so known providers are given as a list and marked, never silently left out.
import type { AccountEvent, AccountTransaction, AccountTransfer } from '../accountFamily.ts';
import { allowedOperations, defaultPermissions, type Permission, type PermissionSet, permissionsOfDetails } from './permission.ts';

/** Permissions as a source showed them at a time (`wallet/getaccount`). */
export interface PermissionStatement {
  readonly address: string;
  readonly timeSeconds: number;
  /** Null where the account shows none: the default of a new account holds. */
  readonly permissions: PermissionSet | null;
  /** The source, as the reader is to see it. */
  readonly source: string;
}

/** Addresses that pay for others as their business, with the words to show: `energy rental`, `exchange`. */
export type Providers = ReadonlyMap<string, string>;

export interface ControlInput {
  readonly address: string;
  /** In ledger order; only those that name the address matter. */
  readonly transactions: readonly AccountTransaction[];
  readonly statements: readonly PermissionStatement[];
  readonly providers: Providers;
  /** "Now": later changes are not counted. Null for everything known. */
  readonly untilSeconds: number | null;
}

export interface Signer {
  readonly address: string;
  readonly permission: Permission;
  readonly weight: bigint;
  /** Reaches the threshold without anybody else. */
  readonly alone: boolean;
  /** Contract types an active permission allows; null for owner and witness, which need no such list, and where it is not known. */
  readonly operations: readonly string[] | null;
}

export interface PermissionPeriod {
  readonly fromSeconds: number | null;
  readonly permissions: PermissionSet;
  /** `update` and `statement` are recorded; `default` assumes that no change lies outside the coverage. */
  readonly basis: 'update' | 'statement' | 'default';
  /** The transaction or the source. */
  readonly evidence: string | null;
}

/** Somebody who paid for the account, at a time. */
export interface Payment {
  readonly by: string;
  readonly timeSeconds: number | null;
  readonly transaction: string;
  readonly basis: 'accountCreated' | 'firstIncoming' | 'resourceDelegated' | 'topUp';
  /** `ENERGY` or `BANDWIDTH` of a delegation. */
  readonly resource: string | null;
  /** Sun: coins sent, or coins whose resources were lent. */
  readonly amountSun: bigint | null;
  /** When a delegation was taken back, if it was. */
  readonly untilSeconds: number | null;
  /** What the list of providers calls the payer; null when it is not on it. */
  readonly provider: string | null;
}

export interface ControlReport {
  readonly address: string;
  /** Who can sign now. */
  readonly signers: readonly Signer[];
  /** False when the account's own key is in no permission any more, or cannot reach a threshold alone. */
  readonly ownKeyAlone: boolean;
  readonly periods: readonly PermissionPeriod[];
  /** Who paid for its beginning; null where the coverage does not show it. */
  readonly activation: Payment | null;
  readonly resources: readonly Payment[];
  /** TRX received by an account that went on to call contracts; small amounts are what fees are paid with. */
  readonly topUps: readonly Payment[];
  /** Payers that no list explains, by what they paid for: the leads. */
  readonly unexplained: readonly string[];
}

/** TRX that a payer may send for fees alone: about the cost of four token transfers without energy. A default to set, no finding. */
export const TOP_UP_AT_MOST_SUN = 100_000_000n;

/** Answers both questions for one account. Pure: the same input gives the same report. */
export function controlOf(input: ControlInput): ControlReport {
  const transactions = input.transactions.filter(
    ({ status, timeSeconds }) =>
      status === 'ok' && (input.untilSeconds === null || (timeSeconds !== null && timeSeconds <= input.untilSeconds)),
  );
  const periods = periodsOf(input, transactions);
  const current = (periods.at(-1) as PermissionPeriod).permissions;
  const signers = signersOf(current);
  const activation = activationOf(input, transactions);
  const resources = delegationsOf(input, transactions);
  const topUps = topUpsOf(input, transactions, activation);
  const payers = [...(activation === null ? [] : [activation]), ...resources, ...topUps].filter(({ provider }) => provider === null);
  return {
    address: input.address,
    signers,
    ownKeyAlone: signers.some(({ address, alone, permission }) => address === input.address && alone && permission.type === 'Owner'),
    periods,
    activation,
    resources,
    topUps,
    unexplained: [...new Set(payers.map(({ by }) => by))],
  };
}

/** The permissions over time: recorded changes and statements in order of time, before them the default of a new account. */
function periodsOf(input: ControlInput, transactions: readonly AccountTransaction[]): readonly PermissionPeriod[] {
  const changes: PermissionPeriod[] = [];
  for (const transaction of transactions) {
    for (const event of transaction.events) {
      if (event.kind !== 'permissionsChanged' || event.subject !== input.address) continue;
      const permissions = permissionsOfDetails(event.details);
      changes.push({ fromSeconds: transaction.timeSeconds, permissions, basis: 'update', evidence: transaction.id });
    }
  }
  for (const { address, timeSeconds, permissions, source } of input.statements) {
    if (address !== input.address || (input.untilSeconds !== null && timeSeconds > input.untilSeconds)) continue;
    changes.push({
      fromSeconds: timeSeconds,
      permissions: permissions ?? defaultPermissions(address),
      basis: 'statement',
      evidence: source,
    });
  }
  // Stable: within one second the order of the ledger stays. A change without a time cannot be placed and stands first.
  changes.sort((a, b) => (a.fromSeconds ?? -1) - (b.fromSeconds ?? -1));
  const first: PermissionPeriod = { fromSeconds: null, permissions: defaultPermissions(input.address), basis: 'default', evidence: null };
  return [first, ...changes];
}

function signersOf(set: PermissionSet): readonly Signer[] {
  const permissions = [set.owner, ...(set.witness === null ? [] : [set.witness]), ...set.actives];
  return permissions.flatMap((permission) =>
    permission.keys.map(({ address, weight }) => ({
      address,
      permission,
      weight,
      alone: permission.threshold > 0n && weight >= permission.threshold,
      operations: permission.type === 'Active' && permission.operations !== '' ? allowedOperations(permission.operations) : null,
    })),
  );
}

function payment(
  input: ControlInput,
  transaction: AccountTransaction,
  by: string,
  more: Pick<Payment, 'basis' | 'resource' | 'amountSun'>,
): Payment {
  return {
    by,
    timeSeconds: transaction.timeSeconds,
    transaction: transaction.id,
    ...more,
    untilSeconds: null,
    provider: input.providers.get(by) ?? null,
  };
}

/**
 * An explicit creation, or else the first TRX or TRC-10 that reached the account, which creates it on the way. A TRC-20 transfer
 * does not create an account. What came first in the coverage may not have come first at all: the basis says which it is.
 */
function activationOf(input: ControlInput, transactions: readonly AccountTransaction[]): Payment | null {
  for (const transaction of transactions) {
    const created = transaction.events.find(({ kind, subject }) => kind === 'accountCreated' && subject === input.address);
    if (created?.actor != null) {
      return payment(input, transaction, created.actor, { basis: 'accountCreated', resource: null, amountSun: created.amount });
    }
    const incoming = transaction.transfers.find((transfer) => creates(transfer, input.address));
    if (incoming?.from != null) {
      const amountSun = incoming.asset.kind === 'native' ? incoming.amount : null;
      return payment(input, transaction, incoming.from, { basis: 'firstIncoming', resource: null, amountSun });
    }
  }
  return null;
}

/** Address of a TRC-20 contract, as against a TRC-10 token's number or old name. */
const CONTRACT = /^T[1-9A-HJ-NP-Za-km-z]{33}$/;

function creates({ to, kind, asset, from }: AccountTransfer, address: string): boolean {
  if (to !== address || from === null || from === address || kind === 'fee') return false;
  return asset.kind === 'native' || (asset.kind === 'token' && asset.contract !== null && !CONTRACT.test(asset.contract));
}

/** Delegations of energy and bandwidth to the account, each with the time at which it was taken back. */
function delegationsOf(input: ControlInput, transactions: readonly AccountTransaction[]): readonly Payment[] {
  const found: Payment[] = [];
  const open = new Map<string, { readonly at: number; left: bigint }[]>();
  const keyOf = (event: AccountEvent): string => `${event.actor} ${event.details['resource'] ?? ''}`;
  for (const transaction of transactions) {
    for (const event of transaction.events) {
      if (event.subject !== input.address || event.actor === null || event.actor === input.address) continue;
      if (event.kind === 'resourceDelegated') {
        open.set(keyOf(event), [...(open.get(keyOf(event)) ?? []), { at: found.length, left: event.amount ?? 0n }]);
        const resource = event.details['resource'] ?? null;
        found.push(payment(input, transaction, event.actor, { basis: 'resourceDelegated', resource, amountSun: event.amount }));
      } else if (event.kind === 'resourceUndelegated') {
        // Taken back in the order in which they were given, the last part ending a delegation; null takes back all.
        let rest = event.amount;
        for (const one of open.get(keyOf(event)) ?? []) {
          if (one.left === 0n || rest === 0n) continue;
          const part = rest === null || rest > one.left ? one.left : rest;
          one.left -= part;
          if (rest !== null) rest -= part;
          if (one.left === 0n) found[one.at] = { ...(found[one.at] as Payment), untilSeconds: transaction.timeSeconds };
        }
      }
    }
  }
  return found;
}

/** Small amounts of TRX received after the beginning, from others. */
function topUpsOf(input: ControlInput, transactions: readonly AccountTransaction[], activation: Payment | null): readonly Payment[] {
  return transactions.flatMap((transaction) =>
    transaction.transfers
      .filter(({ to, from, asset, amount, kind }) => {
        const coins = to === input.address && asset.kind === 'native' && kind !== 'fee' && kind !== 'mint';
        return coins && from !== null && from !== input.address && amount > 0n && amount <= TOP_UP_AT_MOST_SUN;
      })
      .filter(() => transaction.id !== activation?.transaction)
      .map(({ from, amount }) => payment(input, transaction, from as string, { basis: 'topUp', resource: null, amountSun: amount })),
  );
}

export interface SharedKey {
  readonly key: string;
  /** Accounts, other than the key's own, for which it can sign with enough weight alone, or together with others. */
  readonly alone: readonly string[];
  readonly together: readonly string[];
}

/** Keys that can sign for more than one account (their own counts): the plainest sign of one controller. */
export function sharedKeys(reports: readonly ControlReport[]): readonly SharedKey[] {
  const keys = new Map<string, { readonly alone: Set<string>; readonly together: Set<string> }>();
  for (const { address, signers } of reports) {
    for (const signer of signers) {
      const entry = keys.get(signer.address) ?? { alone: new Set(), together: new Set() };
      keys.set(signer.address, entry);
      (signer.alone ? entry.alone : entry.together).add(address);
    }
  }
  return [...keys]
    .map(([key, { alone, together }]) => ({ key, alone: [...alone], together: [...together].filter((address) => !alone.has(address)) }))
    .filter(({ alone, together }) => alone.length + together.length > 1)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
