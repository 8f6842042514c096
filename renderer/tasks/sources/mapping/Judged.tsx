// What would become of the rows as a whole: taken, rejected and why, and what the table gives away.
import type { ReactNode } from 'react';
import type { TablePreview } from '../../../../shared/contract/profile.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { useWords } from '../../../session/words.ts';
import { flagText, rowReason } from '../TableNote.tsx';

const MOST_FLAGS = 6;

export function Judged({ preview: { judged } }: { readonly preview: TablePreview }): ReactNode {
  const say = useWords();
  if (judged === null) return <p className="th-muted">{say('mapping.notJudged')}</p>;
  const { rows, taken, rejected, skipped, whole, reasons, flags } = judged;
  return (
    <div className="th-judged" role="status">
      <p>
        <strong>{say('mapping.wouldTake', { taken: groupThousands(taken), rows: groupThousands(rows) })}</strong>{' '}
        {say('mapping.wouldReject', { rejected: groupThousands(rejected), skipped: groupThousands(skipped) })}{' '}
        {whole ? null : <span className="th-muted">{say('mapping.part')}</span>}
      </p>
      {reasons.length === 0 && flags.length === 0 ? null : (
        <ul className="th-plain-list">
          {reasons.map(({ reason, column, rows: count }) => (
            <li key={`${reason} ${column}`}>
              <span aria-hidden="true">✗</span> {groupThousands(count)} × {rowReason(say, reason)}
              {column === null ? null : <code className="th-muted"> {column}</code>}
            </li>
          ))}
          {flags.slice(0, MOST_FLAGS).map(({ code, values }) => (
            <li key={`${code} ${JSON.stringify(values)}`}>
              <span aria-hidden="true">⚑</span> {flagText(say, code, values)}
            </li>
          ))}
          {flags.length <= MOST_FLAGS ? null : (
            <li className="th-muted">{say('mapping.moreFlags', { count: flags.length - MOST_FLAGS })}</li>
          )}
        </ul>
      )}
    </div>
  );
}
