// A reorganisation: blocks that the case has from a node and that are no longer on the node's chain. Exactly what came from them is taken
// back, in one act of the journal; runs made before keep what they read. It asks about hashes alone.
import type { CaseFile, SourceRow } from '../../casefile/index.ts';
import { type Host, sha256Hex } from '../../kernel/index.ts';
import { refreshProven } from '../accounts/accountAnchors.ts';
import { countsOf, encodeAccounts } from '../accounts/accountColumns.ts';
import { decodeAccounts } from '../accounts/accountSegment.ts';
import { REJECTED } from '../accounts/rejections.ts';
import { STATEMENTS } from '../accounts/statements.ts';
import { digestOf } from '../accounts/takeInAccounts.ts';
import type { TakeInResult } from '../result.ts';
import { type AccountNode, type BlockPlace, lies, withholds } from './accountNode.ts';
import type { NodeSourceRequest } from './nodeRequest.ts';
import { packBlocks, sourcesOfNode, unpackBlocks } from './nodeSegments.ts';

/** Blocks in a row, from the highest down, that must be the node's own before the rest is taken for its chain too. */
const ENOUGH = 32;
const MOST_NAMED = 200;

export interface RolledBack {
  /** Highest first. */
  readonly blocks: readonly BlockPlace[];
  readonly transactions: number;
}

const prefixOf = ({ chain }: AccountNode): string => (chain.family === 'evm' ? '0x' : '');

/** Throws `node.withholds` (behind) where the node does not reach what it gave before. */
export async function rollBack(host: Host, file: CaseFile, node: AccountNode, tip: BlockPlace): Promise<RolledBack> {
  const sources = sourcesOfNode(file, node.address, node.chain.id);
  const stale = await staleBlocks(file, node, sources, tip);
  if (stale.length === 0) return { blocks: [], transactions: 0 };
  const hashes = new Set(stale.map(({ hash }) => hash));
  const fork = stale.reduce((least, { number }) => Math.min(least, number), Number.MAX_SAFE_INTEGER);
  // Nothing is taken back on a bare hash: the block that is said to stand there now must be shown.
  const shown = await node.body(fork);
  if (shown === null) withholds(node.address, 'block', { height: fork });
  if (hashes.has(shown.hash)) lies(node.address, 'link', shown);
  const ids: string[] = [];
  const { publicId, add } = graveOf(host, file, node, sources);
  const changes: (() => void)[] = [];
  for (const source of sources) {
    let taken = 0;
    for (const segment of file.accounts.segmentsOfSource(source.id)) {
      const blocks = unpackBlocks(file.accounts.column(segment.id, 'node.blocks'), prefixOf(node));
      if (!blocks.some(({ hash }) => hashes.has(hash))) continue;
      const placed = decodeAccounts(file.accounts.columns(segment.id));
      const isStale = ({ transaction }: (typeof placed)[number]): boolean =>
        transaction.blockHash !== null && hashes.has(transaction.blockHash);
      const kept = placed.filter((one) => !isStale(one));
      taken += placed.length - kept.length;
      ids.push(...placed.filter(isStale).map(({ transaction }) => transaction.id));
      const columns = new Map([
        ...encodeAccounts(kept),
        ['node.blocks', packBlocks(blocks.filter(({ hash }) => !hashes.has(hash)))] as const,
        ...['node.answers', 'node.list', STATEMENTS, REJECTED].map((name) => [name, file.accounts.column(segment.id, name)] as const),
      ]);
      changes.push(() => {
        file.accounts.moveSegment(segment.id, add());
        const { chain, batch } = segment;
        file.accounts.addSegment({ source: source.id, chain, batch, ...countsOf(kept), digest: digestOf(columns) }, columns);
      });
    }
    changes.push(() => file.accountFacts.moveBlocks(source.id, [...hashes], add()));
    changes.push(() => writeBack(file, source, fork, taken));
  }
  const named = stale.slice(0, MOST_NAMED).map(({ number, hash }) => ({ height: number, hash }));
  const event = {
    ...{ source: publicId, chain: node.chain.id, from: sources.map((source) => source.publicId) },
    ...{ blocks: named, blockCount: stale.length, transactions: ids.slice(0, MOST_NAMED), transactionCount: ids.length },
  };
  file.act('node.rolledBack', event, () => {
    for (const change of changes) change();
    refreshProven(file, node.chain.id);
  });
  return { blocks: stale, transactions: ids.length };
}

async function staleBlocks(file: CaseFile, node: AccountNode, sources: readonly SourceRow[], tip: BlockPlace): Promise<BlockPlace[]> {
  const held = new Map<number, Set<string>>();
  for (const source of sources)
    for (const segment of file.accounts.segmentsOfSource(source.id))
      for (const { number, hash } of unpackBlocks(file.accounts.column(segment.id, 'node.blocks'), prefixOf(node)))
        held.set(number, (held.get(number) ?? new Set()).add(hash));
  const stale: BlockPlace[] = [];
  let matching = 0;
  let differing = false;
  const numbers = [...held.keys()].sort((a, b) => b - a);
  for (const number of numbers) {
    const own = number > tip.number ? null : number === tip.number ? tip.hash : await node.hashAt(number);
    if (own === null && number <= tip.number) withholds(node.address, 'block', { height: number });
    const others = [...(held.get(number) as ReadonlySet<string>)].filter((hash) => hash !== own);
    stale.push(...others.map((hash) => ({ number, hash })));
    differing ||= own !== null && others.length > 0;
    matching = others.length > 0 ? 0 : matching + 1;
    if (matching >= ENOUGH) break;
  }
  // A node that is merely behind shows no other chain: nothing says that what it gave before is void.
  if (stale.length > 0 && !differing) withholds(node.address, 'behind', { tip: tip.number, known: numbers[0] as number });
  return stale;
}

/** The source that holds what was taken back: it is withdrawn from the start. */
function graveOf(host: Host, file: CaseFile, node: AccountNode, sources: readonly SourceRow[]): { publicId: string; add: () => number } {
  const earlier = file.sources.list().filter(({ importer }) => importer.startsWith('node.stale@')).length;
  const publicId = sha256Hex(`node stale ${node.address} ${node.chain.id} ${earlier}`).slice(0, 32);
  let made: number | null = null;
  const add = (): number => {
    if (made !== null) return made;
    made = file.sources.add({
      ...{
        publicId,
        name: node.address,
        importer: 'node.stale@1',
        mode: 'accounts',
        chain: node.chain.id,
        exhibit: '',
        size: '0',
        sha256: null,
      },
      ...{ taken: new Date(host.now()).toISOString(), state: 'partial', training: node.chain.training },
      request: { staleOf: sources.map((source) => source.publicId) },
    });
    file.sources.setState(made, 'withdrawn');
    return made;
  };
  return { publicId, add };
}

/** Says in the source what is gone, and lets the next session begin at the fork. */
function writeBack(file: CaseFile, source: SourceRow, fork: number, taken: number): void {
  const request = source.request as NodeSourceRequest;
  const reach = Object.fromEntries(Object.entries(request.reach).map(([task, at]) => [task, Math.min(at, fork - 1)]));
  const result = source.result as TakeInResult | null;
  const now =
    result === null
      ? null
      : { ...result, accepted: result.accepted - taken, transactions: result.transactions - taken, stale: result.stale + taken };
  const accepted = 'accepted' in request ? { accepted: Number(request.accepted) - taken } : {};
  file.sources.update(source.id, { request: { ...request, reach, ...accepted }, size: source.size, result: now });
}
