// "Where did it go" over blocks that are not in the case: policies and stop rules run while the blocks pass by, so only what they
// reach is looked for and brought in. The figures of record are computed afterwards, from the case.
import { displayHash, fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { createNumberSet } from '../numberSet.ts';
import { followForward } from '../forward.ts';
import { policies as policyRegistry } from '../policies/index.ts';
import { txOfIn, txOfOut } from '../run.ts';
import { COINBASE, NOT_SPENT_HERE } from '../slice.ts';
import { prepareStops } from '../stops/index.ts';
import { type FrozenStop, stopRequests } from '../runs.ts';
import type { ChainView } from '../chainView.ts';
import { type Collected, createCollected, type FoundTransaction } from './collected.ts';
import { type Answered, canRead, type Desk, EMPTY_OUTCOME, gapsOf, type QuestionOutcome } from './desk.ts';
import { createOutpointSet } from './outpointSet.ts';
import type { Wanted } from './pass.ts';
import { proveTransactions } from './prove.ts';
import { readMatch } from './record.ts';
import { type PassEnd, recordedPass } from './recordedPass.ts';
import { createScriptSet } from './scriptSet.ts';
import { earlierSpenders, earlierSpends, sightOfPass, spentBefore } from './spentBefore.ts';

export interface ForwardQuestion {
  /** Outpoints as text; all outputs of a transaction are listed singly where the case knows them. */
  readonly outpoints: readonly string[];
  /** Transactions not in the case, by id: all their outputs are seeds. */
  readonly txids: readonly string[];
  /** Scripts whose outputs are seeds. */
  readonly scripts: readonly Uint8Array[];
  readonly policies: readonly string[];
  readonly stops: readonly FrozenStop[];
  /** Most transactions of a policy that are proven; beyond it the policy is listed, not proof-carrying. */
  readonly mostProven: number;
  /** Whether parents of what is relied on are fetched too. */
  readonly parents: boolean;
}

export async function askForward(desk: Desk, question: ForwardQuestion): Promise<Answered> {
  const view = desk.view();
  const { start, made: following } = goOn(desk, (from, seen) => follow(desk, question, seen, from));
  const { wanted, collected, seeds } = following;
  const known = (outpoint: Uint8Array) => parentIn(view, outpoint);
  const { pass, record, end } = await recordedPass(
    desk,
    wanted,
    start,
    (match, into) => {
      const read = readMatch(match, desk.network.transactionForm, known);
      following.take(read.found);
      for (let i = 0; i < read.found.outpoints.length; i += 36) wanted.outpoints.remove(read.found.outpoints, i);
      if (!isHeld(view, read.found)) into.add(match, read);
    },
    following.passed,
  );
  const relied = reliedOn(desk.view(), collected, following.followers, seeds.transactions(), question);
  // No trace begins at these by itself, but the examiner may begin one there.
  const earlier = earlierSpenders(desk.view(), question.scripts, desk.range);
  const toProve = earlier.length > question.mostProven ? relied : [...new Set([...relied, ...earlier])].sort((a, b) => a - b);
  const proven = await proveTransactions(desk, toProve, question.parents, end);
  const notFound = [...wanted.txids].map((id) => displayHash(Buffer.from(id, 'hex')));
  const outcome: QuestionOutcome = {
    ...EMPTY_OUTCOME,
    ...{ low: desk.range.from, high: desk.range.to, blocks: pass.blocks, bytes: pass.bytes + proven.bytes },
    transactions: record.total + proven.parents,
    ...{
      proven: proven.proven,
      parents: proven.parents,
      missing: proven.missing,
      gaps: gapsOf(desk.range, end.read),
      refused: pass.refused,
    },
    undo: desk.blocks.store.undo,
    notFound,
    spendsUnsearched: end.blind,
    earlierSpends: earlierSpends(desk.view(), question.scripts, desk.range),
  };
  return { outcome, read: end.read, outpoints: packOutpoints(collected, following.watched), scripts: question.scripts };
}

/** Policies and stop rules over what passes by, with what the case holds from before the height `from` passed already. */
function follow(desk: Desk, question: ForwardQuestion, view: ChainView, from: number) {
  const collected = createCollected();
  const places = new Map<number, Set<number>>();
  const wanted: Wanted = {
    ...{ outpoints: createOutpointSet(), scripts: createScriptSet(), txids: new Set(), coinbases: new Set(), places },
    spentBefore: spentBefore(desk.file, view, question.scripts),
  };
  for (const script of question.scripts) wanted.scripts.add(script);
  const seeds = seedBook(question, collected);
  const watched = new Set<number>();
  // Rules that count over all data cannot be asked while data arrive: they are applied afterwards, on a little more than needed.
  const stops = stopRequests(
    question.stops.filter((stop) => stop.id !== 'serviceLike'),
    (script) => collected.scripts.intern(script, 0, script.length),
  );
  const stopTest = prepareStops(stops, { slice: collected.slice, direction: 'forward' });
  const followers = policyRegistry.entries
    .filter((policy) => question.policies.includes(policy.id))
    .map((policy) =>
      followForward(policy, 0, {
        ...{ slice: collected.slice, seedAt: seeds.seedAt, stopTest, keepFlows: false, read: null },
        arrived(out) {
          watched.add(out);
          wanted.outpoints.add(collected.outpoint(out), 0, out);
        },
      }),
    );
  const { slice } = view;
  /** Held by the case, and not to be met in the blocks that will be read: below `from`, or where this source has no block. */
  const held = createNumberSet(slice.txCount);
  let heldLeft = 0;
  let heldNext = 0;
  const heightOf = (tx: number) => slice.blockHeight[slice.txBlock[tx] as number] as number;
  const isMetLater = (tx: number) => heightOf(tx) >= from && canRead(desk, heightOf(tx));
  const hold = (tx: number): void => {
    if (held.has(tx)) return;
    held.add(tx);
    heldLeft++;
  };
  /** What the case knows to be spent of these outputs, where no block of this pass will say it. */
  const holdSpenders = (tx: number): void => {
    for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
      const spentBy = slice.outSpentBy[out] as number;
      if (spentBy === NOT_SPENT_HERE) continue;
      const spender = txOfIn(slice, spentBy);
      // In a block that hangs in the air: the chain may spend it otherwise.
      if (heightOf(spender) >= 0 && !isMetLater(spender)) hold(spender);
    }
  };
  const pass = (found: FoundTransaction): void => {
    const tx = collected.append(found);
    seeds.note(tx, wanted);
    for (const follower of followers) follower.pass(tx);
  };
  /**
   * Passes what the case holds from below a height, in chain order. Its inputs stay wanted: it was another source that said so, and
   * that may be withdrawn.
   */
  const passHeld = (below: number): void => {
    for (
      let tx = heldLeft === 0 ? -1 : held.nextFrom(heldNext);
      tx >= 0 && heightOf(tx) < below;
      tx = heldLeft === 0 ? -1 : held.nextFrom(heldNext)
    ) {
      heldNext = tx + 1;
      heldLeft--;
      pass(foundInCase(view, tx));
      holdSpenders(tx);
    }
  };
  /** Seeds in blocks that hang in the air: what the chain spends of them is looked for all the same. */
  const loose = new Set<number>();
  for (const txid of new Set([...question.txids, ...question.outpoints.map((outpoint) => outpoint.slice(0, 64))])) {
    const id = fromDisplayHash(txid);
    const tx = view.findTransaction(id);
    if (tx === -1) wanted.txids.add(Buffer.from(id).toString('hex'));
    else if (heightOf(tx) < 0) loose.add(tx);
    else if (!isMetLater(tx)) hold(tx);
    else {
      const here = places.get(heightOf(tx)) ?? new Set();
      here.add(slice.txPosition[tx] as number);
      places.set(heightOf(tx), here);
    }
  }
  const numbers = new Set(question.scripts.map((script) => view.scripts.find(script)).filter((number) => number !== 0));
  for (let out = 0; numbers.size > 0 && out < slice.outCount; out++) {
    if (!numbers.has(slice.outScript[out] as number)) continue;
    const tx = txOfOut(slice, out);
    if (heightOf(tx) < 0) loose.add(tx);
    else if (!isMetLater(tx)) hold(tx);
  }
  const nextReadable = (height: number): number => {
    let next = height;
    while (next <= desk.range.to && !canRead(desk, next)) next++;
    return next;
  };
  for (const tx of loose) pass(foundInCase(view, tx));
  passHeld(nextReadable(from));
  return {
    ...{ collected, wanted, seeds, followers, watched },
    take(found: FoundTransaction): void {
      pass(found);
      const known = view.findTransaction(found.txid);
      if (known !== -1) holdSpenders(known);
    },
    passed(height: number): void {
      if (heldLeft > 0) passHeld(nextReadable(height + 1));
    },
    watchedKeys: () => new Set(Array.from(watched, (out) => Buffer.from(collected.outpoint(out)).toString('latin1'))),
    sightTo: () => sightOfPass(desk, wanted.spentBefore),
  };
}

