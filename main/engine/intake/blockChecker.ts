// Has the blocks of a source read and checked ahead of the one who writes them, on other threads where there are any. Groups are cut
// by the source alone, never by the number of threads; blocks are handed out in the order asked.
import { Fault } from '../../../shared/model/fault.ts';
import type { TransactionForm } from '../chains/index.ts';
import { HEADER_BYTES } from '../chains/index.ts';
import { breathe, type Host, openPool } from '../kernel/index.ts';
import { type BlockGroup, blocksOf, checkGroup, type CheckedGroup, checkGroupTask, type GroupBlock } from './checkGroup.ts';
import type { BlockPlace, Material } from './material.ts';

/** Enough that a message costs nothing beside it, and little enough that the first comes soon. */
const GROUP_BYTES = 4 << 20;
const GROUP_BLOCKS = 2048;
/** How far threads may be ahead: as much as they check while a batch is written. */
const AHEAD_BYTES = 64 << 20;
/** Below this starting a thread costs more than it saves. */
const WORTH_A_THREAD_BYTES = 16 << 20;
const MOST_THREADS = 3;

export interface BlockChecker {
  /**
   * A block of the material by its number, valid until the next is asked for; a text where its structure does not hold. Numbers come
   * in the order given at the start, some may be left out. Faults: intake.sourceChanged, intake.unreadable, job.cancelled.
   */
  check(number: number): Promise<GroupBlock | string>;
  end(): void;
}

interface Run {
  readonly numbers: readonly number[];
  readonly bytes: number;
}

export function startChecking(
  host: Pick<Host, 'workers' | 'resource' | 'version' | 'log'>,
  material: Material,
  order: readonly number[],
  form: TransactionForm,
  work: { readonly signal: AbortSignal },
  worthAThread = WORTH_A_THREAD_BYTES,
): BlockChecker {
  const runs = cutRuns(material.blocks, order);
  const runOf = new Map(runs.flatMap((run, i) => run.numbers.map((number) => [number, i] as const)));
  const total = runs.reduce((sum, run) => sum + run.bytes, 0);
  // Bytes that lie in no file as they are given (hexadecimal text) cannot be read by another thread.
  const shareable = total >= worthAThread && material.files.every((file) => file.onDisk);
  const pool = openPool(host, shareable ? MOST_THREADS : 0, work.signal);
  const groups = runs.map((run) => (): BlockGroup => groupOf(material, run, form));
  const asked = new Map<number, { readonly group: BlockGroup; readonly checked: Promise<CheckedGroup> }>();
  let nextRun = 0;
  let current: { readonly run: number; readonly blocks: Map<number, GroupBlock | string | Fault> } | null = null;

  const ask = (run: number): void => {
    const group = (groups[run] as () => BlockGroup)();
    const checked =
      pool.size > 0
        ? pool.run(checkGroupTask, group)
        : breathe().then(() => checkGroup(group, (file, target, offset) => material.files[file]?.readInto(target, offset) ?? 0));
    // A failure is told when its blocks are asked for, and may never be.
    checked.catch(() => undefined);
    asked.set(run, { group, checked });
  };
  const askAhead = (): void => {
    let ahead = [...asked.keys()].reduce((sum, run) => sum + (runs[run] as Run).bytes, 0);
    while (pool.size > 0 && nextRun < runs.length && ahead < AHEAD_BYTES) {
      ahead += (runs[nextRun] as Run).bytes;
      ask(nextRun++);
    }
  };
  askAhead();

  return {
    async check(number) {
      const run = runOf.get(number);
      if (run === undefined) throw new Error('startChecking: a block that was not announced');
      if (current?.run !== run) {
        for (const earlier of asked.keys()) if (earlier < run) asked.delete(earlier);
        if (!asked.has(run)) ask(run);
        nextRun = Math.max(nextRun, run + 1);
        const { group, checked } = asked.get(run) as NonNullable<ReturnType<typeof asked.get>>;
        asked.delete(run);
        askAhead();
        const answers = [...blocksOf(group, await checked)];
        current = { run, blocks: new Map((runs[run] as Run).numbers.map((one, i) => [one, answers[i] as GroupBlock])) };
      }
      const block = current.blocks.get(number) as GroupBlock | string | Fault;
      if (block instanceof Fault) throw block;
      return block;
    },
    end: pool.end,
  };
}

function cutRuns(blocks: readonly BlockPlace[], order: readonly number[]): Run[] {
  const runs: { numbers: number[]; bytes: number }[] = [];
  for (const number of order) {
    const { length } = blocks[number] as BlockPlace;
    let last = runs.at(-1);
    if (last === undefined || last.bytes + length > GROUP_BYTES || last.numbers.length === GROUP_BLOCKS) {
      last = { numbers: [], bytes: 0 };
      runs.push(last);
    }
    last.numbers.push(number);
    last.bytes += length;
  }
  return runs;
}

function groupOf(material: Material, { numbers }: Run, form: TransactionForm): BlockGroup {
  const places = numbers.map((number) => material.blocks[number] as BlockPlace);
  const headers = new Uint8Array(places.length * HEADER_BYTES);
  places.forEach((place, i) => headers.set(place.header, i * HEADER_BYTES));
  return {
    files: material.files.map(({ name, path, xorKey }) => ({ name, path, xorKey })),
    file: Uint32Array.from(places, (place) => place.file),
    offset: Float64Array.from(places, (place) => place.offset),
    length: Uint32Array.from(places, (place) => place.length),
    headers,
    form,
  };
}
