// keys.json: the database key, wrapped once per slot under a passphrase (docs/FORMATS.md §2). Knows no database.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../../shared/model/fault.ts';
import { argon2idKey, canonicalJson, type Host } from '../kernel/index.ts';

/** 32 bytes of key and 16 of salt, as SQLCipher takes a raw key. */
export const DATABASE_KEY_BYTES = 48;

/** Passphrases that can open one case; each costs a derivation at every opening. */
export const MOST_SLOTS = 16;
const LARGEST_KEY_FILE_BYTES = 1 << 20;

// Upper bounds: a hostile file must not be able to exhaust the machine.
export const KeyDerivation = z.strictObject({
  name: z.literal('argon2id'),
  memoryKiB: z.number().int().min(8192).max(1_048_576),
  passes: z.number().int().min(1).max(64),
  parallelism: z.number().int().min(1).max(16),
  salt: z.string().regex(/^([0-9a-f]{2}){16,64}$/),
});
export const Wrapped = z.strictObject({ nonce: z.string().regex(/^[0-9a-f]{24}$/), sealed: z.string().regex(/^([0-9a-f]{2}){16,256}$/) });
export type Wrapped = z.output<typeof Wrapped>;

const KeySlot = z.strictObject({
  id: z.string().max(64),
  kind: z.enum(['examiner', 'secondExaminer', 'agencyRecovery', 'secrets']),
  name: z.string().max(400),
  created: z.string().max(40),
  derivation: KeyDerivation,
  wrapped: Wrapped,
  /** Present only while a rekey is under way: the key that replaces the other. */
  next: Wrapped.optional(),
});
export type KeySlot = z.output<typeof KeySlot>;
/** Slots that open the case. */
export type PersonsKind = Exclude<KeySlot['kind'], 'secrets'>;

const NAME = 'keys.json';
const DEFAULT_DERIVATION = { name: 'argon2id', memoryKiB: 65_536, passes: 3, parallelism: 4 } as const;
/** All slots together may cost what four times the most slots of our own making would. */
const MOST_WORK = 4 * MOST_SLOTS * DEFAULT_DERIVATION.memoryKiB * DEFAULT_DERIVATION.passes;

const KeyFile = z
  .strictObject({ format: z.literal('tracehold-keys/1'), caseId: z.string().max(64), slots: z.array(KeySlot).max(MOST_SLOTS) })
  .refine(({ slots }) => new Set(slots.map(({ id }) => id)).size === slots.length, { path: ['slots', 'id'] })
  .refine(({ slots }) => slots.reduce((sum, { derivation }) => sum + derivation.memoryKiB * derivation.passes, 0) <= MOST_WORK, {
    path: ['slots', 'derivation'],
  });
export type KeyFile = z.output<typeof KeyFile>;

export function readKeyFile(folder: string): KeyFile {
  const path = join(folder, NAME);
  if (!existsSync(path)) throw new Fault('case.keysMissing', { file: NAME });
  let parsed: unknown;
  try {
    if (statSync(path).size > LARGEST_KEY_FILE_BYTES) throw new Error('too large');
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Fault('case.keysDamaged', { file: NAME, reason: 'not JSON' }, error);
  }
  const checked = KeyFile.safeParse(parsed);
  if (!checked.success) throw new Fault('case.keysDamaged', { file: NAME, reason: checked.error.issues[0]?.path.join('.') ?? '' });
  return checked.data;
}

