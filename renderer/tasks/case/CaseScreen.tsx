// The open case: what it is, what to know about it, what to do next, who can open it, and its self-test.
import { Button, Intent } from '@blueprintjs/core';
import { LogOut } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { Facts, Id, Panel, ScreenHead } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { Time } from '../../design/localTimes.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { OpenQuestions } from '../archives/OpenQuestions.tsx';
import { useKinds } from '../kinds.tsx';
import { NodePolicy } from './NodePolicy.tsx';
import { Slots } from './Slots.tsx';

export function CaseScreen(): ReactNode {
  const say = useWords();
  const { info, act, work, go, noteDone } = useSession();
  const [test, setTest] = useState<CallOutput<'case.selfTest'> | null>(null);
  const { accountTransactions } = useKinds();
  const accountRuns = useAsk('account.runs', {});
  if (info === null) return null;
  const { counts } = info;
  const runs = counts.runs + (accountRuns.data?.runs.length ?? 0);
  const transactions = groupThousands(accountTransactions);
  const close = async () => {
    const closed = await act('case.close', {});
    if (closed?.checkpoint != null) noteDone(say('case.closed', { code: closed.checkpoint.code }));
  };
  return (
    <div className="th-screen">
      <ScreenHead title={info.title} about={say('case.about', { reference: info.reference, agency: info.agency })}>
        <Button icon={<LogOut />} text={say('case.close')} onClick={() => void close()} />
      </ScreenHead>
      {info.notices.map((notice) => (
        <Notice
          key={notice.code}
          intent={Intent.WARNING}
          compact
          title={say.has(`notices.${notice.code}`) ? say(`notices.${notice.code}`, notice.parameters) : notice.code}
        >
          {say.has(`notices.${notice.code}Next`) ? say(`notices.${notice.code}Next`, notice.parameters) : null}
        </Notice>
      ))}
      <OpenQuestions />
      <div className="th-columns th-columns-case">
        <div className="th-stack">
          <Panel title={say('case.steps')}>
            <ol className="th-steps">
              <Step
                done={counts.sources > 0}
                text={say(accountTransactions === 0 ? 'case.stepSources' : counts.blocks === 0 ? 'case.stepAccounts' : 'case.stepBoth', {
                  ...{ count: groupThousands(counts.sources), blocks: groupThousands(counts.blocks), transactions },
                })}
                action={say('tasks.sources')}
                onGo={() => go({ task: 'sources' })}
              />
              <Step
                done={counts.labels > 0}
                text={say('case.stepLabels', { count: groupThousands(counts.labels) })}
                action={say('case.addLabels')}
                onGo={() => go({ task: 'sources', tab: 'labels' })}
              />
              <Step
                done={runs > 0}
                text={say('case.stepTrace', { count: groupThousands(runs) })}
                action={say('tasks.trace')}
                onGo={() => go({ task: 'trace' })}
              />
              <Step done={false} text={say('case.stepExport')} action={say('tasks.export')} onGo={() => go({ task: 'export' })} />
            </ol>
          </Panel>
          <Panel title={<Term id="selfTest">{say('case.selfTest')}</Term>}>
            <p className="th-muted">{say('case.selfTestAbout')}</p>
            <Button text={say('case.selfTestRun')} onClick={() => void work('case.selfTest', say('case.selfTest'), {}).then(setTest)} />
            <JobPanel names={['case.selfTest']} />
            {test === null ? null : (
              <>
                <p>
                  <strong>{say(test.ok ? 'case.selfTestOk' : 'case.selfTestFails')}</strong>
                </p>
                <ul className="th-checks">
                  {test.steps.map((step) => (
                    <li key={step.id}>
                      <span aria-hidden="true">{step.ok ? '✓' : '✗'}</span>{' '}
                      {say.has(`selfTest.${step.id}`) ? say(`selfTest.${step.id}`) : step.id}{' '}
                      <span className="th-muted">{step.detail}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </Panel>
        </div>
        <Panel title={say('case.facts')}>
          <Facts
            rows={[
              [say('case.reference'), info.reference],
              [say('case.agency'), info.agency],
              info.authority === '' ? null : [say('case.authority'), info.authority],
              [say('case.examiner'), info.examiner],
              [say('case.created'), <Time key="c" at={info.created} />],
              [say('case.timeZone'), info.timeZone],
              [say('case.folder'), info.folderName],
              [say('case.access'), say(info.readOnly ? 'case.readOnly' : 'case.writable')],
              accountTransactions > 0 && counts.transactions === 0 ? null : [say('case.transactions'), groupThousands(counts.transactions)],
              accountTransactions === 0 ? null : [say('case.accountTransactions'), transactions],
              [
                <Term key="f" id="fingerprint">
                  {say('case.fingerprint')}
                </Term>,
                <Id key="i" value={info.signerFingerprint} full />,
              ],
              [
                <Term key="h" id="headHash">
                  {say('case.head')}
                </Term>,
                <Id key="j" value={info.journal.headHash} />,
              ],
            ]}
          />
        </Panel>
        <div className="th-stack">
          <Slots slots={info.slots} />
          <NodePolicy />
        </div>
      </div>
    </div>
  );
}

function Step({
  done,
  text,
  action,
  onGo,
}: {
  readonly done: boolean;
  readonly text: string;
  readonly action: string;
  readonly onGo: () => void;
}): ReactNode {
  return (
    <li className={done ? 'th-step-done' : ''}>
      <span className="th-step-mark" aria-hidden="true">
        {done ? '✓' : '○'}
      </span>
      <span>{text}</span>
      <Button size="small" text={action} onClick={onGo} />
    </li>
  );
}
