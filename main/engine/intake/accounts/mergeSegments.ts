// Segments of one chain put together by id. Ids are compared as columns; objects are made only for transactions that stand in more
// than one place, and those become columns again. What a merged transaction says is decided in mergeAccounts.ts alone.
import type { Steps } from '../../kernel/index.ts';
import { type AccountColumns, encodeAccounts, type PlacedTransaction } from './accountColumns.ts';
import { type AccountSegment, openSegment } from './accountSegment.ts';
import { createHashTable, type HashTable, hashWords } from './hashTable.ts';
import { DIGITS, HASH_BYTES, type IdColumn, readIds, texts } from './idColumn.ts';
import { NO_TIME, NONE } from './accountColumns.ts';
import { readStatements, statedBlocks } from './statements.ts';
import {
  agreementOf,
  mergeGroup,
  type MergedTransaction,
  type SourceConflict,
  type SourcedTransaction,
  sourcesOf,
} from './mergeAccounts.ts';

/** A segment where it is stored: columns by name, empty bytes for one that is not there. */
export interface StoredSegment {
  readonly source: number;
  readonly count: number;
  column(name: string): Uint8Array;
}

/** Ids of a chain's transactions by their numbers, in the order they first came. */
export interface ChainIds {
  readonly count: number;
  at(number: number): string;
  /** -1 where there is none. */
  find(id: string): number;
  /** As texts are compared. */
  compare(a: number, b: number): number;
  /** The first four bytes of a hash as a number, so that sorting is cheap; 0 for texts. */
  beginning(number: number): number;
}

export interface MergedColumns {
  readonly ids: ChainIds;
  /** Where transaction n is read: number of its segment, and its place in it. */
  readonly segmentOf: Uint16Array;
  readonly placeOf: Uint32Array;
  readonly conflicts: readonly SourceConflict[];
  /** Transfers that no record has by itself: fees whose payer another record names. */
  readonly added: number;
  /** Opened anew each time; the last ones stay at hand. */
  segment(number: number): AccountSegment;
  /** First source that has transaction n. */
  sourceOf(number: number): number;
  merged(number: number): MergedTransaction;
}

/** Segments kept open for single questions. */
const MOST_OPEN = 2;
const OVERLAY = 50_000;

