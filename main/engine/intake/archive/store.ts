// Hands out the blocks of an archive in the order asked, at the speed of the disk: while the caller works on one group of blocks
// the next is read. It checks that a block is the one asked for, by its header; its transactions are the caller's to check.
import { Fault } from '../../../../shared/model/fault.ts';
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { createReadRoom, HEADER_BYTES, obfuscationOf, type ReadRoom, type TransactionForm, sha256d } from '../../chains/index.ts';
import { breathe, throwIfCancelled } from '../../kernel/index.ts';
import type { BlockStore, ReadBlock } from '../blockStore.ts';
import type { ArchiveIndex } from './archiveIndex.ts';
import { type Disk, readWhole } from './disk.ts';
import { createHandles } from './handles.ts';
import { planReads, type ReadPlan } from './readPlan.ts';
import { createUndoReader } from './undoReader.ts';

/** The first group is small, so that few blocks come quickly; the later ones are large, so that a disk's seeks do not matter. */
const FIRST_GROUP_BYTES = 4 << 20;
const GROUP_BYTES = 32 << 20;
const BLOCKS_PER_GROUP = 16_384;
/** One request to the system. The pieces of a group are under way together. */
const PIECE_BYTES = 4 << 20;
/** The caller's loop may never wait for a disk: now and then others must be heard, a cancel above all. */
const BYTES_PER_BREATH = 8 << 20;
const BLOCKS_PER_BREATH = 512;

interface Group {
  readonly first: number;
  readonly numbers: Uint32Array;
  readonly plan: ReadPlan;
  readonly room: ReadRoom;
  readonly arrived: Promise<unknown>;
}

export function openBlockStore(archive: ArchiveIndex, disk: Disk, form: TransactionForm): BlockStore {
  const { files, fileOf, offset, length } = archive;
  const handles = createHandles(disk, archive.folder, files);
  const undo = createUndoReader(archive, handles, obfuscationOf(archive.xorKey), form);

  /** Starts reading the blocks from `first` on. Everything is asked of the system at once: the caller's work does not yield to us. */
  const startGroup = (hashes: Uint8Array, first: number, mostBytes: number, spare: ReadRoom): Group | null => {
    const most = Math.min(hashes.length / 32 - first, BLOCKS_PER_GROUP);
    if (most <= 0) return null;
    const wanted = new Uint32Array(most);
    let count = 0;
    for (let bytes = 0; count < most; count++) {
      const block = archive.find(hashes.subarray((first + count) * 32, (first + count + 1) * 32));
      if (block === undefined) throw new Fault('intake.sourceChanged', { file: '', reason: 'blockMissing' });
      bytes += length[block] as number;
      if (count > 0 && bytes > mostBytes) break;
      wanted[count] = block;
    }
    const numbers = wanted.slice(0, count);
    const plan = planReads(numbers, archive, mostBytes >>> 1);
    const room =
      spare.bytes.length >= plan.bytes
        ? spare
        : createReadRoom(Math.max(plan.bytes, Math.min(2 * plan.bytes, GROUP_BYTES)), archive.xorKey);
    const reads = plan.spans.map((span) =>
      handles.withFile(span.file, (opened) => {
        const pieces: Promise<void>[] = [];
        for (let from = 0; from < span.length; from += PIECE_BYTES) {
          const target = room.bytes.subarray(span.at + from, span.at + Math.min(span.length, from + PIECE_BYTES));
          pieces.push(readWhole(opened, (files[span.file] as { name: string }).name, target, span.position + from));
        }
        return Promise.all(pieces);
      }),
    );
    const arrived = Promise.all(reads);
    // A failure is told when the caller comes to these blocks, and may never be.
    arrived.catch(() => undefined);
    return { first, numbers, plan, room, arrived };
  };

  async function* read(hashes: Uint8Array, signal: AbortSignal): AsyncGenerator<ReadBlock> {
    const work = { signal };
    throwIfCancelled(work);
    let mostBytes = FIRST_GROUP_BYTES;
    let spare = createReadRoom(0, archive.xorKey);
    let group = startGroup(hashes, 0, mostBytes, spare);
    let breath = 0;
    while (group !== null) {
      mostBytes = Math.min(GROUP_BYTES, mostBytes * 2);
      const after: Group | null = startGroup(hashes, group.first + group.numbers.length, mostBytes, spare);
      await unlessAborted(group.arrived, signal);
      for (let i = 0; i < group.numbers.length; i++) {
        const block = group.numbers[i] as number;
        const at = group.plan.at[i] as number;
        const size = length[block] as number;
        const bytes = group.room.bytes.subarray(at, at + size);
        group.room.unmask(at, size, offset[block] as number);
        const index = group.first + i;
        if (!bytesEqual(sha256d(bytes.subarray(0, HEADER_BYTES)), hashes.subarray(index * 32, (index + 1) * 32)))
          throw new Fault('intake.sourceChanged', { file: (files[fileOf[block] as number] as { name: string }).name, reason: 'header' });
        yield { index, bytes, undo: (inputsPerTransaction) => undo.find(block, inputsPerTransaction) };
        throwIfCancelled(work);
        breath += size + BYTES_PER_BREATH / BLOCKS_PER_BREATH;
        if (breath >= BYTES_PER_BREATH) {
          breath = 0;
          await breathe();
          throwIfCancelled(work);
        }
      }
      spare = group.room;
      group = after;
    }
  }

  return {
    has: (hash) => archive.find(hash) !== undefined,
    lengthOf: (hash) => {
      const block = archive.find(hash);
      return block === undefined ? null : (length[block] as number);
    },
    undoLengthOf: (hash) => {
      const block = archive.find(hash);
      return block === undefined ? null : undo.share(block);
    },
    undo: undo.expected,
    read,
    close: handles.close,
  };
}

/** Waits for reads, but not once the caller wants to stop: what is under way ends by itself. */
function unlessAborted(arrived: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new Fault('job.cancelled'));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    arrived.then(() => resolve(), reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
