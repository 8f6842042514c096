// Makes the stretches of a round on threads: keys that several kinds of script share are made once.
import { payloadsTask, type PayloadsAsked } from '../../chains/index.ts';
import { type Pool, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { KeysProgress } from './keysProgress.ts';
import type { Stretch } from './rounds.ts';

/** Keys of one message to a thread: some tenths of a second, so that a stop is met soon. */
const TASK_KEYS = 640;
const AHEAD = 2;

interface Group {
  readonly asked: PayloadsAsked;
  readonly stretches: Stretch[];
}

/** Gives each stretch its payloads, in the order of the stretches whatever thread is faster. Faults: job.cancelled. */
export async function makeAddresses(
  pool: Pool,
  stretches: readonly Stretch[],
  work: Work<KeysProgress>,
): Promise<ReadonlyMap<Stretch, readonly Uint8Array[]>> {
  const groups = new Map<string, Group>();
  for (const stretch of stretches) {
    const { key } = stretch.candidate;
    const { keys, required, isSorted, isRanged } = key;
    const same = { keys, required, isSorted, isRanged, branch: stretch.branch.branch, from: stretch.from, count: stretch.count };
    const name = JSON.stringify(same);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { asked: { ...same, scripts: [key.script] }, stretches: [stretch] });
    else {
      const scripts = group.asked.scripts.includes(key.script) ? group.asked.scripts : [...group.asked.scripts, key.script];
      groups.set(name, { asked: { ...group.asked, scripts }, stretches: [...group.stretches, stretch] });
    }
  }
  const tasks: Group[][] = [[]];
  let size = 0;
  for (const group of groups.values()) {
    if (size >= TASK_KEYS) {
      tasks.push([]);
      size = 0;
    }
    tasks.at(-1)?.push(group);
    size += group.asked.count * group.asked.keys.length;
  }
  const found = new Map<Stretch, readonly Uint8Array[]>();
  const under: (() => Promise<void>)[] = [];
  let done = 0;
  for (const task of tasks) {
    const answer = pool.run(
      payloadsTask,
      task.map(({ asked }) => asked),
    );
    // Rejections are met where the answer is taken.
    answer.catch(() => undefined);
    under.push(async () => {
      const made = await answer;
      task.forEach(({ asked, stretches: own }, at) => {
        for (const stretch of own) found.set(stretch, made[at]?.[asked.scripts.indexOf(stretch.candidate.key.script)] ?? []);
        done += own.length;
      });
      work.report({ phase: 'keysDeriving', done, total: stretches.length, unit: 'steps' });
    });
    if (under.length >= Math.max(1, pool.size) * AHEAD) await under.shift()?.();
    throwIfCancelled(work);
  }
  for (const rest of under) await rest();
  throwIfCancelled(work);
  return found;
}
