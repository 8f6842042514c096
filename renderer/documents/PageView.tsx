// A page of a document, to be looked at and pointed into: turned pages, zoom, and a region that is drawn, moved by keys, typed as numbers or
// taken from a word of the text layer. What is done to the picture (turn, contrast, colours) changes the view alone.
import { Button, ButtonGroup, InputGroup } from '@blueprintjs/core';
import { ChevronLeft, ChevronRight, Contrast, RotateCw, TextHighlight, ZoomIn, ZoomOut, ZoomToFit } from '@blueprintjs/icons';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import type { PageRegion } from '../../shared/contract/region.ts';
import { Notice } from '../design/Notice.tsx';
import { FaultNotice, Loading } from '../design/pieces.tsx';
import { useAsk } from '../session/session.ts';
import { useWords } from '../session/words.ts';
import { PageSheet, type PageMark } from './PageSheet.tsx';
import { RegionFields } from './RegionFields.tsx';
import { moved, resized, type Turn, turned } from './regions.ts';
import { useShownPage, useWordsOf } from './shownPage.ts';

interface Props {
  /** Number of the document's source in the case. */
  readonly source: number;
  readonly region: PageRegion | null;
  /** `text`: the word that was chosen, where one was. */
  readonly onRegion: (region: PageRegion, text?: string) => void;
  readonly marks: readonly PageMark[];
}

const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3, 4] as const;
const FIT = ZOOMS.indexOf(1);
/** Of the page, by a key: one hundredth, or a thousandth with Ctrl. */
const STEP = 100;
const FINE = 10;
/** Where a region begins that is chosen by keys alone. */
const FIRST = { x: 1000, y: 1000, width: 4000, height: 400 };

/** What a page is asked for, in pixels of its longer side: more where it is looked at closer. */
const pixelsAt = (zoom: number): number => (zoom <= 1 ? 1600 : zoom <= 2 ? 2400 : 4000);

export function PageView(props: Props): ReactNode {
  return <Pages key={props.source} {...props} />;
}

