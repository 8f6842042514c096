// The transactions of a chain by id, as they were put together: each is made when it is asked for, none is kept. What looks for a few
// of millions is given numbers, and what reads them all goes through them segment by segment.
import type { AccountSegment, MergedColumns, MergedTransaction } from '../../intake/index.ts';
import { SLICE, type Step, type Steps } from '../../kernel/index.ts';
import { sortByKey, TRANSFER_KINDS } from '../accounts/index.ts';

/** What is looked for, and between them how many were looked at: whoever takes as long as this shows it. */
export type Looked<Found> = Iterable<Found | number>;

export interface HeldTransactions extends ReadonlyMap<string, MergedTransaction> {
  /** Those of which an event, or a further cell of the row, has one of these words as it was written. */
  mentioning(column: 'events' | 'facts', ...words: readonly string[]): Looked<MergedTransaction>;
  /** Those with an event, and those whose movements all have a place that a source states and are more than a payment and its fee. */
  beyondPayments(): Looked<MergedTransaction>;
  /** Those that move something from or to an account, or of which an event names it. */
  involving(account: string): Looked<MergedTransaction>;
  /** Whoever signed one; the same again for each stretch that is stored together. */
  signers(): Looked<string>;
  /** `before`, id and JSON of each, a line each with amounts as text, in the order of the ids: the bytes of many lines at once. */
  linesInOrderOfIds(before: string): Looked<Uint8Array>;
}

/** What was looked for, shown as a step of the work whenever it was looked on. */
export function* found<Found extends object | string>(looked: Looked<Found>, total: number, each: (one: Found) => void): Steps<void> {
  for (const one of looked)
    if (typeof one !== 'number') each(one);
    else yield { phase: 'ledgersConversions', done: one, total, unit: 'transactions' } satisfies Step;
}

/**
 * Bytes of lines that are held at one time while all are read in the order of their ids, and what a line has about; for each such time all
 * segments are opened.
 */
const HELD_BYTES = 512 << 20;
const LINE_BYTES = 512;
const LINES_BETWEEN = 4096;
const BLOCK_BYTES = 1 << 20;

/** Lines by their places, as bytes: texts put together of pieces take several times the room. */
function createLines(count: number) {
  const blocks: Uint8Array[] = [];
  const blockOf = new Uint32Array(count);
  const start = new Uint32Array(count);
  const length = new Uint32Array(count);
  const encoder = new TextEncoder();
  const size = Math.min(BLOCK_BYTES, count * LINE_BYTES);
  let filled = size;
  return {
    add(place: number, line: string): void {
      const most = line.length * 3;
      if (filled + most > size) {
        blocks.push(new Uint8Array(Math.max(size, most)));
        filled = 0;
      }
      const { written } = encoder.encodeInto(line, (blocks.at(-1) as Uint8Array).subarray(filled));
      blockOf[place] = blocks.length - 1;
      start[place] = filled;
      length[place] = written;
      // What is larger than a block has one of its own.
      filled = most > size ? size : filled + written;
    },
    *inOrder(): Generator<Uint8Array> {
      let out = new Uint8Array(size);
      let at = 0;
      for (let place = 0; place < count; place++) {
        const first = start[place] as number;
        const line = (blocks[blockOf[place] as number] as Uint8Array).subarray(first, first + (length[place] as number));
        if (at + line.length > out.length) {
          yield out.subarray(0, at);
          out = new Uint8Array(Math.max(size, line.length));
          at = 0;
        }
        out.set(line, at);
        at += line.length;
      }
      if (at > 0) yield out.subarray(0, at);
    },
  };
}

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
  /** Numbers of transactions one behind the other that stand in one segment, and no more than are looked at in one go. */
  function* stretches(): Generator<{ readonly from: number; readonly to: number; readonly segment: AccountSegment }> {
    for (let from = 0; from < ids.count; ) {
      const own = segmentOf[from] as number;
      const most = Math.min(ids.count, from + SLICE);
      let to = from + 1;
      while (to < most && segmentOf[to] === own) to++;
      yield { from, to, segment: merged.segment(own) };
      from = to;
    }
  }
  function* mentioning(column: 'events' | 'facts', ...words: readonly string[]): Generator<MergedTransaction | number> {
    const mentions = (text: string): boolean => words.some((word) => text.includes(word));
    for (const { from, to, segment } of stretches()) {
      const texts = column === 'facts' ? segment.factsTexts() : segment.eventTexts();
      // Most segments have no word of either.
      if (texts.length > 0) {
        const eventEnd = segment.eventEnd();
        for (let number = from; number < to; number++) {
          const place = placeOf[number] as number;
          const first = column === 'facts' ? place : place === 0 ? 0 : (eventEnd[place - 1] as number);
          const end = column === 'facts' ? place + 1 : (eventEnd[place] as number);
          let at = first;
          while (at < end && !mentions(texts[at] as string)) at++;
          if (at < end) yield merged.merged(number);
        }
      }
      yield to;
    }
  }
  function* beyondPayments(): Generator<MergedTransaction | number> {
    for (const { from, to, segment } of stretches()) {
      const isBeyond = paymentsOf(segment);
      for (let number = from; number < to; number++) if (isBeyond(placeOf[number] as number)) yield merged.merged(number);
      yield to;
    }
  }
  function* involving(account: string): Generator<MergedTransaction | number> {
    const word = JSON.stringify(account);
    for (const { from, to, segment } of stretches()) {
      const name = segment.names().indexOf(account);
      const events = segment.eventTexts();
      if (name >= 0 || events.some((text) => text.includes(word))) {
        const [senders, receivers] = [segment.from(), segment.to()];
        const [transferEnd, eventEnd] = [segment.transferEnd(), segment.eventEnd()];
        const stretchOf = (ends: Uint32Array, place: number): [number, number] => [
          place === 0 ? 0 : (ends[place - 1] as number),
          ends[place] as number,
        ];
        for (let number = from; number < to; number++) {
          const place = placeOf[number] as number;
          const [first, end] = stretchOf(transferEnd, place);
          let at = first;
          while (at < end && senders[at] !== name && receivers[at] !== name) at++;
          const [firstEvent, endOfEvents] = stretchOf(eventEnd, place);
          let event = at < end ? endOfEvents : firstEvent;
          while (event < endOfEvents && !(events[event] as string).includes(word)) event++;
          if (at < end || event < endOfEvents) yield merged.merged(number);
        }
      }
      yield to;
    }
  }
  function* signers(): Generator<string | number> {
    for (const { from, to, segment } of stretches()) {
      const [names, txFrom] = [segment.names(), segment.txFrom()];
      const told = new Uint8Array(names.length);
      for (let number = from; number < to; number++) {
        const name = txFrom[placeOf[number] as number] as number;
        if (name >= names.length || told[name] === 1) continue;
        told[name] = 1;
        yield names[name] as string;
      }
      yield to;
    }
  }
  function* linesInOrderOfIds(before: string): Generator<Uint8Array | number> {
    const order = yield* orderOfIds(merged);
    const atATime = Math.max(1, Math.floor(HELD_BYTES / LINE_BYTES));
    for (let from = 0; from < order.length; from += atATime) {
      const own = order.subarray(from, from + atATime);
      const lines = createLines(own.length);
      let made = 0;
      // Made as they are stored, so that no segment is opened twice.
      for (const place of sortByKey(counted(own.length), Float64Array.from(own))) {
        const number = own[place] as number;
        const id = ids.at(number);
        const json = merged.segment(segmentOf[number] as number).json(placeOf[number] as number, id);
        lines.add(place, `${before}${id} ${json}\n`);
        if (++made % LINES_BETWEEN === 0) yield from + made;
      }
      yield* lines.inOrder();
    }
  }
  return {
    size: ids.count,
    get,
    has: (id) => ids.find(id) >= 0,
    ...{ entries, values, keys, mentioning, beyondPayments, involving, signers, linesInOrderOfIds, [Symbol.iterator]: entries },
    forEach(visit) {
      for (const [id, one] of entries()) visit(one, id, this);
    },
  };
}

