// The flow graph: Sigma over graphology, positions from the engine. It decides nothing about the case; choosing goes out
// through `onChoose`, and arrow keys walk the flow.
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: role application; arrow keys walk the flow.
import { Button, ButtonGroup } from '@blueprintjs/core';
import { Minus, Plus, ZoomToFit } from '@blueprintjs/icons';
import Graph from 'graphology';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import Sigma from 'sigma';
import type { FlowPicture } from '../../shared/contract/trace.ts';
import { useTheme } from '../session/theme.ts';
import { useWords } from '../session/words.ts';
import { PipeProgram } from './edgeProgram.ts';
import { type Arrow, drawFlow, type FlowWording, neighbour, throughPath } from './flowModel.ts';
import { edgeLabelWriter, FLOW_THEMES, nodeLabelWriter, type Palette } from './labels.ts';
import { ShapeProgram } from './nodeProgram.ts';
import { createPlacement } from './placement.ts';

export interface Choice {
  readonly kind: 'node' | 'edge';
  readonly id: string;
}

interface Props {
  readonly picture: FlowPicture;
  readonly wording: FlowWording;
  readonly chosen: Choice | null;
  readonly onChoose: (choice: Choice | null) => void;
}

const MARGIN = 40;
const SIDE = 170;
const ARROWS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

