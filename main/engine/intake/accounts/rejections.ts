// Rows of a source that were not taken: the first of them stand in its result, all of them in its batches, where the report reads them.
// Memory stays bounded by a batch, however many there are.
import { deflateSync, inflateSync } from 'node:zlib';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { RejectedRow } from '../material.ts';

/** Column of a batch; a digest in the journal covers it as it does the movements. */
export const REJECTED = 'rejected';
/** So many stand in a source's result; of the others it says the number. */
const MOST_SHOWN = 1000;
/** No batch writes near this; more was not written by this program. */
const LARGEST = 256 << 20;

export function rejectedColumn(rows: readonly RejectedRow[]): [name: string, bytes: Uint8Array][] {
  if (rows.length === 0) return [];
  const lines = rows.map(({ row, reason, text }) => JSON.stringify([row, reason, text])).join('\n');
  return [[REJECTED, new Uint8Array(deflateSync(Buffer.from(lines, 'utf8')))]];
}

/** Every rejected row of a table's source, batch by batch; nothing for one taken in before batches held them. */
export function* rejectedInBatches(file: CaseFile, source: number): Generator<readonly RejectedRow[]> {
  for (const { id } of file.accounts.segmentsOfSource(source)) {
    const packed = file.accounts.column(id, REJECTED);
    if (packed.length > 0) yield unpack(packed);
  }
}

function unpack(packed: Uint8Array): RejectedRow[] {
  try {
    const text = inflateSync(packed, { maxOutputLength: LARGEST }).toString('utf8');
    return text.split('\n').map((line) => {
      const [row, reason, said] = JSON.parse(line) as [number, string, string];
      return { row, reason, text: said };
    });
  } catch (error) {
    throw new Fault('case.damaged', { detail: 'the rejected rows of a source cannot be read' }, error);
  }
}

/** What a result shows of them. */
export interface ShownRejections {
  add(row: RejectedRow): void;
  count(): number;
  /** The first ones, and the number of the others in a row of its own. */
  rows(): { row: number; reason: string; text: string }[];
}

export function createShownRejections(first: readonly RejectedRow[] = [], count: number = first.length): ShownRejections {
  const shown = first.slice(0, MOST_SHOWN).map(({ row, reason, text }) => ({ row, reason, text }));
  let all = count;
  return {
    add({ row, reason, text }) {
      all++;
      if (shown.length < MOST_SHOWN) shown.push({ row, reason, text });
    },
    count: () => all,
    rows: () => [...shown, ...(all > shown.length ? [{ row: 0, reason: 'more', text: String(all - shown.length) }] : [])],
  };
}
