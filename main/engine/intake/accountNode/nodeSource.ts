// The source that a node's answers become: one for each request to one node, growing while it is partial. It numbers the answers it keeps,
// reads them with the readers of dumps, and writes batches with the state from which the next session goes on.
import type { NodeItem, NodeNote } from '../../../../shared/contract/node.ts';
import type { AnchorRow, CaseFile, SourceRow } from '../../casefile/index.ts';
import { type Host, sha256Hex } from '../../kernel/index.ts';
import type { PlacedTransaction } from '../accounts/accountColumns.ts';
import { describeBlocks, keepAnchor, refreshProven, stateAnew } from '../accounts/accountAnchors.ts';
import type { ProvenBlock } from '../accounts/blockBodies.ts';
import type { NodeFlag } from '../accounts/nodeReading.ts';
import { tokensOfCase } from '../accounts/knownDecimals.ts';
import type { StatedFact } from '../accounts/statedFacts.ts';
import type { Statement } from '../accounts/statements.ts';
import { tokenFacts } from '../../chains/index.ts';
import { readIds } from '../accounts/idColumn.ts';
import { createShownRejections } from '../accounts/rejections.ts';
import { idsOfOthers } from '../accounts/takeInAccounts.ts';
import type { RejectedRow } from '../material.ts';
import type { TableNote, TakeInResult } from '../result.ts';
import type { AccountAnswer, AccountNode, BlockPlace, Body, TokenAnswer } from './accountNode.ts';
import { type Answer, type NumberedAnswer, objectsOf } from './asker.ts';
import type { NodeSourceRequest } from './nodeRequest.ts';
import { sourcesOfNode, writeNodeBatch } from './nodeSegments.ts';

const VERSION = '1';
const BATCH_TRANSACTIONS = 20_000;
const BATCH_BYTES = 32 << 20;
const BATCH_BLOCKS = 2000;

/** Which of a block's transactions are taken: one by its id, those that touch accounts, or all. */
type Wanted = { readonly id: string } | { readonly accounts: readonly string[] } | null;

/** What the examiner says of the source. */
export interface Taking {
  readonly exhibit: string;
  /** A block taken as known. */
  readonly anchor: AnchorRow | null;
  /** Who runs the node. */
  readonly operator: string | undefined;
}

export interface NodeSource {
  /** Whether this request brought the transaction before. */
  has(id: string): boolean;
  reachOf(task: string): number;
  reached(task: string, number: number): void;
  /** A block that was read: its answers, or null where nothing in it was looked for. */
  take(body: Body, answers: readonly Answer[] | null, wanted: Wanted): void;
  /** What a node says of an account at a block. */
  keep(body: Body, said: AccountAnswer): void;
  /** Token contracts that moved in what this session took and of which the case knows no symbol or decimals. */
  unknownTokens(): readonly string[];
  keepToken(contract: string, said: TokenAnswer): void;
  note(item: NodeItem): void;
  flushIfLarge(): void;
  flush(): void;
  finish(tip: BlockPlace): TakeInResult;
}

/** The part that grows with each session, kept with the request until the source is complete. */
interface Growing extends NodeSourceRequest {
  readonly rows: number;
  readonly rejected: readonly RejectedRow[];
  readonly rejectedCount: number;
  readonly flags: readonly NodeFlag[];
  readonly items: readonly NodeItem[];
  readonly accepted: number;
  readonly fresh: number;
  readonly times: readonly [string, string] | null;
}

