// The canvas on the screen: Sigma over graphology, brought to each new picture by what differs. What was chosen, moved or asked for goes out
// through callbacks; keys belong to whoever holds the stage.
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: role application; the holder's keys walk the graph.
import { Button } from '@blueprintjs/core';
import Graph from 'graphology';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { Notice } from '../design/Notice.tsx';
import type { CanvasPicture } from '../../shared/contract/canvas.ts';
import { useTheme } from '../session/theme.ts';
import { useWords } from '../session/words.ts';
import type { Box } from './areaGrip.ts';
import { STAGE_THEMES, type StagePalette } from './stageColours.ts';
import { drawCanvas, nodesWithin, type StageWording } from './stageModel.ts';
import { bindPointer, type Placed, type Point, type Rectangle, type StageMode } from './stagePointer.ts';
import { syncGraph } from './stageSync.ts';
import { type CameraPlace, createStageView, type StageState, type StageView } from './stageView.ts';

export interface StageHandle {
  readonly fit: (ids?: ReadonlySet<string>) => void;
  readonly show: (ids: ReadonlySet<string>) => void;
  /** What is seen, in the engine's points; undefined where nothing is drawn. */
  readonly seen: () => { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined;
  readonly zoomBy: (factor: number) => void;
  readonly focus: () => void;
  readonly camera: () => CameraPlace | undefined;
  /** Where a node stands in the window, for a menu opened by a key. */
  readonly clientPlace: (id: string) => Point | null;
  /** The middle of what is seen, in the engine's points. */
  readonly middle: () => Point;
}

interface Props {
  readonly handle: RefObject<StageHandle | null>;
  readonly label: string;
  readonly picture: CanvasPicture;
  readonly wording: StageWording;
  readonly selection: ReadonlySet<string>;
  /** The same party as what is chosen: marked. */
  readonly same: ReadonlyMap<string, unknown>;
  readonly camera: CameraPlace | undefined;
  readonly mode: StageMode;
  readonly onChoose: (ids: readonly string[], add: boolean) => void;
  readonly onOpen: (id: string) => void;
  readonly onArea: (box: Rectangle) => void;
  readonly onMoved: (places: readonly Placed[]) => void;
  readonly onAreaMoved: (id: string, box: Box, inside: readonly Placed[]) => void;
  readonly onMenu: (id: string | null, client: Point, at: Point) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFailed: (failed: boolean) => void;
  /** What stands here while the graph cannot be drawn. */
  readonly still: ReactNode;
}

/** What colours hang on: theme, what is chosen, and the lines beside it. */
function looksOf(picture: CanvasPicture, selection: ReadonlySet<string>, palette: StagePalette) {
  const near = new Set<string>();
  if (selection.size > 0) {
    for (const { id, source, target } of picture.edges) if (selection.has(source) || selection.has(target)) near.add(id);
  }
  return { picture, selection, near, palette };
}

const isSame = (before: ReadonlySet<string>, after: ReadonlySet<string>): boolean =>
  before === after || (before.size === after.size && [...before].every((id) => after.has(id)));

export function CanvasStage(props: Props): ReactNode {
  const { handle, label, picture, wording, selection, same, camera, mode, onKeyDown, still } = props;
  const say = useWords();
  const palette = STAGE_THEMES[useTheme().shown];
  const box = useRef<HTMLDivElement>(null);
  const stage = useRef<StageView | null>(null);
  const graph = useRef<Graph | null>(null);
  const held = useRef(new Set<string>());
  const now = useRef(props);
  const shown = useRef<Pick<Props, 'picture' | 'wording'> | null>(null);
  const [band, setBand] = useState<Rectangle | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  now.current = props;
  const state = useRef<StageState>({ picture, palette, selection, near: new Set(), same, groupName: wording.groupName, drawnArea: null });

  // biome-ignore lint/correctness/useExhaustiveDependencies: one Sigma for the life of the stage; an attempt makes another
  useEffect(() => {
    const container = box.current;
    if (container === null) return;
    const made = new Graph({ multi: true, type: 'directed' });
    shown.current = { picture: now.current.picture, wording: now.current.wording };
    Object.assign(state.current, looksOf(now.current.picture, now.current.selection, palette));
    syncGraph(made, drawCanvas(now.current.picture, now.current.wording), held.current);
    let view: StageView;
    try {
      view = createStageView(container, made, state.current, camera);
    } catch {
      setFailed(true);
      now.current.onFailed(true);
      return;
    }
    setFailed(false);
    now.current.onFailed(false);
    if (camera === undefined) view.fit(undefined, false);
    graph.current = made;
    stage.current = view;
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      stage.current = null;
      graph.current = null;
      view.kill();
    };
    const lost = (event: Event) => {
      // Without this the browser would never give it back.
      event.preventDefault();
      setFailed(true);
      now.current.onFailed(true);
      // Nothing of this one may draw once its context is back: another takes its place then.
      end();
    };
    for (const canvas of Object.values(view.sigma.getCanvases())) {
      canvas.addEventListener('webglcontextlost', lost);
      canvas.addEventListener('webglcontextrestored', () => setAttempt((n) => n + 1));
    }
    bindPointer(view.sigma, made, {
      selection: () => now.current.selection,
      mode: () => now.current.mode,
      areaAt: ({ x, y }) =>
        now.current.picture.areas.findLast((area) => x >= area.x && y >= area.y && x <= area.x + area.width && y <= area.y + area.height)
          ?.id ?? null,
      chosenArea: () => {
        const { areas } = now.current.picture;
        return areas.findLast(({ id }) => now.current.selection.has(id)) ?? null;
      },
      onAreaDrawn: (area) => {
        state.current.drawnArea = area;
        stage.current?.redraw(false);
      },
      onAreaMoved: (id, area, inside) => now.current.onAreaMoved(id, area, inside),
      onChoose: (id, add) => {
        container.focus();
        now.current.onChoose(id === null ? [] : [id], add);
      },
      onOpen: (id) => now.current.onOpen(id),
      onLasso: (area, add) => now.current.onChoose(nodesWithin(now.current.picture.nodes, area), add),
      onArea: (area) => now.current.onArea(area),
      onMoved: (places) => now.current.onMoved(places),
      onMenu: (id, client, at) => now.current.onMenu(id, client, at),
      onBand: setBand,
      held: held.current,
    });
    return end;
  }, [attempt]);

