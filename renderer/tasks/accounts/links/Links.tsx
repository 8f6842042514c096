// Where value changes its asset, chain or ledger: what the case records of it, payments that could be movements on a chain, and the
// examiner's word on those. It compares nothing itself.
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { Notice } from '../../../design/Notice.tsx';
import { FaultNotice, Loading, Panel } from '../../../design/pieces.tsx';
import { StatementBadge } from '../../../design/statements.tsx';
import { type Asked, useAsk } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { Candidates } from './Candidates.tsx';
import { Conversions } from './Conversions.tsx';
import { JudgementTag } from './JudgePair.tsx';
import { MovementLink } from '../words.tsx';

export function Links(): ReactNode {
  const summary = useAsk('account.summary', {});
  const judged = useAsk('account.judgedLinks', {});
  const chainName = (chain: string): string => summary.data?.chains.find((one) => one.chain === chain)?.name ?? chain;
  return (
    <>
      <Candidates chainName={chainName} />
      <Judged chainName={chainName} {...judged} />
      <Conversions chainName={chainName} judged={judged.data?.links ?? []} />
    </>
  );
}

function Judged({
  chainName,
  data,
  fault,
}: { readonly chainName: (chain: string) => string } & Asked<CallOutput<'account.judgedLinks'>>): ReactNode {
  const say = useWords();
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  return (
    <Panel
      title={
        <>
          {say('links.judged')} <StatementBadge kind="inference" />
        </>
      }
    >
      {data.links.length === 0 ? (
        <p className="th-muted">{say('links.noneJudged')}</p>
      ) : (
        <>
          <table className="th-plain">
            <thead>
              <tr>
                <th>{say('links.verdict')}</th>
                <th>{say('links.from')}</th>
                <th>{say('links.to')}</th>
                <th>{say('labels.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {data.links.map(({ verdict, from, to, reason }) => (
                <tr key={`${from.chain} ${from.transfer} ${to.chain} ${to.transfer}`}>
                  <td>
                    <JudgementTag verdict={verdict} />
                  </td>
                  {[from, to].map((side) => (
                    <td key={`${side.chain} ${side.transfer}`}>
                      <MovementLink name={side.transfer} chain={side.chain} />
                      <div className="th-muted th-small">{chainName(side.chain)}</div>
                    </td>
                  ))}
                  <td>{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Notice compact>{say('links.howUsed')}</Notice>
        </>
      )}
    </Panel>
  );
}
