// Collects what a bag and its report say from the case: runs recomputed from their frozen slices, raw transactions with their
// branches, headers from the anchor, values on trust, the journal. It writes nothing.
import { displayHash, hex } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { labelTexts, rowAddress } from '../canvas/index.ts';
import type { CaseFile, CaseSession } from '../casefile/index.ts';
import { HEADER_BYTES, merkleBranch } from '../chains/index.ts';
import { sha256Hex, type Work } from '../kernel/index.ts';
import {
  type ChainView,
  type ComputedRun,
  describeRuns,
  headerChainOf,
  inputOutpointText,
  MOST_PROVEN,
  outpointText,
  type PolicyResult,
  rawTransaction,
  recompute,
  reliedOn,
  type StoredAccountRequest,
  transferRows,
  txidOf,
  txOfOut,
  UNKNOWN_PARENT,
  UNKNOWN_VALUE,
} from '../trace/index.ts';
import { type GatheredAccounts, gatherAccounts } from './accounts/gatherAccounts.ts';
import { bagJournal, eventsOf } from './bagJournal.ts';
import type { BagRun, BlockProof, JournalLine, Limits } from './bag/payload.ts';
import type { BagDevices, BagSeizure } from './bag/devicesPayload.ts';
import type { BagPeople, BagRequest } from './bag/peoplePayload.ts';
import { compareText } from './bag/order.ts';
import { gatherDevices } from './custody/gatherDevices.ts';
import { type DescribedSegment, headerSegments } from './headerSegments.ts';
import { type AskedPeople, gatherPeople } from './people/gatherPeople.ts';
import { gatherRequests } from './requests/gatherRequests.ts';
import { searchNotes } from './searchNotes.ts';
import { gatherSeizures, transactionsOf } from './seizure/gatherSeizures.ts';
import type { TransferLine } from './bag/transfers.ts';

export interface Gathered {
  readonly runs: readonly ComputedRun[];
  readonly bagRuns: readonly BagRun[];
  readonly transfers: readonly TransferLine[];
  readonly proofs: readonly BlockProof[];
  readonly headers: readonly DescribedSegment[];
  readonly limits: Limits;
  readonly journal: readonly JournalLine[];
  readonly accounts: GatheredAccounts;
  /** Null where the bag says nothing of people. */
  readonly people: BagPeople | null;
  readonly requests: readonly BagRequest[];
  /** Null where the bag says nothing of seized things. */
  readonly devices: BagDevices | null;
  readonly seizures: readonly BagSeizure[];
}

/** Numbers of runs; both empty: every run of the case. */
export interface ChosenRuns {
  readonly runs: readonly number[];
  readonly accountRuns: readonly number[];
}

/** What else of the case is told. */
export interface Told {
  readonly people: AskedPeople;
  readonly requests: boolean;
  /** Seized things and seizures. */
  readonly devices: boolean;
  readonly fullJournal: boolean;
}

type GatherWork = Work<{ phase: string; done: number; total: number | null; unit: 'steps' }>;

