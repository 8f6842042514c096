// Explorers' lists (Etherscan's account modules, TronGrid's token transfers), their pages put together again and read as the tables they
// are: a transaction whose rows stand on two pages must be counted whole, and a row that came twice once.
import { type AccountChain, tokenFacts } from '../../chains/index.ts';
import type { PlacedTransaction } from '../accounts/accountColumns.ts';
import { bytesSource, type ChainStatement, openSource, readTransactions, recogniseSheet } from '../tables/index.ts';
import { answersOf, fieldOf, jsonOf, type NumberedAnswer, type Rejections, textOf } from './answers.ts';
import type { Capture } from './readCapture.ts';

/** Mapping of each list: the collector asked for it by name, so it is not guessed from the rows. */
const MAPPINGS: Readonly<Record<string, string>> = {
  'etherscan.txlist': 'etherscanApi.normal',
  'etherscan.txlistinternal': 'etherscanApi.internal',
  'etherscan.internalOf': 'etherscanApi.internal',
  'etherscan.tokentx': 'etherscanApi.token',
  'etherscan.tokennfttx': 'etherscanApi.item',
  'grid.trc20': 'trongrid.trc20',
};
/** Asked by its transaction, which the rows therefore do not name (docs.etherscan.io, "Get Internal Transactions by Transaction Hash"). */
const ONE_TRANSACTION = 'etherscan.internalOf';
/** A sniff below this is a guess. */
const SURE_SCORE = 50;

interface List {
  readonly first: NumberedAnswer;
  readonly key: string;
  startBlock: number;
  /** Rows as JSON text, and the number of the answer each came in. */
  rows: { readonly text: string; readonly block: number; readonly answer: number }[];
}

export async function* tableTransactions(
  capture: Capture,
  chain: AccountChain,
  rejected: Rejections,
  state: (statement: ChainStatement) => void,
): AsyncGenerator<{ readonly placed: PlacedTransaction; readonly answer: number }> {
  const open = new Map<string, List>();
  for (const answer of answersOf(capture)) {
    if (MAPPINGS[answer.role] === undefined || answer.status !== 200) continue;
    const bytes = await capture.read(answer);
    const json = jsonOf(bytes) === undefined ? undefined : exactly(textOf(bytes));
    const rows = fieldOf(json, 'result') ?? fieldOf(json, 'data');
    if (!Array.isArray(rows)) {
      rejected.add(answer, 'answer:shape');
      continue;
    }
    const query = new URL(answer.url.replaceAll('{key}', 'k')).searchParams;
    const startBlock = Number(query.get('startblock') ?? 0);
    const key = `${answer.role} ${answer.about} ${query.get('endblock') ?? ''}`;
    let list = open.get(key);
    // The same account in another range, asked for beside it: a list of its own.
    if (list !== undefined && startBlock < list.startBlock) {
      yield* readList(list, chain, rejected, state);
      list = undefined;
    }
    if (list === undefined) {
      list = { first: answer, key, startBlock, rows: [] };
      open.set(key, list);
    }
    // Behind the explorer's window its last block was asked for anew, whole: what stood of it before gives way.
    if (startBlock > list.startBlock) list.rows = list.rows.filter(({ block }) => block !== startBlock);
    list.startBlock = startBlock;
    for (const row of rows as readonly unknown[])
      list.rows.push({
        text: JSON.stringify(answer.role === ONE_TRANSACTION ? { ...(row as object), hash: answer.about } : row),
        block: Number(fieldOf(row, 'blockNumber') ?? -1),
        answer: answer.number,
      });
  }
  for (const list of open.values()) yield* readList(list, chain, rejected, state);
}

async function* readList(
  { first, rows }: List,
  chain: AccountChain,
  rejected: Rejections,
  state: (statement: ChainStatement) => void,
): AsyncGenerator<{ readonly placed: PlacedTransaction; readonly answer: number }> {
  if (rows.length === 0) return;
  const bytes = new Uint8Array(Buffer.from(`[${rows.map(({ text }) => text).join(',\n')}]`, 'utf8'));
  const { sheets } = await openSource(bytesSource(bytes, first.file));
  const [sheet] = sheets;
  const layout = sheet === undefined ? null : await recogniseSheet(sheet);
  const mapping = layout?.mapping ?? null;
  if (
    sheet === undefined ||
    layout === null ||
    mapping?.id !== MAPPINGS[first.role] ||
    mapping === null ||
    (layout.sniff?.score ?? 0) < SURE_SCORE
  )
    return rejected.add(first, 'answer:shape');
  const decimalsOf = (contract: string): number | null => tokenFacts(chain.id, contract)?.decimals ?? null;
  // What was asked for is an account's rows, but where one transaction was.
  const account = first.role === ONE_TRANSACTION ? null : first.about;
  const context = { chain, account, token: null, time: { zoneMinutes: 0, dayOrder: null }, decimalsOf };
  const answerOf = (row: number): number => rows[row - 1]?.answer ?? first.number;
  const batches = readTransactions(sheet, { mapping, layout, context });
  let next = await batches.next();
  for (; next.done !== true; next = await batches.next()) {
    for (const one of next.value.rejected) rejected.rows.push({ row: answerOf(one.row), reason: one.reason, text: one.text.slice(0, 200) });
    for (const { transaction, rows: own } of next.value.transactions) {
      const answers = [...new Set(own.map(answerOf))].sort((a, b) => a - b);
      yield { placed: { transaction, rows: answers }, answer: answers[0] ?? first.number };
    }
  }
  for (const one of next.value.statements) state({ ...one, row: answerOf(one.row) });
}

/** JSON whose numbers are written again as they stood: an explorer may write an amount as a number, and no digit may go. */
function exactly(text: string): unknown {
  const { rawJSON } = JSON as unknown as { rawJSON(source: string): unknown };
  type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
  const keep: Reviver = (_, value, { source }) => (typeof value === 'number' && source !== undefined ? rawJSON(source) : value);
  return JSON.parse(text, keep as (key: string, value: unknown) => unknown);
}
