// Opens a bag on disk, as a folder or a .zip, for the verifier's core. Follows no link and throws only where the path itself cannot be read.
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRaw } from 'node:zlib';
import type { BagFiles } from '../core/bagit.ts';
import { isSafeName, zipFiles } from '../core/zip.ts';

const MOST_FILE_BYTES = 1024 ** 3;
const MOST_ZIP_BYTES = 2 * 1024 ** 3;
const MOST_ENTRIES = 200_000;
const FOLDERS = ['data', 'data/headers', 'data/proofs', 'data/account-ledgers', 'data/account-proofs'];

function inflateNode(data: Uint8Array, size: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    inflateRaw(data, { maxOutputLength: Math.max(size, 1) }, (error, result) => {
      if (error === null) resolve(new Uint8Array(result.buffer, result.byteOffset, result.byteLength));
      else reject(error);
    });
  });
}

async function readWhole(path: string, most: number): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size > most) throw new Error('too large');
    const bytes = new Uint8Array(size);
    let at = 0;
    while (at < size) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(size - at, 1 << 26), at);
      if (bytesRead === 0) throw new Error('cut short');
      at += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

async function folderFiles(root: string): Promise<BagFiles> {
  const names: string[] = [];
  const irregular: string[] = [];
  const damage: string[] = [];
  let seen = 0;
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(folder === '' ? root : join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      seen += 1;
      if (seen > MOST_ENTRIES) {
        if (damage.length === 0) damage.push('more files than a bag holds');
        return;
      }
      if (entry.isDirectory() && FOLDERS.includes(name)) {
        try {
          await walk(name);
        } catch {
          damage.push(`the folder ${name} cannot be read`);
        }
      } else if (entry.isFile() && isSafeName(name)) names.push(name);
      else irregular.push(name);
    }
  };
  await walk('');
  const known = new Set(names);
  return {
    names,
    irregular,
    damage,
    async read(name) {
      if (!known.has(name)) throw new Error('no such file');
      const path = join(root, name);
      if (!(await lstat(path)).isFile()) throw new Error('not a plain file');
      return await readWhole(path, MOST_FILE_BYTES);
    },
  };
}

/** A folder or a .zip. Rejects only where the path does not exist or cannot be read at all. */
export async function openBag(path: string): Promise<BagFiles> {
  const kind = await stat(path);
  if (kind.isDirectory()) return await folderFiles(path);
  if (!kind.isFile()) throw new Error('neither a folder nor a file');
  if (kind.size > MOST_ZIP_BYTES)
    return {
      names: [],
      read: () => Promise.reject(new Error('too large')),
      damage: ['the file is too large to be read as a zip; unpack it'],
    };
  return zipFiles(await readWhole(path, MOST_ZIP_BYTES), inflateNode);
}

export { zipFiles };
