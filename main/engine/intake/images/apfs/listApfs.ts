// Files of an APFS container, volume by volume: Sleuth Kit's fiwalk finds such a container and does not go into it. Read from the bytes of the image,
// nothing but its structures; what cannot be listed is told.
import type { Image } from '../image.ts';
import { type FileTimes, type ListedFile, timeText } from '../listedFile.ts';
import { inOrder, type Run } from '../runs.ts';
import type { Blocks } from './blocks.ts';
import { MOST_VOLUMES, openContainer, readObjectMap, type State, type Volume, volumesOf } from './container.ts';
import { type Paths, pathsOf, ROOT_FOLDER } from './paths.ts';
import { type TreeAsked, walkTree } from './tree.ts';
import { type Inode, newVolumeRecords, TIMES, type VolumeRecords } from './volume.ts';

/** With the way it reads: another one may list other files. */
export const APFS_READER = 'apfs@2';
const FILES_BETWEEN_STEPS = 100;
/** More than a hundred million records have. */
const MOST_NODES = 4_000_000;
/** Of all older states together. */
const MOST_OLDER_NODES = 500_000;

export interface ApfsListener {
  /** `offset`: first byte of the volume's superblock; `pool`: of the container, with the superblock's block in it. */
  onFileSystem(form: string, offset: number, pool: { readonly offset: number; readonly block: number }): void;
  onFile(file: ListedFile): void;
  onProblem(reason: string): void;
}

/** Steps of some milliseconds each. `at`: first byte of the container in the image. */
export function* listApfs(image: Pick<Image, 'read' | 'size'>, at: number, listener: ApfsListener): Generator<void> {
  const told = (what: string, reason: string): void =>
    listener.onProblem(`${what}: ${reason}; what is not listed is read as bytes as they lie`);
  const container = openContainer(image, at);
  if (typeof container === 'string') {
    told(`APFS at byte ${at}`, container);
    return;
  }
  const { blocks, states } = container;
  const [newest, ...older] = states;
  if (newest === undefined) return;
  // Each block is a node once at most.
  const left = { nodes: Math.min(Math.ceil(image.size / blocks.size), MOST_NODES) };
  const leftOfOlder = { nodes: MOST_OLDER_NODES };
  const inContainer = (reason: string): void => told(`APFS at byte ${at}`, reason);
  const volumes = yield* volumesOf(blocks, newest, left, inContainer);
  const before = yield* volumesBefore(blocks, older, leftOfOlder);
  const asked: { readonly volume: Volume; readonly isDeleted: boolean }[] = [];
  for (const { place, oid, volume } of volumes) {
    const found = volume ?? before.get(oid)?.[0];
    if (found !== undefined) asked.push({ volume: found, isDeleted: false });
    if (volume !== null) continue;
    const instead = found === undefined ? '' : `; it is told as of transaction ${found.xid} instead of ${newest.xid}`;
    inContainer(`the superblock of volume ${place} is damaged or not found${instead}`);
  }
  const standing = new Set(volumes.map(({ oid }) => oid));
  for (const [oid, [volume]] of before)
    if (volume !== undefined && !standing.has(oid) && asked.length < MOST_VOLUMES) asked.push({ volume, isDeleted: true });
  for (const { volume, isDeleted } of asked) {
    const { name, role, snapshots } = volume;
    const shown = role === '' ? `“${name}”` : `“${name}” (${role})`;
    const onProblem = (reason: string): void => told(`APFS volume ${shown} at byte ${volume.offset}`, reason);
    if (isDeleted) onProblem('it was deleted, and is listed as far as older states have it');
    const unlisted = whyUnlisted(volume);
    if (unlisted !== null) {
      onProblem(unlisted);
      continue;
    }
    if (snapshots > 0) onProblem(`${snapshots} snapshots of it are not listed`);
    listener.onFileSystem(name === '' && role === '' ? 'apfs' : `apfs ${shown}`, volume.offset, { offset: at, block: volume.block });
    const now = isDeleted ? nothing() : yield* listVolume(blocks, volume, left, { onFile: listener.onFile, onProblem });
    if (!now.isWhole) {
      onProblem('what is missing in it may stand or be deleted, so its deleted files are not sought');
      continue;
    }
    const former = (before.get(volume.oid) ?? []).filter((one) => (isDeleted || one.block !== volume.block) && whyUnlisted(one) === null);
    yield* listDeleted(blocks, former, now, leftOfOlder, listener.onFile);
    if (leftOfOlder.nodes < 0) onProblem('not all of its older states were looked at for deleted files');
  }
}

/** By their numbers, of each the newest state first. */
function* volumesBefore(
  blocks: Blocks,
  older: readonly State[],
  left: { nodes: number },
): Generator<void, ReadonlyMap<number, readonly Volume[]>> {
  const before = new Map<number, Volume[]>();
  for (const state of older)
    for (const { oid, volume } of yield* volumesOf(blocks, state, left, () => undefined)) {
      if (volume === null) continue;
      const known = before.get(oid);
      if (known === undefined) before.set(oid, [volume]);
      else known.push(volume);
    }
  return before;
}

function whyUnlisted({ isEncrypted, isSealed }: Volume): string | null {
  if (isEncrypted) return 'it is encrypted';
  return isSealed ? 'it is a sealed volume of the operating system' : null;
}

