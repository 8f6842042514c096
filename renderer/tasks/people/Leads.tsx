// Leads between entries: what is written alike and by which rules, what speaks against it, and the examiner's word on it.
import { Button, FormGroup, InputGroup, SegmentedControl, Tag } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { PeopleLead } from '../../../shared/contract/people.ts';
import { groupThousands } from '../../design/amounts.ts';
import { FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { useAsk, useKept, useSession } from '../../session/session.ts';
import { LeadWhy, usePeopleWords } from './words.tsx';

const STANDINGS = ['open', 'accepted', 'dismissed'] as const;
const MOST = 200;

export function Leads({ onOpen }: { readonly onOpen: () => void }): ReactNode {
  const word = usePeopleWords();
  const { go } = useSession();
  const [standing, setStanding] = useKept<(typeof STANDINGS)[number]>('people.leads', 'open');
  const { data, fault } = useAsk('people.matches', { standing, limit: MOST });
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  const open = (person: number) => {
    onOpen();
    go({ task: 'people', person });
  };
  return (
    <Panel
      title={word('leadsTitle', { count: groupThousands(data.total) })}
      aside={
        <SegmentedControl
          options={STANDINGS.map((value) => ({ value, label: word(`standing.${value}`) }))}
          value={standing}
          onValueChange={(next) => setStanding(next as (typeof STANDINGS)[number])}
        />
      }
    >
      <p className="th-muted">{word('leadsAbout')}</p>
      {data.total > data.leads.length ? <p className="th-muted th-small">{word('shown', { count: data.leads.length })}</p> : null}
      {data.leads.length === 0 ? <p>{word('noLeads')}</p> : null}
      {data.leads.map((lead) => (
        <LeadCard key={lead.id} lead={lead} onOpen={open} />
      ))}
      {data.limited.map(({ entity, text, ...counts }) => (
        <p key={`${entity} ${text}`} className="th-muted th-small">
          {word('limited', { text, title: counts.title, looked: groupThousands(counts.looked), found: groupThousands(counts.found) })}
        </p>
      ))}
      {data.common.map(({ kind, text, entries }) => (
        <p key={`${kind} ${text}`} className="th-muted th-small">
          {word('common', { text, count: entries })}
        </p>
      ))}
    </Panel>
  );
}

export function LeadCard({ lead, onOpen }: { readonly lead: PeopleLead; readonly onOpen: (id: number) => void }): ReactNode {
  const word = usePeopleWords();
  const { act } = useSession();
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const judge = async (verdict: 'accepted' | 'dismissed') => {
    if ((await act('people.judge', { lead: lead.id, verdict, reason: reason.trim() })) === null) return;
    setAsked(false);
    setReason('');
  };
  const side = ({ entity, title, text }: PeopleLead['a']) => (
    <span>
      <button type="button" className="th-link" onClick={() => onOpen(entity)}>
        #{entity} {title}
      </button>
      {text === title ? null : <span>: {text}</span>}
    </span>
  );
  return (
    <article className="th-people-lead">
      <div className="th-people-line">
        <span>
          <Tag minimal>{word(`link.${lead.kind}`)}</Tag> {side(lead.a)} ~ {side(lead.b)}
        </span>
        {lead.standing === 'open' ? null : (
          <Tag minimal intent={lead.standing === 'accepted' ? 'success' : 'danger'}>
            {lead.standing === 'accepted' ? '✓' : '✗'} {word(`standing.${lead.standing}`)}
          </Tag>
        )}
        <Button
          size="small"
          variant="minimal"
          text={`${word('accept')} / ${word('dismiss')}`}
          aria-expanded={asked}
          onClick={() => setAsked(!asked)}
        />
      </div>
      <div className="th-small">
        <LeadWhy lead={lead} />
        {lead.reason === '' ? null : (
          <span className="th-muted">
            {' '}
            {word('reason')}: {lead.reason}
          </span>
        )}
      </div>
      {asked ? (
        <div className="th-form th-form-line">
          <FormGroup label={word('reason')} labelFor={`lead-${lead.id}`} helperText={word('reasonHelp')}>
            <InputGroup id={`lead-${lead.id}`} value={reason} onValueChange={setReason} autoFocus />
          </FormGroup>
          <Button text={word('accept')} disabled={reason.trim() === ''} onClick={() => void judge('accepted')} />
          <Button text={word('dismiss')} disabled={reason.trim() === ''} onClick={() => void judge('dismissed')} />
        </div>
      ) : null}
    </article>
  );
}
