// What a figure of a canvas rests on: the picture, the part of it that is meant, what the case covers, and the state of the case.
import type { CallInput } from '../../../../shared/contract/index.ts';
import type { CanvasPicture } from '../../../../shared/contract/canvas.ts';
import { accountSpans, canvasPicture, summariseChain } from '../../canvas/index.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { bitcoinNetwork } from '../../chains/index.ts';
import { canonicalDigest, type Step, type Work } from '../../kernel/index.ts';
import { viewOf } from '../../trace/index.ts';

export type FigureScope = CallInput<'canvas.figure'>['scope'];

/** What the case holds of one chain: blocks held whole, or the times between which movements lie. */
export interface FigureCoverage {
  readonly chainName: string;
  readonly blocks: readonly { readonly from: number; readonly to: number }[];
  readonly fromSeconds: number | null;
  readonly toSeconds: number | null;
  readonly transactions: number;
}

export interface FigureModel {
  readonly picture: CanvasPicture;
  readonly scope: FigureScope;
  readonly caption: string;
  readonly classification: string;
  readonly coverage: readonly FigureCoverage[];
  readonly journal: { readonly size: number; readonly headHash: string; readonly time: string | null };
  /** SHA-256 of the picture in canonical JSON: of what is drawn, where, and what is said of it. */
  readonly digest: string;
  readonly training: boolean;
  readonly reference: string;
}

export async function figureModel(
  session: CaseSession,
  { canvas, scope, caption, classification }: { canvas: number; scope: FigureScope; caption: string; classification: string },
  work: Work<Step>,
): Promise<FigureModel> {
  const picture = await canvasPicture(session, canvas, work);
  const file = session.current();
  const shown = new Set(picture.nodes.map(({ chain }) => chain));
  const coins = file.chain.chains().flatMap((chain): FigureCoverage[] => {
    const network = bitcoinNetwork(chain);
    if (network === undefined || !shown.has(chain)) return [];
    const { name, coverage, transactions } = summariseChain(file, network, viewOf(session, network));
    return [{ chainName: name, blocks: coverage, fromSeconds: null, toSeconds: null, transactions }];
  });
  const accounts = (await accountSpans(session, work))
    .filter(({ chain }) => shown.has(chain))
    .map(({ name, fromTime, toTime, transactions }): FigureCoverage => {
      return { chainName: name, blocks: [], fromSeconds: fromTime, toSeconds: toTime, transactions };
    });
  const { name, level, layout, filter, rules, assets, nodes, edges, areas, legend, hidden } = picture;
  return {
    ...{ picture, scope, caption, classification, coverage: [...coins, ...accounts], journal: file.journal.head() },
    digest: canonicalDigest({ name, level, layout, filter, rules, assets, nodes, edges, areas, legend, hidden, scope }),
    training: file.isTraining(),
    reference: file.details.reference,
  };
}
