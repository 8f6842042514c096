// What sources state that an account held, at a block or a time. A statement proven under the state root of an anchored header is grade A,
// every other one is its source's word.
import type { CaseFile } from '../../casefile/index.ts';
import type { AccountAsset } from '../../chains/index.ts';
import { type Anchoring, readAnchoring } from './anchoring.ts';

export interface StatedBalance {
  readonly chain: string;
  readonly account: string;
  readonly asset: AccountAsset;
  /** Behind this block; null where the source names a time alone. */
  readonly blockNumber: number | null;
  readonly timeSeconds: number | null;
  readonly amount: bigint;
  readonly source: number;
  readonly grade: 'A' | 'S';
}

/** Of every source that is not withdrawn, in the order taken in. */
export function statedBalances(file: CaseFile): StatedBalance[] {
  const known = new Map<string, Anchoring>();
  const anchoringOf = (chain: string): Anchoring => {
    const made = known.get(chain) ?? readAnchoring(file, chain);
    known.set(chain, made);
    return made;
  };
  return file.accountFacts.balances().map(({ chain, account, asset, blockNumber, blockHash, timeSeconds, amount, source, proof }) => ({
    ...{ chain, account, asset: JSON.parse(asset) as AccountAsset, blockNumber, timeSeconds, amount, source },
    grade: proof && blockHash !== null && anchoringOf(chain).anchorOf(blockHash) !== null ? 'A' : 'S',
  }));
}
