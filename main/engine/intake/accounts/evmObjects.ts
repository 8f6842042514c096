// Answers of an EVM node put together by transaction hash: its transaction, receipt, trace and block where the file has them. Where the
// transaction itself is missing, what its receipt, logs or trace state is taken alone, and its fee stays unknown.
import { hex } from '../../../../shared/model/bytes.ts';
import { type BlockEvidence, type EvmNetwork, readBlockEvidence, readEvmTransaction, readWithdrawals } from '../../chains/index.ts';
import type { RejectedRow } from '../material.ts';
import type { JsonObject } from '../tables/index.ts';
import type { PlacedTransaction } from './accountColumns.ts';
import type { TransactionAt } from './places.ts';
import type { ProvenBlock } from './blockBodies.ts';
import { type Placed, readPartOfTransaction, readReward, type TransactionParts } from './evmParts.ts';
import { createBlockNotes, type NodeFlag, type NodeReading, rejection } from './nodeReading.ts';

type Members = JsonObject['value'];
interface Block extends Placed {
  readonly hash: string;
  readonly number: number;
  /** The objects of its transactions; null where it lists hashes alone. */
  readonly transactions: readonly Members[] | null;
}

export function readEvmObjects(objects: readonly JsonObject[], chain: EvmNetwork, transactionAt: TransactionAt = () => null): NodeReading {
  const rejected: RejectedRow[] = [];
  const blocks: Block[] = [];
  const parts = new Map<string, TransactionParts>();
  const unnamed: Placed[] = [];
  const partsOf = (hash: string): TransactionParts => {
    const known = parts.get(hash);
    if (known !== undefined) return known;
    const fresh: TransactionParts = { transaction: null, receipt: null, trace: null, flatTrace: [], logs: [] };
    parts.set(hash, fresh);
    return fresh;
  };
  const rewards: Placed[] = [];
  const listed: Placed[] = [];
  for (const { kind, value, envelope, row } of objects) {
    const placed = { value, row };
    const hash = hashIn(value['transactionHash']);
    switch (kind) {
      case 'evm.block': {
        const block = blockOf(placed);
        if (block === null) {
          rejected.push({ row, reason: 'block', text: String(value['hash'] ?? value['number'] ?? '').slice(0, 200) });
          break;
        }
        blocks.push(block);
        for (const transaction of block.transactions ?? []) {
          const own = hashIn(transaction['hash']);
          if (own === null) rejected.push({ row, reason: 'badHash', text: String(transaction['hash'] ?? '').slice(0, 200) });
          else partsOf(own).transaction = { value: transaction, row };
        }
        break;
      }
      case 'evm.transaction': {
        const own = hashIn(value['hash']);
        if (own === null) rejected.push({ row, reason: 'badHash', text: String(value['hash'] ?? '').slice(0, 200) });
        else partsOf(own).transaction ??= placed;
        break;
      }
      case 'evm.callTrace': {
        const own = hashIn(envelope?.['txHash']);
        if (own === null) unnamed.push(placed);
        else partsOf(own).trace = placed;
        break;
      }
      case 'etl.gethTraces':
        listed.push(placed);
        break;
      case 'evm.parityTrace':
        if (hash === null) rewards.push(placed);
        else partsOf(hash).flatTrace.push(placed);
        break;
      default:
        if (hash === null) rejected.push({ row, reason: 'badHash', text: String(value['transactionHash'] ?? '').slice(0, 200) });
        else if (kind === 'evm.receipt') partsOf(hash).receipt = placed;
        else partsOf(hash).logs.push(placed);
    }
  }
  giveTraces(unnamed, blocks, partsOf, rejected);
  for (const one of listed) giveListed(one, blocks, transactionAt, partsOf, rejected);
  const placed: PlacedTransaction[] = [];
  const counts = { feesUnknown: 0, internalsUnknown: 0 };
  const byHash = new Map(blocks.map((block) => [block.hash, block]));
  for (const [hash, own] of parts) {
    const rows = rowsOf(own);
    try {
      placed.push({ transaction: readOne(hash, own, byHash, chain, counts), rows });
    } catch (error) {
      rejected.push(rejection(rows[0] ?? 0, error, hash));
    }
  }
  for (const reward of rewards) {
    try {
      placed.push({ transaction: readReward(reward.value, chain), rows: [reward.row] });
    } catch (error) {
      rejected.push(rejection(reward.row, error, String(reward.value['blockNumber'] ?? '')));
    }
  }
  const notes = createBlockNotes();
  const proven = new Map<string, ProvenBlock>();
  for (const block of blocks) {
    try {
      const held = judge(block, parts, chain, notes);
      if (held !== null && proven.get(held.hash)?.transactions == null) proven.set(held.hash, held);
      for (const transaction of readWithdrawals(block.value)) placed.push({ transaction, rows: [block.row] });
    } catch (error) {
      rejected.push(rejection(block.row, error, block.hash));
    }
  }
  const flags: NodeFlag[] = notes.flags();
  for (const code of ['feesUnknown', 'internalsUnknown'] as const) if (counts[code] > 0) flags.push({ code, transactions: counts[code] });
  return { placed, rejected, flags, blocks: [...proven.values()] };
}

