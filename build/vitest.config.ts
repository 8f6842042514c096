// Unit tests beside the code and the suites of tests/ that need no window. End-to-end and bench have their own runners.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{main,shared,renderer,build}/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'tests/e2e/**', 'tests/bench/**', 'tests/fixtures/**'],
    environment: 'node',
    setupFiles: ['tests/setup.ts'],
    // Processes, not threads: the case database and Argon2 hold native state.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
