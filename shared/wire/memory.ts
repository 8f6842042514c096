// Transport inside one process (command line, tests): two ports joined back to back. Messages arrive in order and
// never inside the call that sent them, as with every other transport. They are not copied: do not change them.
import type { Port } from './messages.ts';

export interface JoinedPorts<A, B> {
  readonly near: Port<A, B>;
  readonly far: Port<B, A>;
  close(): void;
}

export function joinPorts<A, B>(): JoinedPorts<A, B> {
  const toNear: ((message: A) => void)[] = [];
  const toFar: ((message: B) => void)[] = [];
  const closing: (() => void)[] = [];
  let closed = false;
  const deliver = <M>(listeners: readonly ((message: M) => void)[], message: M): void => {
    if (closed) return;
    void Promise.resolve().then(() => {
      if (!closed) for (const listener of listeners) listener(message);
    });
  };
  const onClose = (listener: () => void): void => void closing.push(listener);
  return {
    near: { post: (message) => deliver(toFar, message), onMessage: (listener) => void toNear.push(listener), onClose },
    far: { post: (message) => deliver(toNear, message), onMessage: (listener) => void toFar.push(listener), onClose },
    close() {
      if (closed) return;
      closed = true;
      for (const listener of closing) listener();
    },
  };
}
