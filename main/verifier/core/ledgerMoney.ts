// Money in one ledger of balances under a convention: what a payment takes, what a receipt adds (SPEC [X6]; A9 to A11 of the trace rules).
// It sees amounts and seed numbers only.

/** `start`: position in the amount, for the two conventions that keep order. */
export interface Part {
  readonly seed: number;
  readonly start: bigint;
  readonly amount: bigint;
}
export type Parts = readonly Part[];

export const LEDGER_POLICIES = ['poison', 'haircut', 'fifo', 'lifo', 'lowestBalance'] as const;
export type LedgerPolicy = (typeof LEDGER_POLICIES)[number];

export function keepsOrder(policy: LedgerPolicy): boolean {
  return policy === 'fifo' || policy === 'lifo';
}

export interface LedgerMoney {
  balance(): bigint;
  take(amount: bigint): Parts;
  put(amount: bigint, parts: Parts): void;
  held(): Parts;
  /** Forgets whose money it is, and says it. */
  clear(): Parts;
}

/** One part per seed, by seed, without positions. */
export function bySeed(parts: Parts): Part[] {
  const sums = new Map<number, bigint>();
  for (const part of parts) sums.set(part.seed, (sums.get(part.seed) ?? 0n) + part.amount);
  return [...sums].sort(([a], [b]) => a - b).map(([seed, amount]) => ({ seed, start: 0n, amount }));
}

/** Units covered: under poison several seeds cover the same ones. */
export function covered(policy: LedgerPolicy, parts: Parts): bigint {
  let sum = 0n;
  let most = 0n;
  for (const { amount } of parts) {
    sum += amount;
    if (amount > most) most = amount;
  }
  return policy === 'poison' ? most : sum;
}

/**
 * Splits each amount over slots by their size: whole parts first, for all amounts; then amount by amount the units left, one per slot and
 * round, by the larger remainder, then the lower slot; a full slot is passed over.
 */
export function splitOver(amounts: readonly bigint[], slots: readonly bigint[]): bigint[][] {
  const whole = slots.reduce((sum, slot) => sum + slot, 0n);
  const filled = slots.map(() => 0n);
  const given = amounts.map((amount) =>
    slots.map((slot, place) => {
      const part = whole === 0n ? 0n : (amount * slot) / whole;
      filled[place] = (filled[place] as bigint) + part;
      return part;
    }),
  );
  amounts.forEach((amount, which) => {
    const own = given[which] as bigint[];
    let left = whole === 0n ? 0n : amount - own.reduce((sum, part) => sum + part, 0n);
    const rest = slots.map((slot) => (whole === 0n ? 0n : (amount * slot) % whole));
    const order = slots
      .map((_, place) => place)
      .sort((a, b) => ((rest[a] as bigint) === (rest[b] as bigint) ? a - b : (rest[a] as bigint) > (rest[b] as bigint) ? -1 : 1));
    for (let moved = true; left > 0n && moved; ) {
      moved = false;
      for (const place of order) {
        if (left === 0n || (filled[place] as bigint) >= (slots[place] as bigint)) continue;
        filled[place] = (filled[place] as bigint) + 1n;
        own[place] = (own[place] as bigint) + 1n;
        left -= 1n;
        moved = true;
      }
    }
  });
  return given;
}

/** How a haircut divides: exactly, or for bounds with both parts rounded the same way, so that no rounding lies outside of them. (A17) */
export type Rounding = 'exact' | 'up' | 'down';

export function openMoney(policy: LedgerPolicy, opening: bigint, rounding: Rounding = 'exact'): LedgerMoney {
  const balance = opening > 0n ? opening : 0n;
  if (policy === 'poison') return reach(balance);
  if (keepsOrder(policy)) return row(balance, policy === 'lifo');
  return shares(balance, policy !== 'haircut' ? cleanFirst : rounding === 'exact' ? inProportion : rounded(rounding));
}

/** What leaves and what stays of each amount held, when `size` is paid and `rest` remains. */
type Divide = (held: readonly bigint[], size: bigint, rest: bigint) => { readonly leaves: bigint; readonly stays: bigint }[];

const inProportion: Divide = (held, size, rest) => splitOver(held, [size, rest]).map(([leaves = 0n, stays = 0n]) => ({ leaves, stays }));

const cleanFirst: Divide = (held, _size, rest) => {
  const short = held.reduce((sum, one) => sum + one, 0n) - rest;
  const leaving = short <= 0n ? [] : (splitOver([short], held)[0] as bigint[]);
  return held.map((amount, place) => ({ leaves: leaving[place] ?? 0n, stays: amount - (leaving[place] ?? 0n) }));
};

function rounded(rounding: 'up' | 'down'): Divide {
  return (held, size, rest) => {
    const whole = size + rest;
    const part = (amount: bigint, of: bigint): bigint => (amount * of + (rounding === 'up' ? whole - 1n : 0n)) / whole;
    return held.map((amount) => ({ leaves: part(amount, size), stays: part(amount, rest) }));
  };
}