/** What `isProven` says of a record is heard before what others say of the same. */
export function* mergeSegments(segments: readonly StoredSegment[], isProven?: (one: SourcedTransaction) => boolean): Steps<MergedColumns> {
  // What a source states beside transactions may stand in a batch of its own.
  const stored = segments.filter(({ count }) => count > 0);
  const total = stored.reduce((sum, { count }) => sum + count, 0);
  const adder = isAllHashes(stored) ? addHashes(total) : addTexts();
  let segmentOf = new Uint16Array(total);
  let placeOf = new Uint32Array(total);
  let count = 0;
  const further = createFurther(total);
  let read = 0;
  for (const [number, segment] of stored.entries()) {
    const ids = readIds((name) => segment.column(name));
    if (ids.count !== segment.count) throw new Error('account columns: another number of ids');
    adder.add(ids, (place, own) => {
      if (own === count) {
        segmentOf[count] = number;
        placeOf[count++] = place;
      } else further.add(own, number, place);
    });
    read += segment.count;
    yield { phase: 'ledgersIds', done: read, total, unit: 'transactions' };
  }
  segmentOf = segmentOf.slice(0, count);
  placeOf = placeOf.slice(0, count);

  const open = createOpened(stored);
  const conflicts: SourceConflict[] = [];
  const overlays: AccountSegment[] = [];
  const about = new Map<number, Pick<MergedTransaction, 'sources' | 'agreed'>>();
  const blocks = statedBlocks(segments.map(({ source, column }) => ({ source, statements: readStatements((name) => column(name)) })));
  let added = 0;
  const anew = blocks.size === 0 ? further.numbers() : joinedNumbers(further.numbers(), untimed());
  for (let from = 0; from < anew.length; from += OVERLAY) {
    const numbers = anew.subarray(from, from + OVERLAY);
    const pending: PlacedTransaction[] = [];
    for (const [number, group] of groupsOf(numbers)) {
      const heard = isProven === undefined ? group : [...group.filter(isProven), ...group.filter((one) => !isProven(one))];
      const merged = mergeGroup(heard, conflicts);
      const sources = sourcesOf(group);
      const { blockHash, blockNumber, timeSeconds, transfers } = merged.transaction;
      added += Math.max(0, transfers.length - group.reduce((sum, one) => sum + one.transaction.transfers.length, 0));
      const block = timeSeconds === null ? blocks.find(blockHash, blockNumber) : null;
      about.set(number, {
        // The time is another source's word: it stands among those that the transaction is read from.
        sources: block === null ? sources : [...sources, { source: block.source, rows: [block.row] }],
        ...(sources.length > 1 ? { agreed: agreementOf(group, merged) } : {}),
      });
      const transaction = block === null ? merged.transaction : { ...merged.transaction, timeSeconds: block.timeSeconds };
      pending.push({ transaction, rows: [], facts: group.find((one) => (one.facts ?? null) !== null)?.facts ?? null });
    }
    if (stored.length + overlays.length >= 0xffff) throw new Error('mergeSegments: too many segments');
    overlays.push(openSegment(columnsOf(encodeAccounts(pending))));
    numbers.forEach((number, place) => {
      segmentOf[number] = stored.length + overlays.length - 1;
      placeOf[number] = place;
    });
    yield { phase: 'ledgersMerge', done: from + numbers.length, total: anew.length, unit: 'transactions' };
  }

  /** Transactions whose first record has no time and whose block some source states the time of; another time than stated is a contradiction. */
  function untimed(): Uint32Array {
    const found: number[] = [];
    for (let number = 0; number < count; number++) {
      const at = segmentOf[number] as number;
      const place = placeOf[number] as number;
      const own = open(at);
      const [hash, height, time] = [own.blockHash()[place] as number, own.block()[place] as number, own.time()[place] as bigint];
      const block = blocks.find(hash === NONE ? null : (own.names()[hash] as string), height === NONE ? null : height);
      if (block === null) continue;
      if (time === NO_TIME) found.push(number);
      else if (Number(time) !== block.timeSeconds)
        conflicts.push({
          ...{ transaction: own.ids().at(place), what: 'timeSeconds' },
          said: [
            { source: (stored[at] as StoredSegment).source, value: `${time}` },
            { source: block.source, value: `${block.timeSeconds}` },
          ],
        });
    }
    return Uint32Array.from(found);
  }

  /** All records of some transactions. Segments are read one after the other, however the sources lie to each other. */
  function* groupsOf(numbers: Uint32Array): Generator<[number, readonly SourcedTransaction[]]> {
    const wanted = new Map<number, { readonly place: number; readonly group: SourcedTransaction[]; readonly at: number }[]>();
    const groups = Array.from(numbers, (number): [number, SourcedTransaction[]] => {
      const group: SourcedTransaction[] = [];
      const places = [{ segment: segmentOf[number] as number, place: placeOf[number] as number }, ...further.placesOf(number)];
      places.forEach(({ segment, place }, at) => {
        const own = wanted.get(segment);
        if (own === undefined) wanted.set(segment, [{ place, group, at }]);
        else own.push({ place, group, at });
      });
      return [number, group];
    });
    for (const [segment, own] of wanted)
      for (const { place, group, at } of own)
        group[at] = { ...open(segment).placed(place), source: (stored[segment] as StoredSegment).source };
    yield* groups;
  }

  const segment = (number: number): AccountSegment => overlays[number - stored.length] ?? open(number);
  const sourceOf = (number: number): number =>
    about.get(number)?.sources[0]?.source ?? (stored[segmentOf[number] as number] as StoredSegment).source;
  return {
    ...{ ids: adder.ids(), segmentOf, placeOf, conflicts, added, segment, sourceOf },
    merged(number) {
      const { transaction, rows, facts } = segment(segmentOf[number] as number).placed(placeOf[number] as number);
      const own = () => ({ sources: [{ source: sourceOf(number), rows: [...rows].sort((a, b) => a - b) }] });
      return { transaction, facts: facts ?? null, ...(about.get(number) ?? own()) };
    },
  };
}