/** `pause` lets a cancel be heard, and throws once it was, or once the case is not what it was. */
export async function gather(
  session: CaseSession,
  asked: ChosenRuns,
  told: Told,
  work: GatherWork,
  pause: () => Promise<void>,
): Promise<Gathered> {
  const file = session.current();
  const described = describeRuns(file);
  const all = asked.runs.length === 0 && asked.accountRuns.length === 0;
  const chosen = all ? described.map((run) => run.run) : [...new Set(asked.runs)].sort((a, b) => a - b);
  const quiet = { ...work, report: () => undefined };
  const devices = told.devices ? await gatherDevices(session, quiet) : null;
  const seizures = told.devices ? await gatherSeizures(session, quiet) : [];
  const isTraced = chosen.length + (all ? file.accounts.runs() : asked.accountRuns).length > 0;
  if (!isTraced && devices === null && seizures.length === 0) throw new Fault('export.noRuns');
  const runs: ComputedRun[] = [];
  for (const [i, run] of chosen.entries()) {
    work.report({ phase: 'runs', done: i, total: chosen.length, unit: 'steps' });
    await pause();
    runs.push(await recompute(session, run, { ...work, report: () => undefined }));
  }
  const proofs = new Map<string, BlockProof & { transactions: BlockProof['transactions'][number][] }>();
  const trusted = new Map<string, { outpoint: string; valueSat: string; grade: 'S' | 'P' }>();
  const bagRuns: BagRun[] = [];
  const transfers: TransferLine[] = [];
  const stands = standingNow(file);
  for (const summary of described) {
    const run = runs.find((candidate) => candidate.row.id === summary.run);
    const { totals: _totals, seedSat: _seedSat, chainName: _chainName, ...question } = summary;
    const frame = {
      ...question,
      coverage: [] as BagRun['coverage'][number][],
      seeds: [] as { outpoint: string; amountSat: string }[],
      notProofCarrying: [] as BagRun['notProofCarrying'][number][],
    };
    if (run === undefined) {
      const stored = file.runs.get(summary.run)?.result as ComputedRun['document'];
      bagRuns.push({ ...frame, coverage: [...stored.coverage], seeds: [...stored.seeds], exported: false });
      continue;
    }
    const trust = new Set<string>();
    const transactions: Record<string, string[]> = {};
    for (const policy of run.result.policies) {
      const uncarried = whyNotCarried(file, run, policy);
      if (uncarried !== null) {
        frame.notProofCarrying.push(listed(run.view, policy, uncarried));
        continue;
      }
      transactions[policy.policy] = Array.from(policy.touched, (transaction) => txidOf(run.view, transaction));
      const { traced, all } = reliedOn(run.view, run.result, policy);
      for (const transaction of all) if (isCarried(stands, run.view, transaction)) addProof(file, run.view, proofs, transaction);
      for (const transaction of traced)
        for (const value of valuesOnTrust(stands, run.view, transaction)) {
          trust.add(value.outpoint);
          if (value.valueSat !== null) trusted.set(value.outpoint, { ...value, valueSat: value.valueSat });
        }
    }
    for (const seed of run.result.seeds) {
      const owner = txOfOut(run.view.slice, seed.outNumber);
      // Proven, and yet of no policy that travels with its proofs, where other seeds are not.
      if (isCarried(stands, run.view, owner)) addProof(file, run.view, proofs, owner);
      else {
        trust.add(outpointText(run.view, seed.outNumber));
        trusted.set(outpointText(run.view, seed.outNumber), {
          ...{ outpoint: outpointText(run.view, seed.outNumber), valueSat: seed.amountSat.toString(), grade: 'S' },
        });
      }
    }
    for (const policy of run.result.policies) transfers.push(...transferLines(file, run, policy));
    bagRuns.push({
      ...frame,
      coverage: [...run.document.coverage],
      seeds: [...run.document.seeds],
      exported: true,
      result: { policies: run.document.policies },
      transactions,
      trust: [...trust].sort(compareText),
    });
  }
  const accounts = await gatherAccounts(session, all ? null : asked.accountRuns, work, pause);
  for (const seizure of seizures) {
    const shown = transactionsOf(session, seizure);
    for (const transaction of shown?.transactions ?? [])
      if (shown !== null && isCarried(stands, shown.view, transaction)) addProof(file, shown.view, proofs, transaction);
  }
  const proven = [...proofs.values()];
  const headers = headerSegments(file, new Set([...runs.map((run) => run.row.chain), ...proven.map(({ chain }) => chain)]), proven);
  const account = new Set(accounts.runs.map(({ run }) => run));
  const isJudged = accounts.bagRuns.some(({ exported, request }) => exported && (request as StoredAccountRequest).accepted === true);
  const people = await gatherPeople(session, { coins: new Set(chosen), accounts: account }, told.people, quiet);
  const requests = told.requests ? gatherRequests(file) : [];
  await pause();
  const exported = {
    run: new Set(chosen),
    account,
    isJudged,
    ofPeople: eventsOf(people),
    requests: requests.length > 0,
    devices: told.devices,
  };
  const { lines, withheld } = bagJournal(file, exported, told.fullJournal);
  return {
    runs,
    bagRuns,
    transfers,
    proofs: [...proofs.values()].sort((a, b) => compareText(a.blockHash, b.blockHash)),
    headers,
    limits: {
      values: [...trusted.values()],
      unanchored: [...proofs.values()].filter((proof) => proof.height === null).map((proof) => proof.blockHash),
      notCovered: gaps(runs),
      withheldPayloads: withheld,
      cheapChains: [...new Set(headers.filter((segment) => segment.cheap).map((segment) => segment.chain))],
      rejectedMerges: file.merges.list().map(({ a, b, txid, reason }) => ({ a, b, txid, reason })),
      notes: [
        ...(runs.some((run) => run.request.question === '') || accounts.runs.some(({ question }) => question === '') ? ['noQuestion'] : []),
        ...(file.sources.list().some((source) => source.state === 'partial') ? ['partialSource'] : []),
        ...new Set(runs.flatMap((run) => searchNotes(file, run))),
        ...accounts.notes,
      ],
    },
    journal: lines,
    accounts,
    people,
    requests,
    devices,
    seizures,
  };
}

