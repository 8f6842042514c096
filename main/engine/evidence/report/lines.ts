// Breaks mixed Latin and East Asian text into lines. A small part of UAX #14, written out because a line may hold
// several fonts and because the breaks must not change with the machine's ICU.
import type { Fonts, Run, Style } from './fonts.ts';

export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
}

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60\uffe0-\uffe6ー]/u;
/** May not begin a line (kinsoku): closing marks, small kana, long vowel. */
const NOT_FIRST = /[、。,.，．・：；:;？！?!)\]}）」』】〉》〕｝”’ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々％%]/u;
/** May not end a line: opening marks. */
const NOT_LAST = /[([{（「『【〈《〔｛“‘]/u;

interface Atom {
  readonly runs: readonly Run[];
  readonly width: number;
  readonly space: boolean;
}

/** Cuts runs into pieces between which a line may be broken. */
function atomsOf(runs: readonly Run[], fonts: Fonts, size: number): Atom[] {
  const atoms: Atom[] = [];
  let pending: { font: string; text: string }[] = [];
  let previous = '';
  const flush = (): void => {
    if (pending.length === 0) return;
    atoms.push({ runs: pending, width: pending.reduce((sum, run) => sum + fonts.width(run, size), 0), space: false });
    pending = [];
  };
  for (const run of runs) {
    for (const character of run.text) {
      if (character === ' ') {
        flush();
        const space = { font: run.font, text: ' ' };
        atoms.push({ runs: [space], width: fonts.width(space, size), space: true });
        previous = ' ';
        continue;
      }
      const eastAsian = EAST_ASIAN.test(character);
      const breakable =
        previous !== '' && (eastAsian || EAST_ASIAN.test(previous)) && !NOT_FIRST.test(character) && !NOT_LAST.test(previous);
      if (breakable) flush();
      const last = pending.at(-1);
      if (last !== undefined && last.font === run.font) last.text += character;
      else pending.push({ font: run.font, text: character });
      previous = character;
    }
  }
  flush();
  return atoms;
}

/** A piece that is wider than the line, cut by characters: an id must never run out of its column. */
function splitAtom(atom: Atom, fonts: Fonts, size: number, width: number): Atom[] {
  const parts: Atom[] = [];
  let runs: Run[] = [];
  let used = 0;
  for (const run of atom.runs) {
    for (const character of run.text) {
      const piece = { font: run.font, text: character };
      const wide = fonts.width(piece, size);
      if (used + wide > width && runs.length > 0) {
        parts.push({ runs: joined(runs), width: used, space: false });
        runs = [];
        used = 0;
      }
      runs.push(piece);
      used += wide;
    }
  }
  if (runs.length > 0) parts.push({ runs: joined(runs), width: used, space: false });
  return parts;
}

function joined(runs: readonly Run[]): readonly Run[] {
  const result: { font: string; text: string }[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last !== undefined && last.font === run.font) last.text += run.text;
    else result.push({ ...run });
  }
  return result;
}

/** The lines of a text in a column; at least one, also for empty text. */
export function linesOf(text: string, style: Style, size: number, width: number, fonts: Fonts): readonly Line[] {
  const lines: Line[] = [];
  for (const part of text.split(/\r\n|\n|\r/)) {
    let atoms: Atom[] = [];
    let used = 0;
    const end = (): void => {
      while (atoms.at(-1)?.space) used -= (atoms.pop() as Atom).width;
      lines.push({ runs: joined(atoms.flatMap((atom) => atom.runs)), width: used });
      atoms = [];
      used = 0;
    };
    for (const whole of atomsOf(fonts.runs(part, style), fonts, size)) {
      for (const atom of whole.width > width && !whole.space ? splitAtom(whole, fonts, size, width) : [whole]) {
        if (used + atom.width > width + 0.01 && atoms.length > 0 && !atom.space) end();
        if (atom.space && atoms.length === 0) continue;
        atoms.push(atom);
        used += atom.width;
      }
    }
    end();
  }
  return lines;
}
