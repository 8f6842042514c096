// What a sync with a node brought: headers, a reorganisation told plainly, what was looked for, and which runs to trace again.
import { Button, Intent } from '@blueprintjs/core';
import { Path } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { Facts, Id, Panel } from '../../design/pieces.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { useTraceAgain } from '../trace/draft.ts';
import { AnswerFacts } from './AnswerFacts.tsx';
import { kindText, type Synced } from './asking.ts';

export function SyncReport({ synced }: { readonly synced: Synced }): ReactNode {
  const say = useWords();
  const { rolledBack } = synced;
  const highest = rolledBack[0];
  const lowest = rolledBack.at(-1);
  return (
    <Panel title={say('sync.result')}>
      <Facts
        rows={[
          [say('sync.node'), say('sync.nodeText', { address: synced.address, agent: synced.agent })],
          [say('sources.chain'), synced.chainName],
          [say('sync.headers'), groupThousands(synced.headers)],
          [
            say('sync.height'),
            synced.before === null
              ? groupThousands(synced.tip)
              : say('sync.heights', { before: groupThousands(synced.before), tip: groupThousands(synced.tip) }),
          ],
        ]}
      />
      {highest === undefined || lowest === undefined ? null : (
        <Notice
          compact
          intent={Intent.WARNING}
          title={
            rolledBack.length === 1
              ? say('sync.reorganisedOne', { height: groupThousands(highest.height) })
              : say('sync.reorganised', {
                  count: groupThousands(rolledBack.length),
                  from: groupThousands(lowest.height),
                  to: groupThousands(highest.height),
                })
          }
        >
          {say('sync.reorganisedMeans')}
          <ul className="th-plain-list">
            {rolledBack.slice(0, 10).map((block) => (
              <li key={block.hash}>
                {say('block.height', { height: groupThousands(block.height) })} <Id value={block.hash} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <RunsMoved runs={synced.runs} />
      {synced.questions.length === 0 ? <p>{say('sync.nothing')}</p> : null}
      {synced.questions.map((answer) => (
        <section key={answer.question}>
          <h3>{say('questions.detail', { question: answer.question, kind: kindText(say, answer.kind) })}</h3>
          <AnswerFacts answer={answer} />
        </section>
      ))}
    </Panel>
  );
}

function RunsMoved({ runs }: { readonly runs: Synced['runs'] }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const known = useAsk('trace.runs', runs.length === 0 ? null : {});
  const again = useTraceAgain();
  if (runs.length === 0) return null;
  return (
    <>
      <h3>{say('sync.runs')}</h3>
      <ul className="th-plain-list">
        {runs.map((moved) => {
          const run = known.data?.runs.find((one) => one.run === moved.run);
          return (
            <li key={moved.run}>
              {say(moved.gone > 0 ? 'sync.gone' : 'sync.moved', {
                run: moved.run,
                holdings: groupThousands(moved.holdings),
                moved: groupThousands(moved.moved),
                gone: groupThousands(moved.gone),
              })}{' '}
              <span className="th-actions">
                <Button
                  size="small"
                  intent={Intent.PRIMARY}
                  icon={<Path />}
                  text={say('sync.again')}
                  disabled={run === undefined}
                  onClick={() => run !== undefined && again(run)}
                />
                <Button size="small" text={say('sync.show')} onClick={() => go({ task: 'flow', run: moved.run })} />
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