export function openNodeSource(host: Host, file: CaseFile, node: AccountNode, key: string, taking: Taking): NodeSource {
  const { address, chain } = node;
  const earlier = sourcesOfNode(file, address, chain.id);
  const same = earlier.filter(({ request }) => (request as NodeSourceRequest).key === key);
  let row: SourceRow | null = same.find(({ state }) => state === 'partial') ?? null;
  let now: Growing = row === null ? fresh(node, key) : { ...fresh(node, key), ...(row.request as Growing) };
  const known = idsOfOthers(file, chain.id, row?.id ?? -1);
  const own = new Set<string>();
  const reach = new Map<string, number>();
  for (const { request } of same)
    for (const [task, at] of Object.entries((request as NodeSourceRequest).reach)) reach.set(task, Math.max(reach.get(task) ?? -1, at));
  // What an earlier request brought is brought again: each source stands by itself when another is withdrawn.
  for (const { id } of same) for (const one of idsOf(file, id)) own.add(one);
  let placed: PlacedTransaction[] = [];
  let blocks: BlockPlace[] = [];
  let answers: NumberedAnswer[] = [];
  let proven: ProvenBlock[] = [];
  let stated: StatedFact[] = [];
  let rejected: RejectedRow[] = [];
  let statements: Statement[] = [];
  const tokens = new Set<string>();
  const shownRejections = createShownRejections(now.rejected, now.rejectedCount);
  const shown = new Set<string>();
  let bytes = 0;

  const number = (added: readonly Answer[]): NumberedAnswer[] => {
    const numbered = added.map((answer, i) => ({ ...answer, number: now.answers + i + 1 }));
    now = { ...now, answers: now.answers + added.length, times: timesWith(now.times, added) };
    answers.push(...numbered);
    bytes += added.reduce((sum, { text }) => sum + text.length, 0);
    return numbered;
  };
  const show = (block: ProvenBlock): void => {
    // The header alone first, the whole block later: both are kept, one of each.
    const name = `${block.hash} ${block.transactions !== null}`;
    if (shown.has(name)) return;
    shown.add(name);
    proven.push(block);
  };
  const flush = (): void => {
    if (blocks.length === 0 && answers.length === 0 && placed.length === 0) return;
    if (row === null) {
      row = begin(host, file, node, key, taking);
      now = { ...(row.request as Growing), ...now };
    }
    const { id } = row;
    now = {
      ...now,
      reach: { ...now.reach, ...Object.fromEntries(reach) },
      rejected: shownRejections.rows(),
      rejectedCount: shownRejections.count(),
    };
    writeNodeBatch(file, row, chain, { placed, blocks, answers, proven, stated, statements, rejected }, (columns) => {
      now = { ...now, fresh: now.fresh + known.add(readIds(columns)) };
      file.sources.update(id, { request: now, size: '0', result: null });
    });
    [placed, blocks, answers, proven, stated, statements, rejected, bytes] = [[], [], [], [], [], [], [], 0];
  };

  const begun = new Map(reach);
  const goneOn = (): boolean => [...reach].some(([task, at]) => begun.get(task) !== at);

  return {
    has: (id) => own.has(id),
    reachOf: (task) => reach.get(task) ?? -1,
    reached: (task, at) => {
      reach.set(task, Math.max(reach.get(task) ?? -1, at));
    },
    take(body, added, wanted) {
      blocks.push({ number: body.number, hash: body.hash });
      if (added === null) {
        // Blocks hang together by their headers: an anchor above reaches what was taken below.
        if (body.header !== null) show(body.header);
        return;
      }
      const reading = node.read(objectsOf(number(added)));
      for (const block of reading.blocks) show(block);
      // A transaction may be told of alone and in its block: the block comes first, and says where it stands.
      const taken: PlacedTransaction[] = [];
      for (const one of reading.placed) {
        const { transaction } = one;
        if (own.has(transaction.id) || !isWanted(transaction, wanted)) continue;
        taken.push(one);
        for (const { asset } of transaction.transfers) if (asset.kind === 'token' && asset.contract !== null) tokens.add(asset.contract);
        own.add(transaction.id);
      }
      placed.push(...taken);
      for (const one of reading.rejected) {
        shownRejections.add(one);
        rejected.push(one);
      }
      now = {
        ...now,
        rows: now.rows + added.length,
        accepted: now.accepted + taken.length,
        flags: joined(now.flags, reading.flags),
      };
    },
    keep(body, said) {
      blocks.push({ number: body.number, hash: body.hash });
      if (body.header !== null) show(body.header);
      const [, answer] = number([body.answer, said.answer]);
      if (answer !== undefined) stated.push(...said.facts(answer.number));
    },
    unknownTokens() {
      const stated = tokensOfCase(file, chain.id);
      return [...tokens].filter((contract) => tokenFacts(chain.id, contract) === null && !stated.has(contract));
    },
    keepToken(contract, { answers: added, symbol, decimals }) {
      tokens.delete(contract);
      const [first] = number(added);
      if (first === undefined) return;
      statements.push({ ...{ kind: 'token', contract, symbol, name: null, decimals, by: 'source' }, row: first.number });
    },
    note(item) {
      const others = now.items.filter(
        (one) => one.item !== item.item || one.kind !== item.kind || one.fromBlock !== item.fromBlock || one.toBlock !== item.toBlock,
      );
      now = { ...now, items: [...others, item] };
    },
    flushIfLarge() {
      if (placed.length >= BATCH_TRANSACTIONS || bytes >= BATCH_BYTES || blocks.length >= BATCH_BLOCKS) flush();
    },
    flush,
    finish(tip) {
      flush();
      const last = same.filter(({ state }) => state === 'complete').at(-1);
      // Nothing is there that was not there before: the source that holds it answers.
      if (row === null && last !== undefined && !goneOn() && now.items.every(({ gaps }) => gaps.length === 0))
        return stateAnew(file, chain, last, taking, taking.anchor);
      const source = row ?? begin(host, file, node, key, taking);
      if (taking.anchor !== null) keepAnchor(file, chain, source.id, source.publicId, taking.anchor);
      const blocksProven = describeBlocks(file, chain.id, source.id);
      const note: NodeNote = {
        ...{ address, agent: node.agent, kind: node.kind, chain: chain.id, answers: now.answers },
        ...{ from: now.times?.[0] ?? null, to: now.times?.[1] ?? null, tip: { ...tip }, items: [...now.items] },
      };
      const result: TakeInResult = {
        ...{ source: source.publicId, mode: 'accounts', chain: chain.id, blocks: 0, accepted: now.accepted, new: now.fresh, stale: 0 },
        ...{ refused: [], headers: null, transactions: now.accepted, undo: 'none', partial: false },
        rejectedRows: shownRejections.rows(),
        table: tableOf(now),
        node: note,
        ...(blocksProven === null ? {} : { proven: blocksProven }),
      };
      const finished = file.transaction(() => {
        file.sources.update(source.id, { request: { ...now, reach: Object.fromEntries(reach) }, size: '0', result });
        file.sources.finish(source.id, result);
        const told = { ...result, refused: 0, rejectedRows: shownRejections.count(), node: { ...note, items: note.items.length } };
        file.journal.append('act', 'intake.finished', { source: source.publicId, result: told });
        return result;
      });
      if (blocksProven !== null) refreshProven(file, chain.id);
      return finished;
    },
  };
}

