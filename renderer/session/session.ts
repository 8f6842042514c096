// What every screen may ask of the session: the engine, the chooser, the case and where the person is. State only;
// the provider beside it does the work.
import { createContext, useCallback, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { CallInput, CallName, CallOutput, EngineClient } from '../../shared/contract/index.ts';
import type { Chooser } from '../../shared/chooser/chooser.ts';
import type { Kept } from './kept.ts';
import type { Pace } from './pace.ts';

export type Catalog = CallOutput<'catalog.get'>;
export type Chain = Catalog['chains'][number];
export type CaseInfo = CallOutput<'case.info'>;
export type SourcesAnswer = CallOutput<'intake.sources'>;
export type ProgressView = { readonly phase: string; readonly done: number; readonly total: number | null; readonly unit: string };

export type TaskId =
  | 'case'
  | 'sources'
  | 'explore'
  | 'canvas'
  | 'trace'
  | 'flow'
  | 'runs'
  | 'accounts'
  | 'fetch'
  | 'journal'
  | 'findings'
  | 'people'
  | 'transcribe'
  | 'devices'
  | 'exposure'
  | 'requests'
  | 'export'
  | 'verify';

/** Where the person is: a screen and what it should show. */
export interface Place {
  readonly task: TaskId;
  /** Explore, Accounts, Exposure: the id to look up. Requests: the address asked about. Trace, Accounts: seeds put forward. */
  readonly text?: string;
  readonly seeds?: readonly string[];
  /** Flow, Accounts: the run. Export: the run ticked. */
  readonly run?: number;
  /** Flow: the run over balances. */
  readonly accountRun?: number;
  /** Sources: the tab. */
  readonly tab?: SourcesTab;
  /** Accounts: the tab, and the chain of the id where several hold it. */
  readonly accountsTab?: AccountsTab;
  readonly chain?: string;
  /** Canvas: which one, and an item that is put on it and chosen. */
  readonly canvas?: number;
  /** People: the entry that is open. */
  readonly person?: number;
  /** Transcribe: the entry that is open. */
  readonly entry?: number;
  /** Requests: the one that is shown, or the seizures. */
  readonly request?: number;
  readonly seizures?: true;
  /** Devices: the tab. */
  readonly devicesTab?: DevicesTab;
  readonly item?: string;
}

export type AccountsTab = 'held' | 'leads' | 'links' | 'trace' | 'runs';
export type DevicesTab = 'exhibits' | 'traces' | 'wallets' | 'messages' | 'keys';
export type SourcesTab = 'sources' | 'questions' | 'watched' | 'labels' | 'mappings';

/** Where a seized thing that was found is seen whole. */
export function placeOfSeized(kind: 'exhibit' | 'wallet' | 'seizure'): Place {
  if (kind === 'seizure') return { task: 'requests', seizures: true };
  return { task: 'devices', devicesTab: kind === 'wallet' ? 'wallets' : 'exhibits' };
}

export interface JobView {
  readonly id: number;
  readonly name: CallName;
  readonly title: string;
  /** What it works for where several of a kind may run, e.g. the id that is searched. */
  readonly about: string;
  /** Where it was started. */
  readonly place: Place;
  readonly progress: ProgressView | null;
  readonly pace: Pace | null;
  readonly cancel: () => void;
}

/** Which jobs a panel on the screen shows; the strip at the foot shows the others. */
export type JobFilter = (job: JobView) => boolean;

export interface Session {
  readonly client: EngineClient;
  readonly chooser: Chooser;
  readonly catalog: Catalog;
  readonly info: CaseInfo | null;
  readonly sources: SourcesAnswer | null;
  /** Grows whenever the case may have changed; queries run again. */
  readonly revision: number;
  readonly place: Place;
  readonly jobs: readonly JobView[];
  /** Filters of the job panels that are on the screen now. */
  readonly panels: readonly JobFilter[];
  readonly showJobs: (filter: JobFilter) => () => void;
  readonly kept: Kept;
  readonly go: (place: Place) => void;
  readonly back: () => void;
  readonly refresh: () => Promise<void>;
  /** After an edit that changes nothing but the screen it was made on: reads what can be undone, and nothing else. */
  readonly touched: () => Promise<void>;
  readonly report: (error: unknown) => void;
  readonly announce: (text: string, action?: { readonly text: string; readonly onClick: () => void }) => void;
  /**
   * A question. One that is not answered at once, as the first about millions of rows, is shown with its progress among the jobs, with all
   * others that wait, and can be stopped; it then rejects as cancelled.
   */
  readonly ask: <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>;
  /** A command: reports a fault by itself and then answers null; refreshes the case. */
  readonly act: <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N> | null>;
  /** A job: shown with progress and cancel; null when it failed or was cancelled. */
  readonly work: <N extends CallName>(
    name: N,
    title: string,
    input: CallInput<N>,
    about?: string,
    /** True where the screen itself says what went wrong. */
    onFault?: (fault: unknown) => boolean,
  ) => Promise<CallOutput<N> | null>;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('session: used outside its provider');
  return session;
}

/** As `useState`, but the value outlives the screen. `initial` must be the same object at each call. */
export function useKept<T>(key: string, initial: T): readonly [T, (value: T) => void] {
  const { kept } = useSession();
  const value = useSyncExternalStore(kept.subscribe, () => (kept.get(key) as T | undefined) ?? initial);
  const set = useCallback((next: T) => kept.set(key, next), [kept, key]);
  return [value, set];
}

export interface Asked<T> {
  readonly data: T | null;
  readonly fault: unknown;
  readonly loading: boolean;
}

/**
 * A query that runs again when its input or the case changes; `input` null asks nothing. The old answer stays meanwhile. `at` is the state of what is
 * asked about where that changes and the case does not: the last edit of a canvas.
 */
export function useAsk<N extends CallName>(name: N, input: CallInput<N> | null, at: number | null = null): Asked<CallOutput<N>> {
  const { ask, revision } = useSession();
  const [state, setState] = useState<Asked<CallOutput<N>>>({ data: null, fault: null, loading: input !== null });
  const key = JSON.stringify(input);
  const lastKey = useRef(key);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed case is a reason to ask again
  useEffect(() => {
    if (key === 'null') {
      setState({ data: null, fault: null, loading: false });
      return;
    }
    let current = true;
    const sameQuestion = lastKey.current === key;
    lastKey.current = key;
    setState((before) => ({ data: sameQuestion ? before.data : null, fault: null, loading: true }));
    ask(name, JSON.parse(key) as CallInput<N>).then(
      (data) => current && setState({ data, fault: null, loading: false }),
      (fault) => current && setState({ data: null, fault, loading: false }),
    );
    return () => {
      current = false;
    };
  }, [ask, name, key, revision, at]);
  return state;
}

/** The chain of an id, and how its amounts are written. Falls back to eight decimals where the catalogue does not know it. */
export function useChain(): (id: string | null | undefined) => {
  readonly decimals: number;
  readonly symbol: string;
  readonly smallest: string;
  readonly name: string;
} {
  const { catalog } = useSession();
  return useCallback(
    (id) => {
      const chain = catalog.chains.find((c) => c.id === id) ?? (catalog.chains.length === 1 ? catalog.chains[0] : undefined);
      return {
        decimals: chain?.decimals ?? 8,
        symbol: chain?.unitSymbol ?? '',
        smallest: chain?.smallestSymbol ?? '',
        name: chain?.name ?? id ?? '',
      };
    },
    [catalog],
  );
}
