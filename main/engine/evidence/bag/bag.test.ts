// The bag against SPEC.md B, C, H, P, R and L, and against tools that know nothing of us: sha256sum, openssl, unzip, python.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { csvField } from '../../kernel/index.ts';
import { REPORT_LOCALES } from '../report/words.ts';
import { SAMPLE_ROW, sampleParts } from '../../../../tests/fixtures/bagSample.ts';
import { TRANSFER_COLUMNS, transfersCsv } from './transfers.ts';
import { keyFingerprint, writeBag } from './write.ts';
import { zipBag } from './zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'bag-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

function put(files: ReadonlyMap<string, Uint8Array>, name: string): string {
  const root = join(folder, name);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}
const has = (tool: string): boolean => {
  try {
    execFileSync('which', [tool], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

describe('writeBag', () => {
  const files = writeBag(sampleParts());

  it('[B2] makes the closed set of root files and nothing else', () => {
    const root = [...files.keys()].filter((name) => !name.startsWith('data/'));
    expect(root.sort()).toEqual([
      'START-HERE.html',
      'bag-info.txt',
      'bagit.txt',
      'manifest-sha256.txt',
      'manifest-sha512.txt',
      'signature.json',
      'signature.txt',
      'tagmanifest-sha256.txt',
      'tagmanifest-sha512.txt',
    ]);
  });

  it('[B2] refuses a name without a place', () => {
    const parts = sampleParts();
    for (const name of ['fetch.txt', 'data/x', 'data/headers/01.bin', 'data/proofs/AB.json']) {
      expect(() => writeBag({ ...parts, payload: new Map([...parts.payload, [name, new Uint8Array()]]) })).toThrow(/no place/);
    }
    expect(() => writeBag({ ...parts, payload: new Map([...parts.payload].filter(([name]) => name !== 'data/runs.json')) })).toThrow(
      /missing/,
    );
  });

  it('[B3] manifests are what sha256sum and sha512sum accept', { skip: !has('sha256sum') }, () => {
    const root = put(files, 'sums');
    for (const algorithm of ['256', '512']) {
      for (const manifest of [`manifest-sha${algorithm}.txt`, `tagmanifest-sha${algorithm}.txt`]) {
        expect(execFileSync(`sha${algorithm}sum`, ['--strict', '-c', manifest], { cwd: root }).toString()).toMatch(/OK/);
      }
    }
    const listed = text(files.get('manifest-sha256.txt'))
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(66));
    expect(listed).toEqual([...files.keys()].filter((name) => name.startsWith('data/')).sort());
    expect(
      text(files.get('tagmanifest-sha512.txt'))
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(130)),
    ).toEqual(['START-HERE.html', 'bag-info.txt', 'bagit.txt', 'manifest-sha256.txt', 'manifest-sha512.txt']);
    writeFileSync(join(root, 'data/limits.json'), 'x');
    expect(() => execFileSync('sha256sum', ['-c', 'manifest-sha256.txt'], { cwd: root, stdio: 'pipe' })).toThrow();
  });

  it('[B4] bag-info has one line per field, and a line break in a name makes no second field', () => {
    const lines = text(files.get('bag-info.txt')).trimEnd().split('\n');
    expect(lines.map((line) => line.split(': ')[0])).toEqual([
      'Source-Organization',
      'Contact-Name',
      'External-Identifier',
      'External-Description',
      'Bagging-Date',
      'Bag-Software-Agent',
      'Payload-Oxum',
      'Tracehold-Training',
    ]);
    const payload = [...files].filter(([name]) => name.startsWith('data/'));
    expect(lines[6]).toBe(`Payload-Oxum: ${payload.reduce((sum, [, bytes]) => sum + bytes.length, 0)}.${payload.length}`);
    expect(lines[4]).toBe('Bagging-Date: 2024-01-01');
    expect(lines[7]).toBe('Tracehold-Training: yes');
  });

  it('[B5] signature.json is sorted JSON over the tag manifests', () => {
    const statement = JSON.parse(text(files.get('signature.json')));
    expect(Object.keys(statement)).toEqual([
      'algorithm',
      'checkpoint',
      'format',
      'programVersion',
      'publicKey',
      'tagmanifestSha256',
      'tagmanifestSha512',
      'training',
    ]);
    expect(statement.tagmanifestSha256).toBe(
      createHash('sha256')
        .update(files.get('tagmanifest-sha256.txt') as Uint8Array)
        .digest('hex'),
    );
    expect(statement.tagmanifestSha512).toBe(
      createHash('sha512')
        .update(files.get('tagmanifest-sha512.txt') as Uint8Array)
        .digest('hex'),
    );
    expect(JSON.stringify(statement)).toBe(text(files.get('signature.json')));
    // RFC 8032 §7.1, test 1: the public key of the sample's secret key.
    expect(statement.publicKey).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  });

  it('[B6] the commands of START-HERE.html verify the signature with openssl', {
    skip: !has('openssl') || !has('bash') || !has('xxd'),
  }, () => {
    const root = put(files, 'hand');
    const page = text(files.get('START-HERE.html'));
    const block = /<pre>(cat &gt;[\s\S]*?)<\/pre>/.exec(page)?.[1] ?? '';
    const script = block
      .replaceAll('&gt;', '>')
      .replaceAll('&lt;', '<')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replaceAll('/tmp/', `${folder}/`);
    const output = execFileSync('bash', ['-e', '-c', script], { cwd: root }).toString();
    expect(output).toContain(keyFingerprint(sampleParts().publicKey));
    expect(output).toContain('Signature Verified Successfully');
    expect(text(files.get('signature.txt'))).toMatch(/^[0-9a-f]{128}\n$/);
    writeFileSync(join(root, 'signature.json'), '{}');
    expect(() => execFileSync('bash', ['-e', '-c', script], { cwd: root, stdio: 'pipe' })).toThrow();
  });

  it('START-HERE.html is self-contained, escapes the case title, and exists in four languages', () => {
    for (const locale of REPORT_LOCALES) {
      const page = text(writeBag(sampleParts(locale)).get('START-HERE.html'));
      expect(page).not.toMatch(/<script|<link|<img|https?:/);
      expect(page).toContain('特殊詐欺事件 &lt;script&gt;');
      expect(page).toContain("default-src 'none'");
    }
  });

  it('[E1] the same parts give the same bytes', () => {
    const digest = (all: ReadonlyMap<string, Uint8Array>): string => createHash('sha256').update(zipBag(all)).digest('hex');
    expect(digest(writeBag(sampleParts()))).toBe(digest(files));
    const parts = sampleParts();
    expect(digest(writeBag({ ...parts, payload: new Map([...parts.payload].reverse()) }))).toBe(digest(files));
    expect(
      createHash('sha256')
        .update(files.get('tagmanifest-sha256.txt') as Uint8Array)
        .digest('hex'),
    ).toMatchInlineSnapshot(`"f7b004dab22ea144ffe788e55f669da26657dda601a7d520f687a63f2c8fba12"`);
  });
});

describe('zipBag', () => {
  const files = writeBag(sampleParts());
  const zip = zipBag(files);

  it('[B1] is read by unzip, python and fflate, stored, sorted, with fixed dates', () => {
    const file = join(folder, 'bag.zip');
    writeFileSync(file, zip);
    const back = unzipSync(zip);
    expect(Object.keys(back)).toEqual([...files.keys()].sort());
    for (const [name, bytes] of files) expect(Buffer.compare(back[name] as Uint8Array, bytes)).toBe(0);
    if (has('unzip')) expect(execFileSync('unzip', ['-tq', file]).toString()).toContain('No errors');
    if (has('python3')) {
      const script =
        'import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nfor i in z.infolist(): print(i.compress_type,i.date_time,oct(i.external_attr>>16),i.extra)';
      const lines = new Set(execFileSync('python3', ['-c', script, file]).toString().trim().split('\n'));
      expect([...lines]).toEqual(["0 (1980, 1, 1, 0, 0, 0) 0o100644 b''"]);
    }
  });

  it('refuses names that leave the folder or are not ASCII', () => {
    for (const name of ['../x', 'a/../b', '/x', 'é', 'a\\b', 'a b'])
      expect(() => zipBag(new Map([[name, new Uint8Array()]]))).toThrow(TypeError);
  });

  it('is the same in another time zone', () => {
    const before = process.env['TZ'];
    process.env['TZ'] = 'Asia/Tokyo';
    const other = zipBag(files);
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
    expect(Buffer.compare(zip, other)).toBe(0);
  });
});

describe('transfersCsv', () => {
  it('[R6] is read back by a CSV library, CRLF ended, with formulas disarmed', () => {
    const bytes = transfersCsv([SAMPLE_ROW], new Map([[1, ['fifo']]]));
    expect(text(bytes).endsWith('\r\n')).toBe(true);
    const [head, row] = parse(Buffer.from(bytes), { record_delimiter: '\r\n' }) as string[][];
    expect(head?.join(',')).toBe(TRANSFER_COLUMNS);
    expect(row).toEqual([
      '1',
      'fifo',
      '0',
      'ab'.repeat(32),
      '7',
      '2011-02-02T23:16:42Z',
      '0',
      `${'ab'.repeat(32)}:1`,
      'mk',
      '5000000000',
      '1',
      'unspent',
      '',
      '\'=cmd; b,"c"',
    ]);
  });

  it('[R6] orders by run, policy of the run, height, position, output index; unanchored last', () => {
    const rows = [
      { ...SAMPLE_ROW, run: 2 },
      { ...SAMPLE_ROW, policy: 'lifo', height: null },
      { ...SAMPLE_ROW, policy: 'lifo', height: 3, position: 2 },
      { ...SAMPLE_ROW, policy: 'lifo', height: 3, position: 1, outputIndex: 4 },
      { ...SAMPLE_ROW, policy: 'lifo', height: 3, position: 1, outputIndex: 2 },
      { ...SAMPLE_ROW, policy: 'fifo', height: 9 },
    ];
    const policies = new Map([
      [1, ['lifo', 'fifo']],
      [2, ['fifo']],
    ]);
    const order = (given: typeof rows): string[] =>
      (parse(Buffer.from(transfersCsv(given, policies)), { from_line: 2 }) as string[][]).map((row) =>
        [row[0], row[1], row[4], row[6], row[7]?.split(':')[1]].join('/'),
      );
    expect(order(rows)).toEqual(['1/lifo/3/1/2', '1/lifo/3/1/4', '1/lifo/3/2/1', '1/lifo//0/1', '1/fifo/9/0/1', '2/fifo/7/0/1']);
    expect(order([...rows].reverse())).toEqual(order(rows));
  });

  it('[R6] prefixes = + - @ tab and CR', () => {
    // OWASP "CSV injection": the line feed and the full-width forms are taken for a formula's beginning by some programs.
    expect(['＝1', '＋1', '－1', '＠x', '\nx'].map(csvField)).toEqual(["'＝1", "'＋1", "'－1", "'＠x", '"\'\nx"']);
    expect(['=1', '+1', '-1', '@x', '\tx', '\rx', 'x'].map(csvField)).toEqual(["'=1", "'+1", "'-1", "'@x", "'\tx", '"\'\rx"', 'x']);
  });
});

it('reads no clock', () => {
  for (const file of ['payload', 'transfers', 'zip', 'write', 'startHere']) {
    expect(readFileSync(new URL(`./${file}.ts`, import.meta.url), 'utf8')).not.toMatch(/Date\.now|new Date\(\)|Math\.random|randomBytes/);
  }
});
