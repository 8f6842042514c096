// What an item of a canvas stands for: of a group its members, of anything else itself.
import { type CanvasItem, itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { readCanvas } from './document.ts';

export function resolveItem(session: CaseSession, canvas: number | undefined, item: CanvasItem): readonly CanvasItem[] {
  if (item.kind !== 'group' || canvas === undefined) return [item];
  const group = readCanvas(session.current().canvases.document(canvas)).groups.get(itemName(item));
  return (group?.members ?? []).flatMap((name) => readItem(name) ?? []);
}

/** Rules of clusters that a canvas has chosen; null for the program's default. */
export function rulesOfCanvas(session: CaseSession, canvas: number | undefined): readonly string[] | null {
  return canvas === undefined ? null : readCanvas(session.current().canvases.document(canvas)).rules;
}
