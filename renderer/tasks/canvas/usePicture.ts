// The picture of one canvas: asked again after each change made here and whenever the case changes, the old one staying meanwhile. Changes go
// one after the other, each on what the one before left.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CanvasPicture } from '../../../shared/contract/canvas.ts';
import { useSession } from '../../session/session.ts';

export interface Pictures {
  readonly picture: CanvasPicture | null;
  readonly fault: unknown;
  /** Runs a change and then asks for the picture; null where it failed, which is said by itself. */
  readonly change: <T>(make: () => Promise<T>) => Promise<T | null>;
}

export function usePicture(canvas: number): Pictures {
  const { ask, revision, touched, report } = useSession();
  const [picture, setPicture] = useState<CanvasPicture | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const asked = useRef(0);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const read = useCallback(async () => {
    asked.current += 1;
    const turn = asked.current;
    try {
      const next = await ask('canvas.picture', { canvas });
      if (turn !== asked.current) return;
      setPicture(next);
      setFault(null);
    } catch (error) {
      if (turn === asked.current) setFault(error);
    }
  }, [ask, canvas]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed case is a reason to ask again
  useEffect(() => {
    void read();
    return () => {
      asked.current += 1;
    };
  }, [read, revision]);
  const change = useCallback(
    <T>(make: () => Promise<T>): Promise<T | null> => {
      const run = async () => {
        try {
          const made = await make();
          await Promise.all([read(), touched()]);
          return made;
        } catch (error) {
          report(error);
          // What was moved on the screen goes back to where the case has it.
          await read();
          return null;
        }
      };
      const turn = queue.current.then(run, run);
      queue.current = turn;
      return turn;
    },
    [read, touched, report],
  );
  return { picture, fault, change };
}
