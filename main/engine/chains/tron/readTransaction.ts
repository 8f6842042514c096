// From a TRON transaction, and what a node states beside it, to what the rest of the engine speaks of: transfers and events. A
// transaction that did not succeed moved nothing but its fee. Staking moves nothing either: the coins stay their owner's.
import { hex } from '../../../../shared/model/bytes.ts';
import type { AccountAsset, AccountEvent, AccountTransaction, AccountTransfer, Provable } from '../accountFamily.ts';
import { TRON_NOBODY, tokenParties } from '../tokenParties.ts';
import { TRX, tokenAsset } from './assets.ts';
import type { TronBlock } from './block.ts';
import type { TronInfo, TronLog } from './info.ts';
import { bytesValue, intValue, textValue } from './message.ts';
import { detailsOfPermissions, permissionsOfUpdate } from './permission.ts';
import { eventsOfInternals, eventsOfStake } from './stake.ts';
import { TRON_NETWORKS } from './networks.ts';
import { tronSwap } from './pools.ts';
import { decodeCall, decodeLog, type CallName, type Decoded, type DecodedLog } from './tokenCalls.ts';
import { createdContractAddress, memoOf, statusOf, type TronTransaction } from './transaction.ts';

/** Where the transaction stands; every field null where the source does not say. */
export interface TronPlace {
  readonly blockHash: string | null;
  readonly blockNumber: number | null;
  readonly position: number | null;
  readonly timeSeconds: number | null;
  /** Number of the block's logs before those of this transaction; 0 where a transaction is read on its own. */
  readonly logsBefore: number;
}

export const NO_PLACE: TronPlace = { blockHash: null, blockNumber: null, position: null, timeSeconds: null, logsBefore: 0 };

/** What could not be said, so that no sum is taken for complete. */
export type TronNotice =
  /** No node's statement was there: fee, logs and internal transactions are missing. */
  | 'noInfo'
  /** Only a node's statement was there: sender, call and fee are missing. */
  | 'noTransaction'
  /** transfer() succeeded but its contract logged no such transfer: the call alone is no movement. */
  | 'callWithoutLog'
  /** The transaction and the node's statement about it end differently; it is then taken as failed. */
  | 'resultsDiffer'
  /** A type whose movements are not read (exchange, market, shielded, asset issue, unknown types). */
  | 'movesNotRead'
  /** A staking operation inside a contract whose movement is not read. */
  | 'internalNotRead';

/**
 * `order`: the transaction itself moves it and succeeded. `call`: proven is that transfer() was called on that contract and
 * succeeded; that the token moved is the contract's doing. `callAndLog`: a node states the matching log as well. `log`, `internal`
 * and `stated` (fees, rewards) are a node's statement alone.
 */
export type TronGround = 'order' | 'call' | 'callAndLog' | 'log' | 'internal' | 'stated';

export interface TronReading {
  readonly transaction: AccountTransaction;
  /** For each transfer: can it be shown by the transaction's own proven bytes, or is it a node's statement. */
  readonly provable: readonly Provable[];
  /** For each transfer: what it is read from. */
  readonly grounds: readonly TronGround[];
  readonly notices: readonly TronNotice[];
}

/** Types whose every movement of coins is read here, or that move none. */
const READ = new Set([0, 1, 2, 3, 4, 8, 10, 11, 12, 13, 15, 16, 17, 18, 19, 30, 31, 33, 45, 46, 48, 49, 54, 55, 56, 57, 58, 59]);

interface Draft {
  readonly transfers: { readonly transfer: AccountTransfer; readonly ground: TronGround }[];
  readonly events: AccountEvent[];
  readonly notices: Set<TronNotice>;
}

function endOf(
  transaction: TronTransaction,
  info: TronInfo | null,
  place: TronPlace,
  notices: Set<TronNotice>,
): 'ok' | 'failed' | 'unknown' {
  const own = statusOf(transaction, place.blockNumber !== null || place.blockHash !== null);
  if (info === null) return own;
  const stated = info.failed || (info.result !== null && info.result !== 'SUCCESS' && info.result !== 'DEFAULT') ? 'failed' : 'ok';
  if (own === 'unknown') return info.result === 'SUCCESS' || stated === 'failed' || !transaction.contract.type.machine ? stated : 'unknown';
  if (own !== stated) {
    notices.add('resultsDiffer');
    return 'failed';
  }
  return own;
}

