// The examiner's own mappings: one file each in the profile folder. Anything odd in such a file makes it no mapping; it never changes how
// a built-in form reads.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../../../shared/model/fault.ts';
import { canonicalDigest } from '../../kernel/index.ts';
import { tableMappings } from './mappings/index.ts';
import { type Profile, ProfileSchema, readProfile } from './profile.ts';

const ENDING = '.json';
const LARGEST_FILE = 1 << 20;
const MOST_FILES = 1000;

export interface SavedProfiles {
  list(): { readonly profiles: readonly Profile[]; readonly unreadable: readonly { file: string; reason: string }[] };
  /** Null where none is saved under the name. */
  find(id: string): Profile | null;
  /** Under its id; where another one is saved there, as its next version. Faults: usage.badValue, export.notWritable. */
  save(profile: Profile): Profile;
  /** Faults: intake.profileUnknown. */
  remove(id: string): void;
}

/** SHA-256 of the canonical JSON: how the file is laid out does not count. */
export function profileDigest(profile: Profile): string {
  return canonicalDigest(profile);
}

export function createSavedProfiles(profileFolder: () => string): SavedProfiles {
  const folder = (): string => join(profileFolder(), 'mappings');
  const pathOf = (id: string): string => join(folder(), `${id}${ENDING}`);
  const read = (path: string, file: string): Profile => {
    const { size } = statSync(path);
    if (size > LARGEST_FILE) throw new Fault('intake.tooLarge', { file, bytes: size, limit: LARGEST_FILE });
    return readProfile(readFileSync(path, 'utf8'), file);
  };
  const find = (id: string): Profile | null => {
    if (!ProfileSchema.shape.id.safeParse(id).success || !existsSync(pathOf(id))) return null;
    const profile = read(pathOf(id), `${id}${ENDING}`);
    return profile.id === id ? profile : null;
  };
  return {
    find,
    list() {
      const profiles: Profile[] = [];
      const unreadable: { file: string; reason: string }[] = [];
      const names = existsSync(folder()) ? readdirSync(folder()).filter((name) => name.endsWith(ENDING)) : [];
      for (const file of names.sort().slice(0, MOST_FILES)) {
        try {
          const profile = read(join(folder(), file), file);
          // Found again by its id, so the file must be called so.
          if (`${profile.id}${ENDING}` === file) profiles.push(profile);
          else unreadable.push({ file, reason: 'the file is not called by the id in it' });
        } catch (error) {
          const reason =
            error instanceof Fault ? String(error.parameters['reason'] ?? error.code) : String((error as { code?: string }).code);
          unreadable.push({ file, reason });
        }
      }
      return { profiles, unreadable };
    },
    save(given) {
      if (tableMappings.entries.some(({ id }) => id === given.id))
        throw new Fault('usage.badValue', { option: 'id', value: given.id, expected: 'a name that no built-in form has' });
      const known = find(given.id);
      if (known === null && existsSync(pathOf(given.id)))
        throw new Fault('usage.badValue', { option: 'id', value: given.id, expected: 'a name that differs from others in more than case' });
      const same = known !== null && profileDigest({ ...given, version: known.version }) === profileDigest(known);
      if (same) return known;
      // A run names id and version: what is under them may not change any more.
      const version = known === null ? given.version : String(Math.max(Number(known.version) + 1, Number(given.version)));
      const profile = ProfileSchema.parse({ ...given, version });
      const path = pathOf(given.id);
      const part = `${path}.${process.pid}.part`;
      try {
        mkdirSync(folder(), { recursive: true, mode: 0o700 });
        writeFileSync(part, profileText(profile), { mode: 0o600 });
        renameSync(part, path);
      } catch (error) {
        rmSync(part, { force: true });
        throw new Fault(
          'export.notWritable',
          { name: `${given.id}${ENDING}`, reason: (error as { code?: string }).code ?? 'unknown' },
          error,
        );
      }
      return profile;
    },
    remove(id) {
      if (find(id) === null) throw new Fault('intake.profileUnknown', { profile: id.slice(0, 64) });
      rmSync(pathOf(id));
    },
  };
}

/** As it is written to files: for people to read too. */
export function profileText(profile: Profile): string {
  return `${JSON.stringify(profile, null, 2)}\n`;
}
