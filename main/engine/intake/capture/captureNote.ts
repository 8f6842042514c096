// What a capture says of the items it was asked for, as it is kept with the source and as the fetch list reads it back.
import type { CaptureNote } from '../../../../shared/contract/capture.ts';
import type { CaseFile } from '../../casefile/index.ts';

export interface CapturedItem {
  readonly complete: boolean;
  readonly gaps: readonly string[];
}

/** Items by `chain kind item from to`, from every capture that is not withdrawn; one complete answer outweighs others with gaps. */
export function capturedItems(file: CaseFile): ReadonlyMap<string, CapturedItem> {
  const found = new Map<string, CapturedItem>();
  for (const { state, result } of file.sources.list()) {
    const note = (result as { readonly capture?: CaptureNote } | null)?.capture;
    if (state !== 'complete' || note === undefined) continue;
    for (const { chain, kind, item, fromBlock, toBlock, gaps } of note.items) {
      const key = `${chain} ${kind} ${item} ${fromBlock ?? ''} ${toBlock ?? ''}`;
      const complete = gaps.length === 0;
      if (complete || found.get(key)?.complete !== true) found.set(key, { complete, gaps });
    }
  }
  return found;
}
