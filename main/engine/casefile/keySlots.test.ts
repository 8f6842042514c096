// Key slots by themselves: what opens, what does not, and what a hostile keys.json cannot do. Rules: SPEC.md K.
import { createDecipheriv } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argon2id } from 'hash-wasm';
import { afterAll, describe, expect, it } from 'vitest';
import { caseDesk, faultOf } from '../../../tests/fixtures/caseDesk.ts';
import { canonicalJson } from '../kernel/index.ts';
import { DATABASE_KEY_BYTES, deriveKey, type KeyFile, type KeySlot, makeSlot, openSlot, readKeyFile, writeKeyFile } from './keySlots.ts';

const { host, ...desk } = await caseDesk();
const folder = mkdtempSync(join(tmpdir(), 'tracehold-keys-'));
afterAll(() => {
  desk.clear();
  rmSync(folder, { recursive: true, force: true });
});

const databaseKey = host.randomBytes(DATABASE_KEY_BYTES);
const person = { kind: 'examiner', name: 'Erika Muster', created: '2026-01-02T03:04:05.000Z' } as const;
const { slot } = await makeSlot(host, 'case-1', person, 'café', databaseKey);
const keys: KeyFile = { format: 'tracehold-keys/1', caseId: 'case-1', slots: [slot] };

it('[K1] is derived alike by Node’s own Argon2id and by the one that Electron uses', async () => {
  const derivation = { name: 'argon2id', memoryKiB: 8192, passes: 2, parallelism: 4, salt: '0123456789abcdef'.repeat(2) } as const;
  const theirs = await argon2id({
    ...{ password: 'pässwörd 密码', salt: Buffer.from(derivation.salt, 'hex'), memorySize: 8192, iterations: 2, parallelism: 4 },
    ...{ hashLength: 32, outputType: 'binary' },
  });
  expect(Buffer.from(await deriveKey('pässwörd 密码'.normalize('NFD'), derivation)).equals(Buffer.from(theirs))).toBe(true);
});

describe('a slot', () => {
  it('[K1] opens with its passphrase and gives the key that was wrapped', async () => {
    expect(Buffer.from((await openSlot(keys, 'café')).databaseKey)).toEqual(Buffer.from(databaseKey));
  });

  it('[K1] is AES-256-GCM under Argon2id with the stored parameters, as an outsider would undo it', async () => {
    expect(slot.derivation).toMatchObject({ name: 'argon2id', memoryKiB: 65_536, passes: 3, parallelism: 4 });
    const { salt, memoryKiB, passes, parallelism } = slot.derivation;
    const wrappingKey = await argon2id({
      password: 'café',
      salt: Buffer.from(salt, 'hex'),
      memorySize: memoryKiB,
      iterations: passes,
      parallelism,
      hashLength: 32,
      outputType: 'binary',
    });
    const sealed = Buffer.from(slot.wrapped.sealed, 'hex');
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey, Buffer.from(slot.wrapped.nonce, 'hex'));
    decipher.setAAD(Buffer.from(canonicalJson({ caseId: 'case-1', id: slot.id, ...person, derivation: slot.derivation })));
    decipher.setAuthTag(sealed.subarray(-16));
    expect(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])).toEqual(Buffer.from(databaseKey));
  });

  it('[K2] takes accents as any keyboard sends them', async () => {
    expect('café').not.toBe('café'.normalize('NFD'));
    await openSlot(keys, 'café'.normalize('NFD'));
  });

  it('[K3] does not open with another passphrase', async () => {
    for (const wrong of ['cafe', 'CAFÉ', 'café ', ' ']) expect((await faultOf(() => openSlot(keys, wrong))).code).toBe('case.passphrase');
  });

  it.each([
    ['another case', { ...keys, caseId: 'case-2' }],
    ['another name', { ...keys, slots: [{ ...slot, name: 'Somebody Else' }] }],
    ['another kind', { ...keys, slots: [{ ...slot, kind: 'agencyRecovery' as const }] }],
    ['cheaper parameters', { ...keys, slots: [{ ...slot, derivation: { ...slot.derivation, passes: 2 } }] }],
    ['a changed bit', { ...keys, slots: [{ ...slot, wrapped: { ...slot.wrapped, sealed: flipped(slot.wrapped.sealed) } }] }],
  ])('[K4] moved to %s does not open', async (_, moved: KeyFile) => {
    expect((await faultOf(() => openSlot(moved, 'café'))).code).toBe('case.passphrase');
  });

  it('[K5] of secrets never opens the case', async () => {
    const secrets = await makeSlot(host, 'case-1', { ...person, kind: 'secrets' }, 'other', databaseKey);
    expect((await faultOf(() => openSlot({ ...keys, slots: [secrets.slot, slot] }, 'other'))).code).toBe('case.passphrase');
    await openSlot({ ...keys, slots: [secrets.slot, slot] }, 'café');
  });
});

