// An APFS container: its newest state whose checksum holds, and the volumes in it.
import type { Image } from '../image.ts';
import { indexOf, newColumn } from '../growing.ts';
import { type Blocks, blocksOf, headOf, u64 } from './blocks.ts';
import { walkTree } from './tree.ts';

const SMALLEST_BLOCK = 4_096;
const LARGEST_BLOCK = 65_536;
const CONTAINER_MAGIC = 'NXSB';
const VOLUME_MAGIC = 'APSB';
const CONTAINER = 1;
const MOST_STATES = 1 << 12;
export const MOST_VOLUMES = 100;
const FUSION = 0x100;
const SEALED = 0x20;
const NAMES_HASHED = 0x1 | 0x8;
const UNENCRYPTED = 1;
/** What a volume is for, as Apple calls it; above the first six they are numbers, not flags. */
const ROLES: ReadonlyMap<number, string> = new Map([
  ...['System', 'User', 'Recovery', 'VM', 'Preboot', 'Installer'].map((role, i) => [1 << i, role] as const),
  ...['Data', 'Baseband', 'Update', 'xART', 'Hardware', 'Backup'].map((role, i) => [(i + 1) << 6, role] as const),
]);
/** What steers a terminal or turns the direction of a text: a volume's name stands within sentences. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
const MAP_ENTRY = 16;
/** Of one map; more than there are nodes that are read. */
const MOST_OBJECTS = 8_000_000;
const DELETED_ENTRY = 1;
const ENCRYPTED_ENTRY = 4;

/** A volume as it stood after one transaction. */
export interface Volume {
  /** Number of the object that its superblock is, the same after all transactions. */
  readonly oid: number;
  /** First byte of its superblock in the image, and the block within the container. */
  readonly offset: number;
  readonly block: number;
  readonly xid: number;
  readonly name: string;
  /** Empty where it has none that is known. */
  readonly role: string;
  readonly isEncrypted: boolean;
  /** Of an operating system: where its content lies stands elsewhere. */
  readonly isSealed: boolean;
  /** Whether names stand with a hash beside their length: where case or forms of a letter are not told apart. */
  readonly isHashed: boolean;
  readonly snapshots: number;
  /** Block of its object map, and number of the root of its records. */
  readonly map: number;
  readonly root: number;
}

/** The container's superblock after one transaction. */
export interface State {
  readonly block: number;
  readonly xid: number;
}

export interface Container {
  readonly blocks: Blocks;
  /** Those that are still whole, the newest first; never none. */
  readonly states: readonly State[];
}

/** What the container's list of volumes has in one of its places. */
export interface ListedVolume {
  /** From 1; places before it may be empty. */
  readonly place: number;
  readonly oid: number;
  /** Null where its superblock cannot be read. */
  readonly volume: Volume | null;
}

/** Block of a virtual object by its number. */
export type ObjectMap = (oid: number) => number | null;

/** The container, or why none can be read. `at`: its first byte in the image. */
export function openContainer(image: Pick<Image, 'read' | 'size'>, at: number): Container | string {
  const head = Buffer.alloc(SMALLEST_BLOCK);
  const size = image.read(head, at) === head.length ? head.readUInt32LE(36) : 0;
  if (head.toString('latin1', 32, 36) !== CONTAINER_MAGIC || size < SMALLEST_BLOCK || size > LARGEST_BLOCK || (size & (size - 1)) !== 0)
    return 'its first block is damaged';
  const blocks = blocksOf(image, at, size);
  const places = head.readUInt32LE(104);
  const states = places > MOST_STATES ? [] : statesOf(blocks, u64(head, 112), places);
  const [newest] = states;
  if (newest === undefined) return 'none of its states is whole';
  const features = blocks.object(newest.block)?.readUInt32LE(64) ?? 0;
  return (features & FUSION) === 0 ? { blocks, states } : 'it lies on two disks';
}

