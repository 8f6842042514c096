// One find in the case: counted, its value kept once, its first places kept; sealed where it is a secret, and so are the bytes around it.
import type { TracePlace } from '../../../../shared/contract/device.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { type Hit, SECRET_KINDS } from '../scanners/hit.ts';
import { fingerprintOf, GUESSABLE_KINDS, MOST_PLACES, MOST_VALUES, masked } from '../scanners/kept.ts';
import type { WalletRead } from '../scanners/seized.ts';
import { keepAccountKeys } from './accountKeys.ts';
import type { ScanCounts } from './scanCounts.ts';

export type Sealer = NonNullable<ReturnType<CaseFile['sealer']>>;

/** A find with the place where it stands. */
export interface Find extends Pick<Hit, 'kind' | 'value' | 'checks' | 'detail' | 'isKnownExample'> {
  readonly place: TracePlace;
  readonly near: Uint8Array;
  readonly message: number | null;
  /** Of several alike at one place, which. */
  readonly nth?: number;
  /** In a message, of which the file's own bytes were scanned before: where what stands there was counted by them. */
  readonly inBytes?: Pick<TracePlace, 'path' | 'offset'> | null;
}

/** What is sealed with a trace, so that no sealed value can stand for another. */
export const sealedAs = (scan: number, kind: string, what: 'value' | 'around'): unknown => ({ scan, kind, what });

/** SHA-256 of its value; of what a guess could find from that, of its place: each is a trace of its own. */
export function fingerprintOfFind({
  kind,
  value,
  detail,
  place,
  message,
  nth = 0,
}: Omit<Find, 'isKnownExample' | 'near' | 'checks'>): Buffer {
  if (!GUESSABLE_KINDS.has(kind)) return fingerprintOf(value);
  const at = [place.path, place.offset, message];
  return fingerprintOf(JSON.stringify(kind === 'phrasePart' ? at : [...at, ...detail, nth]));
}

/** Counts the find, keeps its value once and its first places. False where no more different values of its kind are kept. */
export function keepFind(file: CaseFile, sealer: Sealer, scan: number, counts: ScanCounts, find: Find): boolean {
  const { kind, value, checks, detail, isKnownExample, place, near, message } = find;
  const secret = SECRET_KINDS.has(kind);
  const fingerprint = fingerprintOfFind(find);
  const seal = (content: Uint8Array, what: 'value' | 'around'): Uint8Array => sealer.seal(content, sealedAs(scan, kind, what));
  const before = counts.valuesOf[kind] ?? 0;
  if (before >= MOST_VALUES && file.devices.known(scan, kind, fingerprint) === null) {
    counts.more++;
    return false;
  }
  const row = { scan, kind, fingerprint, value: secret ? masked(kind, value) : value, secret, example: isKnownExample, checks, detail };
  const counted = countedBefore(file, scan, fingerprint, find);
  const { id, count } = counted ?? file.devices.meet(row, () => (secret ? seal(Buffer.from(value), 'value') : null));
  if (count === 1 && counted === null) {
    counts.valuesOf[kind] = before + 1;
    keepAccountKeys(file, id, { kind, value, fingerprint });
  }
  if (count <= MOST_PLACES)
    file.devices.addPlace(
      { trace: id, ...place, imageOffset: place.imageOffset ?? null, pieces: place.pieces ?? [], message },
      near.length === 0 ? null : seal(near, 'around'),
    );
  return true;
}

/** The trace that its bytes were counted as. Beyond the places that are kept it is taken that they were. */
function countedBefore(
  file: CaseFile,
  scan: number,
  fingerprint: Buffer,
  { kind, place: { bytes }, inBytes = null }: Pick<Find, 'kind' | 'place' | 'inBytes'>,
) {
  if (inBytes === null) return null;
  const trace = file.devices.known(scan, kind, fingerprint);
  if (trace === null) return null;
  return trace.count > MOST_PLACES || file.devices.standsIn(trace.id, { ...inBytes, bytes }) ? trace : null;
}

/** What a wallet's file says in its own form: its bytes may say it to no reader but its own. */
export function findsOf(path: string, { wallet, secrets }: WalletRead): Omit<Find, 'isKnownExample' | 'near'>[] {
  const at = {
    ...{ checks: ['record'] as const, message: null, place: { path, offset: 0, bytes: 0, encoding: 'record' as const } },
  };
  const counts = new Map<string, number>();
  const nthOf = (alike: string): number => {
    const nth = counts.get(alike) ?? 0;
    counts.set(alike, nth + 1);
    return nth;
  };
  return [
    ...secrets.map(({ kind, value, detail }) => ({ ...at, kind, value, detail, nth: nthOf(`${kind} ${detail.join(' ')}`) })),
    ...wallet.addresses.map(({ address, chains }) => ({ ...at, kind: 'address' as const, value: address, detail: chains })),
    ...wallet.keys.flatMap(({ kind, value, path: of }) =>
      kind === 'publicKey' ? [] : [{ ...at, kind, value, detail: of === '' ? [] : [of] }],
    ),
    ...wallet.transactions.map(({ id }) => ({ ...at, kind: 'transaction' as const, value: id, detail: [] })),
  ];
}
