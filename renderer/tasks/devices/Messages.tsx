// Messages as the exports hold them: by text, by scan, only those with traces, or those of a chat around one.
import { Button, InputGroup, Switch } from '@blueprintjs/core';
import { Chat, Search } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { useAsk, useKept } from '../../session/session.ts';
import { MessageFacts } from './MessageFacts.tsx';
import { PAGE, Pager } from './Pager.tsx';
import { type ScanChoice, ScanSelect } from './ScanSelect.tsx';
import { TraceValue } from './traceColumns.tsx';
import { offsetText, useDeviceWords } from './words.tsx';

type Message = CallOutput<'device.messages'>['messages'][number];
const NONE: readonly Message[] = [];
const MOST_TRACES = 8;

interface Props extends ScanChoice {
  readonly around: number | null;
  readonly onAround: (message: number | null) => void;
  readonly onTrace: (trace: number) => void;
}

export function Messages({ scans, scan, onScan, around, onAround, onTrace }: Props): ReactNode {
  const word = useDeviceWords();
  const [text, setText] = useKept('devices.messageText', '');
  const [onlyWithTraces, setOnly] = useKept('devices.messagesWithTraces', true);
  const [after, setAfter] = useState(0);
  const [picked, setPicked] = useState<number | null>(null);
  const asked =
    around === null
      ? { ...(scan === null ? {} : { scan }), text: text.trim(), onlyWithTraces, after, limit: PAGE }
      : { around, limit: PAGE };
  const { data, fault } = useAsk('device.messages', scans.length === 0 ? null : asked);
  const rows = data?.messages ?? NONE;
  const chosen = rows.find(({ id }) => id === (picked ?? around)) ?? rows.find(({ id }) => id === around) ?? null;
  const columns = useMessageColumns(chosen !== null);
  if (scans.length === 0)
    return (
      <Panel>
        <Empty icon={<Chat size={40} />} title={word('message.noScan')} next={word('noScanNext')} />
      </Panel>
    );
  return (
    <div className={chosen === null ? 'th-people' : 'th-people th-people-open'}>
      <Panel
        className="th-panel-table th-panel-fill"
        title={around === null ? `${word('tab.messages')} (${groupThousands(data?.total ?? 0)})` : word('message.around')}
        aside={
          around === null ? (
            <ScanSelect scans={scans} scan={scan} onScan={onScan} />
          ) : (
            <Button
              text={word('message.all')}
              onClick={() => {
                setPicked(around);
                onAround(null);
              }}
            />
          )
        }
      >
        {around === null ? (
          <div className="th-actions th-trace-filters th-panel-inset">
            <InputGroup
              className="th-trace-text"
              leftIcon={<Search />}
              value={text}
              maxLength={400}
              placeholder={word('message.filter')}
              aria-label={word('message.filter')}
              onValueChange={(next) => {
                setAfter(0);
                setText(next);
              }}
            />
            <Switch
              checked={onlyWithTraces}
              label={word('message.onlyWithTraces')}
              onChange={(event) => {
                setAfter(0);
                setOnly(event.currentTarget.checked);
              }}
            />
          </div>
        ) : null}
        <FaultNotice fault={fault} />
        {data === null && fault === null ? (
          <Loading />
        ) : (
          <DataTable
            label={word('tab.messages')}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => String(id)}
            selected={chosen === null ? null : String(chosen.id)}
            onSelect={({ id }) => setPicked(id)}
            empty={<Empty icon={<Chat size={32} />} title={word('message.none')} next={word('message.noneNext')} />}
          />
        )}
        {around === null ? <Pager after={after} shown={rows.length} total={data?.total ?? 0} onAfter={setAfter} /> : null}
      </Panel>
      {chosen === null ? null : <MessageCard message={chosen} isAround={around !== null} onAround={onAround} onTrace={onTrace} />}
    </div>
  );
}

