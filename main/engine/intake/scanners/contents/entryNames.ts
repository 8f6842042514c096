// Paths of an archive's entries, each its own: what is told of a path must lead to one entry, and `tar -r`, `tar -u` and many a ZIP hold several of
// one name, a newer content beside the older one.
import { fingerprintOf } from '../kept.ts';

/** Of a name's SHA-256: names may be long, and an archive may have two million. */
const DIGEST_BYTES = 12;

interface EntryName {
  readonly shown: string;
  /** Where the first entry of its name stands. */
  readonly first: string;
}

/**
 * Asked once for each entry, in the order of the archive: the second of a name stands as `archive!(2)/name`. By their order alone, so that they are
 * the same whenever the archive is opened again.
 */
export function entryNames(archive: string): (name: string) => EntryName {
  /** Of each path that was given how many of its name came, as far as they were numbered. */
  const counts = new Map<string, number>();
  const keyOf = (name: string): string => fingerprintOf(name).toString('latin1', 0, DIGEST_BYTES);
  return (name) => {
    const own = keyOf(name);
    let count = counts.get(own) ?? 0;
    let [shown, key] = [name, own];
    // A folder may itself be called `(2)`.
    while (counts.has(key)) {
      shown = `(${++count})/${name}`;
      key = keyOf(shown);
    }
    counts.set(key, 1);
    if (key !== own) counts.set(own, count);
    return { shown: `${archive}!${shown}`, first: `${archive}!${name}` };
  };
}
