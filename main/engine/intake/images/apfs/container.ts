// An APFS container: its newest state whose checksum holds, and the volumes in it.
import type { Image } from '../image.ts';
import { type Column, newColumn } from '../growing.ts';
import { type Blocks, blocksOf, headOf, u64 } from './blocks.ts';
import { walkTree } from './tree.ts';

const SMALLEST_BLOCK = 4_096;
const LARGEST_BLOCK = 65_536;
const CONTAINER_MAGIC = 'NXSB';
const VOLUME_MAGIC = 'APSB';
const CONTAINER = 1;
const MOST_STATES = 1 << 16;
const MOST_VOLUMES = 100;
const FUSION = 0x100;
const MAP_ENTRY = 16;
const DELETED_ENTRY = 1;
const ENCRYPTED_ENTRY = 4;

export interface Volume {
  /** First byte of its superblock in the image, and the block within the container. */
  readonly offset: number;
  readonly block: number;
  readonly superblock: Buffer;
}

export interface Container {
  readonly blocks: Blocks;
  /** Nodes that trees may have together: each block is one at most. */
  readonly left: { nodes: number };
  readonly volumes: readonly Volume[];
}

/** Block of a virtual object by its number. */
export type ObjectMap = (oid: number) => number | null;

/** Steps while it reads; in the end the container, or why there is none to be read. `at`: its first byte in the image. */
export function* openContainer(
  image: Pick<Image, 'read' | 'size'>,
  at: number,
  onProblem: (reason: string) => void,
): Generator<void, Container | null> {
  const head = Buffer.alloc(SMALLEST_BLOCK);
  const size = image.read(head, at) === head.length ? head.readUInt32LE(36) : 0;
  if (head.toString('latin1', 32, 36) !== CONTAINER_MAGIC || size < SMALLEST_BLOCK || size > LARGEST_BLOCK || (size & (size - 1)) !== 0) {
    onProblem('its first block is damaged');
    return null;
  }
  const blocks = blocksOf(image, at, size);
  const states = head.readUInt32LE(104);
  const newest = states >= MOST_STATES ? null : newestState(blocks, u64(head, 112), states);
  if (newest === null) {
    onProblem('none of its states is whole');
    return null;
  }
  if ((u64(newest, 64) & FUSION) !== 0) {
    onProblem('it lies on two disks');
    return null;
  }
  const left = { nodes: Math.ceil(image.size / size) };
  const map = yield* readObjectMap(blocks, u64(newest, 160), left, () => onProblem('its map of objects is damaged in part'));
  const volumes: Volume[] = [];
  for (let i = 0; i < MOST_VOLUMES; i++) {
    const oid = u64(newest, 184 + i * 8);
    if (oid === 0) continue;
    const block = map(oid);
    const superblock = block === null ? null : blocks.object(block);
    const offset = block === null ? null : blocks.placeOf(block);
    if (block === null || offset === null || superblock?.toString('latin1', 32, 36) !== VOLUME_MAGIC)
      onProblem(`volume ${i + 1} is damaged`);
    else volumes.push({ offset, block, superblock });
  }
  return { blocks, left, volumes };
}

/** Of the ring of states the newest that is whole: an older one stands where the last was not written to its end. */
function newestState(blocks: Blocks, first: number, count: number): Buffer | null {
  let newest: Buffer | null = null;
  let newestXid = -1;
  for (let i = 0; i < count; i++) {
    const object = blocks.object(first + i);
    if (object === null || object.toString('latin1', 32, 36) !== CONTAINER_MAGIC) continue;
    const { type, xid } = headOf(object);
    if (type !== CONTAINER || !(xid > newestXid)) continue;
    newest = object;
    newestXid = xid;
  }
  return newest;
}

/** All of it in memory, two numbers for an object. */
export function* readObjectMap(blocks: Blocks, block: number, left: { nodes: number }, onDamage: () => void): Generator<void, ObjectMap> {
  const [oids, places] = [newColumn(), newColumn()];
  const map = blocks.object(block);
  if (map === null) {
    onDamage();
    return () => null;
  }
  const onRecord = (key: Buffer, value: Buffer): boolean => {
    const oid = key.length < MAP_ENTRY || value.length < MAP_ENTRY ? Number.NaN : u64(key, 0);
    const last = oids.length === 0 ? -1 : oids.at(oids.length - 1);
    // What is not in order could not be found again.
    if (!(oid >= last)) return false;
    const place = (value.readUInt32LE(0) & (DELETED_ENTRY | ENCRYPTED_ENTRY)) === 0 ? u64(value, 8) : Number.NaN;
    // Of one object the newest state comes last, and counts.
    if (oid === last) places.values()[places.length - 1] = place;
    else {
      oids.push(oid);
      places.push(place);
    }
    return true;
  };
  yield* walkTree({ blocks, blockOf: (child) => child, root: u64(map, 48), left, onRecord, onDamage });
  return (oid) => {
    const found = indexOf(oids, oid);
    const place = found === -1 ? Number.NaN : places.at(found);
    return Number.isNaN(place) ? null : place;
  };
}

/** The first place of a value in a column that ascends; -1: none. */
export function indexOf(column: Column, value: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column.at(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low < column.length && column.at(low) === value ? low : -1;
}
