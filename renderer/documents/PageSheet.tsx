// The sheet itself: the picture, the words and marks on it, and the region that is drawn with the pointer. Everything on it stands in parts
// of the page unturned; the sheet is turned as a whole.
import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import type { CallOutput } from '../../shared/contract/index.ts';
import { type PageRegion, regionText } from '../../shared/contract/region.ts';
import { between, onPage, type Turn, WHOLE } from './regions.ts';

export interface PageMark {
  readonly region: PageRegion;
  readonly text: string;
  /** Says how it is drawn: a class of its own (`th-page-mark-…`), where the style knows one. */
  readonly kind: string;
}

interface Props {
  readonly shown: { readonly url: string; readonly width: number; readonly height: number; readonly page: number };
  readonly zoom: number;
  readonly turn: Turn;
  readonly view: { readonly contrast: boolean; readonly invert: boolean };
  readonly region: PageRegion | null;
  readonly marks: readonly PageMark[];
  readonly words: readonly CallOutput<'document.text'>['words'][number][];
  readonly onRegion: (region: PageRegion, text?: string) => void;
  readonly onFailed: () => void;
}

/** Less than this on the screen is a click, no rectangle. */
const LEAST_DRAG = 4;

const placed = ({ x, y, width, height }: PageRegion) => ({
  ...{ left: `${(100 * x) / WHOLE}%`, top: `${(100 * y) / WHOLE}%` },
  ...{ width: `${(100 * width) / WHOLE}%`, height: `${(100 * height) / WHOLE}%` },
});

export function PageSheet({ shown, zoom, turn, view, region, marks, words, onRegion, onFailed }: Props): ReactNode {
  const sheet = useRef<HTMLDivElement>(null);
  const [start, setStart] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const [draft, setDraft] = useState<PageRegion | null>(null);
  const across = turn === 90 || turn === 270;
  const ratio = shown.width / shown.height;

  const placeOf = (at: { readonly x: number; readonly y: number }) =>
    onPage(at, (sheet.current as HTMLDivElement).getBoundingClientRect(), turn);
  const down = (event: PointerEvent) => {
    if (event.button === 0) setStart({ x: event.clientX, y: event.clientY });
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (start === null) return;
    if (draft === null && Math.hypot(event.clientX - start.x, event.clientY - start.y) < LEAST_DRAG) return;
    // From here on it is a rectangle: what is below gets no click.
    event.currentTarget.setPointerCapture(event.pointerId);
    setDraft(between(placeOf(start), placeOf({ x: event.clientX, y: event.clientY }), shown.page));
  };
  const up = () => {
    if (draft !== null) onRegion(draft);
    cancel();
  };
  const cancel = () => {
    setStart(null);
    setDraft(null);
  };
  const drawn = draft ?? region;
  return (
    <div className="th-page-room" style={{ width: `${zoom * 100}%`, aspectRatio: across ? 1 / ratio : ratio }}>
      <div
        ref={sheet}
        className={`th-page-sheet th-page-turn-${turn}`}
        style={across ? { width: `${100 * ratio}%`, height: `${100 / ratio}%` } : { width: '100%', height: '100%' }}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={cancel}
      >
        <img
          className={`th-page-picture${view.contrast ? ' th-page-contrast' : ''}${view.invert ? ' th-page-invert' : ''}`}
          src={shown.url}
          alt=""
          draggable={false}
          onError={onFailed}
        />
        {words.map(({ text, region: place }, at) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: the words of a page never move
            key={at}
            type="button"
            // Thousands of stops would hide the rest of the screen from the keyboard; arrows and numbers choose a region without them.
            tabIndex={-1}
            className="th-page-word"
            style={placed(place)}
            title={text}
            aria-label={text}
            onClick={() => onRegion(place, text)}
          />
        ))}
        {marks.map(({ region: place, text, kind }) => (
          <span
            key={`${kind} ${regionText(place)} ${text}`}
            className={`th-page-mark th-page-mark-${kind}`}
            style={placed(place)}
            title={text}
          />
        ))}
        {drawn === null ? null : <span className="th-page-region" style={placed(drawn)} />}
      </div>
    </div>
  );
}
