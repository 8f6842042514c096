// What of a canvas has a colour on the screen alone: ink, plates, lines, grid. Kinds and the examiner's own colours are those of paper too.
import { type CanvasColours, DARK_COLOURS, LIGHT_COLOURS } from '../../shared/model/canvasColours.ts';

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

export const LIGHT_STAGE: StagePalette = {
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

export const DARK_STAGE: StagePalette = {
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
