// What a version of a list says that the one before did not.
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { OpenableId } from '../../design/pieces.tsx';
import { useWords } from '../../session/words.ts';
import { ClaimText } from './labelWords.tsx';

interface Props {
  readonly sum: CallOutput<'labels.changes'>['sum'];
  readonly changes: CallOutput<'labels.changes'>['changes'];
  readonly more: number;
}

const MARKS = { removed: '−', changed: '~', added: '+' } as const;

export function Changes({ sum, changes, more }: Props): ReactNode {
  const say = useWords();
  const { added, removed, changed, same } = sum;
  return (
    <>
      <p>
        {say('labels.sum', {
          ...{ added: groupThousands(added), removed: groupThousands(removed) },
          ...{ changed: groupThousands(changed), same: groupThousands(same) },
        })}
      </p>
      {changes.length === 0 ? null : (
        <table className="th-plain th-labels-changes">
          <thead>
            <tr>
              <th>{say('labels.change.what')}</th>
              <th>{say('labels.subject')}</th>
              <th>{say('labels.before')}</th>
              <th>{say('labels.after')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ kind, chain, address, before, after }) => (
              <tr key={`${kind} ${chain} ${address}`}>
                <td>
                  <span aria-hidden="true">{MARKS[kind]}</span> {say(`labels.change.${kind}`)}
                </td>
                <td>
                  <OpenableId value={address} />
                </td>
                {[before, after].map((claims, side) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the two sides never change places
                  <td key={side}>
                    {claims.map((claim) => (
                      <div key={JSON.stringify(claim)}>
                        <ClaimText say={say} claim={claim} />
                      </div>
                    ))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 ? <p className="th-muted">{say('labels.moreChanges', { count: groupThousands(more) })}</p> : null}
    </>
  );
}
