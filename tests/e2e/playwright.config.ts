// Tests in a real browser and a real Electron. One worker: the machine's screen and processor are shared.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  outputDir: '../../test-results/e2e',
  globalSetup: './prepare.ts',
  workers: 1,
  timeout: 60_000,
  // A step that hangs says where, long before its journey's time is up.
  use: { actionTimeout: 15_000 },
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list']],
});
