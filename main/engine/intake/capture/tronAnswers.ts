// Answers of a java-tron node and of TronGrid as transactions of an account chain.
import { Fault } from '../../../../shared/model/fault.ts';
import {
  gridRows,
  NO_PLACE,
  type NodeBlock,
  parseTronJson,
  readGridTransaction,
  readNodeBlock,
  readNodeTransaction,
  readTronInfo,
  readTronTransaction,
  type TronInfo,
  type TronPlace,
} from '../../chains/index.ts';
import type { PlacedTransaction } from '../accounts/accountColumns.ts';
import type { ProvenBlock } from '../accounts/blockBodies.ts';
import { provenTronBlock } from '../accounts/tronObjects.ts';
import { answersOf, type NumberedAnswer, type Rejections, textOf } from './answers.ts';
import type { Capture } from './readCapture.ts';

const BLOCKS_KEPT = 8;
type Yielded = { readonly placed: PlacedTransaction; readonly answer: number };

export async function* tronTransactions(
  capture: Capture,
  rejected: Rejections,
  keep: (block: ProvenBlock) => void,
): AsyncGenerator<Yielded> {
  const answers = answersOf(capture).filter(({ status }) => status === 200);
  const byRole = (role: string): ReadonlyMap<string, NumberedAnswer> =>
    new Map(answers.flatMap((one) => (one.role === role ? [[one.about, one] as const] : [])));
  const [infos, blocks] = [byRole('tron.info'), byRole('tron.block')];
  const attempt = async <T>(answer: NumberedAnswer | undefined, read: (text: string) => T): Promise<T | null> => {
    if (answer === undefined) return null;
    try {
      const text = textOf(await capture.read(answer));
      // So java-tron says that it has no such thing; the item's gaps say it too.
      return text.trim() === '{}' ? null : read(text);
    } catch (error) {
      if (!(error instanceof Fault) || error.code === 'intake.capture') throw error;
      rejected.add(answer, `answer:${error.parameters.reason ?? error.code}`);
      return null;
    }
  };
  const kept = new Map<string, NodeBlock | null>();
  const blockAt = async (name: string): Promise<NodeBlock | null> => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const block = await attempt(blocks.get(name), (text) => readNodeBlock(parseTronJson(text)));
    if (block !== null) keep(provenTronBlock(block));
    if (kept.size >= BLOCKS_KEPT) kept.delete(kept.keys().next().value as string);
    kept.set(name, block);
    return block;
  };
  const one = async (answer: NumberedAnswer): Promise<Yielded | null> => {
    const transaction = await attempt(answer, (text) => readNodeTransaction(parseTronJson(text)));
    if (transaction === null) return null;
    if (transaction.txid !== answer.about) {
      rejected.add(answer, 'otherThanAsked', `${answer.about}: ${transaction.txid}`);
      return null;
    }
    const infoAnswer = infos.get(answer.about);
    const stated = await attempt(infoAnswer, (text) => readTronInfo(parseTronJson(text)));
    const other = stated !== null && stated.txid !== transaction.txid;
    if (other) rejected.add(infoAnswer as NumberedAnswer, 'otherThanAsked');
    const info = other ? null : stated;
    const number = info?.blockNumber ?? null;
    const block = number === null ? null : await blockAt(String(number));
    const place = placeOf(transaction.txid, block, info);
    if (block !== null && place.position === null)
      rejected.add(blocks.get(String(number)) as NumberedAnswer, 'notInBlock', transaction.txid);
    const reading = await attempt(answer, () => readTronTransaction(transaction, info, place));
    if (reading === null) return null;
    const used = [answer, info === null ? undefined : infoAnswer, place.position === null ? undefined : blocks.get(String(number))];
    const rows = used.flatMap((row) => (row === undefined ? [] : [row.number]));
    return { placed: { transaction: reading.transaction, rows: [...new Set(rows)].sort((a, b) => a - b) }, answer: answer.number };
  };

  for (const answer of answers) {
    if (answer.role === 'tron.transaction') {
      const found = await one(answer);
      if (found !== null) yield found;
    } else if (answer.role === 'grid.transactions') {
      const rows = (await attempt(answer, (text) => gridRows(parseTronJson(text)))) ?? [];
      for (const row of rows) {
        const reading = await attempt(answer, () => readGridTransaction(row));
        if (reading !== null) yield { placed: { transaction: reading.transaction, rows: [answer.number] }, answer: answer.number };
      }
    }
  }
  for (const { kind, item } of capture.manifest.items) {
    const answer = blocks.get(item);
    const block = kind === 'block' ? await blockAt(item) : null;
    if (block === null || answer === undefined) continue;
    for (const transaction of block.transactions) {
      const reading = await attempt(answer, () => readTronTransaction(transaction, null, placeOf(transaction.txid, block, null)));
      if (reading !== null) yield { placed: { transaction: reading.transaction, rows: [answer.number] }, answer: answer.number };
    }
  }
}

function placeOf(txid: string, block: NodeBlock | null, info: TronInfo | null): TronPlace {
  const position = block?.transactions.findIndex((one) => one.txid === txid) ?? -1;
  const stated = {
    blockNumber: info?.blockNumber ?? null,
    timeSeconds: info === null || info.timeMs === null ? null : Number(info.timeMs / 1000n),
  };
  if (block === null || position < 0) return { ...NO_PLACE, ...stated };
  const { id, number, timestampMs } = block.header;
  return { ...NO_PLACE, blockHash: id, blockNumber: number, position, timeSeconds: Number(timestampMs / 1000n) };
}
