// The extended private key of a descriptor: the wallet keeps the descriptor with the public one, and its scalar apart. Source: BIP32, Serialization
// format; bitcoin/bitcoin, src/script/descriptor.cpp (the chain code stands in the text).
import { decodeBase58, toBeArray } from 'ethers/utils';
import { bytesEqual } from '../../../../../shared/model/bytes.ts';
import { base58Check } from '../publicKeys.ts';

const PUBLIC = /[xt]pub[1-9A-HJ-NP-Za-km-z]{107,108}/g;
/** xpub → xprv, tpub → tprv. */
const VERSIONS: Readonly<Record<string, readonly number[]>> = { x: [0x04, 0x88, 0xad, 0xe4], t: [0x04, 0x35, 0x83, 0x94] };

export function extendedPrivateOf(descriptor: string, publicKey: Uint8Array, secret: Uint8Array): string | null {
  for (const [text] of descriptor.slice(0, 20_000).matchAll(PUBLIC)) {
    const bytes = decoded(text);
    if (bytes === null || !bytesEqual(bytes.subarray(45, 78), publicKey)) continue;
    return base58Check(Uint8Array.from([...(VERSIONS[text[0] as string] as number[]), ...bytes.subarray(4, 45), 0, ...secret]));
  }
  return null;
}

function decoded(text: string): Uint8Array | null {
  try {
    return toBeArray(decodeBase58(text), 82);
  } catch {
    return null;
  }
}