export function FlowCanvas({ picture, wording, chosen, onChoose }: Props): ReactNode {
  const say = useWords();
  const { shown } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const sigma = useRef<Sigma | null>(null);
  const palette = useRef<Palette>(FLOW_THEMES[shown]);
  const choice = useRef<{ chosen: Choice | null; lit: ReadonlySet<string> | null }>({ chosen: null, lit: null });
  const choose = useRef(onChoose);
  const [failed, setFailed] = useState(false);
  choose.current = onChoose;

  useEffect(() => {
    const container = box.current;
    if (container === null) return;
    // Room at the right for the labels of holdings, by a box wider than the graph.
    const across = Math.max(160, container.clientWidth - 2 * MARGIN - SIDE);
    const drawn = drawFlow(picture, Math.max(0.5, across / Math.max(60, container.clientHeight - 2 * MARGIN)), wording);
    const graph = new Graph({ multi: true, type: 'directed' });
    for (const node of drawn.nodes) graph.addNode(node.id, { ...node, label: node.id, forceLabel: true });
    for (const edge of drawn.edges) {
      if (graph.hasNode(edge.source) && graph.hasNode(edge.target))
        graph.addEdgeWithKey(edge.id, edge.source, edge.target, { ...edge, forceLabel: true });
    }
    const placement = createPlacement();
    const frame = { fresh: true, prepare: (): void => undefined };
    const opening = (): void => {
      if (!frame.fresh) return;
      frame.fresh = false;
      frame.prepare();
    };
    let view: Sigma;
    try {
      view = new Sigma(graph, container, {
        allowInvalidContainer: true,
        defaultNodeType: 'shape',
        defaultEdgeType: 'pipe',
        nodeProgramClasses: { shape: ShapeProgram as never },
        edgeProgramClasses: { pipe: PipeProgram as never },
        defaultDrawNodeLabel: nodeLabelWriter(placement, () => palette.current, opening) as never,
        defaultDrawEdgeLabel: edgeLabelWriter(placement, () => palette.current, opening) as never,
        defaultDrawNodeHover: () => undefined,
        renderEdgeLabels: true,
        enableEdgeEvents: true,
        hideEdgesOnMove: drawn.edges.length > 800,
        labelRenderedSizeThreshold: 0,
        stagePadding: MARGIN,
        minCameraRatio: 0.02,
        maxCameraRatio: 3,
        zIndex: true,
        nodeReducer: (id, data) => {
          const { chosen: now, lit } = choice.current;
          const colours = palette.current;
          const isChosen = now?.kind === 'node' && now.id === id;
          const dim = lit !== null && !lit.has(id);
          const fill = colours.node[data['kind'] as string] ?? colours.pipe;
          return {
            ...data,
            color: dim ? fade(fill, colours.plate) : fill,
            line: isChosen ? colours.chosen : dim ? fade(colours.nodeLine, colours.plate) : colours.nodeLine,
            size: isChosen ? (data['size'] as number) + 3 : (data['size'] as number),
            chosen: isChosen,
            lines: dim ? [] : data['lines'],
            zIndex: dim ? 0 : 1,
          };
        },
        edgeReducer: (id, data) => {
          const { chosen: now, lit } = choice.current;
          const colours = palette.current;
          const isChosen = now?.kind === 'edge' && now.id === id;
          const dim = lit !== null && !lit.has(id);
          return {
            ...data,
            color: dim ? fade(colours.pipe, colours.plate) : lit !== null ? colours.pipeChosen : colours.pipe,
            label: dim ? '' : (data['label'] as string),
            chosen: isChosen,
            zIndex: dim ? 0 : 1,
          };
        },
      });
    } catch {
      setFailed(true);
      return;
    }
    sigma.current = view;
    const blockNodes = () => {
      placement.clear();
      graph.forEachNode((id) => {
        const data = view.getNodeDisplayData(id);
        if (data === undefined) return;
        const { x, y } = view.framedGraphToViewport(data);
        const r = view.scaleSize(data.size) + (graph.getNodeAttribute(id, 'ringed') === true ? 6 : 2);
        placement.block({ left: x - r, top: y - r, right: x + r, bottom: y + r });
      });
      // Arrow heads say the direction: no label over them either.
      graph.forEachEdge((_edge, _data, source, target) => {
        const from = view.getNodeDisplayData(source);
        const to = view.getNodeDisplayData(target);
        if (from === undefined || to === undefined) return;
        const a = view.framedGraphToViewport(from);
        const b = view.framedGraphToViewport(to);
        const long = Math.hypot(b.x - a.x, b.y - a.y) || 1;
        const off = view.scaleSize(to.size) + 8;
        const x = b.x - ((b.x - a.x) / long) * off;
        const y = b.y - ((b.y - a.y) / long) * off;
        placement.block({ left: x - 7, top: y - 6, right: x + 7, bottom: y + 6 });
      });
      // Nothing half outside, nothing under the buttons.
      const { width, height } = view.getDimensions();
      for (const box of [
        { left: -300, top: -60, right: 2, bottom: height + 60 },
        { left: width - 2, top: -60, right: width + 300, bottom: height + 60 },
        { left: 0, top: -60, right: width, bottom: 2 },
        { left: 0, top: height - 2, right: width, bottom: height + 60 },
        { left: 0, top: 0, right: picture.hiddenNodes > 0 ? 300 : 1, bottom: 46 },
        { left: width - 48, top: 0, right: width, bottom: 104 },
      ])
        placement.block(box);
    };
    // Not at beforeRender: Sigma sets the camera's matrix only after that event.
    view.on('beforeRender', () => {
      frame.fresh = true;
    });
    frame.prepare = blockNodes;
    view.setCustomBBox(boxWithRoom(drawn.nodes, SIDE / across));
    view.refresh();
    const watcher = new ResizeObserver(() => view.resize().refresh());
    watcher.observe(container);
    view.on('clickNode', ({ node }) => choose.current({ kind: 'node', id: node }));
    view.on('clickEdge', ({ edge }) => choose.current({ kind: 'edge', id: edge }));
    view.on('clickStage', () => choose.current(null));
    view.on('doubleClickStage', (event) => event.preventSigmaDefault());
    return () => {
      watcher.disconnect();
      sigma.current = null;
      view.kill();
    };
  }, [picture, wording]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new wording makes a new Sigma, which needs its choice again
  useEffect(() => {
    palette.current = FLOW_THEMES[shown];
    choice.current = { chosen, lit: chosen === null ? null : litBy(picture, chosen) };
    sigma.current?.refresh();
    const view = sigma.current;
    if (view === null || chosen?.kind !== 'node') return;
    const data = view.getNodeDisplayData(chosen.id);
    if (data === undefined) return;
    const { x, y } = view.framedGraphToViewport(data);
    const { width, height } = view.getDimensions();
    if (x < 30 || y < 30 || x > width - 30 || y > height - 30) void view.getCamera().animate({ x: data.x, y: data.y }, { duration: 250 });
  }, [picture, wording, chosen, shown]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (ARROWS.includes(event.key)) {
      event.preventDefault();
      const next = neighbour(picture, chosen?.kind === 'node' ? chosen.id : null, event.key as Arrow);
      if (next !== null) onChoose({ kind: 'node', id: next });
    } else if (event.key === 'Escape') onChoose(null);
    else if (event.key === '+') void sigma.current?.getCamera().animatedZoom();
    else if (event.key === '-') void sigma.current?.getCamera().animatedUnzoom();
    else if (event.key === '0') void sigma.current?.getCamera().animatedReset();
  };

  return (
    <div className="th-graph">
      <div
        ref={box}
        className="th-graph-canvas"
        role="application"
        tabIndex={0}
        aria-label={say('flow.graphLabel')}
        onKeyDown={onKeyDown}
      />
      {failed ? <p className="th-graph-failed">{say('flow.noWebgl')}</p> : null}
      <ButtonGroup vertical className="th-graph-zoom">
        <Button
          size="small"
          icon={<Plus />}
          aria-label={say('flow.zoomIn')}
          onClick={() => void sigma.current?.getCamera().animatedZoom()}
        />
        <Button
          size="small"
          icon={<Minus />}
          aria-label={say('flow.zoomOut')}
          onClick={() => void sigma.current?.getCamera().animatedUnzoom()}
        />
        <Button
          size="small"
          icon={<ZoomToFit />}
          aria-label={say('flow.zoomFit')}
          onClick={() => void sigma.current?.getCamera().animatedReset()}
        />
      </ButtonGroup>
    </div>
  );
}

/** The graph's own box, with a share of its width added at the right. */
function boxWithRoom(
  nodes: readonly { readonly x: number; readonly y: number }[],
  room: number,
): { x: [number, number]; y: [number, number] } {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of nodes) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  if (nodes.length === 0) return { x: [0, 1], y: [0, 1] };
  // A row or a single node has no height of its own.
  const grow = Math.max(0, 0.5 - (high - low) / 2);
  const wide = Math.max(right - left, 1);
  return { x: [left, left + wide * (1 + room)], y: [low - grow, high + grow] };
}

function litBy(picture: FlowPicture, chosen: Choice): ReadonlySet<string> {
  if (chosen.kind === 'node') return throughPath(picture, chosen.id);
  const edge = picture.edges.find((candidate) => candidate.id === chosen.id);
  return edge === undefined ? new Set() : new Set([edge.id, edge.source, edge.target]);
}

/** Three quarters of the way to the background. */
function fade(colour: string, plate: string): string {
  const mix = (at: number) => {
    const from = Number.parseInt(colour.slice(at, at + 2), 16);
    const to = Number.parseInt(plate.slice(at, at + 2), 16);
    return Math.round(from + (to - from) * 0.75)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${mix(1)}${mix(3)}${mix(5)}`;
}
