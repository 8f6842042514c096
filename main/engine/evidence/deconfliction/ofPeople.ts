// What of the people of a case is compared: identifiers of the entries that somebody worked on, or of all where the examiner says so. Names are
// never compared: they are not unlike enough.
import type { CaseFile } from '../../casefile/index.ts';
import { SHARED_FILE } from '../../intake/index.ts';
import { isLedger } from '../../../../shared/model/ledger.ts';

export type PeopleChosen = 'worked' | 'all';

export interface OfPerson {
  readonly type: 'address' | 'account' | 'phone' | 'email' | 'handle' | 'document';
  readonly value: string;
  readonly where: string;
}

const TYPES: readonly string[] = ['address', 'account', 'phone', 'email', 'handle', 'document'];
/** Shorter numbers and names stand at too many to say anything. */
const SHORTEST: Readonly<Record<string, number>> = { account: 6, document: 5, handle: 3 };

export function identifiersOfPeople(file: CaseFile, chosen: PeopleChosen): OfPerson[] {
  const links = file.entities.links().filter(({ withdrawn }) => withdrawn === '');
  const standing = new Set(file.entities.list().flatMap(({ id, withdrawn }) => (withdrawn === '' ? [id] : [])));
  const worked = new Set<number>();
  for (const { entity, event } of links) if (event > 0) worked.add(entity);
  const last = new Map(file.entities.judgements().map((one) => [one.lead, one]));
  for (const { a, b, verdict } of last.values()) if (verdict === 'accepted') for (const id of [a, b]) worked.add(id);
  return links.flatMap(({ entity, kind, value, chain, detail }) => {
    if (!standing.has(entity) || (chosen === 'worked' && !worked.has(entity)) || !TYPES.includes(kind)) return [];
    if (kind === 'document' && (detail as { service: string }).service === SHARED_FILE) return [];
    const type = kind === 'address' && isLedger(chain) ? 'account' : (kind as OfPerson['type']);
    const size = value.normalize('NFKC').replace(/[\s-]/g, '').length;
    return size < (SHORTEST[type] ?? 0) ? [] : [{ type, value, where: `person ${entity}` }];
  });
}
