// What is chosen in the picture of a trace over balances: what is recorded, what the policy assigns of it, and what lies there at the end.
import { Button } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { AccountFlowPicture } from '../../../shared/contract/accountFlow.ts';
import { Empty, Facts, Panel } from '../../design/pieces.tsx';
import { StatementBadge, Term } from '../../design/statements.tsx';
import type { Choice } from '../../graph/FlowCanvas.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { figureText } from '../accounts/figures.ts';
import { AccountLink, AssetName, endStateText, MovementLink, policyText, WhenOrDay, UnitAmount, whyText } from '../accounts/words.tsx';

type Node = AccountFlowPicture['nodes'][number];
type Edge = AccountFlowPicture['edges'][number];

interface Props {
  readonly picture: AccountFlowPicture | null;
  readonly choice: Choice | null;
  readonly policy: string;
}

export function AccountFlowDetails({ picture, choice, policy }: Props): ReactNode {
  const say = useWords();
  const node = choice?.kind === 'node' ? picture?.nodes.find(({ id }) => id === choice.id) : undefined;
  const edge = choice?.kind === 'edge' ? picture?.edges.find(({ id }) => id === choice.id) : undefined;
  if (edge !== undefined) return <EdgeFacts edge={edge} policy={policy} />;
  if (node !== undefined) return <NodeFacts node={node} />;
  return <Empty icon={<Search size={32} />} title={say('flow.nothingChosen')} next={say('flow.nothingChosenNext')} />;
}

function EdgeFacts({ edge, policy }: { readonly edge: Edge; readonly policy: string }): ReactNode {
  const say = useWords();
  return (
    <Panel title={say('flow.detailEdge')}>
      <Facts
        rows={[
          [
            say('flow.columns.moved'),
            <span key="w">
              <UnitAmount amount={edge.whole} asset={edge.asset} /> <AssetName asset={edge.asset} /> <StatementBadge kind="fact" />
            </span>,
          ],
          [
            <Term key="t" id="assigned">
              {say('flow.assignedBy', { policy: policyText(say, policy) })}
            </Term>,
            <span key="a">
              {edge.possible ? '≤ ' : ''}
              <UnitAmount amount={edge.amount} asset={edge.asset} /> <StatementBadge kind={edge.statement} />
              {edge.possible ? <p className="th-muted th-small">{say('flow.possibleIs')}</p> : null}
            </span>,
          ],
          edge.linked ? [say('accounts.links'), say('flow.linkedIs')] : null,
          [
            say('flow.movements', { count: edge.count }),
            <div key="m">
              {edge.movements.map(({ name, chain, ...time }) => (
                <div key={`${chain} ${name}`}>
                  <MovementLink name={name} chain={chain} />{' '}
                  <span className="th-muted th-small">
                    <WhenOrDay of={time} />
                  </span>
                </div>
              ))}
            </div>,
          ],
        ]}
      />
      <p className="th-muted th-small">{say('flow.accountEdgeNote', { policy: policyText(say, policy) })}</p>
    </Panel>
  );
}

function NodeFacts({ node }: { readonly node: Node }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const { account } = node;
  if (account === null) return <Panel title={say('nodes.more')}>{say('flow.moreCount', { count: node.count })}</Panel>;
  return (
    <Panel
      title={say('accounts.account')}
      aside={
        <Button
          size="small"
          icon={<Search />}
          text={say('flow.openAccount')}
          onClick={() => go({ task: 'accounts', text: account, chain: node.chain })}
        />
      }
    >
      <Facts
        rows={[
          [say('accounts.account'), <AccountLink key="a" value={account} chain={node.chain} full />],
          [say('accounts.chain'), node.chainName],
          node.labels.length === 0
            ? null
            : [
                say('flow.columns.labels'),
                <span key="l">
                  {node.labels.map((label) => `❞ ${label}`).join(', ')} <StatementBadge kind="attribution" />
                </span>,
              ],
          ...node.ends.map(
            (end) =>
              [
                endStateText(say, end),
                <span key={end.state}>
                  {figureText(end)} <AssetName asset={end.asset} /> <StatementBadge kind="assumption" />{' '}
                  <span className="th-muted th-small">{whyText(say, end.figure.why)}</span>
                </span>,
              ] as const,
          ),
        ]}
      />
    </Panel>
  );
}
