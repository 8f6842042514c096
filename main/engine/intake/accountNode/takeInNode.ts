// An Ethereum or TRON node as a source: what was asked for is fetched block by block, read by the same functions as a dump, and written
// in batches that survive a kill. Asked again, it first takes back what a reorganisation made void, then goes on where it stopped.
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { type AccountChain, accountChain, ACCOUNT_CHAINS, type EvmNetwork, type TronNetwork } from '../../chains/index.ts';
import { type Host, type NodeAccess, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { readAccountAnchor } from '../accounts/accountAnchors.ts';
import { refuseMixing } from '../accounts/takeInAccounts.ts';
import { fetchList, type ListedItem } from '../fetchList.ts';
import type { Progress } from '../material.ts';
import { beginSession, inSession } from '../node/index.ts';
import type { TakeInResult } from '../result.ts';
import { type AccountNode, type BlockPlace, type Body, lies, withholds } from './accountNode.ts';
import { rpcAsker, walletAsker } from './asker.ts';
import { openEvmNode } from './evmNode.ts';
import { keyOfRequest, type NodeRequest, type Task, tasksOf } from './nodeRequest.ts';
import { openNodeSource, type NodeSource } from './nodeSource.ts';
import { rollBack, type RolledBack } from './rollBack.ts';
import { openTronNode } from './tronNode.ts';

/** How often the node's chain may move while it is read. */
const MOST_CHANGES = 5;

export interface NodeTakeInRequest extends Omit<NodeRequest, 'listed'> {
  /** Chain by id or short name; an Ethereum-like node says itself which it is of where absent. */
  readonly chain: string | undefined;
  /** Work through what is open on the fetch list. */
  readonly fetchList: boolean;
  readonly exhibit: string;
  /** `HEIGHT:HASH` of a block that the examiner takes as known. */
  readonly anchor: string | undefined;
  /** Who runs the node, where the examiner names them. */
  readonly operator: string | undefined;
}

export interface NodeTakenIn {
  readonly result: TakeInResult;
  readonly rolledBack: RolledBack;
}

/** Faults: node.*, chain.unknown, usage.badValue, intake.trainingMixed, job.cancelled. */
export async function takeInFromNode(
  host: Host,
  file: CaseFile,
  access: NodeAccess,
  request: NodeTakeInRequest,
  work: Work<Progress>,
): Promise<NodeTakenIn> {
  const expected = request.chain === undefined ? undefined : knownChain(request.chain);
  const session = await beginSession<AccountNode>(host, file, access, {
    expected: expected?.id ?? null,
    open: (connection, onQuestions) => {
      const asking = { connection, onQuestions, signal: work.signal, now: () => host.now() };
      return expected?.family === 'tron'
        ? openTronNode(walletAsker(asking), expected as TronNetwork)
        : openEvmNode(rpcAsker(asking), expected as EvmNetwork | undefined);
    },
    describe: ({ chain, agent }) => ({ chain: chain.id, agent }),
  });
  return inSession(session, (node) => fetchAll(host, file, node, request, work));
}

function knownChain(idOrName: string): AccountChain {
  const chain = accountChain(idOrName);
  if (chain === undefined || chain.family === 'ledger')
    throw new Fault('chain.unknown', { chain: idOrName.slice(0, 80), known: ACCOUNT_CHAINS.map(({ name }) => name).join(', ') });
  return chain;
}

async function fetchAll(
  host: Host,
  file: CaseFile,
  node: AccountNode,
  asked: NodeTakeInRequest,
  work: Work<Progress>,
): Promise<NodeTakenIn> {
  const { chain, address } = node;
  refuseMixing(file, chain, address);
  const anchor = readAccountAnchor(file, chain, asked.anchor);
  const listed: ListedItem[] = asked.fetchList ? fetchList(file).filter((item) => item.chain === chain.id && !item.arrived) : [];
  const request: NodeRequest = { ...asked, listed };
  const tasks = tasksOf(chain, request);
  if (tasks.length === 0)
    throw asked.fetchList ? new Fault('fetch.nothingToFetch') : new Fault('usage.missingArgument', { argument: 'fromBlock, items' });
  const key = keyOfRequest(chain, request, asked.fetchList);
  let taken: RolledBack = { blocks: [], transactions: 0 };
  let source: NodeSource | null = null;
  for (let change = 0; ; change++) {
    const tip = await node.tip();
    const rolled = await rollBack(host, file, node, tip);
    taken = { blocks: [...taken.blocks, ...rolled.blocks], transactions: taken.transactions + rolled.transactions };
    source = openNodeSource(host, file, node, key, { exhibit: asked.exhibit, anchor, operator: asked.operator });
    try {
      for (const task of tasks) await run(node, task, tip, source, { logsOnly: asked.logsOnly, work });
      await fetchTokens(node, source, work);
      // A block that was replaced while others were fetched must not stay.
      const after = await node.tip();
      source.flush();
      const late = await rollBack(host, file, node, after);
      taken = { blocks: [...taken.blocks, ...late.blocks], transactions: taken.transactions + late.transactions };
      if (late.blocks.length === 0) return { result: source.finish(after), rolledBack: taken };
    } catch (error) {
      // What was read and held against its block stays, whatever ended the session.
      source.flush();
      if (!(error instanceof ChainMoved)) throw error;
    }
    if (change >= MOST_CHANGES) lies(address, 'link', tip);
  }
}

/** The node's chain is not the one that was being read any more. */
class ChainMoved extends Error {}

interface Fetching {
  readonly logsOnly: boolean;
  readonly work: Work<Progress>;
}

async function run(node: AccountNode, task: Task, tip: BlockPlace, source: NodeSource, fetching: Fetching): Promise<void> {
  if (task.kind === 'one') {
    const { item } = task;
    if (item.kind === 'transaction' && source.has(item.item)) return source.note({ ...item, gaps: [] });
    const gaps =
      item.kind === 'block' ? await fetchBlock(node, blockName(node, item.item), source) : await fetchTransaction(node, item.item, source);
    source.note({ ...item, gaps: [...gaps] });
    return;
  }
  const { accounts, from, to, key } = task;
  const end = Math.min(to ?? Number.MAX_SAFE_INTEGER, tip.number);
  const start = Math.max(from, source.reachOf(key) + 1);
  const gaps = new Set<string>();
  if (to !== null && to > tip.number) gaps.add('beyondTip');
  if (fetching.logsOnly && accounts !== null) gaps.add('noNativeHistory');
  if (start <= end) {
    const heights = fetching.logsOnly && accounts !== null ? await node.logged(accounts, start, end) : null;
    if (fetching.logsOnly && accounts !== null && heights === null) gaps.add('refused');
    else await readRange(node, { accounts, from: start, to: end, heights, key }, source, gaps, fetching.work);
    if (accounts !== null) for (const gap of await fetchAccounts(node, accounts, start, end, source)) gaps.add(gap);
  }
  for (const item of task.items) source.note({ ...item, gaps: [...gaps] });
}

/** A stranger may send any number of worthless tokens to an address: no session asks about more of them. */
const MOST_TOKENS = 200;

/** What unknown tokens call themselves, and how they count. */
async function fetchTokens(node: AccountNode, source: NodeSource, work: Work<Progress>): Promise<void> {
  for (const contract of source.unknownTokens().slice(0, MOST_TOKENS)) {
    throwIfCancelled(work);
    const said = await node.token(contract);
    if (said !== null) source.keepToken(contract, said);
  }
}

const blockName = (node: AccountNode, item: string): string | number =>
  /^\d{1,12}$/.test(item) ? Number(item) : node.chain.family === 'evm' && !item.startsWith('0x') ? `0x${item}` : item;

interface Range {
  readonly accounts: readonly string[] | null;
  readonly from: number;
  readonly to: number;
  /** Read only these; null where all are. */
  readonly heights: ReadonlySet<number> | null;
  readonly key: string;
}

async function readRange(node: AccountNode, range: Range, source: NodeSource, gaps: Set<string>, work: Work<Progress>): Promise<void> {
  const { accounts, from, to, heights, key } = range;
  const total = to - from + 1;
  let before: BlockPlace | null = null;
  for (let number = from; number <= to; number++) {
    throwIfCancelled(work);
    if (heights?.has(number) === false) continue;
    const body = await node.body(number);
    if (body === null) return gone(node, number);
    if (before?.number === number - 1 && body.parent !== before.hash) await movedOrLies(node, before, body);
    before = body;
    const parts = await node.parts(body, accounts);
    for (const gap of parts?.gaps ?? []) gaps.add(gap);
    source.take(body, parts === null ? null : [body.answer, ...parts.answers], accounts === null ? null : { accounts });
    source.reached(key, number);
    source.flushIfLarge();
    work.report({ phase: 'blocks', done: number - from + 1, total, unit: 'blocks' });
  }
  source.reached(key, to);
}

/** The tip was higher: either the chain moved, or the node keeps back what it still announces. */
async function gone(node: AccountNode, number: number): Promise<never> {
  if ((await node.tip()).number >= number) withholds(node.address, 'block', { height: number });
  throw new ChainMoved();
}

async function movedOrLies(node: AccountNode, before: BlockPlace, body: Body): Promise<never> {
  // A node that still calls the block before its own gave two blocks that do not hang together.
  if ((await node.hashAt(before.number)) === before.hash && (await node.hashAt(body.number)) === body.hash)
    lies(node.address, 'link', body);
  throw new ChainMoved();
}

async function fetchTransaction(node: AccountNode, id: string, source: NodeSource): Promise<readonly string[]> {
  const found = await node.locate(id);
  if (found === null) {
    // 64 digits may be a block's hash as well.
    const gaps = await fetchBlock(node, id, source);
    return gaps;
  }
  if (found.block === null) return ['unconfirmed'];
  const body = await node.body(found.block);
  if (body === null) throw new ChainMoved();
  if (!body.ids.has(id)) lies(node.address, 'notInBlock', { number: body.number, hash: body.hash, id });
  const parts = await node.parts(body, null);
  source.take(body, [...found.answers, body.answer, ...(parts?.answers ?? [])], { id });
  return parts?.gaps ?? [];
}

async function fetchBlock(node: AccountNode, at: string | number, source: NodeSource): Promise<readonly string[]> {
  const body = await node.body(at);
  if (body === null) return ['notFound'];
  const parts = await node.parts(body, null);
  source.take(body, [body.answer, ...(parts?.answers ?? [])], null);
  return parts?.gaps ?? [];
}

/** What each account held before the range and at its end: what the movements between must add up to. Before block 1 nothing was paid. */
async function fetchAccounts(
  node: AccountNode,
  accounts: readonly string[],
  from: number,
  to: number,
  source: NodeSource,
): Promise<readonly string[]> {
  const gaps: string[] = [];
  for (const height of node.chain.family === 'tron' ? [to] : from > 1 ? [from - 1, to] : [to]) {
    const body = await node.body(height);
    if (body === null) return gone(node, height);
    for (const account of accounts) {
      const said = await node.account(account, body);
      if (said === null) gaps.push('noAccountProof');
      else source.keep(body, said);
    }
  }
  return gaps;
}
