// What every typology reads: payments between parties in the order of time, as typed arrays, with what is known of parties and
// transactions beside them. It holds no text and no handle; names stand beside it. Fees, payments of nothing, counterfeits and what has no
// time are left out by who builds it, and counted there.

/** Marks of a party, by what labels and the program's own lists say of it. */
export const SERVICE = 1;
export const EXCHANGE = 2;
export const MIXER = 4;
export const BRIDGE = 8;
/** A market that rents out energy (TRON). */
export const RENTAL = 16;
/** A guarantee platform that takes deposits of those who deal over it. */
export const GUARANTEE = 32;
/** An over-the-counter dealer. */
export const DEALER = 64;
export const CONTRACT = 128;

/** Mark of a transaction: read as a CoinJoin. Its inputs are payments to nobody, its outputs payments from nobody. */
export const COINJOIN = 1;

export interface Flows {
  readonly flowCount: number;
  /** Highest number + 1 in each numbering; 0 is nobody or nothing. */
  readonly partyCount: number;
  readonly assetCount: number;
  readonly transactionCount: number;
  /** Never equal: what a party pays itself is no payment here. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly asset: Uint32Array;
  /** Seconds since 1970, ascending. */
  readonly time: Float64Array;
  readonly transaction: Uint32Array;
  /** Bits 0–63 and 64–127 of the amount; what is above stands in `amountRest`. */
  readonly amountLow: BigUint64Array;
  readonly amountHigh: BigUint64Array;
  readonly amountRest: ReadonlyMap<number, bigint>;
  readonly partyMarks: Uint8Array;
  /** Who runs it, as a number of its own for each operator that a label names; 0: nobody is named. */
  readonly partyOperator: Uint32Array;
  /** Parties that links accepted by the examiner put together share the lowest number of them. */
  readonly partyGroup: Uint32Array;
  readonly partyChain: Uint16Array;
  readonly assetChain: Uint16Array;
  readonly transactionMarks: Uint8Array;
  /** Inputs of a transaction of coins; 0 for account chains. */
  readonly transactionInputs: Uint16Array;
  /** Who signed it; 0 where that is not stated. */
  readonly transactionSigner: Uint32Array;
  readonly fees: Fees;
}

/** What parties paid for transactions, in the order of time: no payment to anybody, and gone from their balances. */
export interface Fees {
  readonly count: number;
  /** How many payments stand before it. */
  readonly place: Uint32Array;
  readonly party: Uint32Array;
  readonly asset: Uint32Array;
  readonly amount: readonly bigint[];
}

/** Lets a spender take an owner's tokens. */
export interface ApprovalEvent {
  readonly owner: number;
  readonly spender: number;
  readonly asset: number;
  readonly time: number;
  readonly transaction: number;
}
/** Changes who can sign for an account. */
export interface PermissionEvent {
  readonly account: number;
  readonly time: number;
  readonly transaction: number;
  /** Keys other than its own. */
  readonly keys: readonly number[];
  /** Its own key could act alone before and no longer can. */
  readonly ownKeyLost: boolean;
}
/** Energy or bandwidth lent to an account. */
export interface DelegationEvent {
  readonly by: number;
  readonly to: number;
  readonly time: number;
  readonly transaction: number;
}
/** Value that changes its asset or its chain. */
export interface ConversionEvent {
  readonly kind: 'swap' | 'bridge';
  readonly party: number;
  readonly time: number;
  readonly transaction: number;
  readonly chainIn: number;
  readonly chainOut: number;
  readonly assetIn: number;
  readonly assetOut: number;
  /** Payment that went in, or -1. */
  readonly flow: number;
}
/** A list that names a party, in seconds; `from` null: from the beginning, `until` null: still. */
export interface ListingEvent {
  readonly party: number;
  readonly list: number;
  readonly from: number | null;
  readonly until: number | null;
  /** False where another address of its cluster is named. */
  readonly isDirect: boolean;
}
export interface PoisoningEvent {
  readonly victim: number;
  readonly lookAlike: number;
  readonly imitated: number;
  readonly time: number;
  readonly transaction: number;
}

export interface FlowEvents {
  readonly approvals: readonly ApprovalEvent[];
  readonly permissions: readonly PermissionEvent[];
  readonly delegations: readonly DelegationEvent[];
  readonly conversions: readonly ConversionEvent[];
  readonly listings: readonly ListingEvent[];
  readonly poisonings: readonly PoisoningEvent[];
}

export const NO_EVENTS: FlowEvents = { approvals: [], permissions: [], delegations: [], conversions: [], listings: [], poisonings: [] };

/** What registers say of parties, over entries that the examiner takes for one. A party of which nothing is said stands in none of it. */
export interface RegisterFacts {
  /** Seconds of the day it was founded; of several the first. */
  readonly founded: ReadonlyMap<number, number>;
  /** Who controls it: the entry it is linked with, and its directors. One number: one entry, or one name letter by letter. */
  readonly controllers: ReadonlyMap<number, readonly number[]>;
  /** What controllers have in common whose names are written alike by other rules, which nobody has accepted. */
  readonly alike: ReadonlyMap<number, readonly number[]>;
  /** Invoices that name it, and how many of them say what they are for. */
  readonly invoices: ReadonlyMap<number, { readonly held: number; readonly described: number }>;
}

export const NO_REGISTERS: RegisterFacts = { founded: new Map(), controllers: new Map(), alike: new Map(), invoices: new Map() };

