// A node that answers: which chain it is of, by its genesis block and never by a name, and where its tip stands. What it says of
// itself beyond that is noted as its own claim.
import { displayHash, fromHex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { BITCOIN_NETWORKS, type BitcoinNetwork, HEADER_BYTES, sha256d } from '../../chains/index.ts';
import type { NodeConnection, NodeLimits } from '../../kernel/index.ts';
import { type Json, membersOf } from './exactJson.ts';
import { type AskedQuestion, openRpc, plainWords, type Rpc } from './rpc.ts';

/** For answers of a few lines. */
export const SMALL: NodeLimits = { bytes: 1 << 20, milliseconds: 30_000, silenceMilliseconds: 15_000 };
/** Bitcoin Core gives spent outputs (`getblock` with verbosity 3) from this version on. */
const UNDO_VERSION = 230_000;
const HIGHEST = 0x7fff_ffff;

export interface Place {
  readonly height: number;
  /** Internal byte order. */
  readonly hash: Uint8Array;
}

export interface Node {
  readonly address: string;
  readonly network: BitcoinNetwork;
  readonly rpc: Rpc;
  /** What the node calls itself, e.g. `/Satoshi:29.0.0/`: its own claim. */
  readonly agent: string;
  /** Whether its version says that it can give spent outputs. */
  readonly givesUndo: boolean;
  /** Lowest height whose body it still holds, by its own account; 0 where it holds all. */
  readonly prunedBelow: number;
  /** The block that the node holds for the tip now. */
  tip(signal: AbortSignal): Promise<Place>;
  hashAt(height: number, signal: AbortSignal): Promise<Uint8Array>;
}

/**
 * Asks the node who it is. Throws `chain.unknown` where the program knows no chain with its genesis block, `node.lies` (genesis)
 * where it is of another chain than `expected`, or where its genesis header does not hash to what it said.
 */
export async function openNode(
  connection: NodeConnection,
  expected: BitcoinNetwork | undefined,
  onQuestions: (asked: readonly AskedQuestion[], bytes: number) => void,
  signal: AbortSignal,
  limits: NodeLimits = SMALL,
): Promise<Node> {
  const rpc = openRpc(connection, onQuestions);
  const { address } = connection;
  const hashAt = async (height: number, stop: AbortSignal): Promise<Uint8Array> =>
    readHash(await rpc.one('getblockhash', [height], limits, stop), 'getblockhash');

  const genesis = await hashAt(0, signal);
  const stated = displayHash(genesis);
  const header = readHeader(await rpc.one('getblockheader', [stated, false], limits, signal, 0), 'getblockheader');
  if (displayHash(sha256d(header)) !== stated) throw new Fault('node.lies', { address, reason: 'genesis', hash: stated });
  const network = BITCOIN_NETWORKS.find((candidate) => displayHash(candidate.genesisHash) === stated);
  if (expected !== undefined && network !== expected)
    throw new Fault('node.lies', { address, reason: 'genesis', hash: stated, expected: expected.name });
  if (network === undefined) throw new Fault('chain.unknown', { address, genesis: stated });

  const info = membersOf(await rpc.one('getnetworkinfo', [], limits, signal));
  const version = info?.['version'];
  const subversion = info?.['subversion'];
  const chain = membersOf(await rpc.one('getblockchaininfo', [], limits, signal));
  const pruneHeight = chain?.['pruned'] === true ? chain['pruneheight'] : 0;
  return {
    address,
    network,
    rpc,
    hashAt,
    agent: plainWords(typeof subversion === 'string' ? subversion : String(version ?? '')),
    givesUndo: typeof version === 'number' && version >= UNDO_VERSION,
    prunedBelow: typeof pruneHeight === 'number' && pruneHeight > 0 ? pruneHeight : 0,
    async tip(stop) {
      const hash = readHash(await rpc.one('getbestblockhash', [], limits, stop), 'getbestblockhash');
      const verbose = membersOf(await rpc.one('getblockheader', [displayHash(hash), true], limits, stop));
      const height = verbose?.['height'];
      if (typeof height !== 'number' || height < 0 || height > HIGHEST)
        throw new Fault('node.badAnswer', { method: 'getblockheader', reason: 'height' });
      return { height, hash };
    },
  };
}

export function readHash(value: Json | undefined, method: string): Uint8Array {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) throw new Fault('node.badAnswer', { method, reason: 'hash' });
  return fromHex(value).reverse();
}

export function readHeader(value: Json | undefined, method: string): Uint8Array {
  if (typeof value !== 'string' || !/^[0-9a-fA-F]+$/.test(value) || value.length !== HEADER_BYTES * 2)
    throw new Fault('node.badAnswer', { method, reason: 'header' });
  return fromHex(value);
}
