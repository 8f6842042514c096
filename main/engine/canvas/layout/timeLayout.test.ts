// Time layout: places against the time itself, marks against the calendar of Date, lanes and boxes by trying all pairs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOX_HEIGHT, BOX_WIDTH, COLUMN_PITCH } from './box.ts';
import { overlapsByBruteForce, overlapsBySweep } from './tests/made.ts';
import { timeLayout } from './timeLayout.ts';
import { linearTicks } from './timeTicks.ts';

const at = (text: string) => Date.parse(text) / 1000;
const moments = (...texts: string[]) => Float64Array.from(texts, at);
const days = (ticks: readonly { readonly seconds: number }[]) => ticks.map(({ seconds }) => new Date(seconds * 1000).toISOString());
const someTimes = fc.array(
  fc.record({
    time: fc.oneof(
      fc.integer({ min: 1_230_000_000, max: 1_900_000_000 }),
      fc.constantFrom(1_600_000_000, Number.NaN, Number.POSITIVE_INFINITY, -1e12),
    ),
    lane: fc.integer({ min: -3, max: 3 }),
  }),
  { maxLength: 80 },
);
const inputOf = (nodes: readonly { readonly time: number; readonly lane: number }[], logarithmic: boolean) => ({
  times: Float64Array.from(nodes, ({ time }) => time),
  lanes: Int32Array.from(nodes, ({ lane }) => lane),
  logarithmic,
});

