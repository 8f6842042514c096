// What the case holds of one movement or account, and the recorded edges between them. It sums nothing between accounts.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import type { FetchItem } from '../../../../shared/contract/fetch.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import { accountChain, isLedger } from '../../chains/index.ts';
import {
  amountOf,
  assetOf,
  type CaseAccounts,
  caseKnowledge,
  chainName,
  dayOf,
  INCOMPLETE,
  isFee,
  moves,
  ONE_SIDED,
  payeeOf,
  payerOf,
} from '../../trace/index.ts';
import type { AccountCase } from './accountCase.ts';
import { admitsOf } from './admits.ts';
import type { FactEdge, FactNode, Members } from './facts.ts';
import { addTo, type Amounts } from './row.ts';

export type AccountGap = 'oneSided' | 'ledgerIncomplete' | 'statusUnknown';

export function movementNode(accounts: AccountCase, item: CanvasItem, transfer: number): FactNode {
  const { slice, view } = accounts;
  const marks = accounts.marksOf(transfer);
  return {
    ...{ item, amounts: accounts.amountsOf(new Map([[assetOf(slice, transfer), amountOf(slice, transfer)]])) },
    ...{ timeSeconds: accounts.timeOf(transfer), lastSeconds: null, height: accounts.heightOf(transfer), address: null },
    ...{ statement: 'fact', grade: accounts.gradeOf(transfer), count: 1 },
    marks: dayOf(view, transfer).day === undefined ? marks : [...marks, 'dayOnly'],
    gap: marks.includes('statusUnknown') ? 'statusUnknown' : null,
  };
}

interface Summary {
  readonly amounts: Amounts;
  readonly first: number | null;
  readonly last: number | null;
  readonly gap: AccountGap | null;
}

const summaries = new WeakMap<AccountCase, { readonly single: Map<number, Summary>; readonly lists: WeakMap<Members, Summary> }>();

/** An account, or several that stand as one: what they received, counterfeits left out, from outside or from each other. */
export function accountNode(accounts: AccountCase, item: CanvasItem, members: Members): FactNode | null {
  const own = accounts.accountsOf(members);
  const [only] = own;
  if (only === undefined) return null;
  const known = summaries.get(accounts) ?? { single: new Map(), lists: new WeakMap() };
  summaries.set(accounts, known);
  let summary = own.length === 1 ? known.single.get(only) : known.lists.get(members);
  if (summary === undefined) {
    summary = summarise(accounts, own);
    if (own.length === 1) known.single.set(only, summary);
    else known.lists.set(members, summary);
  }
  return {
    ...{ item, amounts: accounts.amountsOf(summary.amounts), timeSeconds: summary.first, lastSeconds: summary.last, height: null },
    ...{ address: item.kind === 'address' || item.kind === 'cluster' ? item.id : null, statement: 'derivation', grade: null, marks: [] },
    ...{ gap: summary.gap, count: own.length },
  };
}

function summarise(accounts: AccountCase, own: Uint32Array): Summary {
  const { slice, ends } = accounts;
  const amounts: Amounts = new Map();
  let [first, last]: [number | null, number | null] = [null, null];
  const takesPart = (transfer: number): boolean => {
    if (!accounts.isPlain(transfer) && !(isFee(slice, transfer) && moves(slice, transfer))) return false;
    const time = accounts.timeOf(transfer);
    if (time !== null && (first === null || time < first)) first = time;
    if (time !== null && (last === null || time > last)) last = time;
    return true;
  };
  for (const transfer of accounts.transfersOf(ends.in, own))
    if (takesPart(transfer)) addTo(amounts, assetOf(slice, transfer), amountOf(slice, transfer));
  for (const transfer of accounts.transfersOf(ends.out, own)) takesPart(transfer);
  return { amounts, first, last, gap: gapOf(accounts, own)?.gap ?? null };
}

const ledgersOfView = new WeakMap<CaseAccounts, { readonly start: Uint32Array; readonly ledgers: Uint32Array }>();

