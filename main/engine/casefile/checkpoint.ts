// Checkpoints: a signed statement of the journal's size and head, with a short code a person can note on paper.
import { Fault } from '../../../shared/model/fault.ts';
import { canonicalJson } from '../kernel/index.ts';
import type { ChainLog } from './chainLog.ts';
import type { Connection } from './connection.ts';
import { fingerprintOf, type Signer } from './signing.ts';

export interface Checkpoint {
  readonly size: number;
  readonly headHash: string;
  readonly time: string;
  readonly code: string;
  readonly publicKey: string;
  readonly signature: string;
}

// Crockford's base 32: no I, L, O, U, so that a code survives handwriting and a telephone.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `SIZE-XXXX-XXXX-XXXX`: the size and the first 60 bits of the head hash. */
export function checkpointCode(size: number, headHash: string): string {
  let bits = BigInt(`0x${headHash.slice(0, 15)}`);
  let text = '';
  for (let i = 0; i < 12; i++) {
    text = ALPHABET[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return `${size}-${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

/** The journal size at which a noted code lies on this chain, or null. Forgives case, blanks and look-alikes. */
export function matchCode(log: ChainLog, code: string): number | null {
  const clean = code.toUpperCase().replace(/\s/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const size = Number(/^(\d{1,12})-/.exec(clean)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(size)) return null;
  const hash = log.hashAt(size);
  return hash !== undefined && checkpointCode(size, hash) === clean ? size : null;
}

/** Signs the present head; the same head is signed once. Without a connection (read-only media) it is not kept. */
export function makeCheckpoint(connection: Connection | null, log: ChainLog, signer: Signer): Checkpoint {
  const { size, headHash, time } = log.head();
  const stored = connection === null ? null : readCheckpoint(connection, size);
  if (stored !== null && stored.headHash === headHash && stored.publicKey === signer.publicKey) return stored;
  const body = { size, headHash, time: time ?? '', code: checkpointCode(size, headHash) };
  const signature = Buffer.from(
    signer.sign(Buffer.from(canonicalJson({ ...body, fingerprint: fingerprintOf(signer.publicKey) }))),
  ).toString('hex');
  const checkpoint = { ...body, publicKey: signer.publicKey, signature };
  connection
    ?.prepare('INSERT OR REPLACE INTO checkpoint (size, head_hash, time, code, public_key, signature) VALUES (?,?,?,?,?,?)')
    .run(size, headHash, checkpoint.time, checkpoint.code, checkpoint.publicKey, signature);
  return checkpoint;
}

export function readCheckpoint(connection: Connection, size: number): Checkpoint | null {
  const row = connection
    .prepare('SELECT size, head_hash AS headHash, time, code, public_key AS publicKey, signature FROM checkpoint WHERE size = ?')
    .get(size);
  return (row as Checkpoint | undefined) ?? null;
}

/** Throws `journal.broken` where the journal no longer holds a head that was signed: events were cut off or replaced. */
export function checkCheckpoints(connection: Connection, log: ChainLog): void {
  const signed = connection.prepare('SELECT size, head_hash AS headHash FROM checkpoint ORDER BY size').all() as {
    size: number;
    headHash: string;
  }[];
  for (const { size, headHash } of signed) if (log.hashAt(size) !== headHash) throw new Fault('journal.broken', { sequence: size });
}
