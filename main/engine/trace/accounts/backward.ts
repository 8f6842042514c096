// Where did it come from, on ledgers of balances: the inverse of the forward maps, in reverse ledger order. lowestBalance has no
// inverse and is refused.
import { Fault } from '../../../../shared/model/fault.ts';
import { atOnce, type Steps } from '../../kernel/index.ts';
import { splitByValue } from '../policies/haircut.ts';
import { createNumberSet } from '../numberSet.ts';
import { type AccountSlice, amountOf, blockOf, firstFrom, isFee, ledgerTransfers, moves, movesValue, ORDER_KNOWN } from './accountSlice.ts';
import { type CoinMap, coinMapOf, inOrder, OPENING, UNPAID } from './coinMap.ts';
import { type Conversion, convertLots, placeConversions } from './conversions.ts';
import { createAccount } from './passAccount.ts';
import { type AccountPolicy, joinSeed, type Lot, type Lots, NO_LOTS, sumPerSeed, totalOf } from './policies/policy.ts';
import { isKnownAt, ONE_SIDED } from './reconcile.ts';
import * as run from './run.ts';
import { prepareAccountStops } from './stops.ts';

/**
 * Traces seeds backward. A transfer seeds what its sender paid; a holding what lay in the ledger. Ends name the ledger at which the
 * trace came to lie: `opening`, `minted`, a stop, or why it cannot go on. [A21]
 * Faults: trace.seedUnknown, trace.policyUnknown, trace.policyDirection, usage.invalid.
 */
export function* traceBackward(slice: AccountSlice, request: run.AccountTraceRequest): Steps<run.AccountTraceResult> {
  const policies = run.chooseAccountPolicies(request.policies, 'backward');
  const moment = request.moment ?? slice.transferCount;
  if (!Number.isInteger(moment) || moment < 0 || moment > slice.transferCount) throw new Fault('usage.invalid', { option: 'moment' });
  const seeds = run.orderAccountSeeds(slice, request);
  const results: run.AccountPolicyResult[] = [];
  for (const policy of policies) results.push(yield* backwardUnder(policy, slice, request, seeds));
  return { direction: 'backward', seeds, moment, policies: results };
}

/** The same at once. */
export function traceAccountsBackward(slice: AccountSlice, request: run.AccountTraceRequest): run.AccountTraceResult {
  return atOnce(traceBackward(slice, request));
}

