// Compiles the WASM kernels from their C sources. `node build/wasm.mjs` rewrites resources/wasm; with --check it
// only compares: the source's digest always, the compiled bytes where clang is the version that made them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const KERNELS = [{ source: 'main/engine/chains/bitcoin/wasm/sha256.c', output: 'resources/wasm/bitcoin.wasm' }];
const FLAGS = [
  ...['--target=wasm32', '-msimd128', '-mbulk-memory', '-O3', '-nostdlib', '-ffreestanding'],
  ...['-Wl,--no-entry', '-Wl,--export=__heap_base', '-Wl,--strip-all'],
];
const check = process.argv.includes('--check');

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function compiler() {
  try {
    return execFileSync('clang', ['--version'], { encoding: 'utf8' }).match(/version (\d+\.\d+\.\d+)/)?.[1] ?? null;
  } catch {
    return null;
  }
}

function compile(source) {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-wasm-'));
  try {
    const output = join(folder, 'out.wasm');
    execFileSync('clang', [...FLAGS, '-o', output, join(root, source)], { stdio: ['ignore', 'inherit', 'inherit'] });
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let failed = false;
const clang = compiler();
for (const { source, output } of KERNELS) {
  const record = join(root, `${output}.sha256`);
  const sourceDigest = sha256(readFileSync(join(root, source)));
  if (check) {
    const [wasmLine, sourceLine, made] = readFileSync(record, 'utf8').trim().split('\n');
    const committed = readFileSync(join(root, output));
    const wrong = [];
    if (wasmLine?.split(' ')[0] !== sha256(committed)) wrong.push(`${output} differs from ${output}.sha256`);
    if (sourceLine?.split(' ')[0] !== sourceDigest) wrong.push(`${source} was changed without building ${output}`);
    if (clang !== null && made === `# clang ${clang}`) {
      if (!compile(source).equals(committed)) wrong.push(`${output} is not what clang ${clang} makes of ${source}`);
      else console.log(`${output}: rebuilt, identical (clang ${clang})`);
    } else console.log(`${output}: digests compared; not rebuilt (here clang ${clang ?? 'absent'}, made with ${made?.slice(2)})`);
    for (const line of wrong) console.error(line);
    failed ||= wrong.length > 0;
  } else {
    if (clang === null) throw new Error('clang with a wasm32 target and wasm-ld are needed to build the kernels');
    const wasm = compile(source);
    mkdirSync(dirname(record), { recursive: true });
    writeFileSync(join(root, output), wasm);
    writeFileSync(record, `${sha256(wasm)}  ${output}\n${sourceDigest}  ${source}\n# clang ${clang}\n`);
    console.log(`${output}: ${wasm.length} bytes`);
  }
}
process.exit(failed ? 1 : 0);
