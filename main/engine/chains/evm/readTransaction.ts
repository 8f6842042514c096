// One transaction of an EVM chain as movements and events, from a node's JSON: the transaction, its receipt, what ran inside it, and the
// block's header fields. It states what these say and no more: what is missing stays null or unknown.
import { bytesEqual, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { AccountAsset, AccountEvent, AccountTransaction, AccountTransfer, TransferKind } from '../accountFamily.ts';
import { addressText, createdAddress } from './addresses.ts';
import { ENVELOPES, typeOfJson } from './envelope.ts';
import {
  type JsonObject,
  hexText,
  isObject,
  present,
  readAddress,
  readCount,
  readHash,
  readObject,
  readOptionalAddress,
  readOptionalBytes,
  readOptionalCount,
  readOptionalHash,
  readOptionalQuantity,
  readQuantity,
} from './json.ts';
import { readLogs } from './logs.ts';
import type { EvmNetwork } from './networks.ts';
import { type EvmReceipt, receiptOfJson } from './receipt.ts';
import { type Frame, readTrace } from './traces.ts';
import { authorityOf, transactionOfJson } from './transaction.ts';

/** Answers of a node, each as it came. Null where the source has none. */
export interface EvmSource {
  readonly transaction: unknown;
  readonly receipt: unknown;
  /** `debug_traceTransaction` with callTracer, or the entries of `trace_transaction` or `trace_block`. */
  readonly trace: unknown;
  /** `eth_getBlockBy…`: its time, base fee and producer are used; it is not checked here (header.ts does). */
  readonly block: unknown;
}

export interface EvmReading {
  readonly transaction: AccountTransaction;
  /** False where the source has no trace, or one that does not say all: coins may have moved inside the execution without being listed. */
  readonly internalCallsKnown: boolean;
  /** How the status came about: `derived` from gas or trace for receipts before Byzantium, which do not state one. */
  readonly statusFrom: 'receipt' | 'derived' | 'nothing';
  /** False where the receipt is lacking, or the block whose base fee says which part of the fee was burnt. */
  readonly feesKnown: boolean;
}

const NATIVE: AccountAsset = { kind: 'native', contract: null, tokenId: null };

export type ReadingRefusal =
  | 'receipt.other'
  | 'block.other'
  | 'trace.other'
  | 'trace.contradicts'
  | 'receipt.contractAddress'
  | 'receipt.gas';

function refuse(reason: ReadingRefusal): never {
  throw new Fault('chain.badTransaction', { reason });
}

/** What of the block a transaction's reading needs. */
interface BlockFacts {
  readonly hash: Uint8Array | null;
  readonly number: number;
  readonly timeSeconds: number;
  readonly baseFeeWei: bigint | null;
  readonly miner: string;
  /** Since Cancun a selfdestruct deletes only what its own transaction created (EIP-6780). Null where the header does not tell. */
  readonly selfdestructKeeps: boolean | null;
}

function blockFacts(value: unknown, chain: EvmNetwork): BlockFacts | null {
  if (value === null || value === undefined) return null;
  const json = readObject(value, 'block');
  const isCancun = present(json, 'excessBlobGas') !== null;
  return {
    hash: readOptionalHash(json, 'hash'),
    number: readCount(json, 'number'),
    timeSeconds: readCount(json, 'timestamp'),
    baseFeeWei: readOptionalQuantity(json, 'baseFeePerGas'),
    miner: addressText(readAddress(json, 'miner')),
    selfdestructKeeps: isCancun ? true : chain.feeRule === 'burnsBaseFee' ? false : null,
  };
}

interface Basics {
  readonly json: JsonObject;
  readonly hash: Uint8Array;
  readonly type: number;
  readonly from: Uint8Array;
  readonly to: Uint8Array | null;
  readonly valueWei: bigint;
  readonly input: Uint8Array;
  readonly gasLimit: bigint | null;
  /** Coins that a deposit from another chain makes for the sender, whether its call succeeds or not. */
  readonly mintWei: bigint;
}

function basicsOf(value: unknown): Basics {
  const json = readObject(value, 'transaction');
  const type = typeOfJson(json);
  const input = readOptionalBytes(json, 'input') ?? readOptionalBytes(json, 'data') ?? new Uint8Array(0);
  const basics = {
    ...{ json, type, input, hash: readHash(json, 'hash'), from: readAddress(json, 'from'), to: readOptionalAddress(json, 'to') },
    ...{ valueWei: readQuantity(json, 'value'), gasLimit: readOptionalQuantity(json, 'gas') },
  };
  return { ...basics, mintWei: type === OP_DEPOSIT ? (readOptionalQuantity(json, 'mint') ?? 0n) : 0n };
}

const OP_DEPOSIT = 0x7e;
const ARBITRUM_DEPOSIT = 0x64;

/** Reads one transaction. Throws `chain.badTransaction` where a value is malformed or the answers are not of one transaction. */
export function readEvmTransaction(source: EvmSource, chain: EvmNetwork): EvmReading {
  const basics = basicsOf(source.transaction);
  const { json, hash, from, to } = basics;
  const block = blockFacts(source.block, chain);
  const receipt = source.receipt === null || source.receipt === undefined ? null : receiptOfJson(source.receipt);
  const trace = source.trace === null || source.trace === undefined ? null : readTrace(source.trace, hash);
  const frames = trace?.frames ?? null;
  const blockHash = readOptionalHash(json, 'blockHash') ?? receipt?.blockHash ?? null;
  const blockNumber = readOptionalCount(json, 'blockNumber') ?? receipt?.blockNumber ?? null;
  checkTogether(basics, receipt, block, frames, blockHash);
  const { status, statusFrom } = statusOf(basics, receipt, frames);
  const transfers: AccountTransfer[] = [];
  const events: AccountEvent[] = [];
  // Deposits of OP chains and Arbitrum bring coins from Ethereum; they stand before the transaction's own value.
  if (basics.mintWei > 0n) transfers.push(coins([], 'mint', null, addressText(from), basics.mintWei));
  if (basics.type === ARBITRUM_DEPOSIT) transfers.push(coins([], 'mint', null, addressText(to ?? from), basics.valueWei));
  else if (status !== 'failed') ownValue(basics, receipt, transfers, events);
  const arrival = arrivalOf(basics);
  if (arrival !== null) events.push(arrival);
  if (status !== 'failed') {
    if (frames !== null) internalMoves(frames, block, transfers, events);
    if (receipt !== null) {
      const context = {
        ...{ chain: chain.id, blockHash, sender: addressText(from) },
        callerOf: (contract: string, selector: string) => callerOf(contract, selector, basics, frames),
      };
      const logged = readLogs(receipt.logs, receipt.logIndexes, context);
      transfers.push(...logged.transfers);
      events.push(...logged.events);
    }
  }
  const feesKnown = fees(basics, receipt, block, chain, transfers);
  events.push(...delegations(basics));
  return {
    transaction: {
      id: hexText(hash),
      blockHash: blockHash === null ? null : hexText(blockHash),
      blockNumber,
      position: readOptionalCount(json, 'transactionIndex') ?? receipt?.position ?? null,
      timeSeconds: block?.timeSeconds ?? readOptionalCount(json, 'blockTimestamp'),
      status,
      from: addressText(from),
      to: to === null ? null : addressText(to),
      transfers,
      events,
    },
    internalCallsKnown: trace?.complete === true,
    statusFrom,
    feesKnown,
  };
}

function checkTogether(
  { hash, from, to, valueWei, type, json, gasLimit }: Basics,
  receipt: EvmReceipt | null,
  block: BlockFacts | null,
  frames: readonly Frame[] | null,
  blockHash: Uint8Array | null,
): void {
  const differ = (one: Uint8Array | null | undefined, other: Uint8Array | null): boolean =>
    one !== null && one !== undefined && other !== null && !bytesEqual(one, other);
  if (differ(receipt?.transactionHash, hash) || differ(receipt?.blockHash, blockHash)) refuse('receipt.other');
  if (differ(block?.hash, blockHash)) refuse('block.other');
  if (receipt !== null) {
    if (receipt.typeStated && present(json, 'type') !== null && receipt.type !== type) refuse('receipt.other');
    if (gasLimit !== null && gasLimit > 0n && receipt.gasUsed > gasLimit) refuse('receipt.gas');
    // Only where the creator's nonce decides it; deposits count differently.
    if (to === null && receipt.status !== 'failed' && receipt.contractAddress !== null && type <= 4) {
      const expected = createdAddress(from, readQuantity(json, 'nonce'));
      if (!bytesEqual(expected, receipt.contractAddress)) refuse('receipt.contractAddress');
    }
  }
  const top = frames?.[0];
  if (frames === null) return;
  if (top === undefined || top.path.length > 0) refuse('trace.other');
  else if (!bytesEqual(top.from, from) || differ(top.to, to)) refuse('trace.other');
  else if (top.kind !== (to === null ? 'create' : 'call') || top.valueWei !== valueWei) refuse('trace.other');
  else if ((receipt?.status === 'ok' && !top.held) || (receipt?.status === 'failed' && top.held)) refuse('trace.contradicts');
}

/**
 * Before Byzantium (EIP-658) a receipt does not say whether a transaction succeeded, but failure then took all gas and left no log
 * (there was no REVERT, EIP-140): gas left over or a log shows success, and so does a trace. Otherwise it stays unknown.
 */
function statusOf(
  { gasLimit }: Basics,
  receipt: EvmReceipt | null,
  frames: readonly Frame[] | null,
): { status: AccountTransaction['status']; statusFrom: EvmReading['statusFrom'] } {
  if (receipt !== null && receipt.status !== 'notStated') return { status: receipt.status, statusFrom: 'receipt' };
  const top = frames?.[0];
  if (top !== undefined) return { status: top.held ? 'ok' : 'failed', statusFrom: 'derived' };
  if (receipt?.postState === null || receipt === null) return { status: 'unknown', statusFrom: 'nothing' };
  if (receipt.logs.length > 0 || (gasLimit !== null && receipt.gasUsed < gasLimit)) return { status: 'ok', statusFrom: 'derived' };
  return { status: 'unknown', statusFrom: 'nothing' };
}

function coins(path: readonly number[], kind: TransferKind, from: string | null, to: string | null, amount: bigint): AccountTransfer {
  return { path, kind, from, to, asset: NATIVE, amount };
}

function event(path: readonly number[], kind: AccountEvent['kind'], actor: string | null, subject: string | null): AccountEvent {
  return { path, kind, actor, subject, asset: null, amount: null, details: {} };
}

function ownValue(
  { from, to, valueWei, type, json }: Basics,
  receipt: EvmReceipt | null,
  transfers: AccountTransfer[],
  events: AccountEvent[],
): void {
  const sender = addressText(from);
  const created =
    to !== null || isSubmission(type)
      ? null
      : (receipt?.contractAddress ?? (type <= 4 ? createdAddress(from, readQuantity(json, 'nonce')) : null));
  const receiver = to ?? created;
  if (valueWei > 0n) transfers.push(coins([0], 'value', sender, receiver === null ? null : addressText(receiver), valueWei));
  if (created !== null) events.push(event([0], 'contractCreated', sender, addressText(created)));
}

/** Arbitrum's tickets name what a later transaction will do; they move nothing to `to` themselves. */
function isSubmission(type: number): boolean {
  return type === 0x69;
}

function internalMoves(frames: readonly Frame[], block: BlockFacts | null, transfers: AccountTransfer[], events: AccountEvent[]): void {
  const created = new Set<string>();
  for (const { path, kind, from, to, valueWei, held } of frames) {
    if (!held) continue;
    if (kind === 'create' && to !== null) created.add(hex(to));
    // The top frame is the transaction itself.
    if (path.length === 0 || to === null) continue;
    const place = [0, ...path];
    const sender = addressText(from);
    if (kind === 'create') events.push(event(place, 'contractCreated', sender, addressText(to)));
    if (valueWei === 0n) continue;
    if (kind !== 'selfdestruct' || !bytesEqual(from, to)) {
      transfers.push(coins(place, 'internal', sender, addressText(to), valueWei));
      continue;
    }
    // Paying itself destroys the coins where the contract goes: always before Cancun, since then only if created just now.
    const goes = created.has(hex(from)) || block?.selfdestructKeeps === false;
    if (goes) transfers.push(coins(place, 'burn', sender, null, valueWei));
  }
}

/** Adds the fees; returns whether all of them, and who got them, could be stated. */
function fees(
  { from, json, type }: Basics,
  receipt: EvmReceipt | null,
  block: BlockFacts | null,
  chain: EvmNetwork,
  transfers: AccountTransfer[],
): boolean {
  if (receipt === null) return false;
  const payer = addressText(from);
  const price = receipt.effectiveGasPriceWei ?? (type <= 1 ? readOptionalQuantity(json, 'gasPrice') : priceByRule(json, block));
  if (price === null) return false;
  const gasFee = price * receipt.gasUsed;
  const pay = (step: number | null, kind: 'fee' | 'burn', to: string | null, amount: bigint): void => {
    if (amount > 0n) transfers.push(coins(step === null ? [2] : [2, step], kind, payer, to, amount));
  };
  const splits = chain.feeRule === 'burnsBaseFee' && block !== null;
  if (splits) {
    const burntPerGas = block.baseFeeWei ?? 0n;
    if (burntPerGas > price) return refuse('block.other');
    pay(0, 'burn', null, burntPerGas * receipt.gasUsed);
    pay(1, 'fee', block.miner, (price - burntPerGas) * receipt.gasUsed);
  } else pay(null, chain.feeRule === 'burnsAll' ? 'burn' : 'fee', null, gasFee);
  // Blob gas is burnt whole (EIP-4844).
  pay(2, 'burn', null, receipt.blobGasUsed * receipt.blobGasPriceWei);
  pay(3, 'fee', null, type === OP_DEPOSIT ? 0n : receipt.l1FeeWei);
  return splits || chain.feeRule !== 'burnsBaseFee';
}

/** EIP-1559: base fee and tip, but not more than the most the sender would pay. */
function priceByRule(json: JsonObject, block: BlockFacts | null): bigint | null {
  const [most, tip] = [readOptionalQuantity(json, 'maxFeePerGas'), readOptionalQuantity(json, 'maxPriorityFeePerGas')];
  if (most === null || tip === null || block === null || block.baseFeeWei === null) return null;
  const price = block.baseFeeWei + tip;
  return price < most ? price : most;
}

/** A contract's caller where one call alone fits; delegated calls do not count, since the contract acts on its own storage only. */
function callerOf(contract: string, selector: string, { from, to, input }: Basics, frames: readonly Frame[] | null): string | null {
  const calls = frames ?? [{ from, to, input, held: true, kind: 'call' as const }];
  const fitting = calls.filter(
    (call) =>
      call.held &&
      call.kind === 'call' &&
      call.to !== null &&
      hex(call.input.subarray(0, 4)) === selector &&
      addressText(call.to) === contract,
  );
  const [only] = fitting;
  return only !== undefined && fitting.length === 1 ? addressText(only.from) : null;
}

/** EIP-7702: applied even where the call fails, each only if its nonce fits, which the transaction does not tell. */
function delegations({ json, type }: Basics): readonly AccountEvent[] {
  if (type !== 4) return [];
  return transactionOfJson(json).authorizations.map((authorization, i): AccountEvent => {
    const authority = authorityOf(authorization);
    const details = { chainId: String(authorization.chainId), nonce: String(authorization.nonce), applied: 'notStated' };
    const delegate = addressText(authorization.address);
    return { ...event([3, i], 'delegation', authority === null ? null : addressText(authority), delegate), details };
  });
}

/** The other end of a deposit from Ethereum: the id that the log there leads to as well (bridgeLogs.ts). */
function arrivalOf({ json, type, from, to, mintWei, valueWei }: Basics): AccountEvent | null {
  const form = ENVELOPES.get(type);
  const arrival = event([0], 'bridgeIn', addressText(from), to === null ? null : addressText(to));
  if (type === OP_DEPOSIT) {
    const id = `op-deposit:${hexText(readHash(json, 'sourceHash'))}`;
    return { ...arrival, asset: NATIVE, amount: mintWei, details: { id, otherChain: 'eip155:1' } };
  }
  if (form?.some((field) => field.name === 'requestId') !== true || present(json, 'requestId') === null) return null;
  const id = `arbitrum-message:${BigInt(hexText(readHash(json, 'requestId')))}`;
  return { ...arrival, asset: NATIVE, amount: type === ARBITRUM_DEPOSIT ? valueWei : null, details: { id, otherChain: 'eip155:1' } };
}

/** Withdrawals from staking that a block carries since Shanghai (EIP-4895): coins that come from no transaction. Amounts are gwei. */
export function readWithdrawals(value: unknown): readonly AccountTransaction[] {
  const json = readObject(value, 'block');
  const list = present(json, 'withdrawals');
  if (!Array.isArray(list)) return [];
  const [blockNumber, timeSeconds] = [readCount(json, 'number'), readCount(json, 'timestamp')];
  return list.filter(isObject).map((entry) => {
    const to = addressText(readAddress(entry, 'address'));
    const amount = readQuantity(entry, 'amount') * 1_000_000_000n;
    return {
      ...{ id: `withdrawal:${readQuantity(entry, 'index')}`, blockHash: hexText(readHash(json, 'hash')), blockNumber, timeSeconds },
      ...{ position: null, status: 'ok', from: null, to, events: [], transfers: [coins([0], 'mint', null, to, amount)] },
    };
  });
}
