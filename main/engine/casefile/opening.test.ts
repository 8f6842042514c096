// Opening a case whose files are as they should be, and as they should not be. Rules: SPEC.md L.
import { spawn } from 'node:child_process';
import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { caseDesk, DETAILS, faultOf, PASSPHRASE } from '../../../tests/fixtures/caseDesk.ts';
import { immutable, readOnlyView } from '../../../tests/fixtures/mounts.ts';
import { createCase, openCase } from './index.ts';
import { openDatabase } from './connection.ts';
import { openSlot, readKeyFile } from './keySlots.ts';

const desk = await caseDesk();
afterAll(() => desk.clear());

// One case made once and copied for each test: making costs three key derivations.
const made = await desk.create('made');
for (let i = 0; i < 120; i++) made.act('test.padding', { i, text: 'padding '.repeat(80) });
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
const database = () => join(folder, 'case.db');
const databaseKeyOf = async (path: string) => (await openSlot(readKeyFile(path), PASSPHRASE)).databaseKey;
/** Everything that holds evidence or keys; the lock and SQLite's index of the log hold neither. */
function contents(path = folder): Record<string, string> {
  const names = readdirSync(path).filter((one) => one !== 'lock.db' && !one.endsWith('-shm'));
  return Object.fromEntries(names.sort().map((one) => [one, readFileSync(join(path, one)).toString('base64')]));
}
async function refuses(code: string): Promise<Readonly<Record<string, string | number>>> {
  const before = contents();
  const fault = await faultOf(() => desk.open(name));
  expect(fault.code).toBe(code);
  expect(contents()).toEqual(before);
  return fault.parameters;
}

