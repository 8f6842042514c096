// How figures go onto paper: upright, lying or on sheets; on sheets nothing is lost and every line that leaves one names where it goes.
import { describe, expect, it } from 'vitest';
import type { CanvasPicture } from '../../../../shared/contract/canvas.ts';
import { canvasFigure } from './figure.ts';
import { figureSheets, isWithin, onPaper } from './figureBox.ts';
import type { FigureOptions } from './figureForm.ts';
import { clippedLine } from './figureLines.ts';

const UPRIGHT = { width: 480, height: 450 };
const LYING = { width: 730, height: 370 };
const WHOLE = { part: null, items: null };
const id = (number: number): string => `transaction|c|${number}`;

/** A chain of so many transactions, one step apart. */
function chain(count: number, step = 150): CanvasPicture {
  const nodes = Array.from({ length: count }, (_, number) => ({
    ...{ id: id(number), kind: 'transaction', chain: 'c', name: String(number), x: number * step, y: (number % 3) * 60, pinned: false },
    ...{ amounts: [], timeSeconds: null, lastSeconds: null, height: null, address: null, statement: 'fact', grade: null, labels: [] },
    ...{ marks: [], moreIn: 0, moreOut: 0, gap: null, count: 1, collapsed: false, colour: null, note: null, group: null, lane: '' },
  }));
  const edges = nodes.slice(1).map((node, number) => ({
    ...{ id: `${id(number)}>${node.id}`, source: id(number), target: node.id, kind: 'spends', amounts: [], count: 1, shared: 0 },
    ...{ firstSeconds: null, lastSeconds: null, statement: 'fact', grade: null, marks: [], colour: null, note: null },
  }));
  return { nodes, edges, areas: [], axis: null, assets: [], legend: [] } as unknown as CanvasPicture;
}
const options = (more: Partial<FigureOptions>): FigureOptions => ({
  ...{ ...WHOLE, width: LYING.width, maximumHeight: LYING.height, sheet: null, sheets: [], annex: false, words: (key) => key },
  ...{ runs: (text) => [{ family: 'F', text }], widthOf: (text, _, size) => text.length * size * 0.5 },
  frame: { title: '', caption: '', classification: '', foot: [] },
  ...more,
});

describe('a figure on paper', () => {
  it('[Y3] stands upright where it is small, lies where it is wide, and goes on sheets where its words would be lost', () => {
    expect([3, 10, 40].map((count) => onPaper(chain(count), WHOLE, UPRIGHT, LYING))).toEqual(['upright', 'lying', 'sheets']);
  });

  it('[Y3] on sheets shows every thing, and what lies between two sheets on both', () => {
    const picture = chain(200);
    const sheets = figureSheets(picture, WHOLE, LYING);
    expect(sheets.length).toBeGreaterThan(10);
    const on = picture.nodes.map((node) => sheets.filter((sheet) => isWithin(node, sheet)).length);
    expect(Math.min(...on)).toBe(1);
    expect(on.filter((count) => count === 2).length).toBeGreaterThanOrEqual(sheets.length - 1);
    expect(sheets.map(({ beside }) => beside.right)).toEqual([...sheets.slice(1).map(({ name }) => name), null]);
  });

  it('[Y3] names on a sheet, with the marks of the whole, what a line goes on to', () => {
    const picture = chain(60);
    const sheets = figureSheets(picture, WHOLE, LYING);
    const { key } = canvasFigure(picture, options({ sheets }));
    expect(key.map(({ mark }) => mark)).toEqual(picture.nodes.map((_, number) => `T${number + 1}`));
    const beside = { left: '1', right: '3', up: null, down: null };
    const sheet = { x: 1000, y: -100, width: 1000, height: 400, name: '2', beside };
    const { svg } = canvasFigure(picture, options({ sheet }));
    for (let number = 8; number <= 14; number++) expect(svg).toContain(`>T${number}<`);
    expect(svg).not.toContain('>T7<');
    expect(svg).toContain('>T7 →<');
    expect(svg).toContain('>→ T15<');
    for (const [, x] of svg.matchAll(/<path d="M ([-\d.]+)/g)) expect(Number(x)).toBeGreaterThanOrEqual(0);
  });

  it('cuts lines at the border and leaves out those beside it', () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    expect(clippedLine({ x: -10, y: 5 }, { x: 20, y: 5 }, box)).toEqual({ from: { x: 0, y: 5 }, to: { x: 10, y: 5 } });
    expect(clippedLine({ x: -10, y: 15 }, { x: 20, y: 15 }, box)).toBeNull();
    expect(clippedLine({ x: 2, y: 2 }, { x: 3, y: 8 }, box)).toEqual({ from: { x: 2, y: 2 }, to: { x: 3, y: 8 } });
  });
});
