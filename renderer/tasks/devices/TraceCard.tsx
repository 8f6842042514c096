// One trace whole: what it is, what was tested, every place with its bytes, the message it stands in; secrets only by asking, with a reason.
import { Button } from '@blueprintjs/core';
import { Cross, EyeOpen, Graph, MergeColumns as Join, Search } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import { type KeptTrace, NAMED_KINDS } from '../../../shared/contract/device.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Notice } from '../../design/Notice.tsx';
import { Facts, FaultNotice, Id, Loading, Panel } from '../../design/pieces.tsx';
import { AskAbout } from '../../session/AskAbout.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { AddToFetchList } from '../fetch/AddToFetchList.tsx';
import { useOpenId } from '../transcribe/useOpenId.ts';
import { MessageFacts } from './MessageFacts.tsx';
import { type Reveal, RevealDialog } from './RevealDialog.tsx';
import { onChainWord, TraceValue, useTraceDetail } from './traceColumns.tsx';
import { offsetText, useDeviceWords } from './words.tsx';

interface Props {
  readonly id: number;
  readonly onMessage: (message: number) => void;
  /** A part of a phrase is put together with others. */
  readonly onJoin: (trace: number) => void;
  readonly onClose: () => void;
}

export function TraceCard({ id, onMessage, onJoin, onClose }: Props): ReactNode {
  const word = useDeviceWords();
  const { client } = useSession();
  const detailOf = useTraceDetail();
  const { data, fault } = useAsk('device.trace', { trace: id });
  const [revealing, setRevealing] = useState<Reveal | null>(null);
  const close = <Button variant="minimal" icon={<Cross />} aria-label={word('closeTrace')} onClick={onClose} />;
  if (data === null)
    return (
      <Panel title={word('trace')} aside={close}>
        {fault === null ? <Loading /> : <FaultNotice fault={fault} />}
      </Panel>
    );
  const { trace, places } = data;
  const detail = detailOf(trace);
  return (
    <Panel className="th-trace-card" title={word(`kind.${trace.kind}`)} aside={close}>
      <div className="th-trace-head">{trace.isSecret ? <TraceValue trace={trace} whole /> : <Id value={trace.value} full />}</div>
      {trace.isSecret ? <p className="th-muted th-small">{word(trace.kind === 'phrasePart' ? 'maskedPartIs' : 'maskedIs')}</p> : null}
      {trace.isExample ? (
        <Notice compact title={word('exampleTitle')}>
          {word('exampleIs')}
        </Notice>
      ) : null}
      <Facts
        rows={[
          detail === '' ? null : [word('column.about'), detail],
          [word('column.tested'), trace.checks.map((one) => word(`check.${one}`)).join('; ')],
          trace.onChain === null ? null : [word('column.onChain'), word(onChainWord(trace, 'Is'))],
          [word('column.times'), groupThousands(trace.count)],
          [word('exhibit'), trace.exhibit.number],
        ]}
      />
      <div className="th-actions th-trace-actions">
        {trace.isSecret ? <Button icon={<EyeOpen />} text={word('reveal.value')} onClick={() => setRevealing('value')} /> : null}
        <Button icon={<EyeOpen />} text={word('reveal.around')} onClick={() => setRevealing('around')} />
        {trace.kind === 'phrasePart' ? <Button icon={<Join />} text={word('join.title')} onClick={() => onJoin(trace.trace)} /> : null}
        {NAMED_KINDS.includes(trace.kind) ? <LeadsOn trace={trace} /> : null}
      </div>
      {/* A record is a place beside the bytes in it, and no second time. */}
      <h3>{word('places', { shown: groupThousands(places.length), count: groupThousands(Math.max(trace.count, places.length)) })}</h3>
      <ol className="th-places">
        {places.map((place) => (
          <Place key={`${place.path} ${place.offset}`} place={place} onMessage={onMessage} />
        ))}
      </ol>
      <p className="th-muted th-small">{word('placeMeaning')}</p>
      {revealing === null ? null : (
        <RevealDialog
          kind={trace.kind}
          value={trace.value}
          what={revealing}
          ask={(given) => client.call('device.reveal', { trace: trace.trace, what: revealing, ...given })}
          onClose={() => setRevealing(null)}
        />
      )}
    </Panel>
  );
}

function Place({
  place,
  onMessage,
}: {
  readonly place: CallOutput<'device.trace'>['places'][number];
  readonly onMessage: (message: number) => void;
}): ReactNode {
  const word = useDeviceWords();
  const { path, offset, imageOffset, bytes, encoding, message, pieces } = place;
  const inImage =
    pieces !== undefined
      ? word('inImagePieces', {
          count: groupThousands(pieces.length),
          places: pieces
            .map((one) =>
              word('inImagePiece', { offset: offsetText(one.imageOffset), bytes: word('bytes', { count: groupThousands(one.bytes) }) }),
            )
            .join(' + '),
        })
      : imageOffset === undefined
        ? ''
        : word('inImage', { offset: offsetText(imageOffset) });
  return (
    <li>
      <div className="th-mono th-break">{path}</div>
      <div className="th-muted th-small">
        {word('atOffset', { offset: offsetText(offset) })} · {word('bytes', { count: groupThousands(bytes) })} ·{' '}
        {word(`encoding.${encoding}`)}
        {inImage === '' ? '' : ` · ${inImage}`}
      </div>
      {message === null ? null : (
        <div className="th-place-message">
          <MessageFacts message={message} />
          <Button size="small" text={word(message.visit === undefined ? 'toMessage' : 'visit.to')} onClick={() => onMessage(message.id)} />
        </div>
      )}
    </li>
  );
}

function LeadsOn({ trace }: { readonly trace: KeptTrace }): ReactNode {
  const word = useDeviceWords();
  const { go } = useSession();
  const openId = useOpenId();
  const { data, fault } = useAsk('canvas.identify', { text: trace.value });
  const readings = (data?.lines[0]?.readings ?? []).filter(({ kind }) => kind === trace.kind);
  const held = readings.filter((one) => one.held);
  const missing = readings.flatMap(({ fetch }) =>
    fetch === null ? [] : [{ ...fetch, why: word('fetchWhy', { number: trace.exhibit.number, path: trace.first.path }).slice(0, 400) }],
  );
  return (
    <>
      {held.map(({ chain, chainName, item }) => (
        <span key={chain} className="th-actions">
          <Button
            icon={<Search />}
            text={held.length === 1 ? word('lookUp') : word('lookUpOn', { chain: chainName })}
            onClick={() => openId(trace.value, chain)}
          />
          {item === null ? null : (
            <Button
              icon={<Graph />}
              text={held.length === 1 ? word('onCanvas') : word('onCanvasOf', { chain: chainName })}
              onClick={() => go({ task: 'canvas', item })}
            />
          )}
        </span>
      ))}
      {trace.kind === 'address' && held[0] !== undefined ? <AskAbout address={trace.value} chain={held[0].chain} /> : null}
      {held.length === 0 && missing.length > 0 ? <AddToFetchList items={missing} /> : null}
      <FaultNotice fault={fault} />
    </>
  );
}
