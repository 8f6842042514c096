// Layouts of canvases: pure, deterministic, over typed arrays. The door of this folder.
export { flowLayout } from './flowLayout.ts';
export { forceLayout } from './forceLayout.ts';
export { placeNew } from './placeNew.ts';
export { separate } from './separate.ts';
export { timeLayout } from './timeLayout.ts';
