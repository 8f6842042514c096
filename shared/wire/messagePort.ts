// Transport between a window and the engine process: a MessagePort, in the page (DOM) or in an Electron process.
// Never with a transfer list: Electron drops messages that carry transferred buffers (electron#37157).
import type { Port } from './messages.ts';

/** A DOM MessagePort, or Node's. */
export interface DomPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close', listener: (event: unknown) => void): void;
  start(): void;
}

/** Electron's MessagePortMain, also what a utility process receives. */
export interface EmitterPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
}

/** `close` fires in Chromium 122 and later; before, the shell says itself when the engine is gone. */
export function overDomPort<Incoming, Outgoing>(port: DomPort): Port<Incoming, Outgoing> {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.addEventListener('message', (event) => listener((event as { readonly data: Incoming }).data));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', () => listener()),
  };
}

/** A message that `accept` refuses is dropped: the other end of this port is a page. */
export function overEmitterPort<Incoming, Outgoing>(
  port: EmitterPort,
  accept: (value: unknown) => Incoming | undefined,
): Port<Incoming, Outgoing> {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', (event) => {
        const message = accept(event.data);
        if (message !== undefined) listener(message);
      });
      port.start();
    },
    onClose: (listener) => void port.on('close', listener),
  };
}
