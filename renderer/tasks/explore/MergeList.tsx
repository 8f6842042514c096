// Merges one under the other, each to be rejected with a reason, and the rejected ones, each to stand again. What it changes is an edit of the
// case and can be undone; what falls is shown by whoever shows the cluster.
import { Button, FormGroup, InputGroup } from '@blueprintjs/core';
import { type ReactNode, useId, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { OpenableId } from '../../design/pieces.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

type Cluster = CallOutput<'cluster.of'>;
type Step = Cluster['merges'][number];
type Rejection = Cluster['rejections'][number];

interface Props {
  readonly chain: string;
  /** Rules as they are written, such as `multiInput`. */
  readonly rules: readonly string[];
  readonly steps: readonly Step[];
  readonly rejections: readonly Rejection[];
  /** An id as its place opens it; in Explore where nothing else is given. */
  readonly idOf?: (kind: 'address' | 'transaction', id: string) => ReactNode;
}

const inExplore = (_kind: 'address' | 'transaction', id: string): ReactNode => <OpenableId value={id} />;

export function MergeList({ chain, rules, steps, rejections, idOf = inExplore }: Props): ReactNode {
  const say = useWords();
  const { act, announce } = useSession();
  const field = useId();
  const [reason, setReason] = useState('');
  const why = reason.trim();
  const reject = async ({ a, b }: Step) => {
    const done = await act('cluster.reject', { a, b, chain, rules: [...rules], reason: why });
    if (done === null) return;
    setReason('');
    announce(
      done.stillJoined ? say('cluster.stillJoined') : say('cluster.rejected', { before: done.before, after: done.after.join(' + ') }),
    );
  };
  const accept = async ({ a, b }: Rejection) => {
    const done = await act('cluster.accept', { a, b, chain, reason: why });
    if (done === null) return;
    setReason('');
    announce(say('cluster.accepted', { count: done.accepted }));
  };
  const line = ({ a, b, txid }: Pick<Step, 'a' | 'b' | 'txid'>, rule: string): ReactNode => (
    <>
      {idOf('address', a)} {say('cluster.and')} {idOf('address', b)} {say(rule.startsWith('change:') ? 'cluster.inChange' : 'cluster.in')}{' '}
      {idOf('transaction', txid)} <code className="th-muted">{rule}</code>
    </>
  );
  return (
    <div className="th-merges">
      <FormGroup label={say('cluster.reason')} labelFor={field} helperText={say('cluster.reasonHelp')}>
        <InputGroup id={field} size="small" value={reason} maxLength={2000} onValueChange={setReason} />
      </FormGroup>
      <ol>
        {steps.map((step) => (
          <li key={`${step.a} ${step.b} ${step.txid} ${step.rule}`}>
            {line(step, step.rule)}{' '}
            {step.rejected ? (
              <em>{say('cluster.isRejected')}</em>
            ) : (
              <Button size="small" text={say('cluster.reject')} disabled={why === ''} onClick={() => void reject(step)} />
            )}
          </li>
        ))}
      </ol>
      {rejections.length === 0 ? null : (
        <>
          <h3>{say('cluster.rejectedTitle', { count: rejections.length })}</h3>
          <ol>
            {rejections.map((one) => (
              <li key={`${one.a} ${one.b} ${one.txid} ${one.event}`}>
                {line(one, '')} {say('cluster.rejectedBecause', { reason: one.reason })}{' '}
                <Button size="small" text={say('cluster.accept')} disabled={why === ''} onClick={() => void accept(one)} />
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
