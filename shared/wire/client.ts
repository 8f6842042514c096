// The asking side of the wire: turns a port into an EngineClient. It holds no schema; the engine checks.
import type { CallInput, CallName, CallOptions, CallOutput, CallProgress, EngineClient } from '../contract/index.ts';
import { Fault } from '../model/fault.ts';
import type { FromEngine, Port, ToEngine } from './messages.ts';

interface Pending {
  readonly resolve: (output: never) => void;
  readonly reject: (fault: Fault) => void;
  readonly onProgress: ((progress: never) => void) | undefined;
}

/** A client over one port. When the port closes, calls in flight fail with `engine.restarted`. */
export function createClient(port: Port<FromEngine, ToEngine>): EngineClient {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let closed = false;

  port.onMessage((message) => {
    const call = pending.get(message.id);
    if (call === undefined) return;
    if (message.type === 'progress') {
      call.onProgress?.(message.progress as never);
      return;
    }
    pending.delete(message.id);
    if (message.type === 'result') call.resolve(message.output as never);
    else call.reject(new Fault(message.fault.code, message.fault.parameters));
  });
  port.onClose(() => {
    closed = true;
    for (const call of pending.values()) call.reject(new Fault('engine.restarted'));
    pending.clear();
  });

  return {
    call<N extends CallName>(name: N, input: CallInput<N>, options: CallOptions<N> = {}): Promise<CallOutput<N>> {
      if (closed) return Promise.reject(new Fault('engine.restarted'));
      const id = nextId++;
      return new Promise<CallOutput<N>>((resolve, reject) => {
        pending.set(id, {
          resolve: resolve as (o: never) => void,
          reject,
          onProgress: options.onProgress as ((p: never) => void) | undefined,
        });
        options.signal?.addEventListener('abort', () => {
          if (pending.has(id)) port.post({ type: 'cancel', id });
        });
        port.post({ type: 'request', id, name, input });
        if (options.signal?.aborted) port.post({ type: 'cancel', id });
      });
    },
  };
}

export type { CallProgress };