/** What is left of the ring of states; the last one is not whole where it was not written to its end. */
function statesOf(blocks: Blocks, first: number, places: number): State[] {
  const states: State[] = [];
  for (let block = first; block < first + places; block++) {
    const object = blocks.object(block);
    if (object === null || object.toString('latin1', 32, 36) !== CONTAINER_MAGIC) continue;
    const { type, xid } = headOf(object);
    if (type === CONTAINER && xid > 0) states.push({ block, xid });
  }
  return states.sort((a, b) => b.xid - a.xid);
}

/** Volumes as a state of the container has them, each once. Steps while it reads. */
export function* volumesOf(
  blocks: Blocks,
  { block, xid }: State,
  left: { nodes: number },
  onProblem: (reason: string) => void,
): Generator<void, ListedVolume[]> {
  const state = blocks.object(block) as Buffer;
  const map = yield* readObjectMap(blocks, u64(state, 160), xid, left, () => onProblem('its map of objects is damaged in part'));
  const volumes = new Map<number, ListedVolume>();
  for (let place = 1; place <= MOST_VOLUMES; place++) {
    const oid = u64(state, 176 + place * 8);
    const twice = volumes.get(oid);
    if (twice !== undefined) onProblem(`volume ${place} is volume ${twice.place} once more`);
    else if (oid !== 0) volumes.set(oid, { place, oid, volume: volumeAt(blocks, map(oid), oid, xid) });
  }
  return [...volumes.values()];
}

function volumeAt(blocks: Blocks, block: number | null, oid: number, xid: number): Volume | null {
  const superblock = block === null ? null : blocks.object(block);
  const offset = block === null ? null : blocks.placeOf(block);
  if (block === null || offset === null || superblock?.toString('latin1', 32, 36) !== VOLUME_MAGIC) return null;
  const head = headOf(superblock);
  // A later one may lie where that of an older state lay.
  if (head.oid !== oid || head.xid > xid) return null;
  const features = superblock.readUInt32LE(56);
  return {
    ...{ oid, offset, block, xid },
    name: (superblock.toString('utf8', 704, 960).split('\0', 1)[0] as string).replaceAll(UNSEEN, '\ufffd'),
    role: ROLES.get(superblock.readUInt16LE(964)) ?? '',
    isEncrypted: (superblock.readUInt32LE(264) & UNENCRYPTED) === 0,
    isSealed: (features & SEALED) !== 0,
    isHashed: (features & NAMES_HASHED) !== 0,
    snapshots: u64(superblock, 216),
    map: u64(superblock, 128),
    root: u64(superblock, 136),
  };
}

/** All of it in memory, two numbers for an object. */
export function* readObjectMap(
  blocks: Blocks,
  block: number,
  xid: number,
  left: { nodes: number },
  onDamage: () => void,
): Generator<void, ObjectMap> {
  const [oids, places] = [newColumn(), newColumn()];
  const map = blocks.object(block);
  if (map === null || headOf(map).xid > xid) {
    onDamage();
    return () => null;
  }
  const onRecord = (key: Buffer, value: Buffer): boolean => {
    const oid = key.length < MAP_ENTRY || value.length < MAP_ENTRY ? Number.NaN : u64(key, 0);
    const last = oids.length === 0 ? -1 : oids.at(oids.length - 1);
    // What is not in order could not be found again.
    if (!(oid >= last) || oids.length >= MOST_OBJECTS) return false;
    const place = (value.readUInt32LE(0) & (DELETED_ENTRY | ENCRYPTED_ENTRY)) === 0 ? u64(value, 8) : Number.NaN;
    // Of one object the newest state comes last, and counts.
    if (oid === last) places.values()[places.length - 1] = place;
    else {
      oids.push(oid);
      places.push(place);
    }
    return true;
  };
  yield* walkTree({ blocks, blockOf: (child) => child, root: u64(map, 48), xid, left, onRecord, onDamage });
  return (oid) => {
    const found = indexOf(oids, oid);
    const place = found === -1 ? Number.NaN : places.at(found);
    return Number.isNaN(place) ? null : place;
  };
}