  useEffect(() => {
    // A large picture is not drawn twice when the stage comes.
    if (graph.current === null || stage.current === null) return;
    if (shown.current?.picture === picture && shown.current.wording === wording) return;
    shown.current = { picture, wording };
    state.current.picture = picture;
    state.current.drawnArea = null;
    state.current.groupName = wording.groupName;
    syncGraph(graph.current, drawCanvas(picture, wording), held.current);
    stage.current.redraw(false);
  }, [picture, wording]);

  useEffect(() => {
    const before = state.current;
    const looks = looksOf(picture, selection, palette);
    // Nothing to look at again where a large canvas opens, or changes with nothing chosen.
    const same = before.palette === looks.palette && isSame(before.selection, looks.selection) && isSame(before.near, looks.near);
    Object.assign(state.current, looks);
    if (!same) stage.current?.redraw(true);
  }, [selection, palette, picture]);

  useEffect(() => {
    if (state.current.same === same) return;
    state.current.same = same;
    stage.current?.redraw(false);
  }, [same]);

  useImperativeHandle(
    handle,
    () => ({
      fit: (ids) => stage.current?.fit(ids),
      show: (ids) => stage.current?.show(ids),
      seen: () => stage.current?.seen(),
      zoomBy: (factor) => stage.current?.zoomBy(factor),
      focus: () => box.current?.focus(),
      camera: () => {
        const at = stage.current?.sigma.getCamera().getState();
        return at === undefined ? undefined : { x: at.x, y: at.y, ratio: at.ratio };
      },
      clientPlace: (id) => {
        const data = stage.current?.sigma.getNodeDisplayData(id);
        if (data === undefined || stage.current === null || box.current === null) return null;
        const { x, y } = stage.current.sigma.framedGraphToViewport(data);
        const around = box.current.getBoundingClientRect();
        return { x: around.left + x, y: around.top + y };
      },
      middle: () => {
        const view = stage.current?.sigma;
        if (view === undefined) return { x: 0, y: 0 };
        const { width, height } = view.getDimensions();
        const { x, y } = view.viewportToGraph({ x: width / 2, y: height / 2 });
        return { x: Math.round(x), y: Math.round(-y) };
      },
    }),
    [],
  );

  return (
    <div className="th-stage">
      <div
        key={attempt}
        ref={box}
        className={mode === 'area' ? 'th-stage-canvas th-stage-drawing' : 'th-stage-canvas'}
        role="application"
        tabIndex={0}
        aria-label={label}
        onKeyDown={onKeyDown}
      />
      {band === null ? null : (
        <div
          className="th-stage-band"
          style={{ left: band.left, top: band.top, width: band.right - band.left, height: band.bottom - band.top }}
        />
      )}
      {failed ? (
        <section className="th-stage-still" aria-label={say('canvas.noWebgl')}>
          <Notice compact intent="warning" title={say('canvas.noWebgl')}>
            {say('canvas.noWebglNext')} <Button size="small" text={say('canvas.tryAgain')} onClick={() => setAttempt((n) => n + 1)} />
          </Notice>
          {still}
        </section>
      ) : null}
    </div>
  );
}
