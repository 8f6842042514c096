// Answers profile.* and finds the mapping that an intake or a preview names. Mappings belong to the examiner's profile, not to a case.
import { existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { profileContract, SavedProfile } from '../../../shared/contract/profile.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { type Handlers, type Host, outPath, sha256Hex } from '../kernel/index.ts';
import type { ChosenMapping } from './accounts/tableSource.ts';
import {
  BUILT_IN_PROFILES,
  log,
  type Profile,
  profileDigest,
  profileMapping,
  profileText,
  readProfile,
  register,
  type SavedProfiles,
  tableMappings,
} from './tables/index.ts';

const LARGEST_FILE = 1 << 20;

export function profileCalls(host: Host, saved: SavedProfiles): Handlers<keyof typeof profileContract> {
  const need = (id: string): Profile => {
    const profile = saved.find(id) ?? [...BUILT_IN_PROFILES, register, log].find((one) => one.id === id);
    if (profile === undefined) throw new Fault('intake.profileUnknown', { profile: id });
    return profile;
  };
  return {
    'profile.list': () => {
      const { profiles, unreadable } = saved.list();
      return { profiles: profiles.map(described), unreadable: unreadable.map((one) => ({ ...one })) };
    },
    'profile.show': ({ id }) => {
      const profile = need(id);
      return { profile, sha256: profileDigest(profile) };
    },
    'profile.save': ({ profile, file }) => {
      const given = profile ?? (file === undefined ? null : profileFromFile(host.resolveGrant(file)));
      if (given === null)
        throw new Fault('usage.invalid', { call: 'profile.save', field: 'profile', reason: 'neither a mapping nor a file' });
      return described(saved.save(given));
    },
    'profile.remove': ({ id }) => {
      saved.remove(id);
      return {};
    },
    'profile.export': ({ id, out, folder }) => {
      const profile = need(id);
      const target = outPath(host.resolveGrant(out).path, folder, `${profile.id}.json`);
      writeNew(target, profileText(profile));
      return { name: basename(target), sha256: sha256Hex(profileText(profile)) };
    },
  };
}

/** The mapping by id, as data or in a file; null where none was named. Faults: intake.profileUnknown, intake.malformed. */
export function chosenMapping(
  host: Host,
  saved: SavedProfiles,
  { profile, profileFile }: { readonly profile?: string | Profile | undefined; readonly profileFile?: string | undefined },
): ChosenMapping | null {
  if (profileFile !== undefined) return ofProfile(profileFromFile(host.resolveGrant(profileFile)));
  if (profile === undefined) return null;
  if (typeof profile !== 'string') return ofProfile(profile);
  const own = saved.find(profile) ?? [register, log].find(({ id }) => id === profile) ?? null;
  if (own !== null) return ofProfile(own);
  const mapping = tableMappings.entries.find(({ id }) => id === profile);
  if (mapping === undefined) throw new Fault('intake.profileUnknown', { profile });
  // A built-in form is known by its version; only what is not part of the program is written down whole.
  return { mapping, profile: null };
}

/** Faults: usage.badValue where it goes by the name of a built-in form and is another. */
function ofProfile(profile: Profile): ChosenMapping {
  const builtIn = tableMappings.entries.find(({ id }) => id === profile.id);
  if (builtIn === undefined) return { mapping: profileMapping(profile), profile };
  const same = BUILT_IN_PROFILES.find(({ id }) => id === profile.id);
  if (same !== undefined && profileDigest(same) === profileDigest(profile)) return { mapping: builtIn, profile: null };
  throw new Fault('usage.badValue', { option: 'profile', value: profile.id, expected: 'a name that no built-in form has' });
}

function profileFromFile({ path, name }: { readonly path: string; readonly name: string }): Profile {
  let size: number;
  try {
    const status = lstatSync(path);
    if (!status.isFile()) throw new Fault('intake.unreadable', { file: name, reason: 'not a regular file' });
    size = status.size;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('intake.notFound', { file: name, reason: (error as { code?: string }).code ?? 'unknown' }, error);
  }
  if (size > LARGEST_FILE) throw new Fault('intake.tooLarge', { file: name, bytes: size, limit: LARGEST_FILE });
  return readProfile(readFileSync(path, 'utf8').replace(/^\ufeff/, ''), name);
}

function described(profile: Profile): SavedProfile {
  const { id, version, title, family, columns } = profile;
  return { id, version, title, family, columns: columns.length, sha256: profileDigest(profile) };
}

function writeNew(path: string, text: string): void {
  if (existsSync(path)) throw new Fault('export.exists', { name: basename(path) });
  const part = join(dirname(path), `.${basename(path)}.being-written`);
  try {
    writeFileSync(part, text);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw new Fault('export.notWritable', { name: basename(path), reason: (error as { code?: string }).code ?? 'unknown' }, error);
  }
}
