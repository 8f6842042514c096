// The door of searches for paths: pure functions over frozen slices. They read no case and know no canvas.
export { type AccountPath, type AccountPaths, findAccountPaths } from './accountPaths.ts';
export type { AccountPlaces, AccountQuestion, PathConversion } from './accountReach.ts';
export { type CoinPath, type CoinPlaces, type CoinPaths, findCoinPaths } from './coinPaths.ts';
export type { Best, PathLimits, Reached } from './found.ts';