/** Reads one transaction. `info` is null where no node's statement about it is at hand. */
export function readTronTransaction(transaction: TronTransaction, info: TronInfo | null, place: TronPlace = NO_PLACE): TronReading {
  const draft: Draft = { transfers: [], events: [], notices: new Set() };
  const status = endOf(transaction, info, place, draft.notices);
  if (info === null || (info.logs === null && transaction.contract.type.machine)) draft.notices.add('noInfo');
  const owner =
    textValue(transaction.contract.values, 'owner_address') ?? textValue(transaction.contract.values, 'transparent_from_address');
  if (status === 'ok') {
    if (!READ.has(transaction.contract.type.number)) draft.notices.add('movesNotRead');
    addOwnMovements(draft, transaction, owner, info);
    if (transaction.contract.type.machine) addMachineMovements(draft, transaction, owner, info, place);
  }
  const feeSun = info?.feeSun ?? transaction.results.reduce((sum, result) => sum + result.feeSun, 0n);
  if (feeSun > 0n) add(draft, { path: [2], kind: 'fee', from: owner, to: null, asset: TRX, amount: feeSun }, 'stated');
  draft.transfers.sort((a, b) => comparePaths(a.transfer.path, b.transfer.path));
  return {
    transaction: {
      id: transaction.txid,
      blockHash: place.blockHash,
      blockNumber: place.blockNumber ?? info?.blockNumber ?? null,
      position: place.position,
      timeSeconds: place.timeSeconds ?? (info?.timeMs == null ? null : Number(info.timeMs / 1000n)),
      status,
      from: owner,
      to: recipientOf(transaction),
      transfers: draft.transfers.map(({ transfer }) => transfer),
      events: draft.events,
    },
    provable: draft.transfers.map(({ ground }) => (PROVABLE.has(ground) ? 'transaction' : 'none')),
    grounds: draft.transfers.map(({ ground }) => ground),
    notices: [...draft.notices],
  };
}