function readOne(
  hash: string,
  own: TransactionParts,
  blocks: ReadonlyMap<string, Block>,
  chain: EvmNetwork,
  counts: { feesUnknown: number; internalsUnknown: number },
) {
  const { transaction, receipt, trace, flatTrace } = own;
  if (transaction === null) {
    counts.feesUnknown++;
    if (trace === null && flatTrace.length === 0) counts.internalsUnknown++;
    return readPartOfTransaction(hash, own, chain);
  }
  const blockHash = hashIn(transaction.value['blockHash']) ?? hashIn(receipt?.value['blockHash']);
  const read = readEvmTransaction(
    {
      transaction: transaction.value,
      receipt: receipt?.value ?? null,
      trace: trace?.value ?? (flatTrace.length === 0 ? null : flatTrace.map(({ value }) => value)),
      block: blockHash === null ? null : (blocks.get(blockHash)?.value ?? null),
    },
    chain,
  );
  if (!read.feesKnown) counts.feesUnknown++;
  if (!read.internalCallsKnown) counts.internalsUnknown++;
  return read.transaction;
}

function judge(
  block: Block,
  parts: ReadonlyMap<string, TransactionParts>,
  chain: EvmNetwork,
  notes: ReturnType<typeof createBlockNotes>,
): ProvenBlock | null {
  const hashes = block.transactions?.map(({ hash }) => hashIn(hash) ?? '') ?? null;
  const receipts = hashes?.map((hash) => parts.get(hash)?.receipt?.value ?? null) ?? [];
  const whole = receipts.length > 0 && receipts.every((receipt) => receipt !== null);
  const evidence = readBlockEvidence(block.value, whole ? receipts : null, chain);
  const { header, transactions } = evidence;
  if (header.kind !== 'rebuilt') notes.notRebuilt(block.number, `header.${header.kind}`);
  else if (transactions.kind !== 'committed') notes.notRebuilt(block.number, `transactions.${transactions.kind}`);
  else if (evidence.receipts.kind === 'committed') notes.proven(block.number, transactions.values.length, evidence.receipts.values.length);
  else if (evidence.receipts.kind === 'absent') notes.proven(block.number, transactions.values.length, 0);
  else notes.notRebuilt(block.number, `receipts.${evidence.receipts.kind}`);
  return provenBlock(evidence);
}

/** What of a block's evidence the case keeps; null where not even its header gives its hash. */
export function provenBlock({ header: reading, transactions, receipts }: BlockEvidence): ProvenBlock | null {
  if (reading.kind !== 'rebuilt') return null;
  const { hash, number, parentHash, bytes } = reading.header;
  const own = transactions.kind === 'committed' ? transactions.values : null;
  return {
    ...{ number, hash: `0x${hex(hash)}`, parentHash: `0x${hex(parentHash)}`, header: bytes, transactions: own },
    // A receipt's place is shown by its transaction's: without the body it would prove nothing that can be named.
    receipts: own !== null && receipts.kind === 'committed' && receipts.values.length === own.length ? receipts.values : null,
  };
}

/** Older geth lists the traces of a block without naming their transactions: they are its block's, where exactly one has so many. */
function giveTraces(
  unnamed: readonly Placed[],
  blocks: readonly Block[],
  partsOf: (hash: string) => TransactionParts,
  rejected: RejectedRow[],
): void {
  const fitting = blocks.filter(({ transactions }) => transactions?.length === unnamed.length);
  const [only] = fitting;
  for (const [i, trace] of unnamed.entries()) {
    const hash = only !== undefined && fitting.length === 1 ? hashIn(only.transactions?.[i]?.['hash']) : null;
    if (hash === null) rejected.push({ row: trace.row, reason: 'traceUnnamed', text: String(trace.value['from'] ?? '').slice(0, 200) });
    else partsOf(hash).trace ??= trace;
  }
}

/** Traces of a block in its order: their transactions are its block's, as this file or the case has them. */
function giveListed(
  { value, row }: Placed,
  blocks: readonly Block[],
  transactionAt: TransactionAt,
  partsOf: (hash: string) => TransactionParts,
  rejected: RejectedRow[],
): void {
  const number = Number(value['block_number']);
  const block = blocks.find((one) => one.number === number);
  for (const [position, trace] of (value['transaction_traces'] as readonly unknown[]).entries()) {
    const hash = hashIn(block?.transactions?.[position]?.['hash']) ?? transactionAt(number, position);
    const isTrace = typeof trace === 'object' && trace !== null && !Array.isArray(trace);
    if (hash === null || !isTrace) rejected.push({ row, reason: isTrace ? 'placeUnknown' : 'otherShape', text: `${number} / ${position}` });
    else partsOf(hash).trace ??= { value: trace as Members, row };
  }
}

function blockOf({ value, row }: Placed): Block | null {
  const hash = hashIn(value['hash']);
  const number = typeof value['number'] === 'string' && /^0x[0-9a-fA-F]{1,13}$/.test(value['number']) ? Number(value['number']) : null;
  const list = value['transactions'];
  if (hash === null || number === null || !Array.isArray(list)) return null;
  const isObject = (one: unknown): one is Members => typeof one === 'object' && one !== null && !Array.isArray(one);
  return { value, row, hash, number, transactions: list.every(isObject) ? list : null };
}

function rowsOf({ transaction, receipt, trace, flatTrace, logs }: TransactionParts): number[] {
  const all = [transaction, receipt, trace, ...flatTrace, ...logs];
  return [...new Set(all.flatMap((one) => (one === null ? [] : [one.row])))].sort((a, b) => a - b);
}

function hashIn(value: unknown): string | null {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value) ? value.toLowerCase() : null;
}
