// The transactions of a chain by id, as they were put together: each is made when it is asked for, none is kept. What looks for a few
// of millions is given numbers, and what reads them all goes through them segment by segment.
import type { AccountSegment, MergedColumns, MergedTransaction } from '../../intake/index.ts';
import { sortByKey, TRANSFER_KINDS } from '../accounts/index.ts';

export interface HeldTransactions extends ReadonlyMap<string, MergedTransaction> {
  /** Those of which an event, or a further cell of the row, has one of these words as it was written. */
  mentioning(column: 'events' | 'facts', ...words: readonly string[]): Iterable<MergedTransaction>;
  /** Those with an event, and those whose movements all have a place that a source states and are more than a payment and its fee. */
  beyondPayments(): Iterable<MergedTransaction>;
  /** Id and JSON of each, a line each with amounts as text, in the order of the ids. */
  linesInOrderOfIds(): Iterable<string>;
}

/** Lines that are held at one time while all are read in the order of their ids, and times that all segments may be opened for it. */
const AT_A_TIME = 100_000;
const MOST_TIMES = 16;

export function heldTransactions(merged: MergedColumns): HeldTransactions {
  const { ids, segmentOf, placeOf } = merged;
  const get = (id: string): MergedTransaction | undefined => {
    const number = ids.find(id);
    return number < 0 ? undefined : merged.merged(number);
  };
  function* numbers(): Generator<number> {
    for (let number = 0; number < ids.count; number++) yield number;
  }
  function* entries(): Generator<[string, MergedTransaction]> {
    for (const number of numbers()) yield [ids.at(number), merged.merged(number)];
  }
  function* values(): Generator<MergedTransaction> {
    for (const number of numbers()) yield merged.merged(number);
  }
  function* keys(): Generator<string> {
    for (const number of numbers()) yield ids.at(number);
  }
  function* mentioning(column: 'events' | 'facts', ...words: readonly string[]): Generator<MergedTransaction> {
    const mentions = (text: string): boolean => words.some((word) => text.includes(word));
    for (let number = 0; number < ids.count; number++) {
      const segment = merged.segment(segmentOf[number] as number);
      const texts = column === 'facts' ? segment.factsTexts() : segment.eventTexts();
      // Most segments have no word of either.
      if (texts.length === 0) continue;
      const place = placeOf[number] as number;
      const first = column === 'facts' ? place : place === 0 ? 0 : (segment.eventEnd()[place - 1] as number);
      const end = column === 'facts' ? place + 1 : (segment.eventEnd()[place] as number);
      for (let at = first; at < end; at++)
        if (mentions(texts[at] as string)) {
          yield merged.merged(number);
          break;
        }
    }
  }
  function* beyondPayments(): Generator<MergedTransaction> {
    for (let number = 0; number < ids.count; number++)
      if (isBeyondPayment(merged.segment(segmentOf[number] as number), placeOf[number] as number)) yield merged.merged(number);
  }
  function* linesInOrderOfIds(): Generator<string> {
    const order = orderOfIds(merged);
    const atATime = Math.max(AT_A_TIME, Math.ceil(order.length / MOST_TIMES));
    for (let from = 0; from < order.length; from += atATime) {
      const own = order.subarray(from, from + atATime);
      const lines = new Array<string>(own.length);
      // Made as they are stored, so that no segment is opened twice.
      for (const place of sortByKey(counted(own.length), Float64Array.from(own))) {
        const number = own[place] as number;
        lines[place] = `${ids.at(number)} ${merged.segment(segmentOf[number] as number).json(placeOf[number] as number)}`;
      }
      yield* lines;
    }
  }
  return {
    size: ids.count,
    get,
    has: (id) => ids.find(id) >= 0,
    ...{ entries, values, keys, mentioning, beyondPayments, linesInOrderOfIds, [Symbol.iterator]: entries },
    forEach(visit) {
      for (const [id, one] of entries()) visit(one, id, this);
    },
  };
}

function isBeyondPayment(segment: AccountSegment, place: number): boolean {
  const eventEnd = segment.eventEnd();
  if ((eventEnd[place] as number) > (place === 0 ? 0 : (eventEnd[place - 1] as number))) return true;
  const [ends, kinds, path, pathStart] = [segment.transferEnd(), segment.kind(), segment.path(), segment.pathStart()];
  let beyond = false;
  for (let at = place === 0 ? 0 : (ends[place - 1] as number); at < (ends[place] as number); at++) {
    const [first, end] = [pathStart[at] as number, pathStart[at + 1] as number];
    for (let step = first; step < end; step++) if ((path[step] as number) < 0) return false;
    const kind = TRANSFER_KINDS[kinds[at] as number] as string;
    beyond ||= end - first !== 1 || !(kind === 'ledger' || ((kind === 'value' || kind === 'fee') && path[first] !== 1));
  }
  return beyond;
}

function orderOfIds({ ids }: MergedColumns): Uint32Array {
  const beginnings = new Float64Array(ids.count);
  for (let number = 0; number < ids.count; number++) beginnings[number] = ids.beginning(number);
  const order = sortByKey(counted(ids.count), beginnings).slice();
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && beginnings[order[to] as number] === beginnings[order[from] as number]) to++;
    if (to - from > 1) order.set(Array.from(order.subarray(from, to)).sort(ids.compare), from);
    from = to;
  }
  return order;
}

function counted(count: number): Uint32Array {
  return new Uint32Array(count).map((_, number) => number);
}
