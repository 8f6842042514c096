// The examiner's word on two movements as one of value: accepted or dismissed, with the reason.
import { Button, FormGroup, HTMLSelect, Tag, TextArea } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { CandidateView } from '../../../../shared/contract/account.ts';
import { useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';

export function JudgementTag({ verdict }: { readonly verdict: CandidateView['verdict'] }): ReactNode {
  const say = useWords();
  if (verdict === 'open') return <span className="th-muted">{say('links.verdicts.open')}</span>;
  return (
    <Tag minimal intent={verdict === 'accepted' ? 'success' : 'danger'}>
      {verdict === 'accepted' ? '✓' : '✗'} {say(`links.verdicts.${verdict}`)}
    </Tag>
  );
}

/** What comes first in time goes in unless it is said; of a row that gives a day alone it may have to be said. */
const WAYS = ['byTime', 'toChain', 'toLedger'] as const;
type Way = (typeof WAYS)[number];

interface Props {
  /** Names of two movements, in the order of time or of the word's direction. */
  readonly from: string;
  readonly to: string;
  readonly verdict: CandidateView['verdict'];
  /** How the pair was found: it goes into the journal beside the word. */
  readonly found: Readonly<Record<string, string>>;
  readonly onJudged?: () => void;
}

export function JudgePair({ from, to, verdict: standing, found, onJudged }: Props): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [way, setWay] = useState<Way>('byTime');
  const judge = async (verdict: 'accepted' | 'dismissed') => {
    const done = await act('account.judgeLink', {
      ...{ payment: from, transfer: to, verdict, reason: reason.trim() },
      ...(way === 'byTime' ? {} : { direction: way }),
      found: { ...found },
    });
    if (done === null) return;
    setOpen(false);
    setReason('');
    onJudged?.();
  };
  const field = `judge-${from}-${to}`;
  return (
    <>
      <JudgementTag verdict={standing} />{' '}
      <Button size="small" variant="outlined" text={say('leads.judge')} aria-expanded={open} onClick={() => setOpen(!open)} />
      {!open ? null : (
        <div className="th-form">
          <FormGroup label={say('labels.reason')} labelFor={field} helperText={say('leads.judgeHelp')}>
            <TextArea id={field} fill rows={3} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          </FormGroup>
          <FormGroup label={say('links.way')} labelFor={`${field}-way`}>
            <HTMLSelect
              id={`${field}-way`}
              value={way}
              onChange={(event) => setWay(WAYS.find((one) => one === event.currentTarget.value) ?? 'byTime')}
              options={WAYS.map((value) => ({ value, label: say(`links.ways.${value}`, { from, to }) }))}
            />
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
