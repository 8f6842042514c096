// Answers intake.rejected: the rows of a source that were not taken, all of them, as a file for whoever asked for the table. It changes no
// case, and holds one batch of the source at a time.
import { basename } from 'node:path';
import type { IntakeResult, intakeContract } from '../../../shared/contract/intake.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, SourceRow } from '../casefile/index.ts';
import { rejectedRowsOf } from '../intake/index.ts';
import { csvField, type Handlers, type Host, outPath, writeNewFile } from '../kernel/index.ts';

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
      const written = write(target, row.name, allRows(file, row));
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
function write(target: string, name: string, parts: Iterable<RejectedRows>): { readonly rows: number; readonly sha256: string } {
  let written = 0;
  function* texts(): Generator<string> {
    yield `\ufeff${['file', 'row', 'reason', 'text'].join(',')}\r\n`;
    for (const rows of parts) {
      yield rows.map(({ row, reason, text }) => `${[name, String(row), reason, text].map(csvField).join(',')}\r\n`).join('');
      written += rows.length;
    }
  }
  const sha256 = writeNewFile(target, texts());
  return { rows: written, sha256 };
}
