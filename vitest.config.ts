// Found here by vitest; the configuration itself stands with the other build files.
export { default } from './build/vitest.config.ts';
