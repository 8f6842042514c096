// What the case knows of accounts beside their movements: which are contracts, services, created in front of us, who allowed whom,
// whose permissions say what. Read once from the transactions of the view; it infers nothing.
import {
  type AccountAsset,
  accountChain,
  type AccountTransaction,
  bridgeContract,
  mixerPool,
  permissionsOfDetails,
  tokenFacts,
} from '../../chains/index.ts';
import { type AccountFacts, isFee, kindOf, type Permission } from '../accounts/index.ts';
import { SLICE, type Steps } from '../../kernel/index.ts';
import { found, type HeldTransactions } from '../accountRuns/heldTransactions.ts';
import type { AccountView } from '../accountRuns/view.ts';
import { pathText } from '../accountRuns/pathText.ts';
import type { ServiceBook } from './services.ts';

export interface ApprovalFact {
  readonly chain: string;
  readonly transaction: string;
  readonly path: string;
  readonly owner: string;
  readonly spender: string;
  readonly asset: AccountAsset;
  readonly amount: bigint | null;
}

export interface PermissionFact {
  readonly chain: string;
  readonly address: string;
  readonly transaction: string;
  readonly permissions: readonly Permission[];
}

export interface CaseFacts extends AccountFacts {
  readonly approvals: readonly ApprovalFact[];
  /** The last permissions that an update sets, per account. */
  readonly permissions: readonly PermissionFact[];
  /** Transactions that created an account, as `chain address`. */
  readonly created: ReadonlyMap<string, string>;
  /** Number of an account; a key that moved nothing itself gets one of its own above the slice's. */
  readonly number: (chain: string, address: string) => number;
  readonly name: (account: number) => { readonly chain: string; readonly address: string };
}

export function* caseFacts(view: AccountView, book: ServiceBook): Steps<CaseFacts> {
  const { slice, names } = view;
  const extra: { chain: string; address: string }[] = [];
  const extraNumber = new Map<string, number>();
  const number = (chain: string, address: string): number => {
    const known = names.account(chain, address);
    if (known !== 0) return known;
    const key = `${chain} ${address}`;
    const own = extraNumber.get(key) ?? slice.accountCount + extra.push({ chain, address }) - 1;
    extraNumber.set(key, own);
    return own;
  };
  const name = (account: number) =>
    account < slice.accountCount
      ? { chain: names.chains[slice.accountChain[account] as number] as string, address: names.accounts[account] as string }
      : (extra[account - slice.accountCount] as { chain: string; address: string });

  const contracts = new Set<string>();
  const signers = new Set<string>();
  const created = new Map<string, string>();
  const approvals: ApprovalFact[] = [];
  const permissions = new Map<string, PermissionFact>();
  for (const [chain, held] of view.transactions) {
    const isChain = accountChain(chain)?.family !== 'ledger';
    if (isChain) yield* found(held.signers(), held.size, (signer) => void signers.add(`${chain} ${signer}`));
    for (const transaction of yield* withFacts(held)) {
      if (transaction.status !== 'ok') continue;
      for (const { path, kind, actor, subject, asset, amount, details } of transaction.events) {
        if (kind === 'contractCreated' && subject !== null) contracts.add(`${chain} ${subject}`);
        if (kind === 'accountCreated' && subject !== null) created.set(`${chain} ${subject}`, transaction.id);
        if (kind === 'approval' && actor !== null && subject !== null && asset?.kind === 'token' && amount !== 0n)
          approvals.push({ chain, transaction: transaction.id, path: pathText(path), owner: actor, spender: subject, asset, amount });
        if (kind === 'permissionsChanged' && subject !== null) {
          const set = permissionsOfDetails(details);
          const own = set.owner.keys.find(({ address }) => address === subject);
          const ownKeyLost = own === undefined || own.weight < set.owner.threshold;
          const all = [set.owner, ...set.actives].map(
            ({ type, threshold, keys }): Permission => ({
              ...{ account: number(chain, subject), kind: type === 'Owner' ? 'owner' : 'active', threshold, ownKeyLost },
              keys: keys.map(({ address, weight }) => ({ account: number(chain, address), weight })),
            }),
          );
          permissions.set(`${chain} ${subject}`, { chain, address: subject, transaction: transaction.id, permissions: all });
        }
      }
    }
  }
  names.assets.forEach((asset, at) => {
    if (asset !== null && (asset.kind === 'token' || asset.kind === 'item') && asset.contract !== null)
      contracts.add(`${names.chains[slice.assetChain[at] as number]} ${asset.contract}`);
  });
  for (let transfer = 0; transfer < slice.transferCount; transfer++) {
    if (transfer % SLICE === SLICE - 1) yield { phase: 'leadFacts', done: transfer, total: slice.transferCount, unit: 'steps' };
    if (kindOf(slice, transfer) === 'internal' && !isFee(slice, transfer)) {
      const from = slice.ledgerAccount[slice.fromLedger[transfer] as number] as number;
      if (from !== 0) contracts.add(`${name(from).chain} ${name(from).address}`);
    }
  }
  const contractOf = new Map<number, boolean | null>();
  const serviceOf = new Map<number, boolean | null>();
  const isContract = (account: number): boolean | null => {
    const { chain, address } = name(account);
    const key = `${chain} ${address}`;
    // Whoever signed has a key, whatever code stands behind the address since (EIP-7702). An account without a chain has no code.
    if (signers.has(key) || created.has(key) || accountChain(chain)?.family === 'ledger') return false;
    const isKnown = tokenFacts(chain, address) !== null || mixerPool(chain, address) !== null || bridgeContract(chain, address) !== null;
    return isKnown || contracts.has(key) ? true : null;
  };
  const isService = (account: number): boolean | null => {
    const { chain, address } = name(account);
    return book.isService(chain, address);
  };
  return {
    ...{ approvals, permissions: [...permissions.values()], created, number, name },
    isContract: (account) => kept(contractOf, account, isContract),
    isService: (account) => kept(serviceOf, account, isService),
  };
}

/** Rules ask of the same accounts over and over. */
function kept(known: Map<number, boolean | null>, account: number, make: (account: number) => boolean | null): boolean | null {
  const found = known.get(account);
  if (found !== undefined) return found;
  const made = make(account);
  known.set(account, made);
  return made;
}

/** Transactions whose events are facts here, in the order of the slice: by their block and position, at their place. */
function* withFacts(held: HeldTransactions): Steps<readonly AccountTransaction[]> {
  const all: AccountTransaction[] = [];
  const words = ['"contractCreated"', '"accountCreated"', '"approval"', '"permissionsChanged"'];
  yield* found(held.mentioning('events', ...words), held.size, ({ transaction }) => void all.push(transaction));
  return all.sort(
    (a, b) =>
      (a.blockNumber ?? Infinity) - (b.blockNumber ?? Infinity) ||
      (a.position ?? 0) - (b.position ?? 0) ||
      (a.timeSeconds ?? 0) - (b.timeSeconds ?? 0) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}
