// The project's own gates: they must catch what they are there for.
import { join } from 'node:path';
import { expect, it } from 'vitest';
// @ts-expect-error plain scripts without types
import { checkDependencies } from './checkDependencies.mjs';
// @ts-expect-error plain scripts without types
import { treeProblems } from './checkTree.mjs';

it('the import rules catch the known-bad fixture', async () => {
  const { problems } = (await checkDependencies()) as { problems: string[] };
  expect(problems.filter((problem) => problem.includes('badImport') || problem.includes('broken'))).toEqual([]);
}, 60_000);

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
