// The practice chain with its people: wallets, their coins and habits, and how a payment is put together.
// It knows nothing of the plot.
import { type Coin, type NewOutput, type PracticeChain, practiceChain, type SentTransaction, type WriterHabit } from './practiceChain.ts';
import { type SeededGenerator, seededGenerator } from './seededGenerator.ts';
import { INPUT_VIRTUAL_BYTES, type OutputKind, type TrainingAddress, trainingAddress } from './trainingAddress.ts';

export type WalletRole = 'miner' | 'exchange' | 'merchant' | 'person' | 'victim' | 'thief' | 'accomplice' | 'duster';

export interface Wallet {
  readonly name: string;
  readonly role: WalletRole;
  /** Kind of its receiving addresses; change uses the same unless the story says otherwise. */
  readonly kind: OutputKind;
  readonly habit: WriterHabit;
  readonly addresses: TrainingAddress[];
  /** Coins by outpoint; a spent coin is removed. */
  readonly coins: Map<string, Coin>;
}

export interface World {
  readonly seed: string;
  readonly chain: PracticeChain;
  readonly random: SeededGenerator;
  readonly wallets: ReadonlyMap<string, Wallet>;
  /** All sent transactions in chain order, coinbases left out. */
  readonly sent: readonly SentTransaction[];
  addWallet(name: string, role: WalletRole, kind: OutputKind): Wallet;
  newAddress(wallet: Wallet, kind?: OutputKind): TrainingAddress;
  /** The newest address of the wallet of its own kind, or a new one. */
  lastAddress(wallet: Wallet): TrainingAddress;
  /** Keeps a coin out of `spendable`, for a later scene. */
  reserve(coin: Coin): void;
  /** Mature, unreserved coins above the dust of an attack, oldest first. */
  spendable(wallet: Wallet): Coin[];
  /** Fee for these inputs and outputs at a rate in satoshi per virtual byte. */
  feeFor(inputs: readonly Coin[], outputs: number, rate: number): bigint;
  send(wallet: Wallet, inputs: readonly Coin[], outputs: readonly NewOutput[]): SentTransaction;
  /** Pays outputs from a wallet's spendable coins with change to a new address; undefined if it cannot afford it. */
  pay(wallet: Wallet, outputs: readonly NewOutput[], options?: PayOptions): SentTransaction | undefined;
  closeBlock(miner: Wallet, rival?: Wallet): void;
}

export interface PayOptions {
  readonly rate?: number;
  readonly changeTo?: TrainingAddress;
  /** At least so many inputs where the wallet has them. */
  readonly minimumInputs?: number;
  readonly keepOrder?: boolean;
}

/** Below this a wallet leaves a coin alone: spending it may cost more than it holds. */
export const DUST_LIMIT_SAT = 5_000n;

const HABITS: readonly WriterHabit[] = [
  { version: 2, sequence: 0xfffffffd, locktimeAtTip: true },
  { version: 2, sequence: 0xfffffffd, locktimeAtTip: false },
  { version: 1, sequence: 0xffffffff, locktimeAtTip: false },
  { version: 2, sequence: 0xfffffffe, locktimeAtTip: true },
];

export function createWorld(seed: string): World {
  const chain = practiceChain();
  const random = seededGenerator(seed);
  const wallets = new Map<string, Wallet>();
  const sent: SentTransaction[] = [];
  const reserved = new Set<string>();

  const addWallet = (name: string, role: WalletRole, kind: OutputKind): Wallet => {
    if (wallets.has(name)) throw new Error(`story: wallet ${name} exists`);
    const wallet: Wallet = { name, role, kind, habit: random.pick(HABITS), addresses: [], coins: new Map() };
    wallets.set(name, wallet);
    return wallet;
  };
  const newAddress = (wallet: Wallet, kind = wallet.kind): TrainingAddress => {
    const at = trainingAddress(seed, wallet.name, wallet.addresses.length, kind);
    wallet.addresses.push(at);
    return at;
  };
  const lastAddress = (wallet: Wallet): TrainingAddress => {
    const last = wallet.addresses.at(-1);
    return last !== undefined && last.kind === wallet.kind ? last : newAddress(wallet);
  };
  const spendable = (wallet: Wallet): Coin[] =>
    [...wallet.coins.values()].filter((coin) => coin.valueSat >= DUST_LIMIT_SAT && !reserved.has(coin.outpoint) && chain.isSpendable(coin));
  const feeFor = (inputs: readonly Coin[], outputs: number, rate: number): bigint =>
    BigInt((11 + outputs * 40 + inputs.reduce((sum, { at }) => sum + INPUT_VIRTUAL_BYTES[at.kind], 0)) * rate);
  const receive = (coin: Coin | undefined): void => {
    if (coin !== undefined) wallets.get(coin.at.wallet)?.coins.set(coin.outpoint, coin);
  };
  const send = (wallet: Wallet, inputs: readonly Coin[], outputs: readonly NewOutput[]): SentTransaction => {
    const transaction = chain.send(inputs, outputs, wallet.habit);
    for (const coin of inputs) wallets.get(coin.at.wallet)?.coins.delete(coin.outpoint);
    for (const coin of transaction.outputs) receive(coin);
    sent.push(transaction);
    return transaction;
  };
  const pay = (wallet: Wallet, outputs: readonly NewOutput[], options: PayOptions = {}): SentTransaction | undefined => {
    const rate = options.rate ?? random.between(2, 20);
    const totalSat = outputs.reduce((sum, { valueSat }) => sum + valueSat, 0n);
    const inputs: Coin[] = [];
    let collectedSat = 0n;
    for (const coin of random.shuffled(spendable(wallet))) {
      inputs.push(coin);
      collectedSat += coin.valueSat;
      const enough = collectedSat >= totalSat + feeFor(inputs, outputs.length + 1, rate);
      if (enough && inputs.length >= (options.minimumInputs ?? 1)) break;
    }
    const changeSat = collectedSat - totalSat - feeFor(inputs, outputs.length + 1, rate);
    if (changeSat < 0n || inputs.length === 0) return undefined;
    // Change too small to be worth an output goes to the fee, as wallets do it.
    if (changeSat < DUST_LIMIT_SAT) return send(wallet, inputs, outputs);
    const change: NewOutput = { to: options.changeTo ?? newAddress(wallet), valueSat: changeSat };
    return send(wallet, inputs, options.keepOrder ? [...outputs, change] : random.shuffled([...outputs, change]));
  };
  const closeBlock = (miner: Wallet, rival?: Wallet): void => {
    receive(chain.closeBlock(lastAddress(miner), rival && lastAddress(rival)));
  };
  return {
    seed,
    chain,
    random,
    wallets,
    sent,
    addWallet,
    newAddress,
    lastAddress,
    spendable,
    feeFor,
    send,
    pay,
    closeBlock,
    reserve: (coin) => void reserved.add(coin.outpoint),
  };
}