const CLEAN = -1;

function row(opening: bigint, newestFirst: boolean): LedgerMoney {
  let runs: { seed: number; amount: bigint }[] = opening > 0n ? [{ seed: CLEAN, amount: opening }] : [];
  let first = 0;
  let balance = opening;
  const add = (seed: number, amount: bigint): void => {
    if (amount > 0n) runs.push({ seed, amount });
  };
  const held = (): Part[] =>
    bySeed(
      runs
        .slice(first)
        .filter(({ seed }) => seed !== CLEAN)
        .map(({ seed, amount }) => ({ seed, start: 0n, amount })),
    );
  return {
    balance: () => balance,
    take(amount) {
      let left = amount < balance ? amount : balance;
      balance -= left;
      const parts: Part[] = [];
      for (let start = 0n; left > 0n; ) {
        const run = runs[newestFirst ? runs.length - 1 : first] as { seed: number; amount: bigint };
        const size = run.amount < left ? run.amount : left;
        if (run.seed !== CLEAN) parts.push({ seed: run.seed, start, amount: size });
        run.amount -= size;
        start += size;
        left -= size;
        if (run.amount > 0n) continue;
        if (newestFirst) runs.pop();
        else first += 1;
      }
      return parts;
    },
    put(amount, parts) {
      balance += amount;
      let at = 0n;
      for (const part of parts) {
        add(CLEAN, part.start - at);
        add(part.seed, part.amount);
        at = part.start + part.amount;
      }
      add(CLEAN, amount - at);
    },
    held,
    clear() {
      const parts = held();
      runs = balance > 0n ? [{ seed: CLEAN, amount: balance }] : [];
      first = 0;
      return parts;
    },
  };
}

/** A balance and whose it is in part, without positions. */
function shares(opening: bigint, divide: Divide): LedgerMoney {
  let balance = opening;
  let held: Part[] = [];
  return {
    balance: () => balance,
    take(amount) {
      const size = amount < balance ? amount : balance;
      const rest = balance - size;
      balance = rest;
      if (held.length === 0 || size === 0n) return [];
      const divided = divide(
        held.map((part) => part.amount),
        size,
        rest,
      );
      const parts = (side: 'leaves' | 'stays'): Part[] =>
        held.map((part, place) => ({ ...part, amount: divided[place]?.[side] ?? 0n })).filter((part) => part.amount > 0n);
      const taken = parts('leaves');
      held = parts('stays');
      return taken;
    },
    put(amount, parts) {
      balance += amount;
      if (parts.length > 0) held = bySeed([...held, ...parts]);
    },
    held: () => held,
    clear() {
      const parts = held;
      held = [];
      return parts;
    },
  };
}

/** Poison: while a unit of a seed lies here, each payment is that seed's whole; an emptied ledger holds nobody's. */
function reach(opening: bigint): LedgerMoney {
  let balance = opening;
  let seeds: number[] = [];
  const whole = (amount: bigint): Part[] => (amount > 0n ? seeds.map((seed) => ({ seed, start: 0n, amount })) : []);
  return {
    balance: () => balance,
    take(amount) {
      const parts = whole(amount);
      balance = amount < balance ? balance - amount : 0n;
      if (balance === 0n) seeds = [];
      return parts;
    },
    put(amount, parts) {
      balance += amount;
      seeds = [...new Set([...seeds, ...parts.map((part) => part.seed)])].sort((a, b) => a - b);
    },
    held: () => whole(balance),
    clear() {
      const parts = whole(balance);
      seeds = [];
      return parts;
    },
  };
}

/** A payment that is itself a seed: the seed has up to `wanted` of what others leave, from the front. (A5) */
export function withSeed(policy: LedgerPolicy, amount: bigint, parts: Parts, seed: number, wanted: bigint): Parts {
  if (policy === 'poison') return wanted > 0n && !parts.some((part) => part.amount === amount) ? inSeedOrder(parts, seed, wanted) : parts;
  if (!keepsOrder(policy)) {
    const free = amount - covered(policy, parts);
    const own = free < wanted ? free : wanted;
    return own > 0n ? inSeedOrder(parts, seed, own) : parts;
  }
  const filled: Part[] = [];
  let at = 0n;
  let left = wanted;
  const fill = (to: bigint): void => {
    const size = to - at < left ? to - at : left;
    if (size > 0n) filled.push({ seed, start: at, amount: size });
    if (size > 0n) left -= size;
  };
  for (const part of parts) {
    fill(part.start);
    filled.push(part);
    at = part.start + part.amount;
  }
  fill(amount);
  return filled;
}

function inSeedOrder(parts: Parts, seed: number, amount: bigint): Parts {
  return [...parts, { seed, start: 0n, amount }].sort((a, b) => a.seed - b.seed);
}
