// What a question found, on its way into the case: transactions as columns with their places, in batches of one transaction of the
// database each with its event, so that a kill loses at most the batch under way.
import { type BlockColumns, newColumns, readTransaction, type TransactionForm, txidsOf, type UndoCoin } from '../../chains/index.ts';
import { createSegmentWriter, type SpentOutputs } from '../../intake/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { freezeNow } from '../freeze.ts';
import type { HeightRange } from '../searched.ts';
import type { FoundTransaction } from './collected.ts';
import type { Desk, StoredProgress } from './desk.ts';
import { hashAt, type Match } from './pass.ts';

/** This many transactions make a batch. */
const BATCH_TRANSACTIONS = 20_000;

interface BlockPart {
  readonly hash: Uint8Array;
  readonly txFirst: number;
  txCount: number;
  readonly totalTransactions: number;
}

export interface ReadMatch {
  readonly found: FoundTransaction;
  readonly raw: Uint8Array;
  /** What its inputs spent, per undo data; null without. */
  readonly coins: readonly UndoCoin[] | null;
}

const scratch: BlockColumns = newColumns();

/** Takes a matching transaction out of its block. `known` gives the values that the case can prove. */
export function readMatch(
  match: Match,
  form: TransactionForm,
  known: (outpoint: Uint8Array) => { readonly valueSat: bigint; readonly script: Uint8Array } | null,
): ReadMatch {
  const { columns, position } = match;
  const raw = match.block.slice(columns.txStart[position] as number, columns.txEnd[position] as number);
  const own = readTransaction(raw, scratch, form);
  const coinbase = position === 0;
  const coins = coinbase ? null : coinsOf(match);
  const outpoints = new Uint8Array(own.inCount * 36);
  const spent: FoundTransaction['spent'][number][] = [];
  for (let i = 0; i < own.inCount; i++) {
    const at = own.inPrevOffset[i] as number;
    outpoints.set(raw.subarray(at, at + 36), i * 36);
    const parent = coinbase ? null : known(outpoints.subarray(i * 36, i * 36 + 36));
    const coin = coins?.[i];
    if (parent !== null) spent.push({ ...parent, proven: true });
    else spent.push(coin === undefined ? null : { valueSat: coin.valueSat, script: coin.script, proven: false });
  }
  const outputs = Array.from({ length: own.outCount }, (_, out) => ({
    valueSat: own.outValue[out] as bigint,
    script: raw.slice(own.outScriptStart[out] as number, own.outScriptEnd[out] as number),
  }));
  const { height, time } = match;
  const blockHash = match.blockHash.slice();
  return { raw, coins, found: { txid: txidsOf(raw, own), blockHash, height, position, time, coinbase, outpoints, spent, outputs } };
}

/** What undo data say was spent, or null where there are none, or where they say what cannot be. */
export function coinsOf({ undo, position }: Pick<Match, 'undo' | 'position'>): readonly UndoCoin[] | null {
  try {
    return undo === null ? null : undo.coinsOf(position);
  } catch (error) {
    if (error instanceof Fault && error.code === 'chain.badTransaction') return null;
    throw error;
  }
}

export type QuestionRecord = ReturnType<typeof createRecord>;

export interface Progress {
  readonly next: number;
  readonly read: readonly HeightRange[];
  readonly blind?: readonly HeightRange[];
}

