// Makes the training chain of practice case two: exact TRON bytes, signed, closed into blocks, and written as java-tron prints them. It
// reads no clock and no chance, and knows nothing of the plot.
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { fromHex, hex } from '../../../shared/model/bytes.ts';
import {
  buildBlock,
  buildRawData,
  buildTransaction,
  readHeaderRawData,
  signTron,
  tronAddressBytes,
  tronAddressOfPrivateKey,
  tronBlockId,
  tronHexAddress,
} from '../chains/index.ts';
import { derivedBytes } from './seededGenerator.ts';

export interface RingWallet {
  readonly name: string;
  readonly address: string;
  readonly key: Uint8Array;
}

/** Values of a contract message as `buildRawData` takes them, flat or one message deep. */
type Values = Parameters<typeof buildRawData>[0]['values'];

export interface RingLog {
  readonly contract: string;
  readonly topics: readonly string[];
  readonly data: string;
}

export interface RingOrder {
  readonly type: string;
  readonly values: Values;
  readonly signer: RingWallet;
  readonly contractRet?: string;
  readonly feeSun?: bigint;
  /** Null for types without a virtual machine. */
  readonly logs?: readonly RingLog[];
  readonly contract?: string;
}

interface Written {
  readonly txid: string;
  readonly bytes: Uint8Array;
  readonly json: Record<string, unknown>;
  readonly order: RingOrder;
}

export const RING_FIRST_MS = 1_772_413_200_000n; // 2026-03-02T01:00:00Z
/** Time of the first block; the training Tether hangs on it, whatever the pace behind it. */
const FIRST_BLOCK_MS = 60_000n;
/** As many as TRON elects, so that a run of headers can be as final as on the chain itself. */
const PRODUCERS = 27;
const BLOCK_VERSION = 34;
const FEE_LIMIT_SUN = 100_000_000n;

export function ringWallet(seed: string, name: string): RingWallet {
  const key = derivedBytes(seed, 'tron wallet', name);
  return { name, key, address: tronAddressOfPrivateKey(key) };
}

export interface RingChain {
  readonly height: number;
  /** Queues a transaction for the next block and gives its id. */
  send(order: RingOrder): string;
  closeBlock(): void;
  timeMs(height: number): bigint;
  /** One line a block (`getblockbynum`), and behind it one with the infos of its transactions (`gettransactioninfobyblocknum`). */
  readonly lines: readonly string[];
}

/** A story of days has a block an hour instead of one a minute. */
export function createRingChain(seed: string, blockMs = FIRST_BLOCK_MS): RingChain {
  const producers = Array.from({ length: PRODUCERS }, (_, i) => ringWallet(seed, `producer ${i}`));
  const lines: string[] = [];
  let pending: Written[] = [];
  let height = 0;
  let parentId = '00'.repeat(32);
  const timeMs = (at: number): bigint => RING_FIRST_MS + (at === 0 ? 0n : FIRST_BLOCK_MS + BigInt(at - 1) * blockMs);
  const chain = {
    get height() {
      return height;
    },
    lines,
    timeMs,
    send(order: RingOrder): string {
      const at = timeMs(height + 1);
      const made = {
        // The first transactions name no block before them, so that they are the same under every seed.
        refBlockBytes: height === 0 ? new Uint8Array(2) : fromHex(height.toString(16).padStart(16, '0')).subarray(6, 8),
        refBlockHash: height === 0 ? new Uint8Array(8) : fromHex(parentId).subarray(8, 16),
        expirationMs: at + 60_000n,
        // Told apart by their time, as two equal payments of one wallet must be.
        timestampMs: at - 30_000n + BigInt(pending.length),
        feeLimitSun: order.logs === undefined ? 0n : FEE_LIMIT_SUN,
      };
      const rawData = buildRawData({ type: order.type, values: order.values, ...made });
      const signature = signTron(rawData, order.signer.key);
      const result = order.contractRet ?? 'SUCCESS';
      const txid = hex(sha256(rawData));
      const bytes = buildTransaction(rawData, [signature], result);
      const json = {
        ret: [{ contractRet: result }],
        signature: [hex(signature)],
        txID: txid,
        raw_data: {
          contract: [
            {
              parameter: { value: jsonOf(order.values), type_url: `type.googleapis.com/protocol.${order.type}` },
              type: order.type,
            },
          ],
          ref_block_bytes: hex(made.refBlockBytes),
          ref_block_hash: hex(made.refBlockHash),
          expiration: Number(made.expirationMs),
          ...(made.feeLimitSun === 0n ? {} : { fee_limit: Number(made.feeLimitSun) }),
          timestamp: Number(made.timestampMs),
        },
        raw_data_hex: hex(rawData),
      };
      pending.push({ txid, bytes, json, order });
      return txid;
    },
    closeBlock(): void {
      height++;
      const producer = producers[height % PRODUCERS] as RingWallet;
      const timestampMs = timeMs(height);
      const { headerRawData } = buildBlock({
        ...{ number: height, parentId, timestampMs, version: BLOCK_VERSION, witness: producer.address },
        transactions: pending.map(({ bytes }) => bytes),
      });
      const blockID = tronBlockId(headerRawData, height);
      const block = {
        blockID,
        block_header: {
          raw_data: {
            number: height,
            txTrieRoot: hex(readHeaderRawData(headerRawData).txTrieRoot),
            witness_address: tronHexAddress(producer.address),
            parentHash: parentId,
            version: BLOCK_VERSION,
            timestamp: Number(timestampMs),
          },
          witness_signature: hex(signTron(headerRawData, producer.key)),
        },
        ...(pending.length === 0 ? {} : { transactions: pending.map(({ json }) => json) }),
      };
      lines.push(JSON.stringify(block));
      if (pending.length > 0) lines.push(JSON.stringify(pending.map((one) => infoOf(one, height, timestampMs))));
      parentId = blockID;
      pending = [];
    },
  };
  return chain;
}

