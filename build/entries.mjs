// The one table of what is bundled from where to where. An entry whose source does not exist is left out.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node.mjs';

/**
 * `alone`: one file without further chunks, because what loads it cannot load others (a sandboxed preload) or because
 * it travels as one file (the verifier).
 */
const ENTRIES = [
  { name: 'cli', from: ['main/hosts/cli/cli.ts'], to: 'hosts/cli.cjs' },
  { name: 'worker', from: ['main/hosts/worker.ts'], to: 'hosts/worker.cjs', alone: true },
  { name: 'engine', from: ['main/hosts/engineProcess.ts'], to: 'hosts/engine.cjs' },
  {
    name: 'loopback',
    from: ['main/hosts/loopback.ts'],
    to: 'hosts/loopback.cjs',
  },
  { name: 'main', from: ['main/shell/main.ts'], to: 'shell/main.cjs' },
  { name: 'preload', from: ['main/shell/preload.ts'], to: 'shell/preload.cjs', alone: true },
  { name: 'collector', from: ['main/collector/collector.ts'], to: 'collector.cjs', alone: true },
  { name: 'bench', from: ['tests/bench/bench.ts', 'tests/bench/index.ts'], to: 'bench/bench.cjs' },
  { name: 'soak', from: ['tests/bench/soak.ts', 'tests/soak/soak.ts'], to: 'bench/soak.cjs' },
];

function firstExisting(candidates) {
  return candidates.find((name) => existsSync(join(root, name)));
}

/** Every entry that has a source here. */
export function entries() {
  return ENTRIES.flatMap(({ from, ...entry }) => {
    const source = firstExisting(from);
    return source === undefined ? [] : [{ ...entry, source }];
  });
}
