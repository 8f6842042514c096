// What a block in a node's JSON proves about itself: whether its header gives its hash, and whether the header commits to the
// transactions and receipts that came with it. Where it cannot be told, it says why; nothing is claimed on faith.
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type HeaderReading, readHeader } from './header.ts';
import { present, readObject } from './json.ts';
import type { EvmNetwork } from './networks.ts';
import { encodeReceipt, receiptOfJson } from './receipt.ts';
import { isStateSync, transactionOfJson } from './transaction.ts';
import { trieOfList } from './trie.ts';

export type Committed =
  /** The header commits to exactly these bytes in this order: proofs can be built from them. */
  | { readonly kind: 'committed'; readonly values: readonly Uint8Array[] }
  /** The source has none, or hashes alone. */
  | { readonly kind: 'absent' }
  /** One of them has a type that is not known here; the others cannot be proven either, since the root is over all. */
  | { readonly kind: 'unknownForm'; readonly position: number; readonly type: string }
  /** They are readable and are not what the header commits to: something is missing, altered or of another block. */
  | { readonly kind: 'mismatch' }
  /** One of them is malformed; the reason is that of its Fault. */
  | { readonly kind: 'malformed'; readonly position: number; readonly reason: string };

export interface BlockEvidence {
  readonly header: HeaderReading;
  readonly transactions: Committed;
  readonly receipts: Committed;
}

function committed(list: unknown, root: Uint8Array, bytesOf: (value: unknown, position: number) => Uint8Array | null): Committed {
  if (!Array.isArray(list) || list.some((value) => typeof value === 'string')) return { kind: 'absent' };
  const values: Uint8Array[] = [];
  for (const [position, value] of list.entries()) {
    try {
      const bytes = bytesOf(value, position);
      if (bytes !== null) values.push(bytes);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      const { reason, type } = fault.parameters;
      if (reason === 'transaction.unknownType') return { kind: 'unknownForm', position, type: `0x${Number(type).toString(16)}` };
      return { kind: 'malformed', position, reason: String(reason) };
    }
  }
  return bytesEqual(trieOfList(values).root, root) ? { kind: 'committed', values } : { kind: 'mismatch' };
}

/** `block` is the answer of `eth_getBlockBy…` with whole transactions, `receipts` that of `eth_getBlockReceipts` or null. */
export function readBlockEvidence(block: unknown, receipts: unknown, chain: EvmNetwork): BlockEvidence {
  const header = readHeader(block, chain.headerForm);
  if (header.kind !== 'rebuilt') return { header, transactions: { kind: 'absent' }, receipts: { kind: 'absent' } };
  const list = present(readObject(block, 'block'), 'transactions');
  // Polygon's nodes list state synced from Ethereum, and its receipt, though no trie holds them.
  const beside = new Set<number>();
  if (Array.isArray(list) && chain.listsStateSync) {
    for (const [position, value] of list.entries()) if (typeof value === 'object' && isStateSync(value)) beside.add(position);
  }
  const { transactionsRoot, receiptsRoot } = header.header;
  return {
    header,
    transactions: committed(list, transactionsRoot, (value, position) => (beside.has(position) ? null : transactionOfJson(value).bytes)),
    receipts: committed(receipts, receiptsRoot, (value, position) => (beside.has(position) ? null : encodeReceipt(receiptOfJson(value)))),
  };
}
