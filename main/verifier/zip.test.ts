// The verifier's zip reader: good archives of two makers, then hostile ones. Nothing may be thrown and nothing may escape.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 as nodeCrc32 } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { crc32 } from './core/zip.ts';
import { openBag, runVerifier, verifyBag } from './index.ts';
import { sealBag, storedZip, testKey } from './testing/bagWriter.ts';
import { handMade } from './testing/handMade.ts';

const folder = await mkdtemp(join(tmpdir(), 'tracehold-verifier-'));
afterAll(() => rm(folder, { recursive: true }));
const good = sealBag(handMade().parts);
const zip = storedZip(good, nodeCrc32);
let number = 0;
async function file(bytes: Uint8Array): Promise<string> {
  number += 1;
  const path = join(folder, `${number}.zip`);
  await writeFile(path, bytes);
  return path;
}
async function run(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await runVerifier(
    argv,
    (text) => (out += text),
    (text) => (error += text),
  );
  return { code, out, error };
}
const failures = async (bytes: Uint8Array): Promise<string> => {
  const report = await verifyBag(await openBag(await file(bytes)));
  expect(report.ok).toBe(false);
  expect(report.findings.some((finding) => finding.check === 'verifier')).toBe(false);
  return report.findings
    .filter((finding) => !finding.ok && (finding.check === 'container' || finding.check === 'files'))
    .map((finding) => `${finding.file} ${finding.detail}`)
    .join('\n');
};
/** Changes both headers of the first entry alike, so that only the reader's own rule can object. */
function bend(change: (bytes: Buffer, local: number, central: number) => void, source: Buffer = zip): Buffer {
  const bytes = Buffer.from(source);
  change(bytes, 0, bytes.readUInt32LE(bytes.length - 6));
  return bytes;
}

