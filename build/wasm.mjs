// Compiles the WASM kernels from their C sources. `node build/wasm.mjs` rewrites resources/wasm; with --check it
// only compares: the source's digest always, the compiled bytes where clang is the version that made them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const BITCOIN = 'main/engine/chains/bitcoin/wasm';
const KERNELS = [
  { sources: [`${BITCOIN}/sha256.c`, `${BITCOIN}/scrypt.c`, `${BITCOIN}/unmask.c`], output: 'resources/wasm/bitcoin.wasm' },
  { sources: ['main/engine/trace/wasm/joins.c'], output: 'resources/wasm/trace.wasm' },
  { sources: ['main/engine/intake/scanners/wasm/scan.c', `${BITCOIN}/sha256.c`], output: 'resources/wasm/scan.wasm' },
];
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

function compile(sources) {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-wasm-'));
  try {
    const output = join(folder, 'out.wasm');
    execFileSync('clang', [...FLAGS, '-o', output, ...sources.map((source) => join(root, source))], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let failed = false;
const clang = compiler();
for (const { sources, output } of KERNELS) {
  const record = join(root, `${output}.sha256`);
  const sourceLines = sources.map((source) => `${sha256(readFileSync(join(root, source)))}  ${source}`);
  if (check) {
    const [wasmLine, ...lines] = readFileSync(record, 'utf8').trim().split('\n');
    const made = lines.pop();
    const committed = readFileSync(join(root, output));
    const wrong = [];
    if (wasmLine?.split(' ')[0] !== sha256(committed)) wrong.push(`${output} differs from ${output}.sha256`);
    if (lines.join('\n') !== sourceLines.join('\n')) wrong.push(`${sources.join(' or ')} was changed without building ${output}`);
    if (clang !== null && made === `# clang ${clang}`) {
      if (!compile(sources).equals(committed)) wrong.push(`${output} is not what clang ${clang} makes of ${sources.join(', ')}`);
      else console.log(`${output}: rebuilt, identical (clang ${clang})`);
    } else console.log(`${output}: digests compared; not rebuilt (here clang ${clang ?? 'absent'}, made with ${made?.slice(2)})`);
    for (const line of wrong) console.error(line);
    failed ||= wrong.length > 0;
  } else {
    if (clang === null) throw new Error('clang with a wasm32 target and wasm-ld are needed to build the kernels');
    const wasm = compile(sources);
    mkdirSync(dirname(record), { recursive: true });
    writeFileSync(join(root, output), wasm);
    writeFileSync(record, [`${sha256(wasm)}  ${output}`, ...sourceLines, `# clang ${clang}`, ''].join('\n'));
    console.log(`${output}: ${wasm.length} bytes`);
  }
}
process.exit(failed ? 1 : 0);
