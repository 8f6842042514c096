// Files of an APFS container, volume by volume: Sleuth Kit's fiwalk finds such a container and does not go into it. Read from the bytes of the image,
// nothing but its structures; what cannot be listed is told.
import type { Image } from '../image.ts';
import type { FileTimes, ListedFile } from '../listedFile.ts';
import type { Run } from '../runs.ts';
import { inOrder } from '../runs.ts';
import { type Blocks, u64 } from './blocks.ts';
import { type Container, openContainer, readObjectMap, type Volume } from './container.ts';
import { pathsOf, ROOT_FOLDER } from './paths.ts';
import { walkTree } from './tree.ts';
import { type Inode, newVolumeRecords, TIMES, type VolumeRecords } from './volume.ts';

/** With the way it reads: another one may list other files. */
export const APFS_READER = 'apfs@1';
const SYSTEM_SEALED = 0x20;
const NAMES_HASHED = 0x1 | 0x8;
const UNENCRYPTED = 1;
const FILES_BETWEEN_STEPS = 1_000;

export interface ApfsListener {
  /** `offset`: first byte of the volume's superblock; `pool`: of the container, with the superblock's block in it. */
  onFileSystem(form: string, offset: number, pool: { readonly offset: number; readonly block: number }): void;
  onFile(file: ListedFile): void;
  onProblem(reason: string): void;
}

/** Steps of some milliseconds each. `at`: first byte of the container in the image. */
export function* listApfs(image: Pick<Image, 'read' | 'size'>, at: number, listener: ApfsListener): Generator<void> {
  const container = yield* openContainer(image, at, (reason) =>
    listener.onProblem(`APFS at byte ${at}: ${reason}; what is not listed is read as bytes as they lie`),
  );
  for (const volume of container?.volumes ?? []) {
    const name = volume.superblock.toString('utf8', 704, 960).split('\0', 1)[0] as string;
    const onProblem = (reason: string): void =>
      listener.onProblem(`APFS volume “${name}” at byte ${volume.offset}: ${reason}; what is not listed is read as bytes as they lie`);
    const unlisted = whyUnlisted(volume.superblock);
    if (unlisted !== null) {
      onProblem(unlisted);
      continue;
    }
    const snapshots = u64(volume.superblock, 216);
    if (snapshots > 0) onProblem(`${snapshots} snapshots of it are not listed`);
    listener.onFileSystem(name === '' ? 'apfs' : `apfs “${name}”`, volume.offset, { offset: at, block: volume.block });
    yield* listVolume(container as Container, volume, { onFile: listener.onFile, onProblem });
  }
}

function whyUnlisted(superblock: Buffer): string | null {
  if ((superblock.readUInt32LE(264) & UNENCRYPTED) === 0) return 'it is encrypted';
  return (superblock.readUInt32LE(56) & SYSTEM_SEALED) === 0 ? null : 'it is a sealed volume of the operating system';
}

function* listVolume(
  { blocks, left }: Container,
  { superblock }: Volume,
  { onFile, onProblem }: Pick<ApfsListener, 'onFile' | 'onProblem'>,
): Generator<void> {
  let damaged = 0;
  const onDamage = (): void => void damaged++;
  const blockOf = yield* readObjectMap(blocks, u64(superblock, 128), left, onDamage);
  const records = newVolumeRecords((superblock.readUInt32LE(56) & NAMES_HASHED) !== 0);
  const { onRecord } = records;
  yield* walkTree({ blocks, blockOf, root: u64(superblock, 136), left, onRecord, onDamage });
  if (records.isFull()) onProblem('it has more files than are listed');
  const pathOf = pathsOf(records);
  const isNamed = new Uint8Array(records.inodeCount());
  for (let i = 0; i < records.names.count(); i++) {
    if (i % FILES_BETWEEN_STEPS === 0) yield;
    const index = records.inodeIndex(records.names.child(i));
    if (index === -1) {
      // The two folders above all others have no number that a file could have.
      onDamage();
      continue;
    }
    isNamed[index] = 1;
    const inode = records.inodeAt(index);
    if (inode.id !== ROOT_FOLDER) onFile(listed(inode, pathOf(i), false, records, blocks));
  }
  for (let i = 0; i < isNamed.length; i++) {
    if (isNamed[i] === 1) continue;
    const inode = records.inodeAt(i);
    onFile(listed(inode, `$OrphanFiles/OrphanFile-${inode.id}`, true, records, blocks));
  }
  if (damaged > 0) onProblem(`${damaged} of its records or nodes are damaged or missing`);
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

function timeText(time: number): string | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace('.000', '');
}
