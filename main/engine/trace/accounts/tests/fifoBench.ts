// Measures fifo over a large synthetic slice beside a bare loop over the same arrays. Called by the bench; not part of the program.
import { type AccountSlice, TRANSFER_KINDS } from '../accountSlice.ts';
import { fastFifo } from '../fastFifo.ts';
import { traceAccountsForward } from '../forward.ts';
import { ASSUMED, type LedgerKnowledge } from '../reconcile.ts';

export interface FifoFigures {
  readonly transfers: number;
  readonly ledgers: number;
  readonly bareMilliseconds: number;
  readonly fifoMilliseconds: number;
  /** What a run does: exact, seed by seed, the index of its ledgers made anew. */
  readonly runMilliseconds: number;
  /** Of both to the bare loop. Goal: at most 3. */
  readonly runRatio: number;
  readonly ratio: number;
  readonly transfersTouched: number;
  readonly ledgersHeld: number;
  /** Bytes of the slice's columns, and the process's resident size after the run. Goal: at most 1 GB. */
  readonly sliceBytes: number;
  readonly residentBytes: number;
}

/** Payments among accounts of which few are busy, in two tokens: one counted in 2^-6 units, one in 2^-20 (beyond 64 bits). */
export function syntheticSlice(transferCount: number, accounts: number): AccountSlice {
  const ledgerCount = accounts * 2 + 1;
  const fromLedger = new Uint32Array(transferCount);
  const toLedger = new Uint32Array(transferCount);
  const amountLow = new Float64Array(transferCount);
  const amountHigh = new Float64Array(transferCount);
  const balance = new Float64Array(ledgerCount);
  let state = 0x9e37_79b9;
  const random = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
  const scale = 2 ** 20;
  for (let t = 0; t < transferCount; t++) {
    const asset = t % 10 < 7 ? 0 : 1;
    const pick = (): number => 1 + asset * accounts + Math.floor(accounts * random() ** 3);
    let from = pick();
    const to = pick();
    if ((balance[from] as number) < 1000) from = 0;
    const units = from === 0 ? 1000 + Math.floor(random() * 1e9) : Math.max(1, Math.floor((balance[from] as number) * random() * 0.6));
    if (from !== 0) balance[from] = (balance[from] as number) - units;
    balance[to] = (balance[to] as number) + units;
    const amount = asset === 0 ? units : units * scale * scale;
    fromLedger[t] = from;
    toLedger[t] = to;
    amountLow[t] = amount % 2 ** 48;
    amountHigh[t] = Math.floor(amount / 2 ** 48);
  }
  const each = (index: number): number => index;
  return {
    ...{
      transferCount,
      transactionCount: transferCount,
      blockCount: 1,
      ledgerCount,
      accountCount: accounts + 1,
      assetCount: 3,
      chainCount: 1,
    },
    ...{ fromLedger, toLedger, amountLow, amountHigh },
    transferKind: new Uint8Array(transferCount).fill(TRANSFER_KINDS.indexOf('token')),
    transferTransaction: Uint32Array.from({ length: transferCount }, (_, t) => each(t)),
    wideTransfer: new Uint32Array(0),
    wideRest: new BigUint64Array(0),
    ledgerAccount: Uint32Array.from({ length: ledgerCount }, (_, ledger) => (ledger === 0 ? 0 : ((ledger - 1) % accounts) + 1)),
    ledgerAsset: Uint32Array.from({ length: ledgerCount }, (_, ledger) => (ledger === 0 ? 0 : ledger <= accounts ? 1 : 2)),
    accountChain: new Uint16Array(accounts + 1),
    assetChain: new Uint16Array(3),
    transactionStart: Uint32Array.from({ length: transferCount + 1 }, (_, t) => each(t)),
    transactionBlock: new Uint32Array(transferCount),
    transactionPosition: Int32Array.from({ length: transferCount }, (_, t) => each(t)),
    transactionTime: new Float64Array(transferCount),
    transactionStatus: new Uint8Array(transferCount),
    blockStart: Uint32Array.of(0, transferCount),
    blockChain: new Uint16Array(1),
    blockNumber: Float64Array.of(1),
    blockComplete: Uint8Array.of(1),
    blockOrder: new Uint8Array(1),
  };
}

/** Balances of every ledger, and nothing else: what any policy must at least do. */
function bareLoop({ fromLedger, toLedger, amountLow, amountHigh, transferKind, transferCount, ledgerCount }: AccountSlice): number {
  const balance = new Float64Array(ledgerCount * 2);
  let fees = 0;
  for (let t = 0; t < transferCount; t++) {
    const from = (fromLedger[t] as number) * 2;
    const to = (toLedger[t] as number) * 2;
    const low = amountLow[t] as number;
    const high = amountHigh[t] as number;
    balance[from] = (balance[from] as number) - low;
    balance[from + 1] = (balance[from + 1] as number) - high;
    balance[to] = (balance[to] as number) + low;
    balance[to + 1] = (balance[to + 1] as number) + high;
    if (((transferKind[t] as number) & 0x40) !== 0) fees += low;
  }
  return fees + (balance[2] as number);
}

function runFifo(slice: AccountSlice, transfers: readonly number[], knowledge: LedgerKnowledge): void {
  const seeds = transfers.map((transfer) => ({ kind: 'transfer' as const, transfer }));
  traceAccountsForward(slice, { seeds, knowledge, policies: ['fifo'], moves: false });
}

/** The best of five runs each, taken in turn after two to warm up: other programs on the machine only ever make a run slower. */
export function measureFifo(transferCount = 5_000_000, accounts = 400_000, seedCount = 20): FifoFigures {
  const slice = syntheticSlice(transferCount, accounts);
  // Payments early on, so that taint has the whole slice before it.
  const seeds = Array.from({ length: seedCount }, (_, place) => Math.floor(transferCount / 50) + place * 7);
  const bare: number[] = [];
  const fifo: number[] = [];
  const whole: number[] = [];
  const knowledge: LedgerKnowledge = {
    ...{ state: new Uint8Array(slice.ledgerCount).fill(ASSUMED), from: new Uint32Array(slice.ledgerCount) },
    ...{ to: new Uint32Array(slice.ledgerCount).fill(transferCount), opening: new Map(), checks: new Map() },
  };
  let found = fastFifo(slice, seeds);
  for (let run = 0; run < 7; run++) {
    let began = performance.now();
    bareLoop(slice);
    if (run >= 2) bare.push(performance.now() - began);
    began = performance.now();
    found = fastFifo(slice, seeds);
    if (run >= 2) fifo.push(performance.now() - began);
    began = performance.now();
    runFifo({ ...slice }, seeds, knowledge);
    if (run >= 2) whole.push(performance.now() - began);
  }
  if (found === null) throw new Error('the synthetic slice is not exact');
  const bareMilliseconds = Math.min(...bare);
  const [fifoMilliseconds, runMilliseconds] = [Math.min(...fifo), Math.min(...whole)];
  const sliceBytes = Object.values(slice).reduce((sum: number, column) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 0), 0);
  return {
    ...{ transfers: transferCount, ledgers: slice.ledgerCount, bareMilliseconds, fifoMilliseconds },
    ...{ runMilliseconds, runRatio: runMilliseconds / bareMilliseconds },
    ...{ ratio: fifoMilliseconds / bareMilliseconds, transfersTouched: found.transfersTouched, ledgersHeld: found.ledgers.length },
    ...{ sliceBytes, residentBytes: process.memoryUsage().rss },
  };
}
