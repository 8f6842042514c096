// Rows of a text with delimiters, each cell with the bytes that it takes: what a message says must be found again in its file.
import { Fault } from '../../../../shared/model/fault.ts';
import { MOST_COLUMNS } from '../tables/rows.ts';
import { LONGEST_TEXT } from './lines.ts';
import type { TextPiece, TextRead } from './textPieces.ts';

export interface PlacedCell {
  readonly text: string;
  /** Without the marks around it; doubled marks within it stand as they are written. */
  readonly offset: number;
  readonly end: number;
}

export async function* csvRows(read: TextRead, delimiter: string, name: string): AsyncGenerator<readonly PlacedCell[]> {
  const walk = createCsvWalk(delimiter, name);
  for await (const piece of read.pieces()) yield* walk.write(piece);
  yield* walk.end();
}

function createCsvWalk(delimiter: string, name: string) {
  const cells: PlacedCell[] = [];
  let parts: string[] = [];
  let length = 0;
  /** `before`: nothing of the cell was read; `behind`: its closing mark was, which may be the first of two. */
  let state: 'before' | 'plain' | 'quoted' | 'behind' = 'before';
  let [offset, end] = [0, 0];
  const stop = new RegExp(`[${delimiter}\\r\\n]`, 'g');
  const grow = (text: string): void => {
    parts.push(text);
    length += text.length;
    if (length > LONGEST_TEXT)
      throw new Fault('intake.malformed', { file: name, row: 0, reason: `a cell is longer than ${LONGEST_TEXT} characters` });
  };
  const finish = (at: number): void => {
    if (cells.length < MOST_COLUMNS) {
      cells.push(state === 'before' ? { text: '', offset: at, end: at } : { text: parts.join('').replaceAll('\r\n', '\n'), offset, end });
    }
    parts = [];
    length = 0;
    state = 'before';
  };
  const row = (): readonly PlacedCell[] => cells.splice(0);
  return {
    *write(piece: TextPiece): Generator<readonly PlacedCell[]> {
      const { text } = piece;
      for (let at = 0; at < text.length; ) {
        const mark = text.charAt(at);
        if (state === 'quoted') {
          const close = text.indexOf('"', at);
          const to = close < 0 ? text.length : close;
          if (to > at) grow(text.slice(at, to));
          at = to;
          end = piece.byteAt(to);
          if (close < 0) break;
          state = 'behind';
          at++;
        } else if (mark === '"' && state === 'before') {
          state = 'quoted';
          offset = piece.byteAt(at + 1);
          at++;
        } else if (mark === '"' && state === 'behind') {
          grow('"');
          state = 'quoted';
          at++;
        } else if (mark === delimiter) {
          finish(piece.byteAt(at));
          at++;
        } else if (mark === '\n') {
          finish(piece.byteAt(at));
          yield row();
          at++;
        } else if (mark === '\r') at++;
        else {
          if (state === 'before') offset = piece.byteAt(at);
          if (state !== 'behind') state = 'plain';
          stop.lastIndex = at + 1;
          const to = stop.exec(text)?.index ?? text.length;
          if (state === 'plain') {
            grow(text.slice(at, to));
            end = piece.byteAt(to);
          }
          at = to;
        }
      }
    },
    *end(): Generator<readonly PlacedCell[]> {
      if (cells.length > 0 || state !== 'before') {
        finish(end);
        yield row();
      }
    },
  };
}
