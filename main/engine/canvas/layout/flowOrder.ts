// Order of units within each hop (barycentre sweeps) and their heights (pooling adjacent violators), for all components of a flow in one
// pass over typed arrays (Sugiyama, Tagawa, Toda 1981). Numbers here are rows; nothing is random.
import { crossingsOf, swapNeighbours } from './flowCrossings.ts';
import type { Links } from './links.ts';
import type { Runs, Units } from './flowUnits.ts';

const SWEEPS = 6;
const SETTLES = 5;
/** Of a graph of more units than this fewer rounds must do. */
const LARGE = 30_000;
const LARGE_SWEEPS = 3;
const LARGE_SETTLES = 3;
/** Of a graph of at most so many units crossings are counted. */
const READABLE = 10_000;
const READABLE_SWEEPS = 12;
const FARTHEST_WEIGHED = 40;
const SHIFT = 2 ** 20;

/** Middles of the units of a run, stacked without gaps around zero. */
function stack(runs: Runs, run: number, rows: Float64Array, y: Float64Array): void {
  const begin = runs.start[run] as number;
  const end = runs.start[run + 1] as number;
  let height = 0;
  for (let i = begin; i < end; i++) height += rows[runs.order[i] as number] as number;
  let top = -height / 2;
  for (let i = begin; i < end; i++) {
    const unit = runs.order[i] as number;
    y[unit] = top + (rows[unit] as number) / 2;
    top += rows[unit] as number;
  }
}

function mean(unit: number, side: Links, y: Float64Array): number {
  const begin = side.start[unit] as number;
  const end = side.start[unit + 1] as number;
  if (begin === end) return y[unit] as number;
  let sum = 0;
  for (let i = begin; i < end; i++) sum += y[side.list[i] as number] as number;
  return sum / (end - begin);
}

function weightedMean(unit: number, side: Links, weight: Float64Array, y: Float64Array): number {
  const begin = side.start[unit] as number;
  const end = side.start[unit + 1] as number;
  if (begin === end) return y[unit] as number;
  let sum = 0;
  let total = 0;
  for (let i = begin; i < end; i++) {
    const other = side.list[i] as number;
    sum += (y[other] as number) * (weight[other] as number);
    total += weight[other] as number;
  }
  return sum / total;
}

/** Sorts each run by the mean of its neighbours in the runs beside it; `runs.order` is changed in place. Gives heights. */
export function orderRuns(units: Units, runs: Runs): Float64Array {
  const y = new Float64Array(units.count);
  let longest = 0;
  for (let run = 0; run < runs.count; run++) {
    stack(runs, run, units.rows, y);
    longest = Math.max(longest, (runs.start[run + 1] as number) - (runs.start[run] as number));
  }
  const keys = new Float64Array(longest);
  const before = new Uint32Array(longest);
  function sweep(run: number, side: Links): void {
    const begin = runs.start[run] as number;
    const size = (runs.start[run + 1] as number) - begin;
    if (size < 2) return;
    let isSorted = true;
    for (let i = 0; i < size; i++) {
      const unit = runs.order[begin + i] as number;
      before[i] = unit;
      // Key and place in one double, so that the native sort is fast and stable.
      keys[i] = Math.round((mean(unit, side, y) + SHIFT) * 1024) * SHIFT + i;
      if (i > 0 && (keys[i] as number) < (keys[i - 1] as number)) isSorted = false;
    }
    if (isSorted) return;
    keys.subarray(0, size).sort();
    for (let i = 0; i < size; i++) runs.order[begin + i] = before[(keys[i] as number) % SHIFT] as number;
    stack(runs, run, units.rows, y);
  }
  const sweepAll = (round: number) => {
    if (round % 2 === 0) for (let run = 0; run < runs.count; run++) sweep(run, units.up);
    else for (let run = runs.count - 1; run >= 0; run--) sweep(run, units.down);
  };
  if (units.count > READABLE) {
    for (let round = 0; round < (units.count > LARGE ? LARGE_SWEEPS : SWEEPS); round++) sweepAll(round);
    return y;
  }
  // Small enough to be read: the best of several rounds, each with its crossings taken out by swaps.
  const position = new Uint32Array(units.count);
  const best = runs.order.slice();
  let fewest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < READABLE_SWEEPS && fewest > 0; round++) {
    sweepAll(round);
    for (let run = 0; run < runs.count; run++)
      for (let i = runs.start[run] as number; i < (runs.start[run + 1] as number); i++)
        position[runs.order[i] as number] = i - (runs.start[run] as number);
    swapNeighbours(units, runs, position);
    for (let run = 0; run < runs.count; run++) stack(runs, run, units.rows, y);
    const crossings = crossingsOf(units, runs, position);
    if (crossings < fewest) {
      fewest = crossings;
      best.set(runs.order);
    }
  }
  runs.order.set(best);
  for (let run = 0; run < runs.count; run++) stack(runs, run, units.rows, y);
  return y;
}

