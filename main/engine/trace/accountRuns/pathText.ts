// The place of a movement inside its transaction, as text. It names nothing else.
export function pathText(path: readonly number[]): string {
  return path.map((step) => (step < 0 ? '?' : String(step))).join('.');
}