function comparePaths(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const PROVABLE: ReadonlySet<TronGround> = new Set<TronGround>(['order', 'call', 'callAndLog']);

function add(draft: Draft, transfer: AccountTransfer, ground: TronGround): void {
  draft.transfers.push({ transfer, ground });
}

function recipientOf({ contract }: TronTransaction): string | null {
  for (const name of ['to_address', 'contract_address', 'account_address', 'receiver_address', 'transparent_to_address']) {
    const found = textValue(contract.values, name);
    if (found !== null) return found;
  }
  return null;
}

/** Name or number of a TRC-10 token: a number since 2018, a name before. */
function issuedToken(bytes: Uint8Array): AccountAsset {
  const text = new TextDecoder().decode(bytes);
  return tokenAsset(/^[\x20-\x7e]+$/.test(text) ? text : `hex:${hex(bytes)}`);
}

function addOwnMovements(draft: Draft, transaction: TronTransaction, owner: string | null, info: TronInfo | null): void {
  const { values, type } = transaction.contract;
  const to = recipientOf(transaction);
  const value = (asset: AccountAsset, amount: bigint, recipient: string | null): void => {
    if (amount < 0n) draft.notices.add('movesNotRead');
    if (amount > 0n) add(draft, { path: [0], kind: asset === TRX ? 'value' : 'token', from: owner, to: recipient, asset, amount }, 'order');
  };
  const event = (
    kind: AccountEvent['kind'],
    subject: string | null,
    amount: bigint | null,
    details: Readonly<Record<string, string>>,
  ): void => {
    draft.events.push({ path: [0], kind, actor: owner, subject, asset: amount === null ? null : TRX, amount, details });
  };
  if (type.name === 'TransferContract') value(TRX, intValue(values, 'amount'), to);
  else if (type.name === 'TransferAssetContract') value(issuedToken(bytesValue(values, 'asset_name')), intValue(values, 'amount'), to);
  else if (type.name === 'AccountCreateContract') event('accountCreated', to, null, {});
  else if (type.name === 'AccountPermissionUpdateContract') {
    event('permissionsChanged', owner, null, detailsOfPermissions(permissionsOfUpdate(values)));
  } else if (type.name === 'WithdrawBalanceContract') {
    const amount = info?.withdrawSun ?? 0n;
    if (amount > 0n) add(draft, { path: [0], kind: 'mint', from: null, to: owner, asset: TRX, amount }, 'stated');
  } else if (type.machine) addMachineValue(draft, transaction, owner, info, value);
  draft.events.push(...eventsOfStake(transaction, owner, info));
}

/** Coins and TRC-10 tokens sent along with a call or a creation. */
function addMachineValue(
  draft: Draft,
  transaction: TronTransaction,
  owner: string | null,
  info: TronInfo | null,
  value: (asset: AccountAsset, amount: bigint, recipient: string | null) => void,
): void {
  const { values, type } = transaction.contract;
  const creates = type.name === 'CreateSmartContract';
  const made = (values['new_contract'] ?? {}) as Readonly<Record<string, never>>;
  const contract = creates
    ? owner === null
      ? null
      : createdContractAddress(transaction.txid, owner)
    : textValue(values, 'contract_address');
  if (creates) {
    const name = textValue(made, 'name');
    const stated = info?.contractAddress ?? null;
    draft.events.push({
      path: [0],
      kind: 'contractCreated',
      actor: owner,
      subject: contract,
      asset: null,
      amount: null,
      details: { ...(name === null ? {} : { name }), ...(stated === null || stated === contract ? {} : { stated }) },
    });
  }
  value(TRX, intValue(creates ? made : values, 'call_value'), contract);
  const token = intValue(values, 'token_id');
  if (token > 0n) value(tokenAsset(String(token)), intValue(values, 'call_token_value'), contract);
}

/** Logs, internal transactions, and the one transfer that the calldata itself orders: never the same movement twice. */
function addMachineMovements(
  draft: Draft,
  transaction: TronTransaction,
  owner: string | null,
  info: TronInfo | null,
  place: TronPlace,
): void {
  const { values } = transaction.contract;
  const contract = textValue(values, 'contract_address');
  const call = contract === null ? null : decodeCall(bytesValue(values, 'data'));
  const ordered = call === null || contract === null ? null : orderedTransfer(call, owner, contract);
  const logs = info?.logs ?? [];
  const withLogs = info !== null && info.logs !== null;
  let orderedSeen = false;
  for (const [at, log] of logs.entries()) {
    const path = [1, place.logsBefore + at];
    const swap = tronSwap(log, path);
    if (swap !== null) draft.events.push(swap);
    const decoded = decodeLog(log.topics, log.data);
    if (decoded === null) continue;
    if (decoded.name === 'Deposit(address,uint256)' || decoded.name === 'Withdrawal(address,uint256)') {
      addWrapping(draft, path, log, decoded, logs);
      continue;
    }
    const asset: AccountAsset = decoded.item
      ? { kind: 'item', contract: log.address, tokenId: String(decoded.amount) }
      : tokenAsset(log.address);
    const amount = decoded.item ? 1n : (decoded.amount ?? 0n);
    const [first, second] = decoded.addresses as [string, string | undefined];
    if (decoded.name === 'Transfer(address,address,uint256)') {
      const transfer: AccountTransfer = { path, ...tokenParties('tron', first, second as string), asset, amount };
      if (ordered !== null && !orderedSeen && sameMovement(ordered, transfer)) orderedSeen = true;
      else add(draft, transfer, 'log');
    } else if (decoded.name === 'Approval(address,address,uint256)') {
      draft.events.push({ path, kind: 'approval', actor: first, subject: second ?? null, asset, amount, details: {} });
    } else addBlacklist(draft, path, decoded.name, log.address, owner, first, decoded.amount);
  }
  if (ordered !== null && (orderedSeen || !withLogs)) {
    // The calldata is in the proven bytes; its place [0] is the same whether or not logs are at hand.
    add(draft, ordered, orderedSeen ? 'callAndLog' : 'call');
  } else if (ordered !== null) draft.notices.add('callWithoutLog');
  if (!withLogs && call !== null && contract !== null) addCallEvents(draft, call, owner, contract);
  if (info !== null && eventsOfInternals(info, draft.events, (transfer) => add(draft, transfer, 'internal')))
    draft.notices.add('internalNotRead');
}

/** Wrapped coins made or destroyed, unless a Transfer from or to nobody says the same: only of the contract that is known to do so. */
function addWrapping(draft: Draft, path: readonly number[], { address }: TronLog, decoded: DecodedLog, logs: readonly TronLog[]): void {
  if (!TRON_NETWORKS.some(({ wrapped }) => wrapped === address)) return;
  const [holder] = decoded.addresses as [string];
  const isMade = decoded.name === 'Deposit(address,uint256)';
  const [from, to] = isMade ? [TRON_NOBODY, holder] : [holder, TRON_NOBODY];
  const isStated = logs.some((one) => {
    const other = one.address === address ? decodeLog(one.topics, one.data) : null;
    if (other?.name !== 'Transfer(address,address,uint256)' || other.amount !== decoded.amount) return false;
    return other.addresses[0] === from && other.addresses[1] === to;
  });
  if (!isStated) add(draft, { path, ...tokenParties('tron', from, to), asset: tokenAsset(address), amount: decoded.amount ?? 0n }, 'log');
}

function orderedTransfer(call: Decoded<CallName>, owner: string | null, contract: string): AccountTransfer | null {
  const asset = tokenAsset(contract);
  const amount = call.amount ?? 0n;
  const [first, second] = call.addresses as [string, string | undefined];
  if (call.name === 'transfer(address,uint256)' && owner !== null)
    return { path: [0], ...tokenParties('tron', owner, first), asset, amount };
  if (call.name === 'transferFrom(address,address,uint256)')
    return { path: [0], ...tokenParties('tron', first, second as string), asset, amount };
  return null;
}

function sameMovement(a: AccountTransfer, b: AccountTransfer): boolean {
  return (
    a.from === b.from && a.to === b.to && a.amount === b.amount && a.asset.kind === b.asset.kind && a.asset.contract === b.asset.contract
  );
}

function addBlacklist(
  draft: Draft,
  path: readonly number[],
  name: string,
  contract: string,
  actor: string | null,
  subject: string,
  amount: bigint | null,
): void {
  const asset = tokenAsset(contract);
  const kind = name.startsWith('Added') ? 'blacklisted' : name.startsWith('Removed') ? 'unblacklisted' : 'blacklistedFundsDestroyed';
  draft.events.push({ path, kind, actor, subject, asset, amount, details: {} });
  if (kind === 'blacklistedFundsDestroyed' && amount !== null && amount > 0n) {
    add(draft, { path, kind: 'burn', from: subject, to: null, asset, amount }, 'log');
  }
}

/** Without logs, a successful call still shows what was ordered of the contract; `basis` says that it is the call. */
function addCallEvents(draft: Draft, call: Decoded<CallName>, owner: string | null, contract: string): void {
  const asset = tokenAsset(contract);
  const event = (kind: AccountEvent['kind'], subject: string, amount: bigint | null): void => {
    draft.events.push({ path: [0], kind, actor: owner, subject, asset, amount, details: { basis: 'call' } });
  };
  const [first] = call.addresses as [string];
  if (call.name === 'approve(address,uint256)') event('approval', first, call.amount);
  else if (call.name === 'addBlackList(address)') event('blacklisted', first, null);
  else if (call.name === 'removeBlackList(address)') event('unblacklisted', first, null);
  else if (call.name === 'destroyBlackFunds(address)') event('blacklistedFundsDestroyed', first, null);
}

/** The memo and the type, as they are shown beside a transaction. */
export function describeTransaction(transaction: TronTransaction): { readonly type: string; readonly memo: string | null } {
  return { type: transaction.contract.type.name, memo: memoOf(transaction) };
}

/** All transactions of a block with the infos of the same block, logs numbered through it. */
export function readTronBlockTransactions(block: TronBlock, infos: readonly TronInfo[] | null): readonly TronReading[] {
  const byTxid = new Map((infos ?? []).map((info) => [info.txid, info]));
  let logsBefore = 0;
  return block.transactions.map((transaction, position) => {
    const info = byTxid.get(transaction.txid) ?? null;
    const { header } = block;
    const reading = readTronTransaction(transaction, info, {
      blockHash: header.id,
      blockNumber: header.number,
      position,
      timeSeconds: Number(header.timestampMs / 1000n),
      logsBefore,
    });
    logsBefore += info?.logs?.length ?? 0;
    return reading;
  });
}
