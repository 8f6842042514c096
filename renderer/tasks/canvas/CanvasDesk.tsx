// The desk around one canvas: keeps the picture, what is chosen and what is open, and lays out bar, graph, side and table.
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { FaultNotice, Loading } from '../../design/pieces.tsx';
import type { StageHandle } from '../../graph/CanvasStage.tsx';
import type { StageMode } from '../../graph/stagePointer.ts';
import { useKept, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { Split } from '../flow/Split.tsx';
import { CanvasLegend } from './CanvasLegend.tsx';
import { CoverageBar } from './charts/CoverageBar.tsx';
import { BETWEEN_TOP, type Between, type Change, type Desk, DeskContext, type Dialog, HUB, type Side, type SideTab } from './desk.ts';
import { Dialogs } from './Dialogs.tsx';
import { SidePanel } from './SidePanel.tsx';
import { Stage } from './Stage.tsx';
import { Toolbar } from './Toolbar.tsx';
import { TwinTable } from './TwinTable.tsx';
import { usePicture } from './usePicture.ts';
import { useSame } from './useSame.ts';
import { betweenWords } from './words.ts';

interface Props {
  readonly canvas: number;
  readonly canvases: CallOutput<'canvas.list'>['canvases'];
  readonly openCanvas: (canvas: number | null) => void;
}
const NOTHING: ReadonlySet<string> = new Set();
const NO_ENDS: Desk['ends'] = { from: [], to: [] };
const NO_CARDS: readonly string[] = [];
/** What one press of E adds at most. */
const TOP = 10;

export function CanvasDesk({ canvas, canvases, openCanvas }: Props): ReactNode {
  const say = useWords();
  const { ask, announce, place } = useSession();
  const { picture, fault, change } = usePicture(canvas);
  const [selection, setSelection] = useState<ReadonlySet<string>>(NOTHING);
  const [dialog, openDialog] = useState<Dialog | null>(null);
  const [mode, setMode] = useState<StageMode>('choose');
  const [tab, setTab] = useState<SideTab>('details');
  const [around, setAround] = useState<string | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const [kept, setKept] = useKept<readonly string[]>(`canvas.cards.${canvas}`, NO_CARDS);
  const [ends, setEnds] = useKept<Desk['ends']>(`canvas.ends.${canvas}`, NO_ENDS);
  const [tableOpen, setTableOpen] = useKept('canvas.table', true);
  const [tall, setTall] = useKept('canvas.tall', false);
  const [failed, setFailed] = useState(false);
  const stage = useRef<StageHandle>(null);
  const nodes = useMemo(() => new Map(picture?.nodes.map((node) => [node.id, node])), [picture]);
  const edges = useMemo(() => new Map(picture?.edges.map((edge) => [edge.id, edge])), [picture]);
  const areas = useMemo(() => new Map(picture?.areas.map((area) => [area.id, area])), [picture]);
  // What the picture no longer shows is not chosen either.
  const chosen = useMemo(() => {
    const left = [...selection].filter((id) => nodes.has(id) || edges.has(id) || areas.has(id));
    return left.length === selection.size ? selection : new Set(left);
  }, [selection, nodes, edges, areas]);

  const same = useSame(picture, nodes, chosen);

  const choose = useCallback((ids: readonly string[], add = false) => {
    setSelection((before) => {
      if (!add) return new Set(ids);
      const next = new Set(before);
      for (const id of ids) {
        if (ids.length === 1 && next.has(id)) next.delete(id);
        else next.add(id);
      }
      return next;
    });
  }, []);
  /** What is to be seen and chosen once the next picture is there. */
  const awaited = useRef<ReadonlySet<string> | null>(null);
  const edit = useCallback((made: Change) => change(() => ask('canvas.edit', { canvas, change: made })), [change, ask, canvas]);
  const openTab = useCallback((next: SideTab, item?: string) => {
    setTab(next);
    if (item !== undefined) setAround(item);
  }, []);
  const openWhy = useCallback(
    (id: string) => {
      choose([id]);
      setTab('details');
      setWhy(id);
    },
    [choose],
  );
  const put = useCallback(
    async (items: readonly string[], near: string | null = null) => {
      const done = await edit({ do: 'add', items: [...items], near });
      if (done === null) return;
      awaited.current = new Set(items);
      setSelection(new Set(items));
      announce(say('canvas.put', { count: done.added.length }));
    },
    [edit, announce, say],
  );
  const level = picture?.level;
  const filter = picture?.filter;
  const expand = useCallback(
    async (items: readonly string[], side: Side, hops = 1) => {
      if (level === undefined || filter === undefined || items.length === 0) return;
      const crowded = items.find((id) => {
        const node = nodes.get(id);
        return node !== undefined && (side === 'in' ? 0 : node.moreOut) + (side === 'out' ? 0 : node.moreIn) > HUB;
      });
      if (crowded !== undefined) {
        openTab('neighbours', crowded);
        return;
      }
      const input = { canvas, items: items.slice(0, 500), level, side, hops, top: TOP, filter };
      const done = await change(() => ask('canvas.expand', input));
      if (done === null) return;
      awaited.current = new Set([...items, ...done.added]);
      announce(
        [
          done.added.length === 0 ? say('canvas.nothingMore') : say('canvas.expanded', { count: done.added.length }),
          ...(done.remaining > 0 ? [say('canvas.remaining', { count: done.remaining })] : []),
          ...(done.stopped === null ? [] : [say(`canvas.stopped.${done.stopped}`)]),
        ].join(' '),
      );
    },
    [ask, announce, canvas, change, filter, level, nodes, openTab, say],
  );

  const showBetween = useCallback(
    async ({ edges: behind = [], items = [] }: Between) => {
      const asked = { canvas, edges: [...behind], items: [...items], top: BETWEEN_TOP };
      const done = await change(() => ask('canvas.showBetween', asked));
      if (done === null) return;
      if (done.taken > 0) {
        awaited.current = new Set(done.items);
        setSelection(new Set(done.items));
      }
      announce(betweenWords(say, done));
    },
    [ask, announce, canvas, change, say],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new picture is what was awaited
  useEffect(() => {
    const wanted = awaited.current;
    if (wanted === null || ![...wanted].some((id) => nodes.has(id))) return;
    awaited.current = null;
    stage.current?.show(wanted);
  }, [picture]);

  // Sent here with an item: it is put on the canvas once, and chosen.
  const sent = useRef<string | null>(null);
  useEffect(() => {
    const item = place.item;
    if (item === undefined || picture === null || sent.current === item) return;
    sent.current = item;
    if (nodes.has(item)) {
      setSelection(new Set([item]));
      stage.current?.show(new Set([item]));
    } else void put([item]);
  }, [place.item, picture, nodes, put]);

  const keep = useCallback(
    (id: string, wanted: boolean) => setKept(wanted ? [...kept.filter((other) => other !== id), id] : kept.filter((other) => other !== id)),
    [kept, setKept],
  );
  const desk = useMemo(
    (): Desk | null =>
      picture === null
        ? null
        : {
            ...{ picture, nodes, edges, areas, choose, edit, expand, put, dialog, openDialog, mode, setMode, tab, openTab, around },
            ...{ kept, keep, ends, setEnds, stage, openCanvas, why, openWhy, showBetween },
            selection: chosen,
            same,
            items: [...chosen].filter((id) => nodes.has(id)),
          },
    [
      picture,
      nodes,
      edges,
      areas,
      choose,
      edit,
      expand,
      showBetween,
      put,
      dialog,
      mode,
      tab,
      openTab,
      around,
      kept,
      keep,
      ends,
      setEnds,
      openCanvas,
      why,
      openWhy,
      chosen,
      same,
    ],
  );
  if (desk === null) return fault === null ? <Loading /> : <FaultNotice fault={fault} />;
  const top = (
    <div className="th-canvas-top">
      <div className="th-canvas-graph">
        <Stage onFailed={setFailed} />
        <CanvasLegend />
        <CoverageBar />
      </div>
      <SidePanel />
    </div>
  );
  return (
    <DeskContext.Provider value={desk}>
      <div className="th-canvas">
        <h1 className="th-offscreen">{say('tasks.canvas')}</h1>
        <Toolbar canvases={canvases} tableOpen={tableOpen} onTable={() => setTableOpen(!tableOpen)} />
        <FaultNotice fault={fault} />
        <Split
          label={say('canvas.split')}
          top={top}
          bottom={tableOpen || failed ? <TwinTable tall={tall} onTall={setTall} /> : null}
          share={tall ? 45 : 72}
        />
      </div>
      <Dialogs />
    </DeskContext.Provider>
  );
}
