// The scan of a made image beside ripgrep with patterns that seek the same: random bytes, running text, zeros, base64 and text of two bytes a
// character, with addresses, keys and phrases planted. Ours tests every checksum, ripgrep none.
import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { wordlists } from 'ethers/wordlists';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { FIXED_TEXTS } from '../../main/engine/intake/scanners/fixedTexts.ts';
import { isPhrase } from '../../main/engine/intake/scanners/phraseWords.ts';
import { scanRangeTask } from '../../main/engine/intake/scanners/scanRange.ts';
import { triage } from '../../main/engine/intake/scanners/triage.ts';
import { type BenchRow, type PartResult, peakMegabytes, sequence, speedText, timing } from './figures.ts';
import type { Child } from './tracePart.ts';

const PIECE = 4096;
const MEGABYTE = 1 << 20;
const PLANTED = 6;
const PROSE =
  'The report says that on the third day of the month the goods were not seen by anybody at the port, although the bank had paid for them. He asked why. ';

interface Ran {
  readonly ms: number;
  readonly found: number;
  readonly peak: number;
}

export function scanChild(name: string, args: readonly string[]): unknown | Promise<unknown> {
  const [path = '', number = ''] = args;
  return name === 'child:scanMake' ? makeImage(path, Number(number)) : name === 'child:scanOne' ? scanOne(path) : scanTwo(path);
}