/** What a pass looks for, as far as it says whether earlier sessions of its question looked for all of it. */
export interface Looking {
  /** Outputs whose spends are looked for. */
  watchedKeys(): ReadonlySet<string>;
  /** Up to where every output is known without asking undo data at its spending. */
  sightTo(): number;
}

/**
 * Where an interrupted question goes on. What the case learned since may reach outputs that the earlier sessions did not look for: then
 * all of it is read again, for nothing may count as searched that was not.
 */
export function goOn<T extends Looking>(
  desk: Desk,
  make: (from: number, view: ChainView) => T,
): { readonly start: PassEnd; readonly made: T } {
  const { next, read, blind, before } = desk.start;
  const made = make(next, desk.view());
  if (before === null) return { start: { next, read, blind }, made };
  const earlier = make(next, before);
  const then = earlier.watchedKeys();
  const isMore = [...made.watchedKeys()].some((key) => !then.has(key)) || made.sightTo() < earlier.sightTo();
  if (isMore) return { start: { next: desk.range.from, read: [], blind: [] }, made: make(desk.range.from, desk.view()) };
  return { start: { next, read, blind }, made };
}

/** Which outputs of the transactions that pass by are seeds. */
function seedBook(question: ForwardQuestion, collected: Collected) {
  const seedAt = new Map<number, number>();
  const byId = new Map<string, Set<number> | 'all'>();
  for (const txid of question.txids) byId.set(Buffer.from(fromDisplayHash(txid)).toString('hex'), 'all');
  // Seeds are numbered in outpoint order where they are known beforehand. [T3]
  const order = new Map([...new Set(question.outpoints)].sort(byOutpoint).map((outpoint, number) => [outpoint, number]));
  for (const outpoint of order.keys()) {
    const [txid, index] = outpoint.split(':') as [string, string];
    const id = Buffer.from(fromDisplayHash(txid)).toString('hex');
    const held = byId.get(id);
    if (held === undefined) byId.set(id, new Set([Number(index)]));
    else if (held !== 'all') held.add(Number(index));
  }
  const scripts = new Set(question.scripts.map((script) => Buffer.from(script).toString('hex')));
  const owners = new Set<number>();
  let next = order.size;
  return {
    seedAt,
    transactions: () => [...owners],
    note(tx: number, wanted: Pick<Wanted, 'txids' | 'coinbases'>): void {
      const { slice } = collected;
      const id = Buffer.from(slice.txid.subarray(tx * 32, tx * 32 + 32)).toString('hex');
      const indexes = byId.get(id);
      if (indexes !== undefined) {
        wanted.txids.delete(id);
        if (slice.inPrevOut[slice.txInStart[tx] as number] === COINBASE) wanted.coinbases.add(id);
      }
      if (indexes === undefined && scripts.size === 0) return;
      const first = slice.txOutStart[tx] as number;
      for (let out = first; out < (slice.txOutStart[tx + 1] as number); out++) {
        const isNamed = indexes === 'all' || indexes?.has(out - first) === true;
        const isPaid =
          scripts.size > 0 && scripts.has(Buffer.from(collected.scripts.script(slice.outScript[out] as number)).toString('hex'));
        if ((!isNamed && !isPaid) || seedAt.has(out)) continue;
        seedAt.set(out, order.get(`${displayHash(slice.txid.subarray(tx * 32, tx * 32 + 32))}:${out - first}`) ?? next++);
        owners.add(tx);
      }
    },
  };
}

