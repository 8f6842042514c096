// Receipts: from a node's JSON to the bytes that the block's receiptsRoot commits to, and from those bytes back. The gas price, the
// gas of one transaction and the numbers of its logs are not in these bytes: they are derived, and said to be.
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import {
  type JsonObject,
  present,
  readAddress,
  readBytes,
  readBytesValue,
  readCount,
  readList,
  readObject,
  readOptionalAddress,
  readOptionalBytes,
  readOptionalCount,
  readOptionalHash,
  readOptionalQuantity,
  readQuantity,
  refuseJson,
} from './json.ts';
import { envelopeBytes, typeOfJson } from './envelope.ts';
import { keccak256 } from './keccak.ts';
import { type RlpItem, decodeRlp, integerBytes, integerOf } from './rlp.ts';

export interface EvmLog {
  readonly address: Uint8Array;
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

/** What the chain commits to. */
export interface CommittedReceipt {
  readonly type: number;
  /** Since Byzantium (EIP-658) whether it succeeded; before, the state after it, which does not say. */
  readonly status: 'ok' | 'failed' | 'notStated';
  readonly postState: Uint8Array | null;
  readonly cumulativeGasUsed: bigint;
  readonly bloom: Uint8Array;
  readonly logs: readonly EvmLog[];
  /** Deposits of OP chains since Canyon. */
  readonly deposit: { readonly nonce: bigint; readonly version: bigint } | null;
}

/** A receipt as a node tells it. */
export interface EvmReceipt extends CommittedReceipt {
  /** False where the node names no type, and legacy was taken. */
  readonly typeStated: boolean;
  readonly transactionHash: Uint8Array | null;
  readonly blockHash: Uint8Array | null;
  readonly blockNumber: number | null;
  readonly position: number | null;
  readonly gasUsed: bigint;
  /** Null where the node does not say (before London some do not). */
  readonly effectiveGasPriceWei: bigint | null;
  readonly blobGasUsed: bigint;
  readonly blobGasPriceWei: bigint;
  readonly contractAddress: Uint8Array | null;
  /** OP chains: what publishing on Ethereum cost, on top of the gas. */
  readonly l1FeeWei: bigint;
  /** Number in the block of each log, as stated. */
  readonly logIndexes: readonly number[];
}

const BLOOM_BYTES = 256;
const MOST_TOPICS = 4;

function refuse(reason: string): never {
  throw new Fault('chain.badTransaction', { reason: `receipt.${reason}` });
}

/** The 2048 bits of a log filter (yellow paper 4.3.1): three per address and topic. */
export function bloomOf(logs: readonly EvmLog[]): Uint8Array {
  const bloom = new Uint8Array(BLOOM_BYTES);
  const add = (bytes: Uint8Array): void => {
    const digest = keccak256(bytes);
    for (let i = 0; i < 6; i += 2) {
      const bit = (((digest[i] as number) << 8) | (digest[i + 1] as number)) & 2047;
      const place = BLOOM_BYTES - 1 - (bit >> 3);
      bloom[place] = (bloom[place] as number) | (1 << (bit & 7));
    }
  };
  for (const { address, topics } of logs) {
    add(address);
    for (const topic of topics) add(topic);
  }
  return bloom;
}

/** Bytes of the trie of receipts. */
export function encodeReceipt(receipt: CommittedReceipt): Uint8Array {
  const { type, status, postState, cumulativeGasUsed, bloom, logs, deposit } = receipt;
  const outcome = postState ?? (status === 'ok' ? Uint8Array.of(1) : new Uint8Array(0));
  const items: RlpItem[] = [
    outcome,
    integerBytes(cumulativeGasUsed),
    bloom,
    logs.map(({ address, topics, data }) => [address, topics, data]),
  ];
  // Since Canyon: before, the deposit's nonce is told but not committed to.
  if (deposit !== null) items.push(integerBytes(deposit.nonce), integerBytes(deposit.version));
  return envelopeBytes(type, items);
}

/** Reads the bytes of the trie of receipts. */
export function decodeReceipt(bytes: Uint8Array): CommittedReceipt {
  const first = bytes[0];
  if (first === undefined) return refuse('empty');
  const type = first >= 0xc0 ? 0 : first;
  const items = decodeRlp(first >= 0xc0 ? bytes : bytes.subarray(1));
  if (items instanceof Uint8Array) return refuse('fields');
  const [outcome, gas, bloom, logs] = items;
  const isDeposit = type === 0x7e && items.length === 6;
  if (items.length !== 4 && !isDeposit) refuse('fields');
  if (!(outcome instanceof Uint8Array) || !(gas instanceof Uint8Array) || !(bloom instanceof Uint8Array)) return refuse('fields');
  if (logs === undefined || logs instanceof Uint8Array || bloom.length !== BLOOM_BYTES) return refuse('fields');
  if (outcome.length > 1 && outcome.length !== 32) refuse('status');
  if (outcome.length === 1 && outcome[0] !== 1) refuse('status');
  const [nonce, version] = items.slice(4);
  return {
    type,
    status: outcome.length === 32 ? 'notStated' : outcome.length === 1 ? 'ok' : 'failed',
    postState: outcome.length === 32 ? outcome : null,
    cumulativeGasUsed: integerOf(gas),
    bloom,
    logs: logs.map(logOf),
    deposit: nonce instanceof Uint8Array && version instanceof Uint8Array ? { nonce: integerOf(nonce), version: integerOf(version) } : null,
  };
}

function logOf(item: RlpItem): EvmLog {
  if (item instanceof Uint8Array || item.length !== 3) return refuse('log');
  const [address, topics, data] = item;
  if (!(address instanceof Uint8Array) || address.length !== 20 || !(data instanceof Uint8Array)) return refuse('log');
  if (topics === undefined || topics instanceof Uint8Array || topics.length > MOST_TOPICS) return refuse('log');
  return { address, data, topics: topics.map((topic) => (topic instanceof Uint8Array && topic.length === 32 ? topic : refuse('log'))) };
}

/** One log of `eth_getLogs` or of a receipt. */
export function logOfJson(value: unknown): EvmLog {
  const json = readObject(value, 'log');
  const topics = readList(present(json, 'topics'), 'topics', MOST_TOPICS);
  return {
    address: readAddress(json, 'address'),
    topics: topics.map((topic) => readBytesValue(topic, 'topics', 32)),
    data: readBytes(json, 'data'),
  };
}

/** The receipt in a node's JSON. Throws where its bloom is not that of its logs: a log was left out or changed. */
export function receiptOfJson(value: unknown): EvmReceipt {
  const json = readObject(value, 'receipt');
  const list = readList(present(json, 'logs'), 'logs');
  const logs = list.map(logOfJson);
  const postState = present(json, 'status') === null ? readOptionalHash(json, 'root') : null;
  const bloom = bloomOf(logs);
  const stated = readOptionalBytes(json, 'logsBloom', BLOOM_BYTES);
  if (stated !== null && !bytesEqual(stated, bloom)) refuse('bloom');
  return {
    type: typeOfJson(json),
    typeStated: present(json, 'type') !== null,
    status: postState === null ? statusOf(json) : 'notStated',
    postState,
    cumulativeGasUsed: readQuantity(json, 'cumulativeGasUsed'),
    bloom,
    logs,
    deposit: depositOf(json),
    transactionHash: readOptionalHash(json, 'transactionHash'),
    blockHash: readOptionalHash(json, 'blockHash'),
    blockNumber: readOptionalCount(json, 'blockNumber'),
    position: readOptionalCount(json, 'transactionIndex'),
    gasUsed: readQuantity(json, 'gasUsed'),
    effectiveGasPriceWei: readOptionalQuantity(json, 'effectiveGasPrice'),
    blobGasUsed: readOptionalQuantity(json, 'blobGasUsed') ?? 0n,
    blobGasPriceWei: readOptionalQuantity(json, 'blobGasPrice') ?? 0n,
    contractAddress: readOptionalAddress(json, 'contractAddress'),
    l1FeeWei: readOptionalQuantity(json, 'l1Fee') ?? 0n,
    logIndexes: list.map((entry) => readCount(readObject(entry, 'log'), 'logIndex')),
  };
}

function statusOf(json: JsonObject): 'ok' | 'failed' | 'notStated' {
  const status = readOptionalQuantity(json, 'status');
  if (status === null) return 'notStated';
  if (status > 1n) return refuseJson('status', 'status');
  return status === 1n ? 'ok' : 'failed';
}

function depositOf(json: JsonObject): { nonce: bigint; version: bigint } | null {
  const version = readOptionalQuantity(json, 'depositReceiptVersion');
  if (version === null) return null;
  return { nonce: readQuantity(json, 'depositNonce'), version };
}
