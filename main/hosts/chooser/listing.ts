// The browser shell's file chooser: lists folders under fixed roots and turns what the person picks into grants. The
// page holds opaque locations only; every use resolves links again and must still lie under a root.
import { randomBytes } from 'node:crypto';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type ChooserCall,
  type ChooserOutput,
  chooserContract,
  type Granted,
  type Listing,
  type Purpose,
} from '../../../shared/chooser/contract.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { contains } from '../pages/index.ts';
import { isFolderName } from './name.ts';

const SHOWN = 5000;
/** Locations remembered at once; older ones are forgotten and the page lists again. */
const REMEMBERED = 100_000;

export interface ListingHost {
  /** Answers one chooser call; rejects with a Fault. */
  answer(name: string, input: unknown): Promise<ChooserOutput<ChooserCall>>;
}

export function createListingHost(roots: readonly string[], grant: (path: string) => Promise<string>): ListingHost {
  const paths = new Map<string, string>();
  const locations = new Map<string, string>();

  function locate(path: string): string {
    const known = locations.get(path);
    if (known !== undefined) return known;
    const location = randomBytes(16).toString('hex');
    locations.set(path, location);
    paths.set(location, path);
    for (const [oldest, oldPath] of paths) {
      if (paths.size <= REMEMBERED) break;
      if (roots.includes(oldPath)) continue;
      paths.delete(oldest);
      locations.delete(oldPath);
    }
    return location;
  }

  /** The real path under a root, now; a link that was put in its place since is followed and judged again. */
  async function real(path: string): Promise<{ readonly path: string; readonly root: string }> {
    const found = await realpath(path).catch(() => undefined);
    const root = found === undefined ? undefined : roots.find((candidate) => contains(candidate, found));
    if (found === undefined || root === undefined) throw new Fault('usage.grantUnknown');
    return { path: found, root };
  }

  function lookUp(location: string): Promise<{ readonly path: string; readonly root: string }> {
    const path = paths.get(location);
    if (path === undefined) throw new Fault('usage.grantUnknown');
    return real(path);
  }

  async function entryOf(path: string, name: string): Promise<Listing['entries'][number] | undefined> {
    try {
      const target = (await real(path)).path;
      const found = await stat(target);
      // Neither devices nor pipes: reading one may never end.
      if (!found.isDirectory() && !found.isFile()) return undefined;
      const folder = found.isDirectory();
      return {
        location: locate(target),
        name,
        kind: folder ? 'folder' : 'file',
        sizeBytes: folder ? null : found.size,
        modified: Math.round(found.mtimeMs),
      };
    } catch {
      return undefined;
    }
  }

  async function list(location: string | null): Promise<Listing> {
    if (location === null) {
      const entries = await Promise.all(roots.map((root) => entryOf(root, root)));
      return { location: null, name: '', trail: [], entries: entries.filter((entry) => entry !== undefined), more: 0 };
    }
    const { path, root } = await lookUp(location);
    const names = await readdir(path).catch(() => {
      throw new Fault('intake.unreadable', { name: basename(path) });
    });
    names.sort((a, b) => (a < b ? -1 : 1));
    const shown = await Promise.all(names.slice(0, SHOWN).map((name) => entryOf(join(path, name), name)));
    const entries = shown.filter((entry) => entry !== undefined).sort((a, b) => Number(a.kind === 'file') - Number(b.kind === 'file'));
    return {
      location,
      name: path === root ? root : basename(path),
      trail: trail(root, path),
      entries,
      more: Math.max(0, names.length - SHOWN),
    };
  }

  function trail(root: string, path: string): Listing['trail'] {
    const places = [{ location: locate(root), name: root }];
    const below = path
      .slice(root.length)
      .split(/[\\/]/)
      .filter((part) => part !== '');
    let at = root;
    for (const part of below) {
      at = join(at, part);
      places.push({ location: locate(at), name: part });
    }
    return places;
  }

  async function choose(location: string, purpose: Purpose, name: string | undefined): Promise<Granted> {
    const { path } = await lookUp(location);
    const isFolder = (await stat(path)).isDirectory();
    if (isFolder === (purpose === 'openFiles'))
      throw new Fault('usage.invalid', { call: 'chooser.grant', field: 'location', reason: 'not of the kind asked for' });
    const named = purpose === 'newFolder' || (purpose === 'saveFolder' && name !== undefined);
    if (!named) return { grant: await grant(path), name: basename(path) };
    if (name === undefined || !isFolderName(name))
      throw new Fault('usage.invalid', { call: 'chooser.grant', field: 'name', reason: 'not a folder name' });
    const target = join(path, name);
    const there = await lstat(target).catch(() => undefined);
    // A link here would lead whoever writes the folder out of the roots.
    if (there !== undefined && !there.isDirectory())
      throw new Fault('usage.invalid', { call: 'chooser.grant', field: 'name', reason: 'taken by something that is not a folder' });
    return { grant: await grant(target), name };
  }

  return {
    async answer(name, input) {
      if (name !== 'chooser.list' && name !== 'chooser.grant') throw new Fault('usage.unknownCall', { name: name.slice(0, 80) });
      const parsed = chooserContract[name].input.safeParse(input);
      if (!parsed.success)
        throw new Fault('usage.invalid', {
          call: name,
          field: parsed.error.issues[0]?.path.join('.') ?? '',
          reason: parsed.error.issues[0]?.message ?? '',
        });
      const asked = parsed.data as { location: string | null; purpose?: Purpose; name?: string };
      if (asked.purpose === undefined) return list(asked.location);
      return choose(asked.location as string, asked.purpose, asked.name);
    },
  };
}
