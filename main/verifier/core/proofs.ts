// proofs/<block>.json (SPEC [P1], [P2]): each transaction hashes to its txid and its branch folds to the Merkle root of a header
// that stands in a checked segment. Also the one index of transactions that every later check reads.
import { equalBytes, fromHex } from './bytes.ts';
import type { BagContents } from './bagit.ts';
import { KNOWN_CHAINS, MAINNET, REPEATED_TXIDS } from './constants.ts';
import { hash, height, list, listOf, oneOf, readShape, text, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { HEADER_BYTES, type HeaderIndex, provenTarget, readHeader } from './headers.ts';
import { readJsonFile } from './jsonFile.ts';
import { foldBranch, MOST_TRANSACTIONS } from './merkle.ts';
import * as say from './sentences.ts';
import { parseTransaction, type Transaction, type TransactionOutput } from './transaction.ts';

export interface ProvenTransaction extends Transaction {
  readonly chain: string;
  readonly blockHash: string;
  readonly height: number | null;
  readonly position: number;
  /** Seconds of the block's own clock reading. */
  readonly time: number;
}

export interface TransactionIndex {
  get(chain: string, txid: string): ProvenTransaction | undefined;
  output(chain: string, outpoint: string): TransactionOutput | undefined;
  /** Transactions of the bag that spend the output; more than one only across blocks that are not connected. */
  spenders(chain: string, outpoint: string): readonly ProvenTransaction[];
  readonly unanchored: ReadonlySet<string>;
  readonly chains: ReadonlySet<string>;
}

export function splitOutpoint(outpoint: string): { readonly txid: string; readonly index: number } {
  return { txid: outpoint.slice(0, 64), index: Number(outpoint.slice(65)) };
}

export async function checkProofs(contents: BagContents, headers: HeaderIndex, findings: Findings): Promise<TransactionIndex> {
  const byTxid = new Map<string, ProvenTransaction[]>();
  const spending = new Map<string, ProvenTransaction[]>();
  const unanchored = new Set<string>();
  const chains = new Set<string>();
  for (const file of [...contents.bytes.keys()].filter((name) => name.startsWith('data/proofs/'))) {
    for (const transaction of checkProof(contents, file, headers, findings, unanchored, chains)) {
      const key = `${transaction.chain} ${transaction.txid}`;
      byTxid.set(key, [...(byTxid.get(key) ?? []), transaction]);
      for (const input of transaction.inputs) {
        if (input.outpoint === null) continue;
        const spent = `${transaction.chain} ${input.outpoint}`;
        spending.set(spent, [...(spending.get(spent) ?? []), transaction]);
      }
    }
  }
  checkRepeats(byTxid, spending, findings);
  const get = (chain: string, txid: string): ProvenTransaction | undefined => byTxid.get(`${chain} ${txid}`)?.at(-1);
  findings.pass('proofs', '', say.proofsHold(findings.counted('transactions'), findings.counted('blocks')));
  return {
    get,
    output(chain, outpoint) {
      const { txid, index } = splitOutpoint(outpoint);
      return get(chain, txid)?.outputs[index];
    },
    spenders: (chain, outpoint) => spending.get(`${chain} ${outpoint}`) ?? [],
    unanchored,
    chains,
  };
}

function checkRepeats(byTxid: Map<string, ProvenTransaction[]>, spending: Map<string, ProvenTransaction[]>, findings: Findings): void {
  for (const same of byTxid.values()) {
    const first = same[0];
    if (first === undefined || same.length < 2) continue;
    same.sort((a, b) => (a.height ?? 0) - (b.height ?? 0));
    const allowed = first.chain === MAINNET ? REPEATED_TXIDS.get(first.txid) : undefined;
    if (allowed === undefined || same.length !== 2 || same.some((one, index) => one.height !== allowed[index])) {
      findings.fail('proofs', `data/proofs/${first.blockHash}.json`, say.txidTwiceSentence(first.txid));
    }
  }
  for (const [key, spenders] of spending) {
    const anchored = spenders.filter((one) => one.height !== null);
    const other = anchored[1];
    if (other !== undefined && !REPEATED_TXIDS.has(key.split(' ')[1]?.slice(0, 64) ?? '')) {
      findings.fail('proofs', `data/proofs/${other.blockHash}.json`, say.spentTwiceSentence(key.split(' ')[1] ?? ''));
    }
  }
}

function checkProof(
  contents: BagContents,
  file: string,
  headers: HeaderIndex,
  findings: Findings,
  unanchored: Set<string>,
  chains: Set<string>,
): ProvenTransaction[] {
  const value = readJsonFile(contents, file, findings);
  if (value === undefined) return [];
  const where = { findings, check: 'proofs', file, at: 'proof' };
  const proof = readShape(
    value,
    { format: oneOf('tracehold-proof/1'), chain: text, blockHash: hash, height, header: text, transactionCount: whole, transactions: list },
    where,
  );
  if (proof === null) return [];
  const headerBytes = fromHex(proof.header);
  chains.add(proof.chain);
  if (headerBytes === null || headerBytes.length !== HEADER_BYTES) {
    findings.fail('proofs', file, say.shapeSentence('proof.header'));
    return [];
  }
  const header = readHeader(headerBytes);
  if (header.hash !== proof.blockHash || file !== `data/proofs/${header.hash}.json`) {
    findings.fail('proofs', file, say.blockHashSentence());
    return [];
  }
  if (proof.height === null) {
    unanchored.add(header.hash);
    findings.notChecked(say.unanchoredSentence(header.hash));
    const chain = KNOWN_CHAINS.get(proof.chain);
    if (chain !== undefined && provenTarget(header, chain) === null) findings.fail('proofs', file, say.ownWorkSentence());
  } else if (headers.at(proof.chain, proof.height) !== header.hash) {
    findings.fail('proofs', file, say.notInSegmentSentence(proof.height));
    return [];
  }
  if (proof.transactionCount === 0 || proof.transactionCount > MOST_TRANSACTIONS) {
    findings.fail('proofs', file, say.transactionCountSentence(proof.transactionCount));
    return [];
  }
  findings.count('blocks');
  const good: ProvenTransaction[] = [];
  let before = -1;
  for (const [index, item] of proof.transactions.entries()) {
    const at = `transactions[${index}]`;
    const entry = readShape(item, { txid: hash, position: whole, raw: text, branch: listOf(hash) }, { ...where, at });
    if (entry === null) continue;
    const raw = fromHex(entry.raw);
    const transaction = raw === null ? null : parseTransaction(raw, KNOWN_CHAINS.get(proof.chain));
    if (transaction === null) {
      findings.fail('proofs', file, say.rawSentence(entry.txid));
      continue;
    }
    if (transaction.txid !== entry.txid) {
      findings.fail('proofs', file, say.txidSentence(entry.txid, transaction.txid));
      continue;
    }
    if (transaction.strippedBytes === 64) {
      findings.fail('proofs', file, say.sixtyFourSentence(entry.txid));
      continue;
    }
    if (entry.position <= before || (entry.position === 0) !== transaction.coinbase) {
      findings.fail('proofs', file, say.positionSentence(entry.txid));
      continue;
    }
    before = entry.position;
    const root = foldBranch(
      transaction.leaf,
      entry.position,
      proof.transactionCount,
      entry.branch.map((sibling) => fromHex(sibling) as Uint8Array),
    );
    if (typeof root === 'string') {
      findings.fail('proofs', file, say.branchSentence(entry.txid, root));
      continue;
    }
    if (!equalBytes(root, header.merkleRoot)) {
      findings.fail('proofs', file, say.rootSentence(entry.txid));
      continue;
    }
    good.push({
      ...transaction,
      chain: proof.chain,
      blockHash: header.hash,
      height: proof.height,
      position: entry.position,
      time: header.time,
    });
    findings.count('transactions');
  }
  return good;
}
