// A chain node as a source of a case: its headers come in proven like any others, its blocks are asked for one by one, and a
// reorganisation is told with the blocks it took back. Connecting, policy and the list of requests are node/'s.
import { displayHash } from '../../../shared/model/bytes.ts';
import type { CaseFile, SourceRow } from '../casefile/index.ts';
import { type BitcoinNetwork, buildHeaderChain, HEADER_BYTES, type HeaderChain } from '../chains/index.ts';
import { type Host, type NodeAccess, sha256Hex, type Work } from '../kernel/index.ts';
import { refreshCoverage } from './coverage.ts';
import { freeId } from './identify.ts';
import type { Progress } from './material.ts';
import { judgeNodeHeaders, knownOf, type Node, nodeStore, type Place, syncHeaders, withNode } from './node/index.ts';
import type { TakeInResult } from './result.ts';
import type { SourceBlocks } from './sourceBlocks.ts';
import { chainFromGenesis, describeRecords, proveRecordWork } from './sourceHeaders.ts';
import { refuseMixing } from './takeIn.ts';

export interface SyncedNode {
  readonly source: SourceRow;
  readonly network: BitcoinNetwork;
  readonly blocks: SourceBlocks;
  readonly agent: string;
  /** Headers that were new to the case. */
  readonly fresh: number;
  readonly tip: Place;
  /** Height up to which the case's headers reached before, or null. */
  readonly before: number | null;
  /** Blocks that a reorganisation took back, highest first. */
  readonly rolledBack: readonly Place[];
}

const IMPORTER = { id: 'node', version: '1' } as const;

/** Connects, brings the headers up to the node's tip, and runs `body` while the connection stands. */
export function withSyncedNode<T>(
  host: Host,
  file: CaseFile,
  access: NodeAccess,
  work: Work<Progress>,
  body: (synced: SyncedNode) => Promise<T>,
): Promise<T> {
  return withNode(host, file, access, undefined, work.signal, async (node) => {
    const { network } = node;
    refuseMixing(file, network, node.address);
    const source = nodeSource(host, file, node);
    const earlier = chainOf(file, network);
    const before = earlier.tip === -1 ? null : (earlier.height[earlier.tip] as number);
    let chain = earlier;
    let fresh = 0;
    let tip: Place | null = null;
    const rolledBack: Place[] = [];
    for (let complete = false; !complete; ) {
      const fetched = await syncHeaders(node, knownOf(chain), work.signal, (done, total) =>
        work.report({ phase: 'headers', done, total, unit: 'blocks' }),
      );
      await proveRecordWork(network, fetched.records, work);
      const judged = judgeNodeHeaders(node, chain, fetched, file.chain.anchors(network.id));
      tip = fetched.tip;
      complete = fetched.complete;
      chain = judged.chain;
      rolledBack.push(...judged.rolledBack);
      const count = fetched.records.length / HEADER_BYTES;
      fresh += count;
      if (count === 0 && judged.rolledBack.length === 0) continue;
      const payload = {
        ...{ source: source.publicId, from: fetched.common.height + 1, to: fetched.common.height + count, headers: count },
        rolledBack: judged.rolledBack.map(({ height, hash }) => ({ height, hash: displayHash(hash) })),
      };
      file.act('node.headers', payload, () => {
        file.chain.addHeaderPack(network.id, source.id, fetched.records);
        refreshCoverage(file, network);
        file.sources.update(source.id, { request: { address: node.address }, size: '0', result: describe(file, source, network, chain) });
      });
    }
    const ownFile = file.sources.files(source.id)[0]?.id ?? 0;
    const heightOf = (hash: Uint8Array) => chain.height[chain.find(hash) ?? -1] ?? -1;
    return body({
      ...{ source, network, agent: node.agent, fresh, before, rolledBack, tip: tip as Place },
      blocks: { store: nodeStore(node, { heightOf }), ownFile, place: () => null },
    });
  });
}

function chainOf(file: CaseFile, network: BitcoinNetwork): HeaderChain {
  const known = file.chain.headerRecords(network.id);
  if (known.length === 0) return buildHeaderChain(network, network.genesisHeader);
  return chainFromGenesis(network, [known], file.chain.anchors(network.id));
}

/** The source that stands for this node, made at the first session: one for each address and chain. */
function nodeSource(host: Host, file: CaseFile, node: Node): SourceRow {
  const { network, address } = node;
  const publicId = freeId(file, sha256Hex(`node ${address} ${network.id}`).slice(0, 32));
  const known = file.sources.byPublicId(publicId);
  if (known !== undefined) return known;
  const importer = `${IMPORTER.id}@${IMPORTER.version}`;
  const result: TakeInResult = {
    ...{ source: publicId, mode: 'node', chain: network.id, blocks: 0, accepted: 0, new: 0, stale: 0, refused: [] },
    ...{ headers: null, transactions: 0, undo: node.givesUndo ? 'values' : 'none', partial: false, rejectedRows: [] },
  };
  return file.act(
    'intake.started',
    { source: publicId, name: address, importer, mode: 'node', chain: network.id, agent: node.agent },
    () => {
      const id = file.sources.add({
        ...{ publicId, name: address, importer, mode: 'node', chain: network.id, exhibit: '', size: '0', sha256: null },
        ...{ taken: new Date(host.now()).toISOString(), state: 'partial', training: network.training, request: { address } },
      });
      file.sources.addFile({ source: id, path: address, size: 0, modified: 0, sha256: null, xorKey: '', rawKept: false });
      file.sources.finish(id, result);
      return file.sources.byPublicId(publicId) as SourceRow;
    },
  );
}

function describe(file: CaseFile, source: SourceRow, network: BitcoinNetwork, chain: HeaderChain): TakeInResult {
  const own = file.chain.headersBySource(network.id).find((one) => one.source === source.id)?.records ?? new Uint8Array(0);
  const headers = describeRecords(network, chain, own);
  return { ...(source.result as TakeInResult), accepted: own.length / HEADER_BYTES, headers };
}
