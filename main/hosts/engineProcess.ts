// Entry of the engine process: one engine on a Node host, answering the pages that the shell lets in. Runs as
// Electron's utility process or as a forked Node; it opens no socket and trusts no page.
import { Fault } from '../../shared/model/fault.ts';
import { readToEngine } from '../../shared/wire/envelope.ts';
import { type EmitterPort, overEmitterPort } from '../../shared/wire/messagePort.ts';
import type { FromEngine, Port, ToEngine } from '../../shared/wire/messages.ts';
import { createEngine, type Engine, type Host, serve } from '../engine/index.ts';
import type { FromEngineProcess, ToEngineProcess } from './launch/protocol.ts';
import { createNodeHost } from './nodeHost.ts';

interface Shell {
  send(message: FromEngineProcess): void;
  onMessage(listener: (message: ToEngineProcess, port: EmitterPort | undefined) => void): void;
}

interface Session {
  readonly onMessage: ((message: ToEngine) => void)[];
  readonly onClose: (() => void)[];
}

/** Electron's `process.parentPort`, as far as it is used. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: ToEngineProcess; readonly ports: readonly EmitterPort[] }) => void): void;
  postMessage(message: FromEngineProcess): void;
}

function shellOf(): Shell {
  const parentPort = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
  if (parentPort !== undefined) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data, event.ports[0])),
    };
  }
  // A shell that is gone takes its engine with it: nobody could save the case any more.
  process.once('disconnect', () => process.exit(0));
  return {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToEngineProcess, undefined)),
  };
}

/** The shell's tokens are its own, so that they outlive this process; the host's are looked up behind them. */
function hostWithGrants(): { readonly host: Host; grant(token: string, path: string): void } {
  const { host, grantPath } = createNodeHost();
  const grants = new Map<string, string>();
  return {
    host: {
      ...host,
      resolveGrant(token) {
        const inner = grants.get(token);
        if (inner === undefined) throw new Fault('usage.grantUnknown');
        return host.resolveGrant(inner);
      },
    },
    grant: (token, path) => void grants.set(token, grantPath(path)),
  };
}

function answer(
  engine: Engine,
  grant: (token: string, path: string) => void,
  shell: Shell,
): (message: ToEngineProcess, port: EmitterPort | undefined) => void {
  const sessions = new Map<number, Session>();
  const wrapped = (id: number): Port<ToEngine, FromEngine> => {
    const session: Session = { onMessage: [], onClose: [] };
    sessions.set(id, session);
    return {
      post: (message) => void (sessions.has(id) && shell.send({ type: 'message', session: id, message })),
      onMessage: (listener) => void session.onMessage.push(listener),
      onClose: (listener) => void session.onClose.push(listener),
    };
  };
  return (message, port) => {
    switch (message.type) {
      case 'open':
        return serve(port === undefined ? wrapped(message.session) : overEmitterPort(port, readToEngine), engine.router);
      case 'message': {
        const inner = readToEngine(message.message);
        if (inner !== undefined) for (const listener of sessions.get(message.session)?.onMessage ?? []) listener(inner);
        return;
      }
      case 'close': {
        const session = sessions.get(message.session);
        sessions.delete(message.session);
        for (const listener of session?.onClose ?? []) listener();
        return;
      }
      case 'grant':
        return shell.send({ type: 'granted', token: message.token, ...refusal(() => grant(message.token, message.path)) });
      case 'stop':
        // Exit code 0 may be reported as a crash (electron#42290); the shell knows that it asked.
        return void engine.dispose().finally(() => process.exit(0));
    }
  };
}

function refusal(act: () => void): { readonly fault?: ReturnType<Fault['toRecord']> } {
  try {
    act();
    return {};
  } catch (error) {
    return { fault: error instanceof Fault ? error.toRecord() : { code: 'internal', parameters: {} } };
  }
}

async function run(): Promise<void> {
  const shell = shellOf();
  const early: [ToEngineProcess, EmitterPort | undefined][] = [];
  let receive = (message: ToEngineProcess, port: EmitterPort | undefined): void => void early.push([message, port]);
  shell.onMessage((message, port) => receive(message, port));
  const { host, grant } = hostWithGrants();
  receive = answer(await createEngine(host, { readySearch: true }), grant, shell);
  for (const [message, port] of early) receive(message, port);
  shell.send({ type: 'ready' });
}

run().catch((error: unknown) => {
  console.error(`engine process: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(1);
});