describe('zip', () => {
  it('reads a stored archive and one deflated by another library', async () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect((await run(await file(zip))).code).toBe(0);
    expect((await run(await file(zipSync(Object.fromEntries(good))))).code).toBe(0);
  });
  it('refuses traversal, absolute, drive, UNC, backslash and non-ASCII names', async () => {
    for (const name of ['../x', 'data/../../x', '/etc/x', 'C:/x', '\\\\host\\x', 'data\\x', './x', 'data//x', 'dätä/x', '~/x']) {
      expect(await failures(zipSync({ ...Object.fromEntries(good), [name]: Buffer.from('x') })), name).not.toBe('');
    }
  });
  it('refuses links, encryption, zip64, other methods and headers that disagree', async () => {
    expect(
      await failures(bend((bytes, _, central) => bytes.writeUInt32LE(0xa1ff0000, central + 38) && bytes.writeUInt8(3, central + 5))),
    ).toContain('is a link');
    expect(
      await failures(bend((bytes, local, central) => bytes.writeUInt16LE(1, local + 6) && bytes.writeUInt16LE(1, central + 8))),
    ).toContain('encrypted');
    expect(
      await failures(bend((bytes, local, central) => bytes.writeUInt16LE(12, local + 8) && bytes.writeUInt16LE(12, central + 10))),
    ).toContain('compression');
    expect(await failures(bend((bytes, _, central) => bytes.writeUInt32LE(0xffffffff, central + 42)))).toContain('zip64');
    expect(await failures(bend((bytes, local) => bytes.write('X', local + 30)))).toContain('differs');
    expect(await failures(bend((bytes, local) => bytes.writeUInt32LE(1, local + 18)))).toContain('differs');
    expect(
      await failures(bend((bytes, local, central) => bytes.writeUInt32LE(1, local + 14) && bytes.writeUInt32LE(1, central + 16))),
    ).toContain('cannot be read');
  });
  it('refuses bombs, repeated names, overlaps, gaps at the end and cut files', async () => {
    const bomb = Buffer.from(zipSync({ 'data/report.pdf': new Uint8Array(20_000_000) }));
    expect(await failures(bomb)).toContain('is missing');
    expect(
      await failures(
        bend(
          (bytes, local, central) => bytes.writeUInt32LE(900_000_000, local + 22) && bytes.writeUInt32LE(900_000_000, central + 24),
          bomb,
        ),
      ),
    ).toContain('unpack to more');
    expect(
      await failures(
        bend((bytes, local, central) => bytes.writeUInt32LE(1000, local + 22) && bytes.writeUInt32LE(1000, central + 24), bomb),
      ),
    ).toContain('cannot be read');
    const start = zip.readUInt32LE(zip.length - 6);
    const entry = zip.subarray(start, start + 46 + zip.readUInt16LE(start + 28));
    const end = Buffer.from(zip.subarray(-22));
    const count = end.readUInt16LE(8) + 1;
    end.writeUInt16LE(count, 8);
    end.writeUInt16LE(count, 10);
    end.writeUInt32LE(end.readUInt32LE(12) + entry.length, 12);
    expect(await failures(Buffer.concat([zip.subarray(0, -22), entry, end]))).toMatch(/overlap|twice/);
    expect(await failures(Buffer.concat([zip, Buffer.from('x')]))).toContain('central directory');
    expect(await failures(Buffer.concat([Buffer.from('MZ'), zip]))).toContain('central directory');
    for (const length of [0, 1, 21, 22, 100, zip.length >> 1, zip.length - 1])
      expect(await failures(zip.subarray(0, length))).toContain('central directory');
    expect(await failures(Buffer.alloc(4096, 0x50))).toContain('central directory');
  });
  it('flipped bytes anywhere in the archive never end in an exception', async () => {
    for (let i = 0; i < 120; i += 1) {
      const bytes = Buffer.from(zip);
      // Times and versions of the entries carry no meaning; everything else is hashed or compared.
      const position = i < 60 ? zip.length - 1 - i * 3 : (i * 7919) % zip.length;
      bytes[position] = (bytes[position] as number) ^ 0x11;
      const report = await verifyBag(await openBag(await file(bytes)));
      expect(report.findings.some((finding) => finding.check === 'verifier')).toBe(false);
    }
  }, 60_000);
});

describe('command line', () => {
  it('exits 0, 1, 2, 3 as promised', async () => {
    const path = await file(zip);
    const { fingerprint } = testKey(7);
    expect((await run(path, '--fingerprint', fingerprint)).out).toContain('training material: proves nothing about real coins');
    expect((await run(path, '--as-evidence')).code).toBe(1);
    expect((await run(path, '--fingerprint', '00')).code).toBe(1);
    expect(JSON.parse((await run(path, '--json')).out)).toMatchObject({ ok: true, signer: { known: false, fingerprint } });
    expect((await run()).code).toBe(2);
    expect((await run(path, '--what')).code).toBe(2);
    expect((await run(join(folder, 'absent'))).code).toBe(3);
    expect((await run(await file(Buffer.from('not a zip')))).code).toBe(1);
  });
  it('reads a folder, and fails one with a link or another folder in it', async () => {
    const root = join(folder, 'bag');
    for (const [name, bytes] of good) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), bytes);
    }
    expect((await run(root)).code).toBe(0);
    await symlink('case.json', join(root, 'data/link.json'));
    expect((await run(root)).out).toContain('FAIL  files data/link.json');
    await rm(join(root, 'data/link.json'));
    await rm(join(root, 'data/case.json'));
    await writeFile(join(folder, 'outside.json'), good.get('data/case.json') as Buffer);
    await symlink(join(folder, 'outside.json'), join(root, 'data/case.json'));
    expect((await run(root)).code).toBe(1);
    await rm(join(root, 'data/case.json'));
    await writeFile(join(root, 'data/case.json'), good.get('data/case.json') as Buffer);
    expect((await run(root)).code).toBe(0);
    await mkdir(join(root, 'more'));
    expect((await run(root)).code).toBe(1);
  });
});
