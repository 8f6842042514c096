// The coin map shared by fifo and lifo: coins of one sequence of coins are handed to another sequence of slots.
// It knows positions and lengths only; a satoshi is never listed one by one.
import type { BackwardTransaction, ForwardFlow, ForwardTransaction, Lot, Lots, TracedCoin } from './policy.ts';

/** Lots with their position in the whole sequence of all coins. */
function laidEndToEnd(coins: readonly TracedCoin[]): { lots: Lot[]; lengthSat: bigint } {
  const lots: Lot[] = [];
  let offsetSat = 0n;
  for (const coin of coins) {
    for (const lot of coin.lots) lots.push({ seed: lot.seed, startSat: offsetSat + lot.startSat, amountSat: lot.amountSat });
    offsetSat += coin.valueSat;
  }
  return { lots, lengthSat: offsetSat };
}

function reversed(lots: readonly Lot[], lengthSat: bigint): Lot[] {
  return lots.map((lot) => ({ ...lot, startSat: lengthSat - lot.startSat - lot.amountSat })).reverse();
}

/** Cuts a sequence of lots into slots; positions become positions inside each slot. */
function handedOut(lots: readonly Lot[], slotsSat: readonly bigint[]): Lots[] {
  const result: Lot[][] = [];
  let next = 0;
  let slotStartSat = 0n;
  for (const slotSat of slotsSat) {
    const slotEndSat = slotStartSat + slotSat;
    const slotLots: Lot[] = [];
    while (next < lots.length) {
      const lot = lots[next] as Lot;
      if (lot.startSat >= slotEndSat) break;
      const lotEndSat = lot.startSat + lot.amountSat;
      const fromSat = lot.startSat > slotStartSat ? lot.startSat : slotStartSat;
      const toSat = lotEndSat < slotEndSat ? lotEndSat : slotEndSat;
      if (toSat > fromSat) append(slotLots, { seed: lot.seed, startSat: fromSat - slotStartSat, amountSat: toSat - fromSat });
      if (lotEndSat > slotEndSat) break;
      next++;
    }
    result.push(slotLots);
    slotStartSat = slotEndSat;
  }
  return result;
}

/** Adds a lot; joins it with its neighbour where both are one seed's, so equal holdings have one form. */
function append(lots: Lot[], lot: Lot): void {
  const last = lots.at(-1);
  if (last !== undefined && last.seed === lot.seed && last.startSat + last.amountSat === lot.startSat) {
    lots[lots.length - 1] = { ...last, amountSat: last.amountSat + lot.amountSat };
  } else lots.push(lot);
}

export function forwardInOrder({ inputs, outputsSat, feeSat }: ForwardTransaction, lastFirst: boolean): ForwardFlow {
  const coins = laidEndToEnd(inputs.map((input) => ({ valueSat: input.valueSat ?? 0n, lots: input.lots })));
  const sequence = lastFirst ? reversed(coins.lots, coins.lengthSat) : coins.lots;
  const slots = handedOut(sequence, [...outputsSat, feeSat ?? 0n]);
  const fee = slots.pop() ?? [];
  return { outputs: slots, fee };
}

/** The inverse of the forward map: the coins of the outputs are looked up in the sequence of the inputs. */
export function backwardInOrder({ inputs, outputs }: BackwardTransaction, lastFirst: boolean): { inputs: readonly Lots[] } {
  const inputsSat = inputs.map((input) => input.valueSat ?? 0n);
  const coins = laidEndToEnd(outputs);
  const allSat = inputsSat.reduce((sum, value) => sum + value, 0n);
  return { inputs: handedOut(lastFirst ? reversed(coins.lots, allSat) : coins.lots, inputsSat) };
}
