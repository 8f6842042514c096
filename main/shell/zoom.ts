// How large the window is drawn: Ctrl with plus, minus and nought, by whatever key the keyboard has them on. The menu's own entries know
// one plus only, which many keyboards reach with Shift.
import type { Input, WebContents } from 'electron';

const ZOOM_STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;
const LARGER = ['+', '='];
const SMALLER = ['-', '_'];

/** What a key makes of the factor; null where it is none of these keys. */
export function zoomed(
  now: number,
  { type, key, control, meta, alt }: Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'alt'>,
): number | null {
  if (type !== 'keyDown' || !(control || meta) || alt) return null;
  if (key === '0') return 1;
  // A factor that came from elsewhere lies between two steps.
  if (LARGER.includes(key)) return ZOOM_STEPS.find((step) => step > now + 0.01) ?? ZOOM_STEPS.at(-1) ?? 1;
  if (SMALLER.includes(key)) return ZOOM_STEPS.findLast((step) => step < now - 0.01) ?? ZOOM_STEPS[0];
  return null;
}

export function zoomByKeys(contents: WebContents): void {
  contents.on('before-input-event', (event, input) => {
    const factor = zoomed(contents.getZoomFactor(), input);
    if (factor === null) return;
    event.preventDefault();
    contents.setZoomFactor(factor);
  });
}
