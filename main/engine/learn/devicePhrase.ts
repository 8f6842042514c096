// Phrases of practice wallets and their keys along BIP84 on the test networks, from a seed (BIP39, BIP32). Written out here and not taken from what
// expands phrases in a case, so that the truth does not rest on what it grades.
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { wordlists } from 'ethers/wordlists';
import { derivedBytes } from './seededGenerator.ts';
import { keyHashAddress, type TrainingAddress } from './trainingAddress.ts';
import { childKey, publicKeyOf } from './trainingSigner.ts';

const ENTROPY_BYTES = 16;
const HARDENED = 0x80000000;
const ACCOUNT = [84 + HARDENED, 1 + HARDENED, HARDENED];
export const ACCOUNT_PATH = "m/84'/1'/0'";

/** Twelve words. */
export function trainingPhrase(seed: string, name: string): readonly string[] {
  const entropy = derivedBytes(seed, 'phrase', name).subarray(0, ENTROPY_BYTES);
  const checked = [...entropy, createHash('sha256').update(entropy).digest()[0] as number];
  const bits = checked.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: 12 }, (_, at) => wordAt(Number.parseInt(bits.slice(at * 11, at * 11 + 11), 2)));
}

export function wordAt(number: number): string {
  const word = wordlists['en']?.getWord(number);
  if (word === undefined) throw new RangeError(`word ${number}`);
  return word;
}

/** Addresses of a phrase's first account: branch 0 receives, 1 is change. */
export function phraseAddresses(phrase: readonly string[], wallet: string): (branch: number, index: number) => TrainingAddress {
  const seed = pbkdf2Sync(phrase.join(' '), 'mnemonic', 2048, 64, 'sha512');
  const master = nodeOf(createHmac('sha512', 'Bitcoin seed').update(seed).digest(), 0n);
  const account = ACCOUNT.reduce(child, master);
  return (branch, index) => keyHashAddress(wallet, child(child(account, branch), index).key);
}

interface KeyNode {
  readonly key: bigint;
  readonly chainCode: Uint8Array;
}

const nodeOf = (digest: Uint8Array, parent: bigint): KeyNode => ({
  key: childKey(parent, digest.subarray(0, 32)),
  chainCode: digest.subarray(32),
});

function child({ key, chainCode }: KeyNode, index: number): KeyNode {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(index);
  const own = index >= HARDENED ? Buffer.from(key.toString(16).padStart(66, '0'), 'hex') : publicKeyOf(key);
  return nodeOf(createHmac('sha512', chainCode).update(own).update(number).digest(), key);
}
