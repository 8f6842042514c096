// Takes the engine's place where the test runtime's own Node is too old for it: the same router and door, with the one
// question that needs no database.
import { contract } from '../../../shared/contract/index.ts';
import type { Host } from '../../../main/engine/kernel/host.ts';
import { createRouter, type Router, serve } from '../../../main/engine/kernel/router.ts';

export async function createEngine(host: Host): Promise<{ readonly router: Router; dispose(): Promise<void> }> {
  const none = (): never => {
    throw new Error('not in the stand-in');
  };
  const others = Object.fromEntries(Object.keys(contract).map((name) => [name, none]));
  const router = createRouter(host, [
    {
      ...others,
      'app.info': () => ({ version: host.version.program, build: host.version.build, platform: host.version.platform, caseOpen: false }),
    },
  ]);
  return { router, dispose: async () => undefined };
}

export { serve };
