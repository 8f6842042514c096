// Answers intake.rejected: the rows of a source that were not taken, all of them, as a file for whoever asked for the table. It changes no
// case, and holds one batch of the source at a time.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { IntakeResult, intakeContract } from '../../../shared/contract/intake.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, SourceRow } from '../casefile/index.ts';
import { rejectedRowsOf } from '../intake/index.ts';
import { type Handlers, type Host, outPath, sha256Stream } from '../kernel/index.ts';
import { csvField } from './bag/transfers.ts';

type RejectedRows = IntakeResult['rejectedRows'];

export function rejectedCalls(host: Host, session: CaseSession): Pick<Handlers<keyof typeof intakeContract>, 'intake.rejected'> {
  return {
    'intake.rejected': ({ source, out, folder }) => {
      const file = session.current();
      // By the number that lists show, or by the start of its id.
      const sources = file.sources.list();
      const row =
        sources.find(({ id }) => String(id) === source) ??
        sources.find(({ publicId }) => source.length >= 6 && publicId.startsWith(source));
      if (row === undefined) throw new Fault('intake.notFound', { file: source, reason: 'no such source in this case' });
      const target = outPath(host.resolveGrant(out).path, folder, `rejected-rows-${row.id}.csv`);
      const written = write(target, csvParts(row.name, allRows(file, row)));
      file.noteAccess('rejectedRows.saved', { source: row.publicId, ...written });
      return { name: basename(target), ...written };
    },
  };
}

/** Those kept with the batches; for sources whose batches hold none, those of the result, `more` being the number of the others. */
function* allRows(file: CaseFile, { id, result }: SourceRow): Generator<RejectedRows> {
  let any = false;
  for (const rows of rejectedRowsOf(file, id)) {
    any = true;
    yield [...rows];
  }
  if (!any) yield (result as IntakeResult | null)?.rejectedRows ?? [];
}

/** UTF-8 with its mark, so that spreadsheets read names of any script; reasons are codes. */
function* csvParts(name: string, parts: Iterable<RejectedRows>): Generator<{ readonly text: string; readonly rows: number }> {
  yield { text: `\ufeff${['file', 'row', 'reason', 'text'].join(',')}\r\n`, rows: 0 };
  for (const rows of parts)
    yield {
      text: rows.map(({ row, reason, text }) => `${[name, String(row), reason, text].map(csvField).join(',')}\r\n`).join(''),
      rows: rows.length,
    };
}

function write(
  target: string,
  parts: Iterable<{ readonly text: string; readonly rows: number }>,
): { readonly rows: number; readonly sha256: string } {
  const digest = sha256Stream();
  let rows = 0;
  let handle: number;
  try {
    handle = openSync(target, 'wx');
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EEXIST') throw new Fault('export.exists', { name: basename(target) }, error);
    throw notWritable(target, error);
  }
  try {
    for (const part of parts) {
      const bytes = Buffer.from(part.text, 'utf8');
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      digest.update(bytes);
      rows += part.rows;
    }
  } catch (error) {
    closeSync(handle);
    // Half a report would pass for a whole one.
    rmSync(target, { force: true });
    throw error instanceof Fault ? error : notWritable(target, error);
  }
  closeSync(handle);
  return { rows, sha256: digest.digest('hex') };
}

const notWritable = (target: string, error: unknown): Fault =>
  new Fault('export.notWritable', { name: basename(target), reason: (error as { code?: string }).code ?? 'unknown' }, error);
