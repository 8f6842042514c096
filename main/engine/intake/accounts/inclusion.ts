// What the case can show of a transaction's place in a block: proofs built from the blocks that it keeps, and the headers up to an anchor.
// Sources that were withdrawn prove nothing.
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import type { AccountBlockRow, AnchorRow, CaseFile } from '../../casefile/index.ts';
import { type AccountChain, accountChain, type AccountInclusion } from '../../chains/index.ts';
import { type Anchoring, anchoringOf, readAnchoring } from './anchoring.ts';
import type { SourcedTransaction } from './mergeAccounts.ts';
import { openBlock } from './openedBlock.ts';

/** A block of the case that holds a transaction. */
export interface HeldPlace {
  readonly block: AccountBlockRow;
  readonly position: number;
  readonly anchor: AnchorRow | null;
}

/**
 * The proof that a transaction is in a block, with its receipt where the case holds the block's receipts, and with the headers up to an
 * anchor where one is reached; null where no block of the case proves it. `anchoring` is for callers with many transactions of one chain.
 */
export function accountInclusion(
  file: CaseFile,
  chain: string,
  transactionId: string,
  anchoring: Anchoring = readAnchoring(file, chain),
): AccountInclusion | null {
  const network = accountChain(chain);
  const place = network === undefined ? null : bestPlace(file, network, transactionId, anchoring);
  return network === undefined || place === null ? null : inclusionAt(file, network, transactionId, place, anchoring);
}

/**
 * Which records of these sources a block of the same source proves that one of these anchors reaches. They are heard before what others say
 * of the same transaction. A block that nothing anchors is as good as anybody's invention and is heard in its turn.
 */
export function anchoredRecords(
  file: CaseFile,
  chain: string,
  sources: readonly number[],
  anchors: readonly AnchorRow[],
): ((one: SourcedTransaction) => boolean) | undefined {
  if (anchors.length === 0) return undefined;
  const rows = file.accountFacts.headersOf(chain, sources);
  const anchoring = anchoringOf(rows, anchors);
  const reached = new Set(rows.flatMap(({ id, hash }) => (anchoring.anchorOf(hash) === null ? [] : [id])));
  if (reached.size === 0) return undefined;
  const proven = new Set<string>();
  for (const { txid, block, source } of file.accountFacts.placesIn(chain)) if (reached.has(block)) proven.add(`${source} ${hex(txid)}`);
  return ({ source, transaction }) => proven.has(`${source} ${transaction.id.replace(/^0x/, '')}`);
}

/** Of several blocks that hold it the one that an anchor reaches, then one with its receipts. */
export function bestPlace(file: CaseFile, chain: AccountChain, transactionId: string, anchoring: Anchoring): HeldPlace | null {
  const digits = transactionId.replace(/^0x/, '');
  if (!/^[0-9a-f]{64}$/.test(digits)) return null;
  const places = file.accountFacts.placesOf(chain.id, fromHex(digits)).flatMap(({ block: id, position }): HeldPlace[] => {
    const block = file.accountFacts.block(id);
    return block === undefined || block.body === null ? [] : [{ block, position, anchor: anchoring.anchorOf(block.hash) }];
  });
  const rank = ({ block, anchor }: HeldPlace): number => (anchor === null ? 0 : 2) + (block.receipts === null ? 0 : 1);
  return places.reduce<HeldPlace | null>((best, one) => (best === null || rank(one) > rank(best) ? one : best), null);
}

function inclusionAt(
  file: CaseFile,
  chain: AccountChain,
  transactionId: string,
  { block, position, anchor }: HeldPlace,
  anchoring: Anchoring,
): AccountInclusion {
  const { hash, number, header } = block;
  const { transactions, receipts, transactionProof, receiptProof } = openBlock(file, chain, block);
  return {
    ...{ chain: chain.id, blockHash: hash, blockNumber: number, transactionId, position, header },
    ...{ transaction: transactions[position] as Uint8Array, transactionProof: transactionProof(position) },
    receipt: receipts === null ? null : { bytes: receipts[position] as Uint8Array, proof: receiptProof(position) },
    transactionCount: transactions.length,
    anchor:
      anchor === null
        ? null
        : {
            ...{ blockNumber: anchor.height, blockHash: anchor.hash },
            headers: anchoring.headersTo(hash).map(({ id }) => (file.accountFacts.block(id) as AccountBlockRow).header),
          },
  };
}
