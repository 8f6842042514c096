// Finds the file that an address of the program's own pages names, and nothing outside their folder. The address is
// hostile: it is decoded once, refused in doubt, and the real path is compared, not its text.
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, sep } from 'node:path';

/** What a page may consist of. A file of any other kind is not served. */
const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The file behind `address` (path and query as sent), or undefined: whoever asks is not told why. */
export async function readPageFile(folder: string, address: string): Promise<PageFile | undefined> {
  const segments = segmentsOf(address);
  if (segments === undefined) return undefined;
  const type = MIME[extname(segments.at(-1) ?? '').toLowerCase()];
  if (type === undefined) return undefined;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, ...segments));
    if (!contains(root, file) || !(await stat(file)).isFile()) return undefined;
    return { type, bytes: await readFile(file) };
  } catch {
    return undefined;
  }
}

function segmentsOf(address: string): readonly string[] | undefined {
  const encoded = address.split(/[?#]/, 1)[0] ?? '';
  if (!encoded.startsWith('/')) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(encoded.slice(1));
  } catch {
    return undefined;
  }
  if (path === '') return ['index.html'];
  // Backslash and colon separate folders or drives on Windows; a leading dot is a hidden file, `.` or `..`.
  if (/[\\:\u0000-\u001f\u007f]/.test(path)) return undefined;
  const segments = path.split('/');
  return segments.some((segment) => segment === '' || segment.startsWith('.')) ? undefined : segments;
}

/** True when `path` is `folder` or lies in it; both must be real paths (no link, no `..`). */
export function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
