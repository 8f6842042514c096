// What a figure is asked for, and what it is. No drawing.
import type { CanvasNode } from '../../../../shared/contract/canvas.ts';
import type { CanvasKind } from '../../../../shared/model/canvasItem.ts';
import type { TextTools } from './figureText.ts';

export type Sentence = (key: string, parameters?: Readonly<Record<string, string | number>>) => string;

export interface FigureOptions extends TextTools {
  /** Points. A canvas that is wider is drawn smaller as a whole; its words keep a readable size or are left to the key. */
  readonly width: number;
  readonly maximumHeight: number | null;
  /** Only this part of the canvas, in its points; null draws all of it. */
  readonly part: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
  /** Only these nodes; null draws all. */
  readonly items: ReadonlySet<string> | null;
  /** This sheet alone of a figure that is drawn on several, with the whole's marks. */
  readonly sheet: FigureSheet | null;
  /** Sheets framed and named in an overview. */
  readonly sheets: readonly FigureSheet[];
  readonly words: Sentence;
  readonly frame: FigureFrame;
  /** With the table of full ids under the picture, for a file that stands alone. */
  readonly annex: boolean;
}

export interface FigureKey {
  /** The mark in the figure: T3, U1. */
  readonly mark: string;
  readonly kind: CanvasKind;
  readonly node: CanvasNode;
}

export interface CanvasFigure {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly key: readonly FigureKey[];
}

/** In canvas points. */
export interface FigureSheet {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly name: string;
  /** Names of the sheets beside it. */
  readonly beside: {
    readonly left: string | null;
    readonly right: string | null;
    readonly up: string | null;
    readonly down: string | null;
  };
}

export interface FigureFrame {
  readonly title: string;
  readonly caption: string;
  /** `RESTRICTED`, or empty. */
  readonly classification: string;
  /** Sentences of the foot: coverage, digest, event, program. */
  readonly foot: readonly string[];
}
