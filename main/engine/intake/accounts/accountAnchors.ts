// Blocks of an account chain that the examiner takes as known: the examiner's statement, journalled as such. What hangs on one follows from
// the headers that the case holds whenever it is asked (anchoring.ts); a header that contradicts one is told, not left out.
import { Fault } from '../../../../shared/model/fault.ts';
import type { AnchorRow, CaseFile, SourceRow } from '../../casefile/index.ts';
import type { AccountChain } from '../../chains/index.ts';
import type { ProvenNote, TakeInResult } from '../result.ts';
import { readAnchoring } from './anchoring.ts';

/** A height and hash in the chain's display form, or null where none is stated. Faults: intake.anchor. */
export function readAccountAnchor(file: CaseFile, chain: AccountChain, stated: string | undefined): AnchorRow | null {
  if (stated === undefined) return null;
  const [height = '', text = ''] = stated.split(':');
  const digits = text.replace(/^0x/, '').toLowerCase();
  const anchor = { height: Number(height), hash: chain.family === 'evm' ? `0x${digits}` : digits };
  const refuse = (reason: string): never => {
    throw new Fault('intake.anchor', { ...anchor, reason });
  };
  if (chain.family === 'ledger') return refuse('noBlocks');
  // The id of a TRON block begins with its height.
  if (chain.family === 'tron' && Number.parseInt(digits.slice(0, 16), 16) !== anchor.height) return refuse('height');
  if (file.chain.anchors(chain.id).some((known) => known.height === anchor.height && known.hash !== anchor.hash))
    return refuse('contradicts');
  return anchor;
}

/** Call for a source that is being taken in: its event of the beginning names the anchor already. */
export function keepAnchor(file: CaseFile, chain: AccountChain, source: number, publicId: string, anchor: AnchorRow): void {
  if (file.chain.anchors(chain.id).some(({ height }) => height === anchor.height)) return;
  file.act('intake.anchored', { source: publicId, anchors: [anchor] }, () => file.chain.addAnchor(chain.id, anchor, source));
}

/** A source that the case holds already, with what the examiner now says of it; nothing of it is read again. */
export function stateAnew(
  file: CaseFile,
  chain: AccountChain,
  source: SourceRow,
  { operator }: { readonly operator?: string | undefined },
  anchor: AnchorRow | null,
): TakeInResult {
  if (anchor !== null) keepAnchor(file, chain, source.id, source.publicId, anchor);
  const { size, result, request } = source;
  if (operator !== undefined && operator !== (request as { readonly operator?: string }).operator)
    file.act('source.operatorStated', { source: source.publicId, operator }, () =>
      file.sources.update(source.id, { request: { ...(request as object), operator }, size, result }),
    );
  refreshProven(file, chain.id);
  return { ...(file.sources.byPublicId(source.publicId)?.result as TakeInResult), new: 0 };
}

/** What the blocks of a source prove now; null where it brought none. */
export function describeBlocks(file: CaseFile, chain: string, source: number, anchoring = readAnchoring(file, chain)): ProvenNote | null {
  const counts = file.accountFacts.countBlocks(source);
  if (counts.headers === 0) return null;
  const own = file.accountFacts.headers(chain).filter((row) => row.source === source);
  return {
    ...counts,
    anchored: own.filter(({ hash }) => anchoring.anchorOf(hash) !== null).length,
    contradictions: anchoring.contradictions.map(({ height, stated, held }) => ({ height, stated, held })),
  };
}

/** Blocks of one source may link those of another to an anchor: what is said of each is said anew. */
export function refreshProven(file: CaseFile, chain: string): void {
  const sources = file.sources.list().filter((one) => one.chain === chain && one.state === 'complete');
  const proving = sources.filter(({ result }) => (result as TakeInResult | null)?.proven !== undefined);
  if (proving.length === 0) return;
  const anchoring = readAnchoring(file, chain);
  file.transaction(() => {
    for (const { id, size, request, result } of proving) {
      const proven = describeBlocks(file, chain, id, anchoring);
      if (proven !== null) file.sources.update(id, { request, size, result: { ...(result as TakeInResult), proven } });
    }
  });
}
