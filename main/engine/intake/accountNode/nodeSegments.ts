// What a node source keeps beside the movements of a batch: which blocks it read, by number and hash, and the answers as they came. Both
// are columns of the same segment, so the digest in the journal covers them. It judges nothing.
import { deflateSync, inflateSync } from 'node:zlib';
import type { CaseFile, SourceRow } from '../../casefile/index.ts';
import type { AccountChain } from '../../chains/index.ts';
import { countsOf, encodeAccounts, type PlacedTransaction } from '../accounts/accountColumns.ts';
import { digestOfBlocks, keepBlock, type ProvenBlock } from '../accounts/blockBodies.ts';
import { type Statement, statementColumn } from '../accounts/statements.ts';
import { rejectedColumn } from '../accounts/rejections.ts';
import { digestOfFacts, keepFact, type StatedFact } from '../accounts/statedFacts.ts';
import { digestOf } from '../accounts/takeInAccounts.ts';
import type { RejectedRow } from '../material.ts';
import type { BlockPlace } from './accountNode.ts';
import { answerLine, type NumberedAnswer } from './asker.ts';

export const NODE_IMPORTERS = /^node\.(?:evm|tron)@/;
const RECORD_BYTES = 40;

/** 8 bytes of number, 32 of hash each. */
export function packBlocks(blocks: readonly BlockPlace[]): Uint8Array {
  const bytes = Buffer.alloc(blocks.length * RECORD_BYTES);
  blocks.forEach(({ number, hash }, i) => {
    bytes.writeBigUInt64LE(BigInt(number), i * RECORD_BYTES);
    bytes.write(hash.replace(/^0x/, ''), i * RECORD_BYTES + 8, 32, 'hex');
  });
  return bytes;
}

/** `prefix`: what the chain writes before a hash. */
export function unpackBlocks(packed: Uint8Array, prefix: string): BlockPlace[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  return Array.from({ length: Math.floor(bytes.length / RECORD_BYTES) }, (_, i) => ({
    number: Number(bytes.readBigUInt64LE(i * RECORD_BYTES)),
    hash: prefix + bytes.toString('hex', i * RECORD_BYTES + 8, (i + 1) * RECORD_BYTES),
  }));
}

export interface Batch {
  readonly placed: readonly PlacedTransaction[];
  readonly blocks: readonly BlockPlace[];
  readonly answers: readonly NumberedAnswer[];
  /** Blocks that prove what is in them, and what was said of accounts. */
  readonly proven: readonly ProvenBlock[];
  readonly stated: readonly StatedFact[];
  readonly statements: readonly Statement[];
  /** Answers that could not be read. */
  readonly rejected: readonly RejectedRow[];
}

/** Writes one batch; `within` runs in the same transaction of the case, with the columns that were written. */
export function writeNodeBatch(
  file: CaseFile,
  source: Pick<SourceRow, 'id' | 'publicId'>,
  chain: AccountChain,
  { placed, blocks, answers, proven, stated, statements, rejected }: Batch,
  within: (column: (name: string) => Uint8Array) => void,
): void {
  const batch = file.accounts.segmentsOfSource(source.id).length;
  const columns = new Map([
    ...encodeAccounts(placed),
    ...statementColumn(statements),
    ...rejectedColumn(rejected),
    ['node.blocks', packBlocks(blocks)] as const,
    // A list of JSON documents, each as it came: what a dump of these answers would be.
    ['node.answers', deflate(`[${answers.map(({ text }) => text).join(',\n')}]`)] as const,
    ['node.list', deflate(answers.map(answerLine).join('\n'))] as const,
  ]);
  const digest = digestOf(columns);
  const event = {
    ...{ source: source.publicId, batch, blocks: blocks.length, refused: 0, transactions: placed.length, digest },
    ...(proven.length === 0 ? {} : { blocksDigest: digestOfBlocks(proven) }),
    ...(stated.length === 0 ? {} : { stated: stated.length, statedDigest: digestOfFacts(stated) }),
  };
  file.act('intake.batch', event, () => {
    file.accounts.addSegment({ source: source.id, chain: chain.id, batch, ...countsOf(placed), digest }, columns);
    for (const block of proven) keepBlock(file, source.id, chain, block);
    for (const fact of stated) keepFact(file, source.id, chain.id, fact);
    within((name) => columns.get(name) ?? new Uint8Array(0));
  });
}

const deflate = (text: string): Uint8Array => new Uint8Array(deflateSync(Buffer.from(text, 'utf8')));

/** The answers of a segment as one JSON document; null where it came from no node. */
export function answersOfSegment(file: CaseFile, segment: number): string | null {
  const packed = file.accounts.column(segment, 'node.answers');
  return packed.length === 0 ? null : inflateSync(packed).toString('utf8');
}

/** Sources of this node and chain that count. */
export function sourcesOfNode(file: CaseFile, address: string, chain: string): SourceRow[] {
  return file.sources
    .list()
    .filter((row) => row.state !== 'withdrawn' && row.chain === chain && row.name === address && NODE_IMPORTERS.test(row.importer));
}
