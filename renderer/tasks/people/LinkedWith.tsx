// Who is linked with an address, by whose word, for the cards and pages of addresses. Nothing where nobody is.
import type { ReactNode } from 'react';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { usePeopleWords, Where } from './words.tsx';

export function LinkedWith({ chain, address }: { readonly chain: string; readonly address: string }): ReactNode {
  const word = usePeopleWords();
  const { go } = useSession();
  const links = useAsk('people.onAddress', { chain, address }).data?.links ?? [];
  if (links.length === 0) return null;
  return (
    <section className="th-people-linked">
      <h3>{word('onAddress')}</h3>
      {links.map((link) => (
        <div key={link.link}>
          <button type="button" className="th-link" onClick={() => go({ task: 'people', person: link.entity })}>
            ❞ {link.title}
          </button>{' '}
          <StatementBadge kind={link.basis} />{' '}
          <span className="th-muted th-small">
            {word(`kind.${link.entityKind}`)}; <Where link={link} />
          </span>
        </div>
      ))}
    </section>
  );
}
