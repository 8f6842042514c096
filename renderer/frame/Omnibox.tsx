// The box at the top that takes anything: it lists what of the case holds the text while somebody types; Enter looks the text up. It opens
// places and changes nothing.
import { InputGroup, PopoverNext, PopupKind } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type FormEvent, type KeyboardEvent, type ReactNode, type RefObject, useEffect, useState } from 'react';
import { readItem } from '../../shared/model/canvasItem.ts';
import { FoundRow, type Hit, hitKey } from '../design/FoundRow.tsx';
import { type Place, placeOfSeized, useSession } from '../session/session.ts';
import { useWords } from '../session/words.ts';

const WAIT_MS = 250;
const LISTED = 12;

export function Omnibox({ box }: { readonly box: RefObject<HTMLInputElement | null> }): ReactNode {
  const say = useWords();
  const { info, ask, go, catalog } = useSession();
  const [text, setText] = useState('');
  const [hits, setHits] = useState<readonly Hit[]>([]);
  const [chosen, setChosen] = useState(-1);
  const wanted = text.trim();
  useEffect(() => {
    setChosen(-1);
    if (wanted.length < 2 || wanted.length > 200 || info === null) {
      setHits([]);
      return;
    }
    let current = true;
    // A fault of a search is none of the box: Enter still looks the text up.
    const find = () =>
      ask('canvas.search', { text: wanted, limit: LISTED }).then(
        (answer) => current && setHits(answer.hits),
        () => current && setHits([]),
      );
    const timer = window.setTimeout(() => void find(), WAIT_MS);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [ask, wanted, info]);

  const leave = () => {
    setText('');
    setHits([]);
    // What was found is read and undone by keys; the box would swallow them.
    document.getElementById('main')?.focus();
  };
  const open = (hit: Hit) => {
    go(placeOf(hit, (chain) => catalog.chains.some(({ id }) => id === chain)));
    leave();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const hit = hits[chosen];
    if (hit !== undefined) open(hit);
    else if (wanted !== '') {
      go({ task: 'explore', text: wanted });
      leave();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && hits.length > 0) {
      event.preventDefault();
      setChosen((before) => Math.max(-1, Math.min(hits.length - 1, before + step)));
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      leave();
    }
  };
  return (
    <form className="th-omnibox" onSubmit={submit}>
      <PopoverNext
        isOpen={hits.length > 0}
        onInteraction={(next) => {
          if (!next) setHits([]);
        }}
        placement="bottom-start"
        autoFocus={false}
        enforceFocus={false}
        shouldReturnFocusOnClose={false}
        popupKind={PopupKind.LISTBOX}
        content={
          <div className="th-find" role="listbox" id="omnibox-hits" aria-label={say('canvas.inCase')}>
            {hits.map((hit, place) => (
              <FoundRow
                key={hitKey(hit)}
                hit={hit}
                onOpen={() => open(hit)}
                option={{ id: `omnibox-hit-${place}`, chosen: place === chosen }}
              />
            ))}
          </div>
        }
      >
        <InputGroup
          inputRef={box as RefObject<HTMLInputElement>}
          fill
          leftIcon={<Search />}
          value={text}
          disabled={info === null}
          placeholder={say('top.omnibox')}
          aria-label={say('top.omniboxLabel')}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={hits.length > 0}
          aria-controls={hits.length > 0 ? 'omnibox-hits' : undefined}
          aria-activedescendant={chosen < 0 ? undefined : `omnibox-hit-${chosen}`}
          onKeyDown={onKeyDown}
          onValueChange={setText}
          rightElement={<span className="th-keys">Ctrl K</span>}
        />
      </PopoverNext>
    </form>
  );
}

/** Where a hit is seen whole. */
function placeOf({ kind, item, number, chain, title }: Hit, isCoin: (chain: string) => boolean): Place {
  // A hit that names a canvas is on it; runs and sources are numbered too.
  const onCanvas = kind === 'canvas' || kind === 'event' || kind === 'note';
  if (onCanvas && number !== null) return { task: 'canvas', canvas: number, ...(item === null ? {} : { item }) };
  if (kind === 'run' && number !== null) return isCoin(chain) ? { task: 'flow', run: number } : { task: 'flow', accountRun: number };
  if (kind === 'transcription' && number !== null) return { task: 'transcribe', entry: number };
  if (kind === 'person' && number !== null) return { task: 'people', person: number };
  if (kind === 'request' && number !== null) return { task: 'requests', request: number };
  if (kind === 'exhibit' || kind === 'wallet' || kind === 'seizure') return placeOfSeized(kind);
  if (kind === 'source') return { task: 'sources' };
  if (kind === 'note') return { task: 'journal' };
  const id = (item === null ? null : readItem(item))?.id ?? title;
  // Of an output or a movement its transaction is shown.
  const text = id.split(/[#]|:(?=\d+$)/)[0] ?? id;
  return isCoin(chain) || chain === '' ? { task: 'explore', text } : { task: 'accounts', accountsTab: 'held', text, chain };
}
