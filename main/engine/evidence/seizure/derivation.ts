// Public keys below an account's public key, and the proof that an address stands for one. A private key is refused without being looked at
// further; nothing here can sign.
import { HDKey } from '@scure/bip32';
import { Fault } from '../../../../shared/model/fault.ts';
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { hash160 } from '../../chains/index.ts';
import type { CallInput } from '../../../../shared/contract/index.ts';

export interface Derived {
  readonly publicKey: Uint8Array;
  /** From the master key on: `m/84'/0'/0'/0/5`. */
  readonly path: string;
  readonly fingerprint: Uint8Array;
  /** Of a nested address. */
  readonly redeemScript: Uint8Array | null;
}

/** SLIP-132 and what Litecoin's programs write; public ones alone. */
const PUBLIC_VERSIONS: Readonly<Record<string, number>> = {
  xpub: 0x0488b21e,
  ypub: 0x049d7cb2,
  zpub: 0x04b24746,
  tpub: 0x043587cf,
  upub: 0x044a5262,
  vpub: 0x045f1cf6,
  Ltub: 0x019da462,
  Mtub: 0x01b26ef6,
  ttub: 0x0436f6e1,
};

export type Account = NonNullable<CallInput<'seizure.prepare'>['account']>;

/** Faults: seizure.accountKey. What was typed stands in no fault: it may be a private key. */
export function openAccount({ xpub, fingerprint, path }: Account): (below: string) => Omit<Derived, 'redeemScript'> {
  const version = PUBLIC_VERSIONS[xpub.slice(0, 4)];
  if (version === undefined) throw new Fault('seizure.accountKey');
  let key: HDKey;
  try {
    key = HDKey.fromExtendedKey(xpub, { public: version, private: 0 });
  } catch {
    throw new Fault('seizure.accountKey');
  }
  const from = path.replaceAll('h', "'");
  if (key.depth !== from.split('/').length - 1) throw new Fault('seizure.accountKey');
  return (below) => {
    const child = below.split('/').reduce((one, index) => one.deriveChild(Number(index)), key);
    if (child.publicKey === null) throw new Fault('seizure.accountKey');
    return { publicKey: child.publicKey, path: `${from}/${below}`, fingerprint: Uint8Array.from(Buffer.from(fingerprint, 'hex')) };
  };
}

/** Null for kinds of addresses whose key the program does not work out (Taproot, scripts). Faults: seizure.keyMismatch. */
export function keyOf(derived: Omit<Derived, 'redeemScript'>, address: string, type: string, output: Uint8Array): Derived | null {
  const keyHash = hash160(derived.publicKey);
  if (type === 'p2pkh' || type === 'p2wpkh') {
    const held = type === 'p2pkh' ? output.subarray(3, 23) : output.subarray(2);
    if (!bytesEqual(held, keyHash)) throw new Fault('seizure.keyMismatch', { address, path: derived.path });
    return { ...derived, redeemScript: null };
  }
  if (type !== 'p2sh') return null;
  const redeemScript = Uint8Array.of(0, 20, ...keyHash);
  if (!bytesEqual(output.subarray(2, 22), hash160(redeemScript))) throw new Fault('seizure.keyMismatch', { address, path: derived.path });
  return { ...derived, redeemScript };
}
