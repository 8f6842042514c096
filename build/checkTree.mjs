// Rules of the tree that no linter knows: file length, names that say nothing, chain ids outside their room, and the
// first line that says what a file is for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node.mjs';

const FOLDERS = ['main', 'shared', 'renderer', 'tests', 'build', 'resources'];
const LONGEST_LINES = 600;
const EMPTY_NAMES = /^(utils?|helpers?|commons?|misc|miscellaneous)$/i;
const CODE = /\.(ts|tsx|mjs|cjs)$/;
const STYLED = /\.(ts|tsx|mjs|cjs|css|c)$/;
/** CAIP-2 ids as the engine writes them. Tests may name chains; the chains own them; learn makes practice chains. */
const CHAIN_ID = /['"`](bip122|eip155|tron):[0-9a-zA-Z]/;
const MAY_NAME_CHAINS = /^(main\/engine\/chains\/|main\/verifier\/|tests\/|build\/)|\.test\.tsx?$/;

export function treeProblems(name, text) {
  const problems = [];
  for (const part of name.split('/'))
    if (EMPTY_NAMES.test(part.replace(/\..*$/, ''))) problems.push(`${name}: "${part}" says nothing; a helper lives with its owner`);
  if (STYLED.test(name)) {
    const lines = text.split('\n').length - 1;
    if (lines > LONGEST_LINES) problems.push(`${name}: ${lines} lines, at most ${LONGEST_LINES}`);
  }
  if (CODE.test(name)) {
    if (!/^(#!.*\n)?(\/\/|\/\*)/.test(text)) problems.push(`${name}: the first line does not say what the file is for`);
    if (!MAY_NAME_CHAINS.test(name)) {
      text.split('\n').forEach((line, i) => {
        if (CHAIN_ID.test(line) && !line.trimStart().startsWith('*') && !line.trimStart().startsWith('//'))
          problems.push(`${name}:${i + 1}: a chain id outside chains/`);
      });
    }
  }
  return problems;
}

export function checkTree() {
  const problems = [];
  let files = 0;
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (name !== 'tests/fixtures') walk(name);
      } else if (entry.isFile()) {
        files++;
        problems.push(...treeProblems(name, STYLED.test(name) ? readFileSync(join(root, name), 'utf8') : ''));
      }
    }
  };
  for (const entry of readdirSync(root, { withFileTypes: true })) if (entry.isDirectory() && FOLDERS.includes(entry.name)) walk(entry.name);
  if (files === 0) problems.push('no file was looked at: the check itself is broken');
  return { problems, looked: `${files} files` };
}
