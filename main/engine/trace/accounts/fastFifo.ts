// The fast pass: totals of fifo over a very large slice, straight on its typed arrays, all seeds as one. Exact or refused: it never
// rounds. No stops, no conversions, no split by seed; those are traceAccountsForward's.
import { type AccountSlice, FEE_MARK, STATUS_OK, WIDE_MARK } from './accountSlice.ts';

export interface FastFifo {
  /** Ascending ledgers that hold taint at the end, and how much. */
  readonly ledgers: Uint32Array;
  readonly amounts: readonly bigint[];
  /** Taint in fees and in what was burned, over all assets: only meaningful where the seeds reach one asset. */
  readonly fees: bigint;
  readonly burned: bigint;
  readonly transfersTouched: number;
}

const BASE = 2 ** 48;
/** Above it a sum of high halves would no longer count single units. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/**
 * FIFO by positions: a ledger's units have places in the stream of its credits, a debit takes the next places of that stream, and
 * only tainted stretches of it are kept. All numbers are pairs of whole doubles, low 48 bits and the rest. Ledgers open with
 * `openings` and are taken as complete, but for those that are `closed` (a bit each): what comes to them stays. null where it would not be
 * exact: an amount of 2^96 or more, a sum beyond a pair, or a ledger that pays more than it has.
 */
