// Spends of outputs that were made where nobody looked: an input names an outpoint and no script, so only undo data can say that
// it spends from an address. What they say is one source's word; here is only decided where they have to be asked.
import { compressedForm, type WantedScripts } from '../../chains/index.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { ChainView } from '../chainView.ts';
import { type HeightRange, joinRanges, searchedScripts } from '../searched.ts';
import { txOfIn } from '../run.ts';
import { txidOf } from '../chainSession.ts';
import { UNKNOWN_PARENT } from '../slice.ts';
import { canRead, type Desk } from './desk.ts';
import { createScriptSet } from './scriptSet.ts';

export interface SpentBefore {
  readonly scripts: WantedScripts;
  /** Heights in which every output to these scripts is known without this pass, ascending. */
  readonly known: readonly HeightRange[];
}

/** What to ask undo data for; null where no script is looked for. */
export function spentBefore(file: CaseFile, view: ChainView, scripts: readonly Uint8Array[]): SpentBefore | null {
  return scripts.length === 0 ? null : { scripts: wantedScripts(scripts), known: knownFor(file, view, scripts) };
}

function wantedScripts(scripts: readonly Uint8Array[]): WantedScripts {
  const full = createScriptSet();
  const short = createScriptSet();
  for (const script of scripts) {
    full.add(script);
    const form = compressedForm(script);
    if (form !== null) short.add(form);
  }
  return { has: full.has, hasShort: short.has };
}

/** Blocks that the case holds whole, and those that were searched for all of these scripts. */
function knownFor(file: CaseFile, view: ChainView, scripts: readonly Uint8Array[]): HeightRange[] {
  const searched = searchedScripts(file, view);
  let common: readonly HeightRange[] | null = null;
  for (const script of scripts) {
    const own: readonly HeightRange[] = searched.get(Buffer.from(script).toString('hex')) ?? [];
    common = common === null ? own : common.flatMap((range) => own.flatMap((other) => overlap(range, other)));
    if (common.length === 0) break;
  }
  return joinRanges(view.coverage, common ?? []);
}

function overlap(a: HeightRange, b: HeightRange): HeightRange[] {
  const both = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
  return both.from > both.to ? [] : [both];
}

export interface Sight {
  /** Whether every output that a block at this height can spend from earlier blocks is known. */
  reaches(height: number): boolean;
  /** A block was searched; in ascending order. */
  saw(height: number): void;
  /** The highest height up to which nothing is missing. The first block's output is not among those that can be spent: 0 at least. */
  readonly to: number;
}

export function createSight(known: readonly HeightRange[]): Sight {
  // A node never adds the outputs of the first block to those that can be spent (validation.cpp, ConnectBlock).
  let to = 0;
  let next = 0;
  const reach = (): void => {
    while (next < known.length && (known[next] as HeightRange).from <= to + 1) to = Math.max(to, (known[next++] as HeightRange).to);
  };
  reach();
  return {
    reaches: (height) => to >= height - 1,
    saw(height) {
      if (height !== to + 1) return;
      to = height;
      reach();
    },
    get to() {
      return to;
    },
  };
}

/** Up to where nothing is missing once this pass has read all that its source has. */
export function sightOfPass(desk: Desk, before: SpentBefore | null): number {
  if (before === null) return Number.MAX_SAFE_INTEGER;
  const sight = createSight(before.known);
  for (let height = desk.range.from; height <= desk.range.to; height++) if (canRead(desk, height)) sight.saw(height);
  return sight.to;
}

/**
 * Transactions of these heights that spend from one of the scripts an output which the case does not hold: what they spent is known
 * from undo data alone. Numbers of the view, in chain order.
 */
export function earlierSpenders(view: ChainView, scripts: readonly Uint8Array[], range: HeightRange): number[] {
  const { slice } = view;
  const numbers = new Set(scripts.map((script) => view.scripts.find(script)).filter((number) => number !== 0));
  const found = new Set<number>();
  for (let input = 0; numbers.size > 0 && input < slice.inCount; input++) {
    if (slice.inPrevOut[input] !== UNKNOWN_PARENT || !numbers.has(slice.inScript[input] as number)) continue;
    const tx = txOfIn(slice, input);
    const height = slice.blockHeight[slice.txBlock[tx] as number] as number;
    if (height >= range.from && height <= range.to) found.add(tx);
  }
  return [...found];
}

/** The same as ids. */
export function earlierSpends(view: ChainView, scripts: readonly Uint8Array[], range: HeightRange): string[] {
  return earlierSpenders(view, scripts, range).map((tx) => txidOf(view, tx));
}
