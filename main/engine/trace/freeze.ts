// What a run saw of a chain: where each list of the case ended, so that replay can build the same slice again although the case
// has grown since.
import type { AnchorRow, CaseFile } from '../casefile/index.ts';

export interface Freeze {
  readonly lastBlock: number;
  readonly lastHeader: number;
  /** Packs of headers, and searches; absent in runs of a case that had none. */
  readonly lastPack?: number;
  readonly lastSearch?: number;
  readonly anchors: readonly AnchorRow[];
  readonly withdrawn: readonly number[];
  /** Questions given up before; absent in runs of older cases, which see what stands now. */
  readonly abandoned?: readonly number[];
}

export function freezeNow(file: CaseFile, chain: string): Freeze {
  const headers = file.chain.headerCount(chain);
  const lastSearch = file.questions.searches(chain).at(-1)?.id;
  return {
    lastBlock: file.chain.lastBlock(chain),
    lastHeader: headers.single,
    ...(headers.packs === 0 ? {} : { lastPack: headers.packs }),
    ...(lastSearch === undefined ? {} : { lastSearch }),
    anchors: file.chain.anchors(chain),
    withdrawn: withdrawnNow(file),
    abandoned: file.questions.abandoned(),
  };
}

export function withdrawnNow(file: CaseFile): number[] {
  return file.sources.list().flatMap((source) => (source.state === 'withdrawn' ? [source.id] : []));
}
