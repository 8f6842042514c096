// The first rows of a table as they stand, each column with its role, each row with what would become of it and how it was read.
import { HTMLSelect } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { ColumnRole, PreviewRow, TablePreview } from '../../../../shared/contract/profile.ts';
import { formatAmount } from '../../../design/amounts.ts';
import { shortId } from '../../../design/ids.ts';
import { useWords, type Words } from '../../../session/words.ts';
import { rowReason } from '../TableNote.tsx';
import { CHAIN_ROLES, LABEL_ROLES, LEDGER_ROLES, type MappingDraft, PEOPLE_ROLES, withRole } from './draft.ts';

interface Props {
  readonly preview: TablePreview;
  readonly draft: MappingDraft;
  readonly onDraft: (draft: MappingDraft) => void;
}

export function PreviewRows({ preview, draft, onDraft }: Props): ReactNode {
  const say = useWords();
  const { columns } = preview.header;
  const roles = { labels: LABEL_ROLES, people: PEOPLE_ROLES, ledger: LEDGER_ROLES, evm: CHAIN_ROLES, tron: CHAIN_ROLES }[draft.family];
  return (
    <div className="th-mapping-rows">
      <table className="th-plain" aria-label={say('mapping.rows')}>
        <thead>
          <tr>
            <th className="th-end">{say('mapping.row')}</th>
            <th>{say('mapping.verdict')}</th>
            {columns.map(({ name, key }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is known by its place
              <th key={index} className={draft.roles[index] == null ? undefined : 'th-mapped'}>
                <div className="th-mapped-name" title={name === '' ? key : name}>
                  {name === '' ? key : name}
                </div>
                <HTMLSelect
                  aria-label={say('mapping.roleOf', { column: name === '' ? key : name })}
                  value={draft.roles[index] ?? ''}
                  onChange={(event) => onDraft(withRole(draft, index, (event.currentTarget.value || null) as ColumnRole | null))}
                  options={[
                    { value: '', label: say('mapping.noRole') },
                    ...roles.map((role) => ({ value: role, label: say(`columnRoles.${role}`) })),
                  ]}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => (
            <Line key={row.row} row={row} columns={columns.length} draft={draft} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ row, columns, draft }: { readonly row: PreviewRow; readonly columns: number; readonly draft: MappingDraft }): ReactNode {
  const data = row.kind === 'data';
  return (
    <tr className={data ? (row.verdict === 'rejected' ? 'th-mapping-bad' : undefined) : 'th-mapping-aside'}>
      <td className="th-end th-muted">{row.row}</td>
      <td className="th-mapping-verdict">
        <Verdict row={row} />
      </td>
      {data || row.kind === 'header' || row.cells.length > 1 ? (
        Array.from({ length: Math.max(columns, row.cells.length) }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its place
          <td key={index} className={draft.roles[index] == null ? undefined : 'th-mapped'} title={row.cells[index] ?? ''}>
            {row.cells[index] ?? ''}
          </td>
        ))
      ) : (
        <td colSpan={Math.max(1, columns)}>{row.cells[0] ?? ''}</td>
      )}
    </tr>
  );
}

export function Verdict({ row }: { readonly row: PreviewRow }): ReactNode {
  const say = useWords();
  if (row.verdict === 'rejected')
    return (
      <span>
        <span aria-hidden="true">✗</span> {rowReason(say, row.reason ?? '')}
      </span>
    );
  if (row.read !== null)
    return (
      <span>
        <span aria-hidden="true">✓</span> {readText(say, row.read)}
      </span>
    );
  if (row.label !== null)
    return (
      <span>
        <span aria-hidden="true">✓</span> {shortId(row.label.address)} ❞{' '}
        {[row.label.label, ...row.label.said, row.label.source].join(' · ')}
      </span>
    );
  if (row.entry !== null)
    return (
      <span>
        <span aria-hidden="true">✓</span>{' '}
        {say('mapping.entryRead', {
          title: row.entry.title,
          said: row.entry.said.map(({ kind, text }) => `${say.any(`people.link.${kind}`) ?? kind} ${shortId(text)}`).join(' · '),
        })}
      </span>
    );
  return <span className="th-muted">{say(`mapping.kinds.${row.kind}`)}</span>;
}

/** `2026-03-01 08:15:00 UTC: 1,500 EUR from 88-1 to 4455-22`, so that a column put in the wrong place shows. */
function readText(say: Words, { time, status, movements }: NonNullable<PreviewRow['read']>): string {
  const when = time === null ? say('mapping.noTime') : time.replace('T', ' ').replace('Z', ' UTC');
  const moved = movements.map(({ from, to, asset, amount, decimals, kind }) =>
    say(kind === 'fee' ? 'mapping.readFee' : 'mapping.readMovement', {
      amount: decimals === null ? say('mapping.smallestUnit', { amount }) : formatAmount(amount, decimals),
      asset: shortId(asset),
      from: from === null ? '?' : shortId(from),
      to: to === null ? '?' : shortId(to),
    }),
  );
  const state = status === 'ok' ? [] : [say(`mapping.status.${status}`)];
  return [when, ...(moved.length === 0 ? [say('mapping.movesNothing')] : moved), ...state].join(' · ');
}
