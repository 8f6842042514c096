// Which columns of a table play the roles of a mapping, and what a mapping lacks before rows can be read by it.
import { matchName } from './cellText.ts';
import { CURRENCY_CODES, CURRENCY_WORDS } from './ledgerAssets.ts';
import type { TableHead } from './mapping.ts';
import type { ColumnRole, Profile } from './profile.ts';

export type Roles = ReadonlyMap<ColumnRole, number>;

/** Null where a column that must be there is missing. Two roles may not take the same column, but a time that is a date too. */
export function rolesOf(profile: Profile, head: TableHead): Roles | null {
  const roles = columnsOf(profile, head);
  const lacks = profile.columns.some(({ role, optional }) => optional !== true && !roles.has(role));
  return lacks ? null : roles;
}

/** The roles that the table has columns for. */
export function columnsOf(profile: Profile, head: TableHead): Roles {
  const roles = new Map<ColumnRole, number>();
  for (const { role, names } of profile.columns) {
    if (roles.has(role)) continue;
    const taken = [...roles.values()];
    const index = names.map((name) => columnNamed(head, name)).find((found) => found >= 0 && !taken.includes(found)) ?? -1;
    if (index >= 0) roles.set(role, index);
  }
  return roles;
}

/** A currency behind a column's name says what is counted; 万元 would say how, and is left for a person. */
const UNIT = new RegExp(
  `\\((?:元|円|人民币元|${[...CURRENCY_CODES, ...CURRENCY_WORDS.map(([word]) => word)].map((one) => one.toLowerCase()).join('|')})\\)$`,
);

/** By its name, or by its place where the profile gives one (`#7`). */
function columnNamed(head: TableHead, name: string): number {
  const place = /^#([1-9]\d{0,3})$/.exec(name);
  if (place === null) {
    const wanted = matchName(name);
    const exact = head.names.indexOf(wanted);
    return exact >= 0 ? exact : head.names.findIndex((own) => own.replace(UNIT, '') === wanted);
  }
  const index = Number(place[1]) - 1;
  return index < head.columns.length ? index : -1;
}

/** Columns that the table would need and does not have, by their first name, and roles that no column plays. */
export function lackingNames(profile: Profile, head: TableHead): readonly string[] {
  const roles = rolesOf(profile, head);
  if (roles !== null) return missingRoles(roles, profile);
  return profile.columns
    .filter(({ names, optional }) => optional !== true && names.every((name) => columnNamed(head, name) < 0))
    .map(({ names }) => names[0] as string);
}

/** One of these a register has, or nothing in it is of anybody. */
const IDENTIFYING: readonly ColumnRole[] = [
  ...([
    'personName',
    'customer',
    'document',
    'email',
    'phone',
    'handle',
    'ip',
    'account',
    'address',
    'vehicle',
    'seller',
    'buyer',
    'place',
  ] as const),
];

/** Which roles are missing before a row can become a movement; `direction`: nothing tells what came in from what went out. */
export function missingRoles(roles: Roles, profile: Profile): readonly (ColumnRole | 'direction')[] {
  if (profile.family === 'labels') return roles.has('address') ? [] : ['address'];
  if (profile.family === 'people') return IDENTIFYING.some((role) => roles.has(role)) ? [] : ['personName'];
  const missing: (ColumnRole | 'direction')[] = [];
  if (!roles.has('amount') && !(roles.has('amountIn') && roles.has('amountOut'))) missing.push('amount');
  if (profile.family !== 'ledger') {
    for (const role of ['transactionId', 'from', 'to'] as const) if (!roles.has(role)) missing.push(role);
    return missing;
  }
  if (!roles.has('time') && !roles.has('unixTime')) missing.push('time');
  const directed = roles.has('direction') || roles.has('operation') || roles.has('from') || profile.unsigned !== 'refuse';
  if (!roles.has('amountIn') && !directed) missing.push('direction');
  return missing;
}