function makeImage(path: string, megabytes: number): { readonly planted: number } {
  const next = sequence(21);
  const random = (length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(Math.floor(next() * 4_294_967_296), at);
    return bytes;
  };
  const prose = Buffer.from(PROSE.repeat(40));
  const wide = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1'), 'utf16le');
  const handle = openSync(path, 'w');
  let planted = 0;
  for (let part = 0; part < megabytes; part++) {
    const image = Buffer.alloc(MEGABYTE);
    for (let at = 0; at < MEGABYTE; at += PIECE) {
      const kind = next();
      const some =
        kind < 0.4
          ? random(PIECE)
          : kind < 0.7
            ? prose.subarray(Math.floor(next() * 1000))
            : kind < 0.9
              ? Buffer.alloc(PIECE)
              : kind < 0.95
                ? Buffer.from(random(PIECE).toString('base64'))
                : wide(prose.subarray(Math.floor(next() * 1000)));
      some.copy(image, at, 0, Math.min(PIECE, some.length));
    }
    for (let item = 0; item < PLANTED; item++) {
      const text = Buffer.from(`\n${madeItem(part * PLANTED + item, random)}\n`);
      const bytes = item % 3 === 2 ? wide(text) : text;
      bytes.copy(image, Math.floor(next() * (MEGABYTE - bytes.length)));
      planted++;
    }
    writeSync(handle, image);
  }
  closeSync(handle);
  return { planted };
}

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function madeItem(number: number, random: (length: number) => Buffer): string {
  if (number % 4 === 0) return madePhrase(random(24));
  if (number % 4 === 1) return `0x${random(20).toString('hex')}`;
  const payload = number % 4 === 2 ? Buffer.concat([Buffer.of(0), random(20)]) : Buffer.concat([Buffer.of(128), random(32), Buffer.of(1)]);
  const twice = createHash('sha256').update(createHash('sha256').update(payload).digest()).digest();
  let value = BigInt(`0x${Buffer.concat([payload, twice.subarray(0, 4)]).toString('hex')}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = ALPHABET[Number(value % 58n)] + text;
  return payload[0] === 0 ? `1${text}` : text;
}

function madePhrase(bytes: Buffer): string {
  const word = (at: number): string => wordlists['en']?.getWord(at) ?? '';
  const words = Array.from({ length: 11 }, (_, at) => word(bytes.readUInt16LE(at * 2) % 2048));
  for (let last = 0; last < 2048; last++) if (isPhrase([...words, word(last)], 'en')) return [...words, word(last)].join(' ');
  throw new Error('one word in sixteen ends a phrase');
}

/** On this thread, range by range, checksums and context judged. */
function scanOne(path: string): Ran {
  const { host } = createNodeHost({});
  const wasm = host.resource('wasm/scan.wasm');
  const { size } = statSync(path);
  const range = 8 * MEGABYTE;
  scanRangeTask.run({ of: { path, size }, from: 0, to: Math.min(size, range), wasm, around: 0 });
  const start = performance.now();
  let found = 0;
  for (let from = 0; from < size; from += range)
    found += scanRangeTask.run({ of: { path, size }, from, to: Math.min(size, from + range), wasm, around: 0 }).hits.length;
  return { ms: performance.now() - start, found, peak: peakMegabytes() };
}

/** As the program does it: threads, grouping and masking. */
async function scanTwo(path: string): Promise<Ran> {
  const { host } = createNodeHost({ environment: { ...process.env, TRACEHOLD_WORKERS: '2' } });
  if (host.workers === undefined) throw new Error('no worker threads here');
  const start = performance.now();
  const { traces } = await triage(host, [path], { report: () => undefined, signal: new AbortController().signal });
  return { ms: performance.now() - start, found: traces.reduce((sum, { count }) => sum + count, 0), peak: peakMegabytes() };
}

/** What the scanner seeks, in both encodings, as ripgrep's fastest engine takes it: bytes, no look-around, no Unicode tables. */
function peerPatterns(): string[] {
  const base58 = '[1-9A-HJ-NP-Za-km-z]';
  const gap = '[ \\t\\r\\n0-9.,;:)(_"\'|/\\[\\]-]';
  type Part = readonly [text: string, least: number, most: number];
  const both = (...parts: readonly Part[]): string[] => {
    const times = ([, least, most]: Part): string => (least === 1 && most === 1 ? '' : `{${least},${most}}`);
    return [
      `(?-u:\\b)${parts.map((part) => part[0] + times(part)).join('')}(?-u:\\b)`,
      parts.map((part) => `(?:${part[0]}\\x00)${times(part)}`).join(''),
    ];
  };
  const letters = (text: string): Part[] => [...text].map((letter) => [letter, 1, 1]);
  const hosts = FIXED_TEXTS.filter(({ bytes }) => bytes.every((byte) => byte >= 32 && byte < 127)).map(({ bytes }) =>
    Buffer.from(bytes).toString(),
  );
  const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return [
    ...both(['[13mn2LMTQ]', 1, 1], [base58, 25, 34]),
    ...both(['[5KLc9T6]', 1, 1], [base58, 50, 51]),
    ...both(...letters('6P'), [base58, 56, 56]),
    ...['pub', 'prv'].flatMap((ending) => both(['[xyzYZtuvUV]', 1, 1], ...letters(ending), [base58, 103, 108])),
    ...['bc', 'tb', 'bcrt', 'ltc', 'tltc', 'rltc'].flatMap((prefix) =>
      both(...letters(`${prefix}1`), ['[qpzry9x8gf2tvdw0s3jn54khce6mua7l]', 20, 84]),
    ),
    ...both(...letters('0x'), ['[0-9a-fA-F]', 40, 40]),
    ...both(['[0-9a-fA-F]', 64, 64]),
    `(?:[a-zA-Z]{3,8}${gap}{1,12}){11,23}[a-zA-Z]{3,8}`,
    `(?:(?:[a-zA-Z]\\x00){3,8}(?:${gap}\\x00){1,12}){11,23}(?:[a-zA-Z]\\x00){3,8}`,
    '(?:[\\x80-\\xff]{3,32}(?:[ \\r\\n,]|\\xe3\\x80\\x80){1,4}){11,23}[\\x80-\\xff]{3,32}',
    '(?-u:psbt\\xff[\\x01\\x4f])',
    ...hosts.flatMap((host) => [`(?i-u:${escaped(host)})`, `(?i-u:${[...host].map((letter) => `${escaped(letter)}\\x00`).join('')})`]),
  ];
}

function readAll(path: string): void {
  const handle = openSync(path, 'r');
  const room = Buffer.alloc(4 * MEGABYTE);
  while (readSync(handle, room) > 0);
  closeSync(handle);
}

export function scanPart(folder: string, runs: number, megabytes: number, child: Child): PartResult {
  // Not called like an image: listing its file systems is no part of reading its bytes.
  const path = join(folder, 'bytes.dat');
  const { planted } = child('child:scanMake', path, String(megabytes)) as { planted: number };
  const { size } = statSync(path);
  const patterns = join(folder, 'patterns.txt');
  writeFileSync(patterns, `${peerPatterns().join('\n')}\n`);
  const times = { one: [] as number[], two: [] as number[], peer: [] as number[] };
  const found = { one: 0, two: 0, peer: 0 };
  let peak = 0;
  let version = '';
  try {
    version = execFileSync('rg', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? '';
  } catch {
    // The column says that it was skipped.
  }
  for (let run = 0; run < runs; run++) {
    readAll(path);
    const one = child('child:scanOne', path) as Ran;
    const two = child('child:scanTwo', path) as Ran;
    times.one.push(one.ms);
    times.two.push(two.ms);
    [found.one, found.two, peak] = [one.found, two.found, Math.max(peak, two.peak)];
    if (version === '') continue;
    const start = performance.now();
    const done = spawnSync('rg', ['--no-unicode', '--no-config', '-a', '-o', '-c', '-j1', '-f', patterns, path], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`ripgrep: ${done.stderr}`);
    times.peer.push(performance.now() - start);
    found.peer = Number(done.stdout);
  }
  const rowOf = (what: string, own: readonly number[], goal: number): BenchRow => {
    const [ours, theirs] = [timing(own), times.peer.length === 0 ? null : timing(times.peer)];
    const ratio = theirs === null ? null : theirs.medianMs / ours.medianMs;
    return {
      ...{ what, ours: speedText(size, ours), peer: theirs === null ? 'no ripgrep here' : `${version} -j1 ${speedText(size, theirs)}` },
      ...{ ratio: ratio === null ? '' : `${ratio.toFixed(1)}×`, target: `≥ ${goal}×`, met: ratio === null ? null : ratio >= goal },
    };
  };
  return {
    rows: [
      rowOf(`scan of ${megabytes} MiB, one thread, checksums tested`, times.one, 5),
      rowOf(`scan of ${megabytes} MiB, two worker threads, grouped and masked`, times.two, 10),
    ],
    notes: [
      `scan: planted ${planted}; hits on one thread ${found.one}, on two ${found.two}; ripgrep matched ${found.peer} texts without testing any; peak ${peak} MB`,
      'scan: 40 % random bytes, 30 % text, 20 % zeros, 5 % base64, 5 % UTF-16; ripgrep with the same forms in both encodings, words as letters, hosts without case',
    ],
  };
}
