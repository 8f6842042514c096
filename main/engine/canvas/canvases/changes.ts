// One change that the examiner makes, applied to a draft of a canvas. It neither places anything nor asks the case.
import type { CanvasChange } from '../../../../shared/contract/canvas.ts';
import { CANVAS_LEVELS, type CanvasItem, edgeEnds, itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { Draft, Group, Place } from './document.ts';

export const MOST_ITEMS = 120_000;

/** Changes that neither bring nor remove nor rearrange anything that is drawn. */
const AT_REST: ReadonlySet<CanvasChange['do']> = new Set(['rename', 'move', 'pin', 'note', 'colour', 'legend', 'area', 'checkpoint']);

export function changesWhatIsShown(change: CanvasChange): boolean {
  return !AT_REST.has(change.do);
}

/** `restore` and `checkpoint` need the journal: their callers do them. Faults: canvas.* */
export function applyChange(draft: Draft, change: Exclude<CanvasChange, { do: 'restore' | 'checkpoint' }>): void {
  switch (change.do) {
    case 'rename':
      draft.set('name', change.name);
      break;
    case 'add':
      addItems(draft, change.items);
      break;
    case 'remove':
      removeItems(draft, change.items);
      break;
    case 'move':
      for (const { item, x, y } of change.places) moveTo(draft, item, x, y);
      break;
    case 'pin':
      for (const name of change.items) pin(draft, name, change.pinned);
      break;
    case 'note':
      draft.set(`note/${change.target}`, change.text.trim() === '' ? null : change.text);
      break;
    case 'colour':
      for (const target of change.targets) draft.set(`colour/${target}`, change.colour);
      break;
    case 'legend':
      draft.set(`legend/${change.colour}`, change.text.trim() === '' ? null : change.text);
      break;
    case 'group':
      makeGroup(draft, change.items, change.name);
      break;
    case 'regroup': {
      const group = groupOf(draft, change.group);
      if (change.collapsed === true && !group.collapsed) placeInTheMiddle(draft, change.group, group);
      draft.set(`item/${change.group}`, { ...group, name: change.name ?? group.name, collapsed: change.collapsed ?? group.collapsed });
      break;
    }
    case 'ungroup':
      groupOf(draft, change.group);
      forget(draft, change.group);
      break;
    case 'event': {
      if (change.event.exhibit.trim() === '' && !change.event.hypothesis)
        throw new Fault('canvas.eventNeedsExhibit', { title: change.event.title });
      const name = change.item ?? itemName({ kind: 'event', chain: '', id: nextNumber(draft, 'item/event||') });
      if (change.item !== null && !name.startsWith('event|')) throw new Fault('canvas.itemUnknown', { item: name });
      draft.set(`item/${name}`, change.event);
      break;
    }
    case 'area': {
      const name = change.area ?? `area|${nextNumber(draft, 'area/')}`;
      if (change.area !== null && draft.get(`area/${name.slice(5)}`) === undefined) throw new Fault('canvas.itemUnknown', { item: name });
      draft.set(`area/${name.slice(5)}`, change.value);
      break;
    }
    case 'level':
      draft.set('level', change.level);
      break;
    case 'layout':
      draft.set('layout', change.layout);
      break;
    case 'filter':
      draft.set('filter', change.filter);
      break;
    case 'rules':
      draft.set('rules', change.rules);
      break;
  }
}

export function addItems(draft: Draft, names: readonly string[]): void {
  const wanted = new Set<string>();
  for (const name of names) {
    const item = readItem(name);
    if (item === null || item.kind === 'group' || item.kind === 'event') throw new Fault('canvas.itemUnknown', { item: name });
    if (draft.get(`item/${name}`) === undefined) wanted.add(name);
    draft.set(`hide/${name}`, null);
  }
  if (draft.keys('item/').length + wanted.size > MOST_ITEMS) throw new Fault('canvas.tooMany', { most: MOST_ITEMS });
  for (const name of wanted) draft.set(`item/${name}`, {});
}

/** With what hangs on it: notes, colours and edges' notes, membership, ends of events. What others imply is hidden instead. */
function removeItems(draft: Draft, names: readonly string[]): void {
  const gone = new Set(names);
  for (const name of names) {
    const item: CanvasItem | null = readItem(name);
    const isOwn = draft.get(`item/${name}`) !== undefined;
    if (!isOwn && item === null) throw new Fault('canvas.itemUnknown', { item: name });
    // What joins two things shown would come back by itself, whoever put it there.
    if (!isOwn || item?.kind === 'output' || item?.kind === 'movement') draft.set(`hide/${name}`, true);
    forget(draft, name);
  }
  for (const key of [...draft.keys('note/'), ...draft.keys('colour/')]) {
    const ends = edgeEnds(key.slice(key.indexOf('/') + 1));
    if (ends !== null && (gone.has(ends.source) || gone.has(ends.target))) draft.set(key, null);
  }
  for (const key of draft.keys('item/group|')) {
    const group = draft.get(key) as Group;
    const members = group.members.filter((member) => !gone.has(member));
    if (members.length === group.members.length) continue;
    if (members.length === 0) forget(draft, key.slice('item/'.length));
    else draft.set(key, { ...group, members });
  }
  for (const key of draft.keys('item/event|')) {
    const event = draft.get(key) as { readonly from: string | null; readonly to: string | null };
    const end = (name: string | null): string | null => (name !== null && gone.has(name) ? null : name);
    if (end(event.from) !== event.from || end(event.to) !== event.to)
      draft.set(key, { ...event, from: end(event.from), to: end(event.to) });
  }
}

function forget(draft: Draft, name: string): void {
  draft.set(`item/${name}`, null);
  draft.set(`note/${name}`, null);
  draft.set(`colour/${name}`, null);
  for (const level of CANVAS_LEVELS) draft.set(`place/${level}/${name}`, null);
}

function placeKey(draft: Draft, name: string): string {
  return `place/${draft.state().level}/${name}`;
}

function moveTo(draft: Draft, name: string, x: number, y: number): void {
  if (name.startsWith('area|')) {
    const area = draft.get(`area/${name.slice(5)}`);
    if (area === undefined) throw new Fault('canvas.itemUnknown', { item: name });
    draft.set(`area/${name.slice(5)}`, { ...(area as object), x, y });
    return;
  }
  if (readItem(name) === null) throw new Fault('canvas.itemUnknown', { item: name });
  const key = placeKey(draft, name);
  const pinned = (draft.get(key) as Place | undefined)?.[2] === 1;
  draft.set(key, pinned ? [x, y, 1] : [x, y]);
}

function pin(draft: Draft, name: string, pinned: boolean): void {
  const key = placeKey(draft, name);
  const place = draft.get(key) as Place | undefined;
  if (place === undefined) throw new Fault('canvas.itemUnknown', { item: name });
  draft.set(key, pinned ? [place[0], place[1], 1] : [place[0], place[1]]);
}

function makeGroup(draft: Draft, names: readonly string[], title: string): void {
  const members = [...new Set(names)].filter((name) => !name.startsWith('group|')).sort();
  for (const name of members) if (readItem(name) === null) throw new Fault('canvas.itemUnknown', { item: name });
  if (members.length === 0) throw new Fault('canvas.groupEmpty');
  // A thing is in one group.
  for (const key of draft.keys('item/group|')) {
    const group = draft.get(key) as Group;
    const left = group.members.filter((member) => !members.includes(member));
    if (left.length === 0) forget(draft, key.slice('item/'.length));
    else if (left.length < group.members.length) draft.set(key, { ...group, members: left });
  }
  const name = itemName({ kind: 'group', chain: '', id: nextNumber(draft, 'item/group||') });
  draft.set(`item/${name}`, { name: title, members, collapsed: false });
}

function groupOf(draft: Draft, name: string): Group {
  const group = name.startsWith('group|') ? draft.get(`item/${name}`) : undefined;
  if (group === undefined) throw new Fault('canvas.itemUnknown', { item: name });
  return group as Group;
}

function placeInTheMiddle(draft: Draft, name: string, { members }: Group): void {
  const { places } = draft.state();
  const at = members.flatMap((member) => {
    const place = places.get(member);
    return place === undefined ? [] : [place];
  });
  if (at.length === 0) return;
  const middle = (axis: 0 | 1): number => Math.round(at.reduce((sum, place) => sum + place[axis], 0) / at.length);
  draft.set(placeKey(draft, name), [middle(0), middle(1)]);
}

function nextNumber(draft: Draft, prefix: string): string {
  const used = draft.keys(prefix).map((key) => Number(key.slice(prefix.length)));
  return String(Math.max(0, ...used) + 1);
}
