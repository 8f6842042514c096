// The plot: a theft and what the thief does with the coins, scene by scene at fixed heights, with a ledger of what he
// means each output to carry. It must keep the ledger exact; the world keeps the chain valid.
import type { Coin, NewOutput, SentTransaction } from './practiceChain.ts';
import { type Cast, depositAddressOf, richestPool } from './honestTraffic.ts';
import type { StolenPurpose } from './storyTruth.ts';
import type { Wallet, World } from './storyWorld.ts';
import type { OutputKind, TrainingAddress } from './trainingAddress.ts';

const BITCOIN = 100_000_000n;
/** Heights of the scenes; the tip follows some days later. */
export const SCENES = {
  funding: 112,
  theft: 130,
  firstPeel: 132,
  fanOut: 147,
  coinJoinFunding: 151,
  coinJoin: 154,
  dustAttack: 158,
  firstCoSpend: 162,
  mixedDeposit: 165,
  secondCoSpend: 168,
  consolidation: 174,
  lateDeposit: 179,
  accompliceIn: 183,
  accompliceOut: 187,
  coldStorage: 192,
  staleBlock: 171,
  tip: 230,
} as const;

export interface StolenCoin {
  readonly coin: Coin;
  readonly stolenSat: bigint;
  readonly purpose: StolenPurpose;
}

/** What the plot leaves behind; `story.ts` turns it into the truth. */
export interface Plot {
  readonly victim: Wallet;
  readonly thief: Wallet;
  readonly accomplice: Wallet;
  readonly stolen: ReadonlyMap<string, StolenCoin>;
  readonly transactions: ReadonlyMap<PlotTransaction, SentTransaction>;
  readonly peels: readonly { readonly sent: SentTransaction; readonly peeled: Coin; readonly change: Coin }[];
  readonly mixes: readonly { readonly wallet: string; readonly input: Coin; readonly mixed: Coin; readonly change: Coin }[];
  stolenFeesSat(): bigint;
  /** Plays whatever the story has for the block being filled. */
  play(): void;
}

export type PlotTransaction =
  | 'theft'
  | 'fanOut'
  | 'coinJoin'
  | 'dustAttack'
  | 'firstCoSpend'
  | 'secondCoSpend'
  | 'consolidation'
  | 'accompliceOut'
  | 'coldStorage';

interface PlannedOutput {
  readonly to: TrainingAddress;
  readonly valueSat: bigint;
  readonly stolenSat: bigint;
  readonly purpose: StolenPurpose;
}

const VICTIM_COINS: readonly (readonly [OutputKind, number])[] = [
  ['p2pkh', 650],
  ['p2sh-multisig', 425],
  ['p2wpkh', 800],
  ['p2wsh-multisig', 375],
  ['p2tr', 712],
  ['p2pk', 250],
  ['multisig', 190],
  ['p2sh-p2wpkh', 500],
];
/** Hundredths of a bitcoin and to whom, per hop of the peel chain. */
const PEELS: readonly (readonly [number, 'deposit' | 'new deposit' | 'merchant' | 'person' | OutputKind])[] = [
  [150, 'deposit'],
  [40, 'merchant'],
  [90, 'p2pkh'],
  [200, 'deposit'],
  [110, 'person'],
  [130, 'p2sh-multisig'],
  [225, 'new deposit'],
  [75, 'merchant'],
  [175, 'deposit'],
  [85, 'p2wpkh'],
  [160, 'person'],
  [300, 'new deposit'],
];
const FAN_OUT: readonly (readonly [OutputKind, number])[] = [
  ['p2wpkh', 135],
  ['p2pkh', 320],
  ['p2wpkh', 260],
  ['p2tr', 290],
  ['p2wsh-multisig', 170],
  ['p2sh-p2wpkh', 410],
  ['p2wpkh', 220],
];

