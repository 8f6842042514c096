// A mapping written as data: which column plays which role. The wizard saves such profiles, and the built-in forms of exchanges, wallets
// and banks are such profiles too. A profile decides nothing by chance: a row whose direction or asset it cannot tell is rejected.
import { type Profile, type ProfileInput, ProfileSchema } from '../../../../shared/contract/profile.ts';
import { Fault } from '../../../../shared/model/fault.ts';

export { COLUMN_ROLES, type ColumnRole, type Profile, type ProfileInput, ProfileSchema } from '../../../../shared/contract/profile.ts';

const LARGEST_PROFILE = 256 * 1024;

/** Reads a saved profile. Faults: intake.malformed with what is wrong, intake.tooLarge. */
export function readProfile(text: string, name: string): Profile {
  if (text.length > LARGEST_PROFILE) throw new Fault('intake.tooLarge', { file: name, bytes: text.length, limit: LARGEST_PROFILE });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Fault('intake.malformed', { file: name, row: 0, reason: 'not JSON' }, cause);
  }
  const parsed = ProfileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Fault('intake.malformed', { file: name, row: 0, reason: `${issue?.path.join('.') ?? ''}: ${issue?.code ?? 'invalid'}` });
}

/** For profiles that ship with the program. */
export function builtInProfile(input: Omit<ProfileInput, 'format'>): Profile {
  return ProfileSchema.parse({ format: 'tracehold.tableProfile.1', ...input });
}
