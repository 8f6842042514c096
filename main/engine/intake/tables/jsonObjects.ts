// Recognises what the objects of a JSON dump are and hands them on as they stand: nodes' blocks, transactions and receipts are decoded by
// their chain's own folder, and transactions of UTXO chains are no accounts at all.
import type { ByteSource } from './byteSource.ts';
import { detectEncoding } from './encoding.ts';
import type { Json } from '../node/exactJson.ts';
import { jsonFormOf, type JsonRecord, parseLines, readJsonDocument, recordsOf } from './jsonTable.ts';

export type JsonKind =
  | 'evm.block'
  | 'evm.transaction'
  | 'evm.receipt'
  | 'evm.log'
  | 'evm.callTrace'
  | 'evm.parityTrace'
  /** ethereum-etl's traces of a block by geth's tracer: a list without the names of its transactions. */
  | 'etl.gethTraces'
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
  ['etl.gethTraces', ['block_number', 'transaction_traces']],
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
  /** What stood around it, e.g. `{ txHash, result }` of debug_traceBlock; null where nothing did. */
  readonly envelope: JsonRecord | null;
  /** Line of JSON lines, else the place among the objects of the document, from 1. */
  readonly row: number;
}

/** Arrays of answers in arrays of blocks: no dump nests deeper. */
const DEEPEST_LIST = 4;

/**
 * Every object of a dump: JSON lines, arrays, answers of JSON-RPC (`result`, an object or an array) or one object. Numbers beyond 15
 * digits stay text.
 */
export async function* readJsonObjects(source: ByteSource): AsyncGenerator<readonly JsonObject[]> {
  const encoding = await detectEncoding(source);
  const kind = await jsonFormOf(source, encoding);
  if (kind === null) return;
  if (kind === 'lines') {
    for await (const values of parseLines(source, encoding))
      yield values.flatMap(({ value, number }) => [...unfold(value)].map((one) => ({ ...one, row: number })));
    return;
  }
  const document = await readJsonDocument(source, encoding);
  yield [...unfold(document)].map((one, i) => ({ ...one, row: i + 1 }));
}

/** Kinds whose members no table of an explorer or an export has. */
const NODES_ALONE: ReadonlySet<JsonKind | null> = new Set<JsonKind>([
  'evm.block',
  'evm.receipt',
  'evm.log',
  'tron.block',
  'tron.transactionInfo',
]);

/** Whether a file begins with what only a node answers, whatever table its members resemble. */
export async function isNodeDump(source: ByteSource): Promise<boolean> {
  for await (const batch of readJsonObjects(source)) return batch.some(({ kind }) => NODES_ALONE.has(kind));
  return false;
}

function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of one answer, as those of a dump that holds it. */
export function jsonObjectsOf(value: Json): readonly Omit<JsonObject, 'row'>[] {
  return [...unfold(value)];
}

/** Objects in lists and behind the envelopes of JSON-RPC and of debug_traceBlock. What is of a known kind is never looked into. */
function* unfold(value: Json, envelope: JsonRecord | null = null, depth = 0): Generator<Omit<JsonObject, 'row'>> {
  if (Array.isArray(value)) {
    if (depth < DEEPEST_LIST) for (const one of value as readonly Json[]) yield* unfold(one, envelope, depth + 1);
    return;
  }
  if (!isRecord(value)) return;
  const kind = jsonKind(value);
  if (kind !== null) {
    yield { kind, value, envelope };
    return;
  }
  const { result } = value;
  if (isRecord(result) || Array.isArray(result)) {
    yield* unfold(result, value, depth + 1);
    return;
  }
  const records = recordsOf(value) ?? [];
  if (records.length === 1 && records[0] === value) yield { kind: null, value, envelope };
  else yield* unfold(records, envelope, depth + 1);
}
