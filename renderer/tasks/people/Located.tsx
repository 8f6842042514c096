// From coins to this entry: where runs end at an address that a link names, each step with what it rests on and the weakest named; and the
// times at which the entry was seen.
import type { ReactNode } from 'react';
import type { LocateChain } from '../../../shared/contract/locate.ts';
import { shortId } from '../../design/ids.ts';
import { GradeBadge, StatementBadge } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { usePeopleWords } from './words.tsx';

const MOST = 50;

export function Located({ id, onOpen }: { readonly id: number; readonly onOpen: (id: number) => void }): ReactNode {
  const word = usePeopleWords();
  const { data } = useAsk('locate.person', { id });
  if (data === null) return null;
  const { chains, runs, sightings, hours } = data;
  const most = Math.max(1, ...hours);
  const counted = hours.reduce((sum, count) => sum + count, 0);
  return (
    <>
      <h3>{word('located')}</h3>
      <p className="th-muted th-small">{word(chains.length === 0 ? 'locatedNone' : 'locatedAbout', { runs })}</p>
      {chains.slice(0, MOST).map((one) => (
        <ChainOf key={`${one.of} ${one.run} ${one.address} ${one.link}`} chain={one} onOpen={onOpen} />
      ))}
      {chains.length > MOST ? <p className="th-muted th-small">{word('shown', { count: MOST })}</p> : null}
      {sightings.length === 0 ? null : (
        <>
          <h3>{word('timeline')}</h3>
          <ol className="th-plain-list th-small">
            {sightings.slice(0, MOST).map(({ link, value, timeSeconds, untilSeconds, what }) => (
              <li key={link}>
                {utc(timeSeconds)}
                {untilSeconds === null ? '' : ` – ${utc(untilSeconds)}`} UTC · {value} {what}
              </li>
            ))}
          </ol>
          {sightings.length > MOST ? <p className="th-muted th-small">{word('shown', { count: MOST })}</p> : null}
        </>
      )}
      {counted === 0 ? null : (
        <>
          <h3>{word('hours')}</h3>
          <ol className="th-people-hours" aria-label={word('hours')}>
            {hours.map((count, hour) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an hour is known by its place
              <li key={hour} title={word('hourCount', { hour, count })}>
                <span style={{ height: `${(count / most) * 36}px` }} />
                <small>{hour}</small>
              </li>
            ))}
          </ol>
          <p className="th-muted th-small">{word('hoursLimits', { count: counted })}</p>
        </>
      )}
    </>
  );
}

const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

function ChainOf({ chain, onOpen }: { readonly chain: LocateChain; readonly onOpen: (id: number) => void }): ReactNode {
  const word = usePeopleWords();
  const { go } = useSession();
  const { run, of, steps, weakest, alternatives, policies, asked, address, link, entity, direction } = chain;
  const text = { run, policies: policies.join(', '), asked, address: shortId(address), link, entity };
  return (
    <article className="th-people-lead">
      <button
        type="button"
        className="th-link"
        onClick={() => go(of === 'coins' ? { task: 'runs', run } : { task: 'accounts', accountsTab: 'runs', run })}
      >
        {word(`locatedRun.${of}`, { run })}
      </button>{' '}
      → <span className="th-mono">{address}</span>
      <ol className="th-people-steps th-small">
        {steps.map(({ step, basis, grade }) => (
          <li key={step}>
            {word(step === 'run' ? `step.run.${direction}` : `step.${step}`, text)} <StatementBadge kind={basis} />{' '}
            {grade === null ? null : <GradeBadge grade={grade} />} {weakest.includes(step) ? <strong>◁ {word('weakest')}</strong> : null}
          </li>
        ))}
      </ol>
      {alternatives.length === 0 ? null : (
        <p className="th-small">
          {word('alternatives')}{' '}
          {alternatives.map((one) => (
            <button key={one.link} type="button" className="th-link" onClick={() => onOpen(one.entity)}>
              #{one.entity} {one.title}{' '}
            </button>
          ))}
        </p>
      )}
    </article>
  );
}
