// The box that takes anything: ids and addresses, one or many lines, typed, pasted or dropped; words of labels, notes, amounts. It shows what
// each line may be on which chain and whether the case holds it. What may be a secret is neither shown nor kept.
import { Button, InputGroup, PopoverNext, PopupKind, Spinner, Tag } from '@blueprintjs/core';
import { Plus, Search } from '@blueprintjs/icons';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { FoundRow, type Hit, hitKey } from '../../design/FoundRow.tsx';
import { shortId } from '../../design/ids.ts';
import { FaultNotice } from '../../design/pieces.tsx';
import { placeOfSeized, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AddToFetchList } from '../fetch/AddToFetchList.tsx';
import { useDesk } from './desk.ts';
import { FIND_BOX, onOffer } from './finding.ts';

type Line = CallOutput<'canvas.identify'>['lines'][number];
interface Found {
  readonly lines: readonly Line[];
  readonly more: number;
  readonly hits: readonly Hit[];
}
const WAIT_MS = 300;

export function FindBox(): ReactNode {
  const say = useWords();
  const { ask } = useSession();
  const desk = useDesk();
  const [text, setText] = useState('');
  const [offered, setOffered] = useState<string | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [open, setOpen] = useState(false);
  /** The text was taken away because it may be a secret; what was said of it stays. */
  const letGo = useRef(false);
  const wanted = (offered ?? text).trim();
  useEffect(
    () =>
      onOffer((given) => {
        setText('');
        setOffered(given.slice(0, 100_000));
        setOpen(true);
      }),
    [],
  );
  useEffect(() => {
    setFault(null);
    if (wanted === '') {
      if (!letGo.current) setFound(null);
      letGo.current = false;
      return;
    }
    let current = true;
    const find = async () => {
      const many = wanted.includes('\n');
      const [known, searched] = await Promise.all([
        ask('canvas.identify', { text: wanted }),
        many || wanted.length > 200 ? { hits: [] } : ask('canvas.search', { text: wanted }),
      ]);
      if (!current) return;
      setFound({ lines: known.lines, more: known.more, hits: searched.hits });
      // A seed phrase or key is let go at once.
      if (known.lines.some(({ readings }) => readings.some(({ kind }) => kind === 'secret'))) {
        letGo.current = true;
        setText('');
        setOffered(null);
      }
    };
    const timer = window.setTimeout(() => find().catch((error: unknown) => current && setFault(error)), WAIT_MS);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [ask, wanted]);
  const close = () => {
    setOpen(false);
    setOffered(null);
    setText('');
    setFound(null);
    desk.stage.current?.focus();
  };
  const put = (items: readonly string[]) => {
    close();
    const here = items.filter((item) => desk.nodes.has(item));
    if (here.length === items.length) {
      desk.choose(here);
      desk.stage.current?.show(new Set(here));
    } else void desk.put(items);
  };
  const held = found?.lines.flatMap(({ readings }) => readings.flatMap(({ item }) => (item === null ? [] : [item]))) ?? [];
  const missing = found?.lines.flatMap(({ readings }) => readings.flatMap(({ fetch }) => (fetch === null ? [] : [fetch]))) ?? [];
  const telling = found?.lines.filter(({ readings }) => readings.some(({ kind }) => kind !== 'unknown')) ?? [];
  const numbered = telling.length > 0 ? (found?.lines ?? []).map((line, index) => ({ line, number: index + 1 })) : [];
  const nothing = found !== null && telling.length === 0 && found.hits.length === 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const first = held[0] ?? found?.hits.find(({ item }) => item !== null)?.item;
      if (first !== undefined && first !== null) put(held.length > 0 ? held : [first]);
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      document.querySelector<HTMLElement>('.th-find button')?.focus();
    }
  };
  const shown = open && (wanted !== '' || found !== null);
  const content = (
    <section className="th-find" id="canvas-found" aria-label={say('canvas.found')}>
      <FaultNotice fault={fault} />
      {found === null && fault === null ? (
        <div className="th-find-wait">
          {wanted === '' ? <span className="th-muted">{say('canvas.findHelp')}</span> : <Spinner size={18} />}
        </div>
      ) : null}
      {nothing ? <p className="th-muted">{say('canvas.foundNothing')}</p> : null}
      {held.length > 1 || missing.length > 1 ? (
        <div className="th-actions th-find-all">
          {held.length > 1 ? (
            <Button
              size="small"
              intent="primary"
              icon={<Plus />}
              text={say('canvas.putAll', { count: held.length })}
              onClick={() => put(held)}
            />
          ) : null}
          {missing.length > 1 ? <AddToFetchList items={missing} /> : null}
        </div>
      ) : null}
      {numbered.map(({ line, number }) => (
        <LineFound key={number} line={line} number={number} put={put} />
      ))}
      {found !== null && found.more > 0 ? <p className="th-muted th-small">{say('canvas.moreLines', { count: found.more })}</p> : null}
      {found !== null && found.hits.length > 0 ? <h3>{say('canvas.inCase')}</h3> : null}
      {found?.hits.map((hit) => (
        <HitRow key={hitKey(hit)} hit={hit} put={put} close={close} />
      ))}
    </section>
  );
  return (
    <PopoverNext
      isOpen={shown}
      onInteraction={(next) => {
        if (!next) close();
      }}
      placement="bottom-start"
      autoFocus={false}
      enforceFocus={false}
      shouldReturnFocusOnClose={false}
      popupKind={PopupKind.DIALOG}
      content={content}
    >
      <InputGroup
        id={FIND_BOX}
        size="small"
        className="th-canvas-find"
        leftIcon={<Search />}
        value={text}
        placeholder={say('canvas.find')}
        aria-label={say('canvas.findLabel')}
        role="combobox"
        aria-expanded={shown}
        aria-controls={shown ? 'canvas-found' : undefined}
        rightElement={<span className="th-keys">/</span>}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const given = event.clipboardData.getData('text/plain');
          if (!/\s/.test(given.trim())) return;
          // Several lines, or words that may be a seed phrase: never into the field.
          event.preventDefault();
          setText('');
          setOffered(given.slice(0, 100_000));
          setOpen(true);
        }}
        onValueChange={(next) => {
          setOffered(null);
          setText(next);
          setOpen(true);
        }}
      />
    </PopoverNext>
  );
}

