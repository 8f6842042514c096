// How the window is bundled: one page under dist/renderer that needs no inline code or style. `--mode fake` swaps
// the connection for the practice engine of tests/fixtures and writes to dist/renderer-fake; never shipped.
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const fakeConnection = fileURLToPath(new URL('../tests/fixtures/fakeConnect.ts', import.meta.url));

function withFakeConnection(): Plugin {
  return {
    name: 'tracehold-fake-connection',
    enforce: 'pre',
    resolveId: (id) => (id.endsWith('/session/connect.ts') ? fakeConnection : undefined),
  };
}

const config = defineConfig(({ mode }) => ({
  root: here,
  base: './',
  publicDir: false as const,
  plugins: [react(), ...(mode === 'fake' ? [withFakeConnection()] : [])],
  build: {
    outDir: fileURLToPath(new URL(mode === 'fake' ? '../dist/renderer-fake' : '../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Fonts and pictures stay files: font-src allows no data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
}));

// Vite reads the default export; everywhere else the project has none.
export default config;
