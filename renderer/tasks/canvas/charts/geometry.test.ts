// Places of charts: exact steps, round marks, the grid of hours, and bands that meet their nodes.
import { describe, expect, it } from 'vitest';
import { bandKey, layoutBands, NODE_WIDTH, outOf } from './bandLayout.ts';
import { heatLevel, walked } from './heat.ts';
import { stepAt, stepLine } from './stepLine.ts';
import { amountTicks, timeTicks } from './ticks.ts';
import { localCell, shiftText, SHIFTS, weekdayOf } from './zone.ts';

const at = (text: string): number => Date.parse(`${text}Z`) / 1000;

describe('a line of steps', () => {
  const box = { left: 100, top: 10, width: 214, height: 100 };
  const points = [
    { seconds: 0, amount: '50' },
    { seconds: 50, amount: '100' },
    { seconds: 100, amount: '0' },
  ];
  it('is level until something changes and never slanted', () => {
    const line = stepLine(points, box);
    expect(line.path).toBe('M100 60H200L200 10H300L300 110H314');
    expect(line.below).toBe('');
  });
  it('marks what is below nothing, and keeps nothing in sight', () => {
    const line = stepLine([...points, { seconds: 200, amount: '-100' }], box);
    expect([line.lowest, line.highest, line.zero]).toEqual([-100n, 100n, 60]);
    expect([line.below, line.belowAt]).toEqual(['M300 60V110H314V60Z', 300]);
  });
  it('holds amounts that no float tells apart', () => {
    const huge = 10n ** 30n;
    const line = stepLine(
      [
        { seconds: 0, amount: `${huge}` },
        { seconds: 1, amount: `${huge + 1n}` },
      ],
      box,
    );
    expect(line.highest).toBe(huge + 1n);
    expect(line.y(huge)).toBe(10);
  });
  it('finds the step that holds at a place', () => {
    const line = stepLine(points, box);
    expect([0, 100, 199, 200, 400].map((x) => stepAt(points, line, x))).toEqual([0, 0, 0, 1, 2]);
  });
  it('draws one moment alone, and nothing at all', () => {
    expect(stepLine([{ seconds: 5, amount: '0' }], box).path).toBe('M100 110H314');
    expect(stepLine([], box).path).toBe('');
  });
});

describe('marks of an axis', () => {
  it('are round moments, as exact as their distance', () => {
    expect(timeTicks(at('2024-03-01T10:00'), at('2024-03-01T16:30'), 8).map(({ text }) => text)).toEqual([
      ...['03-01 10:00', '03-01 11:00', '03-01 12:00', '03-01 13:00', '03-01 14:00', '03-01 15:00', '03-01 16:00'],
    ]);
    expect(timeTicks(at('2023-11-20T00:00'), at('2024-04-02T00:00'), 6).map(({ text }) => text)).toEqual([
      ...['2023-12', '2024-01', '2024-02', '2024-03', '2024-04'],
    ]);
    expect(timeTicks(at('2009-01-03T00:00'), at('2024-04-02T00:00'), 6).map(({ text }) => text)).toEqual(['2010', '2015', '2020']);
    expect(timeTicks(7, 7, 6).map(({ seconds }) => seconds)).toEqual([7]);
  });
  it('are round amounts through nothing', () => {
    expect(amountTicks(0n, 1_234n, 5)).toEqual([0n, 500n, 1000n]);
    expect(amountTicks(-70n, 130n, 6)).toEqual([-50n, 0n, 50n, 100n]);
    expect(amountTicks(0n, 10n ** 30n, 3)).toEqual([0n, 5n * 10n ** 29n, 10n ** 30n]);
    expect(amountTicks(3n, 3n, 5)).toEqual([3n]);
  });
});

