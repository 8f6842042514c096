// The command that starts the browser shell's server. The server is its own bundle: this file only loads it.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';
import type { CommandSpec } from './command.ts';

export const serveCommands: readonly CommandSpec[] = [
  {
    words: ['serve'],
    positionals: [{ name: 'FOLDER', required: false, many: true }],
    options: [{ name: 'root', value: 'FOLDER', many: true }, { name: 'open' }, { name: 'idle-minutes', value: 'N' }],
    async run(given, desk) {
      const file = loopbackFile(import.meta.dirname);
      if (file === undefined) throw new Fault('engine.unreachable', { part: 'loopback' });
      // The loopback entry runs by itself when loaded, reads its folders from the argument list, and prints its address.
      const minutes = given.optional('idle-minutes');
      const roots = [...given.list('root'), ...given.list('FOLDER')].flatMap((folder) => ['--root', folder]);
      process.argv = [
        process.argv[0] ?? '',
        file,
        ...roots,
        ...(given.has('open') ? ['--open'] : []),
        ...(minutes === undefined ? [] : ['--idle-minutes', minutes]),
      ];
      createRequire(import.meta.url)(file);
      await new Promise<void>((resolve) => {
        if (desk.signal.aborted) resolve();
        desk.signal.addEventListener('abort', () => resolve());
      });
      return { exit: 0, document: { served: true }, text: '' };
    },
  },
];

function loopbackFile(from: string): string | undefined {
  for (let folder = from, level = 0; level < 4; folder = dirname(folder), level++) {
    for (const candidate of [
      join(folder, 'loopback.cjs'),
      join(folder, 'hosts', 'loopback.cjs'),
      join(folder, 'dist', 'hosts', 'loopback.cjs'),
    ])
      if (existsSync(candidate)) return candidate;
  }
  return undefined;
}
