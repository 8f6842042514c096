// Hops between chains: recorded only where both ends are in the case and name the same message. A hop whose other end is not there is a
// stop; ends that merely resemble each other are listed as inferences and never followed by themselves.
import {
  type AccountEvent,
  type AccountTransaction,
  type AccountTransfer,
  bridgeContract,
  isWrappedCoin,
  tokenFacts,
} from '../../../chains/index.ts';
import type { MergedTransaction } from '../../../intake/index.ts';
import type { Steps } from '../../../kernel/index.ts';
import type { TransferName } from '../../accounts/index.ts';
import { found, type Looked } from '../heldTransactions.ts';
import { type Held, type HeldOfChain, isSameAsset, nameKey, type RecognisedConversion, type Toward } from './members.ts';

const RULE = 'bridge@1';
/** Clocks of two chains may differ by so much before an arrival stands before what it came from. */
const CLOCK_SECONDS = 900;
/** Inferences: how long after, and how much less in parts of ten thousand. */
const NEAR_SECONDS = 86_400;
const NEAR_BASIS_POINTS = 200n;
const MOST_INFERENCES = 1000;

interface End {
  readonly chain: string;
  readonly transaction: AccountTransaction;
  readonly event: AccountEvent;
}

/** A departure without a recorded arrival: who took the value, and where it said that it goes. */
export interface OpenHop {
  readonly chain: string;
  readonly account: string | null;
  readonly toward: Toward;
  readonly bridge: string | null;
}

/** Those with an event of a bridge: of millions of rows the others need not be read. */
function ofBridges(held: HeldOfChain | undefined): Looked<MergedTransaction> {
  return held?.mentioning?.('events', '"bridgeOut"', '"bridgeIn"') ?? held?.values() ?? [];
}

/** [A28] */
export function* bridgesOf(
  transactions: Held,
): Steps<{ readonly found: RecognisedConversion[]; readonly openHops: ReadonlyMap<string, OpenHop> }> {
  const { outs, ins } = yield* endsOf(transactions);
  const arrivals = byId(ins);
  const departures = byId(outs);
  const hops: RecognisedConversion[] = [];
  const openHops = new Map<string, OpenHop>();
  const unpaired: { readonly end: End; readonly leg: AccountTransfer }[] = [];
  for (const out of outs) {
    const leg = outLeg(out);
    const id = out.event.details['id'];
    const there = id === undefined ? [] : (arrivals.get(id) ?? []);
    const fitting = there.filter((one) => isSameHop(out, one) && isFrom(out, one));
    const arrival = fitting[0] ?? there.find((one) => isSameHop(out, one)) ?? there[0];
    const back = arrival === undefined ? null : inLeg(arrival, out);
    const rivals = id === undefined || arrival === undefined ? [] : (departures.get(id) ?? []).filter((one) => isSameHop(one, arrival));
    const problem =
      arrival === undefined || id === undefined
        ? 'otherEndMissing'
        : !isSameHop(out, arrival)
          ? 'termsDiffer'
          : fitting.length === 0
            ? 'otherChain'
            : fitting.length > 1 || rivals.length > 1
              ? 'idTwice'
              : leg === null || back === null
                ? 'legUnclear'
                : isBefore(arrival, out)
                  ? 'beforeItsCause'
                  : null;
    hops.push(hopOf(out, leg, arrival ?? null, back, problem));
    if (problem === null || leg === null) continue;
    openHops.set(nameKey(nameOf(out, leg)), { chain: out.chain, account: leg.to, toward: towardOf(out), bridge: nameOfBridge(out) });
    if (problem === 'otherEndMissing') unpaired.push({ end: out, leg });
  }
  const paired = new Set(outs.flatMap(({ event }) => event.details['id'] ?? []));
  const lone = ins.filter(({ event }) => !paired.has(event.details['id'] ?? ''));
  return { found: [...hops, ...resembling(unpaired, lone)], openHops };
}

/** Every end that a bridge's log or a deposit's arrival states, in the order of chains and transactions. */
function* endsOf(transactions: Held): Steps<{ readonly outs: readonly End[]; readonly ins: readonly End[] }> {
  const outs: End[] = [];
  const ins: End[] = [];
  for (const chain of [...transactions.keys()].sort())
    yield* found(ofBridges(transactions.get(chain)), transactions.get(chain)?.size ?? 0, ({ transaction }) => {
      if (transaction.status !== 'ok') return;
      for (const event of transaction.events) {
        if (isPart(transaction, event)) continue;
        if (event.kind === 'bridgeOut') outs.push({ chain, transaction, event });
        else if (event.kind === 'bridgeIn' && event.details['success'] !== 'no') ins.push({ chain, transaction, event });
      }
    });
  return { outs, ins };
}

