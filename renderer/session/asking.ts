// Questions that are not answered at once: shown together as one job, with the progress of what they wait for, and stopped together.
import { type Dispatch, type RefObject, type SetStateAction, useCallback, useRef } from 'react';
import type { CallInput, CallName, CallOutput, EngineClient } from '../../shared/contract/index.ts';
import { paced } from './pace.ts';
import type { JobView, Place, ProgressView, Session } from './session.ts';
import { useWords } from './words.ts';

/** An answer within this is an answer at once. */
const SHOWN_AFTER = 700;
/** Reports come faster than anybody reads. */
const REPORT_EVERY = 120;

interface Waiting {
  readonly controllers: Set<AbortController>;
  job: number | null;
  shownAt: number;
}

export function useAsking(
  client: EngineClient,
  setJobs: Dispatch<SetStateAction<readonly JobView[]>>,
  nextJob: RefObject<number>,
  placeNow: RefObject<Place>,
): Session['ask'] {
  const say = useWords();
  // Another language is no reason to ask anything again.
  const sayNow = useRef(say);
  sayNow.current = say;
  const waiting = useRef<Waiting>({ controllers: new Set(), job: null, shownAt: 0 });
  return useCallback(
    async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
      const all = waiting.current;
      const controller = new AbortController();
      const show = () => {
        all.controllers.add(controller);
        if (all.job !== null) return;
        const id = nextJob.current++;
        all.job = id;
        const cancel = () => {
          for (const one of all.controllers) one.abort();
        };
        const about = { id, name, title: sayNow.current('jobs.asking'), about: '', place: placeNow.current };
        setJobs((list) => [...list, { ...about, progress: null, pace: null, cancel }]);
      };
      const timer = setTimeout(show, SHOWN_AFTER);
      try {
        return await client.call(name, input, {
          signal: controller.signal,
          onProgress: (given) => {
            const progress = given as unknown as ProgressView;
            const at = performance.now();
            if (all.job === null || (at - all.shownAt < REPORT_EVERY && progress.done !== progress.total)) return;
            all.shownAt = at;
            const id = all.job;
            setJobs((list) => list.map((job) => (job.id === id ? { ...job, progress, pace: paced(job.pace, progress, at) } : job)));
          },
        });
      } finally {
        clearTimeout(timer);
        all.controllers.delete(controller);
        const id = all.job;
        if (all.controllers.size === 0 && id !== null) {
          all.job = null;
          setJobs((list) => list.filter((job) => job.id !== id));
        }
      }
    },
    [client, setJobs, nextJob, placeNow],
  );
}
