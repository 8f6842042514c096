// Entry of the browser shell (`tracehold serve`, `npm start`): composes engine process, chooser and server, prints
// the one-time address, and ends when nobody is there any more.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createListingHost } from './chooser/listing.ts';
import { defaultRoots, realFolders } from './chooser/roots.ts';
import { forkedEngine, superviseEngine } from './launch/index.ts';
import { findBrowser, openBrowser } from './loopback/browser.ts';
import { startLoopback } from './loopback/server.ts';

const USAGE = `tracehold serve [FOLDER | --root FOLDER]... [--open] [--idle-minutes N]
  --root FOLDER      folder the file chooser starts from; may be repeated (default: home, current folder, media)
  --open             open a browser window of its own; the program ends when it is closed
  --idle-minutes N   end after N minutes without a page (default 10)
`;

interface Arguments {
  readonly roots: readonly string[];
  readonly open: boolean;
  readonly idleMilliseconds: number;
}

function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      root: { type: 'string', multiple: true },
      open: { type: 'boolean', default: false },
      'idle-minutes': { type: 'string', default: '10' },
    },
  });
  const minutes = Number(values['idle-minutes']);
  if (!(minutes > 0 && minutes <= 1440)) throw new Error('--idle-minutes: a number from 1 to 1440');
  const named = [...(values.root ?? []), ...positionals];
  const roots = named.length === 0 ? defaultRoots() : realFolders(named);
  if (roots.length === 0) throw new Error('--root: no such folder');
  return { roots, open: values.open, idleMilliseconds: minutes * 60_000 };
}

/** Runs until idle, closed or interrupted; resolves with the exit code. */
export async function serveLoopback(argv: readonly string[], distFolder: string): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments(argv);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const engine = superviseEngine({
    launch: forkedEngine({ engineFile: join(distFolder, 'hosts/engine.cjs'), node: process.execPath, log }),
    log,
  });
  const chooser = createListingHost(given.roots, (path) => engine.grant(path));
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const loopback = await startLoopback({
    pagesFolder: join(distFolder, 'renderer'),
    engine,
    chooser,
    idleMilliseconds: given.idleMilliseconds,
    onIdle: () => end(0),
  });
  process.stdout.write(`${loopback.address}\n`);
  process.once('SIGINT', () => end(0));
  process.once('SIGTERM', () => end(0));
  engine.onState((state) => {
    if (state === 'stopped') end(70);
  });
  const executable = given.open ? findBrowser() : undefined;
  if (given.open && executable === undefined) log('No Chromium-family browser was found. Open the address above in one.');
  const browser = executable === undefined ? undefined : openBrowser(executable, loopback.address, () => end(0));

  const code = await ended;
  browser?.close();
  await loopback.close();
  await engine.dispose();
  return code;
}

// Started as a program of its own, or loaded by the command line after its word `serve`.
void serveLoopback(process.argv.slice(process.argv[2] === 'serve' ? 3 : 2), join(import.meta.dirname, '..')).then((code) =>
  process.exit(code),
);
