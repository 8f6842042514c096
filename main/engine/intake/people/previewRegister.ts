// A look at a register before it is taken in: what becomes of each row under the columns that were assigned. It writes nothing.
import type { PreviewRow, TableForm, TablePreview } from '../../../../shared/contract/profile.ts';
import { lineOf, type Seen } from '../accounts/previewLabels.ts';
import { labelPlaces } from '../labelledChains.ts';
import { profileLayout } from '../profileRows.ts';
import { lackingNames, type Layout, missingRoles, type Profile, rolesOf, type TimeStyle } from '../tables/index.ts';
import { registerRows } from './registerRows.ts';

const MOST_FURTHER = 20;
const MOST_REASONS = 30;

type Part = Pick<TablePreview, 'form' | 'forms' | 'profile' | 'needs' | 'chains' | 'rows' | 'judged'>;

export async function previewRegister(
  profile: Profile,
  form: TableForm,
  seen: Seen,
  stated: TimeStyle,
): Promise<{ readonly layout: Layout; readonly part: Part }> {
  const layout = await profileLayout(seen.sheet, profile, form);
  const roles = rolesOf(profile, layout.head);
  const needs = roles === null ? lackingNames(profile, layout.head) : missingRoles(roles, profile);
  const fits = needs.length === 0;
  const rowOf = registerRows(profile, layout, labelPlaces(), stated);
  const rows: PreviewRow[] = [];
  const refused = new Map<string, number>();
  let [further, taken, rejected] = [0, 0, 0];
  for (const [index, row] of seen.rows.entries()) {
    const line = lineOf(row, layout, seen.shown);
    const read = fits && line.kind === 'data' ? rowOf(row) : null;
    let judged = line;
    if (read !== null && 'reason' in read) {
      rejected++;
      refused.set(read.reason, (refused.get(read.reason) ?? 0) + 1);
      judged = { ...line, verdict: 'rejected', reason: read.reason };
    } else if (read !== null) {
      taken++;
      const [first] = read.entries;
      const said = read.entries.flatMap(({ links }) => links.map(({ kind, value }) => ({ kind, text: seen.shown(value) })));
      judged = { ...line, verdict: 'taken', entry: { title: seen.shown(first?.title ?? ''), said } };
    }
    if (index < seen.fromTop || (judged.verdict === 'rejected' && further++ < MOST_FURTHER)) rows.push(judged);
  }
  return {
    layout,
    part: {
      form: fits ? { id: profile.id, version: profile.version, score: 0, saved: false } : null,
      ...{ forms: [], profile, needs: [...needs], chains: [], rows },
      judged: !fits
        ? null
        : {
            ...{ rows: taken + rejected, taken, rejected, skipped: 0, whole: seen.whole, flags: [] },
            reasons: [...refused]
              .map(([reason, count]) => ({ reason, column: null, rows: count }))
              .sort((a, b) => b.rows - a.rows)
              .slice(0, MOST_REASONS),
          },
    },
  };
}
