// Answers exposure.save. That a table was written is noted in the access log.
import { exposureSaveContract, type ScreeningRow } from '../../../../shared/contract/exposure.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type Handlers, type Host, implement, outPath } from '../../kernel/index.ts';
import { screeningOf } from '../../trace/index.ts';
import { saveScreeningCsv, saveScreeningXlsx, type ScreeningTable, screeningWords } from './saveScreening.ts';

export function screeningSaveCalls(host: Host, session: CaseSession): Handlers<keyof typeof exposureSaveContract> {
  return implement(exposureSaveContract, {
    'exposure.save': async ({ screening: number, out, format, locale }, work) => {
      const file = session.current();
      const screening = screeningOf(file, number);
      const { path, name } = host.resolveGrant(out);
      const isFile = name.toLowerCase().endsWith(`.${format}`);
      const target = outPath(path, !isFile, `screening-${number}.${format}`);
      const table: ScreeningTable = {
        ...{ file, screening, program: `Tracehold ${host.version.program}`, ...screeningWords(host, locale) },
        page: (after, limit) => file.exposures.page(number, {}, after, limit).rows as ScreeningRow[],
      };
      const saved = await (format === 'csv' ? saveScreeningCsv : saveScreeningXlsx)(target, table, work);
      file.noteAccess('exposure.saved', { screening: number, ...saved });
      return saved;
    },
  });
}