function* backwardUnder(
  policy: AccountPolicy,
  slice: AccountSlice,
  request: run.AccountTraceRequest,
  seeds: readonly run.NumberedSeed[],
): Steps<run.AccountPolicyResult> {
  const { knowledge } = request;
  const index = ledgerTransfers(slice);
  const conversions = placeConversions(slice, request.conversions ?? []);
  const stops = prepareAccountStops(slice, request.stops ?? {});
  const account = createAccount(policy, { slice, request, seeds, mode: 'exact' });
  const visit = createNumberSet(slice.transferCount);
  /** Traced amounts per ledger (haircut, poison), and per credit with positions (fifo, lifo). */
  const pools = new Map<number, Lots>();
  const wanted = new Map<number, Lots>();
  const maps = new Map<number, CoinMap>();
  const balances = new Map<number, ReadonlyMap<number, bigint>>();
  const waiting = new Map<number, { lots: Lot[]; hops: number; converted: Lots | null; out: number; borne: Set<number> }>();
  const hopsOf = new Map<number, number>();
  /** First block of a ledger in which the order of its rows is not known. */
  const openFrom = new Map<number, number>();
  const seedsAt = new Map<number, number[]>();
  const holdings: number[] = [];
  seeds.forEach(({ seed, excluded }, number) => {
    if (excluded !== null) account.exclude(seed.kind === 'transfer' ? seed.transfer : -1, excluded);
    else if (seed.kind === 'transfer') {
      seedsAt.set(seed.transfer, [...(seedsAt.get(seed.transfer) ?? []), number]);
      visit.add(seed.transfer);
    } else holdings.push(number);
  });
  let visited = 0;
  let nextHolding = holdings.length - 1;
  const previous = (from: number): number => {
    const transfer = visit.previousFrom(from);
    const number = holdings[nextHolding];
    const seed = number === undefined ? undefined : (seeds[number] as run.NumberedSeed).seed;
    if (seed === undefined || seed.kind === 'transfer' || seed.moment <= transfer) return transfer;
    nextHolding--;
    seedHolding(number as number, seed);
    return previous(Math.min(from, seed.moment - 1));
  };
  for (let transfer = previous(slice.transferCount - 1); transfer >= 0; transfer = previous(transfer - 1)) {
    yield* run.looked(policy.id, ++visited);
    pass(transfer);
  }
  for (const conversion of waiting.keys()) endNotBorne(conversion);
  for (const [ledger, lots] of pools)
    if (policy.conserves && lots.length > 0) {
      const isOpening = totalOf(policy, lots) <= (knowledge.opening.get(ledger) ?? 0n);
      account.end(ledger, isOpening ? 'opening' : 'unknown:incompleteLedger', lots, -1, hopsOf.get(ledger) ?? 0);
    }
  if (!policy.conserves)
    for (const [ledger, lots] of pools) {
      const opening = knowledge.opening.get(ledger) ?? 0n;
      if (opening > 0n)
        account.end(
          ledger,
          'opening',
          lots.map((lot) => ({ ...lot, amount: opening })),
          -1,
          hopsOf.get(ledger) ?? 0,
        );
    }
  const { contributed, ends, fees, moves: moved, converted, excluded, fetch } = account.close(visited, []);
  const totals = new Map<number, Lot[]>();
  for (const end of ends) {
    const asset = slice.ledgerAsset[end.ledger] as number;
    totals.set(asset, sumPerSeed([...(totals.get(asset) ?? []), ...end.lots]));
  }
  return {
    ...{
      policy: policy.id,
      version: policy.version,
      contributed,
      fees,
      moves: moved.toReversed(),
      converted,
      excluded,
      fetch,
      orders: 'known',
    },
    ends: ends.map(({ ledger, state, amount, lots, transfer, hops }) => ({
      ...{ ledger, state, amount, transfer, hops, figure: { incomplete: false, amount } },
      bySeed: lots.map((lot) => ({ seed: lot.seed, amount: lot.amount, figure: { incomplete: false, amount: lot.amount } })),
    })),
    totals: [...totals]
      .map(([asset, lots]) => ({ asset, amount: totalOf(policy, lots), bySeed: lots.map(({ seed, amount }) => ({ seed, amount })) }))
      .sort((a, b) => a.asset - b.asset),
  };

  function pass(transfer: number): void {
    const from = slice.fromLedger[transfer] as number;
    const to = slice.toLedger[transfer] as number;
    const reason = run.whyNoMovement(slice, request, transfer);
    if (reason !== null) account.exclude(transfer, reason);
    if (!moves(slice, transfer)) return;
    const amount = amountOf(slice, transfer);
    if (amount === 0n) return;
    let lots = to === 0 ? NO_LOTS : claimed(to, transfer, amount);
    let hops = (hopsOf.get(to) ?? 0) + 1;
    const stay = (ledger: number, state: run.AccountEndState): void => {
      if (lots.length > 0) account.end(ledger, state, lots, transfer, hops);
      lots = NO_LOTS;
    };
    if (reason !== null) stay(to, `excluded:${reason}`);
    if (isFee(slice, transfer)) {
      stay(to, 'stopped:fee');
      return;
    }
    const rule = lots.length > 0 ? stops.departure(transfer) : null;
    if (rule !== null) stay(to, `stopped:${rule}`);
    const inOf = conversions.inOf.get(transfer);
    if (inOf !== undefined) {
      stay(to, 'stopped:contractPool');
      const back = goesBack(inOf, transfer, amount);
      if (back !== null) [lots, hops] = [back.lots, back.hops];
    }
    const own = reason === null ? seedsAt.get(transfer) : undefined;
    for (const number of own?.toReversed() ?? []) {
      const joined = joinSeed(policy, amount, lots, number, (seeds[number] as run.NumberedSeed).amount);
      lots = joined.lots;
      account.contribute(number, joined.contributed);
      hops = 0;
    }
    if (lots.length === 0) return;
    const outOf = conversions.outOf.get(transfer);
    account.move(transfer, lots, hops, outOf ?? -1);
    if (outOf !== undefined) {
      cameOut(outOf, transfer, lots, hops);
      return;
    }
    if (from === 0) {
      stay(to, 'minted');
      return;
    }
    const asset = slice.ledgerAsset[from] as number;
    const stop = stops.arrival(slice.ledgerAccount[from] as number, asset, totalOf(policy, lots), hops, own !== undefined);
    if (stop !== null) {
      stay(from, `stopped:${stop}`);
      return;
    }
    if (knowledge.state[from] === ONE_SIDED) {
      account.want(from, transfer, 'oneSidedLedger');
      stay(from, 'paused:unknownLedger');
      return;
    }
    if (!isKnownAt(knowledge, from, transfer)) {
      account.want(from, transfer, 'incompleteLedger');
      stay(from, 'unknown:incompleteLedger');
      return;
    }
    if (orderMatters(from, transfer)) {
      stay(from, 'unknown:order');
      return;
    }
    hopsOf.set(from, Math.min(hops, hopsOf.get(from) ?? hops));
    claim(from, transfer, lots);
  }

  /** What of a credit is traced by what left its ledger later. */
  function claimed(ledger: number, transfer: number, amount: bigint): Lots {
    if (policy.ordered) return wanted.get(transfer) ?? NO_LOTS;
    const pool = pools.get(ledger);
    // What came before the ledger's opening stands in the opening.
    if (pool === undefined || pool.length === 0 || transfer < (knowledge.from[ledger] as number)) return NO_LOTS;
    if (!policy.conserves) return pool.map((lot) => ({ ...lot, amount }));
    const after = balanceAfter(ledger, transfer);
    const before = after > amount ? after - amount : 0n;
    // More was traced here than lay there: rows are missing, and what they brought came from before, as far as these rows can say.
    const traced = totalOf(policy, pool);
    const [share, rest] = splitByValue(
      pool.map((lot) => ({ seed: lot.seed, amountSat: lot.amount })),
      [amount, traced > amount + before ? traced - amount : before],
    );
    const lotsOf = (parts: typeof share): Lot[] => (parts ?? []).map((part) => ({ seed: part.seed, start: 0n, amount: part.amountSat }));
    pools.set(ledger, lotsOf(rest));
    return lotsOf(share);
  }

  /** A ledger's traced debit becomes a claim on the credits before it. */
  function claim(ledger: number, transfer: number, lots: Lots): void {
    if (policy.ordered) {
      let map = maps.get(ledger);
      if (map === undefined) {
        map = coinMapOf(slice, knowledge, ledger, policy.id === 'lifo');
        maps.set(ledger, map);
      }
      take(ledger, map.sources(transfer, lots), transfer);
      return;
    }
    // The first claim is the latest in the chain: every credit it can reach holds those of all later claims.
    const isFirst = !pools.has(ledger);
    const pool = sumPerSeed([...(pools.get(ledger) ?? []), ...lots]);
    pools.set(ledger, policy.conserves ? pool : pool.map((lot) => ({ ...lot, amount: 1n })));
    if (!isFirst) return;
    for (let place = firstFrom(index, ledger, knowledge.from[ledger] as number); place < (index.start[ledger + 1] as number); place++) {
      const credit = index.transfers[place] as number;
      if (credit >= transfer) break;
      if (slice.toLedger[credit] === ledger) visit.add(credit);
    }
  }

  function take(ledger: number, sources: ReadonlyMap<number, Lots>, transfer: number): void {
    for (const [credit, lots] of sources) {
      if (credit === OPENING) account.end(ledger, 'opening', lots, transfer, hopsOf.get(ledger) ?? 0);
      else if (credit === UNPAID) {
        account.want(ledger, transfer, 'incompleteLedger');
        account.end(ledger, 'unknown:incompleteLedger', lots, transfer, hopsOf.get(ledger) ?? 0);
      } else {
        wanted.set(credit, inOrder([...(wanted.get(credit) ?? []), ...lots]));
        visit.add(credit);
      }
    }
  }

  function balanceAfter(ledger: number, transfer: number): bigint {
    let known = balances.get(ledger);
    if (known === undefined) {
      const made = new Map<number, bigint>();
      let balance = knowledge.opening.get(ledger) ?? 0n;
      for (let place = firstFrom(index, ledger, knowledge.from[ledger] as number); place < (index.start[ledger + 1] as number); place++) {
        const one = index.transfers[place] as number;
        if (moves(slice, one)) {
          const amount = amountOf(slice, one);
          if (slice.fromLedger[one] === ledger) balance = balance < amount ? 0n : balance - amount;
          if (slice.toLedger[one] === ledger) balance += amount;
        }
        made.set(one, balance);
      }
      known = made;
      balances.set(ledger, known);
    }
    return known.get(transfer) ?? 0n;
  }

  /** Rows of one block in no known order, in the ledger's history up to here: the map of units is not one map. [A16] */
  function orderMatters(ledger: number, transfer: number): boolean {
    let first = openFrom.get(ledger);
    if (first === undefined) {
      first = Number.POSITIVE_INFINITY;
      let before = -1;
      for (let place = firstFrom(index, ledger, knowledge.from[ledger] as number); place < (index.start[ledger + 1] as number); place++) {
        const own = index.transfers[place] as number;
        if (!movesValue(slice, own)) continue;
        const block = blockOf(slice, own);
        if (block === before && slice.blockOrder[block] !== ORDER_KNOWN) {
          first = block;
          break;
        }
        before = block;
      }
      openFrom.set(ledger, first);
    }
    return first <= blockOf(slice, transfer);
  }

  function seedHolding(number: number, seed: run.AccountSeed & { readonly kind: 'holding' }): void {
    const { ledger, moment, amount } = seed;
    const last = moment - 1;
    const place = firstFrom(index, ledger, moment) - 1;
    const before = place >= (index.start[ledger] as number) ? (index.transfers[place] as number) : -1;
    const balance = before < 0 ? (knowledge.opening.get(ledger) ?? 0n) : balanceAfter(ledger, before);
    hopsOf.set(ledger, 0);
    const known =
      knowledge.state[ledger] !== ONE_SIDED &&
      (before < 0 || isKnownAt(knowledge, ledger, before)) &&
      !orderMatters(ledger, Math.max(before, 0));
    const lots: Lots = [{ seed: number, start: 0n, amount: known && amount > balance ? balance : amount }];
    const size = (lots[0] as Lot).amount;
    if (size === 0n) return;
    account.contribute(number, size);
    if (!known) {
      account.end(ledger, knowledge.state[ledger] === ONE_SIDED ? 'paused:unknownLedger' : 'unknown:incompleteLedger', lots, -1, 0);
      return;
    }
    // Overlapping claims on one ledger have no rule yet; a holding is asked for alone or for other ledgers.
    if (policy.ordered || seeds.length > 1)
      throw new Fault('trace.policyDirection', { policy: policy.id, direction: 'backward', seed: 'holding' });
    claim(ledger, last + 1, lots);
  }

  function cameOut(conversion: number, transfer: number, lots: Lots, hops: number): void {
    const known = waiting.get(conversion) ?? { lots: [], hops, converted: null, out: transfer, borne: new Set() };
    let start = 0n;
    for (const other of request.conversions?.[conversion]?.outs ?? []) if (other < transfer) start += amountOf(slice, other);
    known.lots.push(...lots.map((lot) => ({ ...lot, start: lot.start + start })));
    known.hops = Math.min(known.hops, hops);
    waiting.set(conversion, known);
    for (const member of request.conversions?.[conversion]?.ins ?? []) visit.add(member);
  }

  /** The part of a conversion's claim that one incoming transfer bears. */
  function goesBack(conversion: number, transfer: number, amount: bigint): { lots: Lots; hops: number } | null {
    const known = waiting.get(conversion);
    if (known === undefined || known.lots.length === 0) return null;
    const sums = conversions.amounts[conversion] as { readonly in: bigint; readonly out: bigint };
    if (known.converted === null) {
      const lots = policy.ordered
        ? inOrder(known.lots)
        : policy.conserves
          ? known.lots
          : known.lots.map((lot) => ({ ...lot, amount: sums.out }));
      known.converted = policy.conserves
        ? convertLots(lots, sums.out, sums.in, policy.ordered)
        : [...new Map(lots.map((lot) => [lot.seed, { ...lot, start: 0n, amount: sums.in }])).values()];
      account.converted(conversion, known.lots, known.converted, true);
    }
    known.borne.add(transfer);
    return { lots: partBorne(conversion, known.converted, transfer, amount), hops: known.hops };
  }

  function partBorne(conversion: number, converted: Lots, transfer: number, amount: bigint): Lots {
    const sums = conversions.amounts[conversion] as { readonly in: bigint };
    let start = 0n;
    for (const other of request.conversions?.[conversion]?.ins ?? []) if (other < transfer) start += amountOf(slice, other);
    const part: Lot[] = [];
    for (const lot of converted) {
      if (!policy.conserves) part.push({ ...lot, amount });
      else if (policy.ordered) {
        const begin = lot.start > start ? lot.start : start;
        const end = lot.start + lot.amount < start + amount ? lot.start + lot.amount : start + amount;
        if (end > begin) part.push({ seed: lot.seed, start: begin - start, amount: end - begin });
      } else {
        const share = (lot.amount * (start + amount)) / sums.in - (lot.amount * start) / sums.in;
        if (share > 0n) part.push({ ...lot, amount: share });
      }
    }
    return part;
  }

  /** What came out of a conversion and no incoming transfer bears, because it failed or is a fee, is asked for no further. */
  function endNotBorne(conversion: number): void {
    const { lots, hops, converted, out, borne } = waiting.get(conversion) as NonNullable<ReturnType<typeof waiting.get>>;
    const { kind, ins } = (request.conversions ?? [])[conversion] as Conversion;
    const ledgerOf = (transfer: number): number => (slice.fromLedger[transfer] as number) || (slice.toLedger[transfer] as number);
    if (converted === null) {
      account.end(ledgerOf(out), `stopped:${kind}`, lots, out, hops);
      return;
    }
    for (const transfer of ins) {
      const rest = borne.has(transfer) ? NO_LOTS : partBorne(conversion, converted, transfer, amountOf(slice, transfer));
      if (rest.length > 0) account.end(ledgerOf(transfer), `stopped:${kind}`, rest, transfer, hops);
    }
  }
}
