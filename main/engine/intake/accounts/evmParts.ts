// A transaction of which a file has the receipt, the logs or the trace and not the transaction itself. Only what these state is taken:
// another file may bring the rest, and both are then put together by its hash.
import { Fault } from '../../../../shared/model/fault.ts';
import { fromHex } from '../../../../shared/model/bytes.ts';
import {
  type AccountEvent,
  type AccountTransaction,
  type AccountTransfer,
  addressText,
  type EvmNetwork,
  logOfJson,
  readLogs,
  readTrace,
  receiptOfJson,
} from '../../chains/index.ts';
import type { JsonObject } from '../tables/index.ts';

/** An object and its row. */
export interface Placed {
  readonly value: JsonObject['value'];
  readonly row: number;
}

/** What the file has of one transaction. */
export interface TransactionParts {
  transaction: Placed | null;
  receipt: Placed | null;
  /** callTracer's tree. */
  trace: Placed | null;
  readonly flatTrace: Placed[];
  readonly logs: Placed[];
}

const NATIVE = { kind: 'native', contract: null, tokenId: null } as const;

export function readPartOfTransaction(
  hash: string,
  { receipt, trace, flatTrace, logs }: TransactionParts,
  chain: EvmNetwork,
): AccountTransaction {
  const stated = receipt?.value ?? logs[0]?.value ?? flatTrace[0]?.value ?? {};
  const read = receipt === null ? null : receiptOfJson(receipt.value);
  const traced = trace?.value ?? (flatTrace.length === 0 ? null : flatTrace.map(({ value }) => value));
  const frames = traced === null ? null : readTrace(traced, fromHex(hash.slice(2))).frames;
  const top = frames?.[0];
  const [from, to] = [
    top === undefined ? addressIn(receipt?.value['from'], chain) : addressText(top.from),
    top === undefined || top.kind === 'create' ? addressIn(receipt?.value['to'], chain) : top.to === null ? null : addressText(top.to),
  ];
  // Logs stand in the chain only where the transaction was carried out.
  const own = top === undefined ? (logs.length > 0 ? 'ok' : 'unknown') : top.held ? 'ok' : 'failed';
  const status = read === null || read.status === 'notStated' ? (read !== null && read.logs.length > 0 ? 'ok' : own) : read.status;
  const transfers: AccountTransfer[] = [];
  const events: AccountEvent[] = [];
  if (status !== 'failed') {
    for (const frame of frames ?? []) {
      if (!frame.held || frame.to === null) continue;
      const place = [0, ...frame.path];
      const [sender, receiver] = [addressText(frame.from), addressText(frame.to)];
      if (frame.kind === 'create')
        events.push({ path: place, kind: 'contractCreated', actor: sender, subject: receiver, asset: null, amount: null, details: {} });
      // A contract that destroys itself in its own favour: where the coins went depends on its block.
      if (frame.valueWei === 0n || (frame.kind === 'selfdestruct' && sender === receiver)) continue;
      const kind = frame.path.length === 0 ? 'value' : 'internal';
      transfers.push({ path: place, kind, from: sender, to: receiver, asset: NATIVE, amount: frame.valueWei });
    }
    const listed = read?.logs ?? logs.map(({ value }) => logOfJson(value));
    const indexes = read?.logIndexes ?? logs.map(({ value }) => countIn(value['logIndex']) ?? refuse('logIndex'));
    const blockHash = typeof stated['blockHash'] === 'string' ? fromHex(stated['blockHash'].slice(2)) : null;
    const logged = readLogs(listed, indexes, { chain: chain.id, blockHash, sender: from, callerOf: () => null });
    transfers.push(...logged.transfers);
    events.push(...logged.events);
  }
  return {
    id: hash,
    blockHash: typeof stated['blockHash'] === 'string' ? stated['blockHash'].toLowerCase() : null,
    blockNumber: countIn(stated['blockNumber']),
    position: countIn(stated['transactionIndex'] ?? stated['transactionPosition']),
    timeSeconds: countIn(stated['blockTimestamp']),
    ...{ status, from, to, transfers, events },
  };
}

/** A reward for a block or an uncle, as trace_block lists it: no transaction stands behind it, its name is its block, kind and receiver. */
export function readReward(value: JsonObject['value'], chain: EvmNetwork): AccountTransaction {
  const action = value['action'] as JsonObject['value'] | null;
  const to = typeof action === 'object' && action !== null ? addressIn(action['author'], chain) : null;
  const amount = action?.['value'];
  const block = countIn(value['blockNumber']);
  const kind = String(action?.['rewardType'] ?? '');
  if (to === null || block === null || !/^(block|uncle|emptyStep|external)$/.test(kind)) return refuse('reward');
  if (typeof amount !== 'string' || !/^0x[0-9a-fA-F]{1,64}$/.test(amount)) return refuse('reward.value');
  const blockHash = typeof value['blockHash'] === 'string' ? value['blockHash'].toLowerCase() : null;
  return {
    ...{ id: `reward:${block}:${kind}:${to}`, blockHash, blockNumber: block, position: null, timeSeconds: null, status: 'ok' },
    ...{ from: null, to, events: [] },
    transfers: [{ path: [0], kind: 'mint', from: null, to, asset: NATIVE, amount: BigInt(amount) }],
  };
}

/** trace_block writes heights as numbers, everything else as hexadecimal. */
function countIn(value: unknown): number | null {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  return typeof value === 'string' && /^0x[0-9a-fA-F]{1,13}$/.test(value) ? Number(value) : null;
}

function addressIn(value: unknown, chain: EvmNetwork): string | null {
  return typeof value === 'string' ? chain.readAddress(value) : null;
}

function refuse(field: string): never {
  throw new Fault('chain.badTransaction', { reason: 'json.quantity', field });
}
