// Coverage as it is drawn: heights by source and scope, questions that ended joined in as searched, crowds of ranges thinned for the
// eye only. Pure; the exact ranges stay beside what is drawn.
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { SourcesAnswer } from '../../session/session.ts';

export type Scope = SourcesAnswer['coverage'][number]['scope'];
type QuestionRow = CallOutput<'question.list'>['questions'][number];

export interface Range {
  readonly from: number;
  readonly to: number;
}
export interface Lane {
  readonly scope: Scope;
  readonly ranges: readonly Range[];
}
export interface CoveredSource {
  readonly source: string;
  readonly name: string;
  readonly lanes: readonly Lane[];
}

/** From what is held whole down to what is only within reach. */
export const SCOPES: readonly Scope[] = ['blocks', 'transactions', 'searched', 'archive', 'node', 'headers'];

/** Neighbours and overlaps joined, in order. */
export function joined(ranges: readonly Range[]): readonly Range[] {
  const out: { from: number; to: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last !== undefined && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else out.push({ ...range });
  }
  return out;
}

/** `range` without `gaps`. */
export function without(range: Range, gaps: readonly Range[]): readonly Range[] {
  const left: Range[] = [];
  let next = range.from;
  for (const gap of joined(gaps)) {
    if (gap.from > next) left.push({ from: next, to: Math.min(range.to, gap.from - 1) });
    next = Math.max(next, gap.to + 1);
  }
  if (next <= range.to) left.push({ from: next, to: range.to });
  return left;
}

/** Heights that questions which ended read, by source; of one that was abandoned nothing stands. */
export function searchedBy(questions: readonly QuestionRow[], chain: string): ReadonlyMap<string, readonly Range[]> {
  const found = new Map<string, Range[]>();
  for (const { source, chain: of, state, result } of questions) {
    if (of !== chain || state !== 'finished' || result === null || result.low === null || result.high === null) continue;
    found.set(source, [...(found.get(source) ?? []), ...without({ from: result.low, to: result.high }, result.gaps)]);
  }
  return new Map([...found].map(([source, ranges]) => [source, joined(ranges)]));
}

export function coveredSources(sources: SourcesAnswer, questions: readonly QuestionRow[], chain: string): readonly CoveredSource[] {
  const searched = searchedBy(questions, chain);
  return sources.sources.flatMap((source) => {
    if (source.chain !== chain || source.state === 'withdrawn') return [];
    const own = sources.coverage.filter((range) => range.chain === chain && range.source === source.id);
    const lanes = SCOPES.flatMap((scope) => {
      const ranges = joined([
        ...own.filter((range) => range.scope === scope),
        ...(scope === 'searched' ? (searched.get(source.id) ?? []) : []),
      ]);
      return ranges.length === 0 ? [] : [{ scope, ranges: ranges.map(({ from, to }) => ({ from, to })) }];
    });
    return lanes.length === 0 ? [] : [{ source: source.id, name: source.name, lanes }];
  });
}

/** At most about `most` pieces: those nearer to each other than the eye can tell are drawn as one. */
export function drawn(ranges: readonly Range[], top: number, most: number): readonly (Range & { readonly pieces: number })[] {
  const apart = ranges.length <= most ? 1 : Math.ceil((top + 1) / most);
  const out: { from: number; to: number; pieces: number }[] = [];
  for (const range of ranges) {
    const last = out.at(-1);
    if (last !== undefined && ranges.length > most && range.from - last.to < apart) {
      last.to = range.to;
      last.pieces += 1;
    } else out.push({ ...range, pieces: 1 });
  }
  return out;
}
