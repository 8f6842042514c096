// Copies WebAssembly from its npm packages to dist/resources/wasm, with the licences that ask for it: what draws figures as
// PNG, and what reads PDF. Never committed: 7 MB.
import { copyFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node.mjs';

const BORROWED = {
  'resvg.wasm': '@resvg/resvg-wasm/index_bg.wasm',
  'pdfium.wasm': '@embedpdf/pdfium/dist/pdfium.wasm',
  'libarchive.wasm': 'libarchive.js/dist/libarchive.wasm',
  'libarchive-LICENSE.txt': 'libarchive.js/LICENSE',
  'zxing.wasm': 'zxing-wasm/dist/reader/zxing_reader.wasm',
  'pdfium-LICENSE.txt': '@embedpdf/pdfium/LICENSE.pdfium',
};

export function copyBorrowedWasm() {
  for (const [name, source] of Object.entries(BORROWED)) {
    const from = join(root, 'node_modules', source);
    const to = join(root, 'dist', 'resources', 'wasm', name);
    if (existsSync(to) && statSync(to).size === statSync(from).size) continue;
    mkdirSync(join(to, '..'), { recursive: true });
    // Aside and renamed: whoever reads meanwhile must not get half of it.
    copyFileSync(from, `${to}.${process.pid}`);
    renameSync(`${to}.${process.pid}`, to);
  }
}
