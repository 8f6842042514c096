// What a parameter set of the family is made of, and how one becomes a network. It must not hold code that decides
// anything: the rules live in headerChain.ts, walkBlock.ts and script.ts, which read the parameters given here.
import { displayHash, fromDisplayHash } from '../../../../shared/model/bytes.ts';
import type { Capabilities, UtxoChain } from '../family.ts';
import { scriptOfAddress } from './address.ts';
import type { AddressForm } from './addressForms.ts';
import { sha256d } from './header.ts';
import { readScript } from './script.ts';
import { subsidySat } from './subsidy.ts';
import type { TransactionForm } from './transactionForm.ts';

export interface Checkpoint {
  readonly height: number;
  /** Internal byte order. */
  readonly hash: Uint8Array;
}

export interface RetargetRules {
  /** Blocks between two adjustments of the target. */
  readonly interval: number;
  /** Seconds that one interval should take. */
  readonly timespan: number;
  /** Test networks: a block this many seconds (twice the spacing) after its parent may use the easiest target; else null. */
  readonly easyAfterSeconds: number | null;
  /**
   * Litecoin (pow.cpp): time is taken from the last block before the interval, so that no miner of its first block can bend
   * it; but for the first adjustment, which has none before it. False: from the interval's first block, as in Bitcoin.
   */
  readonly fromBlockBefore: boolean;
  /** BIP94 (testnet4): adjust from the interval's first block and forbid the time warp. */
  readonly bip94: boolean;
  /** Regtest: the target never changes. */
  readonly fixed: boolean;
}

export type WorkHash = 'sha256d' | 'scrypt';

/** From `height` on, blocks with a lower version are refused. */
export interface VersionRule {
  readonly height: number;
  readonly version: number;
}

export interface BitcoinParameters {
  readonly name: string;
  readonly training: boolean;
  /** Coins of a test network are worth nothing, so they never bear the name of those that are. */
  readonly coin: { readonly name: string; readonly symbol: string };
  /** Currencies, in capitals, under which label files file addresses of this network and its test networks. */
  readonly labelCurrencies: readonly string[];
  readonly magic: Uint8Array;
  readonly addressForm: AddressForm;
  /** What transactions and undo data may look like. */
  readonly transactionForm: TransactionForm;
  /** The hash that must meet the target. A block's id is its double SHA-256 on every network of the family. */
  readonly workHash: WorkHash;
  /** Work below which a chain is within reach of one person; hashes of different kinds cannot be compared. */
  readonly cheapWork: bigint;
  readonly genesisHeader: Uint8Array;
  readonly powLimit: bigint;
  readonly retarget: RetargetRules;
  readonly versionRules: readonly VersionRule[];
  /** From here the coinbase states its height (BIP34). */
  readonly bip34Height: number;
  readonly segwitHeight: number;
  readonly halvingInterval: number;
  /** Blocks that everybody agrees on, ascending; the genesis block is not listed. */
  readonly checkpoints: readonly Checkpoint[];
  /** Accumulated work below which a whole chain is not the real one; 0 where no such figure is published. */
  readonly minimumChainWork: bigint;
  /** Blocks are signed by a central party, so work alone proves nothing (signet). */
  readonly signedBlocks: boolean;
  readonly capabilities: Capabilities;
  /** Rates in the smallest unit per 1000 virtual bytes at which nodes pass a transaction on and call an output dust, by their own defaults. */
  readonly relay: { readonly leastSatPerKvb: bigint; readonly dustSatPerKvb: bigint };
}

export interface BitcoinNetwork extends UtxoChain, Omit<BitcoinParameters, 'name' | 'training' | 'magic' | 'coin'> {}

export function genesis(merkleRoot: string, time: number, bits: number, nonce: number): Uint8Array {
  const header = new Uint8Array(80);
  const view = new DataView(header.buffer);
  view.setInt32(0, 1, true);
  header.set(fromDisplayHash(merkleRoot), 36);
  view.setUint32(68, time, true);
  view.setUint32(72, bits, true);
  view.setUint32(76, nonce, true);
  return header;
}

export function checkpoints(list: Readonly<Record<number, string>>): readonly Checkpoint[] {
  return Object.entries(list).map(([height, hash]) => ({ height: Number(height), hash: fromDisplayHash(hash) }));
}

export function defineNetwork(parameters: BitcoinParameters): BitcoinNetwork {
  const genesisHash = sha256d(parameters.genesisHeader);
  const form = parameters.addressForm;
  return {
    ...parameters,
    // CAIP-2 with the bip122 namespace: the first 32 characters of the genesis hash as displayed.
    id: `bip122:${displayHash(genesisHash).slice(0, 32)}`,
    genesisHash,
    smallestUnit: { name: 'satoshi', symbol: 'sat' },
    coin: { ...parameters.coin, decimals: 8 },
    readScript: (script) => readScript(form, script),
    scriptOfAddress: (address) => scriptOfAddress(form, address),
    subsidy: (height) => subsidySat(parameters.halvingInterval, height),
  };
}
