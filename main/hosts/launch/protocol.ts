// What a shell and its engine process say to each other around the calls themselves. Private to the two: no page
// ever speaks it, so it carries real paths.
import type { FaultRecord } from '../../../shared/model/fault.ts';
import type { FromEngine, ToEngine } from '../../../shared/wire/messages.ts';

export type ToEngineProcess =
  /** A page arrived. Its messages come wrapped, or over the MessagePort that travels with this one. */
  | { readonly type: 'open'; readonly session: number }
  | { readonly type: 'message'; readonly session: number; readonly message: ToEngine }
  | { readonly type: 'close'; readonly session: number }
  /** The person chose this path: the engine is to know it by this token. Answered with `granted`. */
  | { readonly type: 'grant'; readonly token: string; readonly path: string }
  | { readonly type: 'stop' };

export type FromEngineProcess =
  | { readonly type: 'ready' }
  | { readonly type: 'message'; readonly session: number; readonly message: FromEngine }
  | { readonly type: 'granted'; readonly token: string; readonly fault?: FaultRecord };

/** A running engine process, whichever way it was started. */
export interface EngineChild {
  readonly pid: number | undefined;
  /** True when `send` can pass a MessagePort on (utility process only). */
  readonly carriesPorts: boolean;
  send(message: ToEngineProcess, port?: unknown): void;
  onMessage(listener: (message: FromEngineProcess) => void): void;
  /** Called once, also when the process could not be started at all. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** How an engine process is started; the two implementations are forkedEngine.ts and main/shell/utilityEngine.ts. */
export type LaunchEngine = () => EngineChild;