function Pages({ source, region, onRegion, marks }: Props): ReactNode {
  const say = useWords();
  const document = useAsk('document.list', {}).data?.documents.find((one) => one.source === source);
  const [page, setPage] = useState(region?.page ?? 1);
  const [zoomAt, setZoomAt] = useState<number>(FIT);
  const [turn, setTurn] = useState<Turn | null>(null);
  const [view, setView] = useState({ contrast: false, invert: false, words: true });
  const [failed, setFailed] = useState<string | null>(null);
  const zoom = ZOOMS[zoomAt] ?? 1;
  const isPdf = document?.note.format === 'pdf';
  const { shown, fault, loading } = useShownPage(source, page, pixelsAt(zoom));
  const text = useWordsOf(source, page, isPdf);
  const chosenPage = region?.page;
  useEffect(() => {
    if (chosenPage !== undefined) setPage(chosenPage);
  }, [chosenPage]);
  const pages = document?.note.pages ?? 1;
  const shownTurn = turn ?? shown?.turn ?? 0;
  const to = (next: number) => setPage(Math.max(1, Math.min(pages, next)));
  const closer = (by: number) => setZoomAt(Math.max(0, Math.min(ZOOMS.length - 1, zoomAt + by)));
  const own = region?.page === page ? region : null;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (arrow !== undefined) {
      const [right, down] = arrow.map((way) => way * (event.ctrlKey ? FINE : STEP)) as [number, number];
      if (own === null) onRegion({ page, ...FIRST });
      else onRegion((event.shiftKey ? resized : moved)(own, right, down, shownTurn));
    } else if (event.ctrlKey) return;
    else if (event.key === 'PageUp') to(page - 1);
    else if (event.key === 'PageDown') to(page + 1);
    else if (event.key === '+' || event.key === '=') closer(1);
    else if (event.key === '-') closer(-1);
    else if (event.key === '0') setZoomAt(FIT);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const toggle = (what: keyof typeof view) => setView({ ...view, [what]: !view[what] });

  return (
    <section className="th-page" aria-label={say('documents.view', { name: document?.name ?? '' })}>
      <div className="th-page-tools">
        <ButtonGroup>
          <Button
            size="small"
            icon={<ChevronLeft />}
            aria-label={say('documents.previous')}
            title={say('documents.previous')}
            disabled={page <= 1}
            onClick={() => to(page - 1)}
          />
          <PageField page={page} pages={pages} onPage={to} />
          <Button
            size="small"
            icon={<ChevronRight />}
            aria-label={say('documents.next')}
            title={say('documents.next')}
            disabled={page >= pages}
            onClick={() => to(page + 1)}
          />
        </ButtonGroup>
        <ButtonGroup>
          <Button
            size="small"
            icon={<ZoomOut />}
            aria-label={say('documents.zoomOut')}
            title={say('documents.zoomOut')}
            disabled={zoomAt === 0}
            onClick={() => closer(-1)}
          />
          <Button
            size="small"
            className="th-page-zoom"
            text={`${Math.round(zoom * 100)} %`}
            icon={<ZoomToFit />}
            title={say('documents.fit')}
            onClick={() => setZoomAt(FIT)}
          />
          <Button
            size="small"
            icon={<ZoomIn />}
            aria-label={say('documents.zoomIn')}
            title={say('documents.zoomIn')}
            disabled={zoomAt === ZOOMS.length - 1}
            onClick={() => closer(1)}
          />
        </ButtonGroup>
        <ButtonGroup>
          <Button
            size="small"
            icon={<RotateCw />}
            aria-label={say('documents.turn')}
            title={say('documents.turn')}
            onClick={() => setTurn(turned(shownTurn))}
          />
          <Button
            size="small"
            icon={<Contrast />}
            aria-label={say('documents.contrast')}
            title={say('documents.contrast')}
            active={view.contrast}
            aria-pressed={view.contrast}
            onClick={() => toggle('contrast')}
          />
          <Button
            size="small"
            text="◩"
            aria-label={say('documents.invert')}
            title={say('documents.invert')}
            active={view.invert}
            aria-pressed={view.invert}
            onClick={() => toggle('invert')}
          />
          <Button
            size="small"
            icon={<TextHighlight />}
            aria-label={say('documents.words')}
            title={say('documents.words')}
            active={view.words}
            aria-pressed={view.words}
            disabled={!isPdf}
            onClick={() => toggle('words')}
          />
        </ButtonGroup>
      </div>
      {document?.note.flags.map((flag) => (
        <Notice key={flag} compact intent="warning">
          {say(`documents.flag.${flag}`)}
        </Notice>
      ))}
      <FaultNotice fault={fault} />
      {failed !== null && failed === shown?.url ? (
        <Notice compact intent="danger" title={say('documents.pictureFails', { page, name: document?.name ?? '' })} />
      ) : null}
      <div
        className="th-page-scroll"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is moved and scrolled by keys must be reached by them
        tabIndex={0}
        aria-label={say('documents.pageOf', { page, pages })}
        aria-busy={loading}
        onKeyDown={onKeyDown}
      >
        {shown === null ? (
          loading ? (
            <Loading />
          ) : null
        ) : (
          <PageSheet
            {...{ shown, zoom, view }}
            turn={shownTurn}
            region={shown.page === page ? own : null}
            marks={marks.filter((mark) => mark.region.page === shown.page)}
            words={view.words && shown.page === page ? (text?.words ?? []) : []}
            onRegion={onRegion}
            onFailed={() => setFailed(shown.url)}
          />
        )}
      </div>
      <RegionFields region={own} page={page} onRegion={onRegion} />
      <p className="th-muted th-small">
        {say('documents.regionHelp')}{' '}
        {document === undefined ? '' : !isPdf ? say('documents.noWordsPicture') : text?.words.length === 0 ? say('documents.noWords') : ''}
        {text?.more === true ? say('documents.moreWords') : ''}
      </p>
    </section>
  );
}

/** The number of the page, to be typed: a document may have thousands. */
function PageField({
  page,
  pages,
  onPage,
}: {
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}): ReactNode {
  const say = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    if (typed !== null && /^\d+$/.test(typed)) onPage(Number(typed));
    setTyped(null);
  };
  return (
    <span className="th-page-number">
      <InputGroup
        size="small"
        value={typed ?? `${page}`}
        inputMode="numeric"
        aria-label={say('documents.page')}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => (event.key === 'Enter' ? take() : undefined)}
      />
      <span> / {pages}</span>
    </span>
  );
}
