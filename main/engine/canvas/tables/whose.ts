// Whose figures are asked for: items of a canvas as addresses by chain, taken together.
import { readItem } from '../../../../shared/model/canvasItem.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CanvasState } from '../canvases/document.ts';
import type { Material } from '../canvases/shown.ts';
import type { AddressHistory, ChainFacts, Members } from '../facts/index.ts';

export interface History {
  readonly chain: ChainFacts;
  readonly history: AddressHistory;
}

/** By chain in the order of the case. Of a group what of it are addresses and clusters. Faults: canvas.itemUnknown. */
export function historiesOf(names: readonly string[], state: CanvasState, material: Material): History[] {
  const lists = new Map<string, Members[]>();
  const meet = (name: string, isMember: boolean): void => {
    const item = readItem(name);
    if (item?.kind === 'group' && !isMember) {
      const group = state.groups.get(name);
      if (group === undefined) throw new Fault('canvas.itemUnknown', { item: name });
      for (const member of group.members) meet(member, true);
    } else if (item !== null && (item.kind === 'address' || item.kind === 'cluster') && material.facts.has(item.chain)) {
      const members = item.kind === 'cluster' ? material.clusters.members(item.chain, item.id) : [item.id];
      lists.set(item.chain, [...(lists.get(item.chain) ?? []), members]);
    } else if (!isMember) throw new Fault('canvas.itemUnknown', { item: name });
  };
  for (const name of new Set(names)) meet(name, false);
  return [...material.facts.values()].flatMap((chain) => {
    const own = lists.get(chain.chain);
    return own === undefined ? [] : [{ chain, history: chain.transfers.history(joined(chain, own)) }];
  });
}

function joined({ numberOf }: ChainFacts, lists: readonly Members[]): Members {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return only;
  return Uint32Array.from(new Set(lists.flatMap((list) => (list instanceof Uint32Array ? [...list] : list.map(numberOf)))));
}
