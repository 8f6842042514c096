// Which found keys make addresses that chain data of the case know, as they were last looked for (keys.expand).
import type { TraceKind } from '../../../../shared/contract/device.ts';
import type { KeysFound } from '../../../../shared/contract/keysToCoins.ts';
import { hex } from '../../../../shared/model/bytes.ts';
import type { CaseFile, TraceRow } from '../../casefile/index.ts';

/** Kinds of traces that keys follow from. */
export const KEY_KINDS: readonly TraceKind[] = [
  ...(['phrase', 'electrumSeed', 'extendedPublicKey', 'extendedPrivateKey'] as const),
  ...(['wif', 'privateKey', 'descriptor', 'privateDescriptor'] as const),
];

/** False where its addresses were made and not seen; null where they were not looked for, or the case has no data of their chains. */
export type KeySight = (row: Pick<TraceRow, 'fingerprint'>) => boolean | null;

/** Read where the first key is asked about: of what chain data name themselves nothing of it is needed. */
export function keysSeen(file: CaseFile): KeySight {
  let seen: ReadonlyMap<string, boolean> | null = null;
  return ({ fingerprint }) => {
    seen ??= statesOf(file);
    return seen.get(hex(fingerprint)) ?? null;
  };
}

function statesOf(file: CaseFile): ReadonlyMap<string, boolean> {
  const look = file.keys.lastRun() as KeysFound | null;
  const states = new Map(look?.origins.flatMap(({ findings }) => findings.map(({ key, state }) => [key.id, state] as const)));
  const seen = new Map<string, boolean>();
  for (const { id, origin } of states.size === 0 ? [] : file.keys.origins()) {
    const state = states.get(id);
    if (state === 'used') seen.set(origin, true);
    else if (state === 'unused' && !seen.has(origin)) seen.set(origin, false);
  }
  return seen;
}
