// Headers in any order become a tree: proof of work, links, targets and times are checked, heights are given
// where a header connects to an anchor, and the chain with most work is found. Pure recomputation; it must
// not guess a height (what connects to no anchor has none).
import { bytesEqual, displayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { activeKernel, type HashKernel } from './hashKernel.ts';
import { HEADER_BYTES } from './header.ts';
import { HashIndex } from './hashIndex.ts';
import { CHEAP_WORK } from './networks.ts';
import type { BitcoinNetwork, Checkpoint } from './parameters.ts';
import { scryptMeets } from './scryptWork.ts';
import { compactTargets, expectedBits, type HeaderLine, medianTimeBefore } from './retarget.ts';
import { headerHashes } from './txids.ts';

/** `unanchored`: nothing connects it to a known height. `refused`: it breaks a rule, or rests on one that does. */
export type HeaderState = 'active' | 'stale' | 'unanchored' | 'refused';
export type HeaderRefusal =
  | 'badBits'
  | 'aboveLimit'
  | 'highHash'
  | 'wrongTarget'
  | 'timeTooOld'
  | 'timeWarp'
  | 'oldVersion'
  | 'checkpoint'
  | 'parent';

export interface Anchor extends Checkpoint {
  readonly from: 'genesis' | 'checkpoint' | 'examiner';
}

export interface HeaderChain {
  /** Distinct headers; all arrays below are indexed by header number. */
  readonly count: number;
  readonly headers: Uint8Array;
  /** 32 bytes each, internal order. */
  readonly hashes: Uint8Array;
  /** Header number of each record given, duplicates sharing one. */
  readonly numberOfInput: Uint32Array;
  /** Header number of the parent, or -1 where it was not given. */
  readonly parent: Int32Array;
  /** -1 while unanchored, and for refused headers. */
  readonly height: Int32Array;
  readonly time: Uint32Array;
  readonly bits: Uint32Array;
  /**
   * 1 where the target rule could not be checked because ancestors it needs were not given (also without a
   * height): such a header rests on its own work and on the anchor alone.
   */
  readonly targetUnchecked: Uint8Array;
  /** Anchors that were found among the headers. */
  readonly anchors: readonly Anchor[];
  /** The active header of greatest work, or -1. */
  readonly tip: number;
  find(hash: Uint8Array): number | undefined;
  /** The active header at a height, or -1. */
  at(height: number): number;
  state(header: number): HeaderState;
  refusal(header: number): HeaderRefusal | null;
  /**
   * Work of the given headers from the earliest one connected to this up to and including it. Equal to a
   * node's chain work where that earliest one is the genesis block.
   */
  chainWork(header: number): bigint;
  /** First header of the connected run that this one belongs to: its chain work starts there. */
  base(header: number): number;
}

const STATES: readonly HeaderState[] = ['unanchored', 'active', 'stale', 'refused'];
const ACTIVE = 1;
const STALE = 2;
const REFUSED = 3;
const REFUSALS: readonly HeaderRefusal[] = [
  ...(['badBits', 'aboveLimit', 'highHash', 'wrongTarget', 'timeTooOld', 'timeWarp', 'oldVersion', 'checkpoint', 'parent'] as const),
];
/** Testnet4 (BIP94): the first block of an interval may lie at most this many seconds before its parent. */
const MOST_TIME_WARP = 600;

/**
 * Builds the chain from records of 80 bytes. `examiner` holds anchors stated by the examiner; one that
 * contradicts another anchor throws `intake.anchor`.
 */
export function buildHeaderChain(
  network: BitcoinNetwork,
  records: Uint8Array,
  examiner: readonly Checkpoint[] = [],
  kernel: HashKernel = activeKernel(),
): HeaderChain {
  if (records.length % HEADER_BYTES !== 0) throw new Fault('intake.malformed', { reason: 'headerLength', bytes: records.length });
  const given = records.length / HEADER_BYTES;
  const givenHashes = headerHashes(records, kernel);

  // Distinct headers, in the order of their first appearance.
  const index = new HashIndex(givenHashes, given);
  const numberOfInput = new Uint32Array(given);
  const first = new Uint32Array(given);
  let count = 0;
  for (let i = 0; i < given; i++) {
    const known = index.addIfAbsent(i);
    if (known === i) {
      first[count] = i;
      numberOfInput[i] = count++;
    } else numberOfInput[i] = numberOfInput[known] as number;
  }
  const headers = new Uint8Array(count * HEADER_BYTES);
  const hashes = new Uint8Array(count * 32);
  for (let i = 0; i < count; i++) {
    const from = first[i] as number;
    headers.set(records.subarray(from * HEADER_BYTES, (from + 1) * HEADER_BYTES), i * HEADER_BYTES);
    hashes.set(givenHashes.subarray(from * 32, from * 32 + 32), i * 32);
  }
  const find = (hash: Uint8Array): number | undefined => {
    const input = index.find(hash, 0);
    return input === undefined ? undefined : numberOfInput[input];
  };

  const view = new DataView(headers.buffer);
  const time = new Uint32Array(count);
  const bits = new Uint32Array(count);
  const parent = new Int32Array(count).fill(-1);
  const firstChild = new Int32Array(count).fill(-1);
  const sibling = new Int32Array(count).fill(-1);
  for (let i = 0; i < count; i++) {
    time[i] = view.getUint32(i * HEADER_BYTES + 68, true);
    bits[i] = view.getUint32(i * HEADER_BYTES + 72, true);
    const input = index.find(headers, i * HEADER_BYTES + 4);
    if (input === undefined) continue;
    const number = numberOfInput[input] as number;
    parent[i] = number;
    sibling[i] = firstChild[number] as number;
    firstChild[number] = i;
  }

  // Parents before children: a walk from every header without parent. A hash cannot contain itself, so every
  // header is reached.
  const order = new Uint32Array(count);
  const base = new Uint32Array(count);
  const depth = new Uint32Array(count);
  let filled = 0;
  for (let i = 0; i < count; i++) {
    if (parent[i] !== -1) continue;
    base[i] = i;
    order[filled++] = i;
    for (let next = filled - 1; next < filled; next++) {
      const header = order[next] as number;
      for (let child = firstChild[header] as number; child !== -1; child = sibling[child] as number) {
        base[child] = i;
        depth[child] = (depth[header] as number) + 1;
        order[filled++] = child;
      }
    }
  }

  const { baseHeight, anchors, topAnchor } = placeAnchors(network, examiner, find, base, depth, count);
  const anchoredHash = new Map<number, Uint8Array>();
  for (const anchor of [...network.checkpoints, ...examiner]) anchoredHash.set(anchor.height, anchor.hash);
  anchoredHash.set(0, network.genesisHash);

  const state = new Uint8Array(count);
  const refusal = new Int8Array(count).fill(-1);
  const height = new Int32Array(count).fill(-1);
  const work = new BigUint64Array(count * 2);
  const targets = compactTargets(network.powLimit);
  const proven = network.workHash === 'scrypt' ? scryptMeets(headers, hashes, targets, kernel) : null;
  const versionAt = (at: number): number => network.versionRules.reduce((least, rule) => (at >= rule.height ? rule.version : least), 0);
  const line: HeaderLine = { parent, height, time, bits };
  const targetUnchecked = new Uint8Array(count);

  const judge = (header: number): HeaderRefusal | null => {
    const up = parent[header] as number;
    if (up !== -1 && state[up] === REFUSED) return 'parent';
    const target = targets.of(bits[header] as number);
    if (typeof target === 'string') return target;
    if (proven === null ? !targets.meets(hashes, header * 32, target) : proven[header] === 0) return 'highHash';
    const at = height[header] as number;
    if (at < 0) {
      targetUnchecked[header] = 1;
      // Without a height the place in the interval is unknown, so only the order of times can be held against it.
      return up !== -1 && (time[header] as number) <= medianTimeBefore(line, header, false) ? 'timeTooOld' : null;
    }
    const anchored = anchoredHash.get(at);
    if (anchored !== undefined && !bytesEqual(anchored, hashes.subarray(header * 32, header * 32 + 32))) return 'checkpoint';
    if (view.getInt32(header * HEADER_BYTES, true) < versionAt(at)) return 'oldVersion';
    if (up === -1) {
      targetUnchecked[header] = anchored === undefined ? 1 : 0;
      return null;
    }
    if ((time[header] as number) <= medianTimeBefore(line, header, baseHeight[base[header] as number] === 0)) return 'timeTooOld';
    if (
      network.retarget.bip94 &&
      at % network.retarget.interval === 0 &&
      (time[header] as number) < (time[up] as number) - MOST_TIME_WARP
    ) {
      return 'timeWarp';
    }
    const expected = expectedBits(network, line, header);
    if (expected === null) targetUnchecked[header] = 1;
    return expected !== null && expected !== bits[header] ? 'wrongTarget' : null;
  };

  for (let i = 0; i < count; i++) {
    const header = order[i] as number;
    const from = baseHeight[base[header] as number] as number;
    if (from >= 0) height[header] = from + (depth[header] as number);
    const reason = judge(header);
    if (reason !== null) {
      state[header] = REFUSED;
      refusal[header] = REFUSALS.indexOf(reason);
      continue;
    }
    const up = parent[header] as number;
    const own = targets.work(bits[header] as number);
    const total = up === -1 ? own : own + ((work[up * 2] as bigint) | ((work[up * 2 + 1] as bigint) << 64n));
    work[header * 2] = total & 0xffff_ffff_ffff_ffffn;
    work[header * 2 + 1] = total >> 64n;
  }
  for (let i = 0; i < count; i++) if (state[i] === REFUSED) height[i] = -1;
  const chainWork = (header: number): bigint => (work[header * 2] as bigint) | ((work[header * 2 + 1] as bigint) << 64n);

  const active = activate({ count, parent, base, height, state, baseHeight, topAnchor, chainWork });
  return {
    ...{ count, headers, hashes, numberOfInput, parent, height, time, bits, targetUnchecked, find, chainWork },
    anchors,
    tip: active.tip,
    at: (wanted) => active.byHeight.get(wanted) ?? -1,
    state: (header) => STATES[state[header] as number] as HeaderState,
    refusal: (header) => REFUSALS[refusal[header] as number] ?? null,
    base: (header) => base[header] as number,
  };
}

interface Placed {
  /** Height of each connected run's first header, or -1. */
  readonly baseHeight: Int32Array;
  /** Height of the highest anchor in each run, or -1: runs compete in this order. */
  readonly topAnchor: Int32Array;
  readonly anchors: readonly Anchor[];
}

function placeAnchors(
  network: BitcoinNetwork,
  examiner: readonly Checkpoint[],
  find: (hash: Uint8Array) => number | undefined,
  base: Uint32Array,
  depth: Uint32Array,
  count: number,
): Placed {
  const baseHeight = new Int32Array(count).fill(-1);
  const topAnchor = new Int32Array(count).fill(-1);
  const anchors: Anchor[] = [];
  const candidates: readonly Anchor[] = [
    { height: 0, hash: network.genesisHash, from: 'genesis' },
    ...network.checkpoints.map((checkpoint) => ({ ...checkpoint, from: 'checkpoint' as const })),
    ...examiner.map((anchor) => ({ ...anchor, from: 'examiner' as const })),
  ];
  const stated = new Map<number, Uint8Array>();
  for (const anchor of candidates) {
    const other = stated.get(anchor.height);
    if (other !== undefined && !bytesEqual(other, anchor.hash)) refuseAnchor(anchor);
    stated.set(anchor.height, anchor.hash);
    const header = find(anchor.hash);
    if (header === undefined) continue;
    const run = base[header] as number;
    const from = anchor.height - (depth[header] as number);
    if (from < 0 || (baseHeight[run] !== -1 && baseHeight[run] !== from)) refuseAnchor(anchor);
    baseHeight[run] = from;
    topAnchor[run] = Math.max(topAnchor[run] as number, anchor.height);
    anchors.push(anchor);
  }
  return { baseHeight, topAnchor, anchors };
}

function refuseAnchor(anchor: Anchor): never {
  throw new Fault('intake.anchor', { height: anchor.height, hash: displayHash(anchor.hash), reason: 'contradicts' });
}

interface Contest {
  readonly count: number;
  readonly parent: Int32Array;
  readonly base: Uint32Array;
  readonly height: Int32Array;
  readonly state: Uint8Array;
  readonly baseHeight: Int32Array;
  readonly topAnchor: Int32Array;
  chainWork(header: number): bigint;
}

/**
 * In each anchored run the branch with most work is active and its forks are stale. Two runs that were not
 * given the headers between them can both be active at different heights; where they overlap, the run with
 * the higher anchor wins.
 */
function activate(contest: Contest): { readonly byHeight: Map<number, number>; readonly tip: number } {
  const { count, parent, base, height, state, baseHeight, topAnchor, chainWork } = contest;
  const best = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    if (height[i] === -1) continue;
    state[i] = STALE;
    const run = base[i] as number;
    const rival = best.get(run);
    // Equal work: the header given first stays, as a node keeps the block it saw first.
    if (rival === undefined || chainWork(i) > chainWork(rival)) best.set(run, i);
  }
  const runs = [...best.keys()].sort(
    (a, b) => (topAnchor[b] as number) - (topAnchor[a] as number) || (baseHeight[a] as number) - (baseHeight[b] as number),
  );
  const byHeight = new Map<number, number>();
  let tip = -1;
  for (const run of runs) {
    const path: number[] = [];
    for (let header = best.get(run) as number; header !== -1; header = parent[header] as number) path.push(header);
    for (const header of path.reverse()) {
      if (byHeight.has(height[header] as number)) break;
      byHeight.set(height[header] as number, header);
      state[header] = ACTIVE;
      if (tip === -1 || (height[header] as number) > (height[tip] as number)) tip = header;
    }
  }
  return { byHeight, tip };
}

export interface WorkStatement {
  readonly work: bigint;
  /** Base-2 logarithm of the work, for words like "2^86 hashes". */
  readonly log2: number;
  /** Seconds that one machine of the stated rate would need to redo it. */
  readonly seconds: number;
  /** True where a chain of this work is within reach of one person. */
  readonly cheapToForge: boolean;
}

/** What an amount of work means: numbers only, the sentence is made elsewhere. */
export function stateWork(work: bigint, cheapBelow: bigint = CHEAP_WORK, hashesPerSecond = 200_000_000_000_000n): WorkStatement {
  const text = work.toString(2);
  const log2 =
    work === 0n
      ? 0
      : text.length - 53 > 0
        ? Math.log2(Number(work >> BigInt(text.length - 53))) + text.length - 53
        : Math.log2(Number(work));
  return { work, log2, seconds: Number(work / hashesPerSecond), cheapToForge: work < cheapBelow };
}
