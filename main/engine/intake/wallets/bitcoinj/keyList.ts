// Private keys as MultiBit and older Android wallets export them: one a line, with the time from which it counts. Source: Multibit-Legacy/multibit,
// PrivateKeysHandler.java (`<key> <yyyy-MM-dd'T'HH:mm:ss'Z'>`, lines with # are notes).
import { decodeBase58, toBeArray } from 'ethers/utils';
import type { WalletRead } from '../../scanners/seized.ts';
import { base58Check, coinFormOfWif, keyHashAddress, publicKeyOf } from '../publicKeys.ts';
import { draftReading } from '../reading.ts';

const LINE = /^([1-9A-HJ-NP-Za-km-z]{51,52})(?:\s+(\S{10,40}))?\s*$/;
const MOST_LINES = 100_000;

/** Null where no line is a key. */
export function readKeyList(text: string, formId: string): WalletRead | null {
  const draft = draftReading(formId, '', 'bip122');
  let found = 0;
  for (const line of text.split(/\r?\n/, MOST_LINES)) {
    const match = LINE.exec(line);
    const key = match === null ? null : decodeWif(match[1] as string);
    if (match === null || key === null) continue;
    found++;
    const publicKey = publicKeyOf(key.secret, key.isCompressed);
    if (publicKey !== null && key.form !== null) draft.address(keyHashAddress(publicKey, key.form), { role: 'own' });
    draft.secret('wif', match[1] as string, key.isCompressed ? 'compressed' : 'uncompressed', match[2] ?? '');
  }
  draft.fact('keys', String(found));
  return found === 0 ? null : draft.finish();
}

function decodeWif(text: string): { secret: Uint8Array; isCompressed: boolean; form: ReturnType<typeof coinFormOfWif> } | null {
  const isCompressed = text.length === 52;
  try {
    const bytes = toBeArray(decodeBase58(text), isCompressed ? 38 : 37);
    if (base58Check(bytes.subarray(0, -4)) !== text) return null;
    return { secret: bytes.subarray(1, 33), isCompressed, form: coinFormOfWif(bytes[0] as number) };
  } catch {
    return null;
  }
}
