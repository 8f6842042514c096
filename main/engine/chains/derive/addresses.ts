// From what an address is made of to the output script on a coin chain, or to the account's text.
import { addressText } from '../evm/addresses.ts';
import { tronAddress } from '../tron/address.ts';
import type { AccountKey } from './accountKey.ts';
import { EVM_CHAINS, type ScriptKind } from './paths.ts';
import { payloadsOf } from './payloads.ts';

/** The same bytes on every coin chain of the program. */
export function outputScript(script: ScriptKind, payload: Uint8Array): Uint8Array {
  switch (script) {
    case 'p2pk':
      return Uint8Array.of(payload.length, ...payload, 0xac);
    case 'p2pkh':
      return Uint8Array.of(0x76, 0xa9, 20, ...payload, 0x88, 0xac);
    case 'p2sh':
    case 'p2shP2wpkh':
    case 'p2shP2wsh':
      return Uint8Array.of(0xa9, 20, ...payload, 0x87);
    case 'p2wpkh':
      return Uint8Array.of(0, 20, ...payload);
    case 'p2wsh':
      return Uint8Array.of(0, 32, ...payload);
    case 'p2tr':
      return Uint8Array.of(0x51, 32, ...payload);
    case 'account':
      throw new TypeError('outputScript: an account has no script');
  }
}

/** The canonical text of an account. */
export function accountText(family: string, payload: Uint8Array): string {
  return EVM_CHAINS.includes(family) ? addressText(payload) : tronAddress(payload);
}

/** What pays a key, one for each number of a branch: output scripts, or 20 bytes of an account. One that ends at an address has that one. */
export function addressesOf(key: AccountKey, branch: readonly number[], from: number, count: number): readonly Uint8Array[] {
  const [payloads = []] = payloadsOf({ ...key, branch, from, count, scripts: [key.script] });
  return key.script === 'account' ? payloads : payloads.map((payload) => outputScript(key.script, payload));
}
