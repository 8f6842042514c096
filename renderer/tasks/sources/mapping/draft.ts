// What a person has decided so far about a table: which column plays which role, and what its words mean. Pure: it makes the mapping that
// the engine reads with, and reads no row itself.
import { COLUMN_ROLES, type ColumnRole, type Profile, ProfileSchema, type TablePreview } from '../../../../shared/contract/profile.ts';
import { zoneMinutesOf } from '../tableReading.ts';

export interface MappingDraft {
  /** By the place of the column. */
  readonly roles: readonly (ColumnRole | null)[];
  readonly family: Profile['family'];
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly zone: string;
  readonly dayOrder: '' | 'dmy' | 'mdy';
  readonly decimalMark: '.' | ',';
  readonly asset: string;
  readonly unsigned: Profile['unsigned'];
  /** Words of a marker column, parted by commas. */
  readonly wordsIn: string;
  readonly wordsOut: string;
  readonly wordsNeither: string;
  readonly wordsOk: string;
  readonly wordsFailed: string;
  /** What the window has no field for goes on as it came. */
  readonly base: Profile;
}

/** What goes with the source and not with the mapping. */
export interface SourceTexts {
  readonly chain: string;
  readonly account: string;
  readonly exhibit: string;
  /** Of tokens that no column states: `CONTRACT=N`. */
  readonly decimals: string;
}

const OF_PEOPLE_ALONE: readonly ColumnRole[] = COLUMN_ROLES.slice(COLUMN_ROLES.indexOf('personName'));
/** Roles that the two kinds of tables can use, in the order in which they are offered. */
export const LEDGER_ROLES: readonly ColumnRole[] = COLUMN_ROLES.filter(
  (role) =>
    !['from', 'to', 'contract', 'tokenId', 'decimals', 'logIndex', 'block'].includes(role) &&
    !['address', 'label', 'labelSource', 'category', 'abuse', 'concepts', 'confidence', 'actor'].includes(role) &&
    !OF_PEOPLE_ALONE.includes(role),
);
export const LABEL_ROLES: readonly ColumnRole[] = [
  ...(['address', 'label', 'labelSource', 'category', 'abuse', 'concepts', 'confidence', 'actor'] as const),
  ...(['asset', 'network', 'time', 'remark'] as const),
];
export const PEOPLE_ROLES: readonly ColumnRole[] = [
  ...OF_PEOPLE_ALONE,
  ...(['account', 'address', 'network', 'time', 'clock', 'operation', 'amount', 'asset', 'remark'] as const),
];
export const CHAIN_ROLES: readonly ColumnRole[] = [
  ...(['transactionId', 'time', 'clock', 'unixTime', 'from', 'to', 'amount', 'asset', 'contract', 'tokenId', 'decimals'] as const),
  ...(['logIndex', 'fee', 'status', 'block', 'operation'] as const),
];

export function draftOf({ profile, header, name }: TablePreview): MappingDraft {
  const words = (list: readonly string[]): string => list.join(', ');
  return {
    roles: header.columns.map(({ role }) => role),
    family: profile.family,
    // A suggestion has no name; the file's is the nearest.
    id: profile.id === 'new' ? shortName(name.replace(/\.[A-Za-z0-9]{1,5}$/, '')) : profile.id,
    ...{ title: profile.title, version: profile.version, dayOrder: profile.dayOrder ?? '', decimalMark: profile.decimalMark },
    ...{ zone: profile.zoneMinutes === null ? '' : zoneText(profile.zoneMinutes), asset: profile.asset ?? '', unsigned: profile.unsigned },
    ...{ wordsIn: words(profile.directions.in), wordsOut: words(profile.directions.out), wordsNeither: words(profile.directions.neither) },
    ...{ wordsOk: words(profile.statuses.ok), wordsFailed: words(profile.statuses.failed), base: profile },
  };
}

/** The mapping as data; null while one of its texts cannot stand. */
export function profileOf(draft: MappingDraft, header: TablePreview['header']): Profile | null {
  const columns = header.columns.flatMap(({ key }, index) => {
    const role = draft.roles[index] ?? null;
    return role === null ? [] : [{ role, names: [key] }];
  });
  const zoneMinutes = zoneMinutesOf(draft.zone);
  if (zoneMinutes === null) return null;
  const parsed = ProfileSchema.safeParse({
    ...draft.base,
    ...{ id: draft.id, title: draft.title.trim(), version: draft.version, family: draft.family, columns },
    ...{ zoneMinutes: zoneMinutes ?? null, dayOrder: draft.dayOrder === '' ? null : draft.dayOrder, decimalMark: draft.decimalMark },
    ...{ asset: draft.asset.trim() === '' ? null : draft.asset.trim(), unsigned: draft.unsigned },
    directions: { in: listOf(draft.wordsIn), out: listOf(draft.wordsOut), neither: listOf(draft.wordsNeither) },
    statuses: { ok: listOf(draft.wordsOk), failed: listOf(draft.wordsFailed) },
    header: header.rows.length === 0 ? 'none' : 'named',
    // Hints and caps belong to the form that the mapping began as.
    ...(draft.id === draft.base.id ? {} : { hints: [], rowCaps: [], score: 60 }),
  });
  return parsed.success ? parsed.data : null;
}

/** Gives a column a role; a role has one column, so the one that had it loses it. */
export function withRole(draft: MappingDraft, column: number, role: ColumnRole | null): MappingDraft {
  return { ...draft, roles: draft.roles.map((had, index) => (index === column ? role : had === role ? null : had)) };
}

/** Words parted by commas of any script. */
export function listOf(text: string): string[] {
  return [...new Set(text.split(/[,，、;；]/).map((word) => word.trim()))].filter((word) => word !== '');
}

/** A file name's letters and digits as the short name of a mapping. */
export function shortName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[-.]+$/g, '')
    .slice(0, 48);
  return plain === '' ? 'own-mapping' : plain.toLowerCase();
}

export function goodName(id: string): boolean {
  return ProfileSchema.shape.id.safeParse(id).success;
}

function zoneText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}
