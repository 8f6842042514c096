// A trace over balances as bands between accounts, layer by layer, for each policy by itself. Pure: it reads no case. An account may be
// reached again after it has paid: then it stands anew in a later layer, and what it still had goes there with it, so that bands lead one way
// and everything that comes into a node goes out or ends there.
import {
  type AccountMove,
  type AccountPolicyResult,
  type AccountSlice,
  assetOf,
  type Conversion,
  isFee,
  type NumberedSeed,
  placeConversions,
} from '../../trace/index.ts';
import type { Steps } from '../../kernel/index.ts';
import type { Band, Bands, PartyNode } from './bands.ts';

export interface AccountBandInput {
  readonly slice: AccountSlice;
  readonly direction: 'forward' | 'backward';
  readonly seeds: readonly NumberedSeed[];
  readonly conversions: readonly Conversion[];
  readonly results: readonly AccountPolicyResult[];
  /** Policies that count no unit twice, by id. */
  readonly conserves: (policy: string) => boolean;
  /** Same text for ledgers that stand as one. */
  readonly partyOf: (ledger: number) => string;
  /** The one drawn. */
  readonly asset: number;
  /** Told of each part of each band; what stands behind one is seldom asked for and kept nowhere else. */
  readonly onPart?: ((part: AccountBandPart) => void) | undefined;
}

/** What one movement adds to a band, or what lies on in an account that stands anew: -1. */
export interface AccountBandPart {
  readonly policy: string;
  readonly source: string;
  readonly target: string;
  readonly transfer: number;
  readonly isAssumed: boolean;
}

export interface AccountBands {
  readonly bands: Bands[];
  /** Whether money came back so often that from there on bands may lead back. */
  readonly returns: boolean;
}

/** Layers beyond which an account is not placed anew. */
const MOST_LAYERS = 60;

/** Where money stands: a ledger in one layer, or what is none: a side of a conversion, fees, nobody. */
interface Stand {
  layer: number;
  readonly asset: number;
  readonly party: string;
  /** 0 where it is none. */
  readonly ledger: number;
  /** Name of its node, once the layers stand. */
  id?: string;
}

/** One movement, or an amount that lies in a ledger, in the order of the trace. */
interface Passage {
  /** -1 for a holding. */
  readonly transfer: number;
  /** Where starting points contribute, and where what was traced before comes from. */
  readonly seeded: Stand;
  readonly near: Stand;
  /** Null for a holding. */
  readonly far: Stand | null;
  /** The ledger stands anew: what it still has goes along. */
  readonly anew: { readonly before: Stand; readonly after: Stand } | null;
}

interface Layers {
  readonly passages: readonly Passage[];
  readonly exits: ReadonlyMap<number, Stand>;
  readonly entryOf: (conversion: number) => Stand;
  readonly returns: boolean;
}

/** By policy, in the order given, all in the same layers. */
export function* accountBandsOf(input: AccountBandInput): Steps<AccountBands> {
  const layers = yield* layersOf(input);
  const bands: Bands[] = [];
  for (const result of input.results) bands.push(yield* bandsUnder(result, input, layers));
  return { bands, returns: layers.returns };
}

