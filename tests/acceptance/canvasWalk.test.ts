// A long random walk of everything that can be done to canvases, against a model of what they showed; `npm run soak -- walk` goes further.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CanvasChange } from '../../shared/contract/canvas.ts';
import { type WalkCase, walkCanvases, walkCase } from '../fixtures/canvasWalk.ts';

let of: WalkCase;
beforeAll(async () => {
  of = await walkCase();
}, 120_000);
afterAll(async () => {
  await of?.desk.end();
});

describe('a long walk of changes over several canvases of coins and accounts', () => {
  it('undone to the start gives the start, redone the end, and each step on the way what it showed; reopened the same', async () => {
    const result = await walkCanvases(of, 280, 20_261_122);
    const kinds = CanvasChange.options.map((option) => option.shape.do.value);
    const never = [...kinds, 'expand', 'create', 'copy', 'delete'].filter((kind) => !result.made.has(kind));
    expect(never).toEqual([]);
    expect([...result.made.values()].reduce((sum, one) => sum + one, 0)).toBeGreaterThan(200);
    expect(result.mostNodes).toBeGreaterThan(30);
    expect(result.undone).toBeGreaterThan(100);
    expect(result.reopened).toBe(3);
  }, 120_000);

  it('is listed in the journal by names and counts; the whole of an edit is given when it is asked for', async () => {
    const { desk, seeds } = of;
    const { canvas } = await desk.call('canvas.create', { name: 'Large' });
    await desk.call('canvas.edit', { canvas, change: { do: 'add', items: [...seeds] } });
    await desk.call('canvas.expand', { canvas, items: [...seeds], level: 'transactions', side: 'both', top: 12 });
    const short = await desk.call('journal.list', { limit: 500 });
    const whole = await desk.call('journal.list', { limit: 500, whole: true });
    const edits = short.entries.filter(({ kind, name }) => kind === 'edit' && name === 'canvas.edited');
    expect(edits.length).toBeGreaterThan(50);
    const [large, largeWhole] = [short, whole].map(({ entries }) => JSON.stringify(entries[0]).length) as [number, number];
    expect(largeWhole).toBeGreaterThan(8 * large);
    for (const { sequence, payload, isWhole, what } of edits.slice(0, 40)) {
      expect(isWhole).toBe(false);
      const { change, name, counts } = payload as { change: string; name: string; counts: Record<string, number> };
      expect(what).toBe(`canvas.edited.${change}`);
      expect(name).not.toBe('');
      const entry = await desk.call('journal.entry', { sequence });
      const { entries } = (entry ?? { payload: { entries: [] } }).payload as { entries: readonly unknown[] };
      expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(entries.length);
    }
    const back = short.entries.find(({ kind }) => kind === 'undo');
    expect(back?.what).toMatch(/^canvas\.edited\.\w+$/);
    expect(await desk.call('journal.entry', { sequence: 9_999_999 })).toBeNull();
  });
});
