// Addresses of EVM chains as text: EIP-55 checksums. The same 20 bytes are an address on every chain of the family, so a text
// never says which chain is meant.
import { Fault } from '../../../../shared/model/fault.ts';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { keccak256 } from './keccak.ts';
import { encodeRlp, integerBytes } from './rlp.ts';

/** Reasons given in `chain.badAddress`. */
export type EvmAddressRefusal = 'empty' | 'prefix' | 'length' | 'notHexadecimal' | 'checksum' | 'icap';

function refuse(address: string, reason: EvmAddressRefusal): never {
  throw new Fault('chain.badAddress', { address: address.slice(0, 120), reason });
}

/** EIP-55 text of 20 bytes. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length !== 20) throw new TypeError('"bytes" expected 20 bytes');
  return withChecksum(hex(bytes));
}

/** A checksum costs a Keccak, and files repeat their addresses: the last ones are remembered, and forgotten at once when full. */
const remembered = new Map<string, string>();
const MOST_REMEMBERED = 50_000;

function withChecksum(lower: string): string {
  const before = remembered.get(lower);
  if (before !== undefined) return before;
  const text = checksumOf(lower);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(lower, text);
  return text;
}

const letters = Buffer.alloc(40);

function checksumOf(lower: string): string {
  letters.write(lower, 'latin1');
  const digest = keccak256(letters);
  for (let i = 0; i < 40; i++) {
    const letter = letters[i] as number;
    const nibble = ((digest[i >> 1] as number) >> (i % 2 === 0 ? 4 : 0)) & 15;
    // Letters of ASCII: 32 less is the same one in upper case.
    if (nibble >= 8 && letter >= 97) letters[i] = letter - 32;
  }
  return `0x${letters.toString('latin1')}`;
}

/**
 * The canonical (EIP-55) text of an address. All lower or all upper case carries no checksum and is taken; mixed case must be
 * right, since a wrong letter there is how a mistyped or forged address shows.
 */
export function readEvmAddress(text: string): string {
  if (text === '') refuse(text, 'empty');
  // ICAP (ERC-55 predecessor, IBAN-like) was printed by early wallets; nobody pays to it any more.
  if (/^XE\d\d[0-9A-Z]{16,31}$/.test(text)) refuse(text, 'icap');
  if (!/^0[xX]/.test(text)) refuse(text, 'prefix');
  const digits = text.slice(2);
  if (!/^[0-9a-fA-F]*$/.test(digits)) refuse(text, 'notHexadecimal');
  if (digits.length !== 40) refuse(text, 'length');
  const lower = digits.toLowerCase();
  const canonical = withChecksum(lower);
  if (digits !== lower && digits !== digits.toUpperCase() && canonical !== `0x${digits}`) refuse(text, 'checksum');
  return canonical;
}

/** The 20 bytes of an address text. */
export function addressBytes(text: string): Uint8Array {
  return fromHex(readEvmAddress(text).slice(2));
}

/** Where a transaction of `sender` with this nonce, or a CREATE inside a contract, puts the new contract. */
export function createdAddress(sender: Uint8Array, nonce: bigint): Uint8Array {
  return keccak256(encodeRlp([sender, integerBytes(nonce)])).slice(12);
}

/** EIP-1014. */
export function create2Address(creator: Uint8Array, salt: Uint8Array, initCodeHash: Uint8Array): Uint8Array {
  if (creator.length !== 20 || salt.length !== 32 || initCodeHash.length !== 32) throw new TypeError('expected 20, 32 and 32 bytes');
  const bytes = new Uint8Array(85);
  bytes[0] = 0xff;
  bytes.set(creator, 1);
  bytes.set(salt, 21);
  bytes.set(initCodeHash, 53);
  return keccak256(bytes).slice(12);
}
