// A second opinion on fifo: what the fast pass can count too is counted by it, with other arithmetic and in another order of work. A
// result on which the two differ is never recorded. [A20]
import { fastFifo } from './fastFifo.ts';
import { isKnownAt, type LedgerKnowledge, ONE_SIDED } from './reconcile.ts';
import type { AccountPolicyResult, AccountTraceRequest, NumberedSeed } from './run.ts';
import type { AccountSlice } from './accountSlice.ts';

/** `notApplicable` where the fast pass has no answer: conversions, windows, parts of transfers, ranges, ledgers known from a row on. */
export type SecondOpinion = 'agreed' | 'notApplicable';

/** Reasons for which a transfer brings nothing in either way of counting. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['failed', 'statusUnknown', 'zeroValue', 'fee']);

/** For a forward result. Throws where the two ways differ, naming the first ledger. */
export function secondOpinion(
  slice: AccountSlice,
  request: Omit<AccountTraceRequest, 'policies' | 'seeds'>,
  seeds: readonly NumberedSeed[],
  result: AccountPolicyResult,
): SecondOpinion {
  const { stops = {}, knowledge, conversions = [], moment } = request;
  const { accounts: stopped = {}, ...windows } = stops;
  const counted = seeds.filter(({ excluded }) => excluded === null);
  if (
    moment !== undefined ||
    result.policy !== 'fifo' ||
    conversions.length > 0 ||
    result.orders !== 'known' ||
    result.excluded.some(({ reason }) => !WITHOUT_EFFECT.has(reason))
  )
    return 'notApplicable';
  if (Object.values(windows).some((rule) => rule !== undefined) || result.ends.some(({ figure }) => figure.incomplete))
    return 'notApplicable';
  const named = new Set(Object.values(stopped).flatMap((accounts) => [...(accounts ?? [])]));
  const isStopped = (ledger: number): boolean => named.has(slice.ledgerAccount[ledger] as number);
  const transfers: number[] = [];
  for (const { seed } of counted) {
    // A seed goes on in an account that stops everything else.
    if (seed.kind !== 'transfer' || seed.amount !== undefined || isStopped(slice.toLedger[seed.transfer] as number)) return 'notApplicable';
    transfers.push(seed.transfer);
  }
  const closed = new Uint32Array((slice.ledgerCount + 31) >>> 5);
  const isClosed = (ledger: number): boolean => ((closed[ledger >>> 5] as number) & (1 << (ledger & 31))) !== 0;
  const openings = new Map<number, bigint>();
  for (let ledger = 1; ledger < slice.ledgerCount; ledger++)
    if (isStopped(ledger) || !isWhole(slice, knowledge, ledger))
      closed[ledger >>> 5] = (closed[ledger >>> 5] as number) | (1 << (ledger & 31));
    else if ((knowledge.opening.get(ledger) ?? 0n) !== 0n) openings.set(ledger, knowledge.opening.get(ledger) as bigint);
  const second = fastFifo(slice, transfers, openings, closed);
  if (second === null) return 'notApplicable';
  const held = new Map<number, bigint>();
  const sums = { burned: 0n, fees: result.fees.reduce((sum, { amount }) => sum + amount, 0n) };
  for (const { ledger, state, amount } of result.ends)
    if (state === 'burned') sums.burned += amount;
    else held.set(ledger, (held.get(ledger) ?? 0n) + amount);
  // What lies in a ledger that is known only from a row on is not what the fast pass takes it for.
  for (const ledger of [...held.keys(), ...second.ledgers])
    if (isClosed(ledger) && !isStopped(ledger) && knowledge.state[ledger] !== ONE_SIDED) return 'notApplicable';
  const differs = (what: string): Error => new Error(`two ways of counting fifo differ at ${what}`);
  if (second.fees !== sums.fees) throw differs('the fees');
  if (second.burned !== sums.burned) throw differs('what was burned');
  second.ledgers.forEach((ledger, place) => {
    if (second.amounts[place] !== held.get(ledger)) throw differs(`ledger ${ledger}`);
    held.delete(ledger);
  });
  for (const [ledger, amount] of held) if (amount !== 0n) throw differs(`ledger ${ledger}`);
  return 'agreed';
}

/** Known from its first row to its last. */
function isWhole(slice: AccountSlice, knowledge: LedgerKnowledge, ledger: number): boolean {
  return knowledge.from[ledger] === 0 && isKnownAt(knowledge, ledger, slice.transferCount - 1);
}