/** Whether a transaction travels with its proof: proven, and in a block that is still on the active chain (or was never placed). */
function isCarried(stands: Standing, view: ChainView, transaction: number): boolean {
  return view.isProven(transaction) && stands(view, transaction);
}

/** Whether a transaction's block is on the active chain as it is now. The chain is judged once, not for each of thousands asked about. */
type Standing = (view: ChainView, transaction: number) => boolean;

function standingNow(file: CaseFile): Standing {
  const chains = new Map<string, ReturnType<typeof headerChainOf>>();
  return (view, transaction) => {
    const block = view.slice.txBlock[transaction] as number;
    if ((view.slice.blockHeight[block] as number) < 0) return true;
    const now = chains.get(view.network.id) ?? headerChainOf(file, view.network);
    chains.set(view.network.id, now);
    return now.state(now.find(view.slice.blockHash.subarray(block * 32, block * 32 + 32)) ?? -1) === 'active';
  };
}

/** Why a policy of a run is given as a list and a digest only; null where its transactions travel with their proofs. */
export function whyNotCarried(file: CaseFile, run: ComputedRun, policy: PolicyResult): 'tooMany' | 'unproven' | 'reorganised' | null {
  const own = [...policy.touched, ...run.result.seeds.map((seed) => txOfOut(run.view.slice, seed.outNumber))];
  if (policy.touched.length > MOST_PROVEN) return 'tooMany';
  const stands = standingNow(file);
  if (own.some((transaction) => !stands(run.view, transaction))) return 'reorganised';
  return own.every((transaction) => run.view.isProven(transaction)) ? null : 'unproven';
}

function listed(view: ChainView, policy: PolicyResult, why: 'tooMany' | 'unproven' | 'reorganised') {
  const txids = Array.from(policy.touched, (transaction) => txidOf(view, transaction));
  const digest = sha256Hex(txids.join('\n'));
  return { policy: policy.policy, transactions: txids.length, digest, ...(why === 'tooMany' ? {} : { reason: why }) };
}

