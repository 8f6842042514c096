// Services and captures that mean harm, or are merely broken: bounded work, a capture that stays valid, a clear refusal, no key let out.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../main/engine/index.ts';
import { caseDesk, type CaseDesk, DETAILS, faultOf } from '../fixtures/caseDesk.ts';
import { type Asked, collectInto, type Reply, type StandIn, startStandIn, type WantedItem } from '../fixtures/serviceStandIns.ts';

// Bitcoin's block 0 as every node has it: header, and its one transaction, whose id is the Merkle root.
const CHAIN = 'bip122:000000000019d6689c085ae165831e93';
const TXID = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b';
const HASH = '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f';
const ROOT = Buffer.from(TXID, 'hex').reverse().toString('hex');
const HEADER = `0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c`;
const RAW =
  '01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000';
const PROOF = `${HEADER}0100000001${ROOT}0101`;
const ITEM: WantedItem = { chain: CHAIN, kind: 'transaction', item: TXID };

function honest({ url }: Asked): Reply {
  if (url === '/block-height/0') return HASH;
  if (url.endsWith('/header')) return HEADER;
  if (url.endsWith('/hex')) return RAW;
  if (url.endsWith('/status')) return { json: { confirmed: true, block_height: 0, block_hash: HASH } };
  if (url.endsWith('/merkleblock-proof')) return PROOF;
  return { status: 404 };
}

let folder: string;
let service: StandIn;
let out: string;
const collect = (more: readonly string[] = [], options: Parameters<typeof collectInto>[3] = {}, items: readonly WantedItem[] = [ITEM]) =>
  collectInto(folder, items, ['--kind', 'esplora', '--source', service.url, '--out', out, ...more], options);
interface Read {
  readonly items: readonly { readonly gaps: readonly string[] }[];
  readonly answers: readonly { readonly role: string; readonly url: string; readonly file: string }[];
}
const manifest = (): Read => (JSON.parse(readFileSync(join(out, 'capture.json'), 'utf8')) as { manifest: Read }).manifest;
const everything = (): string =>
  readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'))
    .join('\n');

let desk: CaseDesk;
let engine: Awaited<ReturnType<typeof createEngine>>;
beforeAll(async () => {
  desk = await caseDesk();
  engine = await createEngine(desk.host);
  await engine.router.call('case.create', {
    folder: desk.grantPath(desk.at('hostile')),
    passphrase: 'a long passphrase',
    ...DETAILS,
  } as never);
});
afterAll(async () => {
  await engine.dispose();
  desk.clear();
});
const take = (path: string) => engine.router.call('intake.run', { paths: [desk.grantPath(path)] });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tracehold-collector-'));
  out = join(folder, 'capture');
  service = await startStandIn(honest);
});
afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('before anything is asked', () => {
  it('nothing is sent without a yes; what is disclosed to whom is said first', async () => {
    const no = await collect([], { confirm: 'no' });
    expect(no.exit).toBe(1);
    expect(no.text).toContain(new URL(service.url).host);
    expect(no.text).toContain(TXID);
    expect((await collect([], { confirm: null })).exit).toBe(1);
    expect(service.asked).toEqual([]);
    expect(existsSync(out)).toBe(false);
    expect((await collect([], { confirm: 'yes' })).exit).toBe(0);
  });

  it('keys stay out of URLs, of plain connections to others, and of lists that are none', async () => {
    writeFileSync(join(folder, 'key'), 'SECRETKEY123');
    const run = (source: string, key = true) =>
      collectInto(
        folder,
        [ITEM],
        ['--kind', 'esplora', '--source', source, '--out', out, ...(key ? ['--key-file', join(folder, 'key')] : [])],
      );
    expect(await run('http://user:pass@127.0.0.1:1', false)).toMatchObject({ exit: 2 });
    expect(await run('https://example.org/?apikey=abc', false)).toMatchObject({ exit: 2 });
    expect(await run('http://explorer.example.org/')).toMatchObject({ exit: 2 });
    expect(await run('ftp://127.0.0.1/', false)).toMatchObject({ exit: 2 });
    writeFileSync(join(folder, 'other.json'), '{"format":"something"}');
    expect(await collect([], { list: join(folder, 'other.json') })).toMatchObject({ exit: 3 });
    const evil = {
      format: 'tracehold-fetch/1',
      list: 'ab'.repeat(16),
      items: [{ number: 1, chain: CHAIN, kind: 'transaction', item: '../admin?x=', fromBlock: null, toBlock: null }],
    };
    writeFileSync(join(folder, 'evil.json'), JSON.stringify(evil));
    expect(await collect([], { list: join(folder, 'evil.json') })).toMatchObject({ exit: 3 });
    expect(service.asked).toEqual([]);
  });
});

