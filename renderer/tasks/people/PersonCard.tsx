// One entry whole: its links grouped by kind, each with what it rests on; the entries that the examiner takes for it; its leads.
import { Button, FormGroup, InputGroup, Intent, Tag } from '@blueprintjs/core';
import { Cross, Plus } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import { LINK_KINDS, type LinkShown } from '../../../shared/contract/people.ts';
import { FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { GradeBadge, StatementBadge } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { LeadCard } from './Leads.tsx';
import { Located } from './Located.tsx';
import { LinkForm } from './LinkForm.tsx';
import { PlacesOf } from './map/Places.tsx';
import { LinkValue, Sighting, usePeopleWords, Where } from './words.tsx';

export function PersonCard({ id, onOpen }: { readonly id: number; readonly onOpen: (id: number) => void }): ReactNode {
  const word = usePeopleWords();
  const { data, fault } = useAsk('people.show', { id });
  const [adding, setAdding] = useState(false);
  const [withdrawing, setWithdrawing] = useState<{ readonly what: 'entity' | 'link'; readonly id: number } | null>(null);
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  const { title, kind, withdrawn, links, joined, leads } = data;
  const stands = withdrawn === '';
  return (
    <Panel
      className="th-people-card"
      title={title}
      aside={
        <Tag minimal>
          {word(`kind.${kind}`)} · {word('entry', { id })}
        </Tag>
      }
    >
      {stands ? null : (
        <p className="th-muted">{withdrawn === 'source' ? word('withdrawnSource') : word('withdrawnIs', { reason: withdrawn })}</p>
      )}
      {joined.length === 0 ? null : (
        <p>
          <StatementBadge kind="assumption" /> {word('joinedIs')}{' '}
          {joined.map((one) => (
            <button key={one.id} type="button" className="th-link" onClick={() => onOpen(one.id)}>
              #{one.id} {one.title}{' '}
            </button>
          ))}
        </p>
      )}
      {LINK_KINDS.map((of) => {
        const own = links.filter((link) => link.kind === of);
        return own.length === 0 ? null : (
          <section key={of} className="th-people-group">
            <h3>{word(`link.${of}`)}</h3>
            {own.map((link) => (
              <Link
                key={link.link}
                link={link}
                isOther={link.entity !== id}
                onWithdraw={stands && link.withdrawn === '' ? () => setWithdrawing({ what: 'link', id: link.link }) : null}
                asked={withdrawing?.what === 'link' && withdrawing.id === link.link}
                onDone={() => setWithdrawing(null)}
              />
            ))}
          </section>
        );
      })}
      {adding ? (
        <LinkForm entry={id} onDone={() => setAdding(false)} />
      ) : stands ? (
        <div className="th-actions">
          <Button icon={<Plus />} text={word('addLink')} onClick={() => setAdding(true)} />
          <Button variant="minimal" text={word('withdrawEntry')} onClick={() => setWithdrawing({ what: 'entity', id })} />
        </div>
      ) : null}
      {withdrawing?.what === 'entity' ? <Withdraw {...withdrawing} onDone={() => setWithdrawing(null)} /> : null}
      {stands ? <Located id={id} onOpen={onOpen} /> : null}
      {stands ? <PlacesOf id={id} /> : null}
      {leads.length === 0 ? null : (
        <>
          <h3>{word('leadsTitle', { count: leads.length })}</h3>
          {leads.map((lead) => (
            <LeadCard key={lead.id} lead={lead} onOpen={onOpen} />
          ))}
        </>
      )}
    </Panel>
  );
}

interface LinkProps {
  readonly link: LinkShown;
  /** It stands at an entry that is taken for this one. */
  readonly isOther: boolean;
  readonly onWithdraw: (() => void) | null;
  readonly asked: boolean;
  readonly onDone: () => void;
}

function Link({ link, isOther, onWithdraw, asked, onDone }: LinkProps): ReactNode {
  const word = usePeopleWords();
  return (
    <div className="th-people-link">
      <div className="th-people-line">
        <LinkValue link={link} />
        <span className="th-people-basis">
          <StatementBadge kind={link.basis} /> <GradeBadge grade={link.grade} />
        </span>
        {onWithdraw === null ? null : (
          <Button
            size="small"
            variant="minimal"
            icon={<Cross />}
            title={word('withdraw')}
            aria-label={word('withdraw')}
            onClick={onWithdraw}
          />
        )}
      </div>
      <div className="th-muted th-small">
        {isOther ? `${word('entry', { id: link.entity })}; ` : ''}
        <Where link={link} />
      </div>
      <Sighting link={link} />
      {asked ? <Withdraw what="link" id={link.link} onDone={onDone} /> : null}
    </div>
  );
}

function Withdraw({ what, id, onDone }: { readonly what: 'entity' | 'link'; readonly id: number; readonly onDone: () => void }): ReactNode {
  const word = usePeopleWords();
  const { act } = useSession();
  const [reason, setReason] = useState('');
  const withdraw = async () => {
    if ((await act('people.withdraw', { what, id, reason: reason.trim() })) !== null) onDone();
  };
  return (
    <div className="th-form th-form-line">
      <FormGroup label={word('withdrawReason')} labelFor={`withdraw-${what}`}>
        <InputGroup id={`withdraw-${what}`} value={reason} onValueChange={setReason} autoFocus />
      </FormGroup>
      <Button intent={Intent.DANGER} text={word('withdraw')} disabled={reason.trim() === ''} onClick={() => void withdraw()} />
    </div>
  );
}
