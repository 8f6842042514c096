// Proofs as they are kept and checked: that a receipt or a transaction is in a block whose header is given, and what an account held
// under a state root (EIP-1186). They hold under the block's hash and nothing else: that this block is on the chain, an anchor says.
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type BlockHeader, type HeaderForm, headerOf } from './header.ts';
import { present, readAddress, readBytesValue, readHash, readList, readObject, readQuantity } from './json.ts';
import { EMPTY_CODE_HASH, EMPTY_TRIE_ROOT, keccak256, rememberingKeccak } from './keccak.ts';
import { type CommittedReceipt, decodeReceipt, encodeReceipt } from './receipt.ts';
import { type RlpItem, bigEndian, decodeRlp, integerOf } from './rlp.ts';
import { type EvmTransaction, decodeEvmTransaction } from './transaction.ts';
import { checkTrieProof, positionKey, trieOfList } from './trie.ts';

export type ProofRefusal = 'header' | 'root' | 'position' | 'absent' | 'account' | 'claim' | 'slot';

function refuse(reason: ProofRefusal, position = 0): never {
  throw new Fault('chain.badProof', { reason: `inclusion.${reason}`, position });
}

/** All that checks the place of one element of a block, with the header's own bytes. */
export interface BlockProof {
  readonly part: 'transaction' | 'receipt';
  readonly headerBytes: Uint8Array;
  readonly position: number;
  readonly nodes: readonly Uint8Array[];
}

function rootFor(part: BlockProof['part'], header: BlockHeader): Uint8Array {
  return part === 'transaction' ? header.transactionsRoot : header.receiptsRoot;
}

/**
 * Proofs for the elements at these positions. The values are the whole block's, in order: envelopes of transactions, or the bytes of
 * `encodeReceipt`. Throws unless they give the header's root.
 */
export function proveInBlock(
  part: BlockProof['part'],
  header: BlockHeader,
  values: readonly Uint8Array[],
  positions: readonly number[],
): readonly BlockProof[] {
  const trie = trieOfList(values);
  if (!bytesEqual(trie.root, rootFor(part, header))) refuse('root');
  return positions.map((position) => {
    if (!(Number.isInteger(position) && position >= 0 && position < values.length)) refuse('position', position);
    return { part, headerBytes: header.bytes, position, nodes: trie.proofOf(positionKey(position)) };
  });
}

/** The bytes that a proof shows at its position in the block with this hash. */
export function checkInBlock(proof: BlockProof, blockHash: Uint8Array, form: HeaderForm = 'ethereum'): Uint8Array {
  return blockProofChecker(blockHash, form)(proof);
}

/** Checks many proofs in one block; the header, and nodes that are the same array in several, are hashed once. */
function blockProofChecker(blockHash: Uint8Array, form: HeaderForm = 'ethereum'): (proof: BlockProof) => Uint8Array {
  const hashOf = rememberingKeccak();
  const headers = new Map<Uint8Array, BlockHeader>();
  return ({ part, headerBytes, position, nodes }) => {
    if (!bytesEqual(hashOf(headerBytes), blockHash)) refuse('header');
    if (!(Number.isSafeInteger(position) && position >= 0)) refuse('position');
    const header = headers.get(headerBytes) ?? headerOf(headerBytes, form);
    headers.set(headerBytes, header);
    return checkTrieProof(rootFor(part, header), positionKey(position), nodes, hashOf) ?? refuse('absent', position);
  };
}

export function checkReceiptProof(proof: BlockProof, blockHash: Uint8Array, form?: HeaderForm): CommittedReceipt {
  if (proof.part !== 'receipt') refuse('root');
  return decodeReceipt(checkInBlock(proof, blockHash, form));
}

export function checkTransactionProof(proof: BlockProof, blockHash: Uint8Array, form?: HeaderForm): EvmTransaction {
  if (proof.part !== 'transaction') refuse('root');
  return decodeEvmTransaction(checkInBlock(proof, blockHash, form));
}

