// Finds the shell the page runs in and connects to its engine: Electron hands over a MessagePort through the preload's
// bridge, the browser shell answers on a WebSocket of the page's own origin. The only file that knows the difference.
import type { EngineClient } from '../../shared/contract/index.ts';
import { type Chooser, createListingChooser, createNativeChooser } from '../../shared/chooser/chooser.ts';
import type { Granted, Purpose } from '../../shared/chooser/contract.ts';
import { overDomPort } from '../../shared/wire/messagePort.ts';
import type { FromEngine } from '../../shared/wire/messages.ts';
import { createSession, type EngineSession, type EngineState } from '../../shared/wire/session.ts';
import { CLOSE_ENGINE_STOPPED, overWebSocket } from '../../shared/wire/webSocket.ts';

export interface Connection {
  readonly client: EngineClient;
  readonly chooser: Chooser;
  readonly shell: 'electron' | 'browser';
  /** `connecting` after the engine restarted: the case must be opened again. `stopped`: it will not come back. */
  onEngineState(listener: (state: EngineState) => void): () => void;
}

/** What main/shell/preload.ts puts on the window; nothing else of Electron reaches the page. */
interface Bridge {
  connect(): void;
  choose(purpose: Purpose, options: { readonly suggestedName?: string }): Promise<readonly Granted[]>;
}

/** Delays before the browser shell is asked again, in milliseconds; after the last one the engine counts as gone. */
const RETRIES = [200, 500, 1000, 2000, 4000, 8000];

export function connect(): Connection {
  const session = createSession();
  const bridge = (window as { readonly tracehold?: Bridge }).tracehold;
  const chooser = bridge === undefined ? overSocket(session) : overBridge(session, bridge);
  return { client: session.client, chooser, shell: bridge === undefined ? 'browser' : 'electron', onEngineState: session.onState };
}

function overBridge(session: EngineSession, bridge: Bridge): Chooser {
  window.addEventListener('message', (event) => {
    // Only the preload speaks from this very window and origin.
    if (event.source !== window || event.origin !== window.location.origin) return;
    const port = event.ports[0];
    if (event.data === 'tracehold:port' && port !== undefined) {
      // A port that is open while the page unloads crashed the renderer (seen in Electron 25.1.1).
      window.addEventListener('pagehide', () => port.close(), { once: true });
      session.attach(overDomPort(port));
    }
    if (event.data === 'tracehold:lost') session.lost();
    if (event.data === 'tracehold:stopped') session.stopped();
  });
  bridge.connect();
  return createNativeChooser((purpose, options) => bridge.choose(purpose, options));
}

function overSocket(session: EngineSession): Chooser {
  let failures = 0;
  const open = (): void => {
    const socket = new WebSocket(`ws://${window.location.host}/engine`);
    socket.addEventListener('open', () => {
      failures = 0;
      session.attach(overWebSocket(socket, (value) => value as FromEngine | undefined));
    });
    socket.addEventListener('close', (event) => {
      const delay = RETRIES[failures++];
      if (event.code === CLOSE_ENGINE_STOPPED || delay === undefined) return session.stopped();
      session.lost();
      window.setTimeout(open, delay);
    });
  };
  open();
  // The host answers chooser calls on the engine's channel; they are no part of the engine's contract.
  return createListingChooser((name, input) => session.client.call(name as never, input as never) as Promise<never>);
}
