// Where another file of the same folder lies on the disk. In a backup of a phone that is not the folder it lies in: names there are sums of names.
import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const SUM = /^[0-9a-f]{40}$/;

/** `shown`: the path as places tell it, of a backup with the name that the file had on the phone. Null where no plain file is: links are not followed. */
export function pathBeside(path: string, shown: string, name: string): string | null {
  const other = /[\\/]/.test(name) ? null : placeBeside(path, shown, name);
  return other !== null && lstatSync(other, { throwIfNoEntry: false })?.isFile() === true ? other : null;
}

function placeBeside(path: string, shown: string, name: string): string {
  const own = basename(path);
  if (!SUM.test(own)) return join(dirname(path), name);
  // `backup/domain/path`: the name in the backup is the SHA-1 of `domain-path`, which says where the domain begins.
  const parts = shown.split('/');
  const domain = parts.findIndex((_, at) => at + 1 < parts.length && sumOf(parts, at, parts.at(-1) ?? '') === own);
  if (domain < 0) return join(dirname(path), name);
  const sum = sumOf(parts, domain, name);
  // Since iOS 10 in folders of the first two digits, before that all in one.
  return basename(dirname(path)) === own.slice(0, 2) ? join(dirname(dirname(path)), sum.slice(0, 2), sum) : join(dirname(path), sum);
}

function sumOf(parts: readonly string[], domain: number, name: string): string {
  const path = [...parts.slice(domain + 1, -1), name].join('/');
  return createHash('sha1').update(`${parts[domain]}-${path}`).digest('hex');
}
