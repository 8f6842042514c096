// What every part of the canvas screen may ask of it: the picture, what is chosen, and the ways to change it. State only; Desk.tsx does the
// work.
import { createContext, type RefObject, useContext } from 'react';
import type { CanvasEdge, CanvasNode, CanvasPicture } from '../../../shared/contract/canvas.ts';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import type { StageHandle } from '../../graph/CanvasStage.tsx';
import type { StageMode } from '../../graph/stagePointer.ts';

export type Change = CallInput<'canvas.edit'>['change'];
export type Changed = Pick<CallOutput<'canvas.edit'>, 'added' | 'removed'>;
export type Same = CallOutput<'canvas.same'>['same'][number];
export type Side = 'in' | 'out' | 'both';
export type AreaView = CanvasPicture['areas'][number];
export type ManualEventInput = Extract<Change, { do: 'event' }>['event'];
export type SideTab = 'details' | 'neighbours' | 'paths';

export type Dialog =
  | { readonly kind: 'note'; readonly target: string }
  | { readonly kind: 'group'; readonly items: readonly string[] }
  | { readonly kind: 'colour'; readonly targets: readonly string[] }
  | { readonly kind: 'event'; readonly from: string | null; readonly to: string | null }
  | { readonly kind: 'area'; readonly area: AreaView | null; readonly box: Pick<AreaView, 'x' | 'y' | 'width' | 'height'> }
  | { readonly kind: 'name'; readonly what: 'create' | 'copy' | 'rename' | 'checkpoint' }
  | { readonly kind: 'regroup'; readonly group: string }
  | { readonly kind: 'delete' }
  | { readonly kind: 'rules' }
  | { readonly kind: 'figure' }
  | { readonly kind: 'graph' };

/** What is asked for between things: edges, or nodes; neither for all that is shown. */
export interface Between {
  readonly edges?: readonly string[];
  readonly items?: readonly string[];
}
/** What one press draws of it at most. */
export const BETWEEN_TOP = 50;

export interface Desk {
  readonly picture: CanvasPicture;
  readonly nodes: ReadonlyMap<string, CanvasNode>;
  readonly edges: ReadonlyMap<string, CanvasEdge>;
  readonly areas: ReadonlyMap<string, AreaView>;
  /** Names of nodes, edges and areas; the last one chosen is the last. */
  readonly selection: ReadonlySet<string>;
  /** What else is the same party as the one thing chosen, with the ground. */
  readonly same: ReadonlyMap<string, Same>;
  /** The chosen nodes alone. */
  readonly items: readonly string[];
  readonly choose: (ids: readonly string[], add?: boolean) => void;
  /** One change, then the picture anew; null where it failed, which is said by itself. */
  readonly edit: (change: Change) => Promise<Changed | null>;
  readonly expand: (items: readonly string[], side: Side, hops?: number) => Promise<void>;
  /** Draws the next transactions behind edges or between things, and chooses them. */
  readonly showBetween: (asked: Between) => Promise<void>;
  readonly put: (items: readonly string[], near?: string | null) => Promise<void>;
  readonly dialog: Dialog | null;
  readonly openDialog: (dialog: Dialog | null) => void;
  readonly mode: StageMode;
  readonly setMode: (mode: StageMode) => void;
  readonly tab: SideTab;
  readonly openTab: (tab: SideTab, item?: string) => void;
  /** Chooses a thing and opens why it is said. */
  readonly openWhy: (id: string) => void;
  /** The thing whose reasons were asked for last. */
  readonly why: string | null;
  /** Whose neighbours are listed. */
  readonly around: string | null;
  readonly kept: readonly string[];
  readonly keep: (id: string, kept: boolean) => void;
  readonly ends: { readonly from: readonly string[]; readonly to: readonly string[] };
  readonly setEnds: (ends: Desk['ends']) => void;
  readonly stage: RefObject<StageHandle | null>;
  readonly openCanvas: (canvas: number | null) => void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('canvas: used outside its desk');
  return desk;
}

/** More neighbours than this on the side asked for: sums and a list first. */
export const HUB = 50;