/** A log without an id beside one of the same bridge with an id says more of the same hop (an OP chain's bridge over its portal). */
function isPart({ events }: AccountTransaction, event: AccountEvent): boolean {
  return (
    event.details['id'] === undefined &&
    events.some(({ kind, details }) => {
      const { id, bridge } = details;
      return kind === event.kind && id !== undefined && (bridge === undefined || bridge === event.details['bridge']);
    })
  );
}

const nameOfBridge = ({ event }: End): string | null => event.details['bridge'] ?? null;

/** Where a departure says that it goes: chain and receiver, as far as it says so. */
function towardOf(out: End): Toward {
  return { chain: out.event.details['otherChain'] ?? null, account: saidOf(out).subject };
}

function hopOf(
  out: End,
  leg: AccountTransfer | null,
  arrival: End | null,
  back: AccountTransfer | null,
  reason: string | null,
): RecognisedConversion {
  return {
    ...{ kind: 'bridge', rule: RULE, name: nameOfBridge(out), reason, standing: reason === null ? 'recorded' : 'inference' },
    ins: leg === null ? [] : [nameOf(out, leg)],
    outs: arrival === null || back === null ? [] : [nameOf(arrival, back)],
    events: [nameOf(out, out.event), ...(arrival === null ? [] : [nameOf(arrival, arrival.event)])],
    ...(reason === null ? {} : { toward: towardOf(out) }),
  };
}

const TERM = 'term:';

/** What both ends state under one name; ends that state nothing alike share nothing. */
function sharedTerms(a: End, b: End): readonly (readonly [string, string])[] {
  return Object.entries(a.event.details).flatMap(([name, value]) => {
    const other = b.event.details[name];
    return name.startsWith(TERM) && other !== undefined ? [[value, other] as const] : [];
  });
}

/** Whether nothing that the protocol states at both ends differs, its name included: an id alone can be used by whoever fills a hop. */
function isSameHop(out: End, arrival: End): boolean {
  const [here, there] = [nameOfBridge(out), nameOfBridge(arrival)];
  return (here === null || there === null || here === there) && sharedTerms(out, arrival).every(([a, b]) => a === b);
}

/** Whether each end names the other's chain, where it names one. */
function isFrom(out: End, arrival: End): boolean {
  return (
    arrival.chain !== out.chain &&
    (out.event.details['otherChain'] ?? arrival.chain) === arrival.chain &&
    (arrival.event.details['otherChain'] ?? out.chain) === out.chain
  );
}

function byId(ends: readonly End[]): Map<string, End[]> {
  const found = new Map<string, End[]>();
  for (const end of ends) {
    const id = end.event.details['id'];
    if (id !== undefined) found.set(id, [...(found.get(id) ?? []), end]);
  }
  return found;
}

const nameOf = ({ chain, transaction }: End, { path }: { readonly path: readonly number[] }): TransferName => ({
  ...{ chain, transaction: transaction.id, path },
});

function isBefore(arrival: End, out: End): boolean {
  const [there, here] = [arrival.transaction.timeSeconds, out.transaction.timeSeconds];
  return there !== null && here !== null && there + CLOCK_SECONDS < here;
}

/** Movements an end can mean: those of its asset and amount where it names them, with the coin for a token that wraps it. */
function movementsOf({ chain, transaction }: End, asset: AccountEvent['asset'], amount: bigint | null): AccountTransfer[] {
  const wraps = asset?.kind === 'token' && asset.contract !== null && isWrappedCoin(chain, asset.contract);
  return transaction.transfers.filter(
    (one) =>
      one.kind !== 'fee' &&
      one.path[0] !== 2 &&
      one.amount > 0n &&
      (amount === null || one.amount === amount) &&
      (asset === null || isSameAsset(one.asset, asset) || (wraps && one.asset.kind === 'native')),
  );
}

const only = (found: readonly AccountTransfer[]): AccountTransfer | null => (found.length === 1 ? (found[0] as AccountTransfer) : null);

/** What the hop says of the value: from its own event, or from the one event of the same bridge in the transaction that says it. */
function saidOf(end: End): { actor: string | null; subject: string | null; asset: AccountEvent['asset']; amount: bigint | null } {
  const { event, transaction } = end;
  if (event.amount !== null) return event;
  const others = transaction.events.filter(
    (one) => one !== event && one.kind === event.kind && one.amount !== null && one.details['bridge'] === event.details['bridge'],
  );
  return others.length === 1 ? (others[0] as AccountEvent) : event;
}

/** The one movement that left: paid by who is named, else the one into a contract of the bridge; null where none or several fit. */
function outLeg(end: End): AccountTransfer | null {
  const { actor, asset, amount } = saidOf(end);
  const fitting = movementsOf(end, asset, amount);
  const paid = fitting.filter(({ from }) => from === actor);
  if (actor !== null && paid.length > 0) return only(paid);
  const taken = fitting.filter(({ to }) => to !== null && bridgeContract(end.chain, to) !== null);
  // What a bridge makes for the other chain is destroyed, not taken.
  return only(taken.length > 0 || asset === null ? taken : fitting.filter(({ to }) => to === null));
}

