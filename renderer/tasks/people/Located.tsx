// From coins to this entry: where runs end at an address that a link names, how much and when, each step with what it rests on and the
// weakest named; and the times at which the entry was seen.
import { type ReactNode, useState } from 'react';
import type { LocateAmount, LocateChain } from '../../../shared/contract/locate.ts';
import { shortId } from '../../design/ids.ts';
import { GradeBadge, StatementBadge } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { assetText, unitsText } from '../accounts/figures.ts';
import { policyText } from '../accounts/words.tsx';
import { HeatGrid } from '../canvas/charts/HeatGrid.tsx';
import { ShiftSelect, useShift } from '../canvas/charts/ShiftSelect.tsx';
import { localCell, shiftText, weekdayOf } from '../canvas/charts/zone.ts';
import { SightingTimeline } from './SightingTimeline.tsx';
import { usePeopleWords } from './words.tsx';

const MOST = 50;

export function Located({ id, onOpen }: { readonly id: number; readonly onOpen: (id: number) => void }): ReactNode {
  const word = usePeopleWords();
  const [shift] = useShift();
  const [field, setField] = useState<number | null>(null);
  const { data } = useAsk('locate.person', { id, offsetMinutes: shift });
  if (data === null) return null;
  const { chains, totals, runs, sightings, arrivals, counts, periods, untimed } = data;
  const counted = counts.flat().reduce((sum, count) => sum + count, 0);
  const listed =
    field === null
      ? sightings
      : sightings.filter(({ timeSeconds, untilSeconds }) => untilSeconds === null && fieldOf(timeSeconds, shift) === field);
  return (
    <>
      <h3>{word('located')}</h3>
      <p className="th-muted th-small">{word(chains.length === 0 ? 'locatedNone' : 'locatedAbout', { runs })}</p>
      {chains.slice(0, MOST).map((one) => (
        <ChainOf key={`${one.of} ${one.run} ${one.chain} ${one.address} ${one.link}`} chain={one} onOpen={onOpen} />
      ))}
      {chains.length > MOST ? <p className="th-muted th-small">{word('shown', { count: MOST })}</p> : null}
      {totals.length === 0 ? null : (
        <>
          <h4>{word('totals')}</h4>
          {totals.map(({ run, of, addresses, amounts }) => (
            <div key={`${of} ${run}`} className="th-people-link">
              <strong>{word(`locatedRun.${of}`, { run })}</strong> <span className="th-muted">{word('totalOf', { addresses })}</span>
              <Amounts amounts={amounts} />
            </div>
          ))}
          <p className="th-muted th-small">{word('totalsAbout')}</p>
        </>
      )}
      {sightings.length + arrivals.length === 0 ? null : (
        <>
          <h3>{word('timeline')}</h3>
          <SightingTimeline sightings={sightings} arrivals={arrivals} />
          <ol className="th-plain-list th-small">
            {listed.slice(0, MOST).map(({ link, value, timeSeconds, untilSeconds, what }) => (
              <li key={link}>
                {utc(timeSeconds)}
                {untilSeconds === null ? '' : ` – ${utc(untilSeconds)}`} UTC
                {shift === 0 ? '' : ` (${localCell(timeSeconds, shift)} ${shiftText(shift)})`} · {value} {what}
              </li>
            ))}
          </ol>
          {listed.length > MOST ? <p className="th-muted th-small">{word('shown', { count: MOST })}</p> : null}
        </>
      )}
      {counted === 0 ? null : (
        <>
          <h3>{word('hours')}</h3>
          <ShiftSelect />
          <HeatGrid
            counts={counts}
            zone={shiftText(shift)}
            chosen={field}
            onPick={(place) => setField((before) => (before === place ? null : place))}
          />
          <p className="th-muted th-small">
            {word('hoursLimits', { count: counted })} {word('hoursLeftOut', { periods, untimed })}
          </p>
        </>
      )}
    </>
  );
}

const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** Place in the grid of hours. */
function fieldOf(seconds: number, shift: number): number {
  const local = seconds + shift * 60;
  return weekdayOf(local) * 24 + new Date(local * 1000).getUTCHours();
}

function ChainOf({ chain, onOpen }: { readonly chain: LocateChain; readonly onOpen: (id: number) => void }): ReactNode {
  const say = useWords();
  const word = usePeopleWords();
  const { go } = useSession();
  const { run, of, steps, weakest, alternatives, policies, asked, address, link, entity, direction, amounts, sameAs } = chain;
  const text = { run, policies: policies.map((one) => policyText(say, one)).join(', '), asked, address: shortId(address), link, entity };
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
      <Amounts amounts={amounts} />
      <p className="th-small th-muted">
        {cameText(chain, word)} {sameAs === null ? '' : <strong>{word('sameCoins')}</strong>}
      </p>
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

function cameText({ of, firstSeconds, lastSeconds }: LocateChain, word: ReturnType<typeof usePeopleWords>): string {
  if (lastSeconds === null) return word('cameUnknown');
  if (of === 'accounts') return word('cameLast', { last: utc(lastSeconds) });
  if (firstSeconds === null || firstSeconds === lastSeconds) return word('cameAt', { last: utc(lastSeconds) });
  return word('cameBetween', { first: utc(firstSeconds), last: utc(lastSeconds) });
}

/** Least and most over the policies that split amounts, and each policy's own beside it. */
function Amounts({ amounts }: { readonly amounts: readonly LocateAmount[] }): ReactNode {
  const say = useWords();
  const word = usePeopleWords();
  return amounts.map(({ asset, least, most, policies }) => {
    const name = assetText(asset);
    const range =
      least === most
        ? word('amountIs', { amount: unitsText(least, asset), asset: name })
        : word('amountRange', { least: unitsText(least, asset), most: unitsText(most, asset), asset: name });
    const each = policies.map(({ policy, low, high }) =>
      [policyText(say, policy), low === high ? unitsText(low, asset) : `${unitsText(low, asset)} – ${unitsText(high, asset)}`].join(' '),
    );
    return (
      <p key={asset.key} className="th-people-amount">
        <strong>{range}</strong> <span className="th-muted th-small">{each.join(' · ')}</span>
      </p>
    );
  });
}
