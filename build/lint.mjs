// The lint step: Biome, the walls between the rooms, the shape of the tree, and dead code. Every part that found nothing
// to look at is a failure: a gate that looks at nothing would pass silently.
import { handedToRightNode, nodeBinary, root, run, tool } from './node.mjs';

if (!(await handedToRightNode())) {
  const { checkDependencies } = await import('./checkDependencies.mjs');
  const { checkTree } = await import('./checkTree.mjs');
  const parts = {
    biome: () =>
      run(nodeBinary(), [tool('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '--max-diagnostics=100', '.'], { cwd: root }),
    'who may import whom': () => report(checkDependencies()),
    'shape of the tree': () => report(checkTree()),
    'dead code': () => run(nodeBinary(), [tool('knip', 'bin/knip.js'), '--config', 'build/knip.json', '--no-progress'], { cwd: root }),
  };
  const chosen = process.argv.slice(2);
  const failed = [];
  for (const [name, part] of Object.entries(parts)) {
    if (chosen.length > 0 && !chosen.some((word) => name.includes(word))) continue;
    process.stdout.write(`\n— ${name}\n`);
    if ((await part()) !== 0) failed.push(name);
  }
  process.stdout.write(failed.length === 0 ? '\nlint: in order\n' : `\nlint: failed in ${failed.join(', ')}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function report(finding) {
  const { problems, looked } = await finding;
  process.stdout.write([...problems, looked].map((line) => `${line}\n`).join(''));
  return problems.length === 0 ? 0 : 1;
}
