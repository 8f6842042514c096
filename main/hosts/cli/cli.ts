// Entry of the command line: gives the function in commandLine.ts a real process. Ctrl-C asks the engine to stop; a
// second one ends the process.
import { nodeHostClient } from './inProcess.ts';
import { createNodeHost } from '../nodeHost.ts';
import { runCommandLine } from './commandLine.ts';
import { commands } from './commands.ts';
import { promptHidden } from './passphrase.ts';

async function start(): Promise<void> {
  const stop = new AbortController();
  process.on('SIGINT', () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
  // A closed pipe (`… | head`) is no reason for a stack trace.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const nodeHost = createNodeHost();
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    nodeHost,
    commands,
    startEngine: () => nodeHostClient(nodeHost),
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    prompt: (question) => promptHidden(question, { input: process.stdin, output: process.stderr }),
    signal: stop.signal,
  });
}

void start();
