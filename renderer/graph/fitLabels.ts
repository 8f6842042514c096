// How near a stage may come so that everything on it stands in sight with its label: places in points, labels in pixels that no zoom changes.

export interface Wide {
  /** In points. */
  readonly x: number;
  /** What stands to each side of it, in pixels. */
  readonly half: number;
}

/** In pixels, at a zoom, from where x is 0. */
export function extentAt(things: readonly Wide[], zoom: number): { readonly left: number; readonly right: number } {
  let left = Infinity;
  let right = -Infinity;
  for (const { x, half } of things) {
    left = Math.min(left, x * zoom - half);
    right = Math.max(right, x * zoom + half);
  }
  return { left, right };
}

/** Halvings: the zoom is found to a thousandth. */
const STEPS = 12;
/** Where labels alone would ask for less than this part of the zoom, they are cut rather than everything small. */
const LEAST = 0.5;

/** The largest zoom up to `most` at which all of it is at most `width` wide, and its middle in points. What it takes grows with the zoom. */
export function fitAcross(things: readonly Wide[], width: number, most: number): { readonly zoom: number; readonly middle: number } {
  const fits = (zoom: number): boolean => {
    const { left, right } = extentAt(things, zoom);
    return right - left <= width;
  };
  let [low, high] = [most * LEAST, most];
  if (fits(most)) low = most;
  else
    for (let step = 0; step < STEPS; step++) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle;
      else high = middle;
    }
  const { left, right } = extentAt(things, low);
  return { zoom: low, middle: (left + right) / 2 / low };
}