/** The one movement that arrived: to who is named, of the amount that either end names. */
function inLeg(arrival: End, out: End): AccountTransfer | null {
  const [here, there] = [saidOf(arrival), saidOf(out)];
  // Without an amount at either end nothing ties a movement to the hop.
  const { arrives, arrivesAs } = out.event.details;
  const left = outLeg(out);
  const amount = here.amount ?? (arrives === undefined ? null : BigInt(arrives)) ?? there.amount ?? left?.amount ?? null;
  if (amount === null) return null;
  const asset = here.asset ?? (arrivesAs === undefined || arrivesAs === WRAPPED ? null : tokenOf(arrivesAs));
  const fitting = movementsOf(arrival, asset, amount).filter((one) => {
    if (asset !== null || left === null) return true;
    return arrivesAs === WRAPPED ? isMadeAnew(arrival.chain, one) : canBe(out.chain, left, arrival.chain, one);
  });
  for (const receiver of [here.subject, here.actor, there.subject]) {
    const received = receiver === null ? [] : fitting.filter(({ to }) => to === receiver);
    if (received.length > 0) return only(received.filter(({ kind }) => kind === 'mint' || received.length === 1));
  }
  return null;
}

const WRAPPED = 'wrapped';
const tokenOf = (contract: string): AccountTransfer['asset'] => ({ kind: 'token', contract, tokenId: null });

/** A token that the bridge makes on this chain: it is no other issuer's. */
function isMadeAnew(chain: string, { kind, asset }: AccountTransfer): boolean {
  return kind === 'mint' && asset.kind === 'token' && asset.contract !== null && tokenFacts(chain, asset.contract) === null;
}

/** Where the arrival names no asset: coins arrive as coins or wrapped, a known issuer's token under the same symbol, others as tokens. */
function canBe(from: string, left: AccountTransfer, to: string, came: AccountTransfer): boolean {
  const isCoin = (chain: string, { asset }: AccountTransfer): boolean =>
    asset.kind === 'native' || (asset.contract !== null && isWrappedCoin(chain, asset.contract));
  if (isCoin(from, left) || isCoin(to, came)) return isCoin(from, left) && isCoin(to, came);
  const known = worthOf(from, left);
  return known === null ? came.asset.kind === left.asset.kind : worthOf(to, came)?.symbol === known.symbol;
}

/** Departures without a known arrival beside arrivals without a known departure: same bridge, same symbol, near in amount and time. */
function resembling(
  departures: readonly { readonly end: End; readonly leg: AccountTransfer }[],
  arrivals: readonly End[],
): RecognisedConversion[] {
  const found: RecognisedConversion[] = [];
  for (const { end, leg } of departures)
    for (const arrival of arrivals) {
      if (found.length >= MOST_INFERENCES) return found;
      const back = inLegAlone(arrival);
      const sent = end.transaction.timeSeconds;
      const came = arrival.transaction.timeSeconds;
      if (back === null || sent === null || came === null || came < sent - CLOCK_SECONDS || came > sent + NEAR_SECONDS) continue;
      if (!isFrom(end, arrival) || !isSameHop(end, arrival)) continue;
      // Ids that differ say that these are two hops.
      if (end.event.details['id'] !== undefined && arrival.event.details['id'] !== undefined) continue;
      const [a, b] = [worthOf(end.chain, leg), worthOf(arrival.chain, back)];
      if (a === null || b === null || a.symbol !== b.symbol || b.amount > a.amount) continue;
      const stated = sharedTerms(end, arrival).length > 0;
      if (!stated && (a.amount - b.amount) * 10_000n > a.amount * NEAR_BASIS_POINTS) continue;
      found.push({
        ...{ kind: 'bridge', rule: RULE, name: nameOfBridge(end), standing: 'inference', reason: stated ? 'sameTerms' : 'resembles' },
        ...{ ins: [nameOf(end, leg)], outs: [nameOf(arrival, back)] },
        events: [nameOf(end, end.event), nameOf(arrival, arrival.event)],
      });
    }
  return found;
}

function inLegAlone(arrival: End): AccountTransfer | null {
  const { subject, amount, asset } = saidOf(arrival);
  if (amount === null || subject === null) return null;
  return only(movementsOf(arrival, asset, amount).filter(({ to }) => to === subject));
}

/** Amount in 10⁻³⁶ units under the issuer's symbol; null where the program does not know the token. */
function worthOf(chain: string, { asset, amount }: AccountTransfer): { readonly symbol: string; readonly amount: bigint } | null {
  if (asset.kind === 'native') return { symbol: 'coin', amount: amount * 10n ** 18n };
  const facts = asset.contract === null ? null : tokenFacts(chain, asset.contract);
  return facts === null ? null : { symbol: facts.symbol.replace(/\.e$/, ''), amount: amount * 10n ** BigInt(36 - facts.decimals) };
}
