// What stands for an address beside a thing: the cluster that is on the canvas and holds it, else the address itself.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import { type CanvasItem, type CanvasLevel, readItem } from '../../../../shared/model/canvasItem.ts';
import { doesWithout, type NeighbourQuestion } from '../facts/index.ts';
import type { CanvasState } from './document.ts';
import type { Material } from './shown.ts';

type PartiesOn = Required<Pick<NeighbourQuestion, 'partyOf' | 'partyNumberOf'>>;

export function partiesOn(
  chain: string,
  level: CanvasLevel,
  filter: CanvasFilter,
  state: Pick<CanvasState, 'items'> | null,
  { clusters, facts }: Pick<Material, 'clusters' | 'facts'>,
): PartiesOn {
  const rootOf = clusters.rootOf(chain);
  const numberOf = facts.get(chain)?.numberOf ?? (() => 0);
  const onCanvas = new Map<number, CanvasItem>();
  if (level === 'relations' && !doesWithout(filter, 'inference'))
    for (const name of state?.items ?? []) {
      const cluster = readItem(name);
      if (cluster?.kind === 'cluster' && cluster.chain === chain) onCanvas.set(rootOf(numberOf(cluster.id)), cluster);
    }
  return {
    partyOf: (address) => {
      const own: CanvasItem = { kind: 'address', chain, id: address };
      return onCanvas.size === 0 ? own : (onCanvas.get(rootOf(numberOf(address))) ?? own);
    },
    partyNumberOf: (number) => {
      if (onCanvas.size === 0) return number;
      const root = rootOf(number);
      return onCanvas.has(root) ? root : number;
    },
  };
}