function useMessageColumns(isNarrow: boolean): readonly Column<Message>[] {
  const word = useDeviceWords();
  return useMemo<readonly Column<Message>[]>(
    () => [
      {
        id: 'time',
        header: word('message.time'),
        width: '200px',
        cell: ({ time, instant, visit }) =>
          visit === undefined ? (
            <span title={`${time} · ${instant ?? word('message.noZone')}`}>{time}</span>
          ) : (
            <span title={word('visit.last')}>{instant ?? word('visit.noTime')}</span>
          ),
      },
      ...(isNarrow
        ? []
        : [
            { id: 'app', header: word('message.app'), width: '86px', cell: ({ app }: Message) => app },
            {
              id: 'chat',
              header: word('message.chat'),
              width: 'minmax(90px, .6fr)',
              cell: ({ chat }: Message) => <span title={chat}>{chat}</span>,
            },
          ]),
      {
        id: 'sender',
        header: word('message.sender'),
        width: isNarrow ? 'minmax(84px, .7fr)' : 'minmax(110px, .6fr)',
        cell: ({ sender, direction, visit }) =>
          visit !== undefined ? (
            <span className="th-muted">{word('visit.short')}</span>
          ) : (
            <span title={`${sender} (${word(`direction.${direction}`)})`}>
              <span aria-hidden="true">{direction === 'in' ? '← ' : direction === 'out' ? '→ ' : ''}</span>
              {sender === '' ? word(`direction.${direction}`) : sender}
            </span>
          ),
      },
      {
        id: 'text',
        header: word('message.text'),
        width: isNarrow ? 'minmax(110px, 1.6fr)' : 'minmax(180px, 2fr)',
        cell: ({ text }) => <span title={text}>{text}</span>,
      },
      {
        id: 'traces',
        header: word('tab.traces'),
        width: '76px',
        end: true,
        cell: ({ traces }) => (traces.length === 0 ? '' : groupThousands(traces.length)),
      },
    ],
    [word, isNarrow],
  );
}

interface CardProps {
  readonly message: Message;
  readonly isAround: boolean;
  readonly onAround: (message: number) => void;
  readonly onTrace: (trace: number) => void;
}

function MessageCard({ message, isAround, onAround, onTrace }: CardProps): ReactNode {
  const word = useDeviceWords();
  const { place, path, traces, text } = message;
  const spot = [
    ...(place.offset === null ? [] : [word('atOffset', { offset: offsetText(place.offset) })]),
    ...(place.bytes === null ? [] : [word('bytes', { count: groupThousands(place.bytes) })]),
    ...(place.row === '' ? [] : [word('message.row', { row: place.row })]),
  ].join(' · ');
  return (
    <Panel className="th-trace-card" title={word(message.visit === undefined ? 'message.one' : 'visit.one')}>
      <p className="th-message-text">{text}</p>
      <MessageFacts message={message} />
      <h3>{word('message.place')}</h3>
      <div className="th-mono th-break">{path}</div>
      <div className="th-muted th-small">{spot}</div>
      {isAround ? null : (
        <Button size="small" className="th-gap-above" text={word('message.showAround')} onClick={() => onAround(message.id)} />
      )}
      {traces.length === 0 ? null : (
        <>
          <h3>{word('message.traces', { count: groupThousands(traces.length) })}</h3>
          <ul className="th-plain-list">
            {traces.slice(0, MOST_TRACES).map((trace) => (
              <TraceLine key={trace} trace={trace} onTrace={onTrace} />
            ))}
          </ul>
          {traces.length > MOST_TRACES ? <p className="th-muted">{word('andMore', { count: traces.length - MOST_TRACES })}</p> : null}
        </>
      )}
    </Panel>
  );
}

function TraceLine({ trace, onTrace }: { readonly trace: number; readonly onTrace: (trace: number) => void }): ReactNode {
  const word = useDeviceWords();
  const { data } = useAsk('device.trace', { trace });
  return (
    <li className="th-people-line">
      <span>
        {data === null ? '…' : word(`kind.${data.trace.kind}`)} {data === null ? null : <TraceValue trace={data.trace} />}
      </span>
      <Button size="small" text={word('openTrace')} onClick={() => onTrace(trace)} />
    </li>
  );
}
