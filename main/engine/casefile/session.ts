// The one case that an engine has open, and what is thrown away when it changes.
import { Fault } from '../../../shared/model/fault.ts';
import { breathe, type Step, throwIfCancelled, type Work } from '../kernel/index.ts';
import type { CaseFile } from './openedCase.ts';

export interface CaseSession {
  /** The open case; throws `usage.noCase`. */
  current(): CaseFile;
  isOpen(): boolean;
  enter(file: CaseFile): void;
  leave(): CaseFile | null;
  /** A value worked out from the case, kept until `forget`. */
  remember<T>(key: string, make: () => T): T;
  /**
   * As `remember`, for what takes long: worked out once for all who ask meanwhile. Who stops waiting is let go at once; when
   * nobody waits any more the work ends. Data that change under it make it begin again. Faults: job.cancelled.
   */
  share<T>(key: string, make: (work: Work<Step>) => Promise<T>, work: Work<Step>): Promise<T>;
  /** Drops those remembered values whose key says so. */
  drop(isMeant: (key: string) => boolean): void;
  /** Drops remembered values: chain data, labels or merges have changed. */
  forget(): void;
  /** Rooms add what has to happen whenever a case is opened, e.g. registering their edits. */
  onEnter(listener: (file: CaseFile) => void): void;
}

interface Making {
  readonly asking: Set<Work<Step>>;
  readonly stop: AbortController;
  readonly made: Promise<unknown>;
  isStale: boolean;
}

export function createCaseSession(): CaseSession {
  let open: CaseFile | null = null;
  const remembered = new Map<string, unknown>();
  const making = new Map<string, Making>();
  const listeners: ((file: CaseFile) => void)[] = [];
  const forget = (): void => {
    remembered.clear();
    for (const one of making.values()) {
      one.isStale = true;
      one.stop.abort();
    }
    making.clear();
  };
  const begin = (key: string, make: (work: Work<Step>) => Promise<unknown>): Making => {
    const asking = new Set<Work<Step>>();
    const stop = new AbortController();
    const report = (step: Step): void => {
      for (const one of asking) one.report(step);
    };
    const run = async (): Promise<unknown> => {
      await breathe();
      throwIfCancelled(stop);
      const value = await make({ report, signal: stop.signal });
      if (!begun.isStale) remembered.set(key, value);
      return value;
    };
    const made = run().finally(() => {
      if (making.get(key) === begun) making.delete(key);
    });
    // Whoever asks hears of a fault; that nobody asks any more is none.
    made.catch(() => undefined);
    const begun: Making = { asking, stop, made, isStale: false };
    making.set(key, begun);
    return begun;
  };
  return {
    current() {
      if (open === null) throw new Fault('usage.noCase');
      return open;
    },
    isOpen: () => open !== null,
    enter(file) {
      forget();
      open = file;
      for (const listener of listeners) listener(file);
    },
    leave() {
      const left = open;
      open = null;
      forget();
      return left;
    },
    remember<T>(key: string, make: () => T): T {
      if (!remembered.has(key)) remembered.set(key, make());
      return remembered.get(key) as T;
    },
    async share<T>(key: string, make: (work: Work<Step>) => Promise<T>, work: Work<Step>): Promise<T> {
      const file = open;
      for (;;) {
        throwIfCancelled(work);
        if (open !== file) throw new Fault('job.cancelled');
        if (remembered.has(key)) return remembered.get(key) as T;
        const one = making.get(key) ?? begin(key, make);
        one.asking.add(work);
        const gone = abortOf(work.signal);
        try {
          const value = await Promise.race([one.made, gone.promise]);
          if (!one.isStale) return value as T;
        } catch (error) {
          if (!one.isStale || work.signal.aborted) throw error;
        } finally {
          gone.release();
          one.asking.delete(work);
          if (one.asking.size === 0 && making.get(key) === one) {
            making.delete(key);
            one.stop.abort();
          }
        }
      }
    },
    drop(isMeant) {
      for (const key of [...remembered.keys()]) if (isMeant(key)) remembered.delete(key);
    },
    forget,
    onEnter: (listener) => void listeners.push(listener),
  };
}

/** Rejects once the signal is set. */
function abortOf(signal: AbortSignal): { readonly promise: Promise<never>; release(): void } {
  let tell: () => void = () => undefined;
  const promise = new Promise<never>((_, reject) => {
    tell = () => reject(new Fault('job.cancelled'));
  });
  promise.catch(() => undefined);
  signal.addEventListener('abort', tell, { once: true });
  return { promise, release: () => signal.removeEventListener('abort', tell) };
}
