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
  const proven = describeBlocks(file, chain, source.id);
  const result: TakeInResult = { ...(source.result as TakeInResult), ...(proven === null ? {} : { proven }) };
  const request = source.request as { readonly operator?: string };
  if (operator !== undefined && operator !== request.operator)
    file.act('source.operatorStated', { source: source.publicId, operator }, () =>
      file.sources.update(source.id, { request: { ...request, operator }, size: source.size, result }),
    );
  return { ...result, new: 0 };
}

/** What the blocks of a source prove now; null where it brought none. */
export function describeBlocks(file: CaseFile, chain: AccountChain, source: number): ProvenNote | null {
  const counts = file.accountFacts.countBlocks(source);
  if (counts.headers === 0) return null;
  const anchoring = readAnchoring(file, chain.id);
  const own = file.accountFacts.headers(chain.id).filter((row) => row.source === source);
  return {
    ...counts,
    anchored: own.filter(({ hash }) => anchoring.anchorOf(hash) !== null).length,
    contradictions: anchoring.contradictions.map(({ height, stated, held }) => ({ height, stated, held })),
  };
}
