// Answers of an Esplora service or of a node of the bitcoin family as material: transactions, proofs, headers, blocks. Each goes the way
// of a file of its own; that a transaction is the one asked for is seen here, that it is in the chain by takeIn.
import { displayHash, fromHex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type BitcoinNetwork, HEADER_BYTES, newColumns, readMerkleBlock, readTransaction, sha256d, txidsOf } from '../../chains/index.ts';
import { EMPTY_MATERIAL, type InclusionProof, type Material, type TransactionBytes } from '../material.ts';
import type { SourceFile } from '../sourceFile.ts';
import { answersOf, createRejections, type NumberedAnswer, rpcResult, textOf } from './answers.ts';
import type { Capture } from './readCapture.ts';

export interface CapturedMaterial {
  readonly material: Material;
  /** SHA-256 of each of its files, as the manifest has it. */
  readonly hashes: readonly string[];
}

export async function bitcoinMaterial(capture: Capture, network: BitcoinNetwork): Promise<CapturedMaterial> {
  const files: SourceFile[] = [];
  const hashes: string[] = [];
  const transactions: TransactionBytes[] = [];
  const proofs: InclusionProof[] = [];
  const headers: Uint8Array[] = [];
  const blocks: Material['blocks'][number][] = [];
  const rejected = createRejections();
  const seen = new Set<string>();
  const addFile = (answer: NumberedAnswer, bytes: Uint8Array): number => {
    files.push(answerFile(capture, answer, bytes));
    hashes.push(answer.sha256);
    return files.length - 1;
  };
  for (const answer of answersOf(capture)) {
    const role = answer.role.replace(/^rpc\./, '');
    if (!['transactionHex', 'merkleBlock', 'headerHex', 'block'].includes(role) || answer.status !== 200) continue;
    const bytes = await bytesOf(capture, answer, role);
    if (bytes === null) {
      // An RPC error stands in the item's gaps already.
      if (!answer.role.startsWith('rpc.')) rejected.add(answer, 'notHex');
      continue;
    }
    try {
      if (role === 'transactionHex') {
        const txid = displayHash(txidsOf(bytes, readTransaction(bytes, newColumns(), network.transactionForm)));
        if (txid !== answer.about) rejected.add(answer, 'otherThanAsked', `${answer.about}: ${txid}`);
        else if (!seen.has(txid)) transactions.push({ file: addFile(answer, bytes), offset: 0, bytes });
        seen.add(txid);
      } else if (role === 'merkleBlock') {
        const { matches, transactionCount } = readMerkleBlock(bytes);
        const match = matches.find(({ txid }) => displayHash(txid) === answer.about);
        if (match === undefined) rejected.add(answer, 'otherThanAsked');
        else {
          const { txid, position, branch } = match;
          proofs.push({
            ...{
              file: addFile(answer, bytes),
              txid,
              header: bytes.slice(0, HEADER_BYTES),
              height: null,
              position,
              branch,
              transactionCount,
            },
          });
        }
      } else if (bytes.length < HEADER_BYTES || displayHash(sha256d(bytes.subarray(0, HEADER_BYTES))) !== answer.about)
        rejected.add(answer, 'otherThanAsked');
      else if (role === 'headerHex') headers.push(bytes.slice(0, HEADER_BYTES));
      else blocks.push({ file: addFile(answer, bytes), offset: 0, length: bytes.length, header: bytes.slice(0, HEADER_BYTES) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      rejected.add(answer, `answer:${error.parameters.reason ?? error.code}`);
    }
  }
  return {
    material: {
      ...EMPTY_MATERIAL,
      files,
      transactions,
      proofs,
      blocks,
      headers: new Uint8Array(Buffer.concat(headers)),
      rejected: rejected.rows,
    },
    hashes,
  };
}

/** Hexadecimal text, or the raw bytes of a block. */
async function bytesOf(capture: Capture, answer: NumberedAnswer, role: string): Promise<Uint8Array | null> {
  const content = await capture.read(answer);
  if (role === 'block' && !answer.role.startsWith('rpc.')) return content;
  const text = answer.role.startsWith('rpc.') ? rpcResult(content) : textOf(content).trim();
  // No repeated group: on a block of megabytes that would exhaust the matcher's stack.
  return typeof text === 'string' && text.length % 2 === 0 && text.length > 0 && /^[0-9a-fA-F]*$/.test(text)
    ? fromHex(text.toLowerCase())
    : null;
}

/** The answer's decoded bytes under its name in the capture. */
function answerFile({ path }: Capture, { file, time }: NumberedAnswer, bytes: Uint8Array): SourceFile {
  return {
    path: `${path}#${file}`,
    name: file,
    size: bytes.length,
    modified: Date.parse(time),
    xorKey: new Uint8Array(0),
    onDisk: false,
    isUnchanged: () => true,
    readInto(target, offset) {
      const piece = bytes.subarray(offset, offset + target.length);
      target.set(piece);
      return piece.length;
    },
    close: () => undefined,
  };
}
