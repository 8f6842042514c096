// The map's twin: every place with what it rests on and its evidence; and what stands on no map, with the reason.
import { type ReactNode, useMemo } from 'react';
import type { NoPlace, Place } from '../../../../shared/contract/place.ts';
import { slackText, whereText } from '../../../../shared/words/index.ts';
import { type Column, DataTable } from '../../../design/DataTable.tsx';
import { GradeBadge, StatementBadge } from '../../../design/statements.tsx';
import { useWords } from '../../../session/words.ts';
import { usePeopleWords } from '../words.tsx';
import { countryName, useRegions } from './countryName.ts';

interface Props {
  readonly places: readonly Place[];
  readonly selected: string | null;
  readonly onSelect: (place: Place) => void;
  readonly onOpen: ((id: number) => void) | null;
}

export function PlacesTable({ places, selected, onSelect, onOpen }: Props): ReactNode {
  const word = usePeopleWords();
  const regions = useRegions();
  const evidence = useEvidence();
  const columns = useMemo<readonly Column<Place>[]>(
    () => [
      {
        id: 'where',
        header: word('map.column.where'),
        width: 'minmax(110px, 1.2fr)',
        cell: (place) => {
          const text = writtenPlace(place, word, countryName(regions, place.country));
          return <span title={text}>{text}</span>;
        },
        compare: (a, b) => a.country.localeCompare(b.country) || a.latitude.localeCompare(b.latitude),
      },
      {
        id: 'basis',
        header: word('map.column.basis'),
        width: 'minmax(90px, 1fr)',
        cell: ({ basis }) => word(`map.basis.${basis}`),
        compare: (a, b) => a.basis.localeCompare(b.basis),
      },
      ...shared(word, onOpen),
      {
        id: 'evidence',
        header: word('map.column.evidence'),
        width: 'minmax(90px, 1fr)',
        cell: (place) => <span title={evidence(place)}>{sourceText(place, word) || evidence(place)}</span>,
      },
    ],
    [word, regions, evidence, onOpen],
  );
  return (
    <DataTable
      label={word('map.title')}
      columns={columns}
      rows={places}
      rowKey={({ place }) => place}
      selected={selected}
      onSelect={onSelect}
      empty={null}
    />
  );
}

export function NowhereTable({ nowhere, onOpen }: { readonly nowhere: readonly NoPlace[]; readonly onOpen: Props['onOpen'] }): ReactNode {
  const word = usePeopleWords();
  const columns = useMemo<readonly Column<NoPlace>[]>(
    () => [
      {
        id: 'reason',
        header: word('map.column.reason'),
        width: 'minmax(160px, 2fr)',
        cell: ({ reason, detail }) => {
          const text = word(`map.reason.${reason}`, { detail });
          return <span title={text}>{text}</span>;
        },
        compare: (a, b) => a.reason.localeCompare(b.reason),
      },
      ...shared<NoPlace>(word, onOpen),
    ],
    [word, onOpen],
  );
  return (
    <DataTable
      label={word('map.column.reason')}
      columns={columns}
      rows={nowhere}
      rowKey={(one) => `${one.link} ${one.basis} ${one.reason} ${one.detail}`}
      empty={null}
    />
  );
}

/** All of one place, with nothing cut off. */
export function PlaceCard({ place, onOpen }: { readonly place: Place; readonly onOpen: Props['onOpen'] }): ReactNode {
  const word = usePeopleWords();
  const regions = useRegions();
  const evidence = useEvidence();
  const { basis, value, links, entity, title, statement, grade, firstSeconds, lastSeconds } = place;
  const times = timesText(firstSeconds, lastSeconds);
  return (
    <div className="th-map-card" aria-live="polite">
      <strong>{writtenPlace(place, word, countryName(regions, place.country))}</strong> · {word(`map.basis.${basis}`)}
      <div>
        {value}
        {links === 1 ? '' : ` (${word('map.sightings', { count: links })})`}
        {times === '' ? '' : ` · ${times} UTC`}
        {onOpen === null ? null : (
          <>
            {' · '}
            <button type="button" className="th-link" onClick={() => onOpen(entity)}>
              #{entity} {title}
            </button>
          </>
        )}
      </div>
      <div className="th-small">
        <StatementBadge kind={statement} /> <GradeBadge grade={grade} /> · {evidence(place)}
      </div>
    </div>
  );
}

const sourceText = ({ source, row }: Place, word: Word): string =>
  source === null ? '' : word(row === 0 ? 'sourceOnly' : 'sourceRow', { ...source, row });

type Word = ReturnType<typeof usePeopleWords>;

function shared<Row extends Place | NoPlace>(word: Word, onOpen: Props['onOpen']): readonly Column<Row>[] {
  return [
    {
      id: 'value',
      header: word('map.column.value'),
      width: 'minmax(80px, .9fr)',
      cell: ({ value, links }) => (
        <span title={value}>
          {value}
          {links === 1 ? '' : ` (${word('map.sightings', { count: links })})`}
        </span>
      ),
      compare: (a, b) => a.value.localeCompare(b.value),
    },
    ...(onOpen === null
      ? []
      : [
          {
            id: 'entry',
            header: word('map.column.entry'),
            width: 'minmax(70px, .8fr)',
            cell: ({ entity, title }: Row) => (
              <button type="button" className="th-link" title={title} onClick={() => onOpen(entity)}>
                #{entity} {title}
              </button>
            ),
            compare: (a: Row, b: Row) => a.entity - b.entity,
          },
        ]),
    {
      id: 'time',
      header: word('map.column.time'),
      width: '92px',
      cell: ({ firstSeconds, lastSeconds }) => (
        <span title={timesText(firstSeconds, lastSeconds)}>{firstSeconds === null ? '' : utc(firstSeconds).slice(0, 10)}</span>
      ),
      compare: (a, b) => (a.firstSeconds ?? 0) - (b.firstSeconds ?? 0),
    },
  ];
}

const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

function timesText(first: number | null, last: number | null): string {
  if (first === null || last === null) return '';
  return first === last ? utc(first) : `${utc(first)} – ${utc(last)}`;
}

function writtenPlace({ form, latitude, longitude, slack, outside }: Place, word: Word, country: string): string {
  if (form === 'country') return country;
  const notes = [
    slack === 0 ? '' : word('map.slack', { degrees: slackText(slack) }),
    outside ? `⚠ ${word('map.outside', { country })}` : '',
  ].filter((text) => text !== '');
  return [`${latitude}, ${longitude}`, ...notes].join(' · ');
}

function useEvidence(): (place: Place) => string {
  const say = useWords();
  const word = usePeopleWords();
  return useMemo(
    () => (place) =>
      [
        place.table === null
          ? ''
          : word('network', { ...place.table, country: place.country, table: place.table.name, day: place.table.asOf }),
        whereText((key, parameters) => say.any(key, parameters) ?? key, { ...place, place: place.evidencePlace }),
        place.by === null ? '' : word('map.byDirectory', { entity: place.by.entity }),
      ]
        .filter((text) => text !== '')
        .join('; '),
    [say, word],
  );
}