function infoOf({ txid, order }: Written, blockNumber: number, timestampMs: bigint): Record<string, unknown> {
  const { feeSun = 0n, contractRet = 'SUCCESS', logs, contract } = order;
  const failed = contractRet !== 'SUCCESS';
  const energy =
    logs === undefined
      ? {}
      : { energy_usage_total: 64_285, ...(feeSun === 0n ? { energy_usage: 64_285 } : { energy_fee: Number(feeSun) }) };
  return {
    id: txid,
    ...(feeSun === 0n ? {} : { fee: Number(feeSun) }),
    blockNumber,
    blockTimeStamp: Number(timestampMs),
    contractResult: [''],
    ...(contract === undefined ? {} : { contract_address: tronHexAddress(contract) }),
    receipt: { ...energy, net_usage: 345, ...(logs === undefined ? {} : { result: contractRet }) },
    ...(failed ? { result: 'FAILED', resMessage: hex(new TextEncoder().encode('Not enough energy')) } : {}),
    ...(logs === undefined || logs.length === 0
      ? {}
      : {
          // java-tron writes the contract of a log without its prefix.
          log: logs.map((log) => ({ address: tronHexAddress(log.contract).slice(2), topics: log.topics, data: log.data })),
        }),
  };
}

function jsonOf(value: unknown, name = ''): unknown {
  if (typeof value === 'bigint') return name === 'resource' ? (['BANDWIDTH', 'ENERGY'][Number(value)] as string) : Number(value);
  if (value instanceof Uint8Array) return hex(value);
  if (typeof value === 'string') return /_address$/.test(name) ? tronHexAddress(value) : value;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, jsonOf(inner, member)]));
  return value;
}

const word = (address: string): string => hex(tronAddressBytes(address).subarray(1)).padStart(64, '0');
const NOBODY = '0'.repeat(64);
const topicOf = (signature: string): string => hex(keccak_256(new TextEncoder().encode(signature)));

/** A Transfer event; `from` is null for tokens that come into being. */
export function transferLog(contract: string, from: string | null, to: string, amount: bigint): RingLog {
  const topics = [topicOf('Transfer(address,address,uint256)'), from === null ? NOBODY : word(from), word(to)];
  return { contract, topics, data: amount.toString(16).padStart(64, '0') };
}

/** Tether's own, whose argument is not indexed. */
export function blackListLog(contract: string, subject: string): RingLog {
  return { contract, topics: [topicOf('AddedBlackList(address)'), word(subject)], data: '' };
}

/** Calldata of any function whose arguments are addresses and numbers. */
export function callData(signature: string, ...values: readonly (string | bigint)[]): Uint8Array {
  const selector = topicOf(signature).slice(0, 8);
  return fromHex(
    selector + values.map((value) => (typeof value === 'bigint' ? value.toString(16).padStart(64, '0') : word(value))).join(''),
  );
}
