// The colours of a canvas, one set for screen and paper. Light is drawn on white: the light theme, and every figure. Dark is the same hues made
// deeper, so that a shape keeps 3 : 1 against its outline and the label beside it stays the brightest thing.
//
// Nothing hangs on them. A kind is told by its shape, and every shape has an outline (12 : 1 against its ground in both), so that a pale
// fill needs no contrast of its own; an examiner's colour stands in the legend in words, and on paper with its number, for copies in grey.
import type { CANVAS_COLOURS } from '../contract/canvas.ts';
import type { CanvasKind } from './canvasItem.ts';

export interface CanvasColours {
  readonly kinds: Readonly<Record<CanvasKind, string>>;
  /** The examiner's own, by name. */
  readonly own: Readonly<Record<(typeof CANVAS_COLOURS)[number], string>>;
}

export const LIGHT_COLOURS: CanvasColours = {
  kinds: {
    transaction: '#dce3ea',
    output: '#9dc1f2',
    movement: '#b9e0d4',
    address: '#fdf3d8',
    cluster: '#e6dcf6',
    group: '#c9d1da',
    event: '#ffd9b8',
  },
  own: {
    red: '#e5484d',
    orange: '#f2913d',
    yellow: '#f0cc3b',
    green: '#5bb974',
    teal: '#3fb3ad',
    blue: '#5b8def',
    violet: '#a274d6',
    grey: '#8f99a8',
  },
};

export const DARK_COLOURS: CanvasColours = {
  kinds: {
    transaction: '#434d59',
    output: '#2a5ea8',
    movement: '#24655a',
    address: '#5d4d1c',
    cluster: '#503a76',
    group: '#5a6572',
    event: '#7c4a1c',
  },
  own: {
    red: '#c4363b',
    orange: '#b8641c',
    yellow: '#947a12',
    green: '#2f8a4a',
    teal: '#1f8580',
    blue: '#3a69c4',
    violet: '#7b4fb0',
    grey: '#6c7785',
  },
};
