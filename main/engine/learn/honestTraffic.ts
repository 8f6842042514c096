// What everybody else does on the practice chain: mining pools pay out, people and shops pay each other, customers
// use the exchange. It never touches the coins of the victim, the thief or the dust sender.
import type { Coin } from './practiceChain.ts';
import type { Wallet, World } from './storyWorld.ts';
import { OUTPUT_KINDS, type OutputKind, type TrainingAddress } from './trainingAddress.ts';

const BITCOIN = 100_000_000n;
/** A sweep waits until so many deposits lie there, so that every one of them has more than 30 inputs. */
export const SWEEP_INPUTS = 34;

export interface Exchange {
  readonly wallet: Wallet;
  readonly hotAddress: TrainingAddress;
  /** Customer's wallet name → the deposit address the exchange gave them. */
  readonly depositAddresses: Map<string, TrainingAddress[]>;
  readonly sweeps: string[];
  readonly withdrawals: string[];
}

export interface Cast {
  readonly pools: readonly Wallet[];
  readonly merchants: readonly Wallet[];
  readonly people: readonly Wallet[];
  readonly exchange: Exchange;
}

const PERSON_KINDS: readonly OutputKind[] = [
  'p2wpkh',
  'p2pkh',
  'p2tr',
  'p2sh-p2wpkh',
  'p2wpkh',
  'p2sh-multisig',
  'p2pkh',
  'p2wsh-multisig',
  'p2wpkh',
  'p2tr',
  'p2pk',
  'multisig',
];

export function addCast(world: World): Cast {
  const pools = [
    world.addWallet('Pool Alder', 'miner', 'p2pk-uncompressed'),
    world.addWallet('Pool Birch', 'miner', 'p2pk'),
    world.addWallet('Pool Cedar', 'miner', 'p2wpkh'),
  ];
  const merchants = [
    world.addWallet('Lantern Books', 'merchant', 'p2wpkh'),
    world.addWallet('Harbour Electronics', 'merchant', 'p2sh-multisig'),
    world.addWallet('Tern Travel', 'merchant', 'p2pkh'),
  ];
  const people = Array.from({ length: 24 }, (_, i) =>
    world.addWallet(`Person ${String(i + 1).padStart(2, '0')}`, 'person', PERSON_KINDS[i % PERSON_KINDS.length] as OutputKind),
  );
  const wallet = world.addWallet('Kestrel Exchange', 'exchange', 'p2wpkh');
  const hotAddress = world.newAddress(wallet, 'p2wpkh');
  return { pools, merchants, people, exchange: { wallet, hotAddress, depositAddresses: new Map(), sweeps: [], withdrawals: [] } };
}

/** The customer's newest deposit address, or a fresh one. */
export function depositAddressOf(world: World, exchange: Exchange, customer: Wallet, fresh = false): TrainingAddress {
  const known = exchange.depositAddresses.get(customer.name) ?? [];
  const last = known.at(-1);
  if (last !== undefined && !fresh) return last;
  const kind: OutputKind = world.random.pick(['p2wpkh', 'p2wpkh', 'p2sh-p2wpkh', 'p2pkh']);
  const made = world.newAddress(exchange.wallet, kind);
  exchange.depositAddresses.set(customer.name, [...known, made]);
  return made;
}

/** The pool with the most spendable coins, for a payment that must not fail. */
export function richestPool(world: World, cast: Cast): Wallet {
  const sums = cast.pools.map((pool) => world.spendable(pool).reduce((sum, { valueSat }) => sum + valueSat, 0n));
  let best = 0;
  for (const [i, sum] of sums.entries()) if (sum > (sums[best] as bigint)) best = i;
  return cast.pools[best] as Wallet;
}

function receivingAddress(world: World, wallet: Wallet): TrainingAddress {
  // A quarter reuse their last address; a few ask for another script kind.
  if (world.random.chance(25)) return world.lastAddress(wallet);
  return world.newAddress(wallet, world.random.chance(15) ? world.random.pick(OUTPUT_KINDS) : wallet.kind);
}

