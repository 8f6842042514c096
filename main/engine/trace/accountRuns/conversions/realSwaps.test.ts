// Swaps in real blocks: every log of the dump is read, and what is recorded must rest on pools and sums that hold.
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../kernel/index.ts';
import { fromHex } from '../../../../../shared/model/bytes.ts';
import { SHARED_DATA, sharedFile } from '../../../../../tests/vectors/sharedData.ts';
import { type AccountTransaction, logOfJson, readLogs } from '../../../chains/index.ts';
import type { MergedTransaction } from '../../../intake/index.ts';
import { recogniseConversions } from './recognised.ts';

const CHAIN = 'eip155:1';

function linesOfDump(): Record<string, unknown>[] {
  const lines = new TextDecoder().decode(sharedFile('eth-tron/graphsense-eth/tokens/logs.json')).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}

function transactionsOfDump(): ReadonlyMap<string, MergedTransaction> {
  const byTransaction = new Map<string, Record<string, unknown>[]>();
  for (const log of linesOfDump()) {
    const key = String(log['txHash']);
    byTransaction.set(key, [...(byTransaction.get(key) ?? []), log]);
  }
  return new Map(
    [...byTransaction].map(([id, logs]) => {
      const [first] = logs as [Record<string, unknown>];
      const indexes = logs.map((log) => Number(log['logIndex']));
      const blockHash = fromHex(String(first['blockHash']).slice(2));
      const read = readLogs(logs.map(logOfJson), indexes, { chain: CHAIN, blockHash, sender: null, callerOf: () => null });
      const transaction: AccountTransaction = {
        ...{ id, blockHash: null, blockNumber: Number(first['blockId']), position: Number(first['transactionIndex']), timeSeconds: 0 },
        ...{ status: 'ok', from: null, to: null, transfers: read.transfers, events: read.events },
      };
      return [id, { transaction, sources: [], facts: null }];
    }),
  );
}

describe.skipIf(SHARED_DATA === null)('swaps of blocks 15000000 and following', () => {
  it('[A26] are recorded where pool and sums hold, and told with a reason where not', () => {
    const held = transactionsOfDump();
    const { recorded, inferences } = atOnce(recogniseConversions(new Map([[CHAIN, held]])));
    const swaps = recorded.filter(({ kind }) => kind === 'swap');
    const byExchange = (name: string) => swaps.filter((one) => one.name === name).length;
    expect([byExchange('Uniswap v2'), byExchange('SushiSwap'), byExchange('Uniswap v3'), swaps.length]).toEqual([45, 8, 42, 95]);
    const reasons = new Set(inferences.filter(({ kind }) => kind === 'swap').map(({ reason }) => reason));
    // Tokens that take a fee of every transfer move less than the pool's log says: never recorded.
    expect([...reasons].sort()).toEqual(['amountsDiffer', 'bothSides', 'severalAssets', 'unknownPool']);
    // Each movement stands in one conversion on either side.
    for (const side of ['ins', 'outs'] as const) {
      const names = recorded.flatMap((one) => one[side].map(({ transaction, path }) => `${transaction} ${path.join('.')}`));
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("[A26] keep the pool's own invariant: its Sync log tells the reserves that the movements lead to", () => {
    const held = transactionsOfDump();
    const logs = new Map(linesOfDump().map((log) => [`${log['txHash']} ${log['logIndex']}`, log]));
    const { recorded } = atOnce(recogniseConversions(new Map([[CHAIN, held]])));
    let checked = 0;
    for (const { name, kind, ins, outs, events } of recorded) {
      if (kind !== 'swap' || name === 'Uniswap v3') continue;
      const event = events[0] as NonNullable<(typeof events)[0]>;
      const sync = logs.get(`${event.transaction} ${(event.path[1] as number) - 1}`) as Record<string, unknown>;
      expect((sync['topics'] as string[])[0]).toBe('0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1');
      const reserves = [0, 1].map((word) => BigInt(`0x${String(sync['data']).slice(2 + 64 * word, 66 + 64 * word)}`)) as [bigint, bigint];
      const moved = (names: typeof ins) => {
        const transfers = held.get(event.transaction)?.transaction.transfers ?? [];
        const own = transfers.filter(({ path }) => names.some((one) => one.path.join() === path.join()));
        return { sum: own.reduce((total, { amount }) => total + amount, 0n), token: own[0]?.asset.contract ?? '' };
      };
      const [into, out] = [moved(ins), moved(outs)];
      const [gained, paid] = into.token.toLowerCase() < out.token.toLowerCase() ? reserves : [reserves[1], reserves[0]];
      const before = (gained - into.sum) * (paid + out.sum);
      expect(before <= gained * paid).toBe(true);
      // 0.3 % stay with the pool: no more than this can have come out.
      const most = (into.sum * 997n * (paid + out.sum)) / ((gained - into.sum) * 1000n + into.sum * 997n);
      expect(out.sum <= most).toBe(true);
      checked++;
    }
    expect(checked).toBe(53);
  });
});
