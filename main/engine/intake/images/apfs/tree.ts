// B-trees of an APFS container: all records of one in the order of their keys, from root to leaves, each level one below the other.
import { type Blocks, headOf, u64 } from './blocks.ts';

const HEAD = 56;
const ROOT = 1;
const LEAF = 2;
const FIXED = 4;
/** Behind the values of a root: what the tree says of itself. */
const TREE_INFO = 40;
const DEEPEST = 16;
/** Of trees whose keys and values have one size: object maps. */
const FIXED_KEY = 16;
const FIXED_VALUE = 16;
const CHILD = 8;
/** In place of a value's place where there is none. */
const NO_VALUE = 0xffff;

interface Node {
  readonly level: number;
  readonly isLeaf: boolean;
  readonly count: number;
  /** Null where it lies outside of the node. */
  record(index: number): { readonly key: Buffer; readonly value: Buffer } | null;
}

export interface TreeAsked {
  readonly blocks: Pick<Blocks, 'object'>;
  /** Block of a node by the number that stands in the node above. */
  readonly blockOf: (child: number) => number | null;
  readonly root: number;
  /** The transaction whose state is read: what was written later stands where a node of it lay. */
  readonly xid: number;
  /** Nodes that may still be read. */
  readonly left: { nodes: number };
  /** Blocks that were read as nodes of this tree: none is one twice, so each that is met again is damage. Empty at first. */
  readonly met?: Set<number>;
  /** False where what is below a node's block is known already. */
  enters?(block: number): boolean;
  /** False where it cannot be read. */
  onRecord(key: Buffer, value: Buffer): boolean;
  /** A node, or a record in one, that cannot be read; what lies below it is not told. */
  onDamage(): void;
}

/** A step for each node. */
export function* walkTree({ blocks, blockOf, root, xid, left, met = new Set(), enters, onRecord, onDamage }: TreeAsked): Generator<void> {
  const path: { readonly node: Node; next: number }[] = [];
  const enter = (child: number): void => {
    const above = path.at(-1)?.node;
    const block = left.nodes-- > 0 ? blockOf(child) : null;
    if (block !== null && enters?.(block) === false) return;
    const object = block === null || met.has(block) ? null : blocks.object(block);
    if (block !== null) met.add(block);
    const head = object === null ? null : headOf(object);
    // Where a block was written over since it holds another object, whole though it is.
    const node = object === null || head?.oid !== child || head.xid > xid ? null : nodeOf(object);
    if (
      node === null ||
      node.isLeaf !== (node.level === 0) ||
      (above === undefined ? node.level > DEEPEST : node.level !== above.level - 1)
    )
      onDamage();
    else path.push({ node, next: 0 });
  };
  enter(root);
  for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
    const { node } = at;
    if (node.isLeaf) {
      for (let i = 0; i < node.count; i++) {
        const record = node.record(i);
        if (record === null || !onRecord(record.key, record.value)) onDamage();
      }
      path.pop();
      yield;
    } else if (at.next === node.count) path.pop();
    else {
      const record = node.record(at.next++);
      if (record === null || record.value.length < CHILD) onDamage();
      else enter(u64(record.value, 0));
    }
  }
}

function nodeOf(bytes: Buffer): Node | null {
  const flags = bytes.readUInt16LE(32);
  const isLeaf = (flags & LEAF) !== 0;
  const isFixed = (flags & FIXED) !== 0;
  const count = bytes.readUInt32LE(36);
  const table = HEAD + bytes.readUInt16LE(40);
  const keys = table + bytes.readUInt16LE(42);
  const end = bytes.length - ((flags & ROOT) === 0 ? 0 : TREE_INFO);
  const entryBytes = isFixed ? 4 : 8;
  if (table + count * entryBytes > keys || keys > end) return null;
  return {
    ...{ level: bytes.readUInt16LE(34), isLeaf, count },
    record(index) {
      const entry = table + index * entryBytes;
      const key = keys + bytes.readUInt16LE(entry);
      const keyBytes = isFixed ? FIXED_KEY : bytes.readUInt16LE(entry + 2);
      const back = bytes.readUInt16LE(entry + (isFixed ? 2 : 4));
      const valueBytes = back === NO_VALUE ? 0 : isFixed ? (isLeaf ? FIXED_VALUE : CHILD) : bytes.readUInt16LE(entry + 6);
      const value = back === NO_VALUE ? end : end - back;
      if (key + keyBytes > end || value < keys || value + valueBytes > end) return null;
      return { key: bytes.subarray(key, key + keyBytes), value: bytes.subarray(value, value + valueBytes) };
    },
  };
}