describe('timeLayout', () => {
  it('is to scale: a distance in points is a distance in time, within the rounding of each end', () => {
    fc.assert(
      fc.property(someTimes, (nodes) => {
        const { x, width, firstSeconds, lastSeconds } = timeLayout(inputOf(nodes, false));
        if (firstSeconds === null || lastSeconds === null || firstSeconds === lastSeconds) return;
        const perSecond = width / (lastSeconds - firstSeconds);
        const timed = nodes.flatMap(({ time }, node) => (time > 0 && Number.isFinite(time) ? [{ time, x: x[node] as number }] : []));
        for (const one of timed)
          for (const other of timed) expect(Math.abs(other.x - one.x - (other.time - one.time) * perSecond)).toBeLessThanOrEqual(1);
      }),
    );
  });
  it('keeps boxes apart and inside their lanes, lanes apart and in order, and gives the same bytes again', () => {
    fc.assert(
      fc.property(someTimes, fc.boolean(), (nodes, logarithmic) => {
        const given = timeLayout(inputOf(nodes, logarithmic));
        expect(timeLayout(inputOf(nodes, logarithmic))).toEqual(given);
        expect(overlapsByBruteForce(given.x, given.y, BOX_WIDTH, BOX_HEIGHT)).toEqual([]);
        expect(given.lanes.map(({ lane }) => lane)).toEqual([...new Set(nodes.map(({ lane }) => lane))].sort((a, b) => a - b));
        for (const [i, lane] of given.lanes.entries())
          expect(lane.y).toBeGreaterThanOrEqual(i === 0 ? 0 : (given.lanes[i - 1]?.y ?? 0) + (given.lanes[i - 1]?.height ?? 0));
        for (const [node, { lane: number, time }] of nodes.entries()) {
          const lane = given.lanes.find(({ lane }) => lane === number);
          const y = given.y[node] as number;
          expect(y - BOX_HEIGHT / 2).toBeGreaterThanOrEqual(lane?.y as number);
          expect(y + BOX_HEIGHT / 2).toBeLessThanOrEqual((lane?.y as number) + (lane?.height as number));
          // Without a time: left of the axis, in a column of its own.
          const isTimed = Number.isFinite(time) && time > 0;
          if (isTimed) expect(given.x[node]).toBeGreaterThanOrEqual(0);
          else expect(given.x[node]).toBeLessThanOrEqual(-COLUMN_PITCH);
        }
      }),
    );
  });
  it('puts later to the right on the logarithmic axis, by the logarithm of minutes passed', () => {
    const times = moments('2024-01-01T00:00:00Z', '2024-01-01T00:01:00Z', '2024-01-01T00:03:00Z', '2024-01-01T00:15:00Z');
    // 1 + minutes passed: 1, 2, 4, 16, whose logarithms of two are 0, 1, 2, 4.
    const { x } = timeLayout({ times, lanes: new Int32Array(4), logarithmic: true, width: 400 });
    expect([...x]).toEqual([0, 100, 200, 400]);
    fc.assert(
      fc.property(someTimes, (nodes) => {
        const given = timeLayout(inputOf(nodes, true));
        const timed = nodes
          .map(({ time }, node) => ({ time, x: given.x[node] as number }))
          .filter(({ time }) => Number.isFinite(time) && time > 0);
        timed.sort((a, b) => a.time - b.time || a.x - b.x);
        expect(timed.map(({ x: place }) => place)).toEqual(timed.map(({ x: place }) => place).sort((a, b) => a - b));
      }),
    );
  });
  it('stacks what happens at one moment, and what is too near, in the first row with room', () => {
    const times = Float64Array.of(0, 0, 0, 100, 1000);
    const { x, y, lanes } = timeLayout({ times, lanes: new Int32Array(5), logarithmic: false, width: 1000 });
    expect([...x]).toEqual([0, 0, 0, 100, 1000]);
    expect([...y]).toEqual([44, 108, 172, 236, 44]);
    expect(lanes).toEqual([{ lane: 0, y: 0, height: 4 * 64 + 24 }]);
  });
  it('marks round days and months of UTC, leap day and year ends included', () => {
    expect(days(linearTicks(at('2024-02-26T05:00:00Z'), at('2024-03-04T20:00:00Z')))).toEqual(
      ['02-27', '02-28', '02-29', '03-01', '03-02', '03-03', '03-04'].map((day) => `2024-${day}T00:00:00.000Z`),
    );
    expect(days(linearTicks(at('2021-11-20T00:00:01Z'), at('2022-09-02T00:00:00Z')))).toEqual(
      ['2021-12', '2022-01', '2022-02', '2022-03', '2022-04', '2022-05', '2022-06', '2022-07', '2022-08', '2022-09'].map(
        (month) => `${month}-01T00:00:00.000Z`,
      ),
    );
    expect(linearTicks(0, 0)).toEqual([{ seconds: 0, unit: 'second' }]);
  });
  it('gives six to twelve marks over any time from six seconds to centuries, each within it and round', () => {
    const span = fc.tuple(fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(span, ([first, size]) => {
        const last = first + Math.round(6 * 1_600_000_000 ** size);
        const ticks = linearTicks(first, last);
        expect(ticks.length).toBeGreaterThanOrEqual(6);
        expect(ticks.length).toBeLessThanOrEqual(12);
        for (const { seconds, unit } of ticks) {
          expect(seconds >= first && seconds <= last).toBe(true);
          const text = new Date(seconds * 1000).toISOString();
          const round = {
            second: /\.000Z$/,
            minute: /:00\.000Z$/,
            hour: /:00:00\.000Z$/,
            day: /T00:00:00/,
            month: /-01T00:00:00/,
            year: /-01-01T00:00:00/,
          };
          expect(text).toMatch(round[unit]);
        }
      }),
      { numRuns: 2_000 },
    );
  });
  it('marks the logarithmic axis at round moments too, with room between them', () => {
    const times = moments('2021-03-04T12:34:56Z', '2024-07-01T00:00:00Z');
    const { ticks, width } = timeLayout({ times, lanes: new Int32Array(2), logarithmic: true });
    expect(ticks.length).toBeGreaterThanOrEqual(6);
    expect(ticks.length).toBeLessThanOrEqual(12);
    for (const [i, tick] of ticks.entries())
      if (i > 0) expect(tick.x - (ticks[i - 1]?.x ?? 0)).toBeGreaterThanOrEqual(Math.floor(width / 12));
    // The first turn of a year and of a month after the first moment are among them.
    expect(days(ticks)).toContain('2022-01-01T00:00:00.000Z');
    expect(days(ticks)).toContain('2021-04-01T00:00:00.000Z');
  });
  it('puts marks where nodes of the same moment stand', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 1_300_000_000, max: 1_700_000_000 }),
        fc.integer({ min: 1, max: 90_000_000 }),
        (logarithmic, first, span) => {
          const ends = timeLayout({ times: Float64Array.of(first, first + span), lanes: new Int32Array(2), logarithmic });
          const times = Float64Array.of(first, first + span, ...ends.ticks.map(({ seconds }) => seconds));
          const { x } = timeLayout({ times, lanes: new Int32Array(times.length), logarithmic, width: ends.width });
          expect([...x.subarray(2)]).toEqual(ends.ticks.map((tick) => tick.x));
        },
      ),
    );
  });
  it('bears nothing, no time at all, and 100,000 at one moment', () => {
    const none = timeLayout({ times: new Float64Array(0), lanes: new Int32Array(0), logarithmic: false });
    expect([none.lanes, none.ticks, none.firstSeconds, none.lastSeconds]).toEqual([[], [], null, null]);
    const unknown = timeLayout({ times: new Float64Array(100_000).fill(Number.NaN), lanes: new Int32Array(100_000), logarithmic: true });
    expect([unknown.ticks, unknown.firstSeconds]).toEqual([[], null]);
    expect(overlapsBySweep(unknown.x, unknown.y, BOX_WIDTH, BOX_HEIGHT)).toBe(0);
    const once = timeLayout({ times: new Float64Array(100_000).fill(1e9), lanes: new Int32Array(100_000), logarithmic: false });
    expect(new Set(once.x)).toEqual(new Set([0]));
    expect(new Set(once.y).size).toBe(100_000);
    const many = timeLayout({
      times: Float64Array.from({ length: 100_000 }, (_, i) => 1e9 + ((i * 7919) % 100_003) * 60),
      lanes: Int32Array.from({ length: 100_000 }, (_, i) => i % 50),
      logarithmic: false,
    });
    expect(overlapsBySweep(many.x, many.y, BOX_WIDTH, BOX_HEIGHT)).toBe(0);
  });
  it('refuses a node without a lane and a width that is none', () => {
    expect(() => timeLayout({ times: new Float64Array(2), lanes: new Int32Array(1), logarithmic: false })).toThrow(RangeError);
    for (const width of [Number.NaN, -1, 1e12])
      expect(() => timeLayout({ times: new Float64Array(1), lanes: new Int32Array(1), logarithmic: false, width })).toThrow(RangeError);
  });
});
