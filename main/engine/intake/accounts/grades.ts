// How well each statement about a transaction of an account chain is founded: read anew from the bytes that a block of the case commits to,
// or said by two sources of different, named operators, or by one. A movement is graded by itself: a proven transaction does not prove what
// a node says ran inside it.
import type { AnchorRow, CaseFile } from '../../casefile/index.ts';
import {
  type AccountChain,
  accountChain,
  type AccountTransaction,
  type EvmNetwork,
  readCommittedTransaction,
  readHeaderRawData,
  readTransactionBytes,
  readTronTransaction,
} from '../../chains/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type Anchoring, readAnchoring, type Unanchored } from './anchoring.ts';
import { bestPlace, type HeldPlace } from './inclusion.ts';
import { eventSaying, type MergedTransaction, saying } from './mergeAccounts.ts';
import { type OpenedBlock, openBlock } from './openedBlock.ts';
import { operatorOf } from './operators.ts';

/** P needs work behind a header, which no account chain has; M nobody can enter for these chains. */
export type AccountGrade = 'A' | 'Q' | 'S';

export interface InclusionState {
  /** Block of the case that proves the transaction; null where none does. */
  readonly blockHash: string | null;
  /** Whether its receipt, and so how it ended and its logs, are proven too. Always false on TRON, where the transaction says how it ended. */
  readonly receipt: boolean;
  readonly anchor: AnchorRow | null;
  /** Why it is not anchored: no block of the case holds it, or no anchor reaches the block, or the bytes say something else. */
  readonly why: 'noBlock' | 'disagrees' | Unanchored | null;
}

export interface TransactionGrades {
  readonly grade: AccountGrade;
  readonly transfers: readonly AccountGrade[];
  readonly events: readonly AccountGrade[];
  readonly inclusion: InclusionState;
  /** Named operators of the sources that agree on the transaction as a whole. */
  readonly operators: readonly string[];
}

/** `anchoring` is for callers with many transactions of one chain. */
export function gradeTransaction(
  file: CaseFile,
  chain: string,
  merged: MergedTransaction,
  anchoring: Anchoring = readAnchoring(file, chain),
): TransactionGrades {
  const network = accountChain(chain);
  const place = network === undefined ? null : bestPlace(file, network, merged.transaction.id, anchoring);
  // A block that nothing anchors is as good as anybody's invention: what it shows is not even compared.
  const proven = network === undefined || place === null || place.anchor === null ? null : provenReading(file, network, place);
  const disagrees = proven !== null && !sameFacts(merged.transaction, proven);
  const inclusion: InclusionState =
    place === null
      ? { blockHash: null, receipt: false, anchor: null, why: 'noBlock' }
      : {
          ...{ blockHash: place.block.hash, receipt: place.block.receipts !== null },
          ...(disagrees ? { anchor: null, why: 'disagrees' as const } : { anchor: place.anchor, why: whyNot(place, anchoring) }),
        };
  const operators = namedOperators(file, anchoring);
  const namesOf = (sources: readonly number[] | undefined): readonly string[] => [
    ...new Set((sources ?? []).flatMap((source) => operators.get(source) ?? [])),
  ];
  const told = (sources: readonly number[] | undefined): AccountGrade => (namesOf(sources).length > 1 ? 'Q' : 'S');
  const isAnchored = inclusion.anchor !== null;
  const movements = counted(isAnchored ? (proven?.transfers ?? []).map(transferKey) : []);
  const happenings = counted(isAnchored ? (proven?.events ?? []).map(eventSaying) : []);
  return {
    grade: isAnchored ? 'A' : told(merged.agreed?.transaction),
    transfers: merged.transaction.transfers.map((one, i) => (movements.take(transferKey(one)) ? 'A' : told(merged.agreed?.transfers[i]))),
    events: merged.transaction.events.map((one, i) => (happenings.take(eventSaying(one)) ? 'A' : told(merged.agreed?.events[i]))),
    ...{ inclusion, operators: namesOf(merged.agreed?.transaction) },
  };
}

