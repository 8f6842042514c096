// Builds a valid regtest chain block by block in memory: fees, maturity, BIP34, Merkle roots, witness commitment, work.
// Refuses what Core's consensus would refuse where the story could get it wrong; runs no scripts.
import { Block, opcodes, script as scripts, Transaction } from 'bitcoinjs-lib';
import { displayHash, fromHex } from '../../../shared/model/bytes.ts';
import { encodeUndo, type UndoCoin } from '../chains/index.ts';
import { sha256 } from '../kernel/index.ts';
import { type TrainingAddress, unlockInputs } from './trainingAddress.ts';

export const REGTEST_GENESIS_HASH = '0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206';
/** Recognisable in every coinbase, whatever happens to the files around it. */
export const TRAINING_TEXT = 'TRACEHOLD TRAINING';
export const COINBASE_MATURITY = 100;
const REGTEST_BITS = 0x207fffff;
const HALVING_INTERVAL = 150;
/** 2024-01-01T00:00:00Z; block h carries this plus h times ten minutes. */
export const FIRST_BLOCK_TIME = 1_704_067_200;
const BLOCK_SPACING_SECONDS = 600;

const GENESIS_BLOCK = fromHex(
  '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a' +
    'dae5494dffff7f20020000000101000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054' +
    '696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff' +
    '0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d57' +
    '8a4c702b6bf11d5fac00000000',
);

/** An unspent output of the practice chain. */
export interface Coin {
  /** `txid:index`, txid as explorers print it. */
  readonly outpoint: string;
  readonly txHash: Uint8Array;
  readonly index: number;
  readonly valueSat: bigint;
  readonly at: TrainingAddress;
  readonly height: number;
  readonly coinbase: boolean;
}

export interface NewOutput {
  readonly to: TrainingAddress | { readonly data: Uint8Array };
  readonly valueSat: bigint;
}

/** How a wallet program writes its transactions; differs between wallets as in life. */
export interface WriterHabit {
  readonly version: 1 | 2;
  readonly sequence: number;
  readonly locktimeAtTip: boolean;
}

export interface SentTransaction {
  readonly txid: string;
  readonly height: number;
  /** Position in its block; the coinbase is 0. */
  readonly position: number;
  readonly feeSat: bigint;
  readonly inputs: readonly Coin[];
  /** Per output; undefined for OP_RETURN. */
  readonly outputs: readonly (Coin | undefined)[];
}

export interface PracticeChain {
  readonly blocks: readonly Uint8Array[];
  readonly undo: readonly Uint8Array[];
  readonly staleBlocks: readonly Uint8Array[];
  readonly transactionCount: number;
  /** Height of the block that is being filled. */
  nextHeight(): number;
  isSpendable(coin: Coin): boolean;
  send(inputs: readonly Coin[], outputs: readonly NewOutput[], habit: WriterHabit): SentTransaction;
  /** Ends the block; the coin is the miner's. With `rivalMiner` a second, stale block at the same height is written, too. */
  closeBlock(miner: TrainingAddress, rivalMiner?: TrainingAddress): Coin;
}

export function subsidySat(height: number): bigint {
  return 5_000_000_000n >> BigInt(Math.floor(height / HALVING_INTERVAL));
}

/** BIP34 as Core's `CScript() << height` writes it: OP_1..OP_16 up to 16, a minimal number push after. */
function heightPush(height: number): Uint8Array {
  return height <= 16 ? Uint8Array.of((opcodes.OP_1 as number) + height - 1) : scripts.compile([scripts.number.encode(height)]);
}

function coinbaseTransaction(height: number, rewardSat: bigint, miner: TrainingAddress, note: string): Transaction {
  const transaction = new Transaction();
  transaction.version = 2;
  const text = new TextEncoder().encode(`${TRAINING_TEXT} ${note}`);
  const scriptSig = new Uint8Array([...heightPush(height), ...scripts.compile([text])]);
  transaction.addInput(new Uint8Array(32), 0xffffffff, 0xffffffff, scriptSig);
  transaction.setWitness(0, [new Uint8Array(32)]);
  transaction.addOutput(miner.script, rewardSat);
  // BIP141 commitment; the hash is filled in once all transactions are known (the coinbase's own wtxid counts as zero).
  transaction.addOutput(
    scripts.compile([opcodes.OP_RETURN as number, new Uint8Array([0xaa, 0x21, 0xa9, 0xed, ...new Uint8Array(32)])]),
    0n,
  );
  return transaction;
}

