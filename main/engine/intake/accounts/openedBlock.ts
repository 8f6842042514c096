// A kept block made ready for proofs: unpacked once, its tries built once, for as long as it is among the last that were asked. Rows of kept
// blocks never change, so what was made of one stays true.
import type { AccountBlockRow, CaseFile } from '../../casefile/index.ts';
import {
  type AccountChain,
  type EvmNetwork,
  headerOf,
  proveInBlock,
  type ReceiptPlace,
  receiptPlaces,
  tronBranch,
  tronLeaf,
} from '../../chains/index.ts';
import { unpack } from './blockBodies.ts';

export interface OpenedBlock {
  readonly transactions: readonly Uint8Array[];
  /** Null where the case does not hold them. */
  readonly receipts: readonly Uint8Array[] | null;
  /** Where each receipt's gas and logs begin in the block. */
  places(): readonly ReceiptPlace[];
  /** Nodes of the trie, or siblings of TRON's tree. Throws where the root does not come out: the case was altered behind the program's back. */
  transactionProof(position: number): readonly Uint8Array[];
  receiptProof(position: number): readonly Uint8Array[];
}

const MOST_KEPT = 8;
const kept = new WeakMap<CaseFile, Map<number, OpenedBlock>>();

export function openBlock(file: CaseFile, chain: AccountChain, row: AccountBlockRow): OpenedBlock {
  const blocks = kept.get(file) ?? new Map<number, OpenedBlock>();
  kept.set(file, blocks);
  const known = blocks.get(row.id);
  const block = known ?? openAnew(chain, row);
  // The one asked last is dropped last.
  blocks.delete(row.id);
  blocks.set(row.id, block);
  if (blocks.size > MOST_KEPT) blocks.delete(blocks.keys().next().value as number);
  return block;
}

function openAnew(chain: AccountChain, { header, body, receipts: packed }: AccountBlockRow): OpenedBlock {
  const transactions = unpack(body as Uint8Array);
  const receipts = packed === null ? null : unpack(packed);
  const proofs = (part: 'transaction' | 'receipt', values: readonly Uint8Array[]) =>
    once(() =>
      proveInBlock(part, headerOf(header, (chain as EvmNetwork).headerForm), values, [...values.keys()]).map(({ nodes }) => nodes),
    );
  const ofTransactions = proofs('transaction', transactions);
  const ofReceipts = proofs('receipt', receipts ?? []);
  const leaves = once(() => transactions.map(tronLeaf));
  return {
    ...{ transactions, receipts },
    places: once(() => receiptPlaces(receipts ?? [])),
    transactionProof: (position) =>
      chain.family === 'tron' ? tronBranch(leaves(), position) : (ofTransactions()[position] as readonly Uint8Array[]),
    receiptProof: (position) => ofReceipts()[position] as readonly Uint8Array[],
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
