// What in the case begins and ends as a typed text does. All of it is shown and none chosen; where several look alike, it warns.
import { Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { PartialMatch } from '../../../shared/contract/transcribe.ts';
import { Notice } from '../../design/Notice.tsx';
import { FaultNotice, Id } from '../../design/pieces.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useOpenId } from './useOpenId.ts';
import { InFours, useTranscribeWords } from './words.tsx';

interface Props {
  readonly text: string;
  /** A part of an id; else look-alikes of a whole one, of which nothing is said where there are none. */
  readonly isPart: boolean;
}

export function Matches({ text, isPart }: Props): ReactNode {
  const word = useTranscribeWords();
  const { data, fault } = useAsk('transcribe.matches', { text });
  if (fault !== null) return isPart ? <FaultNotice fault={fault} /> : null;
  if (data === null || (!isPart && data.total === 0)) return null;
  const { matches, total, more, warning, twins, hidden } = data;
  return (
    <section className="th-matches" aria-live="polite">
      <h3>
        {word(isPart ? 'matches' : 'matchesTwins')}
        <span className="th-muted">{total === 0 ? '' : ` · ${word(more ? 'matchesMore' : 'matchesCount', { total })}`}</span>
      </h3>
      {warning === null ? null : (
        <Notice compact intent={Intent.DANGER} title={word('warning')}>
          {word(`warningIs.${warning}`)}
        </Notice>
      )}
      {total === 0 ? <p className="th-muted">{word('matchesNone')}</p> : <MatchList matches={matches} />}
      {twins.length === 0 ? null : (
        <>
          <h3>{word('matchesTwins')}</h3>
          <MatchList matches={twins} />
        </>
      )}
      {hidden === 0 ? null : <p className="th-muted th-small">{word('hiddenCount', { count: hidden })}</p>}
    </section>
  );
}

function MatchList({ matches }: { readonly matches: readonly PartialMatch[] }): ReactNode {
  const word = useTranscribeWords();
  const { go } = useSession();
  const openId = useOpenId();
  return (
    <ul>
      {matches.map(({ id, kind, sameCase, places }) => {
        const chain = places.find(({ place }) => place === 'chainData')?.chain;
        return (
          <li key={id}>
            <InFours text={id} /> <Id value={id} {...(chain === undefined ? {} : { onOpen: () => openId(id, chain) })} />
            <div className="th-muted th-small">
              {sameCase ? null : <strong>{word('otherCase')} · </strong>}
              {places.map(({ place, chainName, text, number }, at) => (
                <span key={`${place} ${chainName} ${text} ${number ?? ''}`}>
                  {at === 0 ? '' : ' · '}
                  {place === 'person' && number !== null ? (
                    <button type="button" className="th-link" onClick={() => go({ task: 'people', person: number })}>
                      {word('at.person', { number })}
                    </button>
                  ) : (
                    word(`at.${place}`, { kind: word(`kind.${kind}`), chain: chainName, text, number: number ?? 0 })
                  )}
                </span>
              ))}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
