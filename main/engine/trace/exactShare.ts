// Amount · slot / whole in whole units with its exact remainder, on doubles: the product of two 53-bit numbers is kept as
// an exact pair (Dekker 1971). For whole numbers up to 2^53 − 1 with amount ≤ whole; nothing is ever rounded.

const SPLITTER = 134_217_729;

let remainder = 0;

/** Remainder of the last `shareOf`. Synchronous and never re-entered, so one variable serves without an allocation. */
export function remainderOfShare(): number {
  return remainder;
}

function upper(value: number): number {
  const scaled = SPLITTER * value;
  return scaled - (scaled - value);
}

/** floor(amount · slot / whole). */
export function shareOf(amount: number, slot: number, whole: number): number {
  const product = amount * slot;
  let quotient = Math.floor(product / whole);
  let rest: number;
  if (product <= Number.MAX_SAFE_INTEGER) rest = product - quotient * whole;
  else {
    const amountHigh = upper(amount);
    const amountLow = amount - amountHigh;
    const slotHigh = upper(slot);
    const slotLow = slot - slotHigh;
    const error = amountHigh * slotHigh - product + amountHigh * slotLow + amountLow * slotHigh + amountLow * slotLow;
    const back = quotient * whole;
    const wholeHigh = upper(whole);
    const wholeLow = whole - wholeHigh;
    const quotientHigh = upper(quotient);
    const quotientLow = quotient - quotientHigh;
    const backError = quotientHigh * wholeHigh - back + quotientHigh * wholeLow + quotientLow * wholeHigh + quotientLow * wholeLow;
    rest = product - back + (error - backError);
  }
  // The quotient of two doubles may be off by a few.
  while (rest < 0) {
    quotient--;
    rest += whole;
  }
  while (rest >= whole) {
    quotient++;
    rest -= whole;
  }
  remainder = rest;
  return quotient;
}
