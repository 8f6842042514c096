// Token contracts by their published signatures: what the calldata of a call orders and what a log says. Hand-sized tables, no ABI
// library: a signature that is not here is not guessed at.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { hex } from '../../../../shared/model/bytes.ts';
import { tronAddress } from './address.ts';

const keccakHex = (text: string): string => hex(keccak_256(new TextEncoder().encode(text)));

export type CallName =
  | 'transfer(address,uint256)'
  | 'transferFrom(address,address,uint256)'
  | 'approve(address,uint256)'
  | 'addBlackList(address)'
  | 'removeBlackList(address)'
  | 'destroyBlackFunds(address)';

export type LogName =
  | 'Transfer(address,address,uint256)'
  | 'Approval(address,address,uint256)'
  | 'AddedBlackList(address)'
  | 'RemovedBlackList(address)'
  | 'DestroyedBlackFunds(address,uint256)'
  | 'Deposit(address,uint256)'
  | 'Withdrawal(address,uint256)';

const CALLS: readonly CallName[] = [
  'transfer(address,uint256)',
  'transferFrom(address,address,uint256)',
  'approve(address,uint256)',
  'addBlackList(address)',
  'removeBlackList(address)',
  'destroyBlackFunds(address)',
];
const LOGS: readonly LogName[] = [
  'Transfer(address,address,uint256)',
  'Approval(address,address,uint256)',
  'AddedBlackList(address)',
  'RemovedBlackList(address)',
  'DestroyedBlackFunds(address,uint256)',
  'Deposit(address,uint256)',
  'Withdrawal(address,uint256)',
];
const CALL_BY_SELECTOR = new Map(CALLS.map((name) => [keccakHex(name).slice(0, 8), name]));
const LOG_BY_TOPIC = new Map(LOGS.map((name) => [keccakHex(name), name]));

/** Arguments in their order; an address as base58check, a number as it is. */
export interface Decoded<Name extends string> {
  readonly name: Name;
  readonly addresses: readonly string[];
  readonly amount: bigint | null;
}

/**
 * The address in a 32-byte word: the last 20 bytes. TRON's own tools leave the prefix 41 before them, which contracts ignore;
 * other stray bytes are refused, since newer contracts do too.
 */
function addressWord(word: Uint8Array): string | null {
  for (let i = 0; i < 12; i++) {
    const byte = word[i] as number;
    if (byte !== 0 && !(i === 11 && byte === 0x41)) return null;
  }
  return tronAddress(word.subarray(12));
}

function numberOf(word: Uint8Array): bigint {
  return BigInt(`0x${hex(word)}`);
}

/** `…(address,uint256)` read from words; null where there are too few or an address is none. */
function decodeWords<Name extends string>(name: Name, words: readonly Uint8Array[]): Decoded<Name> | null {
  const types = name.slice(name.indexOf('(') + 1, -1).split(',');
  if (words.length < types.length) return null;
  const addresses: string[] = [];
  let amount: bigint | null = null;
  for (const [at, type] of types.entries()) {
    const word = words[at] as Uint8Array;
    if (type === 'address') {
      const address = addressWord(word);
      if (address === null) return null;
      addresses.push(address);
    } else amount = numberOf(word);
  }
  return { name, addresses, amount };
}

function wordsOf(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / 32) }, (_, i) => bytes.subarray(i * 32, i * 32 + 32));
}

/** The call that calldata orders, if it is one of the table; bytes after the arguments are ignored, as contracts do. */
export function decodeCall(data: Uint8Array): Decoded<CallName> | null {
  const name = CALL_BY_SELECTOR.get(hex(data.subarray(0, 4)));
  return name === undefined ? null : decodeWords(name, wordsOf(data.subarray(4)));
}

export interface DecodedLog extends Decoded<LogName> {
  /** True for a Transfer whose third argument is indexed: a numbered item (TRC-721) and not an amount. */
  readonly item: boolean;
}

/** What a log says, indexed arguments or not: contracts differ in that, and the signature's hash is the same. */
export function decodeLog(topics: readonly Uint8Array[], data: Uint8Array): DecodedLog | null {
  const [first, ...indexed] = topics;
  const name = first === undefined ? undefined : LOG_BY_TOPIC.get(hex(first));
  if (name === undefined || indexed.some((topic) => topic.length !== 32)) return null;
  const decoded = decodeWords(name, [...indexed, ...wordsOf(data)]);
  const ofItems = name === 'Transfer(address,address,uint256)' || name === 'Approval(address,address,uint256)';
  return decoded === null ? null : { ...decoded, item: ofItems && indexed.length === 3 };
}
