// How all nodes push one another away, far groups as one (Barnes, Hut 1986), over typed arrays that are used again at every step.

/** A group is taken as one body from where its square's side, times this and squared, is less than the distance squared. */
const OPENING = 0.7;
/** Squares are halved so many times: bodies nearer than that share the last one. */
const LEVELS = 15;
const GRID = 2 ** LEVELS;
const SHIFT = 2 ** 20;
/** Bodies of a square that are not divided further. */
const BUCKET = 4;
/** Nearer bodies push no harder than at this distance. */
const LEAST_SQUARE = 0.01;
/** From here on a push fades faster: far parts of a picture need not be driven apart. */
const FADING = 4;

/** Bits of a number below 2^15, with room between them for another's. */
function spaced(value: number): number {
  let bits = value;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** Gives a function that adds to `forceX` and `forceY` what pushes each body: 1 / distance for every other one, less when far. */
export function repulsion(count: number): (x: Float64Array, y: Float64Array, forceX: Float64Array, forceY: Float64Array) => void {
  const keys = new Float64Array(count);
  const codes = new Uint32Array(count);
  // Bodies along the curve that visits square after square, so that a square's bodies are a range.
  const order = new Uint32Array(count);
  const sortedX = new Float64Array(count);
  const sortedY = new Float64Array(count);
  // Squares in the order in which a walk meets them: `after` is where it goes on when a square is not looked into.
  const most = 2 * count + 2;
  const centreX = new Float64Array(most);
  const centreY = new Float64Array(most);
  const reach = new Float64Array(most);
  const from = new Uint32Array(most);
  const to = new Uint32Array(most);
  const after = new Uint32Array(most);
  const isWhole = new Uint8Array(most);
  let squares = 0;

  function divide(begin: number, end: number, wholeLevel: number, wholeSize: number): void {
    // Squares with all bodies in one quarter are passed over: there are no more squares than twice the bodies.
    let level = wholeLevel;
    let size = wholeSize;
    while (level > 0 && (codes[begin] as number) >>> (2 * level - 2) === (codes[end - 1] as number) >>> (2 * level - 2)) {
      level -= 1;
      size /= 2;
    }
    const square = squares++;
    let sumX = 0;
    let sumY = 0;
    for (let i = begin; i < end; i++) {
      sumX += sortedX[i] as number;
      sumY += sortedY[i] as number;
    }
    centreX[square] = sumX / (end - begin);
    centreY[square] = sumY / (end - begin);
    reach[square] = size * size * OPENING;
    from[square] = begin;
    to[square] = end;
    isWhole[square] = end - begin <= BUCKET || level === 0 ? 1 : 0;
    if (isWhole[square] === 0)
      for (let start = begin; start < end; ) {
        const quarter = (codes[start] as number) >>> (2 * level - 2);
        let stop = start + 1;
        while (stop < end && (codes[stop] as number) >>> (2 * level - 2) === quarter) stop += 1;
        divide(start, stop, level - 1, size / 2);
        start = stop;
      }
    after[square] = squares;
  }

  return (x, y, forceX, forceY) => {
    if (count < 2) return;
    let left = Number.POSITIVE_INFINITY;
    let top = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    let bottom = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      left = Math.min(left, x[i] as number);
      right = Math.max(right, x[i] as number);
      top = Math.min(top, y[i] as number);
      bottom = Math.max(bottom, y[i] as number);
    }
    const size = Math.max(right - left, bottom - top, 1e-9);
    const scale = (GRID - 1) / size;
    for (let i = 0; i < count; i++) {
      const column = Math.floor(((x[i] as number) - left) * scale);
      const row = Math.floor(((y[i] as number) - top) * scale);
      keys[i] = (spaced(column) + 2 * spaced(row)) * SHIFT + i;
    }
    keys.sort();
    for (let i = 0; i < count; i++) {
      const body = (keys[i] as number) % SHIFT;
      order[i] = body;
      codes[i] = ((keys[i] as number) - body) / SHIFT;
      sortedX[i] = x[body] as number;
      sortedY[i] = y[body] as number;
    }
    squares = 0;
    divide(0, count, LEVELS, size);

    for (let i = 0; i < count; i++) {
      const hereX = sortedX[i] as number;
      const hereY = sortedY[i] as number;
      let pushX = 0;
      let pushY = 0;
      for (let square = 0; square < squares; ) {
        const dx = hereX - (centreX[square] as number);
        const dy = hereY - (centreY[square] as number);
        const far = dx * dx + dy * dy;
        // A body is never pushed by a group that it is part of itself.
        if (far > (reach[square] as number) && (i < (from[square] as number) || i >= (to[square] as number))) {
          const push = ((to[square] as number) - (from[square] as number)) / (Math.max(far, LEAST_SQUARE) * (1 + Math.sqrt(far) / FADING));
          pushX += dx * push;
          pushY += dy * push;
          square = after[square] as number;
        } else if (isWhole[square] === 1) {
          for (let k = from[square] as number; k < (to[square] as number); k++) {
            const nearX = hereX - (sortedX[k] as number);
            const nearY = hereY - (sortedY[k] as number);
            const near = nearX * nearX + nearY * nearY;
            const push = 1 / (Math.max(near, LEAST_SQUARE) * (1 + Math.sqrt(near) / FADING));
            pushX += nearX * push;
            pushY += nearY * push;
          }
          square = after[square] as number;
        } else square += 1;
      }
      const body = order[i] as number;
      forceX[body] = (forceX[body] as number) + pushX;
      forceY[body] = (forceY[body] as number) + pushY;
    }
  };
}
