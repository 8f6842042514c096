// Pages of explorers' lists (Etherscan's account modules, TronGrid's token transfers), read as the tables they are. Rows that stand on
// two pages, or on two lists, are put together where the case merges what its sources say.
import { type AccountChain, type AccountTransaction, knownToken } from '../../chains/index.ts';
import type { PlacedTransaction } from '../accounts/accountColumns.ts';
import { bytesSource, openSource, readTransactions, recogniseSheet } from '../tables/index.ts';
import { answersOf, fieldOf, jsonOf, type Rejections } from './answers.ts';
import type { Capture } from './readCapture.ts';

/** Mapping of each list: the collector asked for it by name, so it is not guessed from the rows. */
const MAPPINGS: Readonly<Record<string, string>> = {
  'etherscan.txlist': 'etherscanApi.normal',
  'etherscan.txlistinternal': 'etherscanApi.internal',
  'etherscan.tokentx': 'etherscanApi.token',
  'etherscan.tokennfttx': 'etherscanApi.item',
  'grid.trc20': 'trongrid.trc20',
};
/** A sniff below this is a guess. */
const SURE_SCORE = 50;

export async function* tableTransactions(
  capture: Capture,
  chain: AccountChain,
  rejected: Rejections,
): AsyncGenerator<{ readonly placed: PlacedTransaction; readonly answer: number }> {
  const seen = new Set<string>();
  for (const answer of answersOf(capture)) {
    const expected = MAPPINGS[answer.role];
    if (expected === undefined || answer.status !== 200) continue;
    const bytes = await capture.read(answer);
    const json = jsonOf(bytes);
    const rows = fieldOf(json, 'result') ?? fieldOf(json, 'data');
    if (!Array.isArray(rows)) {
      rejected.add(answer, 'answer:shape');
      continue;
    }
    if (rows.length === 0) continue;
    const { sheets } = await openSource(bytesSource(bytes, answer.file));
    const [sheet] = sheets;
    const layout = sheet === undefined ? null : await recogniseSheet(sheet);
    if (sheet === undefined || layout === null || layout.mapping?.id !== expected || (layout.sniff?.score ?? 0) < SURE_SCORE) {
      rejected.add(answer, 'answer:shape');
      continue;
    }
    const context = {
      chain,
      account: null,
      token: null,
      time: { zoneMinutes: 0, dayOrder: null },
      decimalsOf: (contract: string) => knownToken(chain.id, contract)?.decimals ?? null,
    };
    const batches = readTransactions(sheet, { mapping: layout.mapping, layout, context });
    for (let next = await batches.next(); next.done !== true; next = await batches.next()) {
      for (const one of next.value.rejected) rejected.add(answer, one.reason, `${one.row}: ${one.text}`);
      for (const { transaction } of next.value.transactions) {
        // The last block of a window of rows is asked for again: what stands there word for word was read already.
        const key = `${answer.role} ${contentKey(transaction)}`;
        if (seen.has(key)) continue;
        seen.add(key);
        yield { placed: { transaction, rows: [answer.number] }, answer: answer.number };
      }
    }
  }
}

function contentKey(transaction: AccountTransaction): string {
  return JSON.stringify(transaction, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