function* layersOf({ slice, direction, seeds, conversions, results, partyOf }: AccountBandInput): Steps<Layers> {
  const isForward = direction === 'forward';
  const { inOf, outOf } = placeConversions(slice, conversions);
  const [intoOf, fromOf] = isForward ? [inOf, outOf] : [outOf, inOf];
  const seededAt = new Set(seeds.flatMap(({ seed }) => (seed.kind === 'transfer' ? [seed.transfer] : [])));
  const moved = new Set(results.flatMap(({ moves }) => moves.map(({ transfer }) => transfer)));
  const nearOf = (transfer: number): number => (isForward ? slice.fromLedger : slice.toLedger)[transfer] as number;
  const paysItself = (transfer: number): boolean => !fromOf.has(transfer) || seededAt.has(transfer);
  const goesOn = new Set([...moved].filter(paysItself).map(nearOf));

  const stands = new Map<string, Stand>();
  const standing = (layer: number, asset: number, party: string, ledger = 0): Stand => {
    const key = `${layer} ${asset} ${ledger} ${party}`;
    const stand = stands.get(key) ?? { layer, asset, party, ledger };
    stands.set(key, stand);
    return stand;
  };
  const now = new Map<number, Stand>();
  const exits = new Map<number, Stand>();
  const entries = new Map<number, Stand>();
  let returns = false;
  const after = (layer: number): number => {
    if (layer >= MOST_LAYERS) returns = true;
    return Math.min(layer + 1, MOST_LAYERS);
  };
  const ledgerStand = (ledger: number, layer: number): Stand => {
    const stand = standing(layer, slice.ledgerAsset[ledger] as number, partyOf(ledger), ledger);
    now.set(ledger, stand);
    return stand;
  };
  const nobody = (asset: number, layer: number, isNear: boolean): Stand =>
    standing(layer, asset, isNear === isForward ? 'minted' : 'burned');
  const nearStand = (transfer: number): Stand => {
    const ledger = nearOf(transfer);
    if (ledger === 0) return nobody(assetOf(slice, transfer), 0, true);
    return now.get(ledger) ?? ledgerStand(ledger, 0);
  };
  const sideAsset = (members: readonly number[]): number => assetOf(slice, members[0] as number);
  const entryOf = (conversion: number): Stand => {
    const known = entries.get(conversion);
    if (known !== undefined) return known;
    const { ins, outs } = conversions[conversion] as Conversion;
    const layer = after(exits.get(conversion)?.layer ?? 0);
    const stand: Stand = { layer, asset: sideAsset(isForward ? outs : ins), party: `entry ${conversion}`, ledger: 0 };
    entries.set(conversion, stand);
    return stand;
  };
  const farStand = (transfer: number, base: number): Pick<Passage, 'far' | 'anew'> => {
    const layer = after(base);
    const asset = assetOf(slice, transfer);
    if (isFee(slice, transfer)) return { far: standing(layer, asset, 'fees'), anew: null };
    const conversion = intoOf.get(transfer);
    if (conversion !== undefined) {
      const exit = exits.get(conversion) ?? { layer, asset, party: `exit ${conversion}`, ledger: 0 };
      exit.layer = Math.max(exit.layer, layer);
      exits.set(conversion, exit);
      return { far: exit, anew: null };
    }
    const ledger = (isForward ? slice.toLedger : slice.fromLedger)[transfer] as number;
    if (ledger === 0) return { far: nobody(asset, layer, false), anew: null };
    const before = now.get(ledger);
    if (!goesOn.has(ledger)) {
      // Nothing leaves it: it stands once, behind all that reach it.
      const stand: Stand = before ?? { layer, asset, party: partyOf(ledger), ledger };
      stand.layer = Math.max(stand.layer, layer);
      now.set(ledger, stand);
      return { far: stand, anew: null };
    }
    if (before !== undefined && (before.layer > base || before.layer === layer)) return { far: before, anew: null };
    const stand = ledgerStand(ledger, layer);
    return { far: stand, anew: before === undefined ? null : { before, after: stand } };
  };

  const passages: Passage[] = [];
  const holdings = seeds.flatMap(({ seed }) => (seed.kind === 'holding' ? [seed] : []));
  const order = [
    ...[...moved].map((transfer) => ({ at: transfer, transfer, ledger: 0 })),
    // It lies there before the movement of its moment.
    ...holdings.map(({ moment, ledger }) => ({ at: moment - 0.5, transfer: -1, ledger })),
  ].sort((a, b) => (isForward ? a.at - b.at : b.at - a.at));
  for (const { transfer, ledger } of order) {
    yield* passed(passages.length, order.length);
    if (transfer < 0) {
      const stand = now.get(ledger) ?? ledgerStand(ledger, 0);
      passages.push({ transfer, seeded: stand, near: stand, far: null, anew: null });
      continue;
    }
    const conversion = fromOf.get(transfer);
    const seeded = paysItself(transfer) ? nearStand(transfer) : null;
    const near = conversion === undefined ? (seeded ?? nearStand(transfer)) : entryOf(conversion);
    const base = Math.max(near.layer, seeded?.layer ?? 0);
    passages.push({ transfer, seeded: seeded ?? near, near, ...farStand(transfer, base) });
  }
  return { passages, exits, entryOf, returns };
}

