// A link as it is shown: with its source by name, and for an address of the internet what tables and lists say of it.
import type { LinkKind, LinkShown } from '../../../../shared/contract/people.ts';
import { chainsOfLink } from '../../../../shared/model/ledger.ts';
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import type { CaseFile, LinkRow, SourceRow } from '../../casefile/index.ts';
import { detailOf } from './readLink.ts';
import { networkTables, type NetworkTables, sightingOf } from './sighting.ts';

export type Sources = ReadonlyMap<number, SourceRow>;
export const sourcesOf = (file: CaseFile): Sources => new Map(file.sources.list().map((source) => [source.id, source]));

/** Shows links of one case; what is looked up for all of them is looked up once. */
export function linkShower(file: CaseFile): (link: LinkRow) => LinkShown {
  const [sources, tables] = [sourcesOf(file), networkTables(file)];
  return (link) => shown(link, sources, tables);
}

export function shown(link: LinkRow, sources: Sources, tables: NetworkTables): LinkShown {
  const { id, entity, value, exhibit, place, date, says, row, withdrawn } = link;
  const source = link.source === null ? undefined : sources.get(link.source);
  const detail = detailOf(link.detail);
  return {
    ...{ link: id, entity, kind: link.kind as LinkKind, value, chains: chainsOfLink(link.chain), detail },
    ...{ basis: link.basis as LinkShown['basis'], exhibit, place, date, says, grade: link.grade as ProofGrade, row, withdrawn },
    source: source === undefined ? null : { number: source.id, name: source.name },
    sighting: link.kind === 'ip' ? sightingOf(tables, value, detail) : null,
  };
}
