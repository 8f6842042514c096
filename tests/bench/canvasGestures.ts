// What a hand does on a graph, done frame by frame inside the page: the same events for the window and for its peer. Each gesture ends where it
// began. The function travels into the page as text, so it stands alone.

export type Gesture = 'pan' | 'zoom' | 'hover' | 'drag';

export interface GestureAt {
  readonly gesture: Gesture;
  readonly frames: number;
  /** Of the stage, from its left upper corner; a drag takes what lies there. */
  readonly x: number;
  readonly y: number;
}

/** Runs one gesture and gives the time of each frame in ms. */
export async function gesture({ gesture: kind, frames, x, y }: GestureAt): Promise<readonly number[]> {
  const layer = document.querySelector('canvas.sigma-mouse') as HTMLCanvasElement;
  const box = layer.getBoundingClientRect();
  const send = (type: string, toX: number, toY: number, more: object = {}) => {
    const place = { clientX: box.left + toX, clientY: box.top + toY, bubbles: true, cancelable: true, composed: true };
    const event = type === 'wheel' ? new WheelEvent(type, { ...place, ...more }) : new MouseEvent(type, { ...place, ...more });
    layer.dispatchEvent(event);
  };
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));
  // A frame is over when its pixels are there: without asking for one they would pile up behind the page.
  const drawn = () => {
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('canvas.sigma-nodes, canvas.sigma-edges')) {
      const gl = canvas.getContext('webgl2');
      gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    }
  };
  const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const times: number[] = [];
  const pressed = kind === 'pan' || kind === 'drag';
  if (pressed) send('mousedown', x, y, { buttons: 1 });
  let last = await frame();
  for (let step = 1; step <= frames; step++) {
    const turn = (2 * Math.PI * step) / frames;
    if (kind === 'zoom') {
      // Half of them in, half of them out again; between two turns of the wheel its own movement goes on.
      if (step % 6 === 1) send('wheel', box.width / 2, box.height / 2, { deltaY: step <= frames / 2 ? -120 : 120 });
    } else if (kind === 'hover')
      send('mousemove', box.width * (0.5 + 0.45 * Math.sin(turn)), box.height * (0.5 + 0.45 * Math.sin(3 * turn)));
    else send('mousemove', x + 150 * Math.sin(turn), y + 60 * Math.sin(2 * turn), { buttons: 1 });
    await frame();
    drawn();
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  if (pressed) {
    await rest(120);
    send('mouseup', x, y);
  }
  // What a gesture leaves to be done belongs to it.
  await rest(500);
  return times;
}
