// Keeps the session: asks for the case and its sources, runs commands and jobs, and remembers where the person is.
import { Intent, OverlayToaster, Position } from '@blueprintjs/core';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Connection } from './connect.ts';
import { faultWords, isCancelled } from './faults.ts';
import { createKept } from './kept.ts';
import { useNotices } from './notices.ts';
import { paced } from './pace.ts';
import { useAsking } from './asking.ts';
import {
  type CaseInfo,
  type Catalog,
  type JobFilter,
  type JobView,
  type Place,
  type ProgressView,
  type Session,
  SessionContext,
  type SourcesAnswer,
} from './session.ts';
import { createShelf } from './toasts.ts';
import { useWords } from './words.ts';

/** Reports come faster than anybody reads; each one draws the window anew. */
const REPORT_EVERY = 120;
/** How long a short message stays. */
const PASSING = 4000;
/** An error younger than this has not been read yet. */
const JUST_SAID_MS = 1000;

interface ToastAction {
  readonly text: string;
  readonly onClick: () => void;
}

interface Props {
  readonly connection: Connection;
  readonly catalog: Catalog;
  readonly initialInfo: CaseInfo | null;
  readonly children: ReactNode;
}

export function SessionProvider({ connection, catalog, initialInfo, children }: Props): ReactNode {
  const { client, chooser } = connection;
  const say = useWords();
  // Another language is no reason to ask the engine anew: what is said later reads the words of then.
  const sayNow = useRef(say);
  sayNow.current = say;
  const toaster = useRef<OverlayToaster>(null);
  const nextJob = useRef(1);
  const [info, setInfo] = useState<CaseInfo | null>(initialInfo);
  const [sources, setSources] = useState<SourcesAnswer | null>(null);
  const [revision, setRevision] = useState(0);
  const [jobs, setJobs] = useState<readonly JobView[]>([]);
  const [panels, setPanels] = useState<readonly JobFilter[]>([]);
  const [kept] = useState(createKept);
  const { notices, noteDone, dismiss, inCase } = useNotices(initialInfo?.folderName ?? null);
  const [engine, setEngine] = useState<'connecting' | 'ready' | 'stopped'>('ready');

  const [shelf] = useState(createShelf);
  const tell = useCallback(
    (text: string, { next, ...more }: { readonly next?: string; readonly timeout: number; readonly action?: ToastAction }) => {
      // What stays until it is dismissed is an error.
      const { count, gone } = shelf.put(text, more.timeout === 0, performance.now());
      for (const key of gone) toaster.current?.dismiss(key);
      const said = count === 1 ? text : `${text} (×${count})`;
      const message = next === undefined ? said : <Fault message={said} next={next} />;
      const intent = next === undefined ? {} : { intent: Intent.DANGER };
      toaster.current?.show({ ...more, ...intent, message, onDismiss: () => shelf.gone(text) }, text);
    },
    [shelf],
  );
  const report = useCallback(
    (error: unknown) => {
      if (isCancelled(error)) return tell(sayNow.current('jobs.cancelled'), { timeout: PASSING });
      const { message, next } = faultWords(sayNow.current, error);
      return tell(message, { next, timeout: 0 });
    },
    [tell],
  );
  const announce = useCallback<Session['announce']>(
    (text, action) => tell(text, action === undefined ? { timeout: text.length > 60 ? 12_000 : PASSING } : { timeout: 12_000, action }),
    [tell],
  );

  const refresh = useCallback(async () => {
    try {
      const app = await client.call('app.info', {});
      if (!app.caseOpen) kept.clear();
      const nowOpen = app.caseOpen ? await client.call('case.info', {}) : null;
      inCase(nowOpen?.folderName ?? null);
      setInfo(nowOpen);
      setSources(app.caseOpen ? await client.call('intake.sources', {}) : null);
    } catch (error) {
      report(error);
    }
    setRevision((n) => n + 1);
  }, [client, report, kept, inCase]);

  const touched = useCallback(async () => {
    try {
      setInfo(await client.call('case.info', {}));
    } catch (error) {
      report(error);
    }
  }, [client, report]);

  useEffect(() => {
    if (initialInfo !== null) void refresh();
  }, [initialInfo, refresh]);

  // A restarted engine has no case open: the answer to app.info says so, and the welcome screen takes over.
  useEffect(
    () =>
      connection.onEngineState((state) => {
        setEngine(state);
        if (state === 'ready') {
          announce(sayNow.current('connect.restarted'));
          void refresh();
        }
      }),
    [connection, announce, refresh],
  );

  const [trail, setTrail] = useState<readonly Place[]>([{ task: 'case' }]);
  const place = trail[trail.length - 1] as Place;
  const { task } = place;
  const openCase = info?.folderName ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: going on is what lets an error go
  useEffect(() => {
    for (const key of shelf.past(performance.now() - JUST_SAID_MS)) toaster.current?.dismiss(key);
  }, [shelf, task, openCase]);
  const placeNow = useRef(place);
  placeNow.current = place;

  const ask = useAsking(client, setJobs, nextJob, placeNow);
  const act = useCallback(
    async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N> | null> => {
      try {
        const output = await ask(name, input);
        await refresh();
        return output;
      } catch (error) {
        report(error);
        return null;
      }
    },
    [ask, refresh, report],
  );

  const work = useCallback(
    async <N extends CallName>(
      name: N,
      title: string,
      input: CallInput<N>,
      about = '',
      onFault?: (fault: unknown) => boolean,
    ): Promise<CallOutput<N> | null> => {
      const id = nextJob.current++;
      const controller = new AbortController();
      const cancel = () => controller.abort();
      setJobs((list) => [...list, { id, name, title, about, place: placeNow.current, progress: null, pace: null, cancel }]);
      let shown = 0;
      try {
        return await client.call(name, input, {
          signal: controller.signal,
          onProgress: (given) => {
            const progress = given as unknown as ProgressView;
            const at = performance.now();
            if (at - shown < REPORT_EVERY && progress.done !== progress.total) return;
            shown = at;
            setJobs((list) => list.map((job) => (job.id === id ? { ...job, progress, pace: paced(job.pace, progress, at) } : job)));
          },
        });
      } catch (error) {
        if (onFault?.(error) !== true) report(error);
        return null;
      } finally {
        setJobs((list) => list.filter((job) => job.id !== id));
        await refresh();
      }
    },
    [client, refresh, report],
  );
  const showJobs = useCallback((filter: JobFilter) => {
    setPanels((list) => [...list, filter]);
    return () => setPanels((list) => list.filter((other) => other !== filter));
  }, []);

  const go = useCallback((place: Place) => setTrail((list) => [...list.slice(-49), place]), []);
  const back = useCallback(() => setTrail((list) => (list.length > 1 ? list.slice(0, -1) : list)), []);

  const session: Session = useMemo(
    () => ({
      ...{ client, chooser, catalog, info, sources, revision, place, jobs, panels, showJobs, kept },
      ...{ go, back, refresh, touched, report, announce, noteDone, notices, dismiss, ask, act, work },
    }),
    [
      client,
      chooser,
      catalog,
      info,
      sources,
      revision,
      place,
      jobs,
      panels,
      showJobs,
      kept,
      go,
      back,
      refresh,
      touched,
      report,
      announce,
      noteDone,
      notices,
      dismiss,
      ask,
      act,
      work,
    ],
  );
  return (
    <SessionContext.Provider value={session}>
      {engine === 'ready' ? null : (
        <div className="th-engine" role="alert">
          <strong>{say(engine === 'stopped' ? 'connect.stopped' : 'connect.waitingAgain')}</strong>{' '}
          {engine === 'stopped' ? say('connect.stoppedNext') : ''}
        </div>
      )}
      {children}
      <OverlayToaster ref={toaster} position={Position.BOTTOM_RIGHT} />
    </SessionContext.Provider>
  );
}

/** What went wrong, and the way out. */
function Fault({ message, next }: { readonly message: string; readonly next: string }): ReactNode {
  return (
    <div>
      <strong>{message}</strong>
      <div>{next}</div>
    </div>
  );
}
