// Copies the fonts of the reports from their npm packages to dist/resources/fonts, with their licence. They are never
// committed: some 46 MB.
import { copyFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node.mjs';

const SCRIPTS = ['JP', 'SC', 'TC'];
const WEIGHTS = { '400Regular': 'Regular', '700Bold': 'Bold' };

/** Copies what is missing or of another size; returns how many files that were. */
export function copyFonts() {
  const target = join(root, 'dist', 'resources', 'fonts');
  mkdirSync(target, { recursive: true });
  let copied = 0;
  for (const script of SCRIPTS) {
    const source = join(root, 'node_modules', '@expo-google-fonts', `noto-sans-${script.toLowerCase()}`);
    copied += copyWhenDifferent(join(source, 'LICENSE_FONT'), join(target, `NotoSans${script}-LICENSE.txt`));
    for (const [folder, weight] of Object.entries(WEIGHTS)) {
      copied += copyWhenDifferent(join(source, folder, `NotoSans${script}_${folder}.ttf`), join(target, `NotoSans${script}-${weight}.ttf`));
    }
  }
  return copied;
}

function copyWhenDifferent(from, to) {
  if (existsSync(to) && statSync(to).size === statSync(from).size) return 0;
  // Aside and renamed: a report made meanwhile must not embed half a font.
  copyFileSync(from, `${to}.${process.pid}`);
  renameSync(`${to}.${process.pid}`, to);
  return 1;
}
