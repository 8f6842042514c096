// Answers of an Ethereum-like node, or of an explorer's proxy to one, as transactions of an account chain. What a block's header commits
// to is checked against it; a transaction that has not the hash it was asked by is refused.
import { Fault } from '../../../../shared/model/fault.ts';
import { type EvmNetwork, isStateSync, readBlockEvidence, readEvmTransaction, transactionOfJson } from '../../chains/index.ts';
import type { PlacedTransaction } from '../accounts/accountColumns.ts';
import type { ProvenBlock } from '../accounts/blockBodies.ts';
import { provenBlock } from '../accounts/evmObjects.ts';
import { answersOf, fieldOf, type NumberedAnswer, type Rejections, rpcResult } from './answers.ts';
import type { Capture } from './readCapture.ts';

interface Found {
  readonly answer: NumberedAnswer;
  readonly value: unknown;
}

/** Parsed blocks are large: so many stand beside each other. */
const BLOCKS_KEPT = 8;

export async function* evmTransactions(
  capture: Capture,
  network: EvmNetwork,
  rejected: Rejections,
  keep: (block: ProvenBlock) => void,
): AsyncGenerator<{ readonly placed: PlacedTransaction; readonly answer: number }> {
  const answers = answersOf(capture).filter(({ status }) => status === 200);
  const byRole = (role: string): ReadonlyMap<string, NumberedAnswer> =>
    new Map(answers.flatMap((one) => (one.role === role ? [[one.about.toLowerCase(), one] as const] : [])));
  const [receipts, trees, flats, blocks, blockReceipts] = [
    'evm.receipt',
    'evm.trace',
    'evm.flatTrace',
    'evm.block',
    'evm.blockReceipts',
  ].map(byRole) as [
    ReadonlyMap<string, NumberedAnswer>,
    ReadonlyMap<string, NumberedAnswer>,
    ReadonlyMap<string, NumberedAnswer>,
    ReadonlyMap<string, NumberedAnswer>,
    ReadonlyMap<string, NumberedAnswer>,
  ];
  const load = async (answer: NumberedAnswer | undefined): Promise<Found | null> => {
    if (answer === undefined) return null;
    const value = rpcResult(await capture.read(answer));
    return value === null ? null : { answer, value };
  };
  const judged = new Map<string, Judged | null>();
  const blockOf = async (name: string): Promise<Judged | null> => {
    const known = judged.get(name);
    if (known !== undefined) return known;
    const block = await load(blocks.get(name));
    const hash = String(fieldOf(block?.value, 'hash')).toLowerCase();
    const made = block === null ? null : judge(block, await load(blockReceipts.get(hash)), name, network, rejected, keep);
    if (judged.size >= BLOCKS_KEPT) judged.delete(judged.keys().next().value as string);
    judged.set(name, made);
    return made;
  };

  const taken = new Set<string>();
  for (const answer of answers) {
    if (answer.role !== 'evm.transaction') continue;
    const hash = answer.about.toLowerCase();
    const transaction = await load(answer);
    if (transaction === null || taken.has(hash)) continue;
    taken.add(hash);
    const stated = fieldOf(transaction.value, 'hash');
    if (typeof stated !== 'string' || stated.toLowerCase() !== hash) {
      rejected.add(answer, 'otherThanAsked', `${hash}: ${String(stated)}`);
      continue;
    }
    const receipt = await load(receipts.get(hash));
    const trace = (await load(trees.get(hash))) ?? (await load(flats.get(hash)));
    const blockName = [fieldOf(transaction.value, 'blockHash'), fieldOf(transaction.value, 'blockNumber')]
      .map((name) => String(name).toLowerCase())
      .find((name) => blocks.has(name));
    const block = blockName === undefined ? null : await blockOf(blockName);
    const placed = read({ transaction, receipt, trace, block }, network, rejected);
    if (placed !== null) yield { placed, answer: answer.number };
  }

  for (const { kind, item } of capture.manifest.items) {
    if (kind !== 'block') continue;
    const block = await blockOf(item.toLowerCase());
    if (block === null) continue;
    const [list, own] = [fieldOf(block.found.value, 'transactions'), block.receipts?.value];
    for (const [position, value] of (Array.isArray(list) ? (list as readonly unknown[]) : []).entries()) {
      const hash = String(fieldOf(value, 'hash')).toLowerCase();
      if (typeof value !== 'object' || taken.has(hash)) continue;
      taken.add(hash);
      const receipt =
        Array.isArray(own) && block.receipts !== null ? { answer: block.receipts.answer, value: own[position] as unknown } : null;
      const placed = read({ transaction: { answer: block.found.answer, value }, receipt, trace: null, block }, network, rejected);
      if (placed !== null) yield { placed, answer: block.found.answer.number };
    }
  }
}

interface Judged {
  readonly found: Found;
  readonly receipts: Found | null;
}

/** A block whose header does not give its hash, or does not commit to what came with it, is no ground for anything: null. */
function judge(
  found: Found,
  receipts: Found | null,
  asked: string,
  network: EvmNetwork,
  rejected: Rejections,
  keep: (block: ProvenBlock) => void,
): Judged | null {
  try {
    const hash = String(fieldOf(found.value, 'hash')).toLowerCase();
    if (asked.length === 66 && hash !== asked) {
      rejected.add(found.answer, 'otherThanAsked');
      return null;
    }
    const evidence = readBlockEvidence(found.value, receipts?.value ?? null, network);
    if (evidence.header.kind === 'mismatch' || evidence.transactions.kind === 'mismatch') {
      rejected.add(found.answer, 'blockHash');
      return null;
    }
    const block = provenBlock(evidence);
    if (block !== null) keep(block);
    if (evidence.receipts.kind !== 'mismatch') return { found, receipts };
    rejected.add((receipts as Found).answer, 'blockHash');
    return { found, receipts: null };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    rejected.add(found.answer, `answer:${error.parameters.reason ?? error.code}`);
    return null;
  }
}

function read(
  { transaction, receipt, trace, block }: { transaction: Found; receipt: Found | null; trace: Found | null; block: Judged | null },
  network: EvmNetwork,
  rejected: Rejections,
): PlacedTransaction | null {
  const rows = [transaction, receipt, trace, block?.found, block?.receipts].flatMap((one) =>
    one === null || one === undefined ? [] : [one.answer.number],
  );
  try {
    if (!isStateSync(transaction.value)) checkHash(transaction.value);
    const source = {
      transaction: transaction.value,
      receipt: receipt?.value ?? null,
      trace: trace?.value ?? null,
      block: block?.found.value ?? null,
    };
    return { transaction: readEvmTransaction(source, network).transaction, rows: [...new Set(rows)].sort((a, b) => a - b) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    rejected.add(transaction.answer, `answer:${error.parameters.reason ?? error.code}`);
    return null;
  }
}

/** Rebuilds the signed bytes: they must have the hash that is stated. Forms not known here cannot be rebuilt and are taken as they are. */
function checkHash(value: unknown): void {
  try {
    transactionOfJson(value);
  } catch (error) {
    if (!(error instanceof Fault) || error.parameters.reason !== 'transaction.unknownType') throw error;
  }
}
