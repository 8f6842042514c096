// Labels in the contract's shape, with the days of the list that claims them.
import type { Label } from '../../../shared/contract/label.ts';
import type { CaseFile, LabelRow } from '../casefile/index.ts';
import { confidenceLevel } from '../labels/index.ts';

/** The sources and the versions of lists are read once for all of them. */
export function describeLabels(file: CaseFile, rows: readonly LabelRow[]): Label[] {
  if (rows.length === 0) return [];
  const ids = new Map(file.sources.list().map((source) => [source.id, source.publicId]));
  const standing = file.labels.standing(rows.map(({ address }) => address));
  return rows.map((row) => {
    const { id, address, subject, chain, label, origin, category, abuse, actor, creator, confidence, date } = row;
    const days = standing.get(address)?.find((one) => one.id === id);
    return {
      ...{ id, address, subject, chain, label, source: origin, category, abuse, actor, creator, confidence, date },
      ...{ concepts: linesOf(row.concepts), level: confidenceLevel(confidence), tagType: row.tagType },
      ...{ definesCluster: row.definesCluster === 'true', inherited: row.inherited, context: row.context, own: row.own },
      ...{ listed: days?.listed ?? '', delisted: days?.delisted ?? '', sourceId: ids.get(row.source) ?? '', row: row.row },
    };
  });
}

/** What is claimed of an address on a chain, or was by an earlier version of a list. */
export function labelsOn(file: CaseFile, chain: string, address: string): Label[] {
  const claims = file.labels.standing([address]).get(address) ?? [];
  const rows = claims.flatMap((claim) => (claim.chain === null || claim.chain === chain ? (file.labels.get(claim.id) ?? []) : []));
  return describeLabels(file, rows);
}

export const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));
