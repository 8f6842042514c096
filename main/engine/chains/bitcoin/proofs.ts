// Proofs that a transaction is in a block, as other programs give them out: `gettxoutproof`/merkleblock (BIP37)
// and Electrum's `get_merkle`. Read here into one form, fully checked against the header. They show inclusion
// in that header only; whether the header counts is decided in headerChain.ts.
import { bytesEqual, fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type BlockHeader, HEADER_BYTES, decodeHeader, sha256d } from './header.ts';
import { checkBranch, merkleDepth } from './merkle.ts';

export interface ProvenTransaction {
  /** Internal byte order. */
  readonly txid: Uint8Array;
  readonly position: number;
  /** Siblings from leaf to root, packed. */
  readonly branch: Uint8Array;
}

export interface InclusionProof {
  readonly header: BlockHeader;
  readonly headerBytes: Uint8Array;
  /** Null where the proof does not say (Electrum). */
  readonly transactionCount: number | null;
  /** In the order of the block. */
  readonly matches: readonly ProvenTransaction[];
}

export type ProofRefusal =
  | 'truncated'
  | 'trailing'
  | 'transactionCount'
  | 'hashCount'
  | 'flagCount'
  | 'unusedHashes'
  | 'unusedFlags'
  | 'duplicateSibling'
  | 'root'
  | 'shape'
  | 'noMatch';

function refuse(reason: ProofRefusal, more: Readonly<Record<string, string | number>> = {}): never {
  throw new Fault('chain.badProof', { reason, ...more });
}

/** A block of 4,000,000 weight units holds no more transactions of at least 60 bytes than this. */
const MOST_TRANSACTIONS = 16_666;

/**
 * Reads a merkleblock message or the bytes that `gettxoutproof` prints in hexadecimal. Every match comes with
 * its own branch. It cannot tell a transaction from an inner node by itself: check the raw transaction with
 * `checkInclusion`.
 */
export function readMerkleBlock(bytes: Uint8Array): InclusionProof {
  if (bytes.length < HEADER_BYTES + 4) refuse('truncated');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = decodeHeader(bytes);
  const transactionCount = view.getUint32(HEADER_BYTES, true);
  if (transactionCount === 0 || transactionCount > MOST_TRANSACTIONS) refuse('transactionCount', { transactions: transactionCount });
  let at = HEADER_BYTES + 4;
  const size = (): number => {
    const first = bytes[at++];
    if (first === undefined) refuse('truncated');
    if (first < 0xfd) return first;
    // More than 16,666 hashes cannot be, so the two-byte form is the longest that is right.
    if (first !== 0xfd || at + 2 > bytes.length) refuse('hashCount');
    const value = view.getUint16(at, true);
    at += 2;
    if (value < 0xfd) refuse('shape');
    return value;
  };
  const hashCount = size();
  if (hashCount === 0 || hashCount > transactionCount) refuse('hashCount', { hashes: hashCount });
  if (hashCount * 32 > bytes.length - at) refuse('truncated');
  const hashes = bytes.subarray(at, at + hashCount * 32);
  at += hashCount * 32;
  const flagBytes = size();
  if (flagBytes > bytes.length - at) refuse('truncated');
  const flags = bytes.subarray(at, at + flagBytes);
  at += flagBytes;
  if (at !== bytes.length) refuse('trailing');
  if (flagBytes * 8 < hashCount) refuse('flagCount');
  const tree = walkPartialTree(transactionCount, hashes, flags);
  if (!bytesEqual(tree.root, header.merkleRoot)) refuse('root');
  if (tree.matches.length === 0) refuse('noMatch');
  return { header, headerBytes: bytes.slice(0, HEADER_BYTES), transactionCount, matches: tree.matches };
}

interface OpenMatch {
  readonly txid: Uint8Array;
  readonly position: number;
  readonly siblings: Uint8Array[];
}

