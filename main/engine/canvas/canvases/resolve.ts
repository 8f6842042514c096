// What others ask of a canvas by its number: what an item stands for (of a group its members, of anything else itself), and its link rules.
import { type CanvasItem, itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { readCanvas } from './document.ts';

export function resolveItem(session: CaseSession, canvas: number | undefined, item: CanvasItem): readonly CanvasItem[] {
  if (item.kind !== 'group' || canvas === undefined) return [item];
  const group = readCanvas(session.current().canvases.document(canvas)).groups.get(itemName(item));
  return (group?.members ?? []).flatMap((name) => readItem(name) ?? []);
}

/** Null where the canvas has chosen none, or there is no canvas: the program's default holds. */
export function rulesOfCanvas(session: CaseSession, canvas: number | undefined): readonly string[] | null {
  return canvas === undefined ? null : readCanvas(session.current().canvases.document(canvas)).rules;
}