describe('services that mean harm', () => {
  const answering = (part: string, reply: Reply) => {
    service.reply = (asked) => (asked.url.includes(part) ? reply : honest(asked));
  };

  it('an endless answer is cut off, a slow drip is not waited for', async () => {
    let sent = 0;
    answering('/hex', (response) => {
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 97))) sent += 65_536;
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    expect((await collect()).exit).toBe(0);
    expect(manifest().items[0]?.gaps).toEqual(['noAnswer']);
    expect(sent).toBeLessThan(64 << 20);
    answering('/hex', (response) => {
      const timer = setInterval(() => response.write('a'), 30);
      response.on('close', () => clearInterval(timer));
    });
    rmSync(out, { recursive: true });
    const started = Date.now();
    expect((await collect([], { limits: { milliseconds: 300, attempts: 2 } })).exit).toBe(0);
    expect(Date.now() - started).toBeLessThan(5000);
    expect(manifest().items[0]?.gaps).toEqual(['noAnswer']);
  });

  it('a redirect to another host is not followed, one within the house is', async () => {
    const other = await startStandIn(() => RAW);
    answering('/hex', { status: 302, headers: { location: `${other.url}/hex` } });
    expect((await collect()).exit).toBe(0);
    expect(other.asked).toEqual([]);
    expect(manifest().items[0]?.gaps).toEqual(['noAnswer']);
    await other.close();
    service.reply = (asked) =>
      asked.url.endsWith('/hex')
        ? { status: 301, headers: { location: `${asked.url.replace('/hex', '/again')}` } }
        : asked.url.endsWith('/again')
          ? RAW
          : honest(asked);
    rmSync(out, { recursive: true });
    expect((await collect()).exit).toBe(0);
    expect(manifest().items[0]?.gaps).toEqual([]);
    answering('/hex', (response) => response.writeHead(302, { location: `/tx/${TXID}/hex` }).end());
    rmSync(out, { recursive: true });
    expect((await collect()).exit).toBe(0);
    expect(manifest().items[0]?.gaps).toEqual(['noAnswer']);
  });

  it('packed answers and broken HTTP are refused', async () => {
    answering('/hex', { status: 200, headers: { 'content-encoding': 'gzip' }, body: 'x' });
    expect((await collect()).exit).toBe(0);
    expect(manifest().items[0]?.gaps).toEqual(['noAnswer']);
    rmSync(out, { recursive: true });
    answering('/hex', (response) => response.socket?.end('garbage\r\n\r\n'));
    expect((await collect()).exit).toBe(0);
    expect(manifest().items[0]?.gaps).toEqual(['badAnswer']);
  });

  it('a service of another chain is asked for nothing', async () => {
    answering('/block-height/0', 'ff'.repeat(32));
    expect(await collect()).toMatchObject({ exit: 3 });
    expect(service.asked.map(({ url }) => url)).toEqual(['/block-height/0']);
  });

  it('"later" is waited for; a storm of it ends the run with what had come, and the next goes on', async () => {
    let left = 2;
    service.reply = (asked) =>
      asked.url.endsWith('/hex') && left-- > 0 ? { status: 429, headers: { 'retry-after': '1' } } : honest(asked);
    expect((await collect()).exit).toBe(0);
    expect(manifest().items[0]?.gaps).toEqual([]);
    rmSync(out, { recursive: true });

    const items = [1, 2, 3, 4, 5].map((n): WantedItem => ({ ...ITEM, item: String(n).repeat(64) }));
    service.reply = (asked) => (asked.url.startsWith('/tx') && !asked.url.includes('1111') ? { status: 429 } : honest(asked));
    const storm = await collect([], {}, items);
    expect(storm.exit).toBe(3);
    expect(manifest().items.map(({ gaps }) => gaps)).toEqual([[], ['noAnswer'], ['noAnswer'], ['notAsked'], ['notAsked']]);
    service.reply = honest;
    const before = service.asked.length;
    expect((await collect([], {}, items)).exit).toBe(0);
    expect(service.asked.slice(before).some(({ url }) => url.includes('1111'))).toBe(false);
  });

  it('a key goes where it belongs and nowhere else, not even where the service repeats it', async () => {
    writeFileSync(join(folder, 'key'), 'SECRETKEY123\n');
    service.reply = (asked) =>
      asked.url.includes('SECRETKEY123') && asked.url.includes('/status')
        ? 'your key SECRETKEY123 is known'
        : honest({ ...asked, url: asked.url.replace('/SECRETKEY123', '') });
    const run = await collectInto(
      folder,
      [ITEM],
      ['--kind', 'esplora', '--source', `${service.url}/{key}`, '--key-file', join(folder, 'key'), '--out', out],
    );
    expect(run.exit).toBe(0);
    expect(service.asked.every(({ url }) => url.startsWith('/SECRETKEY123/'))).toBe(true);
    expect(everything()).not.toContain('SECRETKEY123');
    expect(run.text).not.toContain('SECRETKEY123');
    expect(manifest().items[0]?.gaps).toEqual(['noAnswer']);
    expect(manifest().answers.every(({ url }) => url.includes('{key}'))).toBe(true);
    rmSync(out, { recursive: true });
    service.reply = honest;
    expect((await collect(['--key-file', join(folder, 'key')])).exit).toBe(0);
    expect(service.asked.at(-1)?.headers.authorization).toBe('SECRETKEY123');
    expect(everything()).not.toContain('SECRETKEY123');
  });

  it('stopped in the middle it leaves a capture that is taken in', async () => {
    const stop = new AbortController();
    service.reply = (asked) => {
      if (asked.url.endsWith('/merkleblock-proof')) stop.abort();
      return honest(asked);
    };
    expect((await collect([], { signal: stop.signal })).exit).toBe(1);
    expect(manifest().items[0]?.gaps).toEqual(['notAsked']);
    const { results } = await take(out);
    expect(results[0]).toMatchObject({ transactions: 0, rejectedRows: [{ reason: 'noProof' }] });
  });
});