/** Ascending, each once. */
function joinedNumbers(a: Uint32Array, b: Uint32Array): Uint32Array {
  return Uint32Array.from(new Set([...a, ...b])).sort();
}

export function columnsOf(columns: AccountColumns): (name: string) => Uint8Array {
  return (name) => columns.get(name) ?? new Uint8Array(0);
}

/** Second and further places of transactions, in the order they came. */
function createFurther(total: number) {
  const segments: number[] = [];
  const places: number[] = [];
  const after: number[] = [];
  // 0 is none; made when a first one comes.
  let [first, last] = [new Uint32Array(0), new Uint32Array(0)];
  return {
    add(number: number, segment: number, place: number): void {
      if (segments.length === 0) [first, last] = [new Uint32Array(total), new Uint32Array(total)];
      segments.push(segment);
      places.push(place);
      const own = after.push(0);
      if (first[number] === 0) first[number] = own;
      else after[(last[number] as number) - 1] = own;
      last[number] = own;
    },
    /** Transactions that have any, ascending. */
    numbers(): Uint32Array {
      const found: number[] = [];
      first.forEach((own, number) => void (own !== 0 && found.push(number)));
      return Uint32Array.from(found);
    },
    *placesOf(number: number): Generator<{ readonly segment: number; readonly place: number }> {
      for (let own = first[number] ?? 0; own !== 0; own = after[own - 1] as number)
        yield { segment: segments[own - 1] as number, place: places[own - 1] as number };
    },
  };
}

function createOpened(stored: readonly StoredSegment[]): (number: number) => AccountSegment {
  const opened = new Map<number, AccountSegment>();
  let last: { readonly number: number; readonly segment: AccountSegment } | null = null;
  return (number) => {
    if (last !== null && last.number === number) return last.segment;
    let segment = opened.get(number);
    if (segment === undefined) {
      const own = stored[number] as StoredSegment;
      segment = openSegment((name) => own.column(name));
    } else opened.delete(number);
    opened.set(number, segment);
    for (const [oldest] of opened) {
      if (opened.size <= MOST_OPEN) break;
      opened.delete(oldest);
    }
    last = { number, segment };
    return segment;
  };
}

interface Adder {
  add(ids: IdColumn, place: (place: number, number: number) => void): void;
  ids(): ChainIds;
}

/** Whether all ids of a chain are hashes written alike, as those of real chains are. */
function isAllHashes(stored: readonly StoredSegment[]): boolean {
  const forms = new Set(stored.map((segment) => texts(segment.column('hashPrefix'))[0] ?? null));
  return forms.size === 1 && !forms.has(null);
}

function addHashes(total: number): Adder {
  const table: HashTable = createHashTable(total);
  let prefix = '';
  const at = (number: number): string => prefix + Buffer.from(table.bytes(number)).toString('hex');
  return {
    add(ids, place) {
      prefix = ids.prefix;
      const words = hashWords(ids.bytes as Uint8Array);
      for (let i = 0; i < ids.count; i++) place(i, table.add(words, i));
    },
    ids: () => ({
      count: table.size,
      at,
      find(id) {
        const digits = id.slice(prefix.length);
        if (!id.startsWith(prefix) || digits.length !== 2 * HASH_BYTES || !DIGITS.test(digits)) return -1;
        return table.find(hashWords(new Uint8Array(Buffer.from(digits, 'hex'))), 0);
      },
      compare: (a, b) => Buffer.compare(table.bytes(a), table.bytes(b)),
      beginning(number) {
        const bytes = table.bytes(number);
        return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
      },
    }),
  };
}

function addTexts(): Adder {
  const numbers = new Map<string, number>();
  const all: string[] = [];
  return {
    add(ids, place) {
      for (let i = 0; i < ids.count; i++) {
        const id = ids.at(i);
        let number = numbers.get(id);
        if (number === undefined) {
          number = all.push(id) - 1;
          numbers.set(id, number);
        }
        place(i, number);
      }
    },
    ids: () => ({
      count: all.length,
      at: (number) => all[number] as string,
      find: (id) => numbers.get(id) ?? -1,
      compare: (a, b) => ((all[a] as string) < (all[b] as string) ? -1 : a === b ? 0 : 1),
      beginning: () => 0,
    }),
  };
}