/** BIP37, "Parsing a partial merkle tree object", with the checks of Bitcoin Core's CPartialMerkleTree. */
function walkPartialTree(
  transactionCount: number,
  hashes: Uint8Array,
  flags: Uint8Array,
): { root: Uint8Array; matches: readonly ProvenTransaction[] } {
  let usedHashes = 0;
  let usedFlags = 0;
  const takeHash = (): Uint8Array => {
    if (usedHashes * 32 >= hashes.length) refuse('hashCount');
    usedHashes++;
    return hashes.slice((usedHashes - 1) * 32, usedHashes * 32);
  };
  const takeFlag = (): boolean => {
    if (usedFlags >= flags.length * 8) refuse('flagCount');
    const flag = ((flags[usedFlags >>> 3] as number) >>> (usedFlags & 7)) & 1;
    usedFlags++;
    return flag === 1;
  };
  const width = (level: number): number => Math.ceil(transactionCount / 2 ** level);
  // Gives the hash of a node and the matches below it, whose branches grow on the way up.
  const visit = (level: number, index: number): { hash: Uint8Array; open: readonly OpenMatch[] } => {
    const flagged = takeFlag();
    if (level === 0) {
      const txid = takeHash();
      return { hash: txid, open: flagged ? [{ txid, position: index, siblings: [] }] : [] };
    }
    if (!flagged) return { hash: takeHash(), open: [] };
    const left = visit(level - 1, index * 2);
    const alone = index * 2 + 1 >= width(level - 1);
    const right = alone ? { hash: left.hash, open: [] } : visit(level - 1, index * 2 + 1);
    // CVE-2012-2459: two equal nodes stand for a duplicated tail and could prove a transaction twice.
    if (!alone && bytesEqual(left.hash, right.hash)) refuse('duplicateSibling', { level });
    for (const match of left.open) match.siblings.push(right.hash);
    for (const match of right.open) match.siblings.push(left.hash);
    const pair = new Uint8Array(64);
    pair.set(left.hash);
    pair.set(right.hash, 32);
    return { hash: sha256d(pair), open: [...left.open, ...right.open] };
  };
  const { hash, open } = visit(merkleDepth(transactionCount), 0);
  if (usedHashes * 32 !== hashes.length) refuse('unusedHashes');
  if (Math.ceil(usedFlags / 8) !== flags.length) refuse('unusedFlags');
  for (let bit = usedFlags; bit < flags.length * 8; bit++)
    if ((((flags[bit >>> 3] as number) >>> (bit & 7)) & 1) !== 0) refuse('unusedFlags');
  return { root: hash, matches: open.map(({ txid, position, siblings }) => ({ txid, position, branch: packed(siblings) })) };
}

function packed(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * 32);
  hashes.forEach((hash, i) => bytes.set(hash, i * 32));
  return bytes;
}

/** What Electrum's `blockchain.transaction.get_merkle` answers, its shape checked; the height is a claim. */
export interface ElectrumMerkle {
  readonly claimedHeight: number;
  readonly position: number;
  readonly branch: Uint8Array;
}

export function readElectrumMerkle(json: unknown): ElectrumMerkle {
  if (typeof json !== 'object' || json === null) refuse('shape');
  const { block_height: height, merkle, pos } = json as Readonly<Record<string, unknown>>;
  const whole = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (!whole(height) || !whole(pos) || !Array.isArray(merkle) || merkle.length > 32) refuse('shape');
  const siblings = merkle.map((text: unknown) =>
    typeof text === 'string' && /^[0-9a-f]{64}$/i.test(text) ? fromDisplayHash(text) : refuse('shape'),
  );
  return { claimedHeight: height, position: pos, branch: packed(siblings) };
}

/** Checks an Electrum proof for a txid (internal order) against the 80 bytes of its header. */
export function checkElectrumMerkle(
  proof: ElectrumMerkle,
  txid: Uint8Array,
  headerBytes: Uint8Array,
  transaction?: Uint8Array,
): InclusionProof {
  if (headerBytes.length !== HEADER_BYTES) refuse('shape');
  const header = decodeHeader(headerBytes);
  const { position, branch } = proof;
  checkBranch({ txid, position, branch, merkleRoot: header.merkleRoot, ...(transaction === undefined ? {} : { transaction }) });
  return { header, headerBytes: headerBytes.slice(), transactionCount: null, matches: [{ txid: txid.slice(), position, branch }] };
}

/**
 * Checks one raw transaction against an inclusion proof: its hash is among the matches, its branch holds, and
 * it is no inner node in disguise. Gives the match.
 */
export function checkInclusion(proof: InclusionProof, txid: Uint8Array, transaction: Uint8Array): ProvenTransaction {
  const match = proof.matches.find((candidate) => bytesEqual(candidate.txid, txid));
  if (match === undefined) refuse('noMatch');
  checkBranch({
    ...match,
    transaction,
    merkleRoot: proof.header.merkleRoot,
    ...(proof.transactionCount === null ? {} : { transactionCount: proof.transactionCount }),
  });
  return match;
}
