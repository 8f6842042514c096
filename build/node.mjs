// Makes sure the scripts of this folder run under the Node that npm ci brought, whatever the host has. Must itself
// parse under Node 18 and import nothing from node_modules.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Oldest Node that the case database's binary loads in; on 18 and 20 it ends the process. */
const OLDEST_NODE = 22;

/** The Node that `npm ci` installed, or this process's own where it is new enough and that one is missing. */
export function nodeBinary() {
  const brought = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(brought) ? brought : process.execPath;
}

/**
 * True when this process must stop here: it was too old, and the same script has been run again, to its end, by the
 * right Node (exit code passed on).
 */
export async function handedToRightNode() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return false;
  const binary = nodeBinary();
  if (binary === process.execPath) {
    process.stderr.write(`Node ${process.versions.node} is too old and node_modules/node is missing. Run: npm ci\n`);
    process.exitCode = 70;
    return true;
  }
  process.exitCode = await run(binary, process.argv.slice(1));
  return true;
}

/** Runs a program with this process's terminal; resolves to its exit code. Signals of the terminal reach it directly. */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const ignore = () => undefined;
    process.on('SIGINT', ignore);
    const child = spawn(program, args, { stdio: 'inherit', ...options });
    const onTerm = () => child.kill('SIGTERM');
    process.on('SIGTERM', onTerm);
    const end = (code) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', onTerm);
      resolve(code);
    };
    child.on('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      end(70);
    });
    child.on('close', (code, signal) => end(code ?? (signal === 'SIGINT' ? 130 : 70)));
  });
}

/** Path of the JavaScript file behind a tool of node_modules, to be run with nodeBinary() (a .bin shim would use the host's Node). */
export function tool(packageName, file) {
  return join(root, 'node_modules', packageName, file);
}