function LineFound({
  line,
  number,
  put,
}: {
  readonly line: Line;
  readonly number: number;
  readonly put: (items: readonly string[]) => void;
}): ReactNode {
  const say = useWords();
  const { nodes } = useDesk();
  const secret = line.readings.some(({ kind }) => kind === 'secret');
  return (
    <div className="th-find-line">
      <div className="th-mono" title={secret ? undefined : line.text}>
        {secret ? say('canvas.lineSecret', { line: number }) : shortId(line.text, 22, 10)}
      </div>
      {secret ? <p className="th-small">{say('canvas.secretIs')}</p> : null}
      {line.readings
        .filter(({ kind }) => kind !== 'secret')
        .map((reading) => (
          <div className="th-find-reading" key={`${reading.chain} ${reading.kind} ${reading.item ?? ''}`}>
            <span>
              {reading.kind === 'unknown'
                ? say('canvas.readings.unknown')
                : `${say(`canvas.readings.${reading.kind}`)} · ${reading.chainName}`}
              {reading.checksum === false ? ` · ${say('canvas.checksumWrong')}` : ''}
            </span>
            {reading.kind === 'unknown' ? null : (
              <Tag minimal {...(reading.held ? { intent: 'success' as const } : {})}>
                {say(reading.held ? 'canvas.held' : 'canvas.notHeld')}
              </Tag>
            )}
            {reading.item === null ? null : (
              <Button
                size="small"
                text={say(nodes.has(reading.item) ? 'canvas.showIt' : 'canvas.putOn')}
                onClick={() => put([reading.item as string])}
              />
            )}
            {reading.fetch === null ? null : <AddToFetchList items={[reading.fetch]} />}
          </div>
        ))}
    </div>
  );
}

function HitRow({
  hit,
  put,
  close,
}: {
  readonly hit: Hit;
  readonly put: (items: readonly string[]) => void;
  readonly close: () => void;
}): ReactNode {
  const { go } = useSession();
  const { openCanvas } = useDesk();
  const { item, number } = hit;
  const act = () => {
    if (item !== null) return put([item]);
    close();
    if (hit.kind === 'canvas') openCanvas(number);
    else if (hit.kind === 'run' && number !== null) go({ task: 'flow', run: number });
    else if (hit.kind === 'transcription' && number !== null) go({ task: 'transcribe', entry: number });
    else if (hit.kind === 'person' && number !== null) go({ task: 'people', person: number });
    else if (hit.kind === 'request' && number !== null) go({ task: 'requests', request: number });
    else if (hit.kind === 'exhibit' || hit.kind === 'wallet' || hit.kind === 'seizure') go(placeOfSeized(hit.kind));
    else if (hit.kind === 'source') go({ task: 'sources' });
    else go({ task: 'explore', text: hit.title });
  };
  return <FoundRow hit={hit} onOpen={act} />;
}