export function createRecord(desk: Desk) {
  const { file, blocks } = desk;
  const place = { question: desk.question, source: desk.source, chain: desk.network.id };
  const writer = createSegmentWriter(false);
  let parts: BlockPart[] = [];
  /** Bytes that no file of the source could give again: those of a node. */
  let kept: { hash: Uint8Array; position: number; txid: Uint8Array; raw: Uint8Array }[] = [];
  let batch = file.chain.segmentsOfSource(place.source).length;
  let total = 0;
  let isBroken = false;
  /** Newest row of the case that is not from elsewhere: with one from elsewhere, what this session saw is no state of the case. */
  let newest = file.chain.lastBlock(place.chain);
  let isAlone = true;
  return {
    get total() {
      return total;
    },
    get isFull() {
      return writer.txCount >= BATCH_TRANSACTIONS;
    },
    add(match: Match, read: ReadMatch): void {
      const { columns, position } = match;
      const own = readTransaction(read.raw, scratch, desk.network.transactionForm);
      const spent = read.coins === null ? null : spentOutputs(read.coins);
      const { txFirst } = writer.add(read.raw, own, read.found.txid, spent, { position, at: columns.txStart[position] as number });
      const last = parts.at(-1);
      if (last !== undefined && Buffer.compare(last.hash, match.blockHash) === 0) last.txCount++;
      else parts.push({ hash: match.blockHash.slice(), txFirst, txCount: 1, totalTransactions: columns.txCount });
      if (blocks.place(match.blockHash) === null)
        kept.push({ hash: match.blockHash.slice(), position, txid: read.found.txid, raw: read.raw });
      total++;
    },
    /** As `flush`, for the way out after a failure: what cannot be written now is read again. */
    keep(progress: Progress): void {
      if (isBroken) return;
      try {
        this.flush(progress);
      } catch {
        // The failure that brought us here is the one to tell.
      }
    },
    /** Writes what is gathered, and how far the question got. `more` runs in the same transaction. */
    flush(progress: Progress, more?: () => void): void {
      desk.check();
      // The writer empties itself as it writes: after a failed transaction its columns are gone, and nothing may follow them.
      isBroken = true;
      file.transaction(() => {
        let digest: string | null = null;
        isAlone &&= file.chain.lastBlock(place.chain) === newest;
        if (parts.length > 0) {
          const written = writer.flush(file, { source: place.source, chain: place.chain, batch: batch++ });
          digest = written.digest;
          for (const part of parts) addPart(part, written.segment);
          for (const one of kept)
            file.chain.keepRaw(place.chain, { blockHash: one.hash, position: one.position, txid: one.txid, raw: one.raw, branch: null });
          file.questions.addSegment(place.question, written.segment);
        }
        more?.();
        newest = file.chain.lastBlock(place.chain);
        file.questions.setProgress(place.question, stored(progress));
        if (digest !== null)
          file.journal.append('act', 'question.batch', {
            question: place.question,
            transactions: parts.reduce((sum, part) => sum + part.txCount, 0),
            blocks: parts.length,
            digest,
          });
      });
      isBroken = false;
      parts = [];
      kept = [];
    },
  };

  function stored({ next, read, blind = [] }: Progress): StoredProgress {
    const below = next === 0 ? -1 : desk.headers.at(next - 1);
    return {
      ...{ next, read },
      ...(blind.length === 0 ? {} : { blind }),
      ...(below === -1 ? {} : { tip: Buffer.from(hashAt(desk.headers, below)).toString('hex') }),
      ...(isAlone ? { freeze: freezeNow(file, place.chain) } : {}),
    };
  }

  function addPart(part: BlockPart, segment: number): void {
    const at = blocks.place(part.hash);
    file.chain.addBlock(place.chain, {
      ...{ hash: part.hash, source: place.source, segment },
      file: at?.file ?? blocks.ownFile,
      offset: at?.offset ?? 0,
      length: at?.length ?? 0,
      ...{ txFirst: part.txFirst, txCount: part.txCount, complete: false, claimedHeight: null },
      totalTransactions: part.totalTransactions,
    });
  }
}

export function spentOutputs(coins: readonly UndoCoin[]): SpentOutputs {
  const scriptStart = new Uint32Array(coins.length);
  const scriptEnd = new Uint32Array(coins.length);
  let end = 0;
  coins.forEach((coin, i) => {
    scriptStart[i] = end;
    end += coin.script.length;
    scriptEnd[i] = end;
  });
  const scripts = new Uint8Array(end);
  coins.forEach((coin, i) => scripts.set(coin.script, scriptStart[i] as number));
  return {
    count: coins.length,
    valueSat: BigUint64Array.from(coins, (coin) => coin.valueSat),
    height: Uint32Array.from(coins, (coin) => coin.height),
    scriptStart,
    scriptEnd,
    scripts,
  };
}
