// Recognises what the objects of a JSON dump are and hands them on as they stand: nodes' blocks, transactions and receipts are decoded by
// their chain's own folder, and transactions of UTXO chains are no accounts at all.
import type { ByteSource } from './byteSource.ts';
import { detectEncoding } from './encoding.ts';
import { type JsonRecord, looksLikeJson, parseRecordLines, readJsonDocument, recordsOf } from './jsonTable.ts';
import { decodeText } from './rows.ts';

export type JsonKind =
  | 'evm.block'
  | 'evm.transaction'
  | 'evm.receipt'
  | 'evm.log'
  | 'evm.callTrace'
  | 'evm.parityTrace'
  | 'tron.block'
  | 'tron.transaction'
  | 'tron.transactionInfo'
  | 'bitcoin.block'
  | 'bitcoin.transaction'
  | 'esplora.transaction'
  | 'graphsense.utxoTransaction';

const MEMBERS: readonly (readonly [JsonKind, readonly string[]])[] = [
  ['evm.receipt', ['transactionHash', 'cumulativeGasUsed', 'logs']],
  ['evm.block', ['stateRoot', 'transactionsRoot', 'transactions']],
  ['evm.parityTrace', ['action', 'traceAddress', 'transactionHash']],
  ['evm.log', ['topics', 'data', 'logIndex', 'transactionHash']],
  ['evm.callTrace', ['type', 'from', 'gasUsed', 'input']],
  ['evm.transaction', ['hash', 'nonce', 'from', 'input', 'gas', 'value']],
  ['tron.block', ['blockID', 'block_header']],
  ['tron.transaction', ['txID', 'raw_data']],
  ['tron.transactionInfo', ['id', 'blockNumber', 'blockTimeStamp', 'receipt']],
  ['esplora.transaction', ['txid', 'vin', 'vout', 'fee', 'status']],
  ['bitcoin.transaction', ['txid', 'vin', 'vout']],
  ['bitcoin.block', ['merkleroot', 'previousblockhash', 'tx']],
  ['graphsense.utxoTransaction', ['tx_type', 'tx_hash', 'inputs', 'outputs']],
];

export function jsonKind(record: JsonRecord): JsonKind | null {
  return MEMBERS.find(([, members]) => members.every((name) => Object.hasOwn(record, name)))?.[0] ?? null;
}

export interface JsonObject {
  readonly kind: JsonKind | null;
  readonly value: JsonRecord;
  /** Line of JSON lines, else the place in the document, from 1. */
  readonly row: number;
}

/** Every object of a dump: JSON lines, an array, an answer of JSON-RPC (`result`) or one object. Numbers beyond 15 digits stay text. */
export async function* readJsonObjects(source: ByteSource): AsyncGenerator<readonly JsonObject[]> {
  const encoding = await detectEncoding(source);
  const head = await source.read(encoding.markBytes, 64 * 1024);
  const kind = looksLikeJson(decodeText(head, encoding.encoding));
  if (kind === null) return;
  if (kind === 'lines') {
    for await (const records of parseRecordLines(source, encoding)) yield records.map(({ record, number }) => objectOf(record, number));
    return;
  }
  const document = await readJsonDocument(source, encoding);
  yield (recordsOf(document) ?? []).map((record, i) => objectOf(record, i + 1));
}

/** Takes the envelope of JSON-RPC and of debug_traceBlock off. */
function objectOf(record: JsonRecord, row: number): JsonObject {
  const { result } = record;
  const inner =
    jsonKind(record) === null && typeof result === 'object' && result !== null && !Array.isArray(result) ? (result as JsonRecord) : record;
  return { kind: jsonKind(inner), value: inner, row };
}
