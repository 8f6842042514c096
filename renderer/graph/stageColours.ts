// The colours of a canvas in each theme: kinds of nodes, and the examiner's own eight by name. Nothing hangs on them alone: kinds differ by
// shape, own colours stand in the legend as words.
import type { CANVAS_COLOURS } from '../../shared/contract/canvas.ts';
import type { CanvasKind } from '../../shared/model/canvasItem.ts';
import type { ShownTheme } from '../session/theme.ts';

export type CanvasColour = (typeof CANVAS_COLOURS)[number];

export interface StagePalette {
  readonly ink: string;
  readonly faint: string;
  readonly plate: string;
  readonly edge: string;
  readonly edgeNear: string;
  readonly outline: string;
  readonly chosen: string;
  readonly band: string;
  readonly grid: string;
  readonly warning: string;
  readonly kinds: Readonly<Record<CanvasKind, string>>;
  readonly own: Readonly<Record<CanvasColour, string>>;
}

const LIGHT_STAGE: StagePalette = {
  ink: '#1c2127',
  faint: '#5a6472',
  plate: '#ffffff',
  edge: '#6b7a8c',
  edgeNear: '#26384d',
  outline: '#2f343c',
  chosen: '#0b3d91',
  band: '#f3f5f8',
  grid: '#d3d8de',
  warning: '#8a4b00',
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

const DARK_STAGE: StagePalette = {
  ink: '#f1f3f5',
  faint: '#abb3bf',
  plate: '#1c2127',
  edge: '#8d9bab',
  edgeNear: '#dbe3ec',
  outline: '#dfe4e9',
  chosen: '#8abbff',
  band: '#232a32',
  grid: '#3a424d',
  warning: '#fbc26a',
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
    yellow: '#9c8114',
    green: '#2f8a4a',
    teal: '#1f8580',
    blue: '#3a69c4',
    violet: '#7b4fb0',
    grey: '#6c7785',
  },
};

/** White and yellow upon black; own colours keep 3 : 1 against the ground, kinds leave white ink readable upon them. */
const CONTRAST_STAGE: StagePalette = {
  ink: '#ffffff',
  faint: '#e4e4e4',
  plate: '#000000',
  edge: '#d0d0d0',
  edgeNear: '#ffe14d',
  outline: '#ffffff',
  chosen: '#ffe14d',
  band: '#1c1c1c',
  grid: '#8a8a8a',
  warning: '#ffcf4d',
  kinds: {
    transaction: '#333333',
    output: '#0a3f8f',
    movement: '#00523f',
    address: '#5a4600',
    cluster: '#4b2391',
    group: '#4d4d4d',
    event: '#7a3600',
  },
  own: {
    red: '#e02b33',
    orange: '#c45a00',
    yellow: '#927700',
    green: '#148a3c',
    teal: '#0a8580',
    blue: '#2f72e6',
    violet: '#9450dc',
    grey: '#808080',
  },
};

export const STAGE_THEMES: Readonly<Record<ShownTheme, StagePalette>> = { light: LIGHT_STAGE, dark: DARK_STAGE, contrast: CONTRAST_STAGE };
