// The project's own gates: they must catch what they are there for.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
// @ts-expect-error plain scripts without types
import { checkDependencies } from './checkDependencies.mjs';
// @ts-expect-error plain scripts without types
import { root } from './node.mjs';
// @ts-expect-error plain scripts without types
import { treeProblems } from './checkTree.mjs';

it('the import rules catch the known-bad fixture', async () => {
  const { problems } = (await checkDependencies()) as { problems: string[] };
  expect(problems.filter((problem) => problem.includes('badImport') || problem.includes('broken'))).toEqual([]);
}, 60_000);

it('only the node connection opens a connection: Biome catches every other way', () => {
  const asks = "import { request } from 'node:http';\nexport const x = request;\n";
  const files: Readonly<Record<string, readonly [string, string | null]>> = {
    'main/hosts/a.ts': [asks, 'noRestrictedImports'],
    'main/hosts/b.ts': ["export const x = fetch('a');\n", 'noRestrictedGlobals'],
    'main/shell/c.ts': ["import { connect } from 'node:net';\nexport const x = connect;\n", 'noRestrictedImports'],
    'main/hosts/loopback/d.ts': [asks, 'noRestrictedImports'],
    'main/hosts/loopback/e.ts': ["export const x = new WebSocket('a');\n", 'noRestrictedGlobals'],
    'main/engine/intake/f.ts': ["export const x = fetch('a');\n", 'noRestrictedGlobals'],
    'main/hosts/nodeConnection.ts': [asks, null],
    'main/collector/h.ts': [asks, 'noRestrictedImports'],
    'main/collector/services/i.ts': ["export const x = fetch('a');\n", 'noRestrictedGlobals'],
    'main/collector/transport.ts': [asks, null],
    'main/hosts/loopback/g.ts': [asks.replaceAll('request', 'createServer'), null],
  };
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-walls-'));
  copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  for (const [name, [text]] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--vcs-enabled=false', '--reporter=json', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const found = (JSON.parse(stdout) as { diagnostics: { category: string; location: { path: string | { file: string } } }[] }).diagnostics;
  for (const [name, [, rule]] of Object.entries(files)) {
    const rules = found
      .filter(({ location }) => JSON.stringify(location.path).includes(name))
      .map(({ category }) => category.split('/').at(-1));
    expect(rules, name).toEqual(rule === null ? [] : [rule]);
  }
  rmSync(folder, { recursive: true });
});

it('the shape of the tree is checked', () => {
  const good = '// What it is for.\nexport const a = 1;\n';
  expect(treeProblems('main/engine/trace/flow.ts', good)).toEqual([]);
  expect(treeProblems('main/engine/trace/utils.ts', good)).toHaveLength(1);
  expect(treeProblems(join('main', 'helpers', 'a.ts').replaceAll('\\', '/'), good)).toHaveLength(1);
  expect(treeProblems('main/a.ts', 'export const a = 1;\n')).toHaveLength(1);
  expect(treeProblems('main/a.ts', `${good}${'\n'.repeat(600)}`)).toHaveLength(1);
  expect(treeProblems('main/engine/trace/flow.ts', `${good}const c = 'eip155:1';\n`)).toHaveLength(1);
  expect(treeProblems('main/engine/chains/x.ts', `${good}const c = 'eip155:1';\n`)).toEqual([]);
});
