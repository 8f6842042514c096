// How text that was pasted or dropped on the canvas reaches the box that reads it. It keeps no text.
/** The id of the box. */
export const FIND_BOX = 'canvas-find';
const NAME = 'tracehold:canvas-offer';

export function offer(text: string): void {
  window.dispatchEvent(new CustomEvent(NAME, { detail: text }));
}

export function onOffer(take: (text: string) => void): () => void {
  const listen = (event: Event) => take((event as CustomEvent<string>).detail);
  window.addEventListener(NAME, listen);
  return () => window.removeEventListener(NAME, listen);
}