/** Ledgers by account. */
export function ledgersOf({ view, slice }: AccountCase, account: number): Uint32Array {
  let known = ledgersOfView.get(view);
  if (known === undefined) {
    const start = new Uint32Array(slice.accountCount + 1);
    for (let ledger = 1; ledger < slice.ledgerCount; ledger++) {
      const next = (slice.ledgerAccount[ledger] as number) + 1;
      start[next] = (start[next] as number) + 1;
    }
    for (let at = 1; at <= slice.accountCount; at++) start[at] = (start[at] as number) + (start[at - 1] as number);
    const next = start.slice();
    const ledgers = new Uint32Array(slice.ledgerCount);
    for (let ledger = 1; ledger < slice.ledgerCount; ledger++) {
      const own = slice.ledgerAccount[ledger] as number;
      ledgers[next[own] as number] = ledger;
      next[own] = (next[own] as number) + 1;
    }
    known = { start, ledgers };
    ledgersOfView.set(view, known);
  }
  return known.ledgers.subarray(known.start[account], known.start[account + 1]);
}

/**
 * What the case lacks of accounts, the first that lacks anything: rows of its own that add up, or any rows of its own at all. Of
 * counterfeits nobody needs all.
 */
export function gapOf(accounts: AccountCase, own: Uint32Array): { readonly gap: AccountGap; readonly fetch: FetchItem | null } | null {
  const { slice, standingOf } = accounts;
  const { state } = caseKnowledge(accounts.session.current(), accounts.view);
  const has = (account: number, wanted: number): boolean =>
    ledgersOf(accounts, account).some((ledger) => state[ledger] === wanted && standingOf(slice.ledgerAsset[ledger] as number) < 2);
  for (const account of own)
    if (has(account, INCOMPLETE)) return { gap: 'ledgerIncomplete', fetch: fetchAccount(accounts, account, 'incompleteLedger') };
  for (const account of own)
    if (has(account, ONE_SIDED)) return { gap: 'oneSided', fetch: fetchAccount(accounts, account, 'oneSidedLedger') };
  return null;
}

/** Null for ledgers without a chain: their owner is written to, nobody is asked over the wire. */
function fetchAccount({ chain, nameOf }: AccountCase, account: number, why: string): FetchItem | null {
  if (isLedger(chain) || accountChain(chain) === undefined) return null;
  return { chain, chainName: chainName(chain), kind: 'address', item: nameOf(account), fromBlock: null, toBlock: null, why };
}

/** The transaction whose outcome no source states. */
export function fetchOutcome({ chain, slice, view }: AccountCase, transfer: number): FetchItem | null {
  if (isLedger(chain) || accountChain(chain) === undefined) return null;
  const item = view.names.transaction(slice.transferTransaction[transfer] as number);
  return { chain, chainName: chainName(chain), kind: 'transaction', item, fromBlock: null, toBlock: null, why: 'statusUnknown' };
}

export function accountEdges(accounts: AccountCase, items: readonly CanvasItem[], filter: CanvasFilter): FactEdge[] {
  const { slice, chain } = accounts;
  const admits = admitsOf(filter);
  const addresses = new Map<number, CanvasItem>();
  const movements = new Map<number, CanvasItem>();
  for (const item of items) {
    if (item.chain !== chain) continue;
    if (item.kind === 'address') addresses.set(accounts.accountOf(item.id), item);
    else if (item.kind === 'movement') movements.set(accounts.findTransfer(item.id), item);
  }
  addresses.delete(0);
  movements.delete(-1);
  const edges: FactEdge[] = [];
  for (const transfer of [...movements.keys()].sort((a, b) => a - b)) {
    const movement = movements.get(transfer) as CanvasItem;
    const [payer, payee] = [addresses.get(payerOf(slice, transfer)), addresses.get(payeeOf(slice, transfer))];
    if ((payer === undefined && payee === undefined) || !accounts.lets(admits, transfer)) continue;
    const amount = amountOf(slice, transfer);
    const asset = assetOf(slice, transfer);
    if (!admits.amount(accounts.assetView(asset).key, amount)) continue;
    const plain = {
      ...{ amounts: accounts.amountsOf(new Map([[asset, amount]])), timeSeconds: accounts.timeOf(transfer) },
      ...{ grade: accounts.gradeOf(transfer), marks: accounts.marksOf(transfer) },
    };
    if (payer !== undefined) edges.push({ source: payer, target: movement, kind: 'pays', ...plain });
    if (payee !== undefined) edges.push({ source: movement, target: payee, kind: 'reaches', ...plain });
  }
  return edges;
}
