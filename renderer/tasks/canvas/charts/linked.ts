// How a chart and the graph are chosen together: what is chosen on the canvas narrows the chart, what is chosen in the chart is chosen on the
// canvas and narrows nothing.
import { useCallback, useMemo, useRef, useState } from 'react';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { type Desk, useDesk } from '../desk.ts';

export interface Linked {
  /** What was chosen outside the chart, the last one last. */
  readonly narrowed: readonly string[];
  /** Chooses what of these stands on the canvas and moves the view there; says how many do. */
  readonly pick: (items: readonly string[]) => number;
}

export function useLinked(): Linked {
  const { selection, choose, stage, nodes, edges } = useDesk();
  const own = useRef<string | null>(null);
  const [, again] = useState(0);
  const now = [...selection].join('\n');
  const outside = useRef(now);
  // What is on the canvas may leave something out of what was asked for: any part of it is still the chart's own choice.
  if (own.current !== null && now !== own.current) own.current = null;
  if (own.current === null) outside.current = now;
  const key = outside.current;
  const narrowed = useMemo(() => (key === '' ? [] : key.split('\n')), [key]);
  const pick = useCallback(
    (items: readonly string[]) => {
      const here = [...new Set(items)].filter((id) => nodes.has(id) || edges.has(id));
      if (here.length === 0) return 0;
      own.current = here.join('\n');
      choose(here);
      again((turn) => turn + 1);
      stage.current?.show(new Set(here.flatMap((id) => (nodes.has(id) ? [id] : endsOf(id, edges)))));
      return here.length;
    },
    [choose, stage, nodes, edges],
  );
  return { narrowed, pick };
}

function endsOf(id: string, edges: Desk['edges']): readonly string[] {
  const edge = edges.get(id);
  return edge === undefined ? [] : [edge.source, edge.target];
}

/** More than any question takes. */
const MOST = 1000;

/** Whose figures stand behind what is chosen: parties themselves, the address of an output, both ends of a line or a movement. */
export function partiesOf(chosen: readonly string[], { nodes, edges }: Pick<Desk, 'nodes' | 'edges'>): readonly string[] {
  const found = new Set<string>();
  const meet = (id: string): void => {
    const node = nodes.get(id);
    if (node === undefined) return;
    if (node.kind === 'address' || node.kind === 'cluster' || node.kind === 'group') found.add(id);
    else if (node.kind === 'output' && node.address !== null) found.add(itemName({ kind: 'address', chain: node.chain, id: node.address }));
  };
  for (const id of chosen) {
    const edge = edges.get(id);
    const isMovement = nodes.get(id)?.kind === 'movement';
    if (edge === undefined && !isMovement) meet(id);
    else if (edge !== undefined) for (const end of [edge.source, edge.target]) meet(end);
    else
      for (const { source, target } of edges.values()) {
        if (source === id) meet(target);
        if (target === id) meet(source);
      }
  }
  return [...found].slice(0, MOST);
}
