// Writes what a node answered, as the case keeps it, into a file: a list of JSON documents, each byte for byte as it came. Taken in as a dump
// it gives the same movements, with or without this program's way to the node.
import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { outPath, sha256Stream } from '../../kernel/index.ts';
import { answersOfSegment, NODE_IMPORTERS } from './nodeSegments.ts';

export interface SavedAnswers {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Into the file named, or under a name of its own in the folder. Faults: intake.notFound, export.exists, export.notWritable, case.diskFull. */
export function saveAnswers(file: CaseFile, named: string, out: { readonly path: string; readonly folder: boolean }): SavedAnswers {
  const nodes = file.sources.list().filter(({ importer }) => NODE_IMPORTERS.test(importer));
  const source =
    nodes.find(({ id }) => String(id) === named) ?? nodes.find(({ publicId }) => named.length >= 6 && publicId.startsWith(named));
  if (source === undefined) throw new Fault('intake.notFound', { file: named, reason: 'no node of an account chain in this case' });
  const path = outPath(out.path, out.folder, `node-answers-${source.id}.json`);
  const name = basename(path);
  if (existsSync(path)) throw new Fault('export.exists', { name });
  const pending = join(dirname(path), `.${name}.being-written`);
  const digest = sha256Stream();
  let bytes = 0;
  try {
    const handle = openSync(pending, 'wx');
    try {
      const write = (text: string): void => {
        const part = Buffer.from(text, 'utf8');
        digest.update(part);
        bytes += part.length;
        for (let at = 0; at < part.length; ) at += writeSync(handle, part, at);
      };
      let separator = '[';
      for (const { id } of file.accounts.segmentsOfSource(source.id)) {
        const answers = answersOfSegment(file, id);
        if (answers === null || answers === '[]') continue;
        write(separator);
        write(answers.slice(1, -1));
        separator = ',\n';
      }
      write(separator === '[' ? '[]\n' : ']\n');
    } finally {
      closeSync(handle);
    }
    renameSync(pending, path);
  } catch (error) {
    rmSync(pending, { force: true });
    const { code } = error as { code?: string };
    if (code === 'ENOSPC') throw new Fault('case.diskFull', {}, error);
    throw new Fault('export.notWritable', { name, reason: code ?? 'unknown' }, error);
  }
  const saved = { name, bytes, sha256: digest.digest('hex') };
  file.noteAccess('node.answersSaved', { source: source.publicId, ...saved });
  return saved;
}
