// The shape of every JSON file under data/ of a bag (SPEC.md [C1], [H1], [P1], [R1], [L1], [J1]) and its bytes.
// Builders take values and return bytes; they read nothing and decide nothing about a case.
import { fromHex } from '../../../../shared/model/bytes.ts';
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import { canonicalJson } from '../../kernel/index.ts';
import { compareText } from './order.ts';

export interface CaseFileSource {
  readonly number: number;
  readonly name: string;
  readonly importer: string;
  readonly mode: string;
  readonly chain: string | null;
  readonly exhibit: string | null;
  readonly sizeBytes: number;
  /** Null where the source was identified but not hashed whole (archives). */
  readonly sha256: string | null;
  readonly taken: string;
  readonly state: string;
  readonly result: unknown;
}

export interface CaseFile {
  readonly caseId: string;
  readonly title: string;
  readonly reference: string;
  readonly agency: string;
  readonly authority: string;
  readonly examiner: string;
  readonly timeZone: string;
  readonly training: boolean;
  readonly created: string;
  readonly program: string;
  readonly chains: readonly { readonly chain: string; readonly name: string; readonly training: boolean }[];
  readonly sources: readonly CaseFileSource[];
}

export interface HeaderSegment {
  readonly chain: string;
  /** Height of the first header, which is the anchor's own block. */
  readonly from: number;
  readonly anchor: { readonly kind: 'genesis' | 'checkpoint' | 'examiner'; readonly hash: string };
  readonly tip: { readonly hash: string };
  /** Sum over the segment of floor(2^256 / (target + 1)). */
  readonly work: bigint;
  /** Consecutive 80-byte headers. */
  readonly bytes: Uint8Array;
}

export interface ProvenTransaction {
  readonly txid: string;
  readonly position: number;
  /** Full serialisation with witness, lower-case hex. */
  readonly raw: string;
  /** Sibling hashes from leaf to root, internal byte order, lower-case hex. */
  readonly branch: readonly string[];
}

export interface BlockProof {
  readonly chain: string;
  readonly blockHash: string;
  readonly height: number | null;
  /** 160 hex digits. */
  readonly header: string;
  readonly transactionCount: number;
  readonly transactions: readonly ProvenTransaction[];
}

export interface BagHolding {
  readonly outpoint: string;
  readonly address: string | null;
  /** Decimal string, satoshi. */
  readonly amountSat: string;
  readonly height: number | null;
  readonly state: string;
}

export interface BagRunResult {
  readonly policies: Readonly<
    Record<string, { readonly holdings: readonly BagHolding[]; readonly feesSat: string; readonly totalSat: string }>
  >;
}

interface BagRunQuestion {
  readonly run: number;
  readonly ordinal: number;
  readonly siblings: number;
  readonly question: string;
  readonly primary: string;
  readonly reason: string;
  readonly direction: 'forward' | 'backward';
  readonly chain: string;
  readonly from: readonly string[];
  readonly stops: readonly { readonly rule: string; readonly options: Readonly<Record<string, unknown>> }[];
  readonly policies: readonly string[];
  readonly time: string;
  readonly height: number | null;
  readonly coverage: readonly { readonly from: number; readonly to: number; readonly scope?: 'searched' | undefined }[];
  readonly inputsDigest: string;
  readonly resultDigest: string;
  readonly seeds: readonly { readonly outpoint: string; readonly amountSat: string }[];
  /** `reason` absent: too many transactions. */
  readonly notProofCarrying: readonly {
    readonly policy: string;
    readonly transactions: number;
    readonly digest: string;
    readonly reason?: 'unproven' | 'reorganised';
  }[];
}

export type BagRun =
  | (BagRunQuestion & { readonly exported: false })
  | (BagRunQuestion & {
      readonly exported: true;
      readonly result: BagRunResult;
      readonly transactions: Readonly<Record<string, readonly string[]>>;
      readonly trust: readonly string[];
    });

