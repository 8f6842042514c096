// Header segments (SPEC [H1]-[H3]): links, proof of work, retargets, anchors against the built-in constants, accumulated work.
import { readLittleEndian, readUint32, toDisplayHex } from './bytes.ts';
import type { BagContents } from './bagit.ts';
import { CHEAP_WORK, KNOWN_CHAINS, type KnownChain, targetOf, workOf } from './constants.ts';
import { amount, hash, list, object, oneOf, readShape, text, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { readJsonFile } from './jsonFile.ts';
import { scryptOfHeader } from './scrypt.ts';
import * as say from './sentences.ts';
import { doubleSha256 } from './sha256.ts';

export const HEADER_BYTES = 80;

export interface HeaderReading {
  readonly bytes: Uint8Array;
  readonly hash: string;
  readonly previous: string;
  readonly merkleRoot: Uint8Array;
  readonly time: number;
  readonly bits: number;
}

export function readHeader(bytes: Uint8Array, at = 0): HeaderReading {
  const header = bytes.subarray(at, at + HEADER_BYTES);
  return {
    bytes: header,
    hash: toDisplayHex(doubleSha256(header)),
    previous: toDisplayHex(header.subarray(4, 36)),
    merkleRoot: header.subarray(36, 68),
    time: readUint32(header, 68),
    bits: readUint32(header, 72),
  };
}

/** The target the header states, if it is allowed on the chain and the chain's work hash meets it; else null. */
export function provenTarget(header: HeaderReading, chain: KnownChain): bigint | null {
  const target = targetOf(header.bits);
  if (target === null || target > (targetOf(chain.limitBits) as bigint)) return null;
  const hash = chain.workHash === 'scrypt' ? toDisplayHex(scryptOfHeader(header.bytes)) : header.hash;
  return BigInt(`0x${hash}`) <= target ? target : null;
}

function compactOf(target: bigint): number {
  let size = Math.ceil(target.toString(16).length / 2);
  let mantissa = Number(size <= 3 ? target << BigInt(8 * (3 - size)) : target >> BigInt(8 * (size - 3)));
  if (mantissa & 0x800000) {
    mantissa >>= 8;
    size += 1;
  }
  return (size << 24) | mantissa;
}

const PERIOD = 2016;

/** The rule of Core's pow.cpp: the old target times the clamped time of the last period, capped at the limit. */
export function nextBits(chain: KnownChain, lastBits: number, firstTime: number, lastTime: number): number {
  const seconds = chain.retarget?.seconds ?? 0;
  const span = Math.min(Math.max(lastTime - firstTime, seconds / 4), seconds * 4);
  const limit = targetOf(chain.limitBits) as bigint;
  const target = ((targetOf(lastBits) as bigint) * BigInt(span)) / BigInt(seconds);
  return compactOf(target > limit ? limit : target);
}

/**
 * Which header of a segment the time of the closing period runs from, for the header number `i` at a boundary `height`: the first of
 * the period; on Litecoin the one before, but for the first period, which has none before it. Negative where the segment lacks it.
 */
export function periodStart(rule: { readonly fromBlockBefore: boolean }, height: number, i: number): number {
  return i - PERIOD - (rule.fromBlockBefore && height !== PERIOD ? 1 : 0);
}

export interface Segment {
  readonly chain: string;
  readonly from: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

export interface HeaderIndex {
  /** The hash (display) of the block at a height of a chain, or null where no segment covers it. */
  at(chain: string, height: number): string | null;
  readonly chains: readonly string[];
  readonly cheap: ReadonlySet<string>;
}

const FILE = 'data/headers.json';

export function checkHeaders(contents: BagContents, findings: Findings): HeaderIndex {
  const segments: Segment[] = [];
  const chains = new Set<string>();
  const cheap = new Set<string>();
  const used = new Set<string>();
  const where = { findings, check: 'headers', file: FILE, at: 'headers' };
  const value = readJsonFile(contents, FILE, findings);
  const document = value === undefined ? null : readShape(value, { format: oneOf('tracehold-headers/1'), segments: list }, where);
  for (const [index, item] of (document?.segments ?? []).entries()) {
    const at = `segments[${index}]`;
    const stated = readShape(
      item,
      { chain: text, file: text, from: whole, count: whole, anchor: object, tip: object, work: amount },
      { ...where, at },
    );
    if (stated === null) continue;
    const anchor = readShape(
      stated.anchor,
      { kind: oneOf('genesis', 'checkpoint', 'examiner'), height: whole, hash },
      { ...where, at: `${at}.anchor` },
    );
    const tip = readShape(stated.tip, { height: whole, hash }, { ...where, at: `${at}.tip` });
    const name = `data/${stated.file}`;
    const bytes = contents.bytes.get(name);
    chains.add(stated.chain);
    if (anchor === null || tip === null) continue;
    if (bytes === undefined || !/^headers\/(0|[1-9][0-9]*)\.bin$/.test(stated.file) || used.has(name)) {
      findings.fail('headers', name, say.segmentFileSentence());
      continue;
    }
    used.add(name);
    if (stated.count === 0 || bytes.length !== stated.count * HEADER_BYTES || stated.from > 0x7fffffff) {
      findings.fail('headers', name, say.segmentSizeSentence(stated.count, bytes.length));
      continue;
    }
    const segment: Segment = { chain: stated.chain, from: stated.from, count: stated.count, bytes };
    const result = checkSegment(segment, name, findings);
    findings.count('headers', segment.count);
    if (result === null) continue;
    segments.push(segment);
    if (anchor.height !== stated.from || anchor.hash !== result.firstHash) findings.fail('anchor', name, say.anchorDiffersSentence());
    if (tip.height !== stated.from + stated.count - 1 || tip.hash !== result.lastHash)
      findings.fail('headers', name, say.tipDiffersSentence());
    if (result.work !== null && stated.work !== result.work.toString())
      findings.fail('headers', name, say.workDiffersSentence(stated.work, result.work.toString()));
    checkAnchor(stated.chain, anchor, name, findings);
    const chain = KNOWN_CHAINS.get(stated.chain);
    if (result.work !== null && result.workAfterAnchor < (chain?.cheapWork ?? CHEAP_WORK)) {
      if (chain?.training === false) cheap.add(stated.chain);
      findings.notChecked(say.cheapSentence(stated.chain, result.workAfterAnchor.toString()));
    }
    if (chain !== undefined && chain.minimumWork !== null && result.work !== null) {
      const base = chain.checkpoints.get(anchor.height);
      const known = base !== undefined && base.hash === anchor.hash;
      // Where no list says the work before the anchor, the highest built-in block tells whether the chain is the whole one.
      if (known && base.work === null) {
        if (tip.height < Math.max(...chain.checkpoints.keys())) findings.notChecked(say.chainEndsEarlySentence(tip.height));
      } else {
        const total = known ? (base.work ?? 0n) + result.workAfterAnchor : result.work;
        if (total < chain.minimumWork) findings.notChecked(say.chainEndsSentence(tip.height, total.toString()));
      }
    }
    findings.pass('headers', name, say.headersHold(stated.chain, stated.from, tip.height, stated.work));
  }
  for (const name of contents.bytes.keys())
    if (name.startsWith('data/headers/') && !used.has(name)) findings.fail('headers', name, say.unlistedSegmentSentence());
  checkOverlaps(segments, findings);
  return {
    at(chain, height) {
      for (const segment of segments) {
        if (segment.chain === chain && height >= segment.from && height < segment.from + segment.count) {
          return readHeader(segment.bytes, (height - segment.from) * HEADER_BYTES).hash;
        }
      }
      return null;
    },
    chains: [...chains],
    cheap,
  };
}

interface SegmentResult {
  readonly firstHash: string;
  readonly lastHash: string;
  /** Null on a chain whose proof of work the verifier does not know. */
  readonly work: bigint | null;
  readonly workAfterAnchor: bigint;
}

function checkSegment(segment: Segment, file: string, findings: Findings): SegmentResult | null {
  const chain = KNOWN_CHAINS.get(segment.chain);
  const known = chain !== undefined;
  let previous: HeaderReading | null = null;
  let firstHash = '';
  let work = 0n;
  let firstWork = 0n;
  let lastBits = -1;
  let lastWork = 0n;
  let unsettledRetargets = 0;
  for (let i = 0; i < segment.count; i += 1) {
    const header: HeaderReading = readHeader(segment.bytes, i * HEADER_BYTES);
    const height = segment.from + i;
    if (previous !== null && header.previous !== previous.hash) {
      findings.fail('headers', file, say.linkBrokenSentence(height));
      return null;
    }
    if (chain !== undefined) {
      if (provenTarget(header, chain) === null) {
        findings.fail('headers', file, say.workMissingSentence(height));
        return null;
      }
      if (header.bits !== lastBits) lastWork = workOf(targetOf(header.bits) as bigint);
      lastBits = header.bits;
      work += lastWork;
    }
    if (i === 0) {
      firstHash = header.hash;
      firstWork = work;
    }
    if (chain !== undefined && chain.retarget !== null && previous !== null) {
      const atBoundary = height % PERIOD === 0;
      const first = periodStart(chain.retarget, height, i);
      if (atBoundary && first < 0) unsettledRetargets += 1;
      else {
        const firstTime = atBoundary ? readUint32(segment.bytes, first * HEADER_BYTES + 68) : 0;
        const expected = atBoundary ? nextBits(chain, previous.bits, firstTime, previous.time) : previous.bits;
        if (header.bits !== expected) {
          findings.fail('headers', file, say.retargetSentence(height));
          return null;
        }
      }
    }
    const checkpoint = chain?.checkpoints.get(height);
    if (checkpoint !== undefined && checkpoint.hash !== header.hash) findings.fail('anchor', file, say.checkpointDiffersSentence(height));
    previous = header;
  }
  if (!known) findings.notChecked(say.unknownChainSentence(segment.chain));
  else if (chain.retarget === null) findings.notChecked(say.testRetargetSentence(segment.chain));
  if (unsettledRetargets > 0) findings.notChecked(say.retargetsOpenSentence(segment.chain, unsettledRetargets));
  return { firstHash, lastHash: previous?.hash ?? '', work: known ? work : null, workAfterAnchor: work - firstWork };
}

function checkAnchor(chainId: string, anchor: { kind: string; height: number; hash: string }, file: string, findings: Findings): void {
  const chain = KNOWN_CHAINS.get(chainId);
  if (anchor.kind === 'examiner') {
    findings.notChecked(say.examinerAnchorSentence(chainId, anchor.height, anchor.hash));
    return;
  }
  if (chain === undefined) return;
  const own = anchor.kind === 'genesis' ? (anchor.height === 0 ? chain.genesis : undefined) : chain.checkpoints.get(anchor.height)?.hash;
  if (own === undefined) findings.fail('anchor', file, say.anchorUnknownSentence(anchor.kind, anchor.height));
  else if (own !== anchor.hash) findings.fail('anchor', file, say.anchorWrongSentence(anchor.kind, anchor.height));
  else findings.pass('anchor', file, say.anchorHolds(chain.name, anchor.kind, anchor.height));
}

/** Two segments of one chain must not tell two stories about a height. */
function checkOverlaps(segments: readonly Segment[], findings: Findings): void {
  const sorted = segments.toSorted((a, b) => a.from - b.from);
  for (const [index, a] of sorted.entries()) {
    for (const b of sorted.slice(index + 1, index + 17)) {
      if (a.chain !== b.chain || b.from >= a.from + a.count) continue;
      const shared = Math.min(a.from + a.count, b.from + b.count) - b.from;
      const offset = (b.from - a.from) * HEADER_BYTES;
      const last = (shared - 1) * HEADER_BYTES;
      const same = [0, last].every(
        (at) =>
          readLittleEndian(a.bytes.subarray(offset + at, offset + at + HEADER_BYTES)) ===
          readLittleEndian(b.bytes.subarray(at, at + HEADER_BYTES)),
      );
      if (!same) findings.fail('headers', FILE, say.segmentsDisagreeSentence(a.chain, b.from));
    }
  }
}
