// Single transactions that come without their block: each needs a proof of inclusion in a header the chain accepts. Their
// grade is "proven"; what spends their outputs stays unknown.
import { bytesEqual, displayHash } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile } from '../casefile/index.ts';
import {
  type BitcoinNetwork,
  type BlockColumns,
  checkBranch,
  HEADER_BYTES,
  type HeaderChain,
  newColumns,
  readTransaction,
  sha256d,
  txidsOf,
} from '../chains/index.ts';
import type { InclusionProof, Material, RejectedRow, StatedPlace, TransactionBytes } from './material.ts';
import { createHeldPlaces } from './heldPlaces.ts';
import { createSegmentWriter } from './segments.ts';
import type { JudgedHeaders } from './sourceHeaders.ts';

interface Place {
  readonly source: number;
  readonly fileIds: readonly number[];
  readonly publicId: string;
  readonly batch: number;
}

/** Call inside one transaction. */
export function takeInProofs(
  file: CaseFile,
  network: BitcoinNetwork,
  judged: JudgedHeaders,
  material: Material,
  place: Place,
): { accepted: number; new: number; rejected: RejectedRow[] } {
  const { chain } = judged;
  const rejected: RejectedRow[] = [];
  // A list for each id: mainnet has two transactions that stand in two blocks each (BIP30).
  const proofs = new Map<string, InclusionProof[]>();
  for (const proof of material.proofs) {
    const id = displayHash(proof.txid);
    const same = proofs.get(id);
    if (same === undefined) proofs.set(id, [proof]);
    else same.push(proof);
  }
  const used = new Set<string>();
  const writer = createSegmentWriter(false);
  const taken: {
    hash: Uint8Array;
    position: number;
    txid: Uint8Array;
    raw: Uint8Array;
    branch: Uint8Array;
    count: number;
    txFirst: number;
    file: number;
  }[] = [];

  const heldPlace = createHeldPlaces(file, network.id);
  const notProven = ({ stated }: TransactionBytes, txid: Uint8Array, id: string): string | null => {
    if (used.has(id)) return 'twice';
    if (stated === undefined) return 'noProof';
    if (stated.place === null) return 'unconfirmed';
    const found = heldPlace(stated.place, txid);
    return found === 'held' ? null : found === 'unknown' ? 'statedPlace' : found;
  };
  let held = 0;
  material.transactions.forEach((transaction, number) => {
    const { stated } = transaction;
    const row = stated?.row ?? number;
    const read = readTaken(transaction.bytes, network);
    if (typeof read === 'string') {
      rejected.push({ row, reason: read, text: '' });
      return;
    }
    const { columns, txid } = read;
    const id = displayHash(txid);
    if (stated !== undefined && stated.networks?.includes(network.id) === false) {
      rejected.push({ row, reason: 'otherNetwork', text: id });
      return;
    }
    const proof = proofs.get(id)?.shift();
    if (proof === undefined) {
      const reason = notProven(transaction, txid, id);
      if (reason === null) held++;
      else rejected.push({ row, reason, text: id });
      return;
    }
    used.add(id);
    const header = proof.header === null ? chain.at(proof.height as number) : (chain.find(sha256d(proof.header)) ?? -1);
    const refusal = header === -1 ? 'noHeader' : judged.refusal(header);
    if (refusal !== null) {
      rejected.push({ row, reason: refusal, text: id });
      return;
    }
    const record = chain.headers.subarray(header * HEADER_BYTES, (header + 1) * HEADER_BYTES);
    try {
      checkBranch({
        txid,
        transaction: transaction.bytes,
        form: network.transactionForm,
        position: proof.position,
        branch: proof.branch,
        merkleRoot: record.subarray(36, 68),
        ...(proof.transactionCount === null ? {} : { transactionCount: proof.transactionCount }),
      });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      rejected.push({ row, reason: `proof:${error.parameters.reason}`, text: id });
      return;
    }
    const hash = chain.hashes.slice(header * 32, header * 32 + 32);
    // Taken in by its proof; that the source says otherwise is shown beside.
    if (stated !== undefined && stated.place !== null && !fits(stated.place, chain, header))
      rejected.push({ row, reason: 'otherBlockStated', text: id });
    const { txFirst } = writer.add(transaction.bytes, columns, txid, null, { position: proof.position });
    taken.push({
      hash,
      position: proof.position,
      txid,
      raw: transaction.bytes,
      branch: proof.branch,
      count: proof.transactionCount ?? leastCount(proof.position, txid, proof.branch),
      txFirst,
      file: place.fileIds[transaction.file] as number,
    });
  });
  for (const [id, left] of proofs) if (left.length > 0 && !used.has(id)) rejected.push({ row: 0, reason: 'noTransaction', text: id });
  if (taken.length === 0) return { accepted: held, new: 0, rejected };
  const isNew = taken.filter(
    (one) =>
      file.chain.raw(network.id, one.hash, one.position) === undefined && file.chain.completeBlocks(network.id, one.hash).length === 0,
  );

  const { segment, digest } = writer.flush(file, { source: place.source, chain: network.id, batch: place.batch });
  for (const one of taken) {
    // A block of which only single transactions are known has no place of its own: `offset` is the transaction's position.
    file.chain.addBlock(network.id, {
      hash: one.hash,
      source: place.source,
      segment,
      file: one.file,
      offset: one.position,
      length: one.raw.length,
      txFirst: one.txFirst,
      txCount: 1,
      complete: false,
      claimedHeight: null,
      totalTransactions: one.count,
    });
    file.chain.keepRaw(network.id, { blockHash: one.hash, position: one.position, txid: one.txid, raw: one.raw, branch: one.branch });
  }
  file.journal.append('act', 'intake.batch', { source: place.publicId, batch: place.batch, transactions: taken.length, digest });
  return { accepted: taken.length + held, new: isNew.length, rejected };
}

/** Whether what a source says of a transaction's block is so of this header, as far as its height is known. */
function fits({ hash, height, time }: StatedPlace, chain: HeaderChain, header: number): boolean {
  const known = chain.height[header] as number;
  if (!bytesEqual(hash, chain.hashes.subarray(header * 32, header * 32 + 32)) || (known !== -1 && known !== height)) return false;
  return time === null || time === chain.time[header];
}

/** Its columns and id, or why it is no transaction of this network. */
function readTaken(bytes: Uint8Array, network: BitcoinNetwork): { readonly columns: BlockColumns; readonly txid: Uint8Array } | string {
  try {
    const columns = readTransaction(bytes, newColumns(), network.transactionForm);
    return { columns, txid: txidsOf(bytes, columns) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return `rebuilt:${error.parameters.reason}`;
  }
}

/** A number of transactions that fits a branch whose source does not tell it: a full tree, or one that ends here where the branch shows a duplicated end. */
function leastCount(position: number, txid: Uint8Array, branch: Uint8Array): number {
  const depth = branch.length / 32;
  let hash = txid;
  for (let level = 0, index = position; level < depth; level++, index = Math.floor(index / 2)) {
    const sibling = branch.subarray(level * 32, level * 32 + 32);
    if (index % 2 === 0 && Buffer.compare(hash, sibling) === 0) return (index + 1) * 2 ** level;
    hash = sha256d(index % 2 === 0 ? Buffer.concat([hash, sibling]) : Buffer.concat([sibling, hash]));
  }
  return 2 ** depth;
}
