// Blocks of account chains whose header gives their hash, as the case keeps them: the header, and where the header commits to them, all
// transactions and all receipts. From these every proof is built when it is asked for; what was not checked is never written here.
import { deflateSync, inflateSync } from 'node:zlib';
import { fromHex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import {
  type AccountChain,
  decodeEvmTransaction,
  headerOf,
  readTransactionBytes,
  readHeaderRawData,
  type EvmNetwork,
} from '../../chains/index.ts';
import { sha256Stream } from '../../kernel/index.ts';

export interface ProvenBlock {
  readonly number: number;
  /** Display form of the chain, as is `parentHash`. */
  readonly hash: string;
  readonly parentHash: string;
  /** EVM: the header's RLP; TRON: the raw_data of its header. */
  readonly header: Uint8Array;
  /** All of them, in order and as committed; null where the header alone could be rebuilt. */
  readonly transactions: readonly Uint8Array[] | null;
  readonly receipts: readonly Uint8Array[] | null;
}

/** No block of any chain comes near this; a larger one in a case was not written by this program. */
const LARGEST_BODY = 256 << 20;

export function keepBlock(file: CaseFile, source: number, chain: AccountChain, block: ProvenBlock): void {
  const { number, hash, parentHash, header, transactions, receipts } = block;
  const txids = (transactions ?? []).map((bytes) =>
    chain.family === 'tron' ? fromHex(readTransactionBytes(bytes).txid) : decodeEvmTransaction(bytes).hash,
  );
  file.accountFacts.addBlock(
    chain.id,
    {
      ...{ source, number, hash, parent: parentHash, header, count: transactions?.length ?? null },
      ...{ body: transactions === null ? null : pack(transactions), receipts: receipts === null ? null : pack(receipts) },
    },
    txids,
  );
}

/** Over everything that is kept of the blocks: what the journal's event of the batch holds. */
export function digestOfBlocks(blocks: readonly ProvenBlock[]): string {
  const digest = sha256Stream();
  for (const { hash, header, transactions, receipts } of blocks)
    digest
      .update(`${hash} ${header.length} ${transactions?.length ?? '-'} ${receipts?.length ?? '-'}\n`)
      .update(header)
      .update(joined(transactions ?? []))
      .update(joined(receipts ?? []));
  return digest.digest('hex');
}

/** Bytes of a block that is held at once while a batch is put together. */
export function sizeOfBlock({ header, transactions, receipts }: ProvenBlock): number {
  const sum = (list: readonly Uint8Array[] | null) => (list ?? []).reduce((all, bytes) => all + bytes.length, 0);
  return header.length + sum(transactions) + sum(receipts);
}

/** Their number, then each with its length in front; little-endian. */
function joined(list: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(list.reduce((sum, bytes) => sum + 4 + bytes.length, 4));
  const view = new DataView(whole.buffer);
  view.setUint32(0, list.length, true);
  let at = 4;
  for (const bytes of list) {
    view.setUint32(at, bytes.length, true);
    whole.set(bytes, at + 4);
    at += 4 + bytes.length;
  }
  return whole;
}

function pack(list: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(deflateSync(joined(list)));
}

export function unpack(packed: Uint8Array): readonly Uint8Array[] {
  let whole: Uint8Array;
  try {
    whole = new Uint8Array(inflateSync(packed, { maxOutputLength: LARGEST_BODY }));
  } catch (error) {
    throw damaged(error);
  }
  if (whole.length < 4) throw damaged();
  const view = new DataView(whole.buffer);
  const list: Uint8Array[] = [];
  let at = 4;
  for (let i = view.getUint32(0, true); i > 0; i--) {
    if (at + 4 > whole.length) throw damaged();
    const length = view.getUint32(at, true);
    if (at + 4 + length > whole.length) throw damaged();
    list.push(whole.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return at === whole.length ? list : refuse();
}

function damaged(cause?: unknown): Fault {
  return new Fault('case.damaged', { detail: 'the body of a block cannot be read' }, cause);
}
function refuse(): never {
  throw damaged();
}

/** What a header as it is kept says of itself: the hash is computed anew from its bytes. */
export function readKeptHeader(chain: AccountChain, header: Uint8Array): { readonly hash: string; readonly number: number } {
  if (chain.family === 'tron') {
    const { id, number } = readHeaderRawData(header);
    return { hash: id, number };
  }
  const { hash, number } = headerOf(header, (chain as EvmNetwork).headerForm);
  return { hash: `0x${Buffer.from(hash).toString('hex')}`, number };
}
