// Where an address was typed from an exhibit and what that is worth, for the pages of addresses. Nothing where nobody typed it.
import type { ReactNode } from 'react';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { readFrom, StateTag, useTranscribeWords } from './words.tsx';

export function TypedFrom({ id }: { readonly id: string }): ReactNode {
  const word = useTranscribeWords();
  const { go } = useSession();
  const entries = (useAsk('transcribe.list', { id }).data?.entries ?? []).filter(({ state }) => state !== 'withdrawn');
  if (entries.length === 0) return null;
  return (
    <section className="th-people-linked">
      <h3>{word('onId')}</h3>
      {entries.map((one) => (
        <div key={one.entry}>
          <button type="button" className="th-link" onClick={() => go({ task: 'transcribe', entry: one.entry })}>
            {word('number', { entry: one.entry })}
          </button>{' '}
          <StateTag state={one.state} /> {one.basis === 'assumption' ? <StatementBadge kind="assumption" /> : null}{' '}
          <span className="th-muted th-small">{readFrom(one)}</span>
        </div>
      ))}
    </section>
  );
}