function poolPayout(world: World, cast: Cast): void {
  const pool = richestPool(world, cast);
  if (world.spendable(pool).length === 0) return;
  const receivers = world.random.shuffled([...cast.people, ...cast.merchants]).slice(0, world.random.between(5, 9));
  const outputs = receivers.map((to) => ({ to: receivingAddress(world, to), valueSat: world.random.amountBetween(BITCOIN, 3n * BITCOIN) }));
  world.pay(pool, outputs, { rate: 5, changeTo: world.lastAddress(pool) });
}

function honestPayment(world: World, cast: Cast): void {
  const { random } = world;
  const everybody = [...cast.people, ...cast.merchants];
  const payer = random.pick(everybody);
  const coins = world.spendable(payer);
  if (coins.length === 0) return;
  const wealthSat = coins.reduce((sum, { valueSat }) => sum + valueSat, 0n);
  const valueSat = (wealthSat * BigInt(random.between(2, 30))) / 100n;
  if (valueSat < 20_000n) return;
  const minimumInputs = random.chance(35) ? random.between(2, 4) : 1;
  const action = random.below(100);
  if (action < 30) {
    world.pay(payer, [{ to: depositAddressOf(world, cast.exchange, payer), valueSat }], { minimumInputs });
  } else if (action < 34) {
    world.pay(payer, [{ to: { data: random.bytes(random.between(8, 75)) }, valueSat: 0n }]);
  } else if (action < 38 && coins.length >= 4) {
    // Everything to oneself, no change.
    const feeSat = world.feeFor(coins, 1, 3);
    if (wealthSat > feeSat) world.send(payer, coins, [{ to: world.newAddress(payer), valueSat: wealthSat - feeSat }]);
  } else {
    const payee = random.pick(everybody.filter((wallet) => wallet !== payer));
    world.pay(payer, [{ to: receivingAddress(world, payee), valueSat }], { minimumInputs });
  }
}

function depositsOf(world: World, exchange: Exchange): Coin[] {
  return world.spendable(exchange.wallet).filter(({ at }) => at !== exchange.hotAddress);
}

function sweep(world: World, exchange: Exchange): void {
  const deposits = depositsOf(world, exchange);
  if (deposits.length < SWEEP_INPUTS) return;
  const totalSat = deposits.reduce((sum, { valueSat }) => sum + valueSat, 0n);
  const made = world.send(exchange.wallet, deposits, [{ to: exchange.hotAddress, valueSat: totalSat - world.feeFor(deposits, 1, 4) }]);
  exchange.sweeps.push(made.txid);
}

function withdrawals(world: World, cast: Cast): void {
  const { wallet, hotAddress, withdrawals: done } = cast.exchange;
  const hot = world.spendable(wallet).filter(({ at }) => at === hotAddress);
  const hotSat = hot.reduce((sum, { valueSat }) => sum + valueSat, 0n);
  const customers = world.random.shuffled([...cast.people, ...cast.merchants]).slice(0, world.random.between(8, 15));
  const outputs = customers.map((to) => ({
    to: receivingAddress(world, to),
    valueSat: world.random.amountBetween(hotSat / 200n, hotSat / 50n),
  }));
  const feeSat = world.feeFor(hot, outputs.length + 1, 6);
  const paidSat = outputs.reduce((sum, { valueSat }) => sum + valueSat, 0n);
  if (hotSat < BITCOIN || hotSat - paidSat < feeSat + BITCOIN / 10n) return;
  const change = { to: hotAddress, valueSat: hotSat - paidSat - feeSat };
  done.push(world.send(wallet, hot, world.random.shuffled([...outputs, change])).txid);
}

/** One block's worth of everyday life, at any height from 101 on. */
export function honestTraffic(world: World, cast: Cast): void {
  poolPayout(world, cast);
  for (let i = world.random.between(7, 13); i > 0; i--) honestPayment(world, cast);
  sweep(world, cast.exchange);
  if (world.chain.nextHeight() % 3 === 0) withdrawals(world, cast);
}
