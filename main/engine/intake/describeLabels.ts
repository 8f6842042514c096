// Labels in the contract's shape, with the days of the list that claims them.
import type { Label } from '../../../shared/contract/label.ts';
import type { CaseFile, LabelRow, StandingLabel } from '../casefile/index.ts';
import { confidenceLevel } from '../labels/index.ts';

/** The sources are read once for all of them. */
export function describeLabels(file: CaseFile, rows: readonly (LabelRow | StandingLabel)[]): Label[] {
  if (rows.length === 0) return [];
  const ids = new Map(file.sources.list().map((source) => [source.id, source.publicId]));
  const standing = rows.every((row) => 'listed' in row) ? null : file.labels.standing(rows.map(({ address }) => address));
  return rows.map((row) => {
    const { id, address, subject, chain, label, origin, category, abuse, concepts, actor, creator, confidence, date } = row;
    const days = 'listed' in row ? row : standing?.get(address)?.find((one) => one.id === id);
    return {
      ...{ id, address, subject, chain, label, source: origin, category, abuse, actor, creator, confidence, date },
      ...{ concepts: linesOf(concepts), level: confidenceLevel(confidence), tagType: row.tagType },
      ...{ definesCluster: row.definesCluster === 'true', inherited: row.inherited, context: row.context, own: row.own },
      ...{ listed: days?.listed ?? '', delisted: days?.delisted ?? '', sourceId: ids.get(row.source) ?? '', row: row.row },
    };
  });
}

export const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));
