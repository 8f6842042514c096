// The cluster of an address: an inference, so with the rules chosen, error rate, members by rule, the merges that made it, what
// falls without a rule, what speaks against it, and the way to reject a merge.
import { Button } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Amount, Facts, FaultNotice, Loading, OpenableId, Panel } from '../../design/pieces.tsx';
import { errorRateText } from '../../design/rules.tsx';
import { StatementBadge, Term } from '../../design/statements.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { ClusterContradictions, ClusterExcluded, ClusterParts } from './ClusterDoubts.tsx';
import { ClusterExtend } from './ClusterExtend.tsx';
import { ClusterRules } from './ClusterRules.tsx';
import { MergeList } from './MergeList.tsx';

type Cluster = CallOutput<'cluster.of'>;

interface Props {
  readonly address: string;
  readonly chain: string;
  readonly size: number;
}

const DEFAULT_RULES: readonly string[] = ['multiInput'];

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
      <ClusterExtend key={`${chain} ${address}`} address={address} chain={chain} />
    </Panel>
  );
}

function Members({ address, chain }: { readonly address: string; readonly chain: string }): ReactNode {
  const say = useWords();
  const [rules, setRules] = useState(DEFAULT_RULES);
  const [without, setWithout] = useState<string | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const asked = { address, chain, rules: [...rules] };
  const cluster = useAsk('cluster.of', asked);
  const fallen = useAsk('cluster.of', without === null ? null : { ...asked, without: [without] });
  const choose = (chosen: readonly string[]) => {
    setRules(chosen);
    setWithout(null);
    setWhy(null);
  };
  return (
    <>
      <ClusterRules chosen={rules} onChoose={choose} />
      {cluster.fault !== null ? <FaultNotice fault={cluster.fault} /> : cluster.data === null ? <Loading /> : null}
      {cluster.data === null ? null : (
        <>
          <ClusterFacts cluster={cluster.data} onSwitchOff={setWithout} />
          {without === null ? null : <ClusterParts name={without} parts={fallen.data?.parts ?? null} fault={fallen.fault} />}
          {cluster.data.rules.map((rule) =>
            rule.members === 0 ? null : (
              <section key={rule.name}>
                {cluster.data !== null && cluster.data.rules.length > 1 ? (
                  <h3>{say('cluster.byRule', { rule: rule.name, count: groupThousands(rule.members) })}</h3>
                ) : null}
                <MemberTable
                  members={cluster.data?.members.filter((member) => member.rules.includes(rule.name)) ?? []}
                  address={address}
                  chain={chain}
                  onWhy={setWhy}
                />
              </section>
            ),
          )}
          {cluster.data.more > 0 ? <p className="th-muted">{say('cluster.more', { count: groupThousands(cluster.data.more) })}</p> : null}
          {why === null ? null : <Why address={address} chain={chain} rules={rules} why={why} />}
          {cluster.data.rejections.length === 0 ? null : (
            <MergeList chain={chain} rules={rules} steps={[]} rejections={cluster.data.rejections} />
          )}
          <ClusterExcluded excluded={cluster.data.excluded} chain={chain} />
          {cluster.data.size > 1 ? <ClusterContradictions asked={asked} /> : null}
        </>
      )}
    </>
  );
}

function ClusterFacts({ cluster, onSwitchOff }: { readonly cluster: Cluster; readonly onSwitchOff: (rule: string) => void }): ReactNode {
  const say = useWords();
  return (
    <Facts
      rows={[
        [say('cluster.addresses'), groupThousands(cluster.size)],
        ...cluster.rules.map(
          (rule) =>
            [
              <Term key="r" id="rule">
                {say('cluster.rule')}
              </Term>,
              <span key="v">
                <code>{rule.name}</code>{' '}
                {say('cluster.ruleMade', { merges: groupThousands(rule.merges), members: groupThousands(rule.members) })}
                {rule.changesWithLaterData
                  ? ` ${say('cluster.asOf', { height: rule.asOfHeight === null ? '–' : groupThousands(rule.asOfHeight) })}`
                  : null}{' '}
                {rule.merges > 0 ? (
                  <Button size="small" variant="minimal" text={say('cluster.switchOff')} onClick={() => onSwitchOff(rule.name)} />
                ) : null}
              </span>,
            ] as const,
        ),
        [
          <Term key="e" id="errorRate">
            {say('cluster.errorRate')}
          </Term>,
          errorRateText(say, cluster.errorRate),
        ],
        [say('cluster.height'), cluster.height === null ? '–' : groupThousands(cluster.height)],
        [
          <Term key="c" id="node.coinjoin">
            {say('cluster.skipped')}
          </Term>,
          groupThousands(cluster.coinjoinsSkipped),
        ],
      ]}
    />
  );
}

function MemberTable({
  members,
  address,
  chain,
  onWhy,
}: {
  readonly members: Cluster['members'];
  readonly address: string;
  readonly chain: string;
  readonly onWhy: (address: string) => void;
}): ReactNode {
  const say = useWords();
  return (
    <table className="th-plain">
      <tbody>
        {members.map((member) => (
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
                <Button size="small" variant="minimal" text={say('cluster.why')} onClick={() => onWhy(member.address)} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Why({
  address,
  chain,
  rules,
  why,
}: {
  readonly address: string;
  readonly chain: string;
  readonly rules: readonly string[];
  readonly why: string;
}): ReactNode {
  const say = useWords();
  const explained = useAsk('cluster.explain', { a: address, b: why, chain, rules: [...rules] });
  if (explained.data === null) return null;
  return (
    <div className="th-why">
      <h3>{say('cluster.whyTitle', { address: why })}</h3>
      {explained.data.joined ? null : <p>{say('cluster.notJoined')}</p>}
      <MergeList chain={chain} rules={rules} steps={explained.data.steps} rejections={[]} />
    </div>
  );
}