/** Whether a transaction of the segment, by its place, is more than a payment and its fee. */
function paymentsOf(segment: AccountSegment): (place: number) => boolean {
  const [eventEnd, ends, kinds, path, pathStart] = [
    ...[segment.eventEnd(), segment.transferEnd(), segment.kind(), segment.path(), segment.pathStart()],
  ] as [Uint32Array, Uint32Array, Uint8Array, Int32Array, Uint32Array];
  const [ledger, value, fee] = (['ledger', 'value', 'fee'] as const).map((kind) => TRANSFER_KINDS.indexOf(kind));
  return (place) => {
    if ((eventEnd[place] as number) > (place === 0 ? 0 : (eventEnd[place - 1] as number))) return true;
    let beyond = false;
    for (let at = place === 0 ? 0 : (ends[place - 1] as number); at < (ends[place] as number); at++) {
      const [first, end] = [pathStart[at] as number, pathStart[at + 1] as number];
      for (let step = first; step < end; step++) if ((path[step] as number) < 0) return false;
      const kind = kinds[at];
      beyond ||= end - first !== 1 || !(kind === ledger || ((kind === value || kind === fee) && path[first] !== 1));
    }
    return beyond;
  };
}

/** Numbers in the order of their ids, one beginning after the other so that no step takes long. */
function* orderOfIds({ ids }: MergedColumns): Generator<number, Uint32Array> {
  const beginnings = new Float64Array(ids.count);
  const starts = new Uint32Array((1 << 8) + 1);
  const bucketOf = (number: number): number => (beginnings[number] as number) >>> 24;
  for (let number = 0; number < ids.count; number++) {
    if (number % SLICE === SLICE - 1) yield 0;
    beginnings[number] = ids.beginning(number);
    const next = bucketOf(number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number);
  const order = new Uint32Array(ids.count);
  const next = starts.slice();
  for (let number = 0; number < ids.count; number++) {
    if (number % SLICE === SLICE - 1) yield 0;
    const bucket = bucketOf(number);
    order[next[bucket] as number] = number;
    next[bucket] = (next[bucket] as number) + 1;
  }
  for (let bucket = 0; bucket + 1 < starts.length; bucket++) {
    const own = order.subarray(starts[bucket], starts[bucket + 1]);
    own.set(sortByKey(own, beginnings));
    for (let from = 0; from < own.length; ) {
      let to = from + 1;
      while (to < own.length && beginnings[own[to] as number] === beginnings[own[from] as number]) to++;
      if (to - from > 1) own.set(Array.from(own.subarray(from, to)).sort(ids.compare), from);
      from = to;
    }
    yield 0;
  }
  return order;
}

function counted(count: number): Uint32Array {
  return new Uint32Array(count).map((_, number) => number);
}
