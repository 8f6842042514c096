// Contradictions between sources as a visible list. It prefers none of them.
import { Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { readSaidMovement, saidAsset } from '../../../../shared/model/saidMovement.ts';
import { Notice } from '../../../design/Notice.tsx';
import { groupThousands } from '../../../design/amounts.ts';
import { Id } from '../../../design/pieces.tsx';
import { useTimes } from '../../../design/localTimes.tsx';
import { useWords } from '../../../session/words.ts';
import { AccountLink, transferKindText } from '../words.tsx';

type Conflict = CallOutput<'account.summary'>['conflicts'][number];
/** More contradictions than this are counted, and shown with their transactions. */
const MOST_LISTED = 200;

/** One source's word: times, outcomes and movements as a person reads them, anything else as it stands. */
function Value({ what, value }: { readonly what: string; readonly value: string }): ReactNode {
  const say = useWords();
  const times = useTimes();
  if (what === 'timeSeconds' && /^-?\d{1,11}$/.test(value)) return <code>{times.full(Number(value))}</code>;
  if (what === 'status' && say.has(`accountStatus.${value}`)) return <>{say(`accountStatus.${value}`)}</>;
  const said = what === 'movement' ? readSaidMovement(value) : null;
  if (said === null) return <code>{value}</code>;
  if ('fee' in said) return <>{say('accounts.feeSaid', { amount: groupThousands(said.fee) })}</>;
  const asset = saidAsset(said);
  return (
    <>
      {transferKindText(say, said.kind)}: {said.from === null ? '–' : <AccountLink value={said.from} />} →{' '}
      {said.to === null ? '–' : <AccountLink value={said.to} />}, {say('accounts.inSmallest', { amount: groupThousands(said.amount) })}{' '}
      {asset === '' ? null : <Id value={asset} />}
    </>
  );
}

/** What two sources say differently of one transaction; neither is preferred in silence. */
export function Conflicts({ conflicts }: { readonly conflicts: readonly Conflict[] }): ReactNode {
  const say = useWords();
  if (conflicts.length === 0) return null;
  return (
    <Notice intent={Intent.WARNING} compact title={say('accounts.conflicts', { count: conflicts.length })}>
      <p>{say('accounts.conflictsAre')}</p>
      <table className="th-plain">
        <thead>
          <tr>
            <th>{say('kinds.transaction')}</th>
            <th>{say('accounts.what')}</th>
            <th>{say('accounts.said')}</th>
          </tr>
        </thead>
        <tbody>
          {conflicts.slice(0, MOST_LISTED).map(({ transaction, what, said }) => (
            <tr key={`${transaction} ${what}`}>
              <td>
                <AccountLink value={transaction} />
              </td>
              <td>{say.has(`conflictsIn.${what}`) ? say(`conflictsIn.${what}`) : what}</td>
              <td>
                {said.map(({ source, value }) => (
                  <div key={`${source} ${value}`}>
                    <Value what={what} value={value} /> <span className="th-muted th-small">❞ {source}</span>
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {conflicts.length > MOST_LISTED ? <p>{say('accounts.conflictsMore', { count: conflicts.length - MOST_LISTED })}</p> : null}
    </Notice>
  );
}
