// Canvases as they stand: flat maps of keys to JSON values, one row each. What a key means stands in the canvas room; this file stores,
// gives back, and changes a map only from the state that a patch was made for.
import { Fault } from '../../../shared/model/fault.ts';
import { canonicalJson } from '../kernel/index.ts';
import type { Connection } from './connection.ts';

/** Values by key. Never null: what has no value is not there. */
export type CanvasDocument = ReadonlyMap<string, unknown>;

/** One key before and after; null where it is not there. */
export interface CanvasEntry {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface CanvasRow {
  readonly canvas: number;
  readonly name: string;
  readonly items: number;
  /** Event of its last change. */
  readonly event: number;
}

export type CanvasStore = ReturnType<typeof openCanvasStore>;

export function openCanvasStore(connection: Connection) {
  // Read again and again while a person works on one canvas. A change drops it: its transaction may still fail.
  let kept: { readonly canvas: number; readonly values: Map<string, unknown> } | null = null;

  const documentOf = (canvas: number): Map<string, unknown> => {
    if (kept?.canvas !== canvas) {
      const rows = connection
        .prepare<[number], { key: string; value: string }>('SELECT key, value FROM canvas_entry WHERE canvas = ?')
        .all(canvas);
      kept = { canvas, values: new Map(rows.map(({ key, value }) => [key, JSON.parse(value)])) };
    }
    return kept.values;
  };
  return {
    list: (): CanvasRow[] =>
      connection
        .prepare<[], { canvas: number; name: string; items: number; event: number }>(
          `SELECT canvas.id AS canvas, name.value AS name, canvas.event AS event,
             (SELECT count(*) FROM canvas_entry AS item WHERE item.canvas = canvas.id AND item.key >= 'item/' AND item.key < 'item0') AS items
           FROM canvas JOIN canvas_entry AS name ON name.canvas = canvas.id AND name.key = 'name'
           WHERE NOT EXISTS (SELECT 1 FROM canvas_entry AS gone WHERE gone.canvas = canvas.id AND gone.key = 'deleted') ORDER BY canvas.id`,
        )
        .all()
        .map((row) => ({ ...row, name: JSON.parse(row.name) as string })),
    /** Of a deleted one too; null where there is none. */
    nameOf(canvas: number): string | null {
      const value = connection
        .prepare<[number], string>("SELECT value FROM canvas_entry WHERE canvas = ? AND key = 'name'")
        .pluck()
        .get(canvas);
      return value === undefined ? null : (JSON.parse(value as string) as string);
    },
    /** One more than the highest there ever was and is not undone. */
    nextNumber: (): number => connection.prepare('SELECT coalesce(max(id), 0) + 1 FROM canvas').pluck().get() as number,
    document: (canvas: number): CanvasDocument => documentOf(canvas),
    /**
     * Sets each key to one side of its entry. Throws `journal.undoRefused` where the map is not in the state of the other side. Call inside the
     * transaction of the event.
     */
    change(canvas: number, entries: readonly CanvasEntry[], to: 'before' | 'after', event: number): void {
      const from = to === 'after' ? 'before' : 'after';
      const values = documentOf(canvas);
      for (const entry of entries)
        if (canonicalJson(values.get(entry.key) ?? null) !== canonicalJson(entry[from] ?? null))
          throw new Fault('journal.undoRefused', { event, reason: `canvas ${canvas}: ${entry.key}` });
      kept = null;
      const put = connection.prepare('INSERT OR REPLACE INTO canvas_entry (canvas, key, value) VALUES (?,?,?)');
      const drop = connection.prepare('DELETE FROM canvas_entry WHERE canvas = ? AND key = ?');
      for (const entry of entries) {
        const value = entry[to] ?? null;
        if (value === null) drop.run(canvas, entry.key);
        else put.run(canvas, entry.key, canonicalJson(value));
      }
      const left = connection.prepare('SELECT count(*) FROM canvas_entry WHERE canvas = ?').pluck().get(canvas);
      if (left === 0) connection.prepare('DELETE FROM canvas WHERE id = ?').run(canvas);
      else connection.prepare('INSERT OR REPLACE INTO canvas (id, event) VALUES (?,?)').run(canvas, event);
    },
  };
}
