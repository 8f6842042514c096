// Takes a register into the case: hashed, an entry for each that it names and a link for each thing that it says, with its row. All or
// nothing, in one transaction. Withdrawing the source withdraws what rests on it.
import type { CaseFile } from '../../casefile/index.ts';
import { type Host, sha256Hex, type Work } from '../../kernel/index.ts';
import { createShownRejections } from '../accounts/rejections.ts';
import { freeId } from '../identify.ts';
import type { Progress } from '../material.ts';
import type { PeopleNote, TakeInResult } from '../result.ts';
import { hashFile } from '../sourceFile.ts';
import { keepRefused } from '../takeInLabels.ts';
import type { RegisterTable } from './registerTable.ts';

export async function takeInRegister(
  host: Host,
  file: CaseFile,
  table: RegisterTable,
  request: { readonly name: string; readonly exhibit: string },
  work: Work<Progress>,
): Promise<TakeInResult> {
  const { name, exhibit } = request;
  const content = table.file;
  const sha256 = await hashFile(content.path, work, (done) => work.report({ phase: 'hashing', done, total: content.size, unit: 'bytes' }));
  const publicId = freeId(file, sha256Hex(`${content.name} ${content.size} ${sha256}`).slice(0, 32));
  const earlier = file.sources.byPublicId(publicId);
  if (earlier?.state === 'complete') return { ...(earlier.result as TakeInResult), new: 0 };
  const refused = Object.values(table.refused).reduce((sum, count) => sum + count, 0);
  const result = (note: PeopleNote): TakeInResult => ({
    ...{ source: publicId, mode: 'people', chain: null, blocks: 0, accepted: table.rows.length, new: table.rows.length, stale: 0 },
    ...{ refused: [], headers: null, transactions: 0, undo: 'none', partial: false },
    rejectedRows: createShownRejections(table.rejected, refused).rows(),
    people: note,
    ...(table.report === undefined ? {} : { report: table.report }),
  });
  return file.transaction(() => {
    const started = {
      ...{ source: publicId, name, importer: table.importer, mode: 'people', chain: null, exhibit, anchor: null },
      files: [{ name: content.name, size: content.size, sha256 }],
    };
    const done = file.act('intake.started', started, () => {
      const source = file.sources.add({
        ...{ publicId, name, importer: table.importer, mode: 'people', chain: null, exhibit, size: String(content.size), sha256 },
        ...{ taken: new Date(host.now()).toISOString(), state: 'partial' as const, training: false, request: { name, exhibit } },
      });
      file.sources.addFile({
        ...{ source, path: content.path, size: content.size, modified: content.modified, sha256, xorKey: '', rawKept: false },
      });
      const note = writeEntries(file, source, table, exhibit);
      keepRefused(file, source, table.rejected);
      file.sources.finish(source, result(note));
      return result(note);
    });
    file.act('intake.finished', { source: publicId, result: { ...done, refused: 0, rejectedRows: refused } });
    return done;
  });
}

/** Entries of a source with their links, within the transaction that writes the source. */
export function writeEntries(
  file: CaseFile,
  source: number,
  table: Pick<RegisterTable, 'rows' | 'title' | 'refused'>,
  exhibit: string,
): PeopleNote {
  const known = new Map<string, { readonly id: number; readonly said: Set<string> }>();
  let links = 0;
  for (const { row, entries } of table.rows)
    for (const { key, kind, links: said } of entries) {
      let entry = known.get(key);
      if (entry === undefined) {
        entry = { id: file.entities.add({ kind, source, row, event: 0 }), said: new Set() };
        known.set(key, entry);
      }
      for (const { kind: of, value, chain, detail, place = '' } of said) {
        // A list of log-ins says the customer's name in each of its rows: once is enough.
        const same = JSON.stringify([of, value, chain, detail]);
        if (entry.said.has(same)) continue;
        entry.said.add(same);
        links++;
        file.entities.addLink({
          ...{ entity: entry.id, kind: of, value, chain, detail, basis: 'attribution', source, exhibit, place, date: '' },
          ...{ says: table.title, grade: 'S', row, event: 0 },
        });
      }
    }
  return { title: table.title, entries: known.size, links, refused: { ...table.refused } };
}
