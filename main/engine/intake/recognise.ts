// Decides which importer reads a path, from its first bytes or its listing. The order of the list is the order of asking:
// formats with a mark of their own come before those recognised only by parsing.
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';
import { defineRegistry } from '../kernel/index.ts';
import { blockFile, coreBlocks, xorKeyBeside } from './importers/blockFiles.ts';
import { electrumProof } from './importers/electrumProof.ts';
import { esploraFile } from './importers/esploraFile.ts';
import { labelFile } from './importers/labelFile.ts';
import { rawBitcoin } from './importers/rawBitcoin.ts';
import type { Importer, Probe } from './material.ts';
import { membersOf, unreadKind } from './unread.ts';
import { openSourceFile } from './sourceFile.ts';

export const importers = defineRegistry<Importer>('importer', [coreBlocks, blockFile, electrumProof, esploraFile, rawBitcoin, labelFile]);

const HEAD_BYTES = 65_536;

export function probePath(path: string): Probe {
  let status: ReturnType<typeof statSync>;
  try {
    status = statSync(path);
  } catch (error) {
    const { code } = error as { code?: string };
    throw new Fault(
      code === 'ENOENT' ? 'intake.notFound' : 'intake.unreadable',
      { file: basename(path), reason: code ?? 'unknown' },
      error,
    );
  }
  if (status?.isDirectory())
    return {
      path,
      name: basename(path),
      folder: true,
      size: 0,
      head: new Uint8Array(0),
      names: readdirSync(path).sort(),
      xorKey: new Uint8Array(0),
    };
  if (!status?.isFile()) throw new Fault('intake.unreadable', { file: basename(path), reason: 'not a regular file' });
  // The key is taken off only where the file looks like one of the node's: other files merely lie beside it.
  const xorKey = /^(blk|rev)\d{5,}\.dat$/.test(basename(path)) ? xorKeyBeside(dirname(path)) : new Uint8Array(0);
  const file = openSourceFile(path, xorKey);
  try {
    const head = new Uint8Array(Math.min(HEAD_BYTES, file.size));
    file.readInto(head, 0);
    return { path, name: file.name, folder: false, size: file.size, head, names: [], xorKey };
  } finally {
    file.close();
  }
}

export function recognise(probe: Probe): Importer {
  const importer = importers.entries.find((candidate) => candidate.sniff(probe));
  if (importer !== undefined) return importer;
  const reason = probe.folder ? null : unreadKind(probe.head, probe.size);
  if (reason !== null) throw new Fault('intake.noMovements', { file: probe.name, reason });
  const found = probe.folder ? '' : membersOf(probe.head);
  throw new Fault('intake.unrecognised', { file: probe.name, ...(found === '' ? {} : { found }) });
}
