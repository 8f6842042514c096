// A folder or a zip that is recognised by one file at its root (a bag, a capture). It opens; what the files mean is the caller's.
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type BagFiles, openBag } from '../../verifier/index.ts';

/** First four bytes of a zip: the mark of a local file header (PKWARE APPNOTE 4.3.7). */
const ZIP_MARK = 0x04034b50;

/** Null where the path is neither a folder nor a zip with a file `mark` at its root. */
export async function openIfMarked(path: string, mark: string): Promise<BagFiles | null> {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return null;
  if (status.isDirectory()) return existsSync(join(path, mark)) ? openBag(path) : null;
  if (!status.isFile() || !startsAsZip(path)) return null;
  const files = await openBag(path);
  return files.names.includes(mark) ? files : null;
}

function startsAsZip(path: string): boolean {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch {
    return false; // The importers say why it cannot be read.
  }
  try {
    const start = new Uint8Array(4);
    return readSync(handle, start, 0, 4, 0) === 4 && new DataView(start.buffer).getUint32(0, true) === ZIP_MARK;
  } finally {
    closeSync(handle);
  }
}
