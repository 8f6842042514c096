// Takes a capture in: verified first, then its answers go the way of files of the same content, with the service and the times kept beside.
// One capture is of one chain. What of the fetch list it answers is kept with the source, so the list can be ticked off.
import { basename } from 'node:path';
import type { CaptureNote } from '../../../../shared/contract/capture.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { accountChain, type AccountChain, type BitcoinNetwork, bitcoinNetwork, EVM_NETWORKS } from '../../chains/index.ts';
import { type Host, sha256Hex, type Work } from '../../kernel/index.ts';
import type { PlacedTransaction } from '../accounts/accountColumns.ts';
import type { ProvenBlock } from '../accounts/blockBodies.ts';
import { type AccountBatch, type AccountMaterial, type AccountRequest, takeInAccounts } from '../accounts/takeInAccounts.ts';
import type { Progress } from '../material.ts';
import type { TakeInResult } from '../result.ts';
import { openSourceFile } from '../sourceFile.ts';
import { takeIn } from '../takeIn.ts';
import type { ChainStatement } from '../tables/index.ts';
import { createRejections, type Rejections } from './answers.ts';
import type { AnswerOrigin } from './captureNote.ts';
import { bitcoinMaterial } from './bitcoinAnswers.ts';
import { evmTransactions } from './evmAnswers.ts';
import { type Capture, openCapture } from './readCapture.ts';
import { statedAnswers } from './statedAnswers.ts';
import { tableTransactions } from './tableAnswers.ts';
import { tronTransactions } from './tronAnswers.ts';

const IMPORTER = { id: 'capture', version: '1' } as const;
const ANSWERS_PER_BATCH = 500;

/** Null where the path is no capture. */
export async function takeInCapture(
  host: Host,
  file: CaseFile,
  path: string,
  request: Omit<AccountRequest, 'name'>,
  work: Work<Progress>,
): Promise<TakeInResult | null> {
  const capture = await openCapture(path, work);
  if (capture === null) return null;
  const name = basename(path);
  const { chain } = capture.manifest;
  const network = bitcoinNetwork(chain);
  if (network !== undefined)
    return takeInCoins(host, file, capture, network, { name, exhibit: request.exhibit, anchor: request.anchor }, work);
  const account = accountChain(chain);
  if (account === undefined || account.family === 'ledger') throw new Fault('chain.unknown', { chain, known: '' });
  return takeInMovements(host, file, capture, account, { ...request, name }, work);
}

function noteOf({ manifest, fingerprint }: Capture): CaptureNote {
  const times = manifest.answers.map(({ time }) => time).sort();
  return {
    ...{ lists: manifest.lists, service: manifest.service, kind: manifest.kind, fingerprint, answers: manifest.answers.length },
    ...{ from: times[0] ?? null, to: times.at(-1) ?? null },
    items: manifest.items.map(({ chain, kind, item, fromBlock, toBlock, gaps }) => ({ chain, kind, item, fromBlock, toBlock, gaps })),
  };
}

const originsOf = ({ manifest }: Capture): AnswerOrigin[] =>
  manifest.answers.map(({ file, method, url, body, time, sha256 }) => ({
    file,
    url: body === null ? `${method} ${url}` : `${method} ${url} ${body}`,
    time,
    sha256,
  }));

async function takeInCoins(
  host: Host,
  file: CaseFile,
  capture: Capture,
  network: BitcoinNetwork,
  { name, exhibit, anchor }: { readonly name: string; readonly exhibit: string; readonly anchor: string | undefined },
  work: Work<Progress>,
): Promise<TakeInResult> {
  const { material, hashes } = await bitcoinMaterial(capture, network);
  const identity = {
    publicId: sha256Hex(`capture ${capture.sha256}`).slice(0, 32),
    size: material.files.reduce((sum, one) => sum + one.size, 0),
    sha256: capture.sha256,
    hashes,
  };
  const taking = { name, chain: network.id, anchor, exhibit, force: false };
  const prepared = { mode: 'transactions', identity, anchors: [], capture: noteOf(capture), answers: originsOf(capture) } as const;
  return takeIn(host, file, IMPORTER, material, taking, work, prepared);
}

async function takeInMovements(
  host: Host,
  file: CaseFile,
  capture: Capture,
  chain: AccountChain,
  request: AccountRequest,
  work: Work<Progress>,
): Promise<TakeInResult> {
  const source = openSourceFile(capture.path);
  const rejected = createRejections();
  const material: AccountMaterial = {
    chain,
    importer: `${IMPORTER.id}@${IMPORTER.version}`,
    files: [source],
    // The zip and the folder of one capture are one source only by their manifest; a file hash alone would tell them apart.
    reading: `capture ${capture.sha256}`,
    batches: () => batchesOf(capture, chain, rejected, source.size),
    summary: () => ({ rejected: rejected.rows, table: null, names: [] }),
    capture: { note: noteOf(capture), answers: originsOf(capture) },
  };
  try {
    return await takeInAccounts(host, file, material, request, work);
  } finally {
    source.close();
  }
}

async function* batchesOf(capture: Capture, chain: AccountChain, rejected: Rejections, size: number): AsyncGenerator<AccountBatch> {
  const all = capture.manifest.answers.length;
  const seen = new Set<string>();
  let blocks: ProvenBlock[] = [];
  const keep = (block: ProvenBlock): void => {
    if (!seen.has(block.hash)) blocks.push(block);
    seen.add(block.hash);
  };
  let pending: PlacedTransaction[] = [];
  let last = 0;
  const statements: ChainStatement[] = [];
  const state = (one: ChainStatement): void => void statements.push(one);
  for await (const { placed, answer } of transactionsOf(capture, chain, rejected, keep, state)) {
    pending.push(placed);
    last = Math.max(last, answer);
    if (pending.length >= ANSWERS_PER_BATCH) {
      yield { transactions: pending, blocks, done: Math.floor((size * last) / Math.max(1, all)) };
      pending = [];
      blocks = [];
    }
  }
  const stated = await statedAnswers(capture, chain, rejected, keep);
  yield { transactions: pending, blocks, stated, statements, done: size };
}

async function* transactionsOf(
  capture: Capture,
  chain: AccountChain,
  rejected: Rejections,
  keep: (block: ProvenBlock) => void,
  state: (statement: ChainStatement) => void,
): AsyncGenerator<{ readonly placed: PlacedTransaction; readonly answer: number }> {
  const evm = EVM_NETWORKS.find(({ id }) => id === chain.id);
  if (evm !== undefined) yield* evmTransactions(capture, evm, rejected, keep);
  else yield* tronTransactions(capture, rejected, keep);
  yield* tableTransactions(capture, chain, rejected, state);
}