function mine(
  height: number,
  previousHash: Uint8Array,
  coinbase: Transaction,
  transactions: readonly Transaction[],
): { bytes: Uint8Array; hash: Uint8Array } {
  const all = [coinbase, ...transactions];
  const commitment = Block.calculateMerkleRoot(all, true);
  (coinbase.outs[1] as { script: Uint8Array }).script = scripts.compile([
    opcodes.OP_RETURN as number,
    new Uint8Array([0xaa, 0x21, 0xa9, 0xed, ...commitment]),
  ]);
  const block = new Block();
  block.version = 0x20000000;
  block.prevHash = previousHash;
  block.merkleRoot = Block.calculateMerkleRoot(all);
  block.timestamp = FIRST_BLOCK_TIME + height * BLOCK_SPACING_SECONDS;
  block.bits = REGTEST_BITS;
  block.transactions = all;
  const bytes = block.toBuffer();
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let nonce = 0; ; nonce++) {
    view.setUint32(76, nonce, true);
    const hash = sha256(sha256(bytes.subarray(0, 80)));
    // Target 7fffff00…00: the three most significant bytes decide.
    const top = ((hash[31] as number) << 16) | ((hash[30] as number) << 8) | (hash[29] as number);
    if (top < 0x7fffff) return { bytes, hash };
  }
}

export function practiceChain(): PracticeChain {
  const blocks: Uint8Array[] = [GENESIS_BLOCK];
  const undo: Uint8Array[] = [new Uint8Array(0)];
  const staleBlocks: Uint8Array[] = [];
  const unspent = new Map<string, Coin>();
  let tipHash: Uint8Array = sha256(sha256(GENESIS_BLOCK.subarray(0, 80)));
  if (displayHash(tipHash) !== REGTEST_GENESIS_HASH) throw new Error('practice chain: wrong genesis');
  let pending: { readonly transaction: Transaction; readonly spent: readonly UndoCoin[]; readonly feeSat: bigint }[] = [];
  let transactionCount = 1;

  const nextHeight = (): number => blocks.length;
  const isSpendable = (coin: Coin): boolean =>
    unspent.has(coin.outpoint) && (!coin.coinbase || nextHeight() - coin.height >= COINBASE_MATURITY);

  const created = (
    transaction: Transaction,
    targets: readonly (TrainingAddress | undefined)[],
    coinbase: boolean,
  ): (Coin | undefined)[] => {
    const txHash = transaction.getHash();
    const txid = displayHash(txHash);
    return transaction.outs.map(({ value }, index) => {
      const at = targets[index];
      if (at === undefined) return undefined;
      const coin: Coin = { outpoint: `${txid}:${index}`, txHash, index, valueSat: value, at, height: nextHeight(), coinbase };
      unspent.set(coin.outpoint, coin);
      return coin;
    });
  };

  const send = (inputs: readonly Coin[], outputs: readonly NewOutput[], habit: WriterHabit): SentTransaction => {
    const height = nextHeight();
    const transaction = new Transaction();
    transaction.version = habit.version;
    transaction.locktime = habit.locktimeAtTip ? height - 1 : 0;
    let feeSat = 0n;
    for (const coin of inputs) {
      if (!isSpendable(coin)) throw new Error(`practice chain: ${coin.outpoint} is spent or immature at height ${height}`);
      unspent.delete(coin.outpoint);
      transaction.addInput(coin.txHash, coin.index, habit.sequence);
      feeSat += coin.valueSat;
    }
    for (const { to, valueSat } of outputs) {
      if (valueSat < 0n) throw new Error(`practice chain: negative output at height ${height}`);
      transaction.addOutput('data' in to ? scripts.compile([opcodes.OP_RETURN as number, to.data]) : to.script, valueSat);
      feeSat -= valueSat;
    }
    if (feeSat < 0n || inputs.length === 0 || outputs.length === 0)
      throw new Error(`practice chain: unbalanced transaction at height ${height}`);
    unlockInputs(transaction, inputs);
    const coins = created(
      transaction,
      outputs.map(({ to }) => ('data' in to ? undefined : to)),
      false,
    );
    const spent = inputs.map(({ valueSat, at, height: madeAt, coinbase }) => ({ valueSat, script: at.script, height: madeAt, coinbase }));
    pending.push({ transaction, spent, feeSat });
    transactionCount++;
    return { txid: transaction.getId(), height, position: pending.length, feeSat, inputs, outputs: coins };
  };

  const closeBlock = (miner: TrainingAddress, rivalMiner?: TrainingAddress): Coin => {
    const height = nextHeight();
    const rewardSat = pending.reduce((sum, { feeSat }) => sum + feeSat, subsidySat(height));
    const transactions = pending.map(({ transaction }) => transaction);
    const coinbase = coinbaseTransaction(height, rewardSat, miner, miner.wallet);
    const block = mine(height, tipHash, coinbase, transactions);
    if (rivalMiner !== undefined) {
      // Same parent, no transactions: arrived second, never part of the active chain, so it has no undo data.
      const rival = coinbaseTransaction(height, subsidySat(height), rivalMiner, `${rivalMiner.wallet} (stale)`);
      staleBlocks.push(mine(height, tipHash, rival, []).bytes);
    }
    const [reward] = created(coinbase, [miner], true);
    blocks.push(block.bytes);
    undo.push(encodeUndo(pending.map(({ spent }) => spent)));
    tipHash = block.hash;
    pending = [];
    transactionCount++;
    return reward as Coin;
  };

  return {
    blocks,
    undo,
    staleBlocks,
    nextHeight,
    isSpendable,
    send,
    closeBlock,
    get transactionCount() {
      return transactionCount;
    },
  };
}
