// Copies the WebAssembly that draws figures as PNG from its npm package to dist/resources/wasm. It is never committed: 2.4 MB.
import { copyFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node.mjs';

export function copyRasterizer() {
  const from = join(root, 'node_modules', '@resvg', 'resvg-wasm', 'index_bg.wasm');
  const to = join(root, 'dist', 'resources', 'wasm', 'resvg.wasm');
  if (existsSync(to) && statSync(to).size === statSync(from).size) return;
  mkdirSync(join(to, '..'), { recursive: true });
  // Aside and renamed: whoever reads meanwhile must not get half of it.
  copyFileSync(from, `${to}.${process.pid}`);
  renameSync(`${to}.${process.pid}`, to);
}
