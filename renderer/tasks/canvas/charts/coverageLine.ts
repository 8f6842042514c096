// What the case holds of a chain that stands on the canvas, and what it lacks: stretches of blocks or of time. Pure; the words are elsewhere.
import type { CanvasNode } from '../../../../shared/contract/canvas.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import type { SourcesAnswer } from '../../../session/session.ts';
import { type Range, without } from '../../sources/coverage.ts';

type Held = SourcesAnswer['chains'][number]['coverage'][number];
type AccountSpan = CallOutput<'account.summary'>['chains'][number];

export interface CoverageLine {
  readonly chain: string;
  readonly name: string;
  /** Null for account chains and ledgers, which have no blocks held whole. */
  readonly blocks: {
    /** Newest height that anything in the case names. */
    readonly top: number;
    readonly held: readonly Held[];
    readonly lacking: readonly Range[];
  } | null;
  readonly span: Pick<AccountSpan, 'transactions' | 'fromTime' | 'toTime' | 'stretches'> | null;
  /** Things on the canvas of which the case does not hold everything. */
  readonly gaps: readonly string[];
}

/** In the order in which the canvas has them. */
export function coverageLines(
  nodes: readonly CanvasNode[],
  sources: Pick<SourcesAnswer, 'chains' | 'coverage'> | null,
  spans: readonly AccountSpan[],
): readonly CoverageLine[] {
  const chains = new Map<string, { gaps: string[]; highest: number }>();
  for (const { id, chain, gap, height } of nodes) {
    if (chain === '') continue;
    const own = chains.get(chain) ?? { gaps: [], highest: 0 };
    chains.set(chain, own);
    if (gap !== null) own.gaps.push(id);
    own.highest = Math.max(own.highest, height ?? 0);
  }
  return [...chains].flatMap(([chain, { gaps, highest }]): CoverageLine[] => {
    const summary = sources?.chains.find((one) => one.chain === chain);
    const span = spans.find((one) => one.chain === chain) ?? null;
    if (summary === undefined) return span === null ? [] : [{ chain, name: span.name, blocks: null, span, gaps }];
    const held = [...summary.coverage].sort((a, b) => a.from - b.from);
    const known = sources?.coverage.filter((range) => range.chain === chain).map(({ to }) => to) ?? [];
    const top = Math.max(highest, summary.tip?.height ?? 0, ...known, ...held.map(({ to }) => to));
    return [{ chain, name: summary.name, blocks: { top, held, lacking: without({ from: 0, to: top }, held) }, span: null, gaps }];
  });
}
