// Files in pieces, cut anywhere: what is found in the image as it lies and what is found across the pieces are together what the file holds, each once.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { addressOf, digitsOf, wifOf } from '../../../../tests/fixtures/madeKeys.ts';
import { endOf, inOrder } from '../images/runs.ts';
import { seamPieces } from '../images/index.ts';
import type { RangeHit } from './hit.ts';
import { CONTEXT } from './scanKernel.ts';
import { closeHeldImage, scanRangeTask } from './scanRange.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-seams-'));
afterAll(() => {
  closeHeldImage();
  rmSync(folder, { recursive: true, force: true });
});
const wasm = new Uint8Array(readFileSync(new URL('../../../../resources/wasm/scan.wasm', import.meta.url)));
const PHRASE = 'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic';

/** Numbers from 0 to `most`, always the same ones. */
function numbers(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor(((state >>> 8) / 2 ** 24) * most);
  };
}

/** Text with values of several kinds, each of its own. */
function content(seed: number, size: number): Buffer {
  const next = numbers(seed);
  const parts: Buffer[] = [];
  let length = 0;
  for (let i = 0; length < size; i++) {
    const address = addressOf(`${seed} ${i}`);
    const key = wifOf(`${seed} ${i}`);
    const digits = digitsOf(key);
    const one = [
      `pay to ${address} soon\n`,
      Buffer.from(` ${key} `, 'utf16le'),
      `wallet seed phrase\n${PHRASE}\n`,
      `the private key of it: ${digits}\n`,
      `wpkh(${key})\n`,
      Buffer.from(` ${address} `, 'utf16le'),
      `${'word and word '.repeat(next(60))}\n`,
      `see https://blockchair.com/bitcoin/address/${address}\n`,
    ][next(8)] as string | Buffer;
    parts.push(Buffer.from(one));
    length += parts.at(-1)?.length ?? 0;
  }
  return Buffer.concat(parts).subarray(0, size);
}

/** The file in pieces of up to `longest` bytes, in any order, with letters between them that would be taken for a part of what they touch. */
function scattered(file: Buffer, longest: number, seed: number) {
  const next = numbers(seed);
  const cuts: { from: number; to: number }[] = [];
  for (let at = 0; at < file.length; at = cuts.at(-1)?.to ?? 0) cuts.push({ from: at, to: Math.min(file.length, at + 1 + next(longest)) });
  for (let i = cuts.length - 1; i > 0; i--) {
    const other = next(i + 1);
    [cuts[i], cuts[other]] = [cuts[other] as (typeof cuts)[0], cuts[i] as (typeof cuts)[0]];
  }
  const parts: Buffer[] = [];
  let length = 0;
  const put = (bytes: Buffer): void => {
    parts.push(bytes);
    length += bytes.length;
  };
  const runs = cuts.map(({ from, to }) => {
    put(Buffer.alloc(next(9), 'k'));
    const run = { fileOffset: from, imageOffset: length, length: to - from };
    put(file.subarray(from, to));
    return run;
  });
  return { bytes: Buffer.concat(parts), runs: inOrder(runs) ?? [] };
}

const told = ({ kind, value, start }: Pick<RangeHit, 'kind' | 'value' | 'start'>): string => `${start} ${kind} ${value}`;