interface Standing {
  readonly records: VolumeRecords;
  readonly paths: Paths;
  /** Blocks of the nodes that hold the records. */
  readonly nodes: ReadonlySet<number>;
  readonly isWhole: boolean;
}

/** What stands of a volume that was deleted. */
function nothing(): Standing {
  const records = newVolumeRecords(false);
  return { records, paths: pathsOf(records), nodes: new Set(), isWhole: true };
}

function* listVolume(
  blocks: Blocks,
  volume: Volume,
  left: { nodes: number },
  { onFile, onProblem }: Pick<ApfsListener, 'onFile' | 'onProblem'>,
): Generator<void, Standing> {
  let damaged = 0;
  const onDamage = (): void => void damaged++;
  const nodes = new Set<number>();
  const records = yield* readVolume(blocks, volume, left, { met: nodes, onDamage });
  if (records.isFull()) onProblem('it has more files than are listed');
  const paths = pathsOf(records);
  const isNamed = new Uint8Array(records.inodeCount());
  for (let i = 0; i < records.names.count(); i++) {
    if (i % FILES_BETWEEN_STEPS === 0) yield;
    const index = records.inodeIndex(records.names.child(i));
    if (index === -1) {
      onDamage();
      continue;
    }
    isNamed[index] = 1;
    const inode = records.inodeAt(index);
    if (inode.id !== ROOT_FOLDER) onFile(listed(inode, paths.ofName(i), false, records, blocks));
  }
  const isWhole = damaged === 0 && !records.isFull();
  for (let i = 0; i < isNamed.length; i++) {
    if (i % FILES_BETWEEN_STEPS === 0) yield;
    if (isNamed[i] === 1) continue;
    const inode = records.inodeAt(i);
    // Where names are missing, one of them may lead to it.
    onFile(listed(inode, `$OrphanFiles/OrphanFile-${inode.id}`, isWhole, records, blocks));
  }
  if (damaged > 0) onProblem(`${damaged} of its records or nodes are damaged or missing`);
  if (records.isSpent()) onProblem('many names lead to the same pieces; not all of them are told');
  return { records, paths, nodes, isWhole };
}

/**
 * Files of older states whose number stands no more, the newest state first: a number is never given again. A state is read as far as its nodes were
 * not written over; those that the volume still has hold nothing that was deleted.
 */
function* listDeleted(
  blocks: Blocks,
  former: readonly Volume[],
  { records: now, paths: pathsNow, nodes }: Standing,
  left: { nodes: number },
  onFile: ApfsListener['onFile'],
): Generator<void> {
  const told = new Set<number>();
  const met = new Set<number>();
  for (const volume of former) {
    if (met.has(volume.block)) continue;
    met.add(volume.block);
    const records = yield* readVolume(blocks, volume, left, { enters: (block) => !nodes.has(block), onDamage: () => undefined });
    const paths = pathsOf(records, pathsNow.ofFolder);
    for (let i = 0; i < records.names.count(); i++) {
      if (i % FILES_BETWEEN_STEPS === 0) yield;
      const id = records.names.child(i);
      const index = records.inodeIndex(id);
      if (index === -1 || id === ROOT_FOLDER || now.inodeIndex(id) !== -1 || told.has(id)) continue;
      told.add(id);
      onFile(listed(records.inodeAt(index), paths.ofName(i), true, records, blocks));
    }
  }
}

function* readVolume(
  blocks: Blocks,
  { map, root, isHashed, xid }: Volume,
  left: { nodes: number },
  reading: Pick<TreeAsked, 'met' | 'enters' | 'onDamage'>,
): Generator<void, VolumeRecords> {
  const blockOf = yield* readObjectMap(blocks, map, xid, left, reading.onDamage);
  const records = newVolumeRecords(isHashed);
  for (const _ of walkTree({ ...reading, blocks, blockOf, root, xid, left, onRecord: records.onRecord })) {
    if (records.isFull()) break;
    yield;
  }
  return records;
}

function listed(inode: Inode, name: string, isDeleted: boolean, records: VolumeRecords, blocks: Blocks): ListedFile {
  const { id, kind, isCompressed } = inode;
  const size = kind === 'file' ? inode.size : 0;
  const { runs, isWhole } = isCompressed || kind !== 'file' ? { runs: [], isWhole: false } : placed(inode, size, records, blocks);
  return {
    ...{ name, kind, size, isDeleted, inode: id, runs },
    content: isWhole ? 'runs' : 'packed',
    times: Object.fromEntries(TIMES.map((time, i) => [time, timeText(inode.times[i] as number)])) as unknown as FileTimes,
  };
}

/** Pieces within the size; whole where each byte lies in one or in a hole that is stated. */
function placed({ contentId }: Inode, size: number, records: VolumeRecords, blocks: Blocks): { runs: readonly Run[]; isWhole: boolean } {
  const runs: Run[] = [];
  let known = 0;
  for (const { fileOffset, length: given, block } of records.extentsOf(contentId)) {
    if (fileOffset !== known) return { runs, isWhole: false };
    const length = Math.min(given, size - fileOffset);
    if (length <= 0) break;
    known += length;
    if (block === 0) continue;
    const imageOffset = blocks.placeOf(block);
    if (imageOffset === null) return { runs, isWhole: false };
    runs.push({ fileOffset, imageOffset, length });
  }
  const ordered = inOrder(runs);
  return { runs: ordered ?? [], isWhole: ordered !== null && known >= size };
}
