// Builds the verifier's one page (dist/verifier/tracehold-verifier.html) and its command line (dist/verifier/verify.cjs) and prints their
// SHA-256, which travel on the slip. The page's policy names the hashes of its own script and style; nothing else can run in it.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const room = join(root, 'main/verifier');
const base64 = (text) => createHash('sha256').update(text).digest('base64');

async function bundle(input, options, output) {
  const built = await rolldown({ input, ...options });
  const { output: chunks } = await built.generate({ minify: false, sourcemap: false, ...output });
  await built.close();
  if (chunks.length !== 1 || chunks[0].imports.some((name) => !name.startsWith('node:')))
    throw new Error(`${input} did not bundle into one file`);
  return chunks[0].code;
}

export async function buildVerifier(folder = join(root, 'dist/verifier')) {
  const script = await bundle(join(room, 'page/page.ts'), { platform: 'browser' }, { format: 'iife' });
  if (/<\/script|<!--/i.test(script)) throw new Error('the script would end its own element');
  const style = await readFile(join(room, 'page/page.css'), 'utf8');
  const template = await readFile(join(room, 'page/page.html'), 'utf8');
  const parts = { SCRIPT_HASH: base64(script), STYLE_HASH: base64(style), SCRIPT: script, STYLE: style };
  const page = template.replace(/SCRIPT_HASH|STYLE_HASH|SCRIPT|STYLE/g, (name) => parts[name]);
  const command = await bundle(join(room, 'node/main.ts'), { platform: 'node' }, { format: 'cjs' });
  await mkdir(folder, { recursive: true });
  const written = [];
  for (const [name, content] of [
    ['tracehold-verifier.html', page],
    ['verify.cjs', command],
  ]) {
    await writeFile(join(folder, name), content);
    written.push({ file: join(folder, name), sha256: createHash('sha256').update(content).digest('hex') });
  }
  return written;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { file, sha256 } of await buildVerifier()) console.log(`${sha256}  ${file}`);
}
