// What lies within files: archives of other forms by Debian's own tools, backups, databases, texts of documents. Damaged, lying
// and endless ones are bounded and told.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { Mnemonic } from 'ethers/wallet';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../kernel/index.ts';
import { listFiles, type Unread } from '../listFiles.ts';
import { filesWithin } from '../filesWithin.ts';
import { newBudget, unpackFile, unpackSeized } from '../unpack.ts';

const ADDRESS = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const { phrase: PHRASE } = Mnemonic.fromEntropy('0x1f2e3d4c5b6a79888796a5b4c3d2e1f0');
const TEXT = Buffer.from(`pay ${ADDRESS} now`);
const PLIST = `import plistlib,sys; sys.stdout.buffer.write(plistlib.dumps({'to': '${ADDRESS}', 'list': ['人 ${ADDRESS}', 5], 'data': b'x ${ADDRESS}'}, fmt=plistlib.FMT_BINARY))`;
const MANIFEST =
  'import plistlib,sys; sys.stdout.buffer.write(plistlib.dumps({"Version": "10.0", "IsEncrypted": STATE}, fmt=plistlib.FMT_BINARY))';
const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

describe('what lies within files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-contents-'));
  const host = {
    resource: (name: string) => readFileSync(new URL(`../../../../../dist/resources/${name}`, import.meta.url)),
  } as unknown as Host;
  let number = 0;
  afterAll(() => rmSync(folder, { recursive: true }));

  function write(name: string, bytes: Uint8Array | string): string {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  }
  const lookAt = (name: string, bytes: Uint8Array) => lookAtPath(write(`given${++number}/${name}`, bytes));
  /** Where the address stands in what is unpacked. */
  async function lookAtPath(path: string) {
    const unread: Unread[] = [];
    const places: string[] = [];
    let [entries, unpacked, text] = [0, 0, ''];
    const threads = { host, signal: new AbortController().signal };
    for await (const packed of unpackFile(path, basename(path), newBudget(), (one) => unread.push(one), threads)) {
      entries++;
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const piece of packed.bytes) {
        size += piece.length;
        if (size < 32 << 20) parts.push(piece);
      }
      unpacked += size;
      const bytes = Buffer.concat(parts);
      for (let at = bytes.indexOf(ADDRESS); at >= 0; at = bytes.indexOf(ADDRESS, at + 1))
        places.push(`${packed.shown} @${packed.start + at}`);
      if (packed.kind === 'view') text += bytes.toString();
    }
    return { places, unread, entries, unpacked, text };
  }
  /** A folder with one text deep in it, packed by a tool. */
  function packedBy(tool: string, parameters: readonly string[], name: string): string {
    const folder = dirname(write(`made${++number}/given/a folder/note.txt`, TEXT));
    writeFileSync(join(folder, 'other.bin'), Buffer.alloc(3000, 1));
    const root = join(folder, '..', '..');
    execFileSync(tool, [...parameters, name, 'given'], { cwd: root, stdio: 'ignore' });
    return join(root, name);
  }

  it.skipIf(!has('7z'))('opens 7z, also solid, and tells an encrypted one', async () => {
    const { places, unread, entries } = await lookAtPath(packedBy('7z', ['a', '-ms=on'], 'phone.7z'));
    expect(places).toEqual([`phone.7z!given/a folder/note.txt @4`]);
    expect([unread, entries]).toEqual([[], 2]);
    const locked = await lookAtPath(packedBy('7z', ['a', '-psecret'], 'locked.7z'));
    expect(locked.unread.map(({ path, reason }) => [path, reason]).sort()).toEqual([
      ['locked.7z!given/a folder/note.txt', 'encrypted'],
      ['locked.7z!given/a folder/other.bin', 'encrypted'],
    ]);
    const headless = await lookAtPath(packedBy('7z', ['a', '-psecret', '-mhe=on'], 'headless.7z'));
    expect(headless.unread).toEqual([{ path: 'headless.7z', reason: 'encrypted' }]);
  });

  it('opens TAR alone and within gzip, bzip2 and xz', async () => {
    for (const [flag, ending] of [
      ['-cf', 'tar'],
      ['-czf', 'tgz'],
      ['-cjf', 'tar.bz2'],
      ['-cJf', 'tar.xz'],
    ] as const) {
      const { places, unread } = await lookAtPath(packedBy('tar', [flag], `phone.${ending}`));
      const inner = ending === 'tgz' ? '!' : '';
      expect(places, ending).toContain(`phone.${ending}${inner}!given/a folder/note.txt @4`);
      expect(unread, ending).toEqual([]);
    }
  });

  it('reads long names of both kinds, tells sparse files, and gives on what no header explains', async () => {
    const long = `${'folder/'.repeat(30)}note.txt`;
    for (const form of ['gnu', 'pax', 'ustar']) {
      const folder = dirname(write(`long${++number}/${form === 'ustar' ? `${'folder/'.repeat(20)}note.txt` : long}`, TEXT));
      const root = folder.slice(0, folder.indexOf(`long${number}`) + `long${number}`.length);
      execFileSync('tar', [`--format=${form}`, '-cf', `${root}.tar`, '-C', root, 'folder']);
      const { places } = await lookAtPath(`${root}.tar`);
      expect(places, form).toContain(`long${number}.tar!${form === 'ustar' ? `${'folder/'.repeat(20)}note.txt` : long} @4`);
    }
    const sparse = write('sparse/given.bin', '');
    execFileSync('truncate', ['-s', '1000000', sparse]);
    writeFileSync(sparse, TEXT, { flag: 'a' });
    execFileSync('tar', ['-Scf', 'sparse.tar', 'given.bin'], { cwd: dirname(sparse) });
    const holes = await lookAtPath(join(dirname(sparse), 'sparse.tar'));
    expect(holes.unread).toMatchObject([{ path: 'sparse.tar!given.bin', reason: expect.stringContaining('sparse') }]);
    const whole = readFileSync(packedBy('tar', ['-cf'], 'whole.tar'));
    const at = whole.indexOf(TEXT);
    // The header of the text's entry is broken.
    whole.fill(0xff, at - 512, at - 400);
    const damaged = await lookAt('damaged.tgz', gzipSync(whole));
    expect(damaged.places).toEqual([`damaged.tgz! @${at + 4}`]);
    expect(damaged.unread).toMatchObject([{ path: 'damaged.tgz!', reason: expect.stringContaining('no header') }]);
  });

  it('opens an Android backup and tells an encrypted one with what it states', async () => {
    const tar = readFileSync(packedBy('tar', ['-cf'], 'apps.tar'));
    const head = 'ANDROID BACKUP\n5\n1\nnone\n';
    const { places, unread } = await lookAt('phone.ab', Buffer.concat([Buffer.from(head), deflateSync(tar)]));
    expect([places, unread]).toEqual([[`phone.ab!given/a folder/note.txt @4`], []]);
    const locked = await lookAt('locked.ab', Buffer.from(`ANDROID BACKUP\n5\n1\nAES-256\n${'AB'.repeat(64)}\n${'CD'.repeat(64)}\n10000\n`));
    expect(locked.unread).toEqual([{ path: 'locked.ab', reason: 'encrypted (Android backup version 5, AES-256 PBKDF2 10000)' }]);
    const inZip = await lookAt('phone.zip', zipSync({ 'b.ab': Buffer.concat([Buffer.from(head), deflateSync(tar)]) }));
    expect(inZip.places).toEqual([`phone.zip!b.ab!given/a folder/note.txt @4`]);
  });

  it('gives entries as files to readers, with the files beside them', async () => {
    const inner = zipSync({
      'Documents/wallet.db': Buffer.from('SQLite'),
      'Documents/wallet.db-wal': Buffer.from('log'),
      'else.bin': TEXT,
    });
    const path = write(`given${++number}/phone.zip`, zipSync({ 'a/phone.tgz': gzipSync(TEXT), 'a/inner.zip': inner }));
    const told: Unread[] = [];
    const open = () => unpackFile(path, 'phone.zip', newBudget(), (one) => told.push(one));
    const asked: string[] = [];
    const seen: unknown[] = [];
    const takes = (file: { readonly path: string; readonly size: number; readonly head: Uint8Array }): boolean => {
      asked.push(`${file.path} ${file.size} ${file.head.length}`);
      return file.path.endsWith('wallet.db');
    };
    for await (const file of filesWithin(open, takes, (one) => told.push(one))) {
      const [whole, beside, absent] = [await file.bytes(6), await file.beside('wallet.db-wal', 99), await file.beside('none', 99)];
      seen.push([file.path, file.size, `${Buffer.from(whole ?? [])}`, `${Buffer.from(beside ?? [])}`, absent, await file.bytes(5)]);
    }
    expect(seen).toEqual([['phone.zip!a/inner.zip!Documents/wallet.db', 6, 'SQLite', 'log', null, null]]);
    expect(asked).toContain(`phone.zip!a/phone.tgz! ${TEXT.length} ${TEXT.length}`);
    expect(told).toEqual([]);
    const seized = {
      path: 'image/phone.zip',
      size: 1,
      head: readFileSync(path),
      bytes: async () => readFileSync(path),
      beside: async () => null,
    };
    const names: string[] = [];
    for await (const { shown, bytes } of unpackSeized(seized, newBudget(), (one) => told.push(one))) {
      names.push(shown);
      for await (const _ of bytes);
    }
    expect(names).toHaveLength(6);
    expect(names).toContain('image/phone.zip!a/inner.zip!else.bin');
  });

  it('reads an archive of any size where it lies, a little at a time, and never holds it', async () => {
    const large = new Uint8Array(66 << 20);
    large.set(TEXT, large.length - TEXT.length);
    const zip = zipSync({ 'large.bin': [large, { level: 0 }], 'small.txt': TEXT });
    let longest = 0;
    const part = (at: number, length: number): Uint8Array => {
      longest = Math.max(longest, length);
      return zip.subarray(at, at + length);
    };
    const held = async (): Promise<Uint8Array> => {
      throw new Error('it was to be held');
    };
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < zip.length; at += 1 << 20) yield part(at, 1 << 20);
    }
    const told: Unread[] = [];
    const seized = {
      path: 'disk.img/fs1/old.zip',
      size: zip.length,
      head: zip.subarray(0, 4096),
      bytes: held,
      part,
      pieces,
      beside: async () => null,
    };
    const seen: unknown[] = [];
    for await (const { shown, bytes } of unpackSeized(seized, newBudget(), (one) => told.push(one))) {
      let [size, last] = [0, Buffer.alloc(0)];
      for await (const piece of bytes) {
        size += piece.length;
        last = Buffer.concat([last, piece]).subarray(-TEXT.length);
      }
      seen.push([shown, size, last.equals(TEXT)]);
    }
    expect(seen).toEqual([
      ['disk.img/fs1/old.zip!large.bin', large.length, true],
      ['disk.img/fs1/old.zip!small.txt', TEXT.length, true],
    ]);
    expect([told, longest <= 1 << 20]).toEqual([[], true]);
  });

  it('tells bombs and damage of every form, and goes on', async () => {
    const folder = dirname(write(`bomb${++number}/zeros.bin`, ''));
    execFileSync('truncate', ['-s', '90M', join(folder, 'zeros.bin')]);
    for (const [tool, parameters, name] of [
      ['7z', ['a', '-mx=1'], 'bomb.7z'],
      ['tar', ['-cJf'], 'bomb.tar.xz'],
      ['tar', ['-czf'], 'bomb.tgz'],
    ] as const) {
      if (!has(tool)) continue;
      execFileSync(tool, [...parameters, name, 'zeros.bin'], { cwd: folder, stdio: 'ignore' });
      const { unread, unpacked } = await lookAtPath(join(folder, name));
      expect(
        unread.some(({ reason }) => /400 to 1|ends before/.test(reason)),
        `${name} ${JSON.stringify(unread)}`,
      ).toBe(true);
      expect(unpacked, name).toBeLessThan(91 << 20);
      const whole = readFileSync(join(folder, name));
      await lookAt(`cut-${name}`, whole.subarray(0, Math.floor(whole.length * 0.4)));
    }
  });

  it('reads rows of SQLite that lie on several pages, in UTF-16 and without row ids', async () => {
    const path = write(`made${++number}/History`, '');
    for (const encoding of ['UTF-8', 'UTF-16le', 'UTF-16be']) {
      const database = new Database(':memory:');
      database.pragma(`encoding = '${encoding}'`);
      database.pragma('page_size = 1024');
      database.exec('CREATE TABLE "a note" (id INTEGER PRIMARY KEY, "who, when" TEXT, body TEXT DEFAULT (1), data BLOB)');
      database.exec('CREATE TABLE keyed (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID');
      // At every place of the border between two pages; a letter stands right before it in the record.
      for (let at = 0; at < 40; at++)
        database
          .prepare('INSERT INTO "a note" VALUES (?, ?, ?, ?)')
          .run(at + 1, 'x', `${ADDRESS} ${'.'.repeat(5000)} `, Buffer.alloc(900 + at, 0x20));
      database
        .prepare('INSERT INTO "a note" VALUES (100, ?, ?, ?)')
        .run('alice', `${' '.repeat(3000)}${ADDRESS}`, Buffer.from(`1${ADDRESS}`));
      for (let at = 0; at < 200; at++)
        database.prepare('INSERT INTO keyed VALUES (?, ?)').run(`key ${at}`, at === 150 ? `to ${ADDRESS}` : 'nothing');
      writeFileSync(path, database.serialize());
      database.close();
      const { places, unread, text } = await lookAtPath(path);
      expect(unread, encoding).toEqual([]);
      // 40 rows, the long one's text and blob, the keyed one.
      expect(places, encoding).toHaveLength(43);
      expect(text).toContain(`a note.who, when 100: alice\na note.body 100:     `);
    }
    const bytes = readFileSync(path);
    // A table whose root is the page of another, and pages of noise: bounded, told, and what can be read is read.
    for (let at = 1; at < 9; at++) {
      const broken = Buffer.from(bytes);
      for (let place = at * 1024; place < at * 1024 + 100; place++) broken[place] = (place * 7919 * at) & 255;
      await lookAt('broken.db', broken);
    }
  });

  it('reads keys and values of LevelDB, packed and cut at the borders of its blocks', async () => {
    const { ldb, log } = levelDbOf([
      ['address', ADDRESS],
      ['addressed', `{"to":"${ADDRESS}"}`],
    ]);
    const table = await lookAt('000005.ldb', ldb);
    expect(table.places.filter((place) => place.includes('!keys'))).toHaveLength(2);
    expect(table.unread).toEqual([]);
    const kept = await lookAt('000003.log', log);
    expect(kept.places).toEqual([`000003.log!keys @${'padding = '.length + 32_700 + 1 + 'address = '.length}`]);
    const broken = Buffer.from(ldb);
    broken.fill(0xff, 0, 20);
    expect((await lookAt('000006.ldb', broken)).unread).toMatchObject([{ path: '000006.ldb!keys' }]);
  });

  it('reads binary property lists, and values that word processors part', async () => {
    const plist = execFileSync('python3', ['-c', PLIST]);
    const values = await lookAt('prefs.plist', plist);
    expect(values.places.filter((place) => place.includes('!values'))).toHaveLength(3);
    await lookAt('cut.plist', plist.subarray(0, 100));
    const container = execFileSync('python3', ['-c', PLIST.replace("'to': '", "'MCMMetadataIdentifier': 'io.metamask.MetaMask', 'to': '")]);
    expect((await lookAt('container.plist', container)).text).toContain('MCMMetadataIdentifier: io.metamask.MetaMask\n');
    const runs = `<?xml version="1.0"?><w:document><w:p><w:r><w:t>${ADDRESS.slice(0, 9)}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>${ADDRESS.slice(9)}</w:t></w:r></w:p></w:document>`;
    const docx = await lookAt('letter.docx', zipSync({ 'word/document.xml': Buffer.from(runs) }));
    expect(docx.places.map((place) => place.split(' @')[0])).toEqual([`letter.docx!word/document.xml!text`]);
    const cells = PHRASE.split(' ').map((word) => `<td>${word}</td>`);
    const page2 = await lookAt('notes.html', Buffer.from(`<html><body><table><tr>${cells.join('')}</tr></table>`));
    expect(page2.text.trim().split(/\s+/)).toEqual(PHRASE.split(' '));
  });

  /** A database of which one row lies in its log, as a killed program leaves both. */
  function killed(name: string): { readonly database: Uint8Array; readonly log: Uint8Array } {
    const path = write(`given${++number}/${name}`, '');
    const database = new Database(path);
    database.pragma('journal_mode = WAL');
    database.pragma('wal_autocheckpoint = 0');
    database.exec("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('before'); PRAGMA wal_checkpoint(TRUNCATE)");
    // Longer than a page: its place in the log is in several pieces.
    database.prepare('INSERT INTO t VALUES (?)').run(`${'-'.repeat(4070)} ${ADDRESS}`);
    const found = { database: readFileSync(path), log: readFileSync(`${path}-wal`) };
    database.close();
    return found;
  }

  it('reads a database with its log: in folders, archives in any order, images and backups of phones', async () => {
    const { database, log } = killed('a.db');
    const rows = (places: readonly string[]): string[] =>
      places.filter((place) => place.includes('!rows')).map((place) => place.split(' @')[0] as string);
    const path = write(`given${++number}/a.db`, database);
    writeFileSync(`${path}-wal`, log);
    const inFolder = await lookAtPath(path);
    expect([rows(inFolder.places), inFolder.unread]).toEqual([['a.db!rows'], []]);
    // What stood on the page that the log replaced, and the rows as they are now.
    expect(inFolder.text.match(/before/g)).toHaveLength(2);
    expect(rows((await lookAtPath(`${path}-wal`)).places)).toEqual(['a.db-wal!rows']);
    const both = { 'x/a.db': database, 'x/a.db-wal': log, 'y/a.db': killed('b.db').database };
    for (const packed of [both, Object.fromEntries(Object.entries(both).reverse())]) {
      const { places, unread } = await lookAt('phone.zip', zipSync(packed));
      expect([rows(places).sort(), unread]).toEqual([['phone.zip!x/a.db!rows', 'phone.zip!x/a.db-wal!rows'], []]);
    }
    mkdirSync(join(folder, 'tar/d'), { recursive: true });
    writeFileSync(join(folder, 'tar/d/a.db'), database);
    writeFileSync(join(folder, 'tar/d/a.db-wal'), log);
    const tar = join(folder, 'phone.tar');
    execFileSync('tar', ['-cf', tar, '-C', join(folder, 'tar'), 'd']);
    expect(rows((await lookAtPath(tar)).places)).toContain('phone.tar!d/a.db!rows');
    const seized = {
      ...{ path: 'image/a.db', size: database.length, head: database.subarray(0, 4096), bytes: async () => database },
      beside: async (name: string) => (name === 'a.db-wal' ? log : null),
    };
    const shown: string[] = [];
    for await (const packed of unpackSeized(seized, newBudget(), () => undefined)) {
      for await (const piece of packed.bytes) if (Buffer.from(piece).includes(ADDRESS)) shown.push(packed.shown);
    }
    expect(shown).toEqual(['image/a.db!rows']);
    const inBackup = (name: string, bytes: Uint8Array): string => {
      const sum = createHash('sha1').update(`AppDomain-net.app-Documents/${name}`).digest('hex');
      return write(`backup/${sum.slice(0, 2)}/${sum}`, bytes);
    };
    inBackup('a.db-wal', log);
    const names: string[] = [];
    for await (const packed of unpackFile(
      inBackup('a.db', database),
      'backup/AppDomain-net.app/Documents/a.db',
      newBudget(),
      () => undefined,
    ))
      for await (const piece of packed.bytes) if (Buffer.from(piece).includes(ADDRESS)) names.push(packed.shown);
    expect(names).toEqual(['backup/AppDomain-net.app/Documents/a.db!rows']);
  });

  it('follows no link and opens no pipe that has the name of a log', async () => {
    const { database, log } = killed('a.db');
    for (const put of [
      (path: string) => symlinkSync(write(`given${++number}/elsewhere`, log), path),
      (path: string) => execFileSync('mkfifo', [path]),
      (path: string) => mkdirSync(path),
    ]) {
      const path = write(`given${++number}/a.db`, database);
      put(`${path}-wal`);
      const { places, text, unread } = await lookAtPath(path);
      expect([places, text.includes('before'), unread]).toEqual([[], true, []]);
    }
  });

  it('tells a log that is none, damaged or of another database, and one that came too late', async () => {
    const { database, log } = killed('a.db');
    const told = async (bytes: Uint8Array): Promise<unknown> => {
      const path = write(`given${++number}/a.db`, database);
      writeFileSync(`${path}-wal`, bytes);
      return (await lookAtPath(path)).unread;
    };
    expect(await told(Buffer.from('log'))).toEqual([
      { path: 'a.db-wal', reason: 'unpack: no log of a database by its header: not merged' },
    ]);
    const damaged = Uint8Array.from(log);
    damaged[100] = 1 ^ (damaged[100] as number);
    expect(await told(damaged)).toEqual([
      { path: 'a.db-wal', reason: 'unpack: the log is damaged from frame 1 of 3 on: what stands there is not merged' },
    ]);
    const other = Uint8Array.from(log);
    new DataView(other.buffer).setUint32(8, 8192);
    expect(await told(other)).toMatchObject([{ reason: expect.stringContaining('pages of another size') }]);
    const large: Record<string, Uint8Array> = { 'a.db': database };
    // Two that wait for logs that never come.
    for (const name of ['b.db', 'c.db']) {
      large[name] = new Uint8Array(40 << 20);
      large[name].set(database);
    }
    const late = await lookAt('late.zip', zipSync({ ...large, 'a.db-wal': log }, { level: 0 }));
    expect(late.unread).toContainEqual({ path: 'late.zip!a.db-wal', reason: expect.stringContaining('too far from its database') });
    expect(late.places.some((place) => place.startsWith('late.zip!a.db-wal!rows'))).toBe(true);
  });

  it('ends on what is cut, changed or looped anywhere, and throws nothing', async () => {
    const { ldb, log } = levelDbOf([['address', ADDRESS]]);
    const database = new Database(':memory:');
    database.exec('CREATE TABLE t (a TEXT, b TEXT)');
    for (let at = 0; at < 60; at++) database.prepare('INSERT INTO t VALUES (?, ?)').run(`${ADDRESS} ${at}`, 'x'.repeat(at * 300));
    const sqlite = database.serialize();
    database.close();
    const tar = readFileSync(packedBy('tar', ['-cf'], 'whole.tar'));
    const forms: [string, Uint8Array][] = [
      ['a.zip', zipSync({ 'x/a.txt': TEXT, 'b.zip': zipSync({ c: TEXT }) })],
      ['a.tgz', gzipSync(tar)],
      ['a.tar', tar],
      ['a.ab', Buffer.concat([Buffer.from('ANDROID BACKUP\n5\n1\nnone\n'), deflateSync(tar)])],
      ['a.tar.xz', readFileSync(packedBy('tar', ['-cJf'], 'whole.tar.xz'))],
      ['000001.ldb', ldb],
      ['000001.log', log],
      ['a.db', sqlite],
      ['a.db-wal', killed('c.db').log],
      ['a.plist', execFileSync('python3', ['-c', PLIST])],
      ['a.xml', Buffer.from(`<?xml version="1.0"?><a><b>${ADDRESS}</b><![CDATA[ &#x41; ]]><!-- x --></a`)],
    ];
    if (has('7z')) forms.push(['a.7z', readFileSync(packedBy('7z', ['a'], 'whole.7z'))]);
    for (const [name, bytes] of forms)
      for (let at = 1; at <= 12; at++) {
        const place = Math.floor((bytes.length * at) / 13);
        await lookAt(name, bytes.subarray(0, place));
        const changed = Buffer.from(bytes);
        for (let one = 0; one < 4; one++) changed[(place + one * 97) % bytes.length] = (at * 61 + one * 89) & 255;
        await lookAt(name, changed);
      }
  });

  it('opens no more entries than it may, and takes many in their turn', async () => {
    const many: Record<string, Uint8Array> = {};
    for (let at = 0; at < 5_000; at++) many[`${at}`] = Buffer.of(at & 255);
    const path = write(`given${++number}/many.zip`, zipSync(many, { level: 0 }));
    expect((await lookAtPath(path)).entries).toBe(5_000);
    const told: Unread[] = [];
    const budget = { ...newBudget(), entries: 100 };
    let entries = 0;
    for await (const _ of unpackFile(path, 'many.zip', budget, (one) => told.push(one))) entries++;
    expect([entries, told]).toEqual([100, [{ path: 'many.zip!100', reason: 'unpack: too many entries' }]]);
    const small = { ...newBudget(), bytes: 1_000 };
    const large = write(`given${++number}/large.gz`, gzipSync(Buffer.alloc(100_000)));
    for await (const { bytes } of unpackFile(large, 'large.gz', small, (one) => told.push(one))) for await (const _ of bytes);
    expect(told.at(-1)).toEqual({ path: 'large.gz', reason: 'unpack: more than is unpacked in one look' });
  });

  it('shows files of a phone backup by their names there, and says where one is encrypted', () => {
    const backup = dirname(write(`backup${++number}/Manifest.plist`, execFileSync('python3', ['-c', MANIFEST.replace('STATE', 'False')])));
    const id = createHash('sha1').update('AppDomain-io.metamask.MetaMask-Documents/persistStore/persist-root').digest('hex');
    const database = new Database(join(backup, 'Manifest.db'));
    database.exec('CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB)');
    database
      .prepare('INSERT INTO Files VALUES (?, ?, ?, 1, ?)')
      .run(id, 'AppDomain-io.metamask.MetaMask', 'Documents/persistStore/persist-root', Buffer.alloc(3));
    database.close();
    write(`backup${number}/${id.slice(0, 2)}/${id}`, TEXT);
    const told: Unread[] = [];
    const listed = () => [...listFiles([backup], (one) => told.push(one))].map(({ shown }) => shown).sort();
    const name = `backup${number}`;
    expect(listed()).toEqual([
      `${name}/AppDomain-io.metamask.MetaMask/Documents/persistStore/persist-root`,
      `${name}/Manifest.db`,
      `${name}/Manifest.plist`,
    ]);
    expect(told).toEqual([]);
    for (const bytes of [
      execFileSync('python3', ['-c', MANIFEST.replace('STATE', 'True')]),
      '<plist><dict><key>IsEncrypted</key>\n<true/></dict></plist>',
    ]) {
      writeFileSync(join(backup, 'Manifest.plist'), bytes);
      listed();
      expect(told.splice(0)).toEqual([{ path: name, reason: 'encrypted (iTunes backup)' }]);
    }
    writeFileSync(join(backup, 'Manifest.db'), Buffer.alloc(4096, 7));
    expect(listed()).toContain(`${name}/${id.slice(0, 2)}/${id}`);
    expect(told).toHaveLength(1);
  });
});

