// What speaks against a cluster or was kept out of it: the parts that remain without a rule, left-out inputs, and
// transactions that were built in different ways on the two sides of a merge.
import { Button } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Amount, FaultNotice, Loading, OpenableId } from '../../design/pieces.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

type Cluster = CallOutput<'cluster.of'>;
type Habit = CallOutput<'cluster.contradictions'>['contradictions'][number]['features'][number]['left'];

export function ClusterParts({
  name,
  parts,
  fault,
}: {
  readonly name: string;
  readonly parts: Cluster['parts'];
  readonly fault: unknown;
}): ReactNode {
  const say = useWords();
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (parts === null) return <Loading />;
  return (
    <div className="th-why">
      <h3>{say('cluster.partsTitle', { rule: name })}</h3>
      <ol>
        {parts.map((part) => (
          <li key={part.addresses[0]}>
            {say('cluster.part', { count: groupThousands(part.size) })}{' '}
            {part.addresses.slice(0, 5).map((address) => (
              <span key={address}>
                <OpenableId value={address} />{' '}
              </span>
            ))}
            {part.size > 5 ? <span className="th-muted">…</span> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}

export function ClusterExcluded({ excluded, chain }: { readonly excluded: Cluster['excluded']; readonly chain: string }): ReactNode {
  const say = useWords();
  if (excluded.length === 0) return null;
  return (
    <section>
      <h3>{say('cluster.excludedTitle')}</h3>
      <table className="th-plain">
        <tbody>
          {excluded.map((input) => (
            <tr key={input.outpoint}>
              <td>
                <OpenableId value={input.address} />
              </td>
              <td>
                <OpenableId value={input.outpoint} />
              </td>
              <td>
                {say('cluster.spentIn')} <OpenableId value={input.txid} />
              </td>
              <td className="th-end">
                <Amount value={input.valueSat} chain={chain} />
              </td>
              <td className="th-muted">
                {say('cluster.excluded')} <code>{input.rule}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Asked for on purpose: raw transactions are read for it. */
export function ClusterContradictions({ asked }: { readonly asked: CallInput<'cluster.contradictions'> }): ReactNode {
  const say = useWords();
  const [wanted, setWanted] = useState(false);
  const found = useAsk('cluster.contradictions', wanted ? asked : null);
  if (!wanted) return <Button size="small" text={say('cluster.lookAgainst')} onClick={() => setWanted(true)} />;
  if (found.fault !== null) return <FaultNotice fault={found.fault} />;
  if (found.data === null) return <Loading />;
  const { data } = found;
  const counts = {
    read: groupThousands(data.transactionsRead),
    unreadable: groupThousands(data.transactionsUnreadable),
    compared: groupThousands(data.mergesCompared),
    merges: groupThousands(data.merges),
  };
  const habit = (side: Habit) => say('cluster.habit', { value: side.value, count: groupThousands(side.transactions) });
  return (
    <section>
      <h3>{say('cluster.against')}</h3>
      <p>{say(data.contradictions.length === 0 ? 'cluster.againstNone' : 'cluster.againstFound', counts)}</p>
      <ul>
        {data.contradictions.map(({ merge, features }) => (
          <li key={`${merge.a} ${merge.b} ${merge.txid}`}>
            <OpenableId value={merge.a} /> {say('cluster.and')} <OpenableId value={merge.b} />{' '}
            <span className="th-muted">{merge.rule}</span>
            <ul>
              {features.map(({ feature, left, right }) => (
                <li key={feature}>
                  {say.reason(`feature:${feature}`)}: {habit(left)} / {habit(right)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
