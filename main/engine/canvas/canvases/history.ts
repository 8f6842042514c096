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

/** Things that a summary names. */
const MOST_NAMED = 8;

/** Of an edit, what a list of events shows: the canvas by its name now, how many keys of each kind it set or took away, and the first things. */
export function editSummary({ canvas, change, entries }: CanvasEdit, name: string | null) {
  const counts: Record<string, number> = {};
  const named = { added: [] as string[], removed: [] as string[] };
  for (const { key, before, after } of entries) {
    const [kind = key, ...rest] = key.split('/');
    const counted = `${kind} ${before === null ? 'set' : after === null ? 'taken away' : 'changed'}`;
    counts[counted] = (counts[counted] ?? 0) + 1;
    if (kind !== 'item' || (before !== null && after !== null)) continue;
    const side = before === null ? named.added : named.removed;
    if (side.length < MOST_NAMED) side.push(rest.join('/'));
  }
  return { canvas, ...(name === null ? {} : { name }), change, counts, ...named };
}
