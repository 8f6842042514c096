// Entries by what is to be done about them, those that wait for somebody first.
import { HTMLSelect } from '@blueprintjs/core';
import { Annotation } from '@blueprintjs/icons';
import { type ReactNode, useMemo } from 'react';
import { type Transcription, TRANSCRIPTION_STATES } from '../../../shared/contract/transcribe.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { shortId } from '../../design/ids.ts';
import { TimeCell } from '../../design/localTimes.tsx';
import { Empty, Panel } from '../../design/pieces.tsx';
import { readFrom, StateTag, useTranscribeWords } from './words.tsx';

/** `''` all, `open` those that ask for something, or one state. */
export type Shown = '' | 'open' | Transcription['state'];
export const OPEN_STATES: readonly Transcription['state'][] = ['differs', 'unconfirmed', 'proposed', 'partial', 'fails'];

interface Props {
  readonly entries: readonly Transcription[];
  readonly total: number;
  readonly counts: readonly { readonly state: Transcription['state']; readonly count: number }[];
  readonly shown: Shown;
  readonly onShown: (shown: Shown) => void;
  readonly chosen: number | null;
  readonly onChoose: (entry: number) => void;
}

export function EntryList({ entries, total, counts, shown, onShown, chosen, onChoose }: Props): ReactNode {
  const word = useTranscribeWords();
  const countOf = (states: readonly string[]): number =>
    counts.reduce((sum, one) => (states.includes(one.state) ? sum + one.count : sum), 0);
  const isNarrow = chosen !== null;
  const columns = useMemo<readonly Column<Transcription>[]>(
    () => [
      { id: 'entry', header: '#', width: '52px', end: true, cell: ({ entry }) => entry, compare: (a, b) => a.entry - b.entry },
      { id: 'state', header: word('column.state'), width: '190px', cell: ({ state }) => <StateTag state={state} /> },
      {
        id: 'id',
        header: word('column.id'),
        width: 'minmax(200px, 1.4fr)',
        cell: ({ hidden, id }) =>
          hidden ? (
            <em className="th-muted">{word('hidden')}</em>
          ) : (
            <span className="th-mono" title={id}>
              {shortId(id, 18, 8)}
            </span>
          ),
        compare: (a, b) => a.id.localeCompare(b.id),
      },
      {
        id: 'where',
        header: word('column.where'),
        width: 'minmax(140px, 1fr)',
        cell: (one) => <span title={readFrom(one)}>{readFrom(one)}</span>,
      },
      // Beside an open entry there is room for what tells them apart alone.
      ...(isNarrow
        ? []
        : [
            { id: 'who', header: word('column.who'), width: '150px', cell: ({ examiner }: Transcription) => examiner },
            {
              id: 'time',
              header: word('column.when'),
              width: '160px',
              cell: ({ time }: Transcription) => <TimeCell at={Date.parse(time) / 1000} form="minutes" />,
            },
          ]),
    ],
    [word, isNarrow],
  );
  const present = TRANSCRIPTION_STATES.filter((state) => countOf([state]) > 0);
  return (
    <Panel
      className="th-panel-table th-rows-few"
      title={`${word('entries')} (${groupThousands(total)})`}
      aside={
        <HTMLSelect
          aria-label={word('show')}
          value={shown}
          onChange={(event) => onShown(event.currentTarget.value as Shown)}
          options={[
            { value: '', label: word('all') },
            { value: 'open', label: `${word('open')} (${countOf(OPEN_STATES)})` },
            ...present.map((state) => ({ value: state, label: `${word(`state.${state}`)} (${countOf([state])})` })),
          ]}
        />
      }
    >
      <DataTable
        label={word('entries')}
        columns={columns}
        rows={entries}
        rowKey={({ entry }) => String(entry)}
        selected={chosen === null ? null : String(chosen)}
        onSelect={({ entry }) => onChoose(entry)}
        empty={
          <Empty
            icon={<Annotation size={32} />}
            title={word(shown === '' ? 'none' : 'noneFound')}
            next={shown === '' ? word('noneNext') : ''}
          />
        }
      />
    </Panel>
  );
}
