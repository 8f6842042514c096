// Labels that stand on other addresses of a cluster, apart from those of the address: an inference carries them here.
import type { ReactNode } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { OpenableId } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { kindsOf } from '../labels/labelWords.tsx';

export function ClusterLabels({ address, chain }: { readonly address: string; readonly chain: string }): ReactNode {
  const say = useWords();
  const { data } = useAsk('cluster.labels', { address, chain });
  if (data === null || data.total === 0) return null;
  return (
    <section className="th-labels-inherited">
      <h3>
        {say('labels.clusterLabels')} <StatementBadge kind="inference" />
      </h3>
      <p className="th-muted th-small">{say('labels.clusterLabelsAbout', { size: groupThousands(data.size), rule: data.rule })}</p>
      <table className="th-plain">
        <tbody>
          {data.labels.flatMap((member) =>
            member.labels.map((one) => (
              <tr key={`${member.address} ${one.id}`}>
                <th scope="row">≈ ❞ {one.label}</th>
                <td>{kindsOf(say, one)}</td>
                <td>
                  <OpenableId value={member.address} />
                </td>
                <td>{say('labels.by', { source: one.source, row: one.row })}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
      {data.total > data.labels.length ? (
        <p className="th-muted">{say('labels.clusterLabelsMore', { count: groupThousands(data.total - data.labels.length) })}</p>
      ) : null}
    </section>
  );
}
