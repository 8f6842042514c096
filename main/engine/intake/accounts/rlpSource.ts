// A block of an Ethereum-like chain, or its header alone, in RLP as nodes store and export it: the bytes give the block's hash, and the
// header commits to the transactions behind it. Receipts are not in it, so how a transaction ended stays unknown.
import { hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { decodeRlp, encodeRlp, type EvmNetwork, headerOf, readCommittedTransaction, type RlpItem, trieOfList } from '../../chains/index.ts';
import type { RejectedRow } from '../material.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import type { PlacedTransaction } from './accountColumns.ts';
import type { ProvenBlock } from './blockBodies.ts';
import { createBlockNotes, type NodeFlag, rejection } from './nodeReading.ts';
import { chooseChain, type OpenedTable, type TableReading } from './tableSource.ts';

const VERSION = '1';
/** No block comes near this. */
const LARGEST = 64 << 20;
/** Parent, uncles and miner begin every header; fewer than fifteen fields none has. */
const LEAST_FIELDS = 15;

/** What the whole bytes are; null where they are no RLP of one item. */
export function rlpKind(bytes: Uint8Array): 'header' | 'block' | 'trieNode' | null {
  const item = decoded(bytes);
  if (item === null || item instanceof Uint8Array) return null;
  if (isHeader(item)) return 'header';
  const [header, transactions, uncles] = item;
  if (isHeader(header) && isList(transactions) && isList(uncles) && item.length <= 4) return 'block';
  // Seventeen: a branch. Two: a leaf or an extension, whose first is the hex-prefix of a path (Yellow Paper, appendix D).
  return item.length === 17 || (item.length === 2 && item[0] instanceof Uint8Array && item[0].length <= 33) ? 'trieNode' : null;
}

/** Null where the file is no such block. Faults: usage.chainRequired, chain.unknown, chain.otherFamily. */
export function openRlp(path: string, reading: Pick<TableReading, 'chain'>): OpenedTable | null {
  const file = openSourceFile(path);
  try {
    const bytes = wholeOf(file);
    const kind = bytes === null ? null : rlpKind(bytes);
    if (bytes !== null && (kind === 'header' || kind === 'block')) {
      const chain = chooseChain(file.name, 'evm', [], reading.chain) as EvmNetwork;
      const read = readBlock(bytes, kind, chain);
      return {
        materials: [
          {
            ...{ chain, importer: `rlp.evm@${VERSION}`, files: [file], reading: '{}' },
            async *batches() {
              yield { transactions: read.placed, blocks: [read.block], rejected: read.rejected, done: file.size };
            },
            summary: () => ({
              ...{ rejected: [], names: [] },
              table: {
                ...{ rows: read.placed.length + read.rejected.length, taken: read.placed.length, sheet: '', encoding: 'rlp' },
                flags: read.flags.map(({ code, ...values }) => ({
                  code,
                  values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
                })),
              },
            }),
          },
        ],
        close: () => file.close(),
      };
    }
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return null;
}

function wholeOf(file: SourceFile): Uint8Array | null {
  if (file.size === 0 || file.size > LARGEST) return null;
  const first = new Uint8Array(1);
  file.readInto(first, 0);
  // Everything that is read here is a list.
  if ((first[0] as number) < 0xc0) return null;
  const bytes = new Uint8Array(file.size);
  file.readInto(bytes, 0);
  return bytes;
}

interface Read {
  readonly block: ProvenBlock;
  readonly placed: readonly PlacedTransaction[];
  readonly rejected: readonly RejectedRow[];
  readonly flags: readonly NodeFlag[];
}

function readBlock(bytes: Uint8Array, kind: 'header' | 'block', chain: EvmNetwork): Read {
  const item = decodeRlp(bytes) as readonly RlpItem[];
  const header = headerOf(kind === 'header' ? bytes : encodeRlp(item[0] as RlpItem), chain.headerForm);
  // Typed transactions stand as the bytes they are (EIP-2718), older ones as the list that they are.
  const list = kind === 'header' ? [] : (item[1] as readonly RlpItem[]).map((one) => (one instanceof Uint8Array ? one : encodeRlp(one)));
  const notes = createBlockNotes();
  const committed = kind === 'block' && same(trieOfList(list).root, header.transactionsRoot);
  if (kind === 'header' || committed) notes.proven(header.number, list.length, 0);
  else notes.notRebuilt(header.number, 'transactions.mismatch');
  const block = provenOf(header, committed ? list : null);
  const placed: PlacedTransaction[] = [];
  const rejected: RejectedRow[] = [];
  for (const [position, transaction] of list.entries()) {
    const row = position + 1;
    if (!committed) {
      rejected.push({ row, reason: 'blockHash', text: `0x${hex(transaction.subarray(0, 16))}…` });
      continue;
    }
    try {
      const reading = readCommittedTransaction({ header: header.bytes, position, transaction, receipt: null }, chain);
      if (reading === null) rejected.push({ row, reason: 'transaction.unknownType', text: `0x${hex(transaction.subarray(0, 16))}…` });
      else placed.push({ transaction: reading.transaction, rows: [row] });
    } catch (error) {
      rejected.push(rejection(row, error, `0x${hex(transaction.subarray(0, 16))}…`));
    }
  }
  const unknown: NodeFlag[] = placed.length === 0 ? [] : [{ code: 'feesUnknown', transactions: placed.length }];
  return { block, placed, rejected, flags: [...notes.flags(), ...unknown] };
}

function provenOf(
  { number, hash, parentHash, bytes }: ReturnType<typeof headerOf>,
  transactions: readonly Uint8Array[] | null,
): ProvenBlock {
  return { number, hash: `0x${hex(hash)}`, parentHash: `0x${hex(parentHash)}`, header: bytes, transactions, receipts: null };
}

function decoded(bytes: Uint8Array): RlpItem | null {
  try {
    return decodeRlp(bytes);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

function isList(item: RlpItem | undefined): item is readonly RlpItem[] {
  return item !== undefined && !(item instanceof Uint8Array);
}

function isHeader(item: RlpItem | undefined): boolean {
  if (!isList(item) || item.length < LEAST_FIELDS) return false;
  const lengths = item.slice(0, 7).map((one) => (one instanceof Uint8Array ? one.length : -1));
  return String(lengths) === '32,32,20,32,32,32,256';
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
