// What a capture says of the items it was asked for, as it is kept with the source and as the fetch list reads it back.
import type { CaptureNote } from '../../../../shared/contract/capture.ts';
import type { NodeNote } from '../../../../shared/contract/node.ts';
import type { CaseFile } from '../../casefile/index.ts';

/** Where each answer came from, by its number: what provenance points to. */
export interface AnswerOrigin {
  readonly file: string;
  readonly url: string;
  readonly time: string;
  readonly sha256: string;
}

/** What the journal says of a capture: whence it is. Its items are in the source's result, its bytes fixed by the source's hash. */
export function captureHead({ lists, service, kind, fingerprint, answers, from, to }: CaptureNote): Omit<CaptureNote, 'items'> {
  return { lists, service, kind, fingerprint, answers, from, to };
}

export interface CapturedItem {
  readonly complete: boolean;
  readonly gaps: readonly string[];
}

/** Items by `chain kind item from to`, from every capture and node that is not withdrawn; one complete answer outweighs others with gaps. */
export function capturedItems(file: CaseFile): ReadonlyMap<string, CapturedItem> {
  const found = new Map<string, CapturedItem>();
  for (const { state, result } of file.sources.list()) {
    const { capture, node } = (result ?? {}) as { readonly capture?: CaptureNote; readonly node?: NodeNote };
    if (state !== 'complete') continue;
    const items = [...(capture?.items ?? []), ...(node?.items ?? []).map((item) => ({ ...item, chain: node?.chain ?? '' }))];
    for (const { chain, kind, item, fromBlock, toBlock, gaps } of items) {
      const key = `${chain} ${kind} ${item} ${fromBlock ?? ''} ${toBlock ?? ''}`;
      const complete = gaps.length === 0;
      if (complete || found.get(key)?.complete !== true) found.set(key, { complete, gaps });
    }
  }
  return found;
}