function whyNot({ block, anchor }: HeldPlace, anchoring: Anchoring): Unanchored | null {
  return anchor === null ? anchoring.whyNot(block.hash) : null;
}

/** Two equal movements are two only if both are proven. */
function counted(keys: readonly string[]) {
  const left = new Map<string, number>();
  for (const key of keys) left.set(key, (left.get(key) ?? 0) + 1);
  return {
    take(key: string): boolean {
      const count = left.get(key) ?? 0;
      if (count > 0) left.set(key, count - 1);
      return count > 0;
    },
  };
}

const transferKey = (transfer: AccountTransaction['transfers'][number]): string => `${transfer.path.join('.')} ${saying(transfer)}`;

/** Only what both state can disagree. */
function sameFacts(merged: AccountTransaction, proven: AccountTransaction): boolean {
  if (proven.status !== 'unknown' && merged.status !== 'unknown' && proven.status !== merged.status) return false;
  return (['blockHash', 'blockNumber', 'position', 'timeSeconds', 'from', 'to'] as const).every(
    (what) => proven[what] === null || merged[what] === null || proven[what] === merged[what],
  );
}

/** What the committed bytes alone show; null for forms whose movements nothing here reads from bytes. */
function provenReading(file: CaseFile, chain: AccountChain, { block, position }: HeldPlace): AccountTransaction | null {
  const opened = openBlock(file, chain, block);
  try {
    return chain.family === 'tron'
      ? tronReading(opened.transactions[position] as Uint8Array, block, position)
      : evmReading(chain as EvmNetwork, block.header, opened, position);
  } catch (error) {
    // Bytes of a form that the readers refuse are in the block all the same.
    if (!(error instanceof Fault)) throw error;
    return null;
  }
}

function evmReading(
  chain: EvmNetwork,
  header: Uint8Array,
  { transactions, receipts, places }: OpenedBlock,
  position: number,
): AccountTransaction | null {
  const receipt =
    receipts === null ? null : { bytes: receipts[position] as Uint8Array, ...(places()[position] as ReturnType<typeof places>[number]) };
  const reading = readCommittedTransaction({ header, position, transaction: transactions[position] as Uint8Array, receipt }, chain);
  if (reading === null) return null;
  const { transaction } = reading;
  if (receipt !== null && transaction.status !== 'unknown') return transaction;
  // Not shown that anything was carried out: the receipt is lacking, or of the time before receipts said so.
  return {
    ...transaction,
    transfers: transaction.transfers.filter(({ path }) => receipt !== null && path[0] === 2),
    events: transaction.events.filter(({ kind }) => kind === 'delegation'),
  };
}

function tronReading(bytes: Uint8Array, { hash, number, header }: HeldPlace['block'], position: number): AccountTransaction {
  const timeSeconds = Number(readHeaderRawData(header).timestampMs / 1000n);
  const place = { blockHash: hash, blockNumber: number, position, timeSeconds, logsBefore: 0 };
  const { transaction, grounds } = readTronTransaction(readTransactionBytes(bytes), null, place);
  return {
    ...transaction,
    // What a contract did with a call is the contract's doing; fees stand in no byte that the header commits to.
    transfers: transaction.transfers.filter((_, i) => grounds[i] === 'order'),
    events: transaction.events.filter(({ details }) => details['basis'] !== 'call'),
  };
}

const named = new WeakMap<Anchoring, ReadonlyMap<number, string>>();

/** Read once for each reading of the anchors: a caller with many transactions hands in the same. */
function namedOperators(file: CaseFile, anchoring: Anchoring): ReadonlyMap<number, string> {
  const known = named.get(anchoring);
  if (known !== undefined) return known;
  const made = new Map<number, string>();
  for (const source of file.sources.list()) {
    const operator = operatorOf(source);
    if (operator !== null) made.set(source.id, operator);
  }
  named.set(anchoring, made);
  return made;
}
