// An anchor that the examiner states for a source the case knows already: heights follow from it, so what was said of the source is
// said anew. The source itself is not read again.
import type { AnchorRow, CaseFile, SourceRow } from '../casefile/index.ts';
import type { BitcoinNetwork } from '../chains/index.ts';
import { refreshCoverage } from './coverage.ts';
import type { TakeInResult } from './result.ts';

/** What taking the source in once more gives: nothing new but the anchors. `headersNow` is asked once they are there. */
export function noteAnchors(
  file: CaseFile,
  network: BitcoinNetwork,
  source: SourceRow,
  stated: readonly AnchorRow[],
  headersNow: () => TakeInResult['headers'],
): TakeInResult {
  const known = new Set(file.chain.anchors(network.id).map((anchor) => anchor.height));
  const result = source.result as TakeInResult;
  if (stated.every((anchor) => known.has(anchor.height))) return { ...result, new: 0 };
  return file.act('intake.anchored', { source: source.publicId, anchors: stated }, () => {
    for (const anchor of stated) if (!known.has(anchor.height)) file.chain.addAnchor(network.id, anchor, source.id);
    refreshCoverage(file, network);
    const made: TakeInResult = { ...result, headers: headersNow() };
    file.sources.finish(source.id, made);
    return { ...made, new: 0 };
  });
}
