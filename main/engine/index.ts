// The program: createEngine(host) builds the rooms in order and passes each what it needs. No framework.
import { contract } from '../../shared/contract/index.ts';
import { Fault } from '../../shared/model/fault.ts';
import { createRouter, type Host, type Router, serve } from './kernel/index.ts';

export interface Engine {
  readonly router: Router;
  /** Closes the case, if one is open, and frees everything. */
  dispose(): Promise<void>;
}

export async function createEngine(host: Host): Promise<Engine> {
  const pending = Object.fromEntries(Object.keys(contract).filter((n) => n !== 'app.info').map((name) => [name, () => { throw new Fault('internal', { incident: `${name} comes with the next landing` }); }]));
  const router = createRouter(host, [{ 'app.info': () => ({ version: host.version.program, build: host.version.build, platform: host.version.platform, caseOpen: false }) }, pending]);
  return { router, dispose: async () => undefined };
}

export { type Host, type Router, serve };