/** Payments of each (party, asset), ascending. Those of one party stand together. */
export interface FlowLedgers {
  /** Highest number + 1; 0 is none. */
  readonly count: number;
  readonly party: Uint32Array;
  readonly asset: Uint32Array;
  /** First ledger of each party, and the count at the end. */
  readonly partyStart: Uint32Array;
  readonly inStart: Uint32Array;
  readonly inFlows: Uint32Array;
  readonly outStart: Uint32Array;
  readonly outFlows: Uint32Array;
  readonly fromLedger: Uint32Array;
  readonly toLedger: Uint32Array;
}

export interface TypologyInput {
  readonly flows: Flows;
  readonly ledgers: FlowLedgers;
  readonly events: FlowEvents;
  readonly registers: RegisterFacts;
  /** First payment in which each party stands. */
  readonly firstFlow: Uint32Array;
}

const LOW = 64n;
const HIGHEST = 128n;

export function amountOf({ amountLow, amountHigh, amountRest }: Flows, flow: number): bigint {
  const low = amountLow[flow] as bigint;
  const high = amountHigh[flow] as bigint;
  if (high === 0n && amountRest.size === 0) return low;
  return low + (high << LOW) + ((amountRest.get(flow) ?? 0n) << HIGHEST);
}

export function sumOf(flows: Flows, some: Iterable<number>): bigint {
  let sum = 0n;
  for (const flow of some) sum += amountOf(flows, flow);
  return sum;
}

export function hasMark({ partyMarks }: Flows, party: number, marks: number): boolean {
  return ((partyMarks[party] as number) & marks) !== 0;
}

/** Payments to (from) a party in one asset. */
export function insOf({ inStart, inFlows }: FlowLedgers, ledger: number): Uint32Array {
  return inFlows.subarray(inStart[ledger] as number, inStart[ledger + 1] as number);
}
export function outsOf({ outStart, outFlows }: FlowLedgers, ledger: number): Uint32Array {
  return outFlows.subarray(outStart[ledger] as number, outStart[ledger + 1] as number);
}

/** Payments of two lists in the order of time. */
export function inOrder(a: Uint32Array, b: Uint32Array): number[] {
  const all = new Uint32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return Array.from(all.sort());
}

/** First place in ascending payments of one that is not before a time. */
export function placeFrom({ time }: Flows, some: Uint32Array, seconds: number): number {
  let low = 0;
  let high = some.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[some[middle] as number] as number) < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same of payments behind one: those that stand after it in the order of time. */
export function placeAfter(some: Uint32Array, flow: number): number {
  let low = 0;
  let high = some.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((some[middle] as number) <= flow) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function prepareInput(flows: Flows, events: FlowEvents, registers = NO_REGISTERS): TypologyInput {
  return { flows, events, registers, ledgers: ledgersOf(flows), firstFlow: firstFlows(flows) };
}

function firstFlows({ flowCount, partyCount, from, to }: Flows): Uint32Array {
  const first = new Uint32Array(partyCount).fill(flowCount);
  for (let flow = flowCount - 1; flow >= 0; flow--) {
    first[from[flow] as number] = flow;
    first[to[flow] as number] = flow;
  }
  return first;
}

function ledgersOf({ flowCount, partyCount, assetCount, from, to, asset }: Flows): FlowLedgers {
  const keyOf = (party: number, flow: number): number => party * assetCount + (asset[flow] as number);
  const keys = new Set<number>();
  for (let flow = 0; flow < flowCount; flow++) {
    if (from[flow] !== 0) keys.add(keyOf(from[flow] as number, flow));
    if (to[flow] !== 0) keys.add(keyOf(to[flow] as number, flow));
  }
  const sorted = Float64Array.from(keys).sort();
  const count = sorted.length + 1;
  const numberOf = new Map<number, number>();
  const party = new Uint32Array(count);
  const ledgerAsset = new Uint32Array(count);
  const partyStart = new Uint32Array(partyCount + 1);
  sorted.forEach((key, at) => {
    numberOf.set(key, at + 1);
    party[at + 1] = Math.floor(key / assetCount);
    ledgerAsset[at + 1] = key % assetCount;
  });
  for (let ledger = 1; ledger < count; ledger++) partyStart[(party[ledger] as number) + 1] = ledger + 1;
  partyStart[0] = 1;
  for (let one = 1; one <= partyCount; one++) partyStart[one] = Math.max(partyStart[one] as number, partyStart[one - 1] as number);
  const fromLedger = new Uint32Array(flowCount);
  const toLedger = new Uint32Array(flowCount);
  for (let flow = 0; flow < flowCount; flow++) {
    fromLedger[flow] = from[flow] === 0 ? 0 : (numberOf.get(keyOf(from[flow] as number, flow)) as number);
    toLedger[flow] = to[flow] === 0 ? 0 : (numberOf.get(keyOf(to[flow] as number, flow)) as number);
  }
  const ins = sortedInto(toLedger, count);
  const outs = sortedInto(fromLedger, count);
  return {
    ...{ count, party, asset: ledgerAsset, partyStart, fromLedger, toLedger },
    ...{ inStart: ins.start, inFlows: ins.flows, outStart: outs.start, outFlows: outs.flows },
  };
}

function sortedInto(ledgerOf: Uint32Array, count: number): { readonly start: Uint32Array; readonly flows: Uint32Array } {
  const start = new Uint32Array(count + 1);
  for (const ledger of ledgerOf) if (ledger !== 0) start[ledger + 1] = (start[ledger + 1] as number) + 1;
  for (let ledger = 1; ledger <= count; ledger++) start[ledger] = (start[ledger] as number) + (start[ledger - 1] as number);
  const flows = new Uint32Array(start[count] as number);
  const next = start.slice(0, count);
  ledgerOf.forEach((ledger, flow) => {
    if (ledger === 0) return;
    flows[next[ledger] as number] = flow;
    next[ledger] = (next[ledger] as number) + 1;
  });
  return { start, flows };
}