/** A table of one packed block, and a log whose second entry lies across a border of its blocks; by LevelDB's own description of both. */
function levelDbOf(entries: readonly (readonly [key: string, value: string])[]): { readonly ldb: Buffer; readonly log: Buffer } {
  const varint = (value: number): Buffer => {
    const bytes: number[] = [];
    for (let left = value; ; left >>>= 7) {
      bytes.push(left < 128 ? left : (left & 127) | 128);
      if (left < 128) return Buffer.from(bytes);
    }
  };
  const entry = (shared: number, key: Buffer, value: Buffer): Buffer =>
    Buffer.concat([varint(shared), varint(key.length), varint(value.length), key, value]);
  const restarts = Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]);
  let last = '';
  const rows = entries.map(([key, value]) => {
    let shared = 0;
    while (shared < last.length && last[shared] === key[shared]) shared++;
    last = key;
    return entry(shared, Buffer.concat([Buffer.from(key.slice(shared)), Buffer.alloc(8, 1)]), Buffer.from(value));
  });
  const plain = Buffer.concat([...rows, restarts]);
  // Literals of sixty bytes, as any reader of Snappy takes them.
  const literals: Buffer[] = [varint(plain.length)];
  for (let at = 0; at < plain.length; at += 60) {
    const part = plain.subarray(at, at + 60);
    literals.push(Buffer.from([(part.length - 1) << 2]), part);
  }
  const block = Buffer.concat([...literals]);
  const index = Buffer.concat([entry(0, Buffer.from('zzzzzzzz'), Buffer.concat([varint(0), varint(block.length)])), restarts]);
  const handle = Buffer.concat([varint(0), varint(0), varint(block.length + 5), varint(index.length)]);
  const ldb = Buffer.concat([
    ...[block, Buffer.from([1, 0, 0, 0, 0]), index, Buffer.alloc(5), handle, Buffer.alloc(40 - handle.length)],
    Buffer.from('57fb808b247547db', 'hex'),
  ]);
  const put = (key: string, value: Buffer): Buffer =>
    Buffer.concat([Buffer.of(1), varint(key.length), Buffer.from(key), varint(value.length), value]);
  const batch = Buffer.concat([Buffer.alloc(12), put('padding', Buffer.alloc(32_700, 0x2e)), put('address', Buffer.from(ADDRESS))]);
  const record = (type: number, bytes: Buffer): Buffer =>
    Buffer.concat([Buffer.alloc(4), Buffer.of(bytes.length & 255, bytes.length >> 8, type), bytes]);
  const first = 32_768 - 7;
  return { ldb, log: Buffer.concat([record(2, batch.subarray(0, first)), record(4, batch.subarray(first))]) };
}
