// Side by side: what each policy of the run assigns, with least and most. A click shows that policy in graph and table.
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { drawnShare } from '../../design/amounts.ts';
import { Amount, Facts, Panel } from '../../design/pieces.tsx';
import { StatementBadge, Term } from '../../design/statements.tsx';
import { useWords } from '../../session/words.ts';
import { spreadOf } from './spread.ts';

type Run = CallOutput<'trace.runs'>['runs'][number];

interface Props {
  readonly run: Run;
  readonly policy: string;
  readonly onPolicy: (policy: string) => void;
}

export function SpreadPanel({ run, policy, onPolicy }: Props): ReactNode {
  const say = useWords();
  const spread = spreadOf(run.totals, run.primary, run.seedSat);
  const anyExceeds = spread.rows.some((row) => row.exceeds);
  return (
    <Panel title={<Term id="spread">{say('flow.spread')}</Term>} aside={<StatementBadge kind="assumption" />}>
      <table className="th-spread">
        <thead>
          <tr>
            <th scope="col">{say('flow.policy')}</th>
            <th scope="col" className="th-end">
              <Term id="holdings">{say('flow.held')}</Term>
            </th>
            <th scope="col" className="th-end">
              {say('flow.fees')}
            </th>
            <th scope="col" className="th-end">
              {say('flow.outputs')}
            </th>
          </tr>
        </thead>
        <tbody>
          {spread.rows.map((row) => (
            <tr key={row.policy} className={row.policy === policy ? 'th-spread-shown' : ''}>
              <th scope="row">
                <button type="button" className="th-link" aria-pressed={row.policy === policy} onClick={() => onPolicy(row.policy)}>
                  {say.has(`terms.policy.${row.policy}.word`) ? say(`terms.policy.${row.policy}.word`) : row.policy}
                </button>{' '}
                <Term id={`policy.${row.policy}`}>?</Term>
                {row.primary ? <span className="th-primary">{say('flow.primary')}</span> : null}
              </th>
              <td className="th-end">
                <Amount value={row.totalSat} chain={run.chain} unit={false} />
                <svg className="th-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                  <rect width="100" height="4" className="th-bar-back" />
                  <rect
                    width={100 * drawnShare(row.totalSat, run.seedSat)}
                    height="4"
                    className={row.exceeds ? 'th-bar-over' : 'th-bar-fill'}
                  />
                </svg>
              </td>
              <td className="th-end">
                {row.feesUnknown === undefined ? null : '≥ '}
                <Amount value={row.feesSat} chain={run.chain} unit={false} />
              </td>
              <td className="th-end">{row.holdings}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Facts
        rows={[
          [say('flow.seedTotal'), <Amount key="s" value={run.seedSat} chain={run.chain} exact />],
          spread.least === null || spread.most === null
            ? null
            : [
                say('flow.range'),
                <span key="r">
                  <Amount value={spread.least} chain={run.chain} unit={false} /> – <Amount value={spread.most} chain={run.chain} />
                </span>,
              ],
        ]}
      />
      {spread.rows.flatMap(({ policy: id, feesUnknown }) =>
        feesUnknown === undefined
          ? []
          : [
              <p key={id} className="th-small">
                {say('flow.feesUnknown', { policy: id, count: feesUnknown })}
              </p>,
            ],
      )}
      <p className="th-muted th-small">
        {say('flow.spreadNote')} {anyExceeds ? say('flow.exceedsNote') : ''}
      </p>
    </Panel>
  );
}