describe('a file in pieces', () => {
  it.each([
    [1, 40],
    [2, 400],
    [3, 3_000],
    [4, 30_000],
    [5, 1],
  ])('is found whole, in the image or across its pieces, and nothing twice (%i: pieces up to %i bytes)', (seed, longest) => {
    const file = content(seed, longest === 1 ? 6_000 : 60_000);
    const { bytes, runs } = scattered(file, longest, seed);
    const path = join(folder, `${seed}.img`);
    writeFileSync(path, bytes);
    const asked = { wasm, around: 8 };
    const whole = scanRangeTask.run({ ...asked, of: { bytes: new Uint8Array(file), start: 0 }, from: 0, to: file.length }).hits;
    const image = { paths: [path], size: bytes.length };
    const lying = scanRangeTask.run({ ...asked, of: { image, size: bytes.length }, from: 0, to: bytes.length }).hits;
    // Of the image only what stands in one piece of the file, at its place there.
    const inFile = lying.flatMap((hit) => {
      const run = runs.find(({ imageOffset, length }) => hit.start >= imageOffset && hit.start + hit.bytes <= imageOffset + length);
      return run === undefined ? [] : [{ ...hit, start: hit.start - run.imageOffset + run.fileOffset }];
    });
    const across: RangeHit[] = [];
    for (const { from, to, runs: own } of seamPieces({ size: file.length, runs }, CONTEXT)) {
      const read = scanRangeTask.run({ ...asked, of: { image, size: file.length, runs: own }, from, to });
      expect([read.read, read.problem, read.rejected]).toEqual([to - from, null, {}]);
      across.push(...read.hits);
    }
    const wanted = new Set(whole.map(told));
    expect(wanted.size).toBeGreaterThan(20);
    // What the image alone shows for one (a phrase cut short by a piece's end) is no part of this.
    const met = inFile.map(told).filter((one) => wanted.has(one));
    expect([...met, ...across.map(told)].sort()).toEqual([...wanted].sort());
    if (longest > 1 && longest < 30_000) expect(across.some(({ pieces }) => pieces?.length === 1)).toBe(true);
    for (const { start, bytes: length, pieces = [], near } of across) {
      const joined = Buffer.concat(pieces.map(({ imageOffset, bytes: count }) => bytes.subarray(imageOffset, imageOffset + count)));
      expect(joined.equals(file.subarray(start, start + Math.min(length, joined.length)))).toBe(true);
      expect(pieces.length < 64 ? joined.length : pieces.length).toBe(pieces.length < 64 ? length : 64);
      expect(Buffer.from(near).equals(file.subarray(Math.max(0, start - 8), start + length + 8))).toBe(true);
    }
  });

  it('that lies in one piece, or in pieces that follow each other in the image, has no seam; a hole has two', () => {
    const pieces = (runs: readonly [number, number, number][], size: number) =>
      [
        ...seamPieces(
          { size, runs: inOrder(runs.map(([fileOffset, imageOffset, length]) => ({ fileOffset, imageOffset, length }))) ?? [] },
          10,
        ),
      ].map(({ from, to }) => [from, to]);
    expect(pieces([[0, 500, 100]], 90)).toEqual([]);
    expect(
      pieces(
        [
          [0, 500, 100],
          [100, 600, 100],
        ],
        200,
      ),
    ).toEqual([]);
    expect(
      pieces(
        [
          [100, 600, 100],
          [0, 400, 100],
        ],
        200,
      ),
    ).toEqual([[90, 110]]);
    expect(
      pieces(
        [
          [0, 400, 100],
          [500, 600, 100],
        ],
        1_000,
      ),
    ).toEqual([
      [90, 110],
      [490, 510],
      [590, 610],
    ]);
    expect(
      pieces(
        [
          [0, 400, 100],
          [110, 600, 100],
          [215, 100, 100],
        ],
        300,
      ),
    ).toEqual([
      [90, 120],
      [200, 225],
    ]);
    expect(
      inOrder([
        { fileOffset: 0, imageOffset: 0, length: 10 },
        { fileOffset: 9, imageOffset: 90, length: 5 },
      ]),
    ).toBeNull();
  });

  it('a million pieces are gone through in time, with few of them held at once', () => {
    const runs = Array.from({ length: 1_000_000 }, (_, at) => ({
      fileOffset: at * 4_096,
      imageOffset: (1_000_000 - at) * 8_192,
      length: 4_096,
    }));
    let behind = 0;
    let most = 0;
    for (const { from, to, runs: own } of seamPieces({ size: 4_096_000_000, runs }, CONTEXT)) {
      expect(from >= behind && to > from).toBe(true);
      behind = to;
      most = Math.max(most, own.length);
      expect(endOf(own.at(-1) as (typeof runs)[0])).toBeGreaterThanOrEqual(to);
    }
    expect(behind).toBe(4_096_000_000);
    expect(most).toBeLessThan(300);
  });
});
