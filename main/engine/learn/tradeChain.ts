// The chain of practice case three: the dealer pays USDT for the yen it got, two wallets pass it on, and it ends at an address that an exchange
// sweeps. Beside it a market maker, a shop and others who have nothing to do with it.
import type { RingFlow } from './ringTruth.ts';
import { createRingChain, type RingChain, RING_FIRST_MS, type RingWallet, ringWallet } from './ringChain.ts';
import { createTokens, type RingTokens } from './ringTokens.ts';
import type { SeededGenerator } from './seededGenerator.ts';
import { RING_DAYS } from './tradeBank.ts';
import { at } from './tradeCast.ts';
import type { TradeWallets } from './tradeTruth.ts';

const USDT = 1_000_000n;
const TRX = 1_000_000n;
const HOUR = 3600;
const HONEST = 8;
/** USDT for each 100,000 yen: 150 yen for one, less one in a hundred for the dealer. */
const PER_UNIT = 660n;

export interface TradeChain {
  readonly lines: readonly string[];
  readonly tether: string;
  readonly wallets: TradeWallets;
  /** What the dealer paid on each working day, and what went on from there every other day. */
  readonly bought: readonly RingFlow[];
  readonly passed: readonly RingFlow[];
  readonly deposited: readonly RingFlow[];
  /** Unix time of the block of a deposit. */
  readonly timeOf: (txid: string) => number;
}

const FIRST_BLOCK = Number(RING_FIRST_MS / 1000n) + 60;
/** First block that is not before a time. */
const blockAt = (seconds: number): number => Math.max(1, Math.ceil((seconds - FIRST_BLOCK) / HOUR) + 1);

export function tradeChain(seed: string, random: SeededGenerator): TradeChain {
  const wallet = (name: string): RingWallet => ringWallet(seed, name);
  const [dealer, collector, hop, deposit, hot] = ['dealer', 'collector', 'hop', 'deposit', 'exchange'].map(wallet) as [
    ...[RingWallet, RingWallet, RingWallet, RingWallet, RingWallet],
  ];
  const [maker, venue, shop] = ['market maker', 'second venue', 'shop'].map(wallet) as [RingWallet, RingWallet, RingWallet];
  const people = Array.from({ length: HONEST }, (_, index) => wallet(`honest ${index}`));
  const chain = createRingChain(seed, BigInt(HOUR) * 1000n);
  const tokens = createTokens(chain);
  endow(tokens, [dealer, hot, maker, venue, ...people], wallet('faucet'), [collector, hop, deposit, shop]);
  chain.closeBlock();

  const [bought, passed, deposited]: [RingFlow[], RingFlow[], RingFlow[]] = [[], [], []];
  const scenes = new Map<number, (() => void)[]>();
  const on = (block: number, scene: () => void): void => void scenes.set(block, [...(scenes.get(block) ?? []), scene]);
  const heights = new Map<string, number>();
  const move = (list: RingFlow[], from: RingWallet, to: RingWallet, amountMicro: bigint): void => {
    const txid = tokens.pay(from, to, amountMicro);
    heights.set(txid, chain.height + 1);
    list.push({ txid, from: from.address, to: to.address, amountMicro });
  };
  let waiting = 0n;
  for (const [day, total] of RING_DAYS.entries()) {
    const amount = BigInt(total - 1) * PER_UNIT * USDT;
    const block = blockAt(at(day, 15, 5));
    on(block, () => move(bought, dealer, collector, amount));
    waiting += amount;
    if (day % 2 === 1) {
      const sum = waiting;
      waiting = 0n;
      on(block + 2, () => move(passed, collector, hop, sum));
      on(block + 4, () => move(deposited, hop, deposit, sum));
      on(block + 7, () => void tokens.pay(deposit, hot, sum));
    }
    // In and out by the day, as a market maker's are, in sums that nobody rounds.
    const made = random.amountBetween(61_000_000_000n, 94_000_000_000n);
    on(blockAt(at(day, 12, 0)), () => void tokens.pay(hot, maker, made));
    on(blockAt(at(day, 14, 0)), () => void tokens.pay(maker, venue, made - 1_317n));
  }
  const last = blockAt(at(RING_DAYS.length - 1, 23, 0));
  while (chain.height < last) {
    for (const scene of scenes.get(chain.height + 1) ?? []) scene();
    daily(chain, tokens, { people, dealer, shop, hot }, random);
    chain.closeBlock();
  }
  return {
    ...{ lines: chain.lines, tether: tokens.tether, bought, passed, deposited },
    timeOf: (txid) => Number(chain.timeMs(heights.get(txid) ?? 0) / 1000n),
    wallets: {
      ...{ dealer: dealer.address, collector: collector.address, hop: hop.address, deposit: deposit.address },
      ...{ hot: hot.address, marketMaker: maker.address, shop: shop.address },
    },
  };
}

function endow(tokens: RingTokens, rich: readonly RingWallet[], faucet: RingWallet, poor: readonly RingWallet[]): void {
  for (const [index, one] of rich.entries()) tokens.issue(one, BigInt(1_500_000 + 50_000 * index) * USDT);
  for (const one of [...rich, ...poor]) tokens.payCoins(faucet, one, 20_000n * TRX);
}

/** Small sums between people, to a shop, and from the dealer's other customers' orders; never near what the ring buys. */
function daily(
  { height }: RingChain,
  tokens: RingTokens,
  cast: { readonly people: readonly RingWallet[]; readonly dealer: RingWallet; readonly shop: RingWallet; readonly hot: RingWallet },
  random: SeededGenerator,
): void {
  if (!random.chance(40)) return;
  const [one, other] = random.shuffled(cast.people) as [RingWallet, RingWallet];
  const amount = random.amountBetween(710_000_003n, 2_900_000_000n);
  if (height % 3 === 0) tokens.pay(cast.dealer, one, amount);
  else if (height % 3 === 1) tokens.pay(one, cast.shop, amount / 10n);
  else tokens.pay(one, other, amount / 4n);
}
