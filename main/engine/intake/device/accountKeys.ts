// Public keys of accounts behind what a scan finds: made while the secret is at hand, so that looking for its coins later needs no passphrase and
// opens no seal.
import type { TraceKind } from '../../../../shared/contract/device.ts';
import { hex } from '../../../../shared/model/bytes.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { type AccountKey, accountKeysOf, fingerprintOfKey, type KeySecretKind } from '../../chains/index.ts';

const KINDS: Readonly<Partial<Record<TraceKind, KeySecretKind>>> = {
  ...{ phrase: 'phrase', electrumSeed: 'electrumSeed', extendedPrivateKey: 'extendedPrivateKey', extendedPublicKey: 'extendedPublicKey' },
  ...{ wif: 'wif', privateKey: 'privateKey', descriptor: 'descriptor', privateDescriptor: 'descriptor' },
};

/**
 * `fingerprint`: SHA-256 of the value, whole: keys are another trace's by nothing less. Keys of forms without addresses (two factors, policies) are
 * passed over.
 */
export function keepAccountKeys(
  file: CaseFile,
  trace: number,
  found: { readonly kind: TraceKind; readonly value: string; readonly fingerprint: Uint8Array },
): void {
  const kind = KINDS[found.kind];
  if (kind === undefined) return;
  const origin = hex(found.fingerprint);
  for (const key of readable(kind, found.value)) file.keys.add({ kind, trace, origin, fingerprint: fingerprintOfKey(key), data: key });
}

function readable(kind: KeySecretKind, value: string): AccountKey[] {
  try {
    return accountKeysOf({ kind, value });
  } catch {
    // Whatever a library makes of hostile bytes: the trace is kept, and the scan goes on.
    return [];
  }
}