describe('hours', () => {
  it('have five levels, and none for nothing', () => {
    expect([0, 1, 20, 21, 99, 100].map((count) => heatLevel(count, 100))).toEqual([0, 1, 1, 2, 5, 5]);
    expect(heatLevel(0, 0)).toBe(0);
  });
  it('are walked by keys within the grid', () => {
    expect([walked(0, 'ArrowUp'), walked(0, 'ArrowDown'), walked(23, 'ArrowRight'), walked(30, 'Home'), walked(30, 'x')]).toEqual([
      ...[0, 24, 23, 24, null],
    ]);
  });
  it('are shifted by what was chosen', () => {
    expect(SHIFTS).toHaveLength(53);
    expect([SHIFTS[0], SHIFTS.at(-1)]).toEqual([-720, 840]);
    expect([shiftText(0), shiftText(-210), shiftText(540)]).toEqual(['UTC', 'UTC\u221203:30', 'UTC+09:00']);
    expect(localCell(at('2024-03-03T15:30'), 540)).toBe('2024-03-04 00:30');
    expect([weekdayOf(0), weekdayOf(at('2024-03-03T12:00')), weekdayOf(-1)]).toEqual([3, 6, 2]);
  });
});

describe('bands', () => {
  const nodes = [
    { id: '0|A', hop: 0, amount: '100' },
    { id: '1|B', hop: 1, amount: '60' },
    { id: '1|C', hop: 1, amount: '40' },
    { id: '3|D', hop: 3, amount: '50' },
  ];
  const bands = [
    { source: '0|A', target: '1|B', amount: '60' },
    { source: '0|A', target: '1|C', amount: '40' },
    { source: '1|B', target: '3|D', amount: '30' },
    { source: '1|C', target: '3|D', amount: '20' },
  ];
  const room = { width: 800, height: 400 };
  it('share one scale, and what ends is the rest of a node', () => {
    const { nodes: placed, bands: drawn } = layoutBands(nodes, bands, 'forward', room);
    const unit = (placed.get('0|A')?.height ?? 0) / 100;
    for (const { id, amount } of nodes) expect(placed.get(id)?.height).toBeCloseTo(Number(amount) * unit, 3);
    expect(placed.get('1|B')?.ended).toBeCloseTo(30 * unit, 3);
    expect(placed.get('3|D')?.ended).toBeCloseTo(50 * unit, 3);
    expect(placed.get('0|A')?.ended).toBe(0);
    for (const band of bands) expect(drawn.find(({ key }) => key === bandKey(band))?.thickness).toBeCloseTo(Number(band.amount) * unit, 3);
    expect(outOf('0|A', bands)).toBe(100n);
  });
  it('leave no column for a hop that nobody stands at, and run to the right where a trace goes back', () => {
    const forward = layoutBands(nodes, bands, 'forward', room).nodes;
    const columns = (placed: typeof forward) => [...new Set([...placed.values()].map(({ x }) => x))].sort((a, b) => a - b);
    expect(columns(forward)).toHaveLength(3);
    const turned = bands.map(({ source, target, amount }) => ({ source: target, target: source, amount }));
    const backward = layoutBands(nodes, turned, 'backward', room).nodes;
    expect(backward.get('0|A')?.x).toBe(columns(forward).at(-1));
    expect(backward.get('3|D')?.x).toBe(10);
  });
  it('do not overlap in a column, however many', () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ id: `1|${n}`, hop: 1, amount: String(n + 1) }));
    const { nodes: placed, height } = layoutBands([{ id: '0|A', hop: 0, amount: '820' }, ...many], [], 'forward', room);
    const column = many.map(({ id }) => placed.get(id)!).sort((a, b) => a.y - b.y);
    column.slice(1).forEach((node, before) => expect(node.y).toBeGreaterThanOrEqual(column[before]!.y + column[before]!.height));
    expect(height).toBeGreaterThan(column.at(-1)!.y);
    expect(NODE_WIDTH).toBeGreaterThan(0);
  });
  it('draw nothing of nothing', () => {
    expect(layoutBands([], [], 'forward', room)).toMatchObject({ width: 800, bands: [] });
  });
});
