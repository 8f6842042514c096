// A figure in grey: every kind has an outline of its own, and an examiner's colour its number.
import { expect, it } from 'vitest';
import { CANVAS_COLOURS } from '../../../../shared/contract/canvas.ts';
import { CANVAS_KINDS } from '../../../../shared/model/canvasItem.ts';
import type { Pen } from './figureText.ts';
import { outline } from './shapes.ts';

const pen = { text: (text: string) => `<text>${text}</text>` } as unknown as Pen;
const plain = { statement: 'fact' as const, marks: [] as string[], colour: null, pinned: false };
const withoutColours = (svg: string): string => svg.replaceAll(/(fill|stroke)="#[0-9a-f]{6}"/g, '');

it('tells kinds, mixes, statements and the examiner\u2019s colours apart without colour', () => {
  const looks = [
    ...CANVAS_KINDS.map((kind) => outline({ ...plain, kind }, 0, 0, 5, pen)),
    outline({ ...plain, kind: 'transaction', marks: ['coinjoin'] }, 0, 0, 5, pen),
    outline({ ...plain, kind: 'cluster', statement: 'inference' }, 0, 0, 5, pen),
    outline({ ...plain, kind: 'event', statement: 'assumption' }, 0, 0, 5, pen),
    ...CANVAS_COLOURS.map((colour) => outline({ ...plain, kind: 'output', colour }, 0, 0, 5, pen)),
  ].map(withoutColours);
  expect(new Set(looks).size).toBe(looks.length);
});
