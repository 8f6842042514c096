// Transport of the browser shell: JSON text over a WebSocket, the page's own or the server's. It decides nothing:
// who may connect is settled before the socket exists (main/hosts/loopback).
import type { Port } from './messages.ts';

/** The part of a WebSocket that both the browser's and the `ws` package's have. */
export interface TextSocket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message' | 'close', listener: (event: unknown) => void): void;
  readonly readyState: number;
}

const OPEN = 1;
/** RFC 6455 §7.4.1: received data of a kind or shape that is not accepted. */
const UNACCEPTABLE = 1003;
/** Private codes (RFC 6455 §7.4.2): why the server hung up, so that the page knows whether to ask again. */
export const CLOSE_ENGINE_RESTARTED = 4001;
export const CLOSE_ENGINE_STOPPED = 4002;

/** A port over an open socket. A message that is not JSON, or that `accept` refuses, closes the socket. */
export function overWebSocket<Incoming, Outgoing>(
  socket: TextSocket,
  accept: (value: unknown) => Incoming | undefined,
): Port<Incoming, Outgoing> {
  return {
    post(message) {
      if (socket.readyState === OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      socket.addEventListener('message', (event) => {
        const message = accept(parse((event as { readonly data?: unknown }).data));
        if (message === undefined) socket.close(UNACCEPTABLE, 'not a message');
        else listener(message);
      });
    },
    onClose(listener) {
      socket.addEventListener('close', () => listener());
    },
  };
}

function parse(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
