// Adding and removing slots, and moving a case to a new key: with files as each step leaves them. Rules: SPEC.md K.
import { spawn } from 'node:child_process';
import { cpSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../shared/model/fault.ts';
import { caseDesk, faultOf, PASSPHRASE } from '../../../tests/fixtures/caseDesk.ts';
import { smallDisk } from '../../../tests/fixtures/mounts.ts';
import { openDatabase } from './connection.ts';
import { openCase } from './index.ts';
import { openKeyring } from './keyring.ts';
import { type KeyFile, openSlot, readKeyFile, rewrapSlot, writeKeyFile } from './keySlots.ts';
import { openMeta } from './meta.ts';

const desk = await caseDesk();
afterAll(() => desk.clear());
const made = await desk.create('made');
for (let i = 0; i < 300; i++) made.act('test.padding', { i, text: 'padding '.repeat(80) });
await made.close();
desk.cheapen('made');

let number = 0;
let name = '';
let folder = '';
beforeEach(() => {
  name = `copy${number++}`;
  folder = desk.at(`${name}.tracehold`);
  cpSync(desk.at('made.tracehold'), folder, { recursive: true });
});
const codes = (file: { notices: readonly { code: string }[] }) => file.notices.map(({ code }) => code);
async function namesInJournal(passphrase = PASSPHRASE): Promise<string[]> {
  const file = await desk.open(name, passphrase);
  const names = [...file.journal.all()].map(({ header }) => header.name).filter((one) => one.startsWith('key.'));
  await file.close();
  return names;
}

describe('slots', () => {
  it('[K9] another person’s passphrase opens the case in their name, until their slot is removed', async () => {
    const file = await desk.open(name);
    await file.addSlot('secondExaminer', 'Otto Beispiel', 'otto’s passphrase');
    expect(file.slots().map(({ kind, name: who }) => `${kind} ${who}`)).toEqual(['examiner Erika Muster', 'secondExaminer Otto Beispiel']);
    await file.close();
    const second = await desk.open(name, 'otto’s passphrase');
    expect(second.examiner).toBe('Otto Beispiel');
    second.act('test.his', {});
    expect(second.journal.list({ limit: 1 })[0]?.header.examiner).toBe('Otto Beispiel');
    second.removeSlot(second.slots()[1]?.id ?? '');
    await second.close();
    expect((await faultOf(() => desk.open(name, 'otto’s passphrase'))).code).toBe('case.passphrase');
    expect(await namesInJournal()).toEqual(['key.added', 'key.slotAdded', 'key.slotRemoved']);
  });

  it('[K9] the last slot and an unknown one are not removed', async () => {
    const file = await desk.open(name);
    expect((await faultOf(() => file.removeSlot(file.slots()[0]?.id ?? ''))).code).toBe('case.slotLast');
    expect((await faultOf(() => file.removeSlot('nobody'))).code).toBe('case.slotUnknown');
    // The key of secrets opens no case, and nothing that was sealed opens without it.
    await file.makeSecretsKey('a');
    expect((await faultOf(() => file.makeSecretsKey('b'))).code).toBe('case.secretsKeyThere');
    expect((await faultOf(() => file.removeSlot(file.slots()[0]?.id ?? ''))).code).toBe('case.slotLast');
    expect((await faultOf(() => file.removeSlot(file.slots()[1]?.id ?? ''))).code).toBe('case.slotUnknown');
    await file.close();
  });

  it('[K8] there are at most sixteen', async () => {
    const keys = readKeyFile(folder);
    writeKeyFile(folder, {
      ...keys,
      slots: Array.from({ length: 16 }, (_, i) => ({
        ...(keys.slots[0] as KeyFile['slots'][number]),
        ...(i === 0 ? {} : { id: `slot${i}` }),
      })),
    });
    const file = await desk.open(name);
    expect((await faultOf(() => file.addSlot('examiner', 'One Too Many', 'x'))).code).toBe('case.slotsFull');
    // The key of secrets takes one too: told before anything is written, and made once there is room.
    const before = [readFileSync(join(folder, 'keys.json'), 'utf8'), file.journal.head().size];
    expect((await faultOf(() => file.makeSecretsKey('for secrets'))).code).toBe('case.slotsFull');
    expect([readFileSync(join(folder, 'keys.json'), 'utf8'), file.journal.head().size]).toEqual(before);
    expect(file.sealer()).toBeNull();
    file.removeSlot('slot15');
    await file.makeSecretsKey('for secrets');
    expect(file.slots().length).toBe(16);
    expect((await faultOf(() => file.addSlot('examiner', 'One Too Many', 'x'))).code).toBe('case.slotsFull');
    await file.close();
    await (await desk.open(name)).close();
  });
});

describe('old copies of keys.json', () => {
  it('[K10] open the case after a removal, as every opening says, and no longer after a rekey', async () => {
    const file = await desk.open(name);
    await file.addSlot('secondExaminer', 'Otto Beispiel', 'otto');
    const oldKeys = readFileSync(join(folder, 'keys.json'));
    file.removeSlot(file.slots()[1]?.id ?? '');
    expect(codes(file)).toEqual(['oldKeysPossible']);
    await file.close();

    const newKeys = readFileSync(join(folder, 'keys.json'));
    writeFileSync(join(folder, 'keys.json'), oldKeys);
    const throughOldCopy = await desk.open(name, 'otto');
    expect(codes(throughOldCopy)).toEqual(['oldKeysPossible']);
    await throughOldCopy.close();

    writeFileSync(join(folder, 'keys.json'), newKeys);
    const owner = await desk.open(name);
    expect(codes(owner)).toEqual(['oldKeysPossible']);
    await owner.rekey(PASSPHRASE);
    expect(codes(owner)).toEqual([]);
    await owner.close();
    expect(codes(await reopened())).toEqual([]);

    const afterRekey = readFileSync(join(folder, 'keys.json'));
    writeFileSync(join(folder, 'keys.json'), oldKeys);
    for (const passphrase of ['otto', PASSPHRASE]) expect((await faultOf(() => desk.open(name, passphrase))).code).toBe('case.damaged');
    writeFileSync(join(folder, 'keys.json'), afterRekey);
    await reopened();
  });

  async function reopened() {
    const file = await desk.open(name);
    await file.close();
    return file;
  }
});

describe('rekey', () => {
  it('[K11] changes every page, drops the other people’s slots, keeps the secrets, and goes on working', async () => {
    const before = readFileSync(join(folder, 'case.db'));
    const file = await desk.open(name);
    await file.addSlot('secondExaminer', 'Otto Beispiel', 'otto');
    await file.makeSecretsKey('secret');
    const secretsKey = await file.openSecretsKey('secret');
    expect((await faultOf(() => file.rekey('wrong'))).code).toBe('case.passphrase');
    await file.rekey(PASSPHRASE);
    expect(file.slots().map(({ kind }) => kind)).toEqual(['examiner', 'secrets']);
    expect(await file.openSecretsKey('secret')).toEqual(secretsKey);
    expect((await faultOf(() => file.openSecretsKey(PASSPHRASE))).code).toBe('case.secretsPassphrase');
    file.act('test.after', {});
    await file.addSlot('agencyRecovery', 'Safe', 'recovery');
    await file.close();
    const after = readFileSync(join(folder, 'case.db'));
    for (let at = 0; at < before.length; at += 4096)
      expect(after.subarray(at, at + 4096).equals(before.subarray(at, at + 4096))).toBe(false);
    expect((await faultOf(() => desk.open(name, 'otto'))).code).toBe('case.passphrase');
    const recovery = await desk.open(name, 'recovery');
    expect(recovery.journal.verify().size).toBe(302 + 6);
    await recovery.close();
  });

  /** The files as a kill between two steps leaves them. */
  async function halfway(databaseMoved: boolean): Promise<void> {
    const file = await desk.open(name);
    await file.addSlot('secondExaminer', 'Otto Beispiel', 'otto');
    await file.close();
    const keys = readKeyFile(folder);
    const holder = await openSlot(keys, PASSPHRASE);
    const nextKey = desk.host.randomBytes(48);
    const moving = rewrapSlot(desk.host, keys.caseId, holder.slot, holder.wrappingKey, nextKey, 'next');
    writeKeyFile(folder, { ...keys, slots: keys.slots.map((slot) => (slot.id === moving.id ? moving : slot)) });
    if (!databaseMoved) return;
    const connection = openDatabase(join(folder, 'case.db'), holder.databaseKey, { readonly: false, create: false });
    connection.pragma(`rekey="x'${Buffer.from(nextKey).toString('hex')}'"`);
    connection.close();
  }

  it('[K12] interrupted before the database moved: everybody still opens it, and it counts as not done', async () => {
    await halfway(false);
    expect(await namesInJournal('otto')).toEqual(['key.added', 'key.slotAdded', 'key.rekeyAbandoned']);
    expect(readKeyFile(folder).slots.map((slot) => slot.next)).toEqual([undefined, undefined]);
    await (await desk.open(name)).close();
  });

  it('[K12] interrupted after the database moved: the one who started it ends it by opening', async () => {
    await halfway(true);
    expect(await faultOf(() => desk.open(name, 'otto'))).toEqual({ code: 'case.rekeyUnfinished', parameters: { name: 'Erika Muster' } });
    expect(await namesInJournal()).toEqual(['key.added', 'key.slotAdded', 'key.rekeyed']);
    expect(readKeyFile(folder).slots).toHaveLength(1);
    expect(readKeyFile(folder).slots[0]?.next).toBeUndefined();
    expect((await faultOf(() => desk.open(name, 'otto'))).code).toBe('case.passphrase');
  });

  it('[K14] whose pages moved and whose end could not be written refuses every change of keys until it is opened again', async () => {
    const keys = readKeyFile(folder);
    const opened = await openSlot(keys, PASSPHRASE);
    const connection = openDatabase(join(folder, 'case.db'), opened.databaseKey, { readonly: false, create: false });
    const full = (event: string) => {
      if (event === 'key.rekeyed') throw new Fault('case.diskFull');
    };
    const meta = openMeta(connection);
    const keyring = openKeyring({ host: desk.host, folder, connection, keys, opened, databaseKey: opened.databaseKey, meta, act: full });
    expect((await faultOf(() => keyring.rekey(PASSPHRASE))).code).toBe('case.diskFull');
    expect((await faultOf(() => keyring.rekey(PASSPHRASE))).code).toBe('case.rekeyIncomplete');
    expect((await faultOf(() => keyring.add('secondExaminer', 'Otto', 'otto'))).code).toBe('case.rekeyIncomplete');
    expect((await faultOf(async () => keyring.remove(opened.slot.id))).code).toBe('case.rekeyIncomplete');
    connection.close();
    expect(await namesInJournal()).toEqual(['key.added', 'key.rekeyed']);
    expect(readKeyFile(folder).slots.map((slot) => slot.next)).toEqual([undefined]);
  });

  it('[K13] killed at any moment leaves a case that opens with all it held', async () => {
    const file = await desk.open(name);
    for (let i = 0; i < 800; i++) file.act('test.bulk', { i, text: Buffer.from(desk.host.randomBytes(6000)).toString('base64') });
    await file.close();
    const ends = new Set<string>();
    const saltOf = (path: string) => readFileSync(path).subarray(0, 16).toString('hex');
    for (let round = 0; round < 8; round++) {
      const copy = desk.at(`${name}-${round}.tracehold`);
      cpSync(folder, copy, { recursive: true });
      const database = join(copy, 'case.db');
      const salt = saltOf(database);
      const child = spawn(process.execPath, [join(import.meta.dirname, '../../../tests/fixtures/rekeyer.ts'), copy, desk.key.path]);
      await new Promise((resolve, reject) => {
        child.stdout.once('data', resolve);
        child.once('exit', () => reject(new Error('the child ended by itself')));
      });
      if (round < 4) await new Promise((resolve) => setTimeout(resolve, round * 60));
      // While pages are being replaced: the first one is, so the file opens under neither key without its rollback journal.
      else while (saltOf(database) === salt) await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      const again = await openCase(desk.host, copy, PASSPHRASE, desk.key);
      expect(again.journal.verify().size).toBeGreaterThanOrEqual(302 + 800);
      expect(again.journal.named('test.bulk')).toHaveLength(800);
      ends.add(again.journal.named('key.rekeyed').length > 0 ? 'moved' : 'stayed');
      expect(readKeyFile(copy).slots.map((slot) => slot.next)).toEqual([undefined]);
      await again.close();
    }
    expect(ends.has('stayed')).toBe(true);
  });

  it('[K14] on a full disk is given up, and the case goes on under its old key', async (context) => {
    const disk = desk.at(`${name}-disk`);
    const mount = smallDisk(disk, 8000);
    if (mount === null) return context.skip('this machine does not let the test mount a small disk');
    try {
      cpSync(folder, join(disk, 'case.tracehold'), { recursive: true });
      const file = await openCase(desk.host, join(disk, 'case.tracehold'), PASSPHRASE, desk.key);
      // Room for keys.json and some events, not for the rollback journal of every page.
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize - 200_000));
      expect((await faultOf(() => file.rekey(PASSPHRASE))).code).toBe('case.diskFull');
      file.act('test.after', {});
      await file.close();
      const again = await openCase(desk.host, join(disk, 'case.tracehold'), PASSPHRASE, desk.key);
      expect(again.notices).toEqual([]);
      expect(again.journal.named('key.rekeyAbandoned')).toHaveLength(1);
      expect(again.journal.named('test.after')).toHaveLength(1);
      await again.close();
    } finally {
      mount.unmount();
    }
  });
});
