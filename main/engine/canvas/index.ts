// The canvas room's door: what screens and papers show of a case, ready to draw.
export { showCalls } from './show.ts';
export { listSources, summariseChain } from './sources.ts';