/**
 * How far the flow goes on from (or comes to) each unit, squared: the long way is drawn straight, what ends at once makes room. `order`
 * begins where the side's links end.
 */
function weightsOf(units: Units, order: Uint32Array, side: Links): Float64Array {
  const weight = new Float64Array(units.count);
  const { start, list } = side;
  for (let k = 0; k < order.length; k++) {
    const unit = order[k] as number;
    let most = 0;
    for (let i = start[unit] as number; i < (start[unit + 1] as number); i++) most = Math.max(most, weight[list[i] as number] as number);
    weight[unit] = Math.min(most + 1, FARTHEST_WEIGHED);
  }
  for (let unit = 0; unit < weight.length; unit++) weight[unit] = (weight[unit] as number) * (weight[unit] as number);
  return weight;
}

/**
 * Heights that keep the order of each column: as near as can be to the neighbours, by weighted least squares. `shift` moves a column's
 * wishes, so that two columns of one hop do not hide one another's edges.
 */
export function settleColumns(units: Units, columns: Runs, shift: Float64Array, y: Float64Array, byHop: Uint32Array): void {
  const onward = weightsOf(units, byHop.slice().reverse(), units.down);
  const backward = weightsOf(units, byHop, units.up);
  const sum = new Float64Array(units.count);
  const weight = new Float64Array(units.count);
  const size = new Uint32Array(units.count);
  const offset = new Float64Array(units.count);
  function settle(column: number, side: Links, own: Float64Array, others: Float64Array): void {
    const begin = columns.start[column] as number;
    const end = columns.start[column + 1] as number;
    let blocks = 0;
    let at = 0;
    for (let i = begin; i < end; i++) {
      const unit = columns.order[i] as number;
      const rows = units.rows[unit] as number;
      if (i > begin) at += rows / 2;
      offset[i] = at;
      at += rows / 2;
      const pull = own[unit] as number;
      sum[blocks] = (weightedMean(unit, side, others, y) + (shift[column] as number) - (offset[i] as number)) * pull;
      weight[blocks] = pull;
      size[blocks] = 1;
      blocks += 1;
      while (
        blocks > 1 &&
        (sum[blocks - 2] as number) / (weight[blocks - 2] as number) >= (sum[blocks - 1] as number) / (weight[blocks - 1] as number)
      ) {
        blocks -= 1;
        sum[blocks - 1] = (sum[blocks - 1] as number) + (sum[blocks] as number);
        weight[blocks - 1] = (weight[blocks - 1] as number) + (weight[blocks] as number);
        size[blocks - 1] = (size[blocks - 1] as number) + (size[blocks] as number);
      }
    }
    let i = begin;
    for (let block = 0; block < blocks; block++) {
      // Rounded to 1/1024 of a row, so that sums stay exact and no distance is lost to a last digit.
      const base = Math.round(((sum[block] as number) / (weight[block] as number)) * 1024) / 1024;
      for (let k = 0; k < (size[block] as number); k++, i++) y[columns.order[i] as number] = base + (offset[i] as number);
    }
  }
  for (let round = 0; round < (units.count > LARGE ? LARGE_SETTLES : SETTLES); round++) {
    if (round % 2 === 0) for (let column = 0; column < columns.count; column++) settle(column, units.up, onward, backward);
    else for (let column = columns.count - 1; column >= 0; column--) settle(column, units.down, backward, onward);
  }
}
