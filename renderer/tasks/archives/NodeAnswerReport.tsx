// What a node of an account chain gave: transactions, a reorganisation told plainly, what its blocks prove, and what of it that was asked
// for is missing.
import { Button, Intent } from '@blueprintjs/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { Facts, Id, Panel } from '../../design/pieces.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { TableNote } from '../sources/TableNote.tsx';
import type { NodeAnswer } from './AskAccountNode.tsx';

const MOST_SHOWN = 50;

export function NodeAnswerReport({ answer }: { readonly answer: NodeAnswer }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const { result, rolledBack, takenBack } = answer;
  const { node, proven } = result;
  const highest = rolledBack[0];
  const lowest = rolledBack.at(-1);
  const missing = (node?.items ?? []).filter(({ gaps }) => gaps.length > 0);
  // It stands above the form that was sent.
  const top = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer is shown, whatever it holds
  useEffect(() => {
    // In braces: newer browsers give a promise back, which would be taken for a clean-up.
    top.current?.scrollIntoView({ block: 'start' });
  }, [answer]);
  return (
    <div ref={top}>
      <Panel title={say('askNode.result')}>
        <Facts
          rows={[
            node === undefined ? null : [say('sync.node'), say('sync.nodeText', { address: node.address, agent: node.agent })],
            node === undefined
              ? null
              : [
                  say('askNode.tip'),
                  <>
                    {groupThousands(node.tip.number)} <Id value={node.tip.hash} />
                  </>,
                ],
            [
              say('coverage.transactions'),
              say('askNode.counts', { all: groupThousands(result.transactions), fresh: groupThousands(result.new) }),
            ],
            proven === undefined
              ? null
              : [
                  say('askNode.proven'),
                  say('askNode.provenText', {
                    headers: groupThousands(proven.headers),
                    bodies: groupThousands(proven.bodies),
                    receipts: groupThousands(proven.receipts),
                    anchored: groupThousands(proven.anchored),
                  }),
                ],
          ]}
        />
        {highest === undefined || lowest === undefined ? null : (
          <Notice
            compact
            intent={Intent.WARNING}
            title={say('askNode.reorganised', {
              count: groupThousands(rolledBack.length),
              from: groupThousands(lowest.height),
              to: groupThousands(highest.height),
            })}
          >
            {say('askNode.reorganisedMeans', { count: groupThousands(takenBack) })}
          </Notice>
        )}
        <TableNote result={result} />
        {missing.length === 0 ? null : (
          <Notice compact intent={Intent.WARNING} title={say('askNode.missing', { count: groupThousands(missing.length) })}>
            <ul className="th-plain-list">
              {missing.slice(0, MOST_SHOWN).map(({ kind, item, gaps }) => (
                <li key={`${kind} ${item}`}>
                  <Id value={item} /> {gaps.map((gap) => say.reason(gap)).join('; ')}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        <div className="th-actions th-form-gap">
          <Button size="small" text={say('tables.toAccounts')} onClick={() => go({ task: 'accounts', accountsTab: 'held' })} />
        </div>
      </Panel>
    </div>
  );
}
