// A canvas as it was: taken back through the journal from how it is. It changes nothing.
import { Fault } from '../../../../shared/model/fault.ts';
import type { CanvasDocument, CanvasEntry, CaseFile } from '../../casefile/index.ts';

export const CANVAS_EDITED = 'canvas.edited';

/** What an edit of a canvas keeps in the journal. */
export interface CanvasEdit {
  readonly canvas: number;
  /** What was done: `create`, `delete`, or a change's own word. */
  readonly change: string;
  readonly entries: readonly CanvasEntry[];
}

/** The document after an event of the journal. */
export function documentAfter(file: CaseFile, canvas: number, event: number): CanvasDocument {
  const then = new Map(file.canvases.document(canvas));
  const set = (entries: readonly CanvasEntry[], to: 'before' | 'after'): void => {
    for (const entry of entries) {
      const value = entry[to];
      if (value === null) then.delete(entry.key);
      else then.set(entry.key, value);
    }
  };
  for (const later of file.journal.named(CANVAS_EDITED).reverse()) {
    if (later.header.sequence <= event) break;
    const { kind } = later.header;
    const edit = kind === 'edit' ? later : file.journal.get((later.payload as { readonly event: number }).event);
    if (edit === undefined) throw new Fault('journal.broken', { sequence: later.header.sequence });
    const { canvas: own, entries } = edit.payload as CanvasEdit;
    if (own === canvas) set(entries, kind === 'undo' ? 'after' : 'before');
  }
  return then;
}
