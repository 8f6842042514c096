// Keeps one engine process alive for a shell: restarts it with backoff, fails what was in flight, gives up after
// the second crash and says so, and tells a new process again which grants are out. Knows neither Electron nor HTTP.
import { randomBytes } from 'node:crypto';
import { Fault } from '../../../shared/model/fault.ts';
import type { FromEngine, Port, ToEngine } from '../../../shared/wire/messages.ts';
import type { EngineChild, FromEngineProcess, LaunchEngine } from './protocol.ts';

/** `stopped`: crashed too often, or disposed of. */
export type SupervisorState = 'running' | 'restarting' | 'stopped';

export interface EngineConnection extends Port<FromEngine, ToEngine> {
  close(): void;
}

export interface EngineSupervisor {
  state(): SupervisorState;
  pid(): number | undefined;
  onState(listener: (state: SupervisorState) => void): void;
  /** A wrapped channel for one page; it closes when the engine dies. */
  connect(): EngineConnection;
  /** Gives the engine one end of a MessagePort; returns what closes it. Only where the process carries ports. */
  handOver(port: unknown): () => void;
  readonly carriesPorts: boolean;
  /** Makes a path that the person chose known to the engine; resolves with its token. */
  grant(path: string): Promise<string>;
  /** Asks the engine to close the case and end; kills it when it does not within five seconds. */
  dispose(): Promise<void>;
}

export interface SupervisorOptions {
  readonly launch: LaunchEngine;
  readonly log: (line: string) => void;
  /** A crash after this long counts as the first again. */
  readonly calmMilliseconds?: number;
  readonly backoffMilliseconds?: number;
  readonly crashesBeforeStop?: number;
}

interface Open {
  readonly onMessage: ((message: FromEngine) => void)[];
  readonly onClose: (() => void)[];
}

export function superviseEngine(options: SupervisorOptions): EngineSupervisor {
  const { launch, log, calmMilliseconds = 600_000, backoffMilliseconds = 300, crashesBeforeStop = 2 } = options;
  const listeners: ((state: SupervisorState) => void)[] = [];
  const open = new Map<number, Open>();
  const grants = new Map<string, string>();
  const asked = new Map<string, { resolve(token: string): void; reject(fault: Fault): void }>();
  let state: SupervisorState = 'running';
  let nextSession = 1;
  let crashes = 0;
  let disposing: (() => void) | undefined;
  let child = start();

  function start(): EngineChild {
    const started = launch();
    const since = Date.now();
    started.onMessage(receive);
    started.onExit((code) => died(code, Date.now() - since));
    for (const [token, path] of grants) started.send({ type: 'grant', token, path });
    return started;
  }

  function receive(message: FromEngineProcess): void {
    if (message.type === 'message') {
      for (const listener of open.get(message.session)?.onMessage ?? []) listener(message.message);
    } else if (message.type === 'granted') {
      const waiting = asked.get(message.token);
      asked.delete(message.token);
      if (message.fault === undefined) {
        waiting?.resolve(message.token);
        return;
      }
      grants.delete(message.token);
      waiting?.reject(new Fault(message.fault.code, message.fault.parameters));
    }
  }

  function died(code: number | null, age: number): void {
    const wasOpen = [...open.values()];
    open.clear();
    if (disposing !== undefined) {
      change('stopped');
      disposing();
    } else {
      crashes = age > calmMilliseconds ? 1 : crashes + 1;
      const stop = crashes >= crashesBeforeStop;
      log(`engine process ended with ${code ?? 'a signal'}; crash ${crashes}; ${stop ? 'it is not started again' : 'it is started again'}`);
      change(stop ? 'stopped' : 'restarting');
      if (!stop) setTimeout(restart, backoffMilliseconds * 2 ** (crashes - 1));
    }
    for (const waiting of asked.values()) waiting.reject(new Fault('engine.restarted'));
    asked.clear();
    for (const session of wasOpen) for (const listener of session.onClose) listener();
  }

  function restart(): void {
    if (state !== 'restarting') return;
    child = start();
    change('running');
  }

  function change(next: SupervisorState): void {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener(next);
  }

  function openSession(port?: unknown): { readonly session: number; readonly opened: Open } {
    if (state !== 'running') throw new Fault(state === 'stopped' ? 'engine.unreachable' : 'engine.restarted');
    const session = nextSession++;
    const opened: Open = { onMessage: [], onClose: [] };
    open.set(session, opened);
    child.send({ type: 'open', session }, port);
    return { session, opened };
  }

  function closeSession(session: number): void {
    if (open.delete(session)) child.send({ type: 'close', session });
  }

  return {
    state: () => state,
    pid: () => child.pid,
    carriesPorts: child.carriesPorts,
    onState: (listener) => void listeners.push(listener),
    connect() {
      const { session, opened } = openSession();
      return {
        post: (message) => open.has(session) && child.send({ type: 'message', session, message }),
        onMessage: (listener) => void opened.onMessage.push(listener),
        onClose: (listener) => void opened.onClose.push(listener),
        close: () => closeSession(session),
      };
    },
    handOver(port) {
      const { session } = openSession(port);
      return () => closeSession(session);
    },
    grant(path) {
      if (state !== 'running') return Promise.reject(new Fault(state === 'stopped' ? 'engine.unreachable' : 'engine.restarted'));
      const token = `grant-${randomBytes(16).toString('hex')}`;
      return new Promise((resolve, reject) => {
        asked.set(token, { resolve, reject });
        grants.set(token, path);
        child.send({ type: 'grant', token, path });
      });
    },
    dispose() {
      if (state === 'stopped' || disposing !== undefined) return Promise.resolve();
      if (state === 'restarting') {
        change('stopped');
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const late = setTimeout(() => child.kill(), 5000);
        disposing = () => {
          clearTimeout(late);
          resolve();
        };
        child.send({ type: 'stop' });
      });
    },
  };
}
