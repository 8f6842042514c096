// What the rest of the engine may know of a chain family. Nothing outside chains/ switches on a chain id.
import type { Registered } from '../kernel/index.ts';

/** A script as a person reads it. `address` is null where the script has no standard address. */
export interface ScriptReading {
  readonly type: ScriptType;
  readonly address: string | null;
  /** For P2PK only: the P2PKH address of the same key, which explorers print. A convention, not in the output. */
  readonly p2pkhForm?: string;
  /** For OP_RETURN only: the pushed data. */
  readonly data?: Uint8Array;
  /** For bare multisig only. */
  readonly multisig?: { readonly required: number; readonly publicKeys: readonly string[] };
}

export type ScriptType =
  | 'p2pk'
  | 'p2pkh'
  | 'p2sh'
  | 'p2wpkh'
  | 'p2wsh'
  | 'p2tr'
  | 'anchor'
  | 'witness_unknown'
  /** Litecoin: the output that carries all coins of the extension block on to the next block. */
  | 'mweb_hogaddr'
  /** Litecoin: an output that moves its coins into the extension block, where amounts and owners are hidden. */
  | 'mweb_pegin'
  | 'multisig'
  | 'nulldata'
  | 'nonstandard';

export interface Capabilities {
  readonly verified: readonly VerifiedCode[];
  readonly notVerified: readonly NotVerifiedCode[];
}
export type VerifiedCode = 'work' | 'targets' | 'merkle' | 'witness';
/**
 * `scripts`: signatures and spending conditions; `undoValues`: amounts known from undo files alone; `blockSignatures`: who signed
 * a signet block; `mwebBlock`: the extension block's bytes, which the header does not commit to directly; `mwebAmounts`: amounts
 * and owners inside it; `mwebPaths`: which coins that went in came out where.
 */
export type NotVerifiedCode = 'scripts' | 'undoValues' | 'blockSignatures' | 'mwebBlock' | 'mwebAmounts' | 'mwebPaths';

/** One UTXO chain and its parameter set, e.g. Bitcoin mainnet. */
export interface UtxoChain extends Registered {
  /** CAIP-2 id, e.g. `bip122:000000000019d6689c085ae165831e93`. */
  readonly id: string;
  /** Short name for people and the command line, e.g. `bitcoin`. */
  readonly name: string;
  readonly training: boolean;
  readonly genesisHash: Uint8Array;
  /** Bytes that frame a block in a blk file; never decides the chain alone. */
  readonly magic: Uint8Array;
  /** What amounts are counted in: an indivisible integer. */
  readonly smallestUnit: { readonly name: string; readonly symbol: string };
  /** What people write amounts in: one coin is 10^decimals of the smallest unit. */
  readonly coin: { readonly name: string; readonly symbol: string; readonly decimals: number };
  readScript(script: Uint8Array): ScriptReading;
  /** The script of an address; throws `chain.badAddress` with the reason. */
  scriptOfAddress(address: string): Uint8Array;
  /** What the program checks on this chain and what it does not: codes, whose sentences are in the locale files. */
  readonly capabilities: Capabilities;
  /** Newly created coins of a block, in the smallest unit. */
  subsidy(height: number): bigint;
}
