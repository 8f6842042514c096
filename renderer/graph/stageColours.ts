// What of a canvas has a colour on the screen alone: ink, plates, lines, grid. Kinds and the examiner's own colours are those of paper too,
// but in high contrast, which paper has not.
import { type CanvasColours, DARK_COLOURS, LIGHT_COLOURS } from '../../shared/model/canvasColours.ts';
import type { ShownTheme } from '../session/theme.ts';

export type CanvasColour = keyof CanvasColours['own'];

export interface StagePalette extends CanvasColours {
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
}

const LIGHT_STAGE: StagePalette = {
  ...LIGHT_COLOURS,
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
};

const DARK_STAGE: StagePalette = {
  ...DARK_COLOURS,
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
