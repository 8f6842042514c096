// One client for the life of a page, while ports come and go under it: calls in flight on a lost port fail with
// `engine.restarted`, later calls wait for the next port. It never repeats a call: only the asker knows whether it may.
import type { CallInput, CallName, CallOptions, CallOutput, EngineClient } from '../contract/index.ts';
import { Fault } from '../model/fault.ts';
import { createClient } from './client.ts';
import type { FromEngine, Port, ToEngine } from './messages.ts';

export type EngineState = 'connecting' | 'ready' | 'stopped';

export interface EngineSession {
  readonly client: EngineClient;
  state(): EngineState;
  /** Called at every change; returns the remover. */
  onState(listener: (state: EngineState) => void): () => void;
  /** A new port took the place of the last one. */
  attach(port: Port<FromEngine, ToEngine>): void;
  /** The port is gone and another is expected. */
  lost(): void;
  /** The engine will not come back: every call fails with `engine.unreachable`. */
  stopped(): void;
}

export function createSession(): EngineSession {
  const listeners = new Set<(state: EngineState) => void>();
  let waiting: { resolve(client: EngineClient): void; reject(fault: Fault): void }[] = [];
  let current: { readonly client: EngineClient; close(): void } | undefined;
  let state: EngineState = 'connecting';

  const change = (next: EngineState): void => {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener(next);
  };
  const drop = (): void => {
    const old = current;
    current = undefined;
    old?.close();
  };
  const lost = (): void => {
    if (state === 'stopped') return;
    drop();
    change('connecting');
  };
  const ready = (): Promise<EngineClient> => {
    if (state === 'stopped') return Promise.reject(new Fault('engine.unreachable'));
    if (current !== undefined) return Promise.resolve(current.client);
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };

  return {
    client: {
      async call<N extends CallName>(name: N, input: CallInput<N>, options?: CallOptions<N>): Promise<CallOutput<N>> {
        return (await ready()).call(name, input, options);
      },
    },
    state: () => state,
    onState(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    attach(port) {
      if (state === 'stopped') return;
      drop();
      const closing: (() => void)[] = [];
      const client = createClient({ ...port, onClose: (listener) => void closing.push(listener) });
      const mine = { client, close: () => closing.forEach((listener) => void listener()) };
      port.onClose(() => {
        if (current === mine) lost();
      });
      current = mine;
      change('ready');
      for (const asker of waiting.splice(0)) asker.resolve(client);
    },
    lost,
    stopped() {
      drop();
      change('stopped');
      for (const asker of waiting) asker.reject(new Fault('engine.unreachable'));
      waiting = [];
    },
  };
}
