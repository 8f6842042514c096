// Entry of the collector, the only program beside the connection to a chain node that opens sockets: run by hand on a connected computer,
// it has no part in the engine and sees no case. Ctrl-C ends it with a capture that holds what had come; a second one at once.
import { createInterface } from 'node:readline/promises';
import { runCollector } from './run.ts';

declare const TRACEHOLD_VERSION: string | undefined;
declare const TRACEHOLD_BUILD: string | undefined;

async function start(): Promise<void> {
  const stop = new AbortController();
  process.on('SIGINT', () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
  process.on('SIGTERM', () => stop.abort());
  process.exitCode = await runCollector(process.argv.slice(2), {
    print: (line) => process.stderr.write(`${line}\n`),
    async confirm(question) {
      if (process.stdin.isTTY !== true) return null;
      const terminal = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await terminal.question(`${question} `, { signal: stop.signal });
      } catch {
        return null;
      } finally {
        terminal.close();
      }
    },
    environment: process.env,
    version: {
      version: typeof TRACEHOLD_VERSION === 'string' ? TRACEHOLD_VERSION : '0.0.0',
      build: typeof TRACEHOLD_BUILD === 'string' ? TRACEHOLD_BUILD : '0'.repeat(64),
      platform: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
    },
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(done, milliseconds);
          function done(): void {
            clearTimeout(timer);
            signal.removeEventListener('abort', done);
            resolve();
          }
          if (signal.aborted) done();
          else signal.addEventListener('abort', done, { once: true });
        }),
    },
    signal: stop.signal,
  });
}

void start();
