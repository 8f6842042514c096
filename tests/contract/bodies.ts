// Every way an engine can be given a body, each behind the same client. A body holds its own engine, so that the same
// steps can be walked on each of them.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { bundle } from '../../build/bundle.mjs';
import { createEngine, type Engine, serve } from '../../main/engine/index.ts';
import { createListingHost } from '../../main/hosts/chooser/listing.ts';
import { type EngineSupervisor, forkedEngine, superviseEngine } from '../../main/hosts/launch/index.ts';
import { startLoopback } from '../../main/hosts/loopback/server.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import { createClient } from '../../shared/wire/client.ts';
import { joinPorts } from '../../shared/wire/memory.ts';
import { overDomPort } from '../../shared/wire/messagePort.ts';
import type { FromEngine, Port, ToEngine } from '../../shared/wire/messages.ts';
import { overWebSocket } from '../../shared/wire/webSocket.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
export const ENGINE_FILE = join(ROOT, 'dist', 'hosts', 'engine.cjs');

export interface Body {
  readonly client: EngineClient;
  /** Everything the engine said on this body's channel, in order. */
  readonly heard: readonly FromEngine[];
  grant(path: string): Promise<string>;
  end(): Promise<void>;
}

export const BODIES: Readonly<Record<'memory' | 'message port' | 'forked process' | 'web socket', (folder: string) => Promise<Body>>> = {
  async memory(folder) {
    const { engine, grant } = await engineHere(folder);
    const { near, far, close } = joinPorts<ToEngine, FromEngine>();
    serve(near, engine.router);
    return body(far, grant, async () => {
      close();
      await engine.dispose();
    });
  },
  async 'message port'(folder) {
    const { engine, grant } = await engineHere(folder);
    const { port1, port2 } = new MessageChannel();
    serve(overDomPort<ToEngine, FromEngine>(port1), engine.router);
    return body(overDomPort<FromEngine, ToEngine>(port2), grant, async () => {
      port2.close();
      await engine.dispose();
    });
  },
  async 'forked process'(folder) {
    const engine = await engineElsewhere(folder);
    return body(
      engine.connect(),
      (path) => engine.grant(path),
      () => engine.dispose(),
    );
  },
  async 'web socket'(folder) {
    const engine = await engineElsewhere(folder);
    const chooser = createListingHost([folder], (path) => engine.grant(path));
    const loopback = await startLoopback({ pagesFolder: folder, engine, chooser, idleMilliseconds: 600_000, onIdle: () => undefined });
    const socket = new WebSocket(`ws://127.0.0.1:${loopback.port}/engine`, {
      headers: { Cookie: await cookieFrom(loopback.address), Origin: `http://127.0.0.1:${loopback.port}` },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const port = overWebSocket<FromEngine, ToEngine>(socket, (value) => value as FromEngine | undefined);
    return body(
      port,
      (path) => engine.grant(path),
      async () => {
        await loopback.close();
        await engine.dispose();
      },
    );
  },
};

function body(port: Port<FromEngine, ToEngine>, grant: (path: string) => Promise<string>, end: () => Promise<void>): Body {
  const heard: FromEngine[] = [];
  port.onMessage((message) => void heard.push(message));
  return { client: createClient(port), heard, grant, end };
}

async function engineHere(folder: string): Promise<{ readonly engine: Engine; grant(path: string): Promise<string> }> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: profileIn(folder) } });
  return { engine: await createEngine(host), grant: async (path) => grantPath(path) };
}

export async function engineElsewhere(folder: string, log: (line: string) => void = () => undefined): Promise<EngineSupervisor> {
  await bundle(['engine', 'worker']);
  process.env.TRACEHOLD_PROFILE = profileIn(folder);
  return superviseEngine({ launch: forkedEngine({ engineFile: ENGINE_FILE, node: process.execPath, log }), log, backoffMilliseconds: 20 });
}

function profileIn(folder: string): string {
  const profile = join(folder, `profile-${randomBytes(4).toString('hex')}`);
  mkdirSync(profile, { recursive: true });
  return profile;
}

/** Walks through the one-time entrance as a browser would. */
export function cookieFrom(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(address, (response) => {
      response.resume();
      const cookie = response.headers['set-cookie']?.[0]?.split(';')[0];
      if (cookie === undefined) reject(new Error(`no cookie, status ${response.statusCode}`));
      else resolve(cookie);
    }).once('error', reject);
  });
}
