// The transactions of a chain by id, as they were put together: each is made when it is asked for, none is kept. What looks for a few
// of millions is given numbers, and what reads them all goes through them segment by segment.
import type { AccountSegment, MergedColumns, MergedTransaction } from '../../intake/index.ts';
import { sha256, SLICE, type Step, type Steps } from '../../kernel/index.ts';
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
  /** SHA-256 of each one's JSON behind `before`, with amounts as text, in the order of the ids: the bytes of many at once. */
  hashesInOrderOfIds(before: string): Looked<Uint8Array>;
}

/** What was looked for, shown as a step of the work whenever it was looked on. */
export function* found<Found extends object | string>(looked: Looked<Found>, total: number, each: (one: Found) => void): Steps<void> {
  for (const one of looked)
    if (typeof one !== 'number') each(one);
    else yield { phase: 'ledgersConversions', done: one, total, unit: 'transactions' } satisfies Step;
}

const HASH_BYTES = 32;
/** Hashes handed on at once. */
const HASHES_AT_ONCE = 1 << 14;

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
  function* hashesInOrderOfIds(before: string): Generator<Uint8Array | number> {
    // Made as they are stored, so that no segment is opened twice; what is kept of each is small enough for all of them.
    const hashes = new Uint8Array(ids.count * HASH_BYTES);
    for (const { from, to, segment } of stretches()) {
      for (let number = from; number < to; number++)
        hashes.set(sha256(`${before}${segment.json(placeOf[number] as number, ids.at(number))}`), number * HASH_BYTES);
      yield to;
    }
    const order = yield* orderOfIds(merged);
    for (let from = 0; from < order.length; from += HASHES_AT_ONCE) {
      const own = order.subarray(from, from + HASHES_AT_ONCE);
      const out = new Uint8Array(own.length * HASH_BYTES);
      own.forEach((number, at) => {
        out.set(hashes.subarray(number * HASH_BYTES, (number + 1) * HASH_BYTES), at * HASH_BYTES);
      });
      yield out;
    }
  }
  return {
    size: ids.count,
    get,
    has: (id) => ids.find(id) >= 0,
    ...{ entries, values, keys, mentioning, beyondPayments, involving, signers, hashesInOrderOfIds, [Symbol.iterator]: entries },
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