function byOutpoint(a: string, b: string): number {
  const [idA, indexA] = a.split(':') as [string, string];
  const [idB, indexB] = b.split(':') as [string, string];
  return idA < idB ? -1 : idA > idB ? 1 : Number(indexA) - Number(indexB);
}

/** A transaction as the case holds it. */
export function foundInCase(view: ChainView, tx: number): FoundTransaction {
  const { slice } = view;
  const block = slice.txBlock[tx] as number;
  const firstIn = slice.txInStart[tx] as number;
  const endIn = slice.txInStart[tx + 1] as number;
  const outpoints = new Uint8Array((endIn - firstIn) * 36);
  const spent: FoundTransaction['spent'][number][] = [];
  for (let input = firstIn; input < endIn; input++) {
    outpoints.set(view.outpointOfInput(input), (input - firstIn) * 36);
    const script = slice.inScript[input] as number;
    spent.push(
      script === 0
        ? null
        : { valueSat: slice.inValue[input] as bigint, script: view.scripts.script(script), proven: slice.inFromUndo[input] === 0 },
    );
  }
  const outputs = [];
  for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++)
    outputs.push({ valueSat: slice.outValue[out] as bigint, script: view.scripts.script(slice.outScript[out] as number) });
  return {
    txid: slice.txid.slice(tx * 32, tx * 32 + 32),
    blockHash: slice.blockHash.slice(block * 32, block * 32 + 32),
    height: slice.blockHeight[block] as number,
    position: slice.txPosition[tx] as number,
    time: slice.blockTime[block] as number,
    coinbase: slice.inPrevOut[firstIn] === -1,
    outpoints,
    spent,
    outputs,
  };
}

