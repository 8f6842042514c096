// The chain of practice case four: two people pay a wallet, which pays on to an exchange and to somebody else and keeps the rest. Every block is empty
// but for these and some payments of others.
import type { Coin, NewOutput, SentTransaction } from './practiceChain.ts';
import { createWorld, type Wallet } from './storyWorld.ts';
import type { TrainingAddress } from './trainingAddress.ts';

/** Heights; ten minutes of Japan's second of January 2024 lie between two. */
export const DEVICE_SCENES = {
  funded: 102,
  firstPaid: 104,
  secondPaid: 107,
  toExchange: 110,
  handedOver: 114,
  swept: 116,
  tip: 120,
} as const;
const BITCOIN = 100_000_000n;
export const DEVICE_SUMS = {
  ...{
    first: (BITCOIN * 120n) / 100n,
    second: (BITCOIN * 75n) / 100n,
    exchange: (BITCOIN * 140n) / 100n,
    handover: (BITCOIN * 30n) / 100n,
  },
  fee: 10_000n,
} as const;

export interface DeviceChain {
  readonly blocks: readonly Uint8Array[];
  readonly undo: readonly Uint8Array[];
  readonly txids: Readonly<Record<'first' | 'second' | 'toExchange' | 'handover', string>>;
  /** Outputs of the two payments to the wallet. */
  readonly received: readonly string[];
  readonly deposit: string;
  readonly hot: string;
  /** Whom the wallet pays besides the exchange. */
  readonly other: string;
  /** Paid by others, and in somebody's address book. */
  readonly shop: string;
}

/** `own`: the wallet's addresses by branch and number. */
export function deviceChain(seed: string, own: (branch: number, index: number) => TrainingAddress): DeviceChain {
  const world = createWorld(seed);
  const { chain } = world;
  const wallet = (name: string, role: Wallet['role']): Wallet => world.addWallet(name, role, 'p2wpkh');
  const [pool, first, second] = [wallet('pool', 'miner'), wallet('first payer', 'person'), wallet('second payer', 'person')];
  const [exchange, other, shop] = [wallet('exchange', 'exchange'), wallet('other', 'person'), wallet('shop', 'merchant')];
  const holder = wallet('wallet of the phrase', 'person');
  const [deposit, hot, paid, till] = [
    world.newAddress(exchange),
    world.newAddress(exchange),
    world.newAddress(other),
    world.newAddress(shop),
  ];
  const send = (from: Wallet, inputs: readonly Coin[], outputs: readonly NewOutput[]): SentTransaction => world.send(from, inputs, outputs);
  const coinAt = (sent: SentTransaction | undefined, at: TrainingAddress): Coin => {
    const coin = sent?.outputs.find((output) => output?.at.address === at.address);
    if (coin === undefined) throw new Error('practice case four: an output is missing');
    return coin;
  };
  const pay = (from: Wallet, to: TrainingAddress, valueSat: bigint): SentTransaction => {
    const sent = world.pay(from, [{ to, valueSat }]);
    if (sent === undefined) throw new Error(`practice case four: ${from.name} cannot pay`);
    return sent;
  };
  const scenes = new Map<number, () => void>();
  const made: Partial<Record<'first' | 'second' | 'toExchange' | 'handover', SentTransaction>> = {};
  scenes.set(DEVICE_SCENES.funded, () => {
    const coins = world.spendable(pool).slice(0, 1);
    const left = (coins[0] as Coin).valueSat - 2n * 5n * BITCOIN - DEVICE_SUMS.fee;
    send(pool, coins, [
      { to: world.newAddress(first), valueSat: 5n * BITCOIN },
      { to: world.newAddress(second), valueSat: 5n * BITCOIN },
      { to: world.newAddress(pool), valueSat: left },
    ]);
  });
  scenes.set(DEVICE_SCENES.firstPaid, () => {
    made.first = pay(first, own(0, 0), DEVICE_SUMS.first);
  });
  scenes.set(DEVICE_SCENES.firstPaid + 1, () => void pay(second, till, BITCOIN / 20n));
  scenes.set(DEVICE_SCENES.secondPaid, () => {
    made.second = pay(second, own(0, 1), DEVICE_SUMS.second);
  });
  scenes.set(DEVICE_SCENES.toExchange, () => {
    const coins = [coinAt(made.first, own(0, 0)), coinAt(made.second, own(0, 1))];
    const change = DEVICE_SUMS.first + DEVICE_SUMS.second - DEVICE_SUMS.exchange - DEVICE_SUMS.fee;
    made.toExchange = send(holder, coins, [
      { to: deposit, valueSat: DEVICE_SUMS.exchange },
      { to: own(1, 0), valueSat: change },
    ]);
  });
  scenes.set(DEVICE_SCENES.handedOver, () => {
    const coin = coinAt(made.toExchange, own(1, 0));
    made.handover = send(
      holder,
      [coin],
      [
        { to: own(1, 1), valueSat: coin.valueSat - DEVICE_SUMS.handover - DEVICE_SUMS.fee },
        { to: paid, valueSat: DEVICE_SUMS.handover },
      ],
    );
  });
  scenes.set(DEVICE_SCENES.swept, () => {
    const coin = coinAt(made.toExchange, deposit);
    send(exchange, [coin], [{ to: hot, valueSat: coin.valueSat - DEVICE_SUMS.fee }]);
  });
  for (let height = 1; height <= DEVICE_SCENES.tip; height++) {
    scenes.get(height)?.();
    world.closeBlock(pool);
  }
  const { first: one, second: two, toExchange, handover } = made as Required<typeof made>;
  return {
    ...{ blocks: chain.blocks, undo: chain.undo },
    txids: { first: one.txid, second: two.txid, toExchange: toExchange.txid, handover: handover.txid },
    received: [coinAt(one, own(0, 0)), coinAt(two, own(0, 1))].map(({ outpoint }) => outpoint),
    ...{ deposit: deposit.address ?? '', hot: hot.address ?? '', other: paid.address ?? '', shop: till.address ?? '' },
  };
}
