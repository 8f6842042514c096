// Runs the import rules over the tree, and over the known-bad fixture to prove that they still bite. With TypeScript 7
// alone dependency-cruiser sees no module and passes, so: swc as its parser, and zero modules is a failure.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dependencyRules } from './dependencyRules.mjs';
import { root } from './node.mjs';

const FOLDERS = ['main', 'shared', 'renderer', 'tests'];
const FIXTURE = join(root, 'tests', 'fixtures', 'badImport');
/** Every rule that the fixture breaks on purpose. */
const MUST_BITE = [
  'trace-only-doors',
  'trace-only-leftwards',
  'engine-offline',
  'engine-starts-no-program',
  'file-system-tools-through-the-host',
  'only-the-node-connection-opens-sockets',
  'the-node-connection-through-the-host',
  'the-node-connection-speaks-http',
  'renderer-behind-its-wall',
  'renderer-no-node',
  'shared-alone',
  'hosts-through-the-engine-door',
  'electron-only-in-shell',
  'verifier-core-alone',
  'no-cycles',
];

/** Modules seen and rules broken below one folder. */
export async function cruiseFolder(baseDir, folders) {
  const { cruise } = await import('dependency-cruiser');
  const present = folders.filter((folder) => existsSync(join(baseDir, folder)));
  const { output } = await cruise(
    present,
    {
      baseDir,
      parser: 'swc',
      validate: true,
      ruleSet: { forbidden: dependencyRules() },
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '(^|/)(dist|out|tests/fixtures)/' },
    },
    {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  );
  const sources = output.modules.filter((module) => present.some((folder) => module.source.startsWith(`${folder}/`)));
  return { modules: sources.length, violations: output.summary.violations };
}

export async function checkDependencies() {
  const tree = await cruiseFolder(root, FOLDERS);
  const fixture = await cruiseFolder(FIXTURE, FOLDERS);
  const problems = tree.violations.map((found) => `${found.rule.name}: ${found.from} → ${found.to}`);
  if (tree.modules === 0) problems.push('no module was looked at: the check itself is broken');
  const bitten = new Set(fixture.violations.map((found) => found.rule.name));
  for (const rule of MUST_BITE) if (!bitten.has(rule)) problems.push(`the rule "${rule}" no longer catches tests/fixtures/badImport`);
  return { problems, looked: `${tree.modules} modules; ${bitten.size} rules caught the known-bad fixture` };
}
