// Collects what a bag says of account runs: runs worked out again from what they read, the rows of their ledgers, proofs of inclusion.
// It writes nothing.
import { hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import type { CaseSession } from '../../casefile/index.ts';
import type { Work } from '../../kernel/index.ts';
import {
  assetOf,
  type CaseAccounts,
  type ComputedAccounts,
  MOST_PROVEN,
  recomputeAccountRun,
  type StoredAccountRequest,
  type TracedAccounts,
  viewOfAsset,
} from '../../trace/index.ts';
import type { AccountBlockProof, AccountHeader, AccountTransferLine, BagAccountRun, LedgerRow } from '../bag/accountPayload.ts';
import { type Inclusions, inclusionsOf } from './inclusion.ts';
import { groundsOf, ledgerRow, movesOf, transfersNeeded } from './ledgerRows.ts';

export interface GatheredAccountRun {
  readonly run: number;
  readonly question: string;
  readonly document: ComputedAccounts;
  readonly traced: TracedAccounts;
  readonly file: string;
}

export interface GatheredAccounts {
  readonly runs: readonly GatheredAccountRun[];
  readonly bagRuns: readonly BagAccountRun[];
  /** By `account-ledgers/<n>.jsonl`. */
  readonly ledgers: ReadonlyMap<string, readonly LedgerRow[]>;
  readonly transfers: readonly AccountTransferLine[];
  readonly proofs: readonly AccountBlockProof[];
  readonly headers: readonly AccountHeader[];
  /** Codes for the limits. */
  readonly notes: readonly string[];
}

type GatherWork = Work<{ phase: string; done: number; total: number | null; unit: 'steps' }>;

/** `asked` null: every account run of the case. */
export async function gatherAccounts(
  session: CaseSession,
  asked: readonly number[] | null,
  work: GatherWork,
  pause: () => Promise<void>,
): Promise<GatheredAccounts> {
  const file = session.current();
  const rows = file.accounts.runs();
  const chosen = asked === null ? rows.map(({ id }) => id) : [...new Set(asked)].sort((a, b) => a - b);
  const runs: { run: number; document: ComputedAccounts; traced: TracedAccounts }[] = [];
  for (const [done, run] of chosen.entries()) {
    work.report({ phase: 'accountRuns', done, total: chosen.length, unit: 'steps' });
    await pause();
    let traced: TracedAccounts | undefined;
    const { stored, fresh } = await recomputeAccountRun(session, run, { ...work, report: () => undefined }, (one) => {
      traced = one;
    });
    if (stored.resultDigest !== fresh.resultDigest || stored.inputsDigest !== fresh.inputsDigest || traced === undefined)
      throw new Fault('bag.fails', { check: 'replay', file: 'data/account-runs.json', detail: `account run ${run}` });
    runs.push({ run, document: stored, traced });
  }
  const requests = new Map(rows.map(({ id, request }) => [id, request]));
  const byView = new Map<CaseAccounts, typeof runs>();
  for (const one of runs) byView.set(one.traced.view, [...(byView.get(one.traced.view) ?? []), one]);
  const inclusions = inclusionsOf(file);
  const segmentsNow = file.accounts
    .segments()
    .map(({ id }) => id)
    .join();
  const ledgers = new Map<string, LedgerRow[]>();
  const gathered: GatheredAccountRun[] = [];
  const bagged = new Map<number, Extract<BagAccountRun, { exported: true }>['grounds']>();
  const transfers: AccountTransferLine[] = [];
  const wanted = { traced: new Set<string>(), all: new Set<string>() };
  for (const own of byView.values()) {
    const name = `account-ledgers/${ledgers.size}.jsonl`;
    const carried = transfersNeeded(own.map(({ traced }) => traced));
    const [first] = own;
    if (first === undefined) continue;
    const gradeOf = (transfer: number): ProofGrade => inclusions.gradeOf(first.traced.view, transfer);
    const lines: LedgerRow[] = [];
    for (const transfer of carried) {
      if (lines.length % 4096 === 0) await pause();
      lines.push(ledgerRow(first.traced, transfer, lines.length, gradeOf));
    }
    ledgers.set(name, lines);
    for (const line of lines) wanted.all.add(`${line.chain} ${line.transaction}`);
    for (const { run, document, traced } of own) {
      const { question } = requests.get(run) as StoredAccountRequest;
      gathered.push({ run, question, document, traced, file: name });
      bagged.set(run, groundsOf(traced, name, carried, traced.view.freeze.segments.join() !== segmentsNow));
      for (const result of traced.results)
        for (const { row, amount, hops } of movesOf(result, carried)) {
          const line = lines[row] as LedgerRow;
          const { symbol, decimals } = viewOfAsset(traced.view, assetOf(traced.view.slice, carried[row] as number));
          transfers.push({ run, policy: result.policy, hop: hops, row: line, symbol, decimals, traced: amount });
          wanted.traced.add(`${line.chain} ${line.transaction}`);
        }
    }
  }
  const isLarge = wanted.all.size > MOST_PROVEN;
  const { proofs, headers } = await proofsOf([...(isLarge ? wanted.traced : wanted.all)].slice(0, MOST_PROVEN).sort(), inclusions, pause);
  gathered.sort((a, b) => a.run - b.run);
  return {
    runs: gathered,
    bagRuns: rows.map((row) => {
      const { seedKey, id, time, request } = row;
      const siblings = rows.filter((other) => other.seedKey === seedKey);
      const frame = { run: id, ordinal: siblings.indexOf(row) + 1, siblings: siblings.length, time, request };
      const document = row.result as ComputedAccounts;
      const grounds = bagged.get(id);
      if (grounds === undefined)
        return { ...frame, exported: false, inputsDigest: document.inputsDigest, resultDigest: document.resultDigest };
      return { ...frame, exported: true, document, grounds };
    }),
    ledgers,
    // The sort keeps each run's lines in the order of its policies and rows.
    transfers: transfers.sort((a, b) => a.run - b.run),
    proofs,
    headers,
    notes: [...(isLarge ? ['accountProofsOfTracedOnly'] : [])],
  };
}

async function proofsOf(keys: readonly string[], inclusions: Inclusions, pause: () => Promise<void>) {
  const proofs = new Map<string, AccountBlockProof & { transactions: AccountBlockProof['transactions'][number][] }>();
  const headers = new Map<string, AccountHeader>();
  for (const [done, key] of keys.entries()) {
    if (done % 256 === 0) await pause();
    // A ledger's name may hold spaces, an id does not.
    const at = key.lastIndexOf(' ');
    const inclusion = inclusions.of(key.slice(0, at), key.slice(at + 1));
    if (inclusion === null) continue;
    const blockHash = inclusion.blockHash.replace(/^0x/, '');
    const known = proofs.get(blockHash) ?? {
      chain: inclusion.chain,
      blockHash,
      blockNumber: inclusion.blockNumber,
      header: hex(inclusion.header),
      transactionCount: inclusion.transactionCount,
      anchor:
        inclusion.anchor === null
          ? null
          : { blockNumber: inclusion.anchor.blockNumber, blockHash: inclusion.anchor.blockHash.replace(/^0x/, '') },
      transactions: [],
    };
    proofs.set(blockHash, known);
    inclusion.anchor?.headers.forEach((bytes, place) => {
      const header = hex(bytes);
      headers.set(header, { chain: inclusion.chain, blockNumber: inclusion.blockNumber + 1 + place, header });
    });
    known.transactions.push({
      id: inclusion.transactionId,
      position: inclusion.position,
      raw: hex(inclusion.transaction),
      proof: inclusion.transactionProof.map(hex),
      receipt: inclusion.receipt === null ? null : { raw: hex(inclusion.receipt.bytes), proof: inclusion.receipt.proof.map(hex) },
    });
  }
  return {
    proofs: [...proofs.values()].sort((a, b) => (a.blockHash < b.blockHash ? -1 : 1)),
    headers: [...headers.values()],
  };
}
