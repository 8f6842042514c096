// The headers that a node has and the case has not: walks back to the last block both share, then forward to the node's tip.
// Every header must hash to what the node called it and link to the one before; the rules of the chain are judged apart.
import { bytesEqual, displayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type HeaderChain, HEADER_BYTES, headerHashes, type HeaderRefusal } from '../../chains/index.ts';
import type { AnchorRow } from '../../casefile/index.ts';
import type { NodeLimits } from '../../kernel/index.ts';
import { chainFromGenesis } from '../sourceHeaders.ts';
import { blockWithheld } from './nodeStore.ts';
import { type Node, type Place, readHash, readHeader } from './openNode.ts';

/** Headers asked for in one batch: about 200 KB of answer. */
const BATCH = 1000;
const BATCH_LIMITS: NodeLimits = { bytes: 4 << 20, milliseconds: 120_000, silenceMilliseconds: 30_000 };
/** In one go, so that an endless chain costs bounded memory (80 MB); the caller judges these and asks for more. */
const MOST_HEADERS = 1_000_000;
/** How often the node may change its mind during one synchronisation. */
const MOST_CHANGES = 5;

/** The part of the case's active chain that is compared with the node's. */
export interface KnownHeaders {
  /** The highest block known, or null. */
  readonly tip: Place | null;
  /** The active block at a height, or null where the case has none there. */
  hashAt(height: number): Uint8Array | null;
}

export function knownOf(chain: HeaderChain): KnownHeaders {
  const hashOf = (header: number): Uint8Array => chain.hashes.slice(header * 32, header * 32 + 32);
  return {
    tip: chain.tip < 0 ? null : { height: chain.height[chain.tip] as number, hash: hashOf(chain.tip) },
    hashAt: (height) => (chain.at(height) < 0 ? null : hashOf(chain.at(height))),
  };
}

export interface NodeHeaders {
  /** The last block that the case and the node share. */
  readonly common: Place;
  /** New headers, 80 bytes each, from the one above `common` upwards. */
  readonly records: Uint8Array;
  /** The node's tip when it was asked. */
  readonly tip: Place;
  /** Whether the records reach the tip; else there are more, above the last. */
  readonly complete: boolean;
  /** Blocks of the case above `common`, highest first: no longer on the node's active chain. Whether they lost is judged by work. */
  readonly left: readonly Place[];
}

/** Fetches what is new. Throws `node.lies` (header, link) or `node.withholds`, and `job.cancelled`. */
export async function syncHeaders(
  node: Node,
  known: KnownHeaders,
  signal: AbortSignal,
  report: (done: number, total: number) => void = () => undefined,
  most: number = MOST_HEADERS,
): Promise<NodeHeaders> {
  for (let change = 0; ; change++) {
    const tip = await node.tip(signal);
    const fetched = await fetchFrom(node, known, tip, signal, report, most);
    if (fetched !== null) return fetched;
    // The node's chain moved while it was read: honest once in a while, not for ever.
    if (change >= MOST_CHANGES) throw new Fault('node.lies', { address: node.address, reason: 'link' });
  }
}

async function fetchFrom(
  node: Node,
  known: KnownHeaders,
  tip: Place,
  signal: AbortSignal,
  report: (done: number, total: number) => void,
  most: number,
): Promise<NodeHeaders | null> {
  const common = await commonBlock(node, known, tip, signal);
  if (common === null) return null;
  const left: Place[] = [];
  for (let height = known.tip?.height ?? -1; height > common.height; height--) {
    const hash = known.hashAt(height);
    if (hash !== null) left.push({ height, hash });
  }
  const count = Math.min(tip.height - common.height, most);
  const parts: Uint8Array[] = [];
  let previous = common.hash;
  for (let done = 0; done < count; ) {
    const heights = Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => common.height + 1 + done + i);
    const got = await headersAt(node, heights, signal);
    if (got === null) return null;
    const { records, hashes } = got;
    for (let i = 0; i < heights.length; i++) {
      if (!bytesEqual(records.subarray(i * HEADER_BYTES + 4, i * HEADER_BYTES + 36), previous)) return null;
      previous = hashes.subarray(i * 32, i * 32 + 32);
    }
    parts.push(records);
    done += heights.length;
    report(done, count);
  }
  const complete = common.height + count === tip.height;
  if (complete && !bytesEqual(previous, tip.hash)) return null;
  return { common, records: Buffer.concat(parts), tip, complete, left };
}

/** The headers of some heights, each held against the hash that the node gave for its height; null where that hash is gone. */
async function headersAt(
  node: Node,
  heights: readonly number[],
  signal: AbortSignal,
): Promise<{ readonly records: Uint8Array; readonly hashes: Uint8Array } | null> {
  const named = await hashesAt(node, heights, signal);
  if (named === null) return null;
  const lists = named.map((hash) => [displayHash(hash), false] as const);
  let answers: Awaited<ReturnType<typeof node.rpc.many>>;
  try {
    answers = await node.rpc.many('getblockheader', lists, BATCH_LIMITS, signal, heights);
  } catch (error) {
    throw withheld(error, node, heights[0] as number);
  }
  const records = new Uint8Array(heights.length * HEADER_BYTES);
  answers.forEach((answer, i) => records.set(readHeader(answer, 'getblockheader'), i * HEADER_BYTES));
  const hashes = headerHashes(records);
  named.forEach((hash, i) => {
    if (!bytesEqual(hash, hashes.subarray(i * 32, i * 32 + 32)))
      throw new Fault('node.lies', { address: node.address, reason: 'header', height: heights[i] as number, hash: displayHash(hash) });
  });
  return { records, hashes };
}