describe('a sound case', () => {
  it('[L1] is one database file after a clean close, and opens with all it held', async () => {
    expect(readdirSync(folder).sort()).toEqual(['case.db', 'keys.json', 'lock.db']);
    const file = await desk.open(name);
    expect(file.details).toMatchObject(DETAILS);
    expect(file.examiner).toBe(DETAILS.examiner);
    expect(file.notices).toEqual([]);
    expect(file.journal.head().size).toBe(122);
    await file.close();
  });

  it('[L1] is SQLCipher 4 by its own description, page by page, and another SQLite reads what is inside', async () => {
    const key = await databaseKeyOf(folder);
    const plain = desk.at(`${name}.plain.db`);
    writeFileSync(plain, decryptedByHand(readFileSync(database()), Buffer.from(key)));
    const outside = new DatabaseSync(plain, { readOnly: true });
    expect(outside.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    expect(outside.prepare('SELECT count(*) AS events FROM journal').get()).toEqual({ events: 122 });
    expect(JSON.parse((outside.prepare("SELECT value FROM meta WHERE key = 'details'").get() as { value: string }).value)).toMatchObject(
      DETAILS,
    );
    outside.close();
  });

  it('[L2] says that it was left open, and loses nothing', async () => {
    const file = await desk.open(name);
    file.act('test.last', { text: 'the last committed event' });
    file.abandon();
    const again = await desk.open(name);
    expect(again.notices.map(({ code }) => code)).toEqual(['uncleanClose']);
    expect(again.journal.list({ limit: 1 })[0]?.header.name).toBe('test.last');
    await again.close();
    const third = await desk.open(name);
    expect(third.notices).toEqual([]);
    await third.close();
  });

  it('[L3] records openings apart from the journal, which they do not change', async () => {
    const heads: string[] = [];
    for (let i = 0; i < 2; i++) {
      const file = await desk.open(name);
      heads.push(file.journal.head().headHash);
      await file.close();
    }
    expect(heads[0]).toBe(heads[1]);
    const file = await desk.open(name);
    expect(file.accessLog.list({ limit: 10 }).map(({ header }) => header.name)).toEqual([
      'case.opened',
      'case.closed',
      'case.opened',
      'case.closed',
      'case.opened',
      'case.closed',
      'case.opened',
    ]);
    expect(file.accessLog.list({ limit: 1 })[0]?.payload).toMatchObject({
      examiner: DETAILS.examiner,
      unclean: false,
      clockBackwards: false,
      program: { program: expect.any(String) },
    });
    await file.close();
  });

  it('[L4] opens under a clock that went backwards, says so and records it', async () => {
    desk.clockOffset = -1e10;
    try {
      const file = await desk.open(name);
      expect(file.notices.map(({ code }) => code)).toEqual(['clockBackwards']);
      expect(file.accessLog.list({ limit: 1 })[0]?.payload).toMatchObject({ clockBackwards: true });
      await file.close();
    } finally {
      desk.clockOffset = 0;
    }
  });
});

/** SQLCipher 4's page format by its published design: AES-256-CBC, HMAC-SHA-512 over ciphertext, IV and page number. */
function decryptedByHand(file: Buffer, key: Buffer): Buffer {
  const [encryptionKey, salt] = [key.subarray(0, 32), key.subarray(32, 48)];
  expect(file.subarray(0, 16)).toEqual(salt);
  const macKey = pbkdf2Sync(encryptionKey, Buffer.from(salt.map((byte) => byte ^ 0x3a)), 2, 32, 'sha512');
  const pages: Buffer[] = [];
  for (let page = 0; page * 4096 < file.length; page++) {
    const bytes = file.subarray(page * 4096, page * 4096 + 4096);
    const start = page === 0 ? 16 : 0;
    const pageNumber = Buffer.alloc(4);
    pageNumber.writeUInt32LE(page + 1);
    const mac = createHmac('sha512', macKey)
      .update(bytes.subarray(start, 4096 - 64))
      .update(pageNumber)
      .digest();
    expect(bytes.subarray(4096 - 64).equals(mac)).toBe(true);
    const decipher = createDecipheriv('aes-256-cbc', encryptionKey, bytes.subarray(4096 - 80, 4096 - 64)).setAutoPadding(false);
    const clear = decipher.update(bytes.subarray(start, 4096 - 80));
    pages.push(Buffer.concat([page === 0 ? Buffer.from('SQLite format 3\0') : Buffer.alloc(0), clear, Buffer.alloc(80)]));
  }
  return Buffer.concat(pages);
}

describe('what is no case', () => {
  it('[L5] is told apart: nothing there, no case, a file, something else in the way', async () => {
    expect((await faultOf(() => desk.open('absent'))).code).toBe('case.notFound');
    mkdirSync(desk.at(`empty${name}.tracehold`));
    expect((await faultOf(() => desk.open(`empty${name}`))).code).toBe('case.notACase');
    writeFileSync(desk.at(`file${name}.tracehold`), 'text');
    expect((await faultOf(() => desk.open(`file${name}`))).code).toBe('case.notACase');
    expect((await faultOf(() => desk.create(`file${name}`))).code).toBe('case.exists');
    expect((await faultOf(() => desk.create(name))).code).toBe('case.exists');
  });

  it('[L5] is not made half: a wrong key passphrase, a place that cannot be written', async () => {
    const wrong = { path: desk.key.path, passphrase: 'wrong' };
    expect((await faultOf(() => createCase(desk.host, desk.at('half'), DETAILS, PASSPHRASE, wrong))).code).toBe('case.keyFilePassphrase');
    expect(readdirSync(desk.folder).filter((one) => one.startsWith('half'))).toEqual([]);
  });

  it('[L5] is made anew over what a killed making left', async () => {
    mkdirSync(desk.at(`killed${name}.tracehold.making`));
    writeFileSync(desk.at(`killed${name}.tracehold.making`, 'case.db'), 'half');
    await (await desk.create(`killed${name}`)).close();
    expect(existsSync(desk.at(`killed${name}.tracehold.making`))).toBe(false);
  });
});

describe('keys', () => {
  it('[L6] wrong passphrase, missing, damaged, of another case: each its own fault, and nothing changes', async () => {
    const before = contents();
    expect((await faultOf(() => desk.open(name, 'wrong'))).code).toBe('case.passphrase');
    expect(contents()).toEqual(before);
    writeFileSync(join(folder, 'keys.json'), '{');
    await refuses('case.keysDamaged');
    rmSync(join(folder, 'keys.json'));
    await refuses('case.keysMissing');
  });

  it('[L6] with another case’s database under the same key material', async () => {
    const other = await desk.create(`other${name}`);
    await other.close();
    copyFileSync(join(other.folder, 'case.db'), database());
    await refuses('case.damaged');
  });
});

describe('a damaged database', () => {
  it.each([0, 1, 100, 4095, 4096, 4097, 8192, 0.5, 0.99, -4096, -1])('[L7] cut at %d is truncated', async (cut) => {
    const whole = readFileSync(database());
    const size = cut < 0 ? whole.length + cut : cut > 0 && cut < 1 ? Math.floor(whole.length * cut) : cut;
    writeFileSync(database(), whole.subarray(0, size));
    expect((await refuses('case.truncated'))['actualBytes']).toBe(size);
  });

  it.each([
    ['the salt', 3],
    ['the first page', 500],
    ['the first page’s code', 4090],
    ['the second page', 4096 + 77],
    ['the middle', 0.5],
    ['the last page', -2000],
    ['the very end', -1],
  ])('[L8] with a bit flipped in %s is damaged', async (_, at) => {
    const bytes = readFileSync(database());
    const place = at < 0 ? bytes.length + at : at < 1 ? Math.floor(bytes.length * at) : at;
    bytes[place] = (bytes[place] as number) ^ 0x10;
    writeFileSync(database(), bytes);
    await refuses('case.damaged');
  });

  it('[L8] with two pages exchanged, overwritten by zeros, or by noise is damaged', async () => {
    const whole = readFileSync(database());
    const exchanged = Buffer.from(whole);
    whole.copy(exchanged, 4096 * 5, 4096 * 6, 4096 * 7);
    whole.copy(exchanged, 4096 * 6, 4096 * 5, 4096 * 6);
    for (const bytes of [exchanged, Buffer.alloc(whole.length), Buffer.from(whole.map((byte) => byte ^ 0xa5))]) {
      writeFileSync(database(), bytes);
      await refuses('case.damaged');
    }
  });

  it('[L8] that lies beside a write-ahead log keeps both as they are', async () => {
    const file = await desk.open(name);
    for (let i = 0; i < 20; i++) file.act('test.more', { i });
    const log = readFileSync(join(folder, 'case.db-wal'));
    file.abandon();
    expect(log.length).toBeGreaterThan(4096);
    writeFileSync(join(folder, 'case.db-wal'), log);
    const bytes = readFileSync(database());
    const inTheMiddle = bytes.length >> 1;
    bytes[inTheMiddle] = (bytes[inTheMiddle] as number) ^ 1;
    writeFileSync(database(), bytes);
    await refuses('case.damaged');
    await refuses('case.damaged');
  });

  it('[L8] missing, or a plain SQLite file in its place, is damaged', async () => {
    rmSync(database());
    await refuses('case.damaged');
    const plain = new DatabaseSync(database());
    plain.exec('CREATE TABLE meta (key TEXT, value TEXT)');
    plain.close();
    await refuses('case.damaged');
  });

  it('[L9] of a newer program is left alone; one without a schema is no case', async () => {
    const key = await databaseKeyOf(folder);
    for (const [version, code] of [
      [99, 'case.newer'],
      [0, 'case.damaged'],
    ] as const) {
      const connection = openDatabase(database(), key, { readonly: false, create: false });
      connection.pragma(`user_version=${version}`);
      connection.close();
      await refuses(code);
    }
  });
});

/** The case as the program before archives left it. */
async function asSchemaOne(): Promise<void> {
  const connection = openDatabase(database(), await databaseKeyOf(folder), { readonly: false, create: false });
  const second = ['question_request', 'search_part', 'search', 'question_segment', 'question', 'header_pack', 'watched'];
  const third = ['account_column', 'account_segment', 'account_run', 'fetch_item'];
  const fourth = ['account_block_transaction', 'account_block', 'account_balance', 'account_control', 'lead_judgement'];
  const fifth = ['account_piece'];
  const sixth = ['canvas', 'canvas_entry'];
  const seventh = ['label_refused', 'label_actor', 'label_detail', 'label_pack'];
  const eighth = ['typology_judgement', 'typology_finding', 'typology_run'];
  const ninth = ['screening_row', 'screening'];
  const tenth = ['entity_judgement', 'entity_withdrawn', 'entity_link', 'entity', 'address_range'];
  const eleventh = ['request_file', 'request_step', 'request'];
  const twelfth = ['document_part'];
  const thirteenth = ['transcription_withdrawn', 'transcription'];
  const fourteenth = ['seized_message', 'wallet_reading', 'trace_place', 'trace', 'device_scan', 'custody', 'exhibit_file', 'exhibit'];
  const fifteenth = ['seizure_step', 'seizure'];
  const sixteenth = ['key_run', 'key_account'];
  const seventeenth = ['kept_phrase'];
  const eighteenth = ['trace_place_piece'];
  for (const table of [
    ...eighteenth,
    ...seventeenth,
    ...sixteenth,
    ...fifteenth,
    ...fourteenth,
    ...thirteenth,
    ...twelfth,
    ...eleventh,
    ...tenth,
    ...ninth,
    ...eighth,
    ...seventh,
    ...sixth,
    ...fifth,
    ...fourth,
    ...third,
    ...second,
  ])
    connection.exec(`DROP TABLE ${table}`);
  connection.pragma('user_version=1');
  connection.close();
}

describe('a case of an earlier schema', () => {
  it('[L17] is raised, a copy of it kept, and holds what it held', async () => {
    await asSchemaOne();
    const file = await desk.open(name);
    expect(file.journal.verify().size).toBe(122);
    expect(file.questions.list()).toEqual([]);
    expect(file.questions.searches('bip122:0')).toEqual([]);
    expect(file.accounts.segments()).toEqual([]);
    expect(file.canvases.list()).toEqual([]);
    expect([file.accountFacts.headers('eip155:1'), file.accountFacts.balances(), file.accountFacts.controls()]).toEqual([[], [], []]);
    await file.close();
    const copy = openDatabase(join(folder, 'case.db.before-schema-2'), await databaseKeyOf(folder), { readonly: false, create: false });
    expect(copy.pragma('user_version', { simple: true })).toBe(1);
    expect(copy.prepare('SELECT count(*) FROM journal').pluck().get()).toBe(122);
    copy.close();
    const again = await desk.open(name);
    expect(again.notices).toEqual([]);
    await again.close();
  });

  it('[L17] columns of accounts that stand where schema 4 kept them are read', async () => {
    const columns = new Map([
      ['from', new Uint8Array([1, 2, 3])],
      // Two pieces.
      ['to', new Uint8Array((4 << 20) + 5).fill(7)],
    ]);
    const made = await desk.open(name);
    const about = { transactions: 1, transfers: 1, events: 0, digest: '' };
    const segment = made.act('test', {}, () => {
      const row = { publicId: 'S1', name: 'x.csv', importer: 'x', mode: 'accounts', chain: null, exhibit: '', size: '1' } as const;
      const source = made.sources.add({ ...row, sha256: null, taken: '', state: 'taken', training: false, request: {} } as never);
      return made.accounts.addSegment({ source, chain: 'eip155:1', batch: 0, ...about }, columns);
    });
    await made.close();
    const connection = openDatabase(database(), await databaseKeyOf(folder), { readonly: false, create: false });
    connection.exec('INSERT INTO account_column SELECT segment, name, part, data FROM account_piece; DELETE FROM account_piece');
    connection.close();
    const file = await desk.open(name);
    expect(file.accounts.columns(segment)).toEqual(columns);
    expect(file.accounts.column(segment, 'to')).toEqual(columns.get('to'));
    await file.close();
  });

  it('[L17] on media that cannot be written is read as it is', async (context) => {
    await asSchemaOne();
    const view = desk.at(`${name}-view`);
    const mount = readOnlyView(folder, view);
    if (mount === null) return context.skip('this machine does not let the test mount a folder read-only');
    try {
      const before = contents();
      const file = await openCase(desk.host, view, PASSPHRASE, desk.key);
      expect(file.readOnly).toBe(true);
      expect(file.journal.verify().size).toBe(122);
      expect(file.questions.list()).toEqual([]);
      expect(file.chain.chains()).toEqual([]);
      expect(file.accountFacts.headers('eip155:1')).toEqual([]);
      await file.close();
      expect(contents()).toEqual(before);
    } finally {
      mount.unmount();
    }
  });
});

describe('read-only media', () => {
  it('[L10] opens for reading, says so, and refuses every change', async (context) => {
    const view = desk.at(`${name}-view`);
    const mount = readOnlyView(folder, view);
    if (mount === null) return context.skip('this machine does not let the test mount a folder read-only');
    try {
      const before = contents();
      const file = await openCase(desk.host, view, PASSPHRASE, desk.key);
      expect(file.readOnly).toBe(true);
      expect(file.notices.map(({ code }) => code)).toEqual(['readOnly']);
      expect(file.journal.verify().size).toBe(122);
      for (const change of [
        () => file.act('x', {}),
        () => file.addSlot('examiner', 'B', 'b'),
        () => file.removeSlot(file.slots()[0]?.id ?? ''),
        () => file.rekey(PASSPHRASE),
      ])
        expect((await faultOf(change)).code).toBe('case.readOnly');
      expect((await file.checkpoint()).size).toBe(122);
      expect(await file.close()).toBeNull();
      expect(contents()).toEqual(before);
      expect((await faultOf(() => createCase(desk.host, join(view, 'new'), DETAILS, PASSPHRASE, desk.key))).code).toBe('case.readOnly');
    } finally {
      mount.unmount();
    }
  });

  it('[L11] with a write-ahead log left on them is a fault of its own', async (context) => {
    const file = await desk.open(name);
    file.act('test.unsaved', {});
    const log = readFileSync(join(folder, 'case.db-wal'));
    file.abandon();
    writeFileSync(join(folder, 'case.db-wal'), log);
    const view = desk.at(`${name}-view`);
    const mount = readOnlyView(folder, view);
    if (mount === null) return context.skip('this machine does not let the test mount a folder read-only');
    try {
      expect((await faultOf(() => openCase(desk.host, view, PASSPHRASE, desk.key))).code).toBe('case.walOnReadOnly');
    } finally {
      mount.unmount();
    }
    // Copied to a place that can be written to, as the message says, it opens.
    const copy = await desk.open(name);
    expect(copy.journal.list({ limit: 1 })[0]?.header.name).toBe('test.unsaved');
    await copy.close();
  });

  it('[L10] a database file that may not be changed opens for reading', async (context) => {
    const mark = immutable(database());
    if (mark === null) return context.skip('this file system cannot mark a file unchangeable');
    try {
      const file = await desk.open(name);
      expect(file.readOnly).toBe(true);
      await file.close();
    } finally {
      mark.unmount();
    }
  });
});

describe('the lock', () => {
  it('[L12] of another process: locked after the wait, free as soon as that process is killed', async () => {
    const holder = spawn(process.execPath, [join(import.meta.dirname, '../../../tests/fixtures/lockHolder.ts'), folder, desk.key.path]);
    try {
      await new Promise((resolve, reject) => {
        holder.stdout.once('data', resolve);
        holder.stderr.on('data', (text: Buffer) => /Error|Fault/.test(text.toString()) && reject(new Error(text.toString())));
      });
      const start = performance.now();
      expect(await faultOf(() => desk.open(name))).toEqual({ code: 'case.locked', parameters: { seconds: 5 } });
      expect(performance.now() - start).toBeGreaterThan(4500);
    } finally {
      holder.kill('SIGKILL');
      await new Promise((resolve) => holder.once('exit', resolve));
    }
    const file = await desk.open(name);
    expect(file.notices.map(({ code }) => code)).toEqual(['uncleanClose']);
    expect(file.journal.list({ limit: 1 })[0]?.payload).toEqual({ text: 'written by the other process' });
    await file.close();
  });

  it('[L12] is freed by every fault, and by closing', async () => {
    const whole = readFileSync(database());
    writeFileSync(database(), whole.subarray(0, 5000));
    await faultOf(() => desk.open(name));
    writeFileSync(database(), whole);
    const start = performance.now();
    await (await desk.open(name)).close();
    await (await desk.open(name)).close();
    expect(performance.now() - start).toBeLessThan(4500);
  });

  it('[L13] a garbled lock file keeps nobody out', async () => {
    writeFileSync(join(folder, 'lock.db'), 'x'.repeat(5000));
    await (await desk.open(name)).close();
  });

  it('[L14] holds no data, and neither does the log of an open case', async () => {
    const file = await desk.open(name);
    file.act('test.secret', { text: 'bc1qsecretaddress' });
    for (const one of readdirSync(folder)) expect(readFileSync(join(folder, one)).includes('bc1qsecretaddress'), one).toBe(false);
    await file.close();
    expect(readFileSync(join(folder, 'lock.db')).length).toBe(0);
  });
});

describe('closing', () => {
  it('[L15] without a key to sign with still leaves the case in order', async () => {
    const file = await openCase(desk.host, folder, PASSPHRASE, { path: desk.key.path, passphrase: 'wrong' });
    expect((await faultOf(() => file.close())).code).toBe('case.keyFilePassphrase');
    expect(readdirSync(folder).sort()).toEqual(['case.db', 'keys.json', 'lock.db']);
    const again = await desk.open(name);
    expect(again.notices).toEqual([]);
    await again.close();
  });
});
