// The cluster of an address: an inference, so with rule, error rate, the merges that made it, and the way to reject one.
import { Button, FormGroup, InputGroup } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { Amount, Facts, FaultNotice, Loading, OpenableId, Panel } from '../../design/pieces.tsx';
import { StatementBadge, Term } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

interface Props {
  readonly address: string;
  readonly chain: string;
  readonly size: number;
}

export function ClusterPanel({ address, chain, size }: Props): ReactNode {
  const say = useWords();
  const [open, setOpen] = useState(false);
  return (
    <Panel
      title={
        <>
          <Term id="cluster">{say('cluster.title')}</Term> <StatementBadge kind="inference" />
        </>
      }
      aside={<Button size="small" text={say(open ? 'cluster.hide' : 'cluster.show')} aria-expanded={open} onClick={() => setOpen(!open)} />}
    >
      <p>{say(size <= 1 ? 'cluster.alone' : 'cluster.size', { count: groupThousands(size) })}</p>
      {open ? <Members address={address} chain={chain} /> : null}
    </Panel>
  );
}

function Members({ address, chain }: { readonly address: string; readonly chain: string }): ReactNode {
  const say = useWords();
  const { act, announce } = useSession();
  const [why, setWhy] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const cluster = useAsk('cluster.of', { address, chain });
  const explained = useAsk('cluster.explain', why === null ? null : { a: address, b: why, chain });
  if (cluster.fault !== null) return <FaultNotice fault={cluster.fault} />;
  if (cluster.data === null) return <Loading />;
  const { data } = cluster;
  const reject = async (a: string, b: string) => {
    const done = await act('cluster.reject', { a, b, chain, reason: reason.trim() });
    if (done !== null) announce(say('cluster.rejected', { before: done.before, after: done.after.join(' + ') }));
  };
  return (
    <>
      <Facts
        rows={[
          [
            <Term key="r" id="rule">
              {say('cluster.rule')}
            </Term>,
            data.rule,
          ],
          [
            <Term key="e" id="errorRate">
              {say('cluster.errorRate')}
            </Term>,
            say.has(`errorRates.${data.errorRate}`) ? say(`errorRates.${data.errorRate}`) : data.errorRate,
          ],
          [say('cluster.height'), data.height === null ? '–' : groupThousands(data.height)],
          [
            <Term key="c" id="node.coinjoin">
              {say('cluster.skipped')}
            </Term>,
            groupThousands(data.coinjoinsSkipped),
          ],
        ]}
      />
      <table className="th-plain">
        <tbody>
          {data.members.map((member) => (
            <tr key={member.address}>
              <td>
                <OpenableId value={member.address} />
              </td>
              <td className="th-end">
                <Amount value={member.receivedSat} chain={chain} />
              </td>
              <td className="th-end th-muted">{say('cluster.transactions', { count: groupThousands(member.transactions) })}</td>
              <td className="th-end">
                {member.address === address ? null : (
                  <Button size="small" variant="minimal" text={say('cluster.why')} onClick={() => setWhy(member.address)} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.more > 0 ? <p className="th-muted">{say('cluster.more', { count: groupThousands(data.more) })}</p> : null}
      {why === null || explained.data === null ? null : (
        <div className="th-why">
          <h3>{say('cluster.whyTitle', { address: why })}</h3>
          {explained.data.joined ? null : <p>{say('cluster.notJoined')}</p>}
          <ol>
            {explained.data.steps.map((step) => (
              <li key={`${step.a} ${step.b} ${step.txid}`}>
                <OpenableId value={step.a} /> {say('cluster.and')} <OpenableId value={step.b} /> {say('cluster.in')}{' '}
                <OpenableId value={step.txid} /> <span className="th-muted">{step.rule}</span>{' '}
                {step.rejected ? (
                  <em>{say('cluster.isRejected')}</em>
                ) : (
                  <Button
                    size="small"
                    text={say('cluster.reject')}
                    disabled={reason.trim() === ''}
                    onClick={() => void reject(step.a, step.b)}
                  />
                )}
              </li>
            ))}
          </ol>
          <FormGroup label={say('cluster.reason')} labelFor="reject-reason" helperText={say('cluster.reasonHelp')}>
            <InputGroup id="reject-reason" value={reason} onValueChange={setReason} />
          </FormGroup>
        </div>
      )}
    </>
  );
}
