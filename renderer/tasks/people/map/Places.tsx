// Where the evidence says somebody is or something happened: of one entry, or of the whole case with choices of kind, basis and time. The map
// and its tables are one: what is chosen in one is shown in the other.
import { Button, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { Globe } from '@blueprintjs/icons';
import { type ReactNode, useCallback, useState } from 'react';
import type { CallInput, CallOutput } from '../../../../shared/contract/index.ts';
import type { EntityKind } from '../../../../shared/contract/people.ts';
import { PLACE_BASES, type Place, type PlaceBasis } from '../../../../shared/contract/place.ts';
import { Empty, FaultNotice, Loading, Panel } from '../../../design/pieces.tsx';
import { useAsk, useKept } from '../../../session/session.ts';
import { KindSelect } from '../KindSelect.tsx';
import { usePeopleWords } from '../words.tsx';
import { PlaceLegend } from './PlaceLegend.tsx';
import { type MapChoice, PlaceMap } from './PlaceMap.tsx';
import { NowhereTable, PlaceCard, PlacesTable } from './PlaceTables.tsx';

const MOST = 2000;
type Answer = CallOutput<'locate.map'>;

/** Of one entry, in its page. */
export function PlacesOf({ id }: { readonly id: number }): ReactNode {
  const word = usePeopleWords();
  const { data } = useAsk('locate.map', { id, limit: MOST });
  if (data === null) return null;
  return (
    <>
      <h3>{word('map.title')}</h3>
      {data.total === 0 && data.nowhere.length === 0 ? (
        <p className="th-muted th-small">
          {word('map.none')}. {word('map.noneNext')}
        </p>
      ) : (
        <MapAndTables answer={data} onOpen={null} />
      )}
    </>
  );
}

/** Of the case. */
export function CasePlaces({ onOpen }: { readonly onOpen: (id: number) => void }): ReactNode {
  const word = usePeopleWords();
  const [kind, setKind] = useKept<EntityKind | ''>('people.mapKind', '');
  const [basis, setBasis] = useKept<PlaceBasis | ''>('people.mapBasis', '');
  const [times, setTimes] = useState({ from: '', to: '' });
  const [from, to] = [secondsOf(times.from, false), secondsOf(times.to, true)];
  const isBad = from === null || to === null;
  const asked: CallInput<'locate.map'> = {
    ...(kind === '' ? {} : { kind }),
    ...(basis === '' ? {} : { bases: [basis] }),
    ...(typeof from === 'number' ? { fromSeconds: from } : {}),
    ...(typeof to === 'number' ? { toSeconds: to } : {}),
    limit: MOST,
  };
  const { data, fault } = useAsk('locate.map', isBad ? null : asked);
  const isNarrowed = kind !== '' || basis !== '' || times.from !== '' || times.to !== '';
  return (
    <Panel
      className="th-panel-table th-panel-fill th-map-panel"
      title={word('map.title')}
      aside={
        <div className="th-actions">
          <KindSelect kind={kind} onChoose={setKind} />
          <HTMLSelect
            aria-label={word('map.legend')}
            value={basis}
            onChange={(event) => setBasis(event.currentTarget.value as PlaceBasis | '')}
            options={[
              { value: '', label: word('map.allBases') },
              ...PLACE_BASES.map((value) => ({ value, label: word(`map.basis.${value}`) })),
            ]}
          />
          {(['from', 'to'] as const).map((end) => (
            <InputGroup
              key={end}
              className="th-map-time"
              value={times[end]}
              onValueChange={(text) => setTimes({ ...times, [end]: text })}
              placeholder={`${word(`map.${end}`)} YYYY-MM-DD UTC`}
              aria-label={word(`map.${end}`)}
              intent={secondsOf(times[end], false) === null ? Intent.WARNING : Intent.NONE}
            />
          ))}
        </div>
      }
    >
      <FaultNotice fault={fault} />
      {data === null ? (
        fault === null && !isBad ? (
          <Loading />
        ) : null
      ) : data.total === 0 && data.nowhere.length === 0 ? (
        <Empty
          icon={<Globe size={40} />}
          title={word(isNarrowed ? 'map.noneAsked' : 'map.none')}
          next={word(isNarrowed ? 'map.noneAskedNext' : 'map.noneNext')}
        />
      ) : (
        <MapAndTables answer={data} onOpen={onOpen} />
      )}
    </Panel>
  );
}

/** Undefined where nothing is asked, null where it is no time; a day alone is meant whole. */
function secondsOf(text: string, isEnd: boolean): number | undefined | null {
  const clean = text.trim();
  if (clean === '') return undefined;
  if (!/^\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?$/.test(clean)) return null;
  const milliseconds = Date.parse(clean.length === 10 ? `${clean}T00:00:00Z` : `${clean.replace(' ', 'T')}Z`);
  if (Number.isNaN(milliseconds)) return null;
  return milliseconds / 1000 + (isEnd && clean.length === 10 ? 86_399 : 0);
}

function MapAndTables({ answer, onOpen }: { readonly answer: Answer; readonly onOpen: ((id: number) => void) | null }): ReactNode {
  const word = usePeopleWords();
  const { picture, places, total, nowhere, nowhereBy, directory, untimed, source } = answer;
  const [choice, setChoice] = useState<MapChoice | null>(null);
  const [row, setRow] = useState<string | null>(null);
  const shown = choice === null ? places : places.filter((place) => isIn(place, choice));
  const written = useCallback(
    (key: string) => {
      const place = places.find((one) => one.place === key);
      return place === undefined ? '' : `${place.latitude}, ${place.longitude}`;
    },
    [places],
  );
  const select = (place: Place) => setRow(row === place.place ? null : place.place);
  const marked = places.find(({ place }) => place === row);
  const highlighted: MapChoice | null =
    marked === undefined
      ? choice
      : marked.form === 'country'
        ? { country: marked.country, places: [] }
        : { country: null, places: [marked.place] };
  const count = nowhereBy.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className="th-map-and-tables">
      <div className="th-map-side">
        <p className="th-muted th-small">{word('map.about')}</p>
        <PlaceMap
          picture={picture}
          chosen={highlighted}
          written={written}
          onChoose={(next) => {
            setRow(null);
            setChoice(next);
          }}
        />
        <PlaceLegend picture={picture} />
        <p className="th-muted th-small">{word('map.projection', { source })}</p>
      </div>
      <div className="th-map-tables">
        <div className="th-map-head">
          <h3>{word('map.places', { count: choice === null ? total : shown.length })}</h3>
          {choice === null ? null : <Button size="small" variant="minimal" text={word('map.clear')} onClick={() => setChoice(null)} />}
        </div>
        <PlacesTable places={shown} selected={row} onSelect={select} onOpen={onOpen} />
        {marked === undefined ? null : <PlaceCard place={marked} onOpen={onOpen} />}
        {total > places.length ? <p className="th-muted th-small">{word('shown', { count: places.length })}</p> : null}
        {nowhere.length === 0 ? null : (
          <>
            <h3>{word('map.nowhere', { count })}</h3>
            <NowhereTable nowhere={nowhere} onOpen={onOpen} />
          </>
        )}
        {directory === 0 ? null : <p className="th-muted th-small">{word('map.directory', { count: directory })}</p>}
        {untimed === 0 ? null : <p className="th-muted th-small">{word('map.untimed', { count: untimed })}</p>}
      </div>
    </div>
  );
}

function isIn(place: Place, { country, places }: MapChoice): boolean {
  return country === null ? places.includes(place.place) : place.form === 'country' && place.country === country;
}
