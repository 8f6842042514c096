// Addresses of public keys, and the text of private ones (WIF), by the coin's version bytes. Source: chainparams.cpp of Bitcoin Core, Litecoin Core
// and Dogecoin Core (base58Prefixes PUBKEY_ADDRESS, SCRIPT_ADDRESS, SECRET_KEY).
import { address as codec } from 'bitcoinjs-lib';
import { SigningKey } from 'ethers/crypto';
import { bytesEqual, fromHex, hex } from '../../../../shared/model/bytes.ts';
import { hash160 } from '../../chains/index.ts';
import { doubleSha256 } from './ciphers.ts';
import { encodeBase58 } from 'ethers/utils';

export interface CoinForm {
  readonly name: string;
  readonly keyHash: number;
  readonly scriptHash: number;
  readonly wif: number;
  readonly bech32: string;
}
const FORMS: readonly CoinForm[] = [
  { name: 'bitcoin', keyHash: 0, scriptHash: 5, wif: 128, bech32: 'bc' },
  { name: 'testnet', keyHash: 111, scriptHash: 196, wif: 239, bech32: 'tb' },
  { name: 'litecoin', keyHash: 48, scriptHash: 50, wif: 176, bech32: 'ltc' },
  { name: 'dogecoin', keyHash: 30, scriptHash: 22, wif: 158, bech32: '' },
];
/** Practice networks: their versions of base58 say less than their prefixes do. */
const PRACTICE: readonly CoinForm[] = [
  { name: 'regtest', keyHash: 111, scriptHash: 196, wif: 239, bech32: 'bcrt' },
  { name: 'litecoinTestnet', keyHash: 111, scriptHash: 58, wif: 239, bech32: 'tltc' },
  { name: 'litecoinRegtest', keyHash: 111, scriptHash: 58, wif: 239, bech32: 'rltc' },
];

/** The coin whose form the address has; null where it has none that is known here. */
export function coinFormOf(address: string): CoinForm | null {
  const lower = address.toLowerCase();
  const segwit = [...FORMS, ...PRACTICE].find(({ bech32 }) => bech32 !== '' && lower.startsWith(`${bech32}1`));
  if (segwit !== undefined) return segwit;
  try {
    const { version } = codec.fromBase58Check(address);
    return FORMS.find(({ keyHash, scriptHash }) => version === keyHash || version === scriptHash) ?? null;
  } catch {
    return null;
  }
}

export const coinFormNamed = (name: string): CoinForm | null => [...FORMS, ...PRACTICE].find((form) => form.name === name) ?? null;

export const isPublicKey = (bytes: Uint8Array): boolean =>
  bytes.length === 33 ? bytes[0] === 2 || bytes[0] === 3 : bytes.length === 65 && (bytes[0] === 4 || bytes[0] === 6 || bytes[0] === 7);

export const keyHashAddress = (publicKey: Uint8Array, form: CoinForm): string => codec.toBase58Check(hash160(publicKey), form.keyHash);

/** P2SH of m keys of several, sorted (BIP67), as Electrum 2.x keeps them. */
export function multisigAddress(publicKeys: readonly Uint8Array[], needed: number, form: CoinForm): string | null {
  if (publicKeys.length === 0 || publicKeys.length > 15 || needed < 1 || needed > publicKeys.length) return null;
  const sorted = [...publicKeys].sort(Buffer.compare);
  const script = [0x50 + needed, ...sorted.flatMap((key) => [key.length, ...key]), 0x50 + sorted.length, 0xae];
  return codec.toBase58Check(hash160(Uint8Array.from(script)), form.scriptHash);
}

/** The address that an output's script pays to; null for other scripts. */
export function addressOfScript(script: Uint8Array, form: CoinForm): string | null {
  if (script.length === 25 && script[0] === 0x76 && script[1] === 0xa9 && script[2] === 20)
    return codec.toBase58Check(script.subarray(3, 23), form.keyHash);
  if (script.length === 23 && script[0] === 0xa9 && script[1] === 20) return codec.toBase58Check(script.subarray(2, 22), form.scriptHash);
  const version = (script[0] ?? 0) === 0 ? 0 : (script[0] ?? 0) - 0x50;
  const isWitness = (script.length === 22 || script.length === 34) && script[1] === script.length - 2 && version >= 0 && version <= 16;
  return isWitness && form.bech32 !== '' ? codec.toBech32(script.subarray(2), version, form.bech32) : null;
}

/** Scripts by which a key is paid: to its hash, and where it is compressed as a witness program, bare or within P2SH. */
export function scriptsOfKey(publicKey: Uint8Array): readonly Uint8Array[] {
  const hash = hash160(publicKey);
  const keyHash = Uint8Array.from([0x76, 0xa9, 20, ...hash, 0x88, 0xac]);
  if (publicKey.length !== 33) return [keyHash];
  const witness = Uint8Array.from([0, 20, ...hash]);
  return [keyHash, witness, Uint8Array.from([0xa9, 20, ...hash160(witness), 0x87])];
}

export function publicKeyOf(secret: Uint8Array, isCompressed: boolean): Uint8Array | null {
  try {
    return fromHex(SigningKey.computePublicKey(secret, isCompressed).slice(2));
  } catch {
    return null;
  }
}

export function fitsPublicKey(secret: Uint8Array, publicKey: Uint8Array): boolean {
  const made = secret.length === 32 ? publicKeyOf(secret, publicKey.length === 33) : null;
  return made !== null && bytesEqual(made, publicKey);
}

export function base58Check(payload: Uint8Array): string {
  return encodeBase58(Uint8Array.from([...payload, ...doubleSha256(payload).subarray(0, 4)]));
}

/** WIF where the coin is known, else hexadecimal: the version of an unknown coin is not guessed. */
export function keyText(secret: Uint8Array, isCompressed: boolean, form: CoinForm | null): { kind: 'wif' | 'privateKey'; value: string } {
  if (form === null) return { kind: 'privateKey', value: hex(secret) };
  return { kind: 'wif', value: base58Check(Uint8Array.from([form.wif, ...secret, ...(isCompressed ? [1] : [])])) };
}

export const coinFormOfWif = (version: number): CoinForm | null => FORMS.find(({ wif }) => wif === version) ?? null;
