// The range of blocks of an item in words.
import { groupThousands } from '../../design/amounts.ts';
import type { Words } from '../../session/words.ts';

export interface BlockRange {
  readonly fromBlock: number | null;
  readonly toBlock: number | null;
}

export function blocksText(say: Words, { fromBlock, toBlock }: BlockRange): string {
  if (fromBlock === null && toBlock === null) return '–';
  if (toBlock === null) return say('fetch.blocksFrom', { from: groupThousands(fromBlock ?? 0) });
  if (fromBlock === null) return say('fetch.blocksTo', { to: groupThousands(toBlock) });
  return say('fetch.blocksBoth', { from: groupThousands(fromBlock), to: groupThousands(toBlock) });
}