describe('lies and damage at intake', () => {
  const refusal = (path: string) => faultOf(() => take(path));

  it('what was asked for is proven or refused: another transaction, a proof of nothing, a header of another block', async () => {
    service.reply = (asked) => (asked.url.endsWith('/hex') ? RAW.replace('00f2052a01', '00f2052a02') : honest(asked));
    expect((await collect()).exit).toBe(0);
    const { results } = await take(out);
    expect(results[0]).toMatchObject({ transactions: 0 });
    expect(results[0]?.rejectedRows.map(({ reason }) => reason)).toEqual(['otherThanAsked', 'noTransaction']);

    rmSync(out, { recursive: true });
    const forged = PROOF.replace('29ab5f49', '29ab5f50');
    service.reply = (asked) =>
      asked.url.endsWith('/merkleblock-proof')
        ? forged
        : asked.url.endsWith('/header')
          ? HEADER.replace('29ab5f49', '29ab5f50')
          : honest(asked);
    expect((await collect()).exit).toBe(0);
    const second = await take(out);
    expect(second.results[0]).toMatchObject({ transactions: 0 });
    expect(second.results[0]?.rejectedRows[0]?.reason).toBe('otherThanAsked');
    expect(second.results[0]?.rejectedRows.some(({ reason }) => reason.startsWith('header'))).toBe(true);
  });

  it('an honest one is proven, as folder and as zip, once', async () => {
    expect((await collect()).exit).toBe(0);
    const { results } = await take(out);
    expect(results[0]).toMatchObject({ transactions: 1, new: 1, rejectedRows: [], headers: { anchoredTo: expect.any(String) } });
    const files: Record<string, Uint8Array> = {};
    for (const name of ['capture.json', ...manifest().answers.map(({ file }) => file)])
      files[name] = new Uint8Array(readFileSync(join(out, name)));
    writeFileSync(join(folder, 'same.zip'), zipSync(files));
    expect((await take(join(folder, 'same.zip'))).results[0]).toMatchObject({ new: 0, source: results[0]?.source as string });
    expect((await engine.router.call('show.find', { text: TXID })).found).toMatchObject([{ grade: 'P' }]);
  });

  it('a changed byte, a lacking, added or renamed file, a cut zip, an altered or unsigned manifest: refused by name', async () => {
    out = join(folder, 'capture.zip');
    expect((await collect()).exit).toBe(0);
    const whole = readFileSync(out);
    const files = unzipSync(new Uint8Array(whole));
    const changed = (change: (files: Record<string, Uint8Array>) => void): string => {
      const copy = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, bytes.slice()]));
      change(copy);
      const path = join(folder, `changed-${Math.random()}.zip`);
      writeFileSync(path, zipSync(copy));
      return path;
    };
    const put = (name: string, bytes: Uint8Array): string =>
      changed((copy) => {
        copy[name] = bytes;
      });
    const text = Buffer.from(files['capture.json'] as Uint8Array).toString();
    const rewritten = (edited: string): string => put('capture.json', new Uint8Array(Buffer.from(edited)));
    const second = (files['data/000002'] as Uint8Array).map((byte, at) => (at === 3 ? byte ^ 1 : byte));
    const unsigned = JSON.parse(text) as Record<string, unknown>;
    delete unsigned['signature'];
    const without = changed((copy) => {
      delete copy['data/000003'];
    });
    const expected: readonly [string, string, string][] = [
      [put('data/000002', second), 'data/000002', 'other bytes than were signed'],
      [put('data/000002', new Uint8Array(3)), 'data/000002', 'another length than was signed'],
      [without, 'data/000003', 'it is missing'],
      [put('data/000099', new Uint8Array(3)), 'data/000099', 'not listed in the manifest'],
      [rewritten(text.replace('"kind":"esplora"', '"kind":"esplore"')), 'capture.json', 'its signature does not hold'],
      [
        rewritten(text.replace(/"publicKey":"[0-9a-f]{64}"/, `"publicKey":"${'00'.repeat(32)}"`)),
        'capture.json',
        'its signature does not hold',
      ],
      [rewritten(JSON.stringify(unsigned)), 'capture.json', 'it is not signed'],
      [rewritten(`${text} `), 'capture.json', 'not in its canonical form'],
    ];
    for (const [path, file, reason] of expected)
      expect(await refusal(path)).toEqual({ code: 'intake.capture', parameters: { file, reason } });
    writeFileSync(join(folder, 'cut.zip'), whole.subarray(0, whole.length - 40));
    expect(['intake.unrecognised', 'intake.malformed', 'intake.noRowTaken', 'intake.capture']).toContain(
      (await refusal(join(folder, 'cut.zip'))).code,
    );
  });

  it('the collector signs nothing on top of a capture that was changed', async () => {
    expect((await collect()).exit).toBe(0);
    cpSync(out, join(folder, 'kept'), { recursive: true });
    writeFileSync(join(out, 'data', '000002'), 'changed');
    expect(await collect()).toMatchObject({ exit: 3 });
    rmSync(out, { recursive: true });
    cpSync(join(folder, 'kept'), out, { recursive: true });
    writeFileSync(
      join(out, 'capture.json'),
      readFileSync(join(out, 'capture.json'), 'utf8').replace('"kind":"esplora"', '"kind":"esplore"'),
    );
    expect(await collect()).toMatchObject({ exit: 3 });
    rmSync(out, { recursive: true });
    cpSync(join(folder, 'kept'), out, { recursive: true });
    // Left by a program that was killed: asked again.
    writeFileSync(join(out, 'data', '000099'), 'half');
    expect((await collect()).exit).toBe(0);
    expect(existsSync(join(out, 'data', '000099'))).toBe(false);
  });
});