export interface Limits {
  readonly values: readonly { readonly outpoint: string; readonly valueSat: string; readonly grade: ProofGrade }[];
  readonly unanchored: readonly string[];
  readonly notCovered: readonly { readonly chain: string; readonly from: number; readonly to: number }[];
  readonly withheldPayloads: number;
  readonly cheapChains: readonly string[];
  readonly rejectedMerges: readonly { readonly a: string; readonly b: string; readonly txid: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

export interface JournalHeader {
  readonly sequence: number;
  readonly previous: string;
  readonly kind: 'edit' | 'act' | 'undo' | 'redo';
  readonly name: string;
  readonly examiner: string;
  readonly time: string;
  readonly commitment: string;
}

export type JournalLine =
  | { readonly header: JournalHeader; readonly payload: unknown; readonly salt: string }
  | { readonly header: JournalHeader; readonly withheld: true };

const utf8 = new TextEncoder();

/** [B7] Canonical JSON without a final newline. */
export function jsonFile(value: unknown): Uint8Array {
  return utf8.encode(canonicalJson(value));
}

/** `data/case.json`, [C1]. */
export function caseFile(value: CaseFile): Uint8Array {
  return jsonFile({ format: 'tracehold-case/1', ...value });
}

/** `data/runs.json`, [R1]: ordered by run number; a run that is not exported keeps its question and digests only. */
export function runsFile(runs: readonly BagRun[]): Uint8Array {
  return jsonFile({ format: 'tracehold-runs/1', runs: [...runs].sort((a, b) => a.run - b.run) });
}

/** `data/limits.json`, [L1]; lists without a meaning of their order are sorted, so that equal limits give equal bytes. */
export function limitsFile(limits: Limits): Uint8Array {
  return jsonFile({
    format: 'tracehold-limits/1',
    values: [...limits.values].sort((a, b) => compareText(a.outpoint, b.outpoint)),
    unanchored: [...limits.unanchored].sort(compareText),
    notCovered: limits.notCovered,
    withheldPayloads: limits.withheldPayloads,
    cheapChains: [...limits.cheapChains].sort(compareText),
    rejectedMerges: limits.rejectedMerges,
    notes: [...limits.notes].sort(compareText),
  });
}

/** `data/proofs/<display block hash>.json`, [P1]. */
export function proofFile(proof: BlockProof): { readonly name: string; readonly bytes: Uint8Array } {
  if (proof.header.length !== 160) throw new TypeError(`proofFile: header of ${proof.blockHash} has ${proof.header.length} digits`);
  const transactions = [...proof.transactions].sort((a, b) => a.position - b.position);
  return {
    name: `data/proofs/${proof.blockHash}.json`,
    bytes: jsonFile({
      format: 'tracehold-proof/1',
      chain: proof.chain,
      blockHash: proof.blockHash,
      height: proof.height,
      header: proof.header,
      transactionCount: proof.transactionCount,
      transactions,
    }),
  };
}

/** `data/headers.json` with one `data/headers/<n>.bin` per segment, [H1]; segments keep the order given. */
export function headersFile(segments: readonly HeaderSegment[]): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const listed = segments.map((segment, number) => {
    if (segment.bytes.length === 0 || segment.bytes.length % 80 !== 0)
      throw new TypeError(`headersFile: segment ${number} is not whole headers`);
    const count = segment.bytes.length / 80;
    const file = `headers/${number}.bin`;
    files.set(`data/${file}`, segment.bytes);
    return {
      chain: segment.chain,
      file,
      from: segment.from,
      count,
      anchor: { kind: segment.anchor.kind, height: segment.from, hash: segment.anchor.hash },
      tip: { height: segment.from + count - 1, hash: segment.tip.hash },
      work: segment.work.toString(),
    };
  });
  files.set('data/headers.json', jsonFile({ format: 'tracehold-headers/1', segments: listed }));
  return files;
}

/** `data/journal.jsonl`, [J1]: one canonical object per line, each ended by LF. */
export function journalLines(lines: readonly JournalLine[]): Uint8Array {
  return utf8.encode(lines.map((line) => `${canonicalJson(line)}\n`).join(''));
}

/** Raw key bytes of a 64-digit text; throws a TypeError on anything else. */
export function keyBytes(publicKey: string): Uint8Array {
  const bytes = fromHex(publicKey);
  if (bytes.length !== 32) throw new TypeError('keyBytes: a public key has 32 bytes');
  return bytes;
}
