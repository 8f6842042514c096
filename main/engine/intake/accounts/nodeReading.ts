// What reading the answers of a node gives, whatever the chain: transactions, what was refused, and what of the blocks is proven.
import { Fault } from '../../../../shared/model/fault.ts';
import type { RejectedRow } from '../material.ts';
import type { PlacedTransaction } from './accountColumns.ts';
import type { ProvenBlock } from './blockBodies.ts';

/** What a document as a whole shows; each counts blocks or transactions and names the first of them. */
export type NodeFlag =
  /** The header gives the stated hash, and commits to exactly these transactions (and, on EVM chains, to these receipts). */
  | {
      readonly code: 'blockProven';
      readonly blocks: number;
      readonly transactions: number;
      readonly receipts: number;
      readonly numbers: string;
    }
  /** It could not be shown, for the reason given; the transactions are taken as the source's word. */
  | { readonly code: 'blockNotRebuilt'; readonly reason: string; readonly blocks: number; readonly numbers: string }
  /** Transactions whose logs, fees or inner calls no answer in the file states. */
  | { readonly code: 'noInfo' | 'noTransaction' | 'feesUnknown' | 'internalsUnknown' | 'movesNotRead'; readonly transactions: number };

export interface NodeReading {
  readonly placed: readonly PlacedTransaction[];
  readonly rejected: readonly RejectedRow[];
  readonly flags: readonly NodeFlag[];
  /** Those whose header gave their hash. */
  readonly blocks: readonly ProvenBlock[];
}

/** Sums up what was found of single blocks. */
export function createBlockNotes() {
  const proven = { blocks: 0, transactions: 0, receipts: 0, numbers: [] as number[] };
  const failed = new Map<string, number[]>();
  return {
    proven(number: number, transactions: number, receipts: number): void {
      proven.blocks++;
      proven.transactions += transactions;
      proven.receipts += receipts;
      proven.numbers.push(number);
    },
    notRebuilt(number: number, reason: string): void {
      const numbers = failed.get(reason);
      if (numbers === undefined) failed.set(reason, [number]);
      else numbers.push(number);
    },
    flags(): NodeFlag[] {
      return [
        ...(proven.blocks === 0 ? [] : [{ code: 'blockProven' as const, ...proven, numbers: firstOf(proven.numbers) }]),
        ...[...failed].map(([reason, numbers]) => ({
          ...{ code: 'blockNotRebuilt' as const, reason, blocks: numbers.length, numbers: firstOf(numbers) },
        })),
      ];
    },
  };
}

const MOST_NAMED = 20;
function firstOf(numbers: readonly number[]): string {
  const named = numbers.slice(0, MOST_NAMED).join(', ');
  return numbers.length > MOST_NAMED ? `${named}, …` : named;
}

/** A fault of one object becomes its row's rejection; anything else goes on. */
export function rejection(row: number, error: unknown, text: string): RejectedRow {
  if (!(error instanceof Fault)) throw error;
  const { reason, field } = error.parameters;
  return {
    row,
    reason: [reason ?? error.code, field].filter((part) => part !== undefined && part !== '').join(': '),
    text: text.slice(0, 200),
  };
}
