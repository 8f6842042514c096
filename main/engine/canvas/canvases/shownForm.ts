// What is drawn of a canvas: nodes and edges by name, before they have a place.
import type { CanvasEdge } from '../../../../shared/contract/canvas.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import type { AssetAmount, FactNode, Members } from '../facts/index.ts';

export interface ShownNode {
  readonly name: string;
  readonly item: CanvasItem;
  /** Null for groups and events, and where the case holds nothing of it. */
  readonly fact: FactNode | null;
  /** By chain, what it stands for: an address itself, a cluster or a group the addresses of its members. */
  readonly addresses: ReadonlyMap<string, Members>;
  /** Group in which it stands open. */
  readonly group: string | null;
  /** True where a cluster of the canvas held it before a rule was switched off or a merge rejected. */
  readonly fellApart: boolean;
  /** Of a cluster: addresses that fell from it so. */
  readonly fallen: number;
}

export type ShownEdge = Omit<CanvasEdge, 'amounts' | 'colour' | 'note'> & { readonly amounts: readonly AssetAmount[] };

export interface Shown {
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
  readonly hidden: number;
  readonly missing: readonly string[];
  /** What is drawn for each thing that is shown, alone or folded into a cluster or a group. */
  readonly stands: ReadonlyMap<string, string>;
}
