// Lists of known files in every form that they come in; what they hold is found, what they do not is not, in a million rows too.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hashedAsRead, type HashName, readHashSet } from './hashSet.ts';

const sum = (name: HashName, value: string): string => createHash(name).update(value).digest('hex');

describe('lists of known files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-sums-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const list = (text: string | Uint8Array) => {
    const path = join(folder, 'list.txt');
    writeFileSync(path, text);
    return readHashSet(path);
  };

  it('reads what the tools write, and takes no name for a sum', async () => {
    const decoy = sum('sha1', 'decoy');
    for (const name of ['a', decoy, 'new\nline']) writeFileSync(join(folder, name), name);
    for (const [tool, kind] of [
      ['md5sum', 'md5'],
      ['sha1sum', 'sha1'],
      ['sha256sum', 'sha256'],
    ] as const)
      for (const flags of [[], ['-b'], ['--tag']]) {
        const set = await list(execFileSync(tool, [...flags, 'a', decoy, 'new\nline'], { cwd: folder }));
        for (const value of ['a', decoy, 'new\nline'])
          expect(set.has(kind, sum(kind, value)), `${tool} ${flags.join()} ${value}`).toBe(true);
        expect([set.kinds, set.rows[kind], set.unread]).toEqual([[kind], 3, 0]);
        if (kind !== 'sha1') expect(set.has('sha1', decoy)).toBe(false);
        expect(set.has(kind, sum(kind, 'b'))).toBe(false);
      }
  });

  it('reads tables of the NSRL and plain lists, in upper case, without a last line end', async () => {
    const row = (value: string): string =>
      `"${sum('sha1', value).toUpperCase()}","${sum('md5', value).toUpperCase()}","DEADBEEF","a,""${sum('md5', 'name')}"".txt",12,3,"362",""`;
    const nsrl = await list(
      `"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"\r\n${row('x')}\r\n${row('y')}`,
    );
    expect(nsrl).toMatchObject({ rows: { sha1: 2, md5: 2, sha256: 0 }, unread: 0 });
    expect(nsrl.has('md5', sum('md5', 'y'))).toBe(true);
    expect(nsrl.has('sha1', sum('sha1', 'x').toUpperCase())).toBe(true);
    expect(nsrl.has('md5', sum('md5', 'name'))).toBe(false);
    const plain = await list(
      `# known\n\ufeff${sum('sha256', 'z')}\n${sum('md5', 'z')}\nnot a sum\n${'0'.repeat(63)}\n${'ab'.repeat(100_000)}`,
    );
    expect(plain).toMatchObject({ rows: { sha1: 0, md5: 1, sha256: 1 }, unread: 4 });
    expect(plain.has('sha256', sum('sha256', 'z'))).toBe(true);
    expect(plain.has('sha256', 'zz')).toBe(false);
    expect((await list('')).kinds).toEqual([]);
  });

  it('holds many rows in the bytes that they take', async () => {
    const rows = 200_000;
    const text = Buffer.alloc(rows * 65, 10);
    for (let at = 0; at < rows; at++) text.write(sum('sha256', `row ${at}`), at * 65, 'latin1');
    const set = await list(text);
    for (let at = 0; at < rows; at += 97) expect(set.has('sha256', sum('sha256', `row ${at}`))).toBe(true);
    for (let at = 0; at < 1000; at++) expect(set.has('sha256', sum('sha256', `none ${at}`))).toBe(false);
    expect(set.sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('computes sums of bytes as they pass', async () => {
    const passed = hashedAsRead(
      (async function* () {
        yield Buffer.from('ab');
        yield Buffer.from('c');
      })(),
      ['sha256', 'md5'],
    );
    const seen: Uint8Array[] = [];
    for await (const piece of passed.bytes) seen.push(piece);
    expect(Buffer.concat(seen).toString()).toBe('abc');
    expect(passed.sums()).toEqual({ sha256: sum('sha256', 'abc'), md5: sum('md5', 'abc') });
  });
});
