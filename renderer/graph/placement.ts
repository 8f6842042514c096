// Keeps labels off each other and off nodes: first come, first placed. Plain rectangles in screen pixels.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Placement {
  /** True, and the place taken, where the box touches nothing placed before. */
  readonly take: (box: Box) => boolean;
  /** Takes the place whatever lies there. */
  readonly block: (box: Box) => void;
  readonly clear: () => void;
}

const CELL = 64;

/** A grid of cells, so that a frame with hundreds of labels stays cheap. */
export function createPlacement(): Placement {
  const cells = new Map<string, Box[]>();
  const keysOf = (box: Box): string[] => {
    const keys: string[] = [];
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x++) {
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y++) keys.push(`${x},${y}`);
    }
    return keys;
  };
  const touches = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const block = (box: Box): void => {
    for (const key of keysOf(box)) {
      const cell = cells.get(key);
      if (cell === undefined) cells.set(key, [box]);
      else cell.push(box);
    }
  };
  return {
    block,
    take(box) {
      if (keysOf(box).some((key) => cells.get(key)?.some((other) => touches(box, other)) === true)) return false;
      block(box);
      return true;
    },
    clear: () => cells.clear(),
  };
}
