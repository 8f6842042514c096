// The browser shell's server: the program's own pages by GET and one WebSocket to the engine, on 127.0.0.1 only. It
// reads no file outside the pages' folder and forwards calls without understanding them.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { Fault } from '../../../shared/model/fault.ts';
import { readToEngine } from '../../../shared/wire/envelope.ts';
import type { FromEngine, ToEngine } from '../../../shared/wire/messages.ts';
import { CLOSE_ENGINE_RESTARTED, CLOSE_ENGINE_STOPPED, overWebSocket } from '../../../shared/wire/webSocket.ts';
import type { ListingHost } from '../chooser/listing.ts';
import type { EngineConnection, EngineSupervisor } from '../launch/index.ts';
import { pageHeaders, readPageFile } from '../pages/index.ts';
import { createAccess } from './access.ts';

/** The largest honest message is a list of 1,000 grants, well under 256 KiB. */
const LARGEST_MESSAGE = 1024 * 1024;
const MOST_SOCKETS = 8;

export interface LoopbackOptions {
  readonly pagesFolder: string;
  readonly engine: EngineSupervisor;
  readonly chooser: ListingHost;
  /** Called when no page has been connected for this long. */
  readonly idleMilliseconds: number;
  readonly onIdle: () => void;
}

export interface Loopback {
  /** The one-time address. */
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 16_384 });
  server.maxConnections = 64;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const access = createAccess(port);
  const headers = pageHeaders(`'self' ws://127.0.0.1:${port}`);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false, clientTracking: true });
  const idle = idleTimer(options.idleMilliseconds, options.onIdle);

  server.on('request', (request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    const refuse = (status: number): void =>
      void response.writeHead(status, { ...headers, 'Content-Type': 'text/plain', Connection: 'close' }).end(`${status}\n`);
    if (request.method !== 'GET') return refuse(405);
    const cookie = request.headers.host === `127.0.0.1:${port}` && request.headers.origin === undefined ? access.enter(url) : undefined;
    if (cookie !== undefined) {
      // A page of our own that moves on, not a redirect: a browser that came from elsewhere would withhold the
      // strict cookie along the whole chain of redirects.
      response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8', 'Set-Cookie': cookie });
      response.end('<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>Tracehold</title>');
      return;
    }
    if (!access.addressed(request.headers) || !access.admitted(request.headers)) return refuse(403);
    // Browsers ask for it by themselves while the entrance moves on; the page names its own icon.
    if (url === '/favicon.ico') return void response.writeHead(204, headers).end();
    const file = await readPageFile(options.pagesFolder, url);
    if (file === undefined) return refuse(404);
    response.writeHead(200, { ...headers, 'Content-Type': file.type, 'Content-Length': file.bytes.length }).end(file.bytes);
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const own = access.addressed(request.headers) && access.fromOwnPage(request.headers) && access.admitted(request.headers);
    if (!own || request.method !== 'GET' || request.url !== '/engine' || sockets.clients.size >= MOST_SOCKETS) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => attend(socket, options));
  });
  const attend = (socket: WebSocket, { engine, chooser }: LoopbackOptions): void => {
    idle.enter();
    socket.once('close', () => idle.leave());
    // An error (too large, bad frame) is followed by close, which is where it is handled.
    socket.on('error', () => undefined);
    join(socket, engine, chooser);
  };

  return {
    address: `http://127.0.0.1:${port}${access.entrance}`,
    port,
    async close() {
      idle.stop();
      for (const socket of sockets.clients) socket.close(CLOSE_ENGINE_STOPPED);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Carries calls between one page and the engine; chooser calls are answered here. */
function join(socket: WebSocket, engine: EngineSupervisor, chooser: ListingHost): void {
  let connection: EngineConnection;
  try {
    connection = engine.connect();
  } catch {
    socket.close(engine.state() === 'stopped' ? CLOSE_ENGINE_STOPPED : CLOSE_ENGINE_RESTARTED);
    return;
  }
  const page = overWebSocket<ToEngine, FromEngine>(socket, readToEngine);
  page.onMessage((message) => {
    if (message.type !== 'request' || !message.name.startsWith('chooser.')) return connection.post(message);
    const { id } = message;
    chooser.answer(message.name, message.input).then(
      (output) => page.post({ type: 'result', id, output }),
      (error: unknown) =>
        page.post({ type: 'fault', id, fault: error instanceof Fault ? error.toRecord() : { code: 'internal', parameters: {} } }),
    );
  });
  page.onClose(() => connection.close());
  connection.onMessage((message) => page.post(message));
  connection.onClose(() => socket.close(engine.state() === 'stopped' ? CLOSE_ENGINE_STOPPED : CLOSE_ENGINE_RESTARTED));
}

function idleTimer(milliseconds: number, onIdle: () => void): { enter(): void; leave(): void; stop(): void } {
  let inside = 0;
  let stopped = false;
  let timer = setTimeout(onIdle, milliseconds);
  return {
    enter() {
      inside++;
      clearTimeout(timer);
    },
    leave() {
      inside--;
      if (inside === 0 && !stopped) timer = setTimeout(onIdle, milliseconds);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
