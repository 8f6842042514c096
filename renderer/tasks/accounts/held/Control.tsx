// One account, two answers apart: who can sign for it now, and who paid for its beginning and its fees. The second is a lead and no proof
// of the first.
import type { ReactNode } from 'react';
import type { ControlPayment, ControlView } from '../../../../shared/contract/lead.ts';
import { FaultNotice, Panel } from '../../../design/pieces.tsx';
import { Explained, StatementBadge, Term } from '../../../design/statements.tsx';
import { useAsk } from '../../../session/session.ts';
import { useTimes } from '../../../design/localTimes.tsx';
import { useWords, type Words } from '../../../session/words.ts';
import { unitsText } from '../figures.ts';
import { AccountLink, timeOrUnknown, When } from '../words.tsx';

const TRX = { key: '', kind: 'native', contract: null, tokenId: null, symbol: 'TRX', decimals: 6, standing: 'issuer' } as const;

export function Control({ address, chain }: { readonly address: string; readonly chain: string }): ReactNode {
  const answer = useAsk('lead.control', { address, chain });
  if (answer.fault !== null) return <FaultNotice fault={answer.fault} />;
  const control = answer.data?.control[0];
  if (control === undefined) return null;
  return (
    <>
      <Signers control={control} />
      <Origin control={control} />
    </>
  );
}

function Signers({ control }: { readonly control: ControlView }): ReactNode {
  const say = useWords();
  const { full } = useTimes();
  const { chain, since } = control;
  return (
    <Panel
      title={
        <>
          <Term id="control">{say('leads.signs')}</Term>{' '}
          <span className="th-muted">{say('leads.asOf', { time: timeOrUnknown(say, control.asOf, full) })}</span>
        </>
      }
    >
      <p>
        <StatementBadge kind={since.basis === 'default' ? 'assumption' : 'fact'} />{' '}
        {say(`leads.since.${since.basis}`, { time: timeOrUnknown(say, since.timeSeconds, full) })}{' '}
        {since.basis === 'update' && since.evidence !== null ? (
          <AccountLink value={since.evidence} chain={chain} />
        ) : (
          (since.evidence ?? '')
        )}
      </p>
      <table className="th-plain th-numbers">
        <thead>
          <tr>
            <th>{say('leads.key')}</th>
            <th>{say('leads.permission')}</th>
            <th className="th-end">{say('leads.weight')}</th>
            <th>{say('leads.reach')}</th>
            <th>{say('sourcesTabs.labels')}</th>
          </tr>
        </thead>
        <tbody>
          {control.signers.map((signer) => (
            <tr key={`${signer.kind} ${signer.permission} ${signer.address}`}>
              <td>
                <AccountLink value={signer.address} chain={chain} full />
                {signer.address === control.address ? <span className="th-muted"> {say('leads.ownKey')}</span> : null}
              </td>
              <td>
                {say(`leads.permissions.${signer.kind}`)}{' '}
                {signer.permission.toLowerCase() === signer.kind.toLowerCase() ? null : (
                  <span className="th-muted">{signer.permission}</span>
                )}
                {signer.operations === null ? null : (
                  <Explained text={signer.operations.join(', ')}>
                    <span className="th-muted th-small"> {say('leads.operations', { count: signer.operations.length })}</span>
                  </Explained>
                )}
              </td>
              <td className="th-end">
                {signer.weight} / {signer.threshold}
              </td>
              <td>{signer.alone ? <strong>{say('leads.alone')}</strong> : say('leads.together')}</td>
              <td>{signer.labels.map((label) => `❞ ${label}`).join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {control.ownKeyAlone ? null : <p>⚠ {say('leads.ownKeyLost')}</p>}
      {control.sharedKeys.map(({ key, accounts }) => (
        <p key={key}>
          <StatementBadge kind="derivation" /> {say('leads.alsoSigns')} <AccountLink value={key} chain={chain} />{' '}
          {say('leads.alsoSignsFor')}{' '}
          {accounts.map((account) => (
            <AccountLink key={account} value={account} chain={chain} full />
          ))}
        </p>
      ))}
      {control.earlier.length === 0 ? null : (
        <details>
          <summary>{say('leads.earlier', { count: control.earlier.length })}</summary>
          <ul className="th-plain-list">
            {control.earlier.map((period) => (
              <li key={`${period.timeSeconds} ${period.evidence}`}>
                {say(`leads.since.${period.basis}`, { time: timeOrUnknown(say, period.timeSeconds, full) })}{' '}
                {period.signers.map((signer) => (
                  <AccountLink key={signer} value={signer} chain={chain} full />
                ))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

function paidText(say: Words, { basis, resource }: ControlPayment): string {
  return say(`leads.paid.${basis}`, { resource: resource ?? '?' });
}

function Origin({ control }: { readonly control: ControlView }): ReactNode {
  const say = useWords();
  const { chain } = control;
  const payments = [...(control.activation === null ? [] : [control.activation]), ...control.resources, ...control.topUps].sort(
    (a, b) => (a.timeSeconds ?? 0) - (b.timeSeconds ?? 0),
  );
  return (
    <Panel
      title={
        <>
          <Term id="origin">{say('leads.origin')}</Term> <StatementBadge kind="inference" />
        </>
      }
    >
      <p className="th-muted th-small">{say('leads.originIs')}</p>
      {payments.length === 0 ? (
        <p className="th-muted">{say('leads.noPayments')}</p>
      ) : (
        <div className="th-scroll">
          <table className="th-plain th-numbers">
            <thead>
              <tr>
                <th>{say('accounts.timeUtc')}</th>
                <th>{say('leads.paidFor')}</th>
                <th>{say('leads.by')}</th>
                <th className="th-end">TRX</th>
                <th>{say('leads.until')}</th>
                <th>{say('leads.standsBehind')}</th>
                <th>{say('kinds.transaction')}</th>
              </tr>
            </thead>
            <tbody>
              {payments.map((one) => (
                <tr
                  key={`${one.basis} ${one.transaction} ${one.by} ${one.amountSun}`}
                  className={one.provider === null ? undefined : 'th-still'}
                >
                  <td>
                    <When at={one.timeSeconds} />
                  </td>
                  <td>{paidText(say, one)}</td>
                  <td>
                    <AccountLink value={one.by} chain={chain} full />
                  </td>
                  <td className="th-end">{one.amountSun === null ? '–' : unitsText(one.amountSun, TRX)}</td>
                  <td>{one.untilSeconds === null ? '–' : <When at={one.untilSeconds} />}</td>
                  <td>{one.provider === null ? '–' : groundText(say, one.provider)}</td>
                  <td>
                    <AccountLink value={one.transaction} chain={chain} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {control.more === 0 ? null : <p className="th-muted">{say('accounts.moreRows', { count: control.more })}</p>}
      {control.unexplained.length === 0 ? null : (
        <p>
          {say('leads.unexplained')}{' '}
          {control.unexplained.map((account) => (
            <AccountLink key={account} value={account} chain={chain} full />
          ))}
        </p>
      )}
    </Panel>
  );
}

export function groundText(
  say: Words,
  {
    basis,
    label,
    category,
    source,
  }: { readonly basis: string; readonly label: string; readonly category: string; readonly source: string },
): string {
  return say(`leads.grounds.${basis}`, { label, category, source });
}