function* bandsUnder(result: AccountPolicyResult, input: AccountBandInput, { passages, exits, entryOf }: Layers): Steps<Bands> {
  const { direction, seeds, conversions, asset, onPart } = input;
  const conserves = input.conserves(result.policy);
  const nodes = new Map<string, PartyNode>();
  const bands = new Map<string, Band>();
  const left = new Map<Stand, bigint>();
  const out = new Set<Stand>();
  const comes = (stand: Stand, amount: bigint): void => {
    left.set(stand, (left.get(stand) ?? 0n) + amount);
    if (stand.asset !== asset) return;
    const id = idOf(stand);
    const node = nodes.get(id) ?? { id, hop: stand.layer, party: stand.party, amount: 0n, state: '' };
    node.amount += amount;
    nodes.set(id, node);
  };
  const goes = (near: Stand, far: Stand, amount: bigint, statement: Band['statement'], transfer = -1): void => {
    left.set(near, (left.get(near) ?? 0n) - amount);
    out.add(near);
    comes(far, amount);
    if (near.asset !== asset) return;
    const [source, target] = direction === 'forward' ? [idOf(near), idOf(far)] : [idOf(far), idOf(near)];
    const id = `${source}>${target}`;
    const band = bands.get(id) ?? { source, target, amount: 0n, statement };
    band.amount += amount;
    if (statement === 'assumption') band.statement = statement;
    bands.set(id, band);
    onPart?.({ policy: result.policy, source, target, transfer, isAssumed: statement === 'assumption' });
  };

  for (const { conversion, taintIn, taintOut } of result.converted) {
    const [exit, entry] = [exits.get(conversion), entryOf(conversion)];
    // Within one asset the two sides are held together; across assets nothing measures the one by the other.
    const joined = exit === undefined || exit.asset !== entry.asset ? 0n : taintIn < taintOut ? taintIn : taintOut;
    if (taintOut > joined) comes(entry, taintOut - joined);
    if (exit !== undefined && joined > 0n) goes(exit, entry, joined, 'assumption');
  }
  const movedBy = amountsOf(result.moves);
  const givenBy = new Map<number, bigint>();
  seeds.forEach(({ seed }, number) => {
    if (seed.kind !== 'transfer') return;
    givenBy.set(seed.transfer, (givenBy.get(seed.transfer) ?? 0n) + (result.contributed[number] ?? 0n));
  });
  const holdings = seeds.flatMap(({ seed }, number) =>
    seed.kind === 'holding' ? [{ seed, amount: result.contributed[number] ?? 0n }] : [],
  );
  const lastOut = new Map<number, number>();
  passages.forEach(({ transfer, near }, place) => {
    if ((movedBy.get(transfer) ?? 0n) > (givenBy.get(transfer) ?? 0n)) lastOut.set(near.ledger, place);
  });
  for (const [place, { transfer, seeded, near, far, anew }] of passages.entries()) {
    yield* passed(place, passages.length);
    if (far === null) {
      const at = holdings.findIndex(({ seed }) => seed.ledger === near.ledger);
      for (const { amount } of at < 0 ? [] : holdings.splice(at, 1)) if (amount > 0n) comes(near, amount);
      continue;
    }
    const amount = movedBy.get(transfer) ?? 0n;
    const given = min(givenBy.get(transfer) ?? 0n, amount);
    if (given > 0n) {
      comes(seeded, given);
      goes(seeded, far, given, given === amount ? 'fact' : 'assumption', transfer);
    }
    if (amount > given) goes(near, far, amount - given, 'assumption', transfer);
    // What an account pays itself has left it by now.
    const still = anew === null ? 0n : (left.get(anew.before) ?? 0n);
    if (anew !== null && conserves && still > 0n && (lastOut.get(anew.before.ledger) ?? -1) > place)
      goes(anew.before, anew.after, still, 'assumption');
  }
  const endsOf = endStates(result, conversions);
  const isForward = direction === 'forward';
  for (const [stand, rest] of left) {
    const node = stand.asset === asset ? nodes.get(idOf(stand)) : undefined;
    if (node === undefined) continue;
    const ends = conserves ? rest > 0n : !out.has(stand);
    const state = ends ? endOf(stand) : isForward ? 'spent' : 'traced';
    node.state = node.state === '' || node.state === state ? state : 'mixed';
  }
  return { nodes, bands };

  function endOf({ party, ledger }: Stand): string {
    if (ledger !== 0) return endsOf.get(ledger) ?? 'mixed';
    const [side, number] = party.split(' ');
    if (number === undefined) return party;
    const conversion = Number(number);
    const isThrough = side === 'exit' && result.converted.some((one) => one.conversion === conversion);
    return isThrough ? 'converted' : `stopped:${(conversions[conversion] as Conversion).kind}`;
  }
}

/** A step now and then: a run may have moved millions of times. */
function* passed(done: number, total: number): Steps<void> {
  if (done % STRIDE === 0) yield { phase: 'bands', done, total, unit: 'steps' };
}

const STRIDE = 8192;

/** Layers are final when bands are drawn. */
function idOf(stand: Stand): string {
  stand.id ??= `${stand.layer}|${stand.party}`;
  return stand.id;
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);

function amountsOf(moves: readonly AccountMove[]): Map<number, bigint> {
  const sums = new Map<number, bigint>();
  for (const { transfer, amount } of moves) sums.set(transfer, (sums.get(transfer) ?? 0n) + amount);
  return sums;
}

/** How the trace ends in each ledger. What ended with nobody or within a conversion stands there, not in the ledger it left. */
function endStates({ ends }: AccountPolicyResult, conversions: readonly Conversion[]): ReadonlyMap<number, string> {
  const elsewhere = new Set(['burned', 'minted', ...conversions.map(({ kind }) => `stopped:${kind}`)]);
  const own = new Map<number, Set<string>>();
  const all = new Map<number, Set<string>>();
  for (const { ledger, state } of ends) {
    all.set(ledger, (all.get(ledger) ?? new Set()).add(state));
    if (!elsewhere.has(state)) own.set(ledger, (own.get(ledger) ?? new Set()).add(state));
  }
  return new Map(
    [...all].map(([ledger, states]) => {
      const [first, ...more] = own.get(ledger) ?? states;
      return [ledger, more.length === 0 ? (first as string) : 'mixed'];
    }),
  );
}
