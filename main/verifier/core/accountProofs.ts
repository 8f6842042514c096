// account-proofs/ and account-headers.json (SPEC [X4], [X5]): bytes, hash and branch of each transaction against its block's header, headers
// up to the anchor the examiner stated, and the rows of the ledgers against what is proven.
import type { StatedRow } from './accountLedgers.ts';
import * as say from './accountSentences.ts';
import type { BagContents } from './bagit.ts';
import { equalBytes, fromHex, joinBytes, toHex } from './bytes.ts';
import { isObject, type Json } from './canonicalJson.ts';
import { hash, list, listOf as listOfValues, oneOf, readShape, text, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { readJsonFile } from './jsonFile.ts';
import { keccak256 } from './keccak.ts';
import { type ProvenReading, readEvm, readFields, readTron, type TokenMove } from './provenTransaction.ts';
import { bytesOf, listOf, numberOf, positionKey, readRlp } from './rlp.ts';
import { sha256 } from './sha256.ts';
import { provenValue } from './trie.ts';

const CHECK = 'accountProofs';
const HEADERS = 'data/account-headers.json';
const NOBODY = `0x${'0'.repeat(40)}`;

interface HeaderReading {
  readonly hash: string;
  readonly parent: string;
  readonly number: number;
  readonly timeSeconds: number;
  readonly transactionsRoot: Uint8Array;
  /** Null on TRON: its blocks commit to none. */
  readonly receiptsRoot: Uint8Array | null;
}

interface Proven {
  readonly block: string;
  readonly blockNumber: number;
  readonly position: number;
  readonly timeSeconds: number;
  readonly anchored: boolean;
  readonly receipt: boolean;
  /** Null where the bytes are of a form that is not read. */
  readonly reading: ProvenReading | null;
}

const isHex = (value: Json | undefined): value is string => text(value) && /^([0-9a-f]{2})+$/.test(value);

type Family = 'evm' | 'tron';
function familyOf(chain: string): Family | null {
  return chain.startsWith('eip155:') ? 'evm' : chain.startsWith('tron:') ? 'tron' : null;
}

function readHeader(family: Family, bytes: Uint8Array): HeaderReading | null {
  if (family === 'evm') {
    const fields = listOf(readRlp(bytes))?.map(bytesOf) ?? [];
    const [parent, , , , transactionsRoot, receiptsRoot, , , number, , , time] = fields;
    const height = numberOf(number ?? null);
    if (parent?.length !== 32 || transactionsRoot?.length !== 32 || receiptsRoot?.length !== 32 || height === null) return null;
    const timeSeconds = Number(numberOf(time ?? null) ?? 0n);
    return { hash: toHex(keccak256(bytes)), parent: toHex(parent), number: Number(height), timeSeconds, transactionsRoot, receiptsRoot };
  }
  const fields = readFields(bytes);
  const one = (number: number) => fields?.find((field) => field.number === number);
  const parent = one(3)?.bytes;
  const number = Number(one(7)?.value ?? 0n);
  if (parent?.length !== 32) return null;
  // The block's id is the hash of its header with the number written over the first eight bytes.
  const id = sha256(bytes).slice();
  for (let place = 0, rest = BigInt(number); place < 8; place += 1, rest >>= 8n) id[7 - place] = Number(rest & 255n);
  const timeSeconds = Math.floor(Number(one(1)?.value ?? 0n) / 1000);
  const transactionsRoot = one(2)?.bytes ?? new Uint8Array(32);
  return { hash: toHex(id), parent: toHex(parent), number, timeSeconds, transactionsRoot, receiptsRoot: null };
}

/** TRON's tree: one sha-256 a node, and an odd last node goes up unhashed. */
function tronRoot(raw: Uint8Array, position: number, count: number, branch: readonly Uint8Array[]): Uint8Array | null {
  if (raw.length <= 64 || position >= count) return null;
  let node = sha256(raw);
  let used = 0;
  for (let index = position, size = count; size > 1; index >>= 1, size = Math.ceil(size / 2)) {
    if ((index ^ 1) >= size) continue;
    const sibling = branch[used];
    if (sibling?.length !== 32) return null;
    used += 1;
    node = sha256((index & 1) === 0 ? joinBytes(node, sibling) : joinBytes(sibling, node));
  }
  return used === branch.length ? node : null;
}

/** Proven transactions by `chain id`. */
export type ProvenTransactions = ReadonlyMap<string, Proven>;

export function checkAccountProofs(contents: BagContents, findings: Findings): ProvenTransactions {
  const reach = readHeaders(contents, findings);
  const proven = new Map<string, Proven>();
  const unanchored = new Map<string, string[]>();
  let blocks = 0;
  for (const file of contents.bytes.keys()) {
    if (!file.startsWith('data/account-proofs/')) continue;
    checkProofFile(contents, file, { reach, proven, unanchored, findings });
    blocks += 1;
  }
  for (const [chain, hashes] of unanchored) findings.notChecked(say.unanchoredSentence(chain, hashes.length, hashes[0] ?? ''));
  if (reach.unused() > 0) findings.fail(CHECK, HEADERS, say.headerUnusedSentence(reach.unused()));
  if (blocks > 0) findings.pass(CHECK, '', say.proofsHold(findings.counted('accountTransactions'), blocks));
  return proven;
}

interface Reach {
  /** Whether the headers of the bag lead from the anchor's block down to this one. */
  leads(chain: string, anchor: string, anchorNumber: number, block: string, number: number): boolean;
  unused(): number;
}

function readHeaders(contents: BagContents, findings: Findings): Reach {
  const document = readJsonFile(contents, HEADERS, findings);
  const at = { findings, check: CHECK, file: HEADERS, at: 'headers' };
  const listed = document === undefined ? null : readShape(document, { format: oneOf('tracehold-account-headers/1'), headers: list }, at);
  const headers = new Map<string, HeaderReading>();
  for (const [index, item] of (listed?.headers ?? []).entries()) {
    const one = readShape(item, { chain: text, blockNumber: whole, header: isHex }, { ...at, at: `headers[${index}]` });
    const family = one === null ? null : familyOf(one.chain);
    const reading = one === null || family === null ? null : readHeader(family, fromHex(one.header) ?? new Uint8Array(0));
    if (one === null || reading === null || reading.number !== one.blockNumber) findings.fail(CHECK, HEADERS, say.proofFormSentence());
    else headers.set(`${one.chain} ${reading.hash}`, reading);
  }
  /** Per anchor every block below it, walked once. */
  const walked = new Map<string, ReadonlyMap<string, number>>();
  const used = new Set<string>();
  return {
    leads(chain, anchor, anchorNumber, block, number) {
      const key = `${chain} ${anchor} ${anchorNumber}`;
      let below = walked.get(key);
      if (below === undefined) {
        const found = new Map<string, number>([[anchor, anchorNumber]]);
        for (let hash_ = anchor, height = anchorNumber; ; height -= 1) {
          const header = headers.get(`${chain} ${hash_}`);
          if (header === undefined || header.number !== height || found.has(header.parent)) break;
          used.add(`${chain} ${hash_}`);
          found.set(header.parent, height - 1);
          hash_ = header.parent;
        }
        below = found;
        walked.set(key, below);
      }
      return below.get(block) === number;
    },
    unused: () => headers.size - used.size,
  };
}

interface Collected {
  readonly reach: Reach;
  readonly proven: Map<string, Proven>;
  /** Blocks that nothing anchors, by chain. */
  readonly unanchored: Map<string, string[]>;
  readonly findings: Findings;
}

function checkProofFile(contents: BagContents, file: string, { reach, proven, unanchored, findings }: Collected): void {
  const document = readJsonFile(contents, file, findings);
  const at = { findings, check: CHECK, file, at: 'proof' };
  const anchorTest = (value: Json | undefined): value is Json =>
    value === null || (isObject(value) && whole(value['blockNumber']) && hash(value['blockHash']) && Object.keys(value).length === 2);
  const proof =
    document === undefined
      ? null
      : readShape(
          document,
          {
            ...{ format: oneOf('tracehold-account-proof/1'), chain: text, blockHash: hash, blockNumber: whole, header: isHex },
            ...{ transactionCount: whole, anchor: anchorTest, transactions: list },
          },
          at,
        );
  if (proof === null) return;
  const family = familyOf(proof.chain);
  if (family === null) {
    findings.fail(CHECK, file, say.proofChainSentence(proof.chain));
    return;
  }
  const header = readHeader(family, fromHex(proof.header) ?? new Uint8Array(0));
  if (
    header === null ||
    header.hash !== proof.blockHash ||
    header.number !== proof.blockNumber ||
    file !== `data/account-proofs/${header.hash}.json`
  ) {
    findings.fail(CHECK, file, say.proofFormSentence());
    return;
  }
  const anchor = isObject(proof.anchor) ? { number: Number(proof.anchor['blockNumber']), hash: String(proof.anchor['blockHash']) } : null;
  const leads = anchor !== null && reach.leads(proof.chain, anchor.hash, anchor.number, header.hash, header.number);
  if (anchor === null) unanchored.set(proof.chain, [...(unanchored.get(proof.chain) ?? []), header.hash]);
  else if (leads) findings.notChecked(say.anchorWordSentence(proof.chain, anchor.number, anchor.hash));
  else findings.fail(CHECK, file, say.anchorSentence());
  let before = -1;
  for (const [index, item] of proof.transactions.entries()) {
    const receiptTest = (value: Json | undefined): value is Json => value === null || isObject(value);
    const shape = { id: text, position: whole, raw: isHex, proof: listOfValues(isHex), receipt: receiptTest };
    const one = readShape(item, shape, { ...at, at: `transactions[${index}]` });
    if (one === null) return;
    const given =
      one.receipt === null
        ? null
        : readShape(one.receipt, { raw: isHex, proof: listOfValues(isHex) }, { ...at, at: `transactions[${index}].receipt` });
    const key = `${proof.chain} ${one.id}`;
    if (one.position <= before || proven.has(key)) findings.fail(CHECK, file, say.proofOrderSentence(one.id));
    before = one.position;
    const raw = fromHex(one.raw) ?? new Uint8Array(0);
    const nodes = one.proof.map((node) => fromHex(node) ?? new Uint8Array(0));
    const receipt =
      given === null
        ? null
        : { raw: fromHex(given.raw) ?? new Uint8Array(0), nodes: given.proof.map((node) => fromHex(node) ?? new Uint8Array(0)) };
    const checked =
      family === 'evm'
        ? checkEvm(header, one.id, one.position, raw, nodes, receipt)
        : checkTron(header, one.id, one.position, raw, nodes, proof.transactionCount);
    if (typeof checked === 'string') {
      findings.fail(CHECK, file, checked);
      continue;
    }
    findings.count('accountTransactions');
    proven.set(key, {
      ...{ block: header.hash, blockNumber: header.number, position: one.position, timeSeconds: header.timeSeconds },
      ...{ anchored: leads, receipt: receipt !== null, reading: checked.reading },
    });
  }
}

type Checked = { readonly reading: ProvenReading | null } | string;

function checkEvm(
  header: HeaderReading,
  id: string,
  position: number,
  raw: Uint8Array,
  nodes: readonly Uint8Array[],
  receipt: { readonly raw: Uint8Array; readonly nodes: readonly Uint8Array[] } | null,
): Checked {
  const actual = `0x${toHex(keccak256(raw))}`;
  if (actual !== id) return say.proofIdSentence(id, actual);
  const key = positionKey(position);
  const shown = provenValue(header.transactionsRoot, key, nodes);
  if (shown === null || !equalBytes(shown, raw)) return say.proofRootSentence(id);
  if (receipt !== null) {
    const value = header.receiptsRoot === null ? null : provenValue(header.receiptsRoot, key, receipt.nodes);
    if (value === null || !equalBytes(value, receipt.raw)) return say.receiptRootSentence(id);
  }
  return { reading: readEvm(raw, receipt?.raw ?? null) };
}

function checkTron(
  header: HeaderReading,
  id: string,
  position: number,
  raw: Uint8Array,
  branch: readonly Uint8Array[],
  count: number,
): Checked {
  const reading = readTron(raw);
  if (reading === null) return say.proofReadSentence(id);
  if (reading.id !== id) return say.proofIdSentence(id, reading.id);
  const root = tronRoot(raw, position, count, branch);
  return root === null || !equalBytes(root, header.transactionsRoot) ? say.proofRootSentence(id) : { reading };
}

/** A 20-byte word or base58 as the rows write it, folded for comparison. */
const folded = (address: string | null): string | null => address?.toLowerCase() ?? null;

/**
 * Rows of one ledger file against what is proven. `later`: the case learned more after these rows were read; what they lack is then listed
 * and is no fault of theirs.
 */
export function compareRows(
  rows: readonly StatedRow[],
  file: string,
  touched: ReadonlySet<string>,
  later: boolean,
  proven: ProvenTransactions,
  findings: Findings,
): void {
  const object = (sentence: string): void => (later ? findings.notChecked(sentence) : findings.fail(CHECK, `data/${file}`, sentence));
  const byTransaction = new Map<string, StatedRow[]>();
  for (const row of rows) {
    const key = `${row.chain} ${row.transaction}`;
    byTransaction.set(key, [...(byTransaction.get(key) ?? []), row]);
  }
  const counts = { unproven: 0, beyond: 0, senders: 0, word: 0 };
  for (const [key, own] of byTransaction) {
    const proof = proven.get(key);
    if (proof === undefined) {
      for (const row of own) if (row.grade === 'A') findings.fail(CHECK, `data/${file}`, say.gradeSentence(row.row));
      if (own.some(({ chain }) => familyOf(chain) !== null)) counts.unproven += own.length;
      continue;
    }
    counts.senders += 1;
    const left = [...(proof.reading?.tokens ?? [])];
    for (const row of own) {
      const shown = compareRow(row, proof, left, object);
      if (!shown) counts.beyond += 1;
      if (row.grade === 'A' && (!shown || !proof.anchored)) findings.fail(CHECK, `data/${file}`, say.gradeSentence(row.row));
    }
    const { reading } = proof;
    if (reading === null || !reading.allTokens || reading.succeeded !== true) continue;
    reading.tokens.forEach((move, index) => {
      if (!left.includes(move) || move.amount === 0n || !touches(own[0] as StatedRow, move, touched)) return;
      object(say.logMissingSentence((own[0] as StatedRow).transaction, index));
    });
  }
  for (const row of rows) if (row.grade === 'S') counts.word += 1;
  if (counts.unproven > 0) findings.notChecked(say.unprovenSentence(counts.unproven));
  if (counts.beyond > 0) findings.notChecked(say.internalSentence(counts.beyond));
  if (counts.senders > 0) findings.notChecked(say.senderSentence(counts.senders));
  if (counts.word > 0) findings.notChecked(say.rowsByWordSentence(counts.word));
}

/** Whether the proof shows this movement; what contradicts it is objected to. `left`: token movements that no row has answered to. */
function compareRow(row: StatedRow, proof: Proven, left: TokenMove[], object: (sentence: string) => void): boolean {
  const { reading } = proof;
  const placed =
    (row.blockHash === null || row.blockHash.replace(/^0x/, '') === proof.block) &&
    (row.block === null || row.block === proof.blockNumber) &&
    (row.position === null || row.position === proof.position) &&
    (row.time === null || row.time === proof.timeSeconds);
  if (!placed) object(say.rowBlockSentence(row.row));
  if (reading === null) return false;
  const outcome = reading.succeeded === null || row.status === 'unknown' || (row.status === 'ok') === reading.succeeded;
  if (!outcome) object(say.rowStatusSentence(row.row));
  const isEvm = familyOf(row.chain) === 'evm';
  // A fee follows from the receipt and the header together; the sum is not worked out again here.
  if (row.fee) return isEvm && proof.receipt;
  if (row.path === '0' && row.asset.kind === 'native') {
    const fits =
      reading.value !== null &&
      (reading.value.to === null || reading.value.to === folded(row.to)) &&
      reading.value.amount.toString() === row.amount;
    if (reading.value !== null && !fits) object(say.rowValueSentence(row.row));
    return fits && (isEvm ? proof.receipt : true);
  }
  if (row.path === '0' && !isEvm && reading.value?.asset !== null && row.asset.contract === reading.value?.asset) {
    const fits = reading.value.to === folded(row.to) && reading.value.amount.toString() === row.amount;
    if (!fits) object(say.rowValueSentence(row.row));
    return fits;
  }
  const isPlain = row.asset.kind === 'token' && (isEvm ? row.path.startsWith('1.') : row.path === '0');
  if (!isPlain || (isEvm && !proof.receipt)) return false;
  const nobody = isEvm ? NOBODY : null;
  const place = left.findIndex(
    (move) =>
      move.contract === folded(row.asset.contract) &&
      (isEvm || row.from === null || move.from === folded(row.from)) &&
      (!isEvm || move.from === (folded(row.from) ?? nobody)) &&
      move.to === (folded(row.to) ?? nobody) &&
      move.amount.toString() === row.amount,
  );
  if (place >= 0) {
    left.splice(place, 1);
    // On TRON the call is proven; that the token moved is the contract's doing.
    return isEvm;
  }
  // What is made or destroyed may be stated by a log of another name.
  if (isEvm ? row.kind === 'token' : left.length > 0) object(say.rowLogSentence(row.row));
  return isEvm && row.kind !== 'token';
}

function touches(row: StatedRow, move: TokenMove, touched: ReadonlySet<string>): boolean {
  for (const ledger of touched) {
    const at = ledger.indexOf('\t');
    const account = ledger.slice(at + 1).toLowerCase();
    if (account !== move.from && account !== move.to) continue;
    const contract = /"token","([^"]*)"/.exec(ledger.slice(0, at))?.[1]?.toLowerCase();
    if (contract === move.contract && ledger.startsWith(`${row.chain} `)) return true;
  }
  return false;
}
