// Merkle-Patricia tries (yellow paper, appendix D): root of a block's transactions or receipts, proofs for one of them, and the
// checking of any proof, of absence too. It hashes and compares; what a value means is for others.
import { Fault } from '../../../../shared/model/fault.ts';
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { EMPTY_TRIE_ROOT, keccak256 } from './keccak.ts';
import { type RlpItem, decodeRlp, encodeBytes, encodeListOf, encodeRlp, integerBytes } from './rlp.ts';

/** Reasons given in `chain.badProof`. */
export type TrieRefusal = 'node' | 'nodeHash' | 'nodeMissing' | 'nodeLeft' | 'rootEmpty' | 'position';

function refuse(reason: TrieRefusal, position: number): never {
  throw new Fault('chain.badProof', { reason: `trie.${reason}`, position });
}

interface Entry {
  readonly nibbles: Uint8Array;
  readonly value: Uint8Array;
}

interface Node {
  readonly encoded: Uint8Array;
  /** What the parent holds: the hash as RLP, or the node itself where it is shorter than a hash. */
  readonly reference: Uint8Array;
  /** How many nibbles lead from here to the children: the path of an extension, 1 of a branch, none of a leaf. */
  readonly skip: number;
  readonly children: readonly (Node | null)[];
}

export interface Trie {
  readonly root: Uint8Array;
  /** Nodes from the root down; those embedded in their parent are not listed. Also proves absence. */
  proofOf(key: Uint8Array): readonly Uint8Array[];
}

export function nibblesOf(bytes: Uint8Array): Uint8Array {
  const nibbles = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    nibbles[i * 2] = byte >> 4;
    nibbles[i * 2 + 1] = byte & 15;
  }
  return nibbles;
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Hex-prefix encoding of a path (appendix C). */
function compactPath(nibbles: Uint8Array, from: number, to: number, isLeaf: boolean): Uint8Array {
  const count = to - from;
  const odd = count % 2;
  const bytes = new Uint8Array(1 + (count >> 1));
  bytes[0] = ((isLeaf ? 2 : 0) + odd) << 4;
  let at = from;
  if (odd === 1) bytes[0] += nibbles[at++] as number;
  for (let i = 1; i < bytes.length; i++, at += 2) bytes[i] = ((nibbles[at] as number) << 4) | (nibbles[at + 1] as number);
  return bytes;
}

function nodeOf(encoded: Uint8Array, skip: number, children: readonly (Node | null)[]): Node {
  return { encoded, reference: encoded.length < 32 ? encoded : encodeBytes(keccak256(encoded)), skip, children };
}

const NOTHING: Uint8Array = Uint8Array.of(0x80);

/** `entries[from..to)` are sorted, differ, and agree in their first `depth` nibbles. */
function build(entries: readonly Entry[], from: number, to: number, depth: number): Node {
  const first = entries[from] as Entry;
  if (to - from === 1) {
    const path = compactPath(first.nibbles, depth, first.nibbles.length, true);
    return nodeOf(encodeListOf([encodeBytes(path), encodeBytes(first.value)]), 0, []);
  }
  const last = (entries[to - 1] as Entry).nibbles;
  let shared = depth;
  // Sorted, so what the first and the last share is shared by all.
  while (shared < first.nibbles.length && shared < last.length && first.nibbles[shared] === last[shared]) shared++;
  if (shared > depth) {
    const below = build(entries, from, to, shared);
    const path = compactPath(first.nibbles, depth, shared, false);
    return nodeOf(encodeListOf([encodeBytes(path), below.reference]), shared - depth, [below]);
  }
  const children: (Node | null)[] = [];
  let next = from;
  let value = NOTHING;
  if (first.nibbles.length === depth) {
    value = encodeBytes(first.value);
    next++;
  }
  for (let nibble = 0; nibble < 16; nibble++) {
    const start = next;
    while (next < to && (entries[next] as Entry).nibbles[depth] === nibble) next++;
    children.push(next > start ? build(entries, start, next, depth + 1) : null);
  }
  const items = children.map((child) => child?.reference ?? NOTHING);
  items.push(value);
  return nodeOf(encodeListOf(items), 1, children);
}

/** The trie of keys and values. Keys must differ; a value must not be empty, since an empty value is an absent key. */
export function trieOf(pairs: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[]): Trie {
  const entries = pairs.map(({ key, value }) => ({ nibbles: nibblesOf(key), value }));
  entries.sort((a, b) => compare(a.nibbles, b.nibbles));
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i] as Entry;
    if (entry.value.length === 0) throw new TypeError('a value of the trie is empty');
    if (i > 0 && compare((entries[i - 1] as Entry).nibbles, entry.nibbles) === 0) throw new TypeError('a key of the trie stands twice');
  }
  const top = entries.length === 0 ? null : build(entries, 0, entries.length, 0);
  return {
    root: top === null ? EMPTY_TRIE_ROOT : keccak256(top.encoded),
    proofOf: (key) => (top === null ? [] : walk(top, nibblesOf(key))),
  };
}

