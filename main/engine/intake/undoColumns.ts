// Whether a block's columns hold undo values: asked where a block is in the case already and is given again with or
// without its undo data.
import type { BlockRow, CaseFile } from '../casefile/index.ts';
import { NO_UNDO, readSegment, type Segment } from './segments.ts';

export function rangeHasUndo(segment: Segment, row: Pick<BlockRow, 'txFirst' | 'txCount'>): boolean {
  if (segment.undoValue === null) return false;
  const end = (count: number) => (count === 0 ? 0 : (segment.txInEnd[count - 1] as number));
  for (let input = end(row.txFirst); input < end(row.txFirst + row.txCount); input++) if (segment.undoValue[input] !== NO_UNDO) return true;
  return false;
}

/** Keeps the segment asked for last: neighbouring blocks share one. */
export function createUndoCheck(file: CaseFile): (row: BlockRow) => boolean {
  let last: { readonly id: number; readonly columns: Segment } | null = null;
  return (row) => {
    if (last?.id !== row.segment) {
      const segment = file.chain.segment(row.segment);
      if (segment === undefined) return false;
      last = { id: row.segment, columns: readSegment(file, segment) };
    }
    return rangeHasUndo(last.columns, row);
  };
}