export function thePlot(world: World, cast: Cast): Plot {
  const { random } = world;
  const victim = world.addWallet('Victim', 'victim', 'p2wpkh');
  const thief = world.addWallet('Thief', 'thief', 'p2wpkh');
  const accomplice = world.addWallet('Accomplice', 'accomplice', 'p2wpkh');
  const duster = world.addWallet('Dust sender', 'duster', 'p2wpkh');
  const stolen = new Map<string, StolenCoin>();
  const transactions = new Map<PlotTransaction, SentTransaction>();
  const peels: { sent: SentTransaction; peeled: Coin; change: Coin }[] = [];
  const mixes: { wallet: string; input: Coin; mixed: Coin; change: Coin }[] = [];
  const mixers = random.shuffled(cast.people).slice(0, 4);
  let stolenFeesSat = 0n;

  /** About so many hundredths of a bitcoin: a little more, so that no two stories have the same amounts. */
  const about = (hundredths: number): bigint => BigInt(hundredths) * 1_000_000n + BigInt(random.below(900_000));
  const carried = (coin: Coin): bigint => stolen.get(coin.outpoint)?.stolenSat ?? 0n;
  const sum = (coins: readonly Coin[]): bigint => coins.reduce((total, { valueSat }) => total + valueSat, 0n);
  const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
  const own = (kind: OutputKind): TrainingAddress => world.newAddress(thief, kind);

  /** Sends and books; the order of outputs is shuffled, `coins` come back in the planned order. */
  const send = (wallet: Wallet, inputs: readonly Coin[], planned: readonly PlannedOutput[]): { sent: SentTransaction; coins: Coin[] } => {
    const shuffled = random.shuffled(planned);
    const sent = world.send(wallet, inputs, shuffled);
    const coins = planned.map((output) => sent.outputs[shuffled.indexOf(output)] as Coin);
    let rest = inputs.reduce((total, coin) => total + carried(coin), 0n);
    for (const [i, output] of planned.entries()) {
      rest -= output.stolenSat;
      const coin = coins[i] as Coin;
      if (output.stolenSat > coin.valueSat) throw new Error('plot: more stolen than the output holds');
      if (output.stolenSat > 0n) stolen.set(coin.outpoint, { coin, stolenSat: output.stolenSat, purpose: output.purpose });
    }
    if (rest < 0n || rest > sent.feeSat) throw new Error(`plot: ledger does not balance in ${sent.txid}`);
    stolenFeesSat += rest;
    return { sent, coins };
  };
  /** An output made of stolen coins alone. */
  const all = (to: TrainingAddress, valueSat: bigint, purpose: StolenPurpose): PlannedOutput => ({
    to,
    valueSat,
    stolenSat: valueSat,
    purpose,
  });
  const gift = (to: TrainingAddress, valueSat: bigint): Coin => {
    const paid = world.pay(richestPool(world, cast), [{ to, valueSat }], { keepOrder: true, rate: 5 });
    if (paid === undefined) throw new Error('plot: the pools cannot fund the story');
    return paid.outputs[0] as Coin;
  };

  const victimCoins: Coin[] = [];
  const ownCoins: Coin[] = [];
  let rest: Coin | undefined;
  const kept: Coin[] = [];
  let fan: Coin[] = [];
  let mixInputs: { wallet: Wallet; coin: Coin }[] = [];
  let accompliceCoins: Coin[] = [];
  let secondChange: Coin | undefined;
  let consolidated: Coin | undefined;

  const theft = (): void => {
    const feeSat = world.feeFor(victimCoins, 1, 25);
    const shuffled = random.shuffled(victimCoins);
    const sent = world.send(victim, shuffled, [{ to: own('p2wpkh'), valueSat: sum(shuffled) - feeSat }]);
    rest = sent.outputs[0] as Coin;
    stolen.set(rest.outpoint, { coin: rest, stolenSat: rest.valueSat, purpose: 'theft' });
    transactions.set('theft', sent);
  };

  const peel = (): void => {
    const [hundredths, target] = PEELS[peels.length] as (typeof PEELS)[number];
    const input = rest as Coin;
    let to: TrainingAddress;
    let purpose: StolenPurpose = 'payment';
    if (target === 'deposit' || target === 'new deposit') {
      to = depositAddressOf(world, cast.exchange, thief, target === 'new deposit');
      purpose = 'exchange-deposit';
    } else if (target === 'merchant') to = world.newAddress(random.pick(cast.merchants));
    else if (target === 'person') to = world.newAddress(random.pick(cast.people));
    else {
      to = own(target);
      purpose = 'kept';
    }
    const valueSat = about(hundredths);
    const changeSat = input.valueSat - valueSat - world.feeFor([input], 2, random.between(4, 15));
    // Half of the hops keep the change's script kind, the other half vary it.
    const changeKind: OutputKind = peels.length % 2 === 0 ? 'p2wpkh' : random.pick(['p2wpkh', 'p2tr', 'p2pkh']);
    const { sent, coins } = send(thief, [input], [all(to, valueSat, purpose), all(own(changeKind), changeSat, 'peel-change')]);
    const [peeled, change] = coins as [Coin, Coin];
    if (purpose === 'kept') kept.push(peeled);
    peels.push({ sent, peeled, change });
    rest = change;
  };

  const fanOut = (): void => {
    const input = rest as Coin;
    const planned = FAN_OUT.map(([kind, hundredths]) => all(own(kind), about(hundredths), 'fan-out'));
    const lastSat = input.valueSat - planned.reduce((total, { valueSat }) => total + valueSat, 0n) - world.feeFor([input], 8, 8);
    const made = send(thief, [input], [...planned, all(own('p2tr'), lastSat, 'fan-out')]);
    fan = made.coins;
    transactions.set('fanOut', made.sent);
  };

  const coinJoin = (): void => {
    const seats = random.shuffled([...mixInputs, { wallet: thief, coin: fan[0] as Coin }]);
    const shareSat =
      world.feeFor(
        seats.map(({ coin }) => coin),
        10,
        6,
      ) / 5n;
    const outputs: (NewOutput & { to: TrainingAddress })[] = [];
    for (const { wallet, coin } of seats) {
      outputs.push({ to: world.newAddress(wallet, 'p2wpkh'), valueSat: BITCOIN });
      outputs.push({ to: world.newAddress(wallet, 'p2wpkh'), valueSat: coin.valueSat - BITCOIN - shareSat });
    }
    const shuffled = random.shuffled(outputs);
    const sent = world.send(
      thief,
      seats.map(({ coin }) => coin),
      shuffled,
    );
    for (const [seat, { wallet, coin }] of seats.entries()) {
      const [mixed, change] = [0, 1].map(
        (k) => sent.outputs[shuffled.indexOf(outputs[seat * 2 + k] as (typeof outputs)[number])] as Coin,
      ) as [Coin, Coin];
      mixes.push({ wallet: wallet.name, input: coin, mixed, change });
      if (wallet !== thief) continue;
      stolen.set(mixed.outpoint, { coin: mixed, stolenSat: mixed.valueSat, purpose: 'coinjoin-mixed' });
      stolen.set(change.outpoint, { coin: change, stolenSat: change.valueSat, purpose: 'coinjoin-change' });
      stolenFeesSat += shareSat;
    }
    transactions.set('coinJoin', sent);
  };

  const dustAttack = (): void => {
    const source = gift(world.newAddress(duster), BITCOIN / 10n);
    // The addresses are public by now; some have long been emptied. Honest bystanders get dust, too.
    const targets = [fan[1], fan[3], fan[7], peels[2]?.peeled, peels[0]?.change].map((coin) => (coin as Coin).at);
    const bystanders = random
      .shuffled(cast.people)
      .slice(0, 6)
      .map((wallet) => world.lastAddress(wallet));
    const outputs = random.shuffled([...targets, ...bystanders]).map((to) => ({ to, valueSat: 600n }));
    const changeSat = source.valueSat - 600n * BigInt(outputs.length) - world.feeFor([source], outputs.length + 1, 3);
    transactions.set('dustAttack', world.send(duster, [source], [...outputs, { to: world.newAddress(duster), valueSat: changeSat }]));
  };

  /** Stolen and own coins in one transaction: he deposits the stolen part and keeps his own, less the fee. */
  const firstCoSpend = (): void => {
    const [dirty, clean] = [fan[1] as Coin, ownCoins[0] as Coin];
    const backSat = clean.valueSat - world.feeFor([dirty, clean], 2, 10);
    const { sent } = send(thief, random.shuffled([dirty, clean]), [
      all(depositAddressOf(world, cast.exchange, thief, true), dirty.valueSat, 'exchange-deposit'),
      { to: own('p2wpkh'), valueSat: backSat, stolenSat: 0n, purpose: 'own-change' },
    ]);
    transactions.set('firstCoSpend', sent);
  };

  const mixedDeposit = (): void => {
    const { mixed } = mixes.find(({ wallet }) => wallet === thief.name) as (typeof mixes)[number];
    send(
      thief,
      [mixed],
      [all(depositAddressOf(world, cast.exchange, thief), mixed.valueSat - world.feeFor([mixed], 1, 7), 'exchange-deposit')],
    );
  };

  const secondCoSpend = (): void => {
    const dirty = [fan[2], fan[3], kept[0]] as Coin[];
    const clean = ownCoins[1] as Coin;
    const paidSat = about(200);
    const feeSat = world.feeFor([...dirty, clean], 2, 9);
    const made = send(thief, random.shuffled([...dirty, clean]), [
      all(world.newAddress(random.pick(cast.people)), paidSat, 'payment'),
      {
        to: own('p2wpkh'),
        valueSat: sum(dirty) + clean.valueSat - paidSat - feeSat,
        stolenSat: sum(dirty) - paidSat,
        purpose: 'co-spend-change',
      },
    ]);
    secondChange = made.coins[1];
    transactions.set('secondCoSpend', made.sent);
  };

  /** Everything small into one output, the dust included: this joins addresses that were apart until now. */
  const consolidation = (): void => {
    const { change } = mixes.find(({ wallet }) => wallet === thief.name) as (typeof mixes)[number];
    const dustAt = new Set([fan[1], fan[3], peels[2]?.peeled].map((coin) => coin?.at));
    const dust = [...thief.coins.values()].filter(({ at, valueSat }) => valueSat === 600n && dustAt.has(at));
    const inputs = random.shuffled([secondChange as Coin, fan[4] as Coin, kept[1] as Coin, kept[2] as Coin, change, ...dust]);
    const stolenIn = inputs.reduce((total, coin) => total + carried(coin), 0n);
    const valueSat = sum(inputs) - world.feeFor(inputs, 1, 5);
    // His own coins pay the fee first; what they cannot pay, the stolen ones do.
    const stolenSat = least(stolenIn, valueSat);
    const made = send(thief, inputs, [{ to: own('p2tr'), valueSat, stolenSat, purpose: 'consolidation' }]);
    consolidated = made.coins[0];
    transactions.set('consolidation', made.sent);
  };

  const lateDeposit = (): void => {
    const input = fan[5] as Coin;
    const valueSat = about(205);
    send(
      thief,
      [input],
      [
        all(depositAddressOf(world, cast.exchange, thief), valueSat, 'exchange-deposit'),
        all(own('p2sh-p2wpkh'), input.valueSat - valueSat - world.feeFor([input], 2, 11), 'cold'),
      ],
    );
  };

  const accompliceIn = (): void => {
    const input = fan[6] as Coin;
    const made = send(thief, [input], [all(world.newAddress(accomplice), input.valueSat - world.feeFor([input], 1, 6), 'accomplice')]);
    accompliceCoins = [made.coins[0] as Coin, gift(world.newAddress(accomplice), about(180))];
  };

  /** The accomplice deposits the stolen coins and half of his own in one sum: a deposit that is only partly stolen. */
  const accompliceOut = (): void => {
    const [dirty, clean] = accompliceCoins as [Coin, Coin];
    const ownSat = clean.valueSat / 2n;
    const made = send(accomplice, random.shuffled([dirty, clean]), [
      {
        to: depositAddressOf(world, cast.exchange, accomplice, true),
        valueSat: dirty.valueSat + ownSat,
        stolenSat: dirty.valueSat,
        purpose: 'exchange-deposit',
      },
      {
        to: world.newAddress(accomplice),
        valueSat: clean.valueSat - ownSat - world.feeFor([dirty, clean], 2, 6),
        stolenSat: 0n,
        purpose: 'own-change',
      },
    ]);
    transactions.set('accompliceOut', made.sent);
  };

  /** A last deposit; his own coins and the rest of the stolen ones stay where they are. */
  const coldStorage = (): void => {
    const input = consolidated as Coin;
    const feeSat = world.feeFor([input], 2, 9);
    const paidSat = about(500);
    const coldSat = input.valueSat - paidSat - feeSat;
    const stolenLeft = carried(input) - paidSat;
    const made = send(
      thief,
      [input],
      [
        all(depositAddressOf(world, cast.exchange, thief, true), paidSat, 'exchange-deposit'),
        { to: own('p2tr'), valueSat: coldSat, stolenSat: least(stolenLeft, coldSat), purpose: 'cold' },
      ],
    );
    transactions.set('coldStorage', made.sent);
  };

  const play = (): void => {
    const height = world.chain.nextHeight();
    const victimKind = VICTIM_COINS[height - SCENES.funding];
    if (victimKind !== undefined) victimCoins.push(gift(world.newAddress(victim, victimKind[0]), about(victimKind[1])));
    if (height >= 121 && height <= 123)
      ownCoins.push(gift(own((['p2wpkh', 'p2pkh', 'p2tr'] as const)[height - 121] as OutputKind), about(120 - (height - 121) * 25)));
    if (height === SCENES.theft) theft();
    // Ten blocks for twelve hops: the fifth and sixth, and the ninth and tenth, share a block.
    if (height >= SCENES.firstPeel && peels.length < PEELS.length) {
      peel();
      if (peels.length === 5 || peels.length === 9) peel();
    }
    if (height === SCENES.fanOut) fanOut();
    if (height === SCENES.coinJoinFunding) {
      mixInputs = mixers.map((wallet) => ({ wallet, coin: gift(world.newAddress(wallet, 'p2wpkh'), about(110 + random.below(60))) }));
      for (const { coin } of mixInputs) world.reserve(coin);
    }
    if (height === SCENES.coinJoin) coinJoin();
    if (height === SCENES.dustAttack) dustAttack();
    if (height === SCENES.firstCoSpend) firstCoSpend();
    if (height === SCENES.mixedDeposit) mixedDeposit();
    if (height === SCENES.secondCoSpend) secondCoSpend();
    if (height === SCENES.consolidation) consolidation();
    if (height === SCENES.lateDeposit) lateDeposit();
    if (height === SCENES.accompliceIn) accompliceIn();
    if (height === SCENES.accompliceOut) accompliceOut();
    if (height === SCENES.coldStorage) coldStorage();
  };
  return { victim, thief, accomplice, stolen, transactions, peels, mixes, stolenFeesSat: () => stolenFeesSat, play };
}