/** Null where the node's chain no longer reaches so high. */
async function hashesAt(node: Node, heights: readonly number[], signal: AbortSignal): Promise<readonly Uint8Array[] | null> {
  const lists = heights.map((height) => [height] as const);
  try {
    return (await node.rpc.many('getblockhash', lists, BATCH_LIMITS, signal, heights)).map((hash) => readHash(hash, 'getblockhash'));
  } catch (error) {
    // RPC_INVALID_PARAMETER: "Block height out of range".
    if (error instanceof Fault && error.code === 'node.rpc' && error.parameters['code'] === -8) return null;
    throw error;
  }
}

/** "Block not found", of a header that the node itself had named. */
function withheld(error: unknown, node: Node, height: number): unknown {
  return blockWithheld(error) === 'unknown' ? new Fault('node.withholds', { address: node.address, reason: 'header', height }) : error;
}

/**
 * The highest block of the case that is on the node's chain; the genesis block where none other is. Looks at more heights with
 * each step, so that a fork of any depth costs few questions. Null where the node's chain moved.
 */
async function commonBlock(node: Node, known: KnownHeaders, tip: Place, signal: AbortSignal): Promise<Place | null> {
  let top = Math.min(known.tip?.height ?? 0, tip.height);
  for (let step = 1; top > 0; step = Math.min(step * 4, BATCH)) {
    const heights: number[] = [];
    // Heights at which the case has nothing cannot be shared and are skipped.
    for (; top > 0 && heights.length < step; top--) if (known.hashAt(top) !== null) heights.push(top);
    if (heights.length === 0) break;
    const named = await hashesAt(node, heights, signal);
    if (named === null) return null;
    const at = heights.findIndex((height, i) => bytesEqual(known.hashAt(height) as Uint8Array, named[i] as Uint8Array));
    if (at >= 0) return { height: heights[at] as number, hash: named[at] as Uint8Array };
  }
  return { height: 0, hash: node.network.genesisHash };
}

export interface JudgedNodeHeaders {
  readonly chain: HeaderChain;
  /** Blocks that were active in the case and are not any more, highest first: what a reorganisation takes back. */
  readonly rolledBack: readonly Place[];
}

/**
 * Holds a node's headers and the case's (`before`) against the rules of the chain, as one. `anchors`: the examiner's, as in `before`.
 * Throws `node.lies`: work where a header breaks a rule (with `rule`), chain where it hangs on nothing; `node.withholds` (lessWork)
 * where the tip it announced has less work than the case already knows, with both works.
 */
export function judgeNodeHeaders(
  node: Pick<Node, 'address' | 'network'>,
  before: HeaderChain,
  fetched: NodeHeaders,
  anchors: readonly AnchorRow[] = [],
): JudgedNodeHeaders {
  const { address, network } = node;
  const chain = chainFromGenesis(network, [before.headers, fetched.records], anchors);
  const hashes = headerHashes(fetched.records);
  for (let i = 0; i < hashes.length / 32; i++) {
    const hash = hashes.subarray(i * 32, i * 32 + 32);
    const header = chain.find(hash) as number;
    const height = fetched.common.height + 1 + i;
    const refusal: HeaderRefusal | null = chain.refusal(header);
    if (refusal !== null) throw new Fault('node.lies', { address, reason: 'work', rule: refusal, height, hash: displayHash(hash) });
    if (chain.height[header] !== height) throw new Fault('node.lies', { address, reason: 'chain', height, hash: displayHash(hash) });
  }
  if (fetched.complete) refuseLessWork(address, before, chain, fetched.tip);
  const rolledBack = fetched.left.filter(({ hash }) => {
    const header = chain.find(hash);
    return header !== undefined && chain.state(header) === 'stale';
  });
  return { chain, rolledBack };
}

/** Heights compare only within one connected run; elsewhere work does not either. */
function refuseLessWork(address: string, before: HeaderChain, chain: HeaderChain, tip: Place): void {
  const announced = chain.find(tip.hash);
  if (before.tip < 0 || announced === undefined) return;
  const own = chain.find(before.hashes.subarray(before.tip * 32, before.tip * 32 + 32)) as number;
  if (chain.base(own) !== chain.base(announced) || chain.chainWork(announced) >= chain.chainWork(own)) return;
  throw new Fault('node.withholds', {
    address,
    reason: 'lessWork',
    tip: tip.height,
    work: chain.chainWork(announced).toString(),
    known: chain.height[own] as number,
    knownWork: chain.chainWork(own).toString(),
  });
}