function walk(top: Node, nibbles: Uint8Array): readonly Uint8Array[] {
  const nodes: Uint8Array[] = [];
  let node: Node | null = top;
  for (let depth = 0; node !== null; ) {
    if (node === top || node.encoded.length >= 32) nodes.push(node.encoded);
    if (node.children.length === 0) break;
    if (node.children.length === 16) {
      node = depth < nibbles.length ? (node.children[nibbles[depth] as number] ?? null) : null;
      depth++;
      continue;
    }
    const [path] = pathOf((decodeRlp(node.encoded) as readonly RlpItem[])[0] as Uint8Array, 0);
    if (!startsWith(nibbles, depth, path)) break;
    depth += path.length;
    node = node.children[0] ?? null;
  }
  return nodes;
}

/** The key under which a block's list holds its n-th element. */
export function positionKey(position: number): Uint8Array {
  return encodeRlp(integerBytes(BigInt(position)));
}

/** The trie of a block's transactions, receipts or withdrawals. */
export function trieOfList(values: readonly Uint8Array[]): Trie {
  return trieOf(values.map((value, position) => ({ key: positionKey(position), value })));
}

function pathOf(compact: Uint8Array, position: number): readonly [Uint8Array, boolean] {
  const flags = compact[0];
  if (flags === undefined || flags >> 4 > 3 || ((flags & 0x10) === 0 && (flags & 15) !== 0)) return refuse('node', position);
  const nibbles = nibblesOf(compact);
  return [nibbles.subarray((flags & 0x10) === 0 ? 2 : 1), (flags & 0x20) !== 0];
}

function startsWith(nibbles: Uint8Array, depth: number, path: Uint8Array): boolean {
  if (depth + path.length > nibbles.length) return false;
  for (let i = 0; i < path.length; i++) if (nibbles[depth + i] !== path[i]) return false;
  return true;
}

/**
 * What a proof shows to stand under `key` in the trie with this root: the value, or null where it shows that nothing does. The
 * nodes must be exactly those on the way, in order, each with the hash its parent names; anything else throws `chain.badProof`.
 * `hashOf` may remember what it hashed (`rememberingKeccak`), where many proofs share their upper nodes.
 */
export function checkTrieProof(root: Uint8Array, key: Uint8Array, nodes: readonly Uint8Array[], hashOf = keccak256): Uint8Array | null {
  const nibbles = nibblesOf(key);
  if (bytesEqual(root, EMPTY_TRIE_ROOT)) {
    // Nodes answer for an empty trie either with no node or with the RLP of the empty string.
    // anvil's genesis header names it beside proofs of the accounts that it made: the two contradict each other.
    if (nodes.length > 1 || (nodes[0] !== undefined && !bytesEqual(nodes[0], NOTHING))) refuse('rootEmpty', 0);
    return null;
  }
  let used = 0;
  let depth = 0;
  const take = (hash: Uint8Array): RlpItem => {
    const bytes = nodes[used];
    if (bytes === undefined) return refuse('nodeMissing', used);
    if (!bytesEqual(hashOf(bytes), hash)) refuse('nodeHash', used);
    used++;
    return decodeRlp(bytes);
  };
  const done = (value: Uint8Array | null): Uint8Array | null => (used === nodes.length ? value : refuse('nodeLeft', used));
  let item: RlpItem = take(root);
  // Each turn but the last eats a nibble or follows a reference, so the key's length bounds it.
  for (;;) {
    if (item instanceof Uint8Array) return refuse('node', used);
    let next: RlpItem;
    if (item.length === 17) {
      if (depth === nibbles.length) return done(valueIn(item[16], used));
      next = item[nibbles[depth++] as number] as RlpItem;
      if (next instanceof Uint8Array && next.length === 0) return done(null);
    } else if (item.length === 2) {
      const compact = item[0];
      if (!(compact instanceof Uint8Array)) return refuse('node', used);
      const [path, isLeaf] = pathOf(compact, used);
      if (!startsWith(nibbles, depth, path)) return done(null);
      depth += path.length;
      if (isLeaf) return done(depth === nibbles.length ? valueIn(item[1], used) : null);
      if (path.length === 0) return refuse('node', used);
      next = item[1] as RlpItem;
    } else return refuse('node', used);
    if (next instanceof Uint8Array) item = take(next.length === 32 ? next : refuse('node', used));
    else item = next;
  }
}

function valueIn(item: RlpItem | undefined, position: number): Uint8Array | null {
  if (!(item instanceof Uint8Array)) return refuse('node', position);
  return item.length === 0 ? null : item;
}