/** What an outpoint held, if the case has the transaction that made it. */
export function parentIn(view: ChainView, outpoint: Uint8Array): { valueSat: bigint; script: Uint8Array } | null {
  const { slice } = view;
  const tx = view.findTransaction(outpoint.subarray(0, 32));
  if (tx === -1) return null;
  const out = (slice.txOutStart[tx] as number) + new DataView(outpoint.buffer, outpoint.byteOffset).getUint32(32, true);
  if (out >= (slice.txOutStart[tx + 1] as number)) return null;
  return { valueSat: slice.outValue[out] as bigint, script: view.scripts.script(slice.outScript[out] as number) };
}

/** Whether the case holds a transaction of this block already, with what this source can say about its inputs. */
export function isHeld(view: ChainView, found: FoundTransaction): boolean {
  const { slice } = view;
  const tx = view.findTransaction(found.txid);
  if (tx === -1) return false;
  const block = slice.txBlock[tx] as number;
  if (Buffer.compare(slice.blockHash.subarray(block * 32, block * 32 + 32), found.blockHash) !== 0) return false;
  const firstIn = slice.txInStart[tx] as number;
  return found.spent.every((spent, i) => spent === null || slice.inScript[firstIn + i] !== 0);
}

/** Transactions a run over these seeds will rely on, as numbers of the view: those of policies small enough to be proven. */
function reliedOn(
  view: ChainView,
  collected: Collected,
  followers: readonly { readonly touched: readonly number[] }[],
  seedTransactions: readonly number[],
  question: ForwardQuestion,
): number[] {
  const own = new Set<number>(seedTransactions);
  for (const follower of followers) if (follower.touched.length <= question.mostProven) for (const tx of follower.touched) own.add(tx);
  const numbers = new Set<number>();
  for (const tx of own) {
    const number = view.findTransaction(collected.slice.txid.subarray(tx * 32, tx * 32 + 32));
    if (number !== -1) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
}

/**
 * Outpoints that were looked for, those found spent included: where a reorganisation takes the spending back, it is still known that
 * nothing before it spent them.
 */
export function packOutpoints(collected: Collected, outs: Iterable<number>): Uint8Array {
  return new Uint8Array(Buffer.concat(Array.from(outs, (out) => collected.outpoint(out))));
}
