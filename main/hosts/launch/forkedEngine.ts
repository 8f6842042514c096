// Starts the engine process as a plain child of Node: the browser shell's way, and the Electron tests' where the
// test runtime's own Node is too old for the database. No shell, no inherited arguments, emptied environment.
import { fork } from 'node:child_process';
import { engineEnvironment } from './environment.ts';
import type { EngineChild, FromEngineProcess, LaunchEngine } from './protocol.ts';

export interface ForkOptions {
  /** The bundled engineProcess file. */
  readonly engineFile: string;
  /** The Node to run it with; needs 22 or newer. */
  readonly node: string;
  readonly log: (line: string) => void;
}

export function forkedEngine(options: ForkOptions): LaunchEngine {
  return () => {
    const child = fork(options.engineFile, [], {
      execPath: options.node,
      execArgv: [],
      env: engineEnvironment(process.env),
      // Structured clone instead of JSON: typed arrays and bigint survive.
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const exits: ((code: number | null) => void)[] = [];
    let ended = false;
    const end = (code: number | null): void => {
      if (ended) return;
      ended = true;
      for (const listener of exits) listener(code);
    };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => options.log(text.trimEnd()));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => options.log(text.trimEnd()));
    // `error` without `exit` means it never started (missing Node, no memory).
    child.once('error', (error) => {
      options.log(`engine process: ${error.message}`);
      if (child.pid === undefined) end(null);
    });
    child.once('exit', (code) => end(code));
    return {
      pid: child.pid,
      carriesPorts: false,
      // A message to a child that just died is lost on purpose: its exit fails the calls.
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngineProcess)),
      onExit: (listener) => void exits.push(listener),
      kill: () => void child.kill('SIGKILL'),
    } satisfies EngineChild;
  };
}
