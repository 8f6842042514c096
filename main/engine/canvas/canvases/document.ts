// What the keys of a canvas mean, and how a change to it becomes a patch. Pure: it knows neither the case nor any chain.
//
// name, deleted, level, layout, filter, rules       settings
// item/ITEM                                         {}; of a group Group, of an event ManualEvent
// hide/ITEM                                         true: left out although something else on the canvas implies it
// place/LEVEL/ITEM                                  [x, y], or [x, y, 1] where pinned
// note/TARGET, colour/TARGET, legend/COLOUR, area/N, checkpoint/N
import { type CanvasArea, CanvasFilter, type CanvasLayout, type CanvasNode, type ManualEvent } from '../../../../shared/contract/canvas.ts';
import type { CanvasLevel } from '../../../../shared/model/canvasItem.ts';
import type { CanvasDocument, CanvasEntry } from '../../casefile/index.ts';
import { canonicalJson } from '../../kernel/index.ts';

export type ColourName = NonNullable<CanvasNode['colour']>;

export interface Group {
  readonly name: string;
  /** Item names, sorted. */
  readonly members: readonly string[];
  readonly collapsed: boolean;
}

export interface Checkpoint {
  readonly name: string;
  readonly time: string;
  /** The canvas as it was after this event. */
  readonly event: number;
}

export type Place = readonly [x: number, y: number] | readonly [x: number, y: number, pinned: 1];

/** A canvas as its keys say. */
export interface CanvasState {
  readonly name: string;
  readonly level: CanvasLevel;
  readonly layout: CanvasLayout;
  readonly filter: CanvasFilter;
  /** Null: the program's default rules. */
  readonly rules: readonly string[] | null;
  readonly items: readonly string[];
  readonly groups: ReadonlyMap<string, Group>;
  readonly events: ReadonlyMap<string, ManualEvent>;
  readonly hidden: ReadonlySet<string>;
  /** Of the level shown. */
  readonly places: ReadonlyMap<string, Place>;
  readonly notes: ReadonlyMap<string, string>;
  readonly colours: ReadonlyMap<string, ColourName>;
  readonly legend: ReadonlyMap<string, string>;
  readonly areas: ReadonlyMap<string, CanvasArea>;
  readonly checkpoints: ReadonlyMap<number, Checkpoint>;
}

export const FIRST_LAYOUT: CanvasLayout = { kind: 'flow', lanes: 'address' };
const NO_FILTER: CanvasFilter = CanvasFilter.parse({});

export function readCanvas(document: CanvasDocument): CanvasState {
  const level = (document.get('level') as CanvasLevel | undefined) ?? 'transactions';
  const placePrefix = `place/${level}/`;
  const items: string[] = [];
  const state = {
    ...{
      groups: new Map<string, Group>(),
      events: new Map<string, ManualEvent>(),
      hidden: new Set<string>(),
      places: new Map<string, Place>(),
    },
    ...{ notes: new Map<string, string>(), colours: new Map<string, ColourName>(), legend: new Map<string, string>() },
    ...{ areas: new Map<string, CanvasArea>(), checkpoints: new Map<number, Checkpoint>() },
  };
  for (const [key, value] of document) {
    const slash = key.indexOf('/');
    if (slash < 0) continue;
    const rest = key.slice(slash + 1);
    switch (key.slice(0, slash)) {
      case 'item':
        items.push(rest);
        if (rest.startsWith('group|')) state.groups.set(rest, value as Group);
        else if (rest.startsWith('event|')) state.events.set(rest, value as ManualEvent);
        break;
      case 'place':
        if (key.startsWith(placePrefix)) state.places.set(key.slice(placePrefix.length), value as Place);
        break;
      case 'hide':
        state.hidden.add(rest);
        break;
      case 'note':
        state.notes.set(rest, value as string);
        break;
      case 'colour':
        state.colours.set(rest, value as ColourName);
        break;
      case 'legend':
        state.legend.set(rest, value as string);
        break;
      case 'area':
        state.areas.set(`area|${rest}`, value as CanvasArea);
        break;
      case 'checkpoint':
        state.checkpoints.set(Number(rest), value as Checkpoint);
        break;
    }
  }
  return {
    ...state,
    name: document.get('name') as string,
    level,
    layout: (document.get('layout') as CanvasLayout | undefined) ?? FIRST_LAYOUT,
    filter: { ...NO_FILTER, ...(document.get('filter') as Partial<CanvasFilter> | undefined) },
    rules: (document.get('rules') as string[] | undefined) ?? null,
    items: items.sort(),
  };
}

/** A canvas under change: reads what it would be, and gives what changed as a patch. */
export interface Draft {
  get(key: string): unknown;
  /** Null takes the key away. */
  set(key: string, value: unknown): void;
  keys(prefix: string): readonly string[];
  state(): CanvasState;
  /** What differs from the beginning, by key. */
  entries(): readonly CanvasEntry[];
}

export function draftOf(document: CanvasDocument): Draft {
  const now = new Map(document);
  const touched = new Set<string>();
  return {
    get: (key) => now.get(key),
    set(key, value) {
      touched.add(key);
      if (value === null || value === undefined) now.delete(key);
      else now.set(key, value);
    },
    keys: (prefix) => [...now.keys()].filter((key) => key.startsWith(prefix)).sort(),
    state: () => readCanvas(now),
    entries: () =>
      [...touched].sort().flatMap((key) => {
        const [before, after] = [document.get(key) ?? null, now.get(key) ?? null];
        return canonicalJson(before) === canonicalJson(after) ? [] : [{ key, before, after }];
      }),
  };
}

/** The same document at the other side of patches, newest first. */
export function takenBack(document: CanvasDocument, patches: Iterable<readonly CanvasEntry[]>): CanvasDocument {
  const then = new Map(document);
  for (const entries of patches)
    for (const { key, before } of entries) {
      if (before === null) then.delete(key);
      else then.set(key, before);
    }
  return then;
}