function flipped(hex: string): string {
  return (hex[0] === '0' ? '1' : '0') + hex.slice(1);
}

describe('keys.json', () => {
  const write = (text: string) => writeFileSync(join(folder, 'keys.json'), text);
  const slots = (count: number, change: (n: number) => Partial<KeySlot>) => ({
    ...keys,
    slots: Array.from({ length: count }, (_, n) => ({ ...slot, id: `slot${n}`, ...change(n) })),
  });

  it('[K6] missing is not the same as damaged', async () => {
    rmSync(join(folder, 'keys.json'), { force: true });
    expect((await faultOf(() => readKeyFile(folder))).code).toBe('case.keysMissing');
  });

  it.each([
    ['nothing', ''],
    ['half of it', JSON.stringify(keys).slice(0, 200)],
    ['zeros', '\0'.repeat(300)],
    ['another format', JSON.stringify({ ...keys, format: 'tracehold-keys/2' })],
    ['an unknown field', JSON.stringify({ ...keys, more: 1 })],
    ['a slot without its salt', JSON.stringify({ ...keys, slots: [{ ...slot, derivation: { ...slot.derivation, salt: '' } }] })],
    ['half a byte', JSON.stringify({ ...keys, slots: [{ ...slot, wrapped: { ...slot.wrapped, sealed: `${slot.wrapped.sealed}a` } }] })],
    ['a nonce of another length', JSON.stringify({ ...keys, slots: [{ ...slot, wrapped: { ...slot.wrapped, nonce: '00' } }] })],
    ['one id twice', JSON.stringify({ ...keys, slots: [slot, slot] })],
    ['a list', '[]'],
    ['null', 'null'],
    ['a prototype', '{"__proto__":{"format":"tracehold-keys/1"}}'],
  ])('[K6] of %s is damaged, and says so', async (_, text) => {
    write(text);
    expect((await faultOf(() => readKeyFile(folder))).code).toBe('case.keysDamaged');
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toBe(text);
  });

  it.each([
    ['4 TiB of memory', slots(1, () => ({ derivation: { ...slot.derivation, memoryKiB: 2 ** 32 } }))],
    ['a billion passes', slots(1, () => ({ derivation: { ...slot.derivation, passes: 1e9 } }))],
    ['a thousand lanes', slots(1, () => ({ derivation: { ...slot.derivation, parallelism: 1000 } }))],
    ['negative memory', slots(1, () => ({ derivation: { ...slot.derivation, memoryKiB: -1 } }))],
    ['a thousand slots', slots(1000, () => ({}))],
    ['slots that are dear together', slots(16, () => ({ derivation: { ...slot.derivation, memoryKiB: 1_048_576, passes: 64 } }))],
    ['two megabytes', { ...keys, caseId: 'x'.repeat(2 << 20) }],
  ])('[K7] asking for %s is refused before anything is derived', async (_, hostile) => {
    write(JSON.stringify(hostile));
    const start = performance.now();
    expect((await faultOf(() => readKeyFile(folder))).code).toBe('case.keysDamaged');
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('[K8] is replaced whole and leaves nothing beside it', () => {
    writeKeyFile(folder, keys);
    writeKeyFile(folder, { ...keys, slots: [slot, { ...slot, id: 'second' }] });
    expect(readKeyFile(folder).slots).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(['keys.json']);
  });

  it('[K8] that could not be read again is never written', () => {
    writeKeyFile(folder, keys);
    expect(() =>
      writeKeyFile(
        folder,
        slots(17, () => ({})),
      ),
    ).toThrow();
    expect(readKeyFile(folder)).toEqual(keys);
  });
});