/** Replaces a file so that a kill leaves the old or the new one, never a mixture: temp, fsync, rename. */
export function replaceFile(path: string, text: string): void {
  const temporary = `${path}.new`;
  try {
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** Makes a rename last through a power cut. Windows offers nothing of the kind for folders. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Writes only what can be read again: a file that breaks its own rules would lock everybody out. */
export function writeKeyFile(folder: string, keys: KeyFile): void {
  KeyFile.parse(keys);
  replaceFile(join(folder, NAME), `${JSON.stringify(keys, null, 2)}\n`);
}

/** Argon2id of a passphrase, NFC-normalised so that one keyboard's accents equal another's. */
export function deriveKey(passphrase: string, derivation: KeySlot['derivation']): Promise<Uint8Array> {
  return argon2idKey(passphrase.normalize('NFC'), Buffer.from(derivation.salt, 'hex'), derivation);
}

export function newDerivation(host: Host): KeySlot['derivation'] {
  return { ...DEFAULT_DERIVATION, salt: Buffer.from(host.randomBytes(16)).toString('hex') };
}

/** AES-256-GCM; `context` is authenticated with the content, so a slot cannot be moved between cases or kinds. */
export function wrap(host: Host, wrappingKey: Uint8Array, secret: Uint8Array, context: unknown): Wrapped {
  const nonce = host.randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce);
  cipher.setAAD(Buffer.from(canonicalJson(context)));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return { nonce: Buffer.from(nonce).toString('hex'), sealed: sealed.toString('hex') };
}

/** The secret, or null when the key or the context does not fit. */
export function unwrap(wrappingKey: Uint8Array, wrapped: Wrapped, context: unknown): Uint8Array | null {
  const sealed = Buffer.from(wrapped.sealed, 'hex');
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey, Buffer.from(wrapped.nonce, 'hex'));
  decipher.setAAD(Buffer.from(canonicalJson(context)));
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  } catch {
    return null;
  }
}

function slotContext(caseId: string, slot: Pick<KeySlot, 'id' | 'kind' | 'name' | 'created' | 'derivation'>): unknown {
  return { caseId, id: slot.id, kind: slot.kind, name: slot.name, created: slot.created, derivation: slot.derivation };
}

export async function makeSlot(
  host: Host,
  caseId: string,
  person: { readonly kind: KeySlot['kind']; readonly name: string; readonly created: string },
  passphrase: string,
  databaseKey: Uint8Array,
): Promise<OpenedSlot> {
  const slot = { id: Buffer.from(host.randomBytes(6)).toString('hex'), ...person, derivation: newDerivation(host) };
  const wrappingKey = await deriveKey(passphrase, slot.derivation);
  return {
    slot: { ...slot, wrapped: wrap(host, wrappingKey, databaseKey, slotContext(caseId, slot)) },
    databaseKey,
    nextKey: null,
    wrappingKey,
  };
}

export interface OpenedSlot {
  readonly slot: KeySlot;
  readonly databaseKey: Uint8Array;
  /** The key under which an interrupted rekey may have left the database. */
  readonly nextKey: Uint8Array | null;
  readonly wrappingKey: Uint8Array;
}

/** The slot that a passphrase opens; throws `case.passphrase` when none does. */
export async function openSlot(keys: KeyFile, passphrase: string): Promise<OpenedSlot> {
  for (const slot of keys.slots) {
    if (slot.kind === 'secrets') continue;
    const wrappingKey = await deriveKey(passphrase, slot.derivation);
    const context = slotContext(keys.caseId, slot);
    const databaseKey = unwrap(wrappingKey, slot.wrapped, context);
    if (databaseKey === null) continue;
    if (databaseKey.length !== DATABASE_KEY_BYTES) throw new Fault('case.keysDamaged', { file: NAME, reason: 'key length' });
    return { slot, databaseKey, nextKey: slot.next === undefined ? null : unwrap(wrappingKey, slot.next, context), wrappingKey };
  }
  throw new Fault('case.passphrase');
}

/** The key that a slot of secrets holds, or null where the passphrase is another. */
export async function openSecretsSlot(caseId: string, slot: KeySlot, passphrase: string): Promise<Uint8Array | null> {
  return unwrap(await deriveKey(passphrase, slot.derivation), slot.wrapped, slotContext(caseId, slot));
}

/** The same slot holding another key: as its only one, or beside its own as the one a rekey is moving to. */
export function rewrapSlot(
  host: Host,
  caseId: string,
  slot: KeySlot,
  wrappingKey: Uint8Array,
  key: Uint8Array,
  place: 'wrapped' | 'next',
): KeySlot {
  return { ...withoutNext(slot), [place]: wrap(host, wrappingKey, key, slotContext(caseId, slot)) };
}

export function withoutNext(slot: KeySlot): KeySlot {
  const { next: _dropped, ...rest } = slot;
  return rest;
}
