// What became of a phrase that was put together: candidates that the case's data know, by fingerprint alone, with their used addresses; where was looked;
// what was sealed.
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Notice } from '../../design/Notice.tsx';
import { Id } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { lookedInText } from './KeyFindingCard.tsx';
import { useDeviceWords } from './words.tsx';

/** More are in Keys to coins. */
const MOST_SHOWN = 6;

export function PhraseFound({ found: { good, used, lookedIn, kept } }: { readonly found: CallOutput<'keys.complete'> }): ReactNode {
  const word = useDeviceWords();
  return (
    <>
      {used.map(({ kind, fingerprint, findings }) => {
        const addresses = findings.flatMap((one) => one.used);
        return (
          <section key={`${kind} ${fingerprint}`}>
            <h3>
              {word.coded('kind', kind)} <span className="th-mono">#{fingerprint}</span> · ✓{' '}
              {word('keys.used', { count: groupThousands(addresses.length) })} <StatementBadge kind="derivation" />
            </h3>
            <ul className="th-plain-list">
              {addresses.slice(0, MOST_SHOWN).map(({ chain, address, path }) => (
                <li key={`${chain} ${address}`}>
                  <Id value={address} whole /> <span className="th-mono">{path}</span>
                </li>
              ))}
            </ul>
            {addresses.length > MOST_SHOWN ? <p className="th-muted">{word('andMore', { count: addresses.length - MOST_SHOWN })}</p> : null}
          </section>
        );
      })}
      {used.length > 0 ? null : (
        <Notice compact title={word(good === 0 ? 'join.noneGood' : 'join.noneUsed')}>
          {word(good === 0 ? 'join.noneGoodNext' : 'join.noneUsedNext')}
        </Notice>
      )}
      <p className="th-muted">
        {word('keys.lookedIn')}: {lookedIn.length === 0 ? word('keys.noData') : lookedIn.map((one) => lookedInText(word, one)).join('; ')}
      </p>
      {kept.map(({ id, kind, value }) => (
        <p key={id}>
          {word('join.sealed')}: {word.coded('kind', kind)} <span className="th-mono">{value}</span>
        </p>
      ))}
      {used.length > 0 || kept.length === 0 ? null : <p>{word('join.keptUnused')}</p>}
    </>
  );
}
