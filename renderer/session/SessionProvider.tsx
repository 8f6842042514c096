// Keeps the session: asks for the case and its sources, runs commands and jobs, and remembers where the person is.
import { Intent, OverlayToaster, Position } from '@blueprintjs/core';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Connection } from './connect.ts';
import { faultWords, isCancelled } from './faults.ts';
import {
  type CaseInfo,
  type Catalog,
  type JobView,
  type Place,
  type ProgressView,
  type Session,
  SessionContext,
  type SourcesAnswer,
} from './session.ts';
import { useWords } from './words.ts';

interface Props {
  readonly connection: Connection;
  readonly catalog: Catalog;
  readonly initialInfo: CaseInfo | null;
  readonly children: ReactNode;
}

export function SessionProvider({ connection, catalog, initialInfo, children }: Props): ReactNode {
  const { client, chooser } = connection;
  const say = useWords();
  const toaster = useRef<OverlayToaster>(null);
  const nextJob = useRef(1);
  const [info, setInfo] = useState<CaseInfo | null>(initialInfo);
  const [sources, setSources] = useState<SourcesAnswer | null>(null);
  const [revision, setRevision] = useState(0);
  const [jobs, setJobs] = useState<readonly JobView[]>([]);
  const [engine, setEngine] = useState<'connecting' | 'ready' | 'stopped'>('ready');
  const [trail, setTrail] = useState<readonly Place[]>([{ task: 'case' }]);

  const report = useCallback(
    (error: unknown) => {
      if (isCancelled(error)) {
        toaster.current?.show({ message: say('jobs.cancelled'), timeout: 4000 });
        return;
      }
      const words = faultWords(say, error);
      toaster.current?.show({
        intent: Intent.DANGER,
        timeout: 12_000,
        message: (
          <div>
            <strong>{words.message}</strong>
            <div>{words.next}</div>
          </div>
        ),
      });
    },
    [say],
  );
  const announce = useCallback((text: string) => void toaster.current?.show({ message: text, timeout: 4000 }), []);

  const refresh = useCallback(async () => {
    try {
      const app = await client.call('app.info', {});
      setInfo(app.caseOpen ? await client.call('case.info', {}) : null);
      setSources(app.caseOpen ? await client.call('intake.sources', {}) : null);
    } catch (error) {
      report(error);
    }
    setRevision((n) => n + 1);
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
          announce(say('connect.restarted'));
          void refresh();
        }
      }),
    [connection, announce, refresh, say],
  );

  const act = useCallback(
    async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N> | null> => {
      try {
        const output = await client.call(name, input);
        await refresh();
        return output;
      } catch (error) {
        report(error);
        return null;
      }
    },
    [client, refresh, report],
  );

  const work = useCallback(
    async <N extends CallName>(name: N, title: string, input: CallInput<N>): Promise<CallOutput<N> | null> => {
      const id = nextJob.current++;
      const controller = new AbortController();
      setJobs((list) => [...list, { id, name, title, progress: null, cancel: () => controller.abort() }]);
      try {
        return await client.call(name, input, {
          signal: controller.signal,
          onProgress: (progress) =>
            setJobs((list) => list.map((job) => (job.id === id ? { ...job, progress: progress as unknown as ProgressView } : job))),
        });
      } catch (error) {
        report(error);
        return null;
      } finally {
        setJobs((list) => list.filter((job) => job.id !== id));
        await refresh();
      }
    },
    [client, refresh, report],
  );

  const go = useCallback((place: Place) => setTrail((list) => [...list.slice(-49), place]), []);
  const back = useCallback(() => setTrail((list) => (list.length > 1 ? list.slice(0, -1) : list)), []);
  const place = trail[trail.length - 1] as Place;

  const session: Session = useMemo(
    () => ({ client, chooser, catalog, info, sources, revision, place, jobs, go, back, refresh, report, announce, act, work }),
    [client, chooser, catalog, info, sources, revision, place, jobs, go, back, refresh, report, announce, act, work],
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
      <OverlayToaster ref={toaster} position={Position.BOTTOM} maxToasts={4} />
    </SessionContext.Provider>
  );
}
