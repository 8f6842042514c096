// Starts one of the program's Node entries from a checkout: `node build/run.mjs cli show …`. Bundles it silently when
// the sources changed; nothing but the program itself may write to stdout.
import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';
import { handedToRightNode, root } from './node.mjs';

/** Entries to start by, with what they load beside themselves. */
const STARTS = {
  cli: ['cli', 'worker'],
  collector: ['collector'],
  bench: ['bench', 'worker', 'cli'],
  soak: ['soak', 'worker', 'cli'],
};
const FILES = { cli: 'hosts/cli.cjs', collector: 'collector.cjs', bench: 'bench/bench.cjs', soak: 'bench/soak.cjs' };

if (!(await handedToRightNode())) await start(process.argv[2], process.argv.slice(3));

async function start(name, args) {
  const names = STARTS[name];
  if (names === undefined) {
    process.stderr.write(`build/run.mjs: expected one of ${Object.keys(STARTS).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  const { bundle, bundleRenderer } = await import('./bundle.mjs');
  const serves = name === 'cli' && args[0] === 'serve';
  await bundle(serves ? [...names, 'loopback', 'engine'] : names);
  if (serves) await bundleRenderer();
  const file = join(root, 'dist', FILES[name]);
  if (!existsSync(file)) {
    process.stderr.write(`${name} is not part of this checkout\n`);
    process.exitCode = 70;
    return;
  }
  // npm runs scripts in the package's folder; paths that a person types are meant from where they stand.
  const typedIn = process.env.npm_lifecycle_event === undefined ? undefined : process.env.INIT_CWD;
  if (typedIn !== undefined && existsSync(typedIn)) process.chdir(typedIn);
  nodeModule.enableCompileCache?.(join(root, 'dist', 'compile-cache'));
  process.argv = [process.argv[0], file, ...args];
  nodeModule.createRequire(import.meta.url)(file);
}
