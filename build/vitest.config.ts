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
    // V8 counts its pages of code once for a whole process and, where the processor has keys for memory, may end it when threads with WebAssembly come and
    // go as fast as tests let them (nodejs/node#64500).
    execArgv: ['--no-memory-protection-keys'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