export function fastFifo(
  slice: AccountSlice,
  seeds: readonly number[],
  openings: ReadonlyMap<number, bigint> = new Map(),
  closed: Uint32Array = new Uint32Array((slice.ledgerCount + 31) >>> 5),
): FastFifo | null {
  const { fromLedger, toLedger, amountLow, amountHigh, transferKind, transferTransaction, transactionStatus, ledgerCount } = slice;
  // Per ledger side by side: credits low, high, debits low, high; two ledgers in one cache line.
  const streams = new Float64Array(ledgerCount * 4);
  // First tainted stretch per ledger, and a bit where there is one: the bits stay in the processor's cache.
  const heads = new Uint32Array(ledgerCount);
  const holds = new Uint32Array((ledgerCount + 31) >>> 5);
  for (const [ledger, balance] of openings) {
    if (balance < 0n || balance >= 1n << 96n) return null;
    streams[ledger * 4] = Number(balance & 0xffff_ffff_ffffn);
    streams[ledger * 4 + 1] = Number(balance >> 48n);
  }
  // Tainted stretches of all ledgers, one cache line each: start low, high, end low, high in their ledger's credits, the next (0 is
  // none), and in a ledger's first also its last: nearly all ledgers have but one, which is then one line to look at.
  let stretches = new Float64Array(1024 * 8);
  let used = 8;
  let free = 0;
  // Stretches of the debit at hand, as distances from its first unit.
  let pieces = new Float64Array(64);
  let count = 0;
  let fees = 0n;
  let burned = 0n;
  let touched = 0;
  const seedBits = new Uint32Array((slice.transferCount + 31) >>> 5);
  for (const seed of seeds) seedBits[seed >>> 5] = (seedBits[seed >>> 5] as number) | (1 << (seed & 31));
  let allMove = true;
  for (let tx = 0; tx < transactionStatus.length && allMove; tx++) allMove = transactionStatus[tx] === STATUS_OK;

  for (let t = 0; t < slice.transferCount; t++) {
    const kind = transferKind[t] as number;
    if ((kind & WIDE_MARK) !== 0) return null;
    const isFee = (kind & FEE_MARK) !== 0;
    if (!allMove && !isFee && transactionStatus[transferTransaction[t] as number] !== STATUS_OK) continue;
    const low = amountLow[t] as number;
    const high = amountHigh[t] as number;
    const from = fromLedger[t] as number;
    const to = toLedger[t] as number;
    count = 0;
    if (from !== 0 && ((closed[from >>> 5] as number) & (1 << (from & 31))) === 0) {
      const at = from * 4;
      const firstLow = streams[at + 2] as number;
      const firstHigh = streams[at + 3] as number;
      let lastLow = firstLow + low;
      let lastHigh = firstHigh + high;
      if (lastLow >= BASE) {
        lastLow -= BASE;
        lastHigh++;
      }
      const hasHigh = streams[at + 1] as number;
      if (lastHigh > hasHigh || (lastHigh === hasHigh && lastLow > (streams[at] as number))) return null;
      streams[at + 2] = lastLow;
      streams[at + 3] = lastHigh;
      if (((holds[from >>> 5] as number) & (1 << (from & 31))) !== 0) {
        let stretch = heads[from] as number;
        const tail = stretches[stretch + 5] as number;
        while (stretch !== 0) {
          const beginLow = stretches[stretch] as number;
          const beginHigh = stretches[stretch + 1] as number;
          if (beginHigh > lastHigh || (beginHigh === lastHigh && beginLow >= lastLow)) break;
          const stopLow = stretches[stretch + 2] as number;
          const stopHigh = stretches[stretch + 3] as number;
          const isWhole = stopHigh < lastHigh || (stopHigh === lastHigh && stopLow <= lastLow);
          if (count + 4 > pieces.length) pieces = grown(pieces);
          let distance = beginLow - firstLow;
          pieces[count] = distance < 0 ? distance + BASE : distance;
          pieces[count + 1] = beginHigh - firstHigh - (distance < 0 ? 1 : 0);
          distance = (isWhole ? stopLow : lastLow) - firstLow;
          pieces[count + 2] = distance < 0 ? distance + BASE : distance;
          pieces[count + 3] = (isWhole ? stopHigh : lastHigh) - firstHigh - (distance < 0 ? 1 : 0);
          count += 4;
          if (!isWhole) {
            stretches[stretch] = lastLow;
            stretches[stretch + 1] = lastHigh;
            break;
          }
          const after = stretches[stretch + 4] as number;
          stretches[stretch + 4] = free;
          free = stretch;
          stretch = after;
        }
        heads[from] = stretch;
        if (stretch === 0) holds[from >>> 5] = (holds[from >>> 5] as number) & ~(1 << (from & 31));
        else stretches[stretch + 5] = tail;
      }
    }
    if (!isFee && ((seedBits[t >>> 5] as number) & (1 << (t & 31))) !== 0 && (low !== 0 || high !== 0)) {
      pieces[0] = 0;
      pieces[1] = 0;
      pieces[2] = low;
      pieces[3] = high;
      count = 4;
    }
    if (count !== 0) touched++;
    if (to !== 0) {
      const at = to * 4;
      const beforeLow = streams[at] as number;
      const beforeHigh = streams[at + 1] as number;
      let afterLow = beforeLow + low;
      let afterHigh = beforeHigh + high;
      if (afterLow >= BASE) {
        afterLow -= BASE;
        afterHigh++;
      }
      if (afterHigh > LARGEST) return null;
      streams[at] = afterLow;
      streams[at + 1] = afterHigh;
      if (count !== 0 && !isFee) {
        let head = heads[to] as number;
        let last = head === 0 ? 0 : (stretches[head + 5] as number);
        holds[to >>> 5] = (holds[to >>> 5] as number) | (1 << (to & 31));
        for (let place = 0; place < count; place += 4) {
          let fromLow = beforeLow + (pieces[place] as number);
          let fromHigh = beforeHigh + (pieces[place + 1] as number);
          if (fromLow >= BASE) {
            fromLow -= BASE;
            fromHigh++;
          }
          let endsLow = beforeLow + (pieces[place + 2] as number);
          let endsHigh = beforeHigh + (pieces[place + 3] as number);
          if (endsLow >= BASE) {
            endsLow -= BASE;
            endsHigh++;
          }
          if (last !== 0 && stretches[last + 2] === fromLow && stretches[last + 3] === fromHigh) {
            stretches[last + 2] = endsLow;
            stretches[last + 3] = endsHigh;
            continue;
          }
          let fresh = free;
          if (fresh !== 0) free = stretches[fresh + 4] as number;
          else {
            fresh = used;
            used += 8;
            if (used > stretches.length) stretches = grown(stretches);
          }
          stretches[fresh] = fromLow;
          stretches[fresh + 1] = fromHigh;
          stretches[fresh + 2] = endsLow;
          stretches[fresh + 3] = endsHigh;
          stretches[fresh + 4] = 0;
          if (last === 0) {
            head = fresh;
            heads[to] = fresh;
          } else stretches[last + 4] = fresh;
          last = fresh;
        }
        stretches[head + 5] = last;
      }
    }
    if (count !== 0 && (isFee || to === 0)) {
      let sum = 0n;
      for (let place = 0; place < count; place += 4)
        sum +=
          joined(pieces[place + 2] as number, pieces[place + 3] as number) - joined(pieces[place] as number, pieces[place + 1] as number);
      if (isFee) fees += sum;
      else burned += sum;
    }
  }
  const ledgers: number[] = [];
  const amounts: bigint[] = [];
  for (let ledger = 1; ledger < ledgerCount; ledger++) {
    if (((holds[ledger >>> 5] as number) & (1 << (ledger & 31))) === 0) continue;
    let sumLow = 0;
    let sumHigh = 0;
    for (let stretch = heads[ledger] as number; stretch !== 0; stretch = stretches[stretch + 4] as number) {
      sumLow += (stretches[stretch + 2] as number) - (stretches[stretch] as number);
      sumHigh += (stretches[stretch + 3] as number) - (stretches[stretch + 1] as number);
      // Kept within a half, so that no sum of many loses a unit.
      if (sumLow < 0) {
        sumLow += BASE;
        sumHigh--;
      } else if (sumLow >= BASE) {
        sumLow -= BASE;
        sumHigh++;
      }
    }
    if (sumLow === 0 && sumHigh === 0) continue;
    ledgers.push(ledger);
    amounts.push(joined(sumLow, sumHigh));
  }
  return { ledgers: new Uint32Array(ledgers), amounts, fees, burned, transfersTouched: touched };
}

function joined(low: number, high: number): bigint {
  // Below 2^53 one number holds both.
  return high < 32 ? BigInt(low + high * BASE) : BigInt(low) + (BigInt(high) << 48n);
}

function grown(numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(numbers.length * 2);
  wider.set(numbers);
  return wider;
}
