// The room a node takes on the canvas, and a grid that answers which rooms are taken. All layouts keep to these measures; they know no
// text and no case.

/** Whole points at zoom 1: x to the right, y down. A node's place is the middle of its box, which holds its label too. */
export const BOX_WIDTH = 150;
export const BOX_HEIGHT = 44;
/** From one hop to the next, and from one node to the next below it. */
export const COLUMN_PITCH = 220;
export const ROW_PITCH = 64;
/** Between the columns of a block of leaves, where no edge goes on. */
export const BLOCK_PITCH = 176;
/** A place nearer to another one than this both ways is not given to a new node: boxes do not overlap, and do not touch either. */
export const CLEAR_WIDTH = 170;
export const CLEAR_HEIGHT = 56;

export interface Places {
  readonly x: Int32Array;
  readonly y: Int32Array;
}

export function areBoxesOverlapping(x: Int32Array, y: Int32Array, one: number, other: number): boolean {
  return (
    Math.abs((x[one] as number) - (x[other] as number)) < BOX_WIDTH && Math.abs((y[one] as number) - (y[other] as number)) < BOX_HEIGHT
  );
}

const CELL_SPAN = 2 ** 24;
/** Nothing stands farther out: sums of places stay whole numbers of 32 bits. */
export const FARTHEST = 1_000_000_000;

/**
 * Boxes by the grid cell of their middle. A cell is as large as the distance asked about, so that nine cells hold all that can be near.
 * Boxes are numbered as they are added.
 */
export class TakenBoxes {
  private readonly width: number;
  private readonly height: number;
  private readonly head = new Map<number, number>();
  private readonly next: Int32Array;
  private readonly x: Int32Array;
  private readonly y: Int32Array;
  private count = 0;

  constructor(most: number, width: number = CLEAR_WIDTH, height: number = CLEAR_HEIGHT) {
    this.x = new Int32Array(most);
    this.y = new Int32Array(most);
    this.next = new Int32Array(most);
    this.width = width;
    this.height = height;
  }

  add(x: number, y: number): void {
    const box = this.count++;
    this.x[box] = x;
    this.y[box] = y;
    const cell = cellOf(Math.floor(x / this.width), Math.floor(y / this.height));
    this.next[box] = this.head.get(cell) ?? -1;
    this.head.set(cell, box);
  }

  /** Whether a box with its middle here would be nearer than the distance to one that was added. */
  isTaken(x: number, y: number): boolean {
    return this.near(x, y) >= 0;
  }

  /** Calls with every box nearer than the distance to this place. */
  forNear(x: number, y: number, visit: (box: number) => void): void {
    this.near(x, y, visit);
  }

  private near(x: number, y: number, visit?: (box: number) => void): number {
    const column = Math.floor(x / this.width);
    const row = Math.floor(y / this.height);
    for (let i = -1; i <= 1; i++)
      for (let j = -1; j <= 1; j++)
        for (let box = this.head.get(cellOf(column + i, row + j)) ?? -1; box >= 0; box = this.next[box] as number)
          if (Math.abs((this.x[box] as number) - x) < this.width && Math.abs((this.y[box] as number) - y) < this.height) {
            if (visit === undefined) return box;
            visit(box);
          }
    return -1;
  }
}

/** Places of 32 bits over cells of 44 points and more stay well within the span. */
function cellOf(column: number, row: number): number {
  return (column + CELL_SPAN) * (8 * CELL_SPAN) + (row + 4 * CELL_SPAN);
}
