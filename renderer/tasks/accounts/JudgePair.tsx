// The examiner's word on a payment and a movement: accepted or dismissed, with the reason.
import { Button, FormGroup, InputGroup, Tag } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { CandidateView } from '../../../shared/contract/account.ts';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

export function JudgementTag({ verdict }: { readonly verdict: CandidateView['verdict'] }): ReactNode {
  const say = useWords();
  if (verdict === 'open') return <span className="th-muted">{say('links.verdicts.open')}</span>;
  return (
    <Tag minimal intent={verdict === 'accepted' ? 'success' : 'danger'}>
      {verdict === 'accepted' ? '✓' : '✗'} {say(`links.verdicts.${verdict}`)}
    </Tag>
  );
}

/** How the pair was found goes into the journal beside the word. */
export function JudgePair({ one, onJudged }: { readonly one: CandidateView; readonly onJudged: () => void }): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { payment, transfer, found } = one;
  const judge = async (verdict: 'accepted' | 'dismissed') => {
    const done = await act('account.judgeLink', {
      ...{ payment: payment.transfer, transfer: transfer.transfer, verdict, reason: reason.trim() },
      found: { ...found },
    });
    if (done === null) return;
    setOpen(false);
    setReason('');
    onJudged();
  };
  const field = `judge-${payment.transfer}-${transfer.transfer}`;
  return (
    <>
      <JudgementTag verdict={one.verdict} />{' '}
      <Button size="small" variant="minimal" text={say('leads.judge')} aria-expanded={open} onClick={() => setOpen(!open)} />
      {!open ? null : (
        <div className="th-form">
          <FormGroup label={say('labels.reason')} labelFor={field} helperText={say('leads.judgeHelp')}>
            <InputGroup id={field} value={reason} onValueChange={setReason} />
          </FormGroup>
          <div className="th-actions">
            <Button text={say('leads.accept')} disabled={reason.trim() === ''} onClick={() => void judge('accepted')} />
            <Button text={say('links.dismiss')} disabled={reason.trim() === ''} onClick={() => void judge('dismissed')} />
          </div>
        </div>
      )}
    </>
  );
}
