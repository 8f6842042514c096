// What can be done with what is chosen, the same from keys, menu and side panel.
import type { CanvasNode } from '../../../shared/contract/canvas.ts';
import { itemName } from '../../../shared/model/canvasItem.ts';
import { copyText } from '../../design/ids.ts';
import { type Catalog, type Session, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import type { Box } from '../../graph/areaGrip.ts';
import type { Placed } from '../../graph/stagePointer.ts';
import { type AreaView, type Change, useDesk } from './desk.ts';

interface Doings {
  readonly remove: () => void;
  readonly note: () => void;
  readonly group: () => void;
  readonly pin: () => void;
  readonly colour: () => void;
  readonly factsOnly: () => void;
  readonly level: () => void;
  readonly arrange: () => void;
  readonly copy: () => Promise<void>;
  /** Draws what stands behind lines that are chosen, else between things that are; between all where nothing is. */
  readonly between: () => void;
  readonly chosenArea: AreaView | null;
  /** One edit: an area's place or size, with what lies in it. */
  readonly placeArea: (id: string, box: Box, inside: readonly Placed[]) => void;
  /** Opens it where the case shows it whole. */
  readonly open: (id: string) => void;
  readonly canOpen: (id: string) => boolean;
  /** Puts the cluster of an address of coins on the canvas, where addresses are summed; null where the thing has none. */
  readonly clusterOf: (id: string) => (() => void) | null;
  /** Puts what is chosen forward as the starting points of a trace; null where nothing of it can be one. */
  readonly trace: (() => void) | null;
}

export function useDoings(): Doings {
  const say = useWords();
  const { announce, catalog, go } = useSession();
  const { picture, selection, items, nodes, edges, areas, edit, showBetween, openDialog, put, stage } = useDesk();
  const last = [...selection].at(-1);
  const clusterOf = (id: string): (() => void) | null => {
    const node = nodes.get(id);
    if (node === undefined || node.kind === 'cluster' || node.address === null || !catalog.chains.some(({ id }) => id === node.chain))
      return null;
    const item = itemName({ kind: 'cluster', chain: node.chain, id: node.address });
    return () =>
      void (async () => {
        if (picture.level !== 'relations') await edit({ do: 'level', level: 'relations' });
        await put([item], node.id);
      })();
  };
  return {
    remove() {
      const areaNames = [...selection].filter((id) => areas.has(id));
      // A movement is never shown without its two ends: they stay as long as it does, and somebody who removes one must be told why.
      const gone = new Set(items);
      const ends = [...edges.values()].flatMap(({ kind, source, target }) =>
        kind === 'pays' && !gone.has(target) ? [source] : kind === 'reaches' && !gone.has(source) ? [target] : [],
      );
      const staying = new Set(ends.filter((id) => gone.has(id))).size;
      if (items.length > 0)
        void edit({ do: 'remove', items: [...items] }).then(() => {
          if (staying > 0) announce(say('canvas.staying', { count: staying }));
        });
      for (const area of areaNames) void edit({ do: 'area', area, value: null });
    },
    note() {
      const area = last === undefined ? undefined : areas.get(last);
      if (area !== undefined) openDialog({ kind: 'area', area, box: area });
      else if (last !== undefined) openDialog({ kind: 'note', target: last });
    },
    group() {
      if (items.length > 0) openDialog({ kind: 'group', items });
    },
    pin() {
      if (items.length > 0) void edit({ do: 'pin', items: [...items], pinned: items.some((id) => nodes.get(id)?.pinned !== true) });
    },
    colour() {
      if (selection.size > 0) openDialog({ kind: 'colour', targets: [...selection] });
    },
    factsOnly: () => void edit({ do: 'filter', filter: { ...picture.filter, factsOnly: !picture.filter.factsOnly } }),
    level: () => void edit({ do: 'level', level: picture.level === 'transactions' ? 'relations' : 'transactions' }),
    // With several chosen only these are arranged; the rest stays where it is.
    arrange: () =>
      void edit({ do: 'layout', layout: picture.layout, items: items.length > 1 ? [...items] : [] }).then(() => {
        if (items.length <= 1) window.setTimeout(() => stage.current?.fit(), 60);
      }),
    async copy() {
      const names = items.map((id) => nodes.get(id)?.name ?? '').filter((name) => name !== '');
      if (names.length > 0 && (await copyText(names.join('\n')))) announce(say('canvas.copied', { count: names.length }));
      stage.current?.focus();
    },
    chosenArea: [...selection].flatMap((id) => areas.get(id) ?? []).at(-1) ?? null,
    placeArea(id, box, inside) {
      const area = areas.get(id);
      if (area === undefined) return;
      const { x, y, width, height } = box;
      const isMoved = width === area.width && height === area.height;
      const change: Change = isMoved
        ? { do: 'move', places: [{ item: id, x, y }, ...inside] }
        : { do: 'area', area: id, value: { x, y, width, height, text: area.text, colour: area.colour } };
      void edit(change);
    },
    between() {
      const behind = [...selection].filter((id) => {
        const kind = edges.get(id)?.kind;
        return picture.level === 'relations' && (kind === 'relation' || kind === 'joins');
      });
      if (behind.length > 0) void showBetween({ edges: behind });
      else if (items.length > 1) void showBetween({ items });
      else if (items.length === 0) void showBetween({});
      else announce(say('canvas.between.choose'));
    },
    clusterOf,
    trace: traceOf(
      items.flatMap((id) => nodes.get(id) ?? []),
      catalog,
      go,
    ),
    canOpen: (id) => {
      const kind = nodes.get(id)?.kind;
      return kind !== undefined && kind !== 'group' && kind !== 'event' && !edges.has(id);
    },
    open(id) {
      const node = nodes.get(id);
      if (node === undefined) return;
      const ofCoins = catalog.chains.some(({ id: chain }) => chain === node.chain);
      const text =
        node.kind === 'output' || node.kind === 'movement' ? (node.name.split(/[:#]/)[0] ?? node.name) : (node.address ?? node.name);
      if (ofCoins) go({ task: 'explore', text });
      else go({ task: 'accounts', accountsTab: 'held', text, chain: node.chain });
    },
  };
}

/** Coins where there are any, else accounts: one trace is of one kind. */
function traceOf(chosen: readonly CanvasNode[], { chains }: Catalog, go: Session['go']): (() => void) | null {
  const isCoin = ({ chain }: CanvasNode): boolean => chains.some(({ id }) => id === chain);
  const coins = chosen.filter((node) => isCoin(node) && ['transaction', 'output', 'address'].includes(node.kind));
  if (coins.length > 0) return () => go({ task: 'trace', seeds: coins.map(({ name }) => name) });
  const accounts = chosen.filter((node) => !isCoin(node) && ['movement', 'address'].includes(node.kind));
  return accounts.length === 0 ? null : () => go({ task: 'accounts', accountsTab: 'trace', seeds: accounts.map(({ name }) => name) });
}