/** Builds and checks a proof for every receipt of a block: the work of an export. Returns the proofs, all of which held. */
export function proveAndCheckReceipts(
  header: BlockHeader,
  receipts: readonly CommittedReceipt[],
  form?: HeaderForm,
): readonly BlockProof[] {
  const values = receipts.map(encodeReceipt);
  const proofs = proveInBlock('receipt', header, values, [...receipts.keys()]);
  const check = blockProofChecker(header.hash, form);
  for (const [position, proof] of proofs.entries()) {
    if (!bytesEqual(check(proof), values[position] as Uint8Array)) refuse('absent', position);
  }
  return proofs;
}

export interface ProvenAccount {
  readonly address: Uint8Array;
  /** False where the proof shows that the state holds no such account. */
  readonly exists: boolean;
  readonly nonce: bigint;
  readonly balanceWei: bigint;
  readonly storageRoot: Uint8Array;
  readonly codeHash: Uint8Array;
  /** Proven slots; 0 where the proof shows that nothing is stored there. */
  readonly slots: readonly { readonly slot: Uint8Array; readonly value: bigint }[];
}

function nodesOf(value: unknown, field: string): readonly Uint8Array[] {
  return readList(value, field, 128).map((node) => readBytesValue(node, field));
}

/** Checks the answer of `eth_getProof` against a state root. What it claims must be what it proves. */
export function checkAccountProof(stateRoot: Uint8Array, answer: unknown): ProvenAccount {
  const json = readObject(answer, 'proof');
  const address = readAddress(json, 'address');
  const leaf = checkTrieProof(stateRoot, keccak256(address), nodesOf(present(json, 'accountProof'), 'accountProof'));
  const account = leaf === null ? null : accountOf(leaf);
  const { nonce, balanceWei, storageRoot, codeHash } = account ?? {
    nonce: 0n,
    balanceWei: 0n,
    storageRoot: EMPTY_TRIE_ROOT,
    codeHash: EMPTY_CODE_HASH,
  };
  if (readQuantity(json, 'nonce') !== nonce || readQuantity(json, 'balance') !== balanceWei) refuse('claim');
  // Of an account that is not there some nodes answer zeros for the two hashes.
  const agrees = (field: string, proven: Uint8Array): boolean => {
    const stated = readHash(json, field);
    return bytesEqual(stated, proven) || (account === null && stated.every((byte) => byte === 0));
  };
  if (!agrees('storageHash', storageRoot) || !agrees('codeHash', codeHash)) refuse('claim');
  const slots = readList(present(json, 'storageProof') ?? [], 'storageProof', 100_000).map((entry, position) => {
    const proof = readObject(entry, 'storageProof');
    const slot = slotBytes(readQuantity(proof, 'key'));
    const stored = checkTrieProof(storageRoot, keccak256(slot), nodesOf(present(proof, 'proof'), 'proof'));
    const value = stored === null ? 0n : integerOf(bytesOf(decodeRlp(stored), 'slot'));
    if (readQuantity(proof, 'value') !== value) refuse('claim', position);
    return { slot, value };
  });
  return { address, exists: account !== null, nonce, balanceWei, storageRoot, codeHash, slots };
}

function slotBytes(slot: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 31, rest = slot; rest > 0n; i--, rest >>= 8n) bytes[i] = Number(rest & 255n);
  return bytes;
}

function bytesOf(item: RlpItem | undefined, reason: ProofRefusal): Uint8Array {
  return item instanceof Uint8Array ? item : refuse(reason);
}

function accountOf(leaf: Uint8Array): { nonce: bigint; balanceWei: bigint; storageRoot: Uint8Array; codeHash: Uint8Array } {
  const items = decodeRlp(leaf);
  if (items instanceof Uint8Array || items.length !== 4) return refuse('account');
  const [nonce, balance, storageRoot, codeHash] = items.map((item) => bytesOf(item, 'account')) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  if (storageRoot.length !== 32 || codeHash.length !== 32) refuse('account');
  integerOf(nonce);
  integerOf(balance);
  return { nonce: bigEndian(nonce), balanceWei: bigEndian(balance), storageRoot, codeHash };
}
