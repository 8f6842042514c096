// The digest of the sources, which names a build, and the cheap check whether it can have changed. Tests are left
// out: they never enter a bundle.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node.mjs';

const FOLDERS = ['build', 'main', 'resources', 'shared'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.base.json'];
const LEFT_OUT = /\.test\.tsx?$|\.md$/;
const stampFile = join(root, 'dist', 'stamp.json');

/** Files below the given folders with size and change time, in name order, `/` on every platform. */
function list(folders, files) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(name);
      else if (entry.isFile() && !LEFT_OUT.test(name)) found.push(name);
    }
  };
  for (const folder of folders) if (existsSync(join(root, folder))) walk(folder);
  for (const file of files) if (existsSync(join(root, file))) found.push(file);
  return found.sort().map((name) => {
    const { size, mtimeMs } = statSync(join(root, name));
    return { name, size, mtimeMs };
  });
}

function digestOf(listed) {
  const hash = createHash('sha256');
  for (const { name } of listed) {
    const bytes = readFileSync(join(root, name));
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** What the last build left behind: `quick` and `digest` per part, and the digest each entry was built from. */
export function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return { parts: {}, built: {} };
  }
}

/** Merges into the stamp; written aside and renamed, because two commands may build at once. */
export function updateStamp(change) {
  const stamp = readStamp();
  const next = { parts: { ...stamp.parts, ...change.parts }, built: { ...stamp.built, ...change.built } };
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(`${stampFile}.${process.pid}`, JSON.stringify(next));
  renameSync(`${stampFile}.${process.pid}`, stampFile);
}

/** SHA-256 over names and contents of a part's sources; contents are read only when a size or time differs from last time. */
function partDigest(part, folders, files) {
  const listed = list(folders, files);
  const quick = createHash('sha256').update(JSON.stringify(listed)).digest('hex');
  const known = readStamp().parts[part];
  if (known?.quick === quick) return known.digest;
  const digest = digestOf(listed);
  updateStamp({ parts: { [part]: { quick, digest } } });
  return digest;
}

/** The build hash: everything but the page. */
export function sourceDigest() {
  return partDigest('program', FOLDERS, FILES);
}

/** The page's sources together with what it shares with the program. */
export function rendererDigest() {
  return partDigest('renderer', ['renderer', 'shared', 'resources', 'build'], FILES);
}
