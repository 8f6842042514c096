// What a search finds on canvases: their names, notes written on them, and what was entered by hand.
import type { SearchHit } from '../../../../shared/contract/canvas.ts';
import { readItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { readCanvas } from './document.ts';

/** `text` in small letters, blanks folded. */
export function canvasHits(session: CaseSession, text: string): SearchHit[] {
  const holds = (one: string): boolean => one.toLowerCase().replace(/\s+/g, ' ').includes(text);
  const { canvases } = session.current();
  return canvases.list().flatMap(({ canvas, name }): SearchHit[] => {
    const state = readCanvas(canvases.document(canvas));
    const hit = (
      kind: SearchHit['kind'],
      item: string | null,
      title: string,
      found: string,
      timeSeconds: number | null = null,
    ): SearchHit => ({
      ...{ kind, item, chain: item === null ? '' : (readItem(item)?.chain ?? ''), title, found, timeSeconds, number: canvas },
    });
    const notes = [...state.notes].flatMap(([target, note]) =>
      holds(note) ? [hit('note', readItem(target) === null ? null : target, name, note)] : [],
    );
    const events = [...state.events].flatMap(([item, { title, note, exhibit, amountText, timeSeconds }]) => {
      const found = [title, note, exhibit, amountText].find(holds);
      return found === undefined ? [] : [hit('event', item, title, found, timeSeconds)];
    });
    const groups = [...state.groups].flatMap(([item, group]) => (holds(group.name) ? [hit('canvas', item, name, group.name)] : []));
    return [...(holds(name) ? [hit('canvas', null, name, name)] : []), ...groups, ...notes, ...events];
  });
}
