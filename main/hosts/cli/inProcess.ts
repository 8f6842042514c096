// The engine in this process behind the client interface; loaded at first need, so that help and usage errors are quick.
import type { NodeHost } from '../nodeHost.ts';
import type { RunningEngine } from './commandLine.ts';

export async function nodeHostClient({ host }: NodeHost): Promise<RunningEngine> {
  const { createEngine } = await import('../../engine/index.ts');
  const engine = await createEngine(host);
  const never = new AbortController().signal;
  return {
    client: {
      call: (name, input, options = {}) =>
        engine.router.call(name, input, {
          signal: (options.signal as AbortSignal | undefined) ?? never,
          ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
        }),
    },
    dispose: () => engine.dispose(),
  };
}