function addProof(
  file: CaseFile,
  view: ChainView,
  proofs: Map<string, BlockProof & { transactions: BlockProof['transactions'][number][] }>,
  transaction: number,
): void {
  const { slice, headers, network } = view;
  const block = slice.txBlock[transaction] as number;
  const hash = slice.blockHash.subarray(block * 32, block * 32 + 32);
  const blockHash = displayHash(hash);
  const row = view.blocks[block];
  if (row === undefined) throw new Error('addProof: no block');
  const key = `${network.id} ${blockHash}`;
  let proof = proofs.get(key);
  if (proof === undefined) {
    const header = headers.find(hash) as number;
    const height = slice.blockHeight[block] as number;
    proof = {
      chain: network.id,
      blockHash,
      height: height < 0 ? null : height,
      header: hex(headers.headers.subarray(header * HEADER_BYTES, (header + 1) * HEADER_BYTES)),
      transactionCount: row.totalTransactions,
      transactions: [],
    };
    proofs.set(key, proof);
  }
  const position = slice.txPosition[transaction] as number;
  if (proof.transactions.some((known) => known.position === position)) return;
  const packed = row.complete
    ? merkleBranch(txidsOfBlock(view, transaction, position, row.txCount), position)
    : (file.chain.raw(network.id, hash, position)?.branch ?? new Uint8Array(0));
  const branch: string[] = [];
  for (let at = 0; at < packed.length; at += 32) branch.push(hex(packed.subarray(at, at + 32)));
  proof.transactions.push({ txid: txidOf(view, transaction), position, raw: hex(rawTransaction(file, view, transaction)), branch });
}

function txidsOfBlock(view: ChainView, transaction: number, position: number, count: number): Uint8Array {
  const first = transaction - position;
  return view.slice.txid.subarray(first * 32, (first + count) * 32);
}

/** Input values that no parent gives which travels with its proof. */
function valuesOnTrust(
  stands: Standing,
  view: ChainView,
  transaction: number,
): { outpoint: string; valueSat: string | null; grade: 'S' }[] {
  const found: { outpoint: string; valueSat: string | null; grade: 'S' }[] = [];
  for (let input = view.slice.txInStart[transaction] as number; input < (view.slice.txInStart[transaction + 1] as number); input++) {
    const parent = view.slice.inPrevOut[input] as number;
    if (parent !== UNKNOWN_PARENT && (parent < 0 || isCarried(stands, view, txOfOut(view.slice, parent)))) continue;
    const valueSat = view.slice.inValue[input] as bigint;
    found.push({ outpoint: inputOutpointText(view, input), valueSat: valueSat === UNKNOWN_VALUE ? null : valueSat.toString(), grade: 'S' });
  }
  return found;
}

export function transferLines(file: CaseFile, run: ComputedRun, policy: PolicyResult): TransferLine[] {
  const { view } = run;
  return transferRows(run, policy)
    .filter((row) => row.outNumber >= 0)
    .map((row) => {
      const block = view.slice.txBlock[row.transaction] as number;
      const height = view.slice.blockHeight[block] as number;
      const address = rowAddress(view, row.script);
      return {
        run: run.row.id,
        policy: policy.policy,
        hop: row.hop,
        txid: txidOf(view, row.transaction),
        height: height < 0 ? null : height,
        blockTimestamp: view.slice.blockTime[block] as number,
        position: view.slice.txPosition[row.transaction] as number,
        outputIndex: row.outNumber - (view.slice.txOutStart[row.transaction] as number),
        address,
        valueSat: row.valueSat,
        amountSat: row.amountSat,
        state: row.state,
        spentBy: row.spentBy === -1 ? null : txidOf(view, row.spentBy),
        labels: labelTexts(file, view.network.id, address),
      };
    });
}

/** Heights between covered ranges of the exported runs' chains. */
function gaps(runs: readonly ComputedRun[]): { chain: string; from: number; to: number }[] {
  const found = new Map<string, { chain: string; from: number; to: number }>();
  for (const run of runs) {
    const ranges = [...run.document.coverage].sort((a, b) => a.from - b.from);
    let next = 0;
    for (const range of ranges) {
      if (range.from > next) found.set(`${run.row.chain} ${next}`, { chain: run.row.chain, from: next, to: range.from - 1 });
      next = Math.max(next, range.to + 1);
    }
  }
  return [...found.values()];
}
