// Answers of java-tron put together: blocks with the infos of their transactions, and single transactions. Of an info whose transaction
// is not in the file, logs and internal transactions are taken; another file may bring the rest.
import type { NodeBlock, TronInfo, TronReading } from '../../chains/index.ts';
import {
  type Json,
  NO_PLACE,
  readNodeBlock,
  readNodeTransaction,
  readTronBlockTransactions,
  readTronInfo,
  readTronInfoAlone,
  readTronTransaction,
} from '../../chains/index.ts';
import type { RejectedRow } from '../material.ts';
import type { JsonObject } from '../tables/index.ts';
import type { PlacedTransaction } from './accountColumns.ts';
import type { ProvenBlock } from './blockBodies.ts';
import { createBlockNotes, type NodeFlag, type NodeReading, rejection } from './nodeReading.ts';

interface Placed<Value> {
  readonly value: Value;
  readonly row: number;
}

export function readTronObjects(objects: readonly JsonObject[]): NodeReading {
  const rejected: RejectedRow[] = [];
  const blocks: Placed<NodeBlock>[] = [];
  const infos = new Map<string, Placed<TronInfo>>();
  const single: Placed<Json>[] = [];
  for (const { kind, value, row } of objects) {
    try {
      if (kind === 'tron.block') blocks.push({ value: readNodeBlock(value as Json), row });
      else if (kind === 'tron.transactionInfo') {
        const info = readTronInfo(value as Json);
        infos.set(info.txid, { value: info, row });
      } else single.push({ value: value as Json, row });
    } catch (error) {
      rejected.push(rejection(row, error, String(value['blockID'] ?? value['id'] ?? '')));
    }
  }
  const placed: PlacedTransaction[] = [];
  const notes = createBlockNotes();
  const proven = new Map<string, ProvenBlock>();
  const counts = { noInfo: 0, noTransaction: 0, movesNotRead: 0 };
  const used = new Set<string>();
  const take = ({ transaction, notices }: TronReading, row: number): void => {
    const info = infos.get(transaction.id);
    if (info !== undefined) used.add(transaction.id);
    if (notices.includes('noInfo')) counts.noInfo++;
    if (notices.includes('movesNotRead') || notices.includes('internalNotRead')) counts.movesNotRead++;
    placed.push({ transaction, rows: [...new Set([row, ...(info === undefined ? [] : [info.row])])].sort((a, b) => a - b) });
  };
  const held = [...infos.values()].map(({ value }) => value);
  for (const { value: block, row } of blocks) {
    const { header, transactions, exact } = block;
    if (exact) notes.proven(header.number, transactions.length, 0);
    else notes.notRebuilt(header.number, 'transactions');
    if (proven.get(header.id)?.transactions == null) proven.set(header.id, provenTronBlock(block));
    for (const reading of readTronBlockTransactions({ header, transactions }, held)) take(reading, row);
  }
  for (const { value, row } of single) {
    try {
      const transaction = readNodeTransaction(value);
      take(readTronTransaction(transaction, infos.get(transaction.txid)?.value ?? null, NO_PLACE), row);
    } catch (error) {
      rejected.push(rejection(row, error, String((value as { readonly txID?: unknown }).txID ?? '')));
    }
  }
  const logsOf = new Map<number, number>();
  for (const [txid, { value: info, row }] of infos) {
    const before = info.blockNumber === null ? 0 : (logsOf.get(info.blockNumber) ?? 0);
    if (info.blockNumber !== null) logsOf.set(info.blockNumber, before + (info.logs?.length ?? 0));
    if (used.has(txid)) continue;
    counts.noTransaction++;
    placed.push({ transaction: readTronInfoAlone(info, before).transaction, rows: [row] });
  }
  const flags: NodeFlag[] = notes.flags();
  if (counts.noInfo > 0) flags.push({ code: 'noInfo', transactions: counts.noInfo });
  if (counts.noTransaction > 0) flags.push({ code: 'noTransaction', transactions: counts.noTransaction });
  if (counts.movesNotRead > 0) flags.push({ code: 'movesNotRead', transactions: counts.movesNotRead });
  return { placed, rejected, flags, blocks: [...proven.values()] };
}

/** What of a block the case keeps: its header, and its transactions where they are the bytes that the header commits to. */
export function provenTronBlock({ header: { id, number, parentId, rawData }, transactions, exact }: NodeBlock): ProvenBlock {
  const bytes = exact ? transactions.flatMap((one) => (one.bytes === null ? [] : [one.bytes])) : null;
  return { number, hash: id, parentHash: parentId, header: rawData, transactions: bytes, receipts: null };
}
