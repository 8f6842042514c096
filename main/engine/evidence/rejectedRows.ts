// Answers intake.rejected: the rows of a source that were not taken, as a file for whoever asked for the table. It changes no case.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { IntakeResult, intakeContract } from '../../../shared/contract/intake.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseSession } from '../casefile/index.ts';
import { type Handlers, type Host, outPath, sha256Hex } from '../kernel/index.ts';
import { csvField } from './bag/transfers.ts';

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
      const rejected = (row.result as IntakeResult | null)?.rejectedRows ?? [];
      const target = outPath(host.resolveGrant(out).path, folder, `rejected-rows-${row.id}.csv`);
      const text = rejectedCsv(row.name, rejected);
      try {
        writeFileSync(target, text, { flag: 'wx' });
      } catch (error) {
        const { code } = error as { code?: string };
        if (code === 'EEXIST') throw new Fault('export.exists', { name: basename(target) }, error);
        throw new Fault('export.notWritable', { name: basename(target), reason: code ?? 'unknown' }, error);
      }
      file.noteAccess('rejectedRows.saved', { source: row.publicId, rows: rejected.length, sha256: sha256Hex(text) });
      return { name: basename(target), rows: rejected.length, sha256: sha256Hex(text) };
    },
  };
}

/** UTF-8 with its mark, so that spreadsheets read names of any script; reasons are codes. `more`: so many rows beyond those kept. */
export function rejectedCsv(name: string, rows: IntakeResult['rejectedRows']): string {
  const lines = [['file', 'row', 'reason', 'text'], ...rows.map(({ row, reason, text }) => [name, String(row), reason, text])];
  return `\ufeff${lines.map((fields) => fields.map(csvField).join(',')).join('\r\n')}\r\n`;
}
