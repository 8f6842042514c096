// Of what was found in a file's own order near places where it goes on elsewhere in the image: what the image, read as it lies, does not show.
import { type Run, runsWithin } from '../images/runs.ts';
import type { Hit, ImagePiece, RangeHit } from './hit.ts';
import { CONTEXT } from './scanKernel.ts';

/** Hits that begin in a range of the image, with their places there. */
export type MetInImage = (from: number, to: number) => readonly Hit[];

/** Longest list of pieces that is told: a crafted list of files may part a value at each of its bytes. */
const MOST_PIECES = 64;

/**
 * Hits across pieces, and those within one that only what stands beside them in the file makes one (a word before digits, a letter that is not
 * there). `runs` are in the order of the file.
 */
export function parted(hits: readonly RangeHit[], runs: readonly Run[], met: MetInImage): RangeHit[] {
  const placed = hits.map((hit) => ({ ...hit, pieces: piecesOf(hit, runs) }));
  const within = new Map<Run, number[]>();
  for (const { start, bytes, pieces } of placed) {
    const [run] = runsWithin(runs, start, start + bytes);
    const [first] = pieces;
    if (pieces.length > 1 || run === undefined || first === undefined) continue;
    within.set(run, [...(within.get(run) ?? []), first.imageOffset]);
  }
  const known = new Set<string>();
  // What is told of a row of words may begin behind the row's first word, in which it was met.
  for (const starts of within.values())
    for (const hit of met(Math.max(0, Math.min(...starts) - CONTEXT), Math.max(...starts) + 1)) known.add(keyOf(hit, hit.start));
  return placed.filter((hit) => hit.pieces.length > 1 || !known.has(keyOf(hit, hit.pieces[0]?.imageOffset ?? -1)));
}

const keyOf = ({ kind, value }: Hit, imageOffset: number): string => `${kind} ${imageOffset} ${value}`;

function piecesOf({ start, bytes }: Hit, runs: readonly Run[]): ImagePiece[] {
  return runsWithin(runs, start, start + bytes)
    .slice(0, MOST_PIECES)
    .map(({ fileOffset, imageOffset, length }) => {
      const from = Math.max(start, fileOffset);
      return { imageOffset: imageOffset + from - fileOffset, bytes: Math.min(start + bytes, fileOffset + length) - from };
    });
}
