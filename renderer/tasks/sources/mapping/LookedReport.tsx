// A look at a report, whose form is fixed: what it says of itself, and what would become of each of its transactions and parties.
import { Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { ReportNote } from '../../../../shared/contract/goaml.ts';
import type { TablePreview } from '../../../../shared/contract/profile.ts';
import { Notice } from '../../../design/Notice.tsx';
import { useWords } from '../../../session/words.ts';
import { ReportFacts } from '../ReportFacts.tsx';
import { Judged } from './Judged.tsx';
import { Verdict } from './PreviewRows.tsx';

export function LookedReport({ preview, report }: { readonly preview: TablePreview; readonly report: ReportNote }): ReactNode {
  const say = useWords();
  return (
    <>
      {preview.needs.length === 0 ? null : (
        <Notice compact intent={Intent.WARNING} title={say('mapping.needsTitle')}>
          {preview.needs.map((need) => say(`mapping.needs.${need}`)).join('; ')}
        </Notice>
      )}
      <Judged preview={preview} />
      <ReportFacts result={{ report }} />
      <div className="th-mapping-rows">
        <table className="th-plain" aria-label={say('mapping.rows')}>
          <thead>
            <tr>
              <th className="th-end">{say('mapping.row')}</th>
              <th>{say('mapping.verdict')}</th>
              <th>{say.any('people.form.place')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of one look never move, and many stand in one line of the file
              <tr key={index} className={row.verdict === 'rejected' ? 'th-mapping-bad' : undefined}>
                <td className="th-end th-muted">{row.row}</td>
                <td className="th-mapping-verdict">
                  <Verdict row={row} />
                </td>
                <td className="th-muted th-break">{row.cells[0]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