function fresh(node: AccountNode, key: string): Growing {
  return {
    ...{ node: node.address, agent: node.agent, key, reach: {}, answers: 0, rows: 0, rejected: [], rejectedCount: 0 },
    ...{ flags: [], items: [], accepted: 0, fresh: 0, times: null },
  };
}

function begin(host: Host, file: CaseFile, node: AccountNode, key: string, { exhibit, anchor, operator }: Taking): SourceRow {
  const said = operator === undefined ? {} : { operator };
  const { address, chain, agent, kind } = node;
  const earlier = file.sources.list().filter(({ name, chain: of }) => name === address && of === chain.id).length;
  const publicId = sha256Hex(`node ${address} ${chain.id} ${key} ${earlier}`).slice(0, 32);
  const importer = `node.${chain.family}@${VERSION}`;
  const event = {
    source: publicId,
    name: address,
    importer,
    mode: 'accounts',
    chain: chain.id,
    exhibit,
    agent,
    kind,
    asked: key,
    anchor,
    ...said,
  };
  return file.act('intake.started', event, () => {
    const id = file.sources.add({
      ...{
        publicId,
        name: address,
        importer,
        mode: 'accounts',
        chain: chain.id,
        exhibit,
        size: '0',
        sha256: null,
        training: chain.training,
      },
      ...{ taken: new Date(host.now()).toISOString(), state: 'partial', request: { ...fresh(node, key), ...said } },
    });
    file.sources.addFile({ source: id, path: address, size: 0, modified: 0, sha256: null, xorKey: '', rawKept: false });
    return file.sources.byPublicId(publicId) as SourceRow;
  });
}

function idsOf(file: CaseFile, source: number): string[] {
  return file.accounts.segmentsOfSource(source).flatMap(({ id }) => {
    const ids = readIds((name) => file.accounts.column(id, name));
    return Array.from({ length: ids.count }, (_, at) => ids.at(at));
  });
}

function isWanted({ id, from, to, transfers, events }: PlacedTransaction['transaction'], wanted: Wanted): boolean {
  if (wanted === null) return true;
  if ('id' in wanted) return id === wanted.id;
  const named = new Set<string | null>([from, to]);
  for (const transfer of transfers) named.add(transfer.from).add(transfer.to);
  for (const { actor, subject, details } of events) {
    named.add(actor).add(subject);
    for (const text of Object.values(details)) named.add(text);
  }
  return wanted.accounts.some((account) => named.has(account));
}

function timesWith(times: Growing['times'], added: readonly Answer[]): Growing['times'] {
  const [first, last] = [added[0]?.time, added.at(-1)?.time];
  return first === undefined || last === undefined ? times : [times?.[0] ?? first, last];
}

const MOST_NAMED = 20;

/** Counts added up; the blocks named are the first ones. */
function joined(before: readonly NodeFlag[], more: readonly NodeFlag[]): NodeFlag[] {
  const keyOf = (flag: NodeFlag): string => `${flag.code} ${'reason' in flag ? flag.reason : ''}`;
  const all = new Map<string, NodeFlag>(before.map((flag) => [keyOf(flag), flag]));
  for (const flag of more) {
    const known = all.get(keyOf(flag));
    if (known === undefined) {
      all.set(keyOf(flag), flag);
      continue;
    }
    const sum: Record<string, unknown> = { ...known };
    for (const [name, value] of Object.entries(flag)) {
      if (typeof value === 'number') sum[name] = (sum[name] as number) + value;
      else if (name === 'numbers') sum[name] = namesOf(String(sum[name]), String(value));
    }
    all.set(keyOf(flag), sum as unknown as NodeFlag);
  }
  return [...all.values()];
}

function namesOf(before: string, more: string): string {
  const numbers = before.split(', ');
  if (numbers.length >= MOST_NAMED) return numbers.at(-1) === '…' ? before : `${before}, …`;
  return `${before}, ${more}`;
}

function tableOf({ rows, rejectedCount, flags }: Growing): TableNote {
  return {
    ...{ rows, taken: rows - Math.min(rows, rejectedCount), sheet: '', encoding: 'json' },
    flags: flags.map(({ code, ...values }) => ({
      code,
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
    })),
  };
}
