// Identifying an archive of a whole chain's length into a case, and opening that case again: time with and without the index kept
// in the profile, and memory. The folder has the chain's shape; between two blocks lies a hole in the file.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { identify, reopen } from './archivePart.ts';
import { type PartResult, timeText, timing } from './figures.ts';
import { makeHeaderFolder } from './headerFolder.ts';
import type { Child } from './tracePart.ts';

const BLOCKS = 950_000;
/** Bytes from one block to the next: 950,000 of them make the 800 GB of a node's folder. */
const SPACING = 850_000;
const MOST_MEGABYTES = 1500;

export interface MadeHeaders {
  readonly files: number;
  readonly bytes: number;
}

export function makeHeaders(folder: string): MadeHeaders {
  const note = join(folder, 'made.json');
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as MadeHeaders;
  const made = makeHeaderFolder(folder, BLOCKS, SPACING);
  writeFileSync(note, JSON.stringify(made));
  return made;
}

export function identifyPart(folder: string, keep: string, runs: number, child: Child): PartResult {
  const archive = join(keep, 'headers');
  const made = child('child:makeHeaders', archive) as MadeHeaders;
  const first: Awaited<ReturnType<typeof identify>>[] = [];
  const again: Awaited<ReturnType<typeof identify>>[] = [];
  const opened: Awaited<ReturnType<typeof reopen>>[] = [];
  for (let run = 0; run < Math.min(runs, 2); run++) {
    const profile = join(folder, `profile${run}`);
    first.push(child('child:identify', archive, profile, join(folder, `first${run}`)) as (typeof first)[number]);
    again.push(child('child:identify', archive, profile, join(folder, `again${run}`)) as (typeof again)[number]);
    opened.push(child('child:reopen', '', profile, join(folder, `again${run}`)) as (typeof opened)[number]);
    rmSync(join(folder, `first${run}.tracehold`), { recursive: true, force: true });
  }
  const what = `identify an archive of ${BLOCKS.toLocaleString('en')} blocks (${made.files} files, ${(made.bytes / 1e9).toFixed(0)} GB with holes) into a case`;
  const row = (name: string, all: readonly { readonly ms: number; readonly peakMegabytes: number }[]) => {
    const peak = Math.max(...all.map((run) => run.peakMegabytes));
    return {
      what: name,
      ours: `${timeText(timing(all.map((run) => run.ms)))}, peak ${peak} MB`,
      ...{ peer: '', ratio: '', target: `≤ ${MOST_MEGABYTES} MB` },
      met: peak <= MOST_MEGABYTES,
    };
  };
  return {
    rows: [
      row(`${what}, no index kept yet`, first),
      row('the same into another case, the index kept', again),
      row('that case opened again, its sources listed', opened),
    ],
    notes: [
      `identify: ${first[0]?.accepted} headers accepted; of regtest's work, which is next to none; their blocks hold a coinbase; holes are read as zeros, not from the disk`,
    ],
  };
}
