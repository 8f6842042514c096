// Practice case two from a seed: a USDT-TRC20 mule ring with two exchanges' replies and a bank leg. Same seed, same bytes.
import { TRON_TRAINING } from '../chains/index.ts';
import { type RingCast, RING_TIP, ringPlot } from './ringPlot.ts';
import { createRingChain, ringWallet } from './ringChain.ts';
import { bankExport, exchangeAReply, exchangeBReply, rateTable } from './ringReplies.ts';
import { createTokens, type RingTokens } from './ringTokens.ts';
import { expectedFigures, type RingTruth, ringTruthDocument } from './ringTruth.ts';
import { type SeededGenerator, seededGenerator } from './seededGenerator.ts';

export interface RingStory {
  /** File name → bytes, as an officer would get them; `truth.json` is not among them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly truth: RingTruth;
  readonly truthDocument: string;
}

const DEFAULT_SEED = 'tracehold training ring 1';
const HONEST = 12;
const USDT = 1_000_000n;

/** The first four are taken in; the table of rates is read where payments are compared with movements. */
export const RING_FILES = {
  ...{ chain: 'tron-node.jsonl', exchangeA: 'exchange-a.csv', exchangeB: 'exchange-b.csv', bank: 'bank.csv' },
  rates: 'rates.csv',
} as const;

export function simulateRing(options: { readonly seed?: string } = {}): RingStory {
  const seed = options.seed ?? DEFAULT_SEED;
  const random = seededGenerator(seed);
  const wallet = (name: string) => ringWallet(seed, name);
  const cast: RingCast = {
    ...{ hotA: wallet('exchange A'), hotB: wallet('exchange B'), depositB: wallet('deposit at B') },
    mules: [wallet('mule 1'), wallet('mule 2'), wallet('mule 3')],
    ...{ controller: wallet('controller'), aggregator: wallet('aggregator'), cold: wallet('cold') },
    ...{ hopOne: wallet('hop 1'), hopTwo: wallet('hop 2'), poisoner: wallet('poisoner'), lookalike: wallet('lookalike') },
    ...{ forger: wallet('forger'), decoy: wallet('decoy') },
    honest: Array.from({ length: HONEST }, (_, i) => wallet(`honest ${i}`)),
  };
  const chain = createRingChain(seed);
  const tokens = createTokens(chain);
  tokens.issue(cast.hotA, 5_000_000n * USDT);
  tokens.issue(cast.hotB, 3_000_000n * USDT);
  for (const [i, one] of cast.honest.entries()) tokens.issue(one, BigInt(20_000 + 1_000 * i) * USDT);
  const everyone = [...cast.honest, ...cast.mules, cast.controller, cast.poisoner, cast.forger, cast.hotA, cast.hotB, cast.hopOne];
  const mint = wallet('faucet');
  for (const one of everyone) tokens.payCoins(mint, one, 50_000n * 1_000_000n);
  chain.closeBlock();
  const plot = ringPlot(chain, tokens, cast);
  while (chain.height < RING_TIP) {
    const plotFirst = random.chance(50);
    if (plotFirst) plot.play();
    noise(tokens, cast, random);
    if (!plotFirst) plot.play();
    chain.closeBlock();
  }
  const truth = truthOf(tokens, cast, plot.told());
  const text = new TextEncoder();
  const timeOf = (height: number): number => Number(chain.timeMs(height) / 1000n);
  return {
    files: new Map([
      [RING_FILES.chain, text.encode(`${chain.lines.join('\n')}\n`)],
      [RING_FILES.exchangeA, exchangeAReply(truth, timeOf)],
      [RING_FILES.exchangeB, exchangeBReply(truth, timeOf)],
      [RING_FILES.bank, bankExport(truth, timeOf)],
      [RING_FILES.rates, rateTable(timeOf)],
    ]),
    truth,
    truthDocument: ringTruthDocument(truth),
  };
}

/** People who have nothing to do with it, and customers of the exchanges. */
function noise(tokens: RingTokens, cast: RingCast, random: SeededGenerator): void {
  const people = [...cast.honest, cast.hotA, cast.hotB];
  for (let i = random.below(4); i > 0; i--) {
    const [from, to] = random.shuffled(people) as [RingCast['hotA'], RingCast['hotA']];
    if (random.chance(25)) tokens.payCoins(from, to, random.amountBetween(1_000_000n, 90_000_000n));
    else tokens.pay(from, to, random.amountBetween(1n, 90_000_000n));
  }
}

function truthOf(tokens: RingTokens, cast: RingCast, told: ReturnType<ReturnType<typeof ringPlot>['told']>): RingTruth {
  const wallets: RingTruth['wallets'] = {
    mules: cast.mules.map(({ address }) => address),
    controller: cast.controller.address,
    aggregator: cast.aggregator.address,
    hops: [cast.hopOne.address, cast.hopTwo.address],
    depositAddress: cast.depositB.address,
    coldWallet: cast.cold.address,
  };
  const [deposit] = told.split;
  return {
    chain: TRON_TRAINING.id,
    tether: tokens.tether,
    ledgers: { exchangeA: 'ledger:practice exchange a', exchangeB: 'ledger:practice exchange b', bank: 'ledger:practice bank' },
    victim: {
      ...{ bankReference: 'P20260302000117', account: '6217001000000000017', amountFen: 35_000_000n },
      muleAccount: '6222000000000000024',
    },
    purchase: { uid: '80010001', orderId: 'A-T-0001', cnyFen: 34_848_000n, usdtMicro: 48_400n * USDT },
    customers: ['80010001', '80010002', '80010003', '99077'],
    ...told,
    wallets,
    cashOut: { uid: '99077', txid: deposit?.txid ?? '', usdtMicro: 30_000n * USDT, cnyFen: 21_540_000n },
    expected: expectedFigures(wallets),
  };
}
