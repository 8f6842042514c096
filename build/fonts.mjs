// Copies the fonts of reports from their npm packages to dist/resources/fonts, with their licence. They are never
// committed: six files of 46 MB. Run by the build; takes no argument but an optional target folder.
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Copies what is missing or of another size; returns the number of files written. */
export function copyFonts(target = join(root, 'dist/resources/fonts')) {
  mkdirSync(target, { recursive: true });
  let written = 0;
  const copy = (from, name) => {
    const to = join(target, name);
    const size = statSync(to, { throwIfNoEntry: false })?.size;
    if (size === statSync(from).size) return;
    copyFileSync(from, to);
    written += 1;
  };
  for (const family of ['JP', 'SC', 'TC']) {
    const folder = dirname(require.resolve(`@expo-google-fonts/noto-sans-${family.toLowerCase()}/package.json`));
    copy(join(folder, '400Regular', `NotoSans${family}_400Regular.ttf`), `NotoSans${family}-Regular.ttf`);
    copy(join(folder, '700Bold', `NotoSans${family}_700Bold.ttf`), `NotoSans${family}-Bold.ttf`);
    copy(join(folder, 'LICENSE_FONT'), `NotoSans${family}-LICENSE.txt`);
  }
  return written;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) copyFonts(process.argv[2]);
