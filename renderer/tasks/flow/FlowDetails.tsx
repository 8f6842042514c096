// What is chosen in the graph or table: the recorded transfer, the share assigned to it and what that rests on.
import { Button } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { FlowPicture } from '../../../shared/contract/trace.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Amount, Empty, Facts, OpenableId, Panel } from '../../design/pieces.tsx';
import { GradeBadge, StatementBadge, StateText, Term } from '../../design/statements.tsx';
import { useTimes } from '../../design/localTimes.tsx';
import type { Choice } from '../../graph/FlowCanvas.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

interface Props {
  readonly picture: FlowPicture | null;
  readonly chain: string;
  readonly height: number | null;
  readonly choice: Choice | null;
}

export function FlowDetails({ picture, chain, height, choice }: Props): ReactNode {
  const say = useWords();
  const times = useTimes();
  const policyWord =
    picture === null ? '' : say.has(`terms.policy.${picture.policy}.word`) ? say(`terms.policy.${picture.policy}.word`) : picture.policy;
  const node = choice?.kind === 'node' ? picture?.nodes.find((candidate) => candidate.id === choice.id) : undefined;
  const edge = choice?.kind === 'edge' ? picture?.edges.find((candidate) => candidate.id === choice.id) : undefined;
  if (edge !== undefined) {
    return (
      <Panel title={say('flow.detailEdge')}>
        <Facts
          rows={[
            [
              say('flow.recorded'),
              <span key="v">
                <Amount value={edge.valueSat} chain={chain} exact /> <StatementBadge kind="fact" />
              </span>,
            ],
            [
              <Term key="t" id="assigned">
                {say('flow.assignedBy', { policy: policyWord })}
              </Term>,
              <span key="a">
                <Amount value={edge.amountSat} chain={chain} exact /> <StatementBadge kind={edge.statement} />
              </span>,
            ],
            [say('flow.columns.outpoint'), edge.outpoint === null ? '–' : <OpenableId key="o" value={edge.outpoint} />],
            [say('flow.columns.address'), edge.address === null ? say('address.none') : <OpenableId key="d" value={edge.address} full />],
          ]}
        />
        <p className="th-muted th-small">{say('flow.edgeNote', { policy: policyWord })}</p>
      </Panel>
    );
  }
  if (node !== undefined) {
    return (
      <Panel
        title={<Term id={`node.${node.kind}`}>{say(`nodes.${node.kind}`)}</Term>}
        aside={node.grade === null ? undefined : <GradeBadge grade={node.grade} />}
      >
        <Facts
          rows={[
            [
              <Term key="t" id="assigned">
                {say('flow.assignedBy', { policy: policyWord })}
              </Term>,
              <span key="a">
                <Amount value={node.amountSat} chain={chain} exact /> <StatementBadge kind={node.kind === 'seed' ? 'fact' : 'assumption'} />
              </span>,
            ],
            node.state === null
              ? null
              : [
                  <Term key="st" id="state">
                    {say('flow.columns.state')}
                  </Term>,
                  <StateText key="s" state={node.state} height={height} />,
                ],
            node.txid === null ? null : [say('transaction.txid'), <OpenableId key="x" value={node.txid} full />],
            node.outpoint === null
              ? null
              : [
                  <Term key="ot" id="outpoint">
                    {say('flow.columns.outpoint')}
                  </Term>,
                  <OpenableId key="o" value={node.outpoint} />,
                ],
            node.address === null ? null : [say('flow.columns.address'), <OpenableId key="d" value={node.address} full />],
            [say('flow.columns.height'), node.height === null ? say('block.unanchored') : groupThousands(node.height)],
            node.time === null ? null : [say('flow.columns.time'), `${times.full(node.time)} (${say('block.timeBasis')})`],
            node.coinjoin
              ? [
                  <Term key="ct" id="node.coinjoin">
                    {say('nodes.coinjoin')}
                  </Term>,
                  <StatementBadge key="c" kind="inference" />,
                ]
              : null,
            node.labels.length === 0
              ? null
              : [
                  say('flow.columns.labels'),
                  <span key="l">
                    {node.labels.join(', ')} <StatementBadge kind="attribution" />
                  </span>,
                ],
            node.kind === 'more' ? [say('nodes.more'), say('flow.moreCount', { count: groupThousands(node.count) })] : null,
          ]}
        />
      </Panel>
    );
  }
  return <Empty icon={<Search size={32} />} title={say('flow.nothingChosen')} next={say('flow.nothingChosenNext')} />;
}

/** Opens the transaction of what is chosen. */
export function OpenChosen({ picture, choice }: Pick<Props, 'picture' | 'choice'>): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const node = choice?.kind === 'node' ? picture?.nodes.find((candidate) => candidate.id === choice.id) : undefined;
  const edge = choice?.kind === 'edge' ? picture?.edges.find((candidate) => candidate.id === choice.id) : undefined;
  const txid = node?.txid ?? edge?.outpoint?.split(':')[0] ?? null;
  return txid === null ? null : (
    <Button size="small" icon={<Search />} text={say('flow.openTransaction')} onClick={() => go({ task: 'explore', text: txid })} />
  );
}
