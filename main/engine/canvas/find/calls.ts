// Answers canvas.paths, canvas.identify and canvas.search: what a canvas asks of the whole case. It writes nothing.
import type { canvasContract, SearchHit } from '../../../../shared/contract/canvas.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import type { Handlers, Step, Work } from '../../kernel/index.ts';
import { clustersOf, DEFAULT_RULES, membersOf, parseRules } from '../../trace/index.ts';
import { answerIdentify } from './identify.ts';
import { answerPaths } from './paths.ts';
import { answerSearch } from './search.ts';

/** What these calls are told by whoever keeps canvases. */
export interface FindExtra {
  /** Items that an item stands for: the members of a group, and itself where it stands for itself. */
  readonly resolve: (canvas: number | undefined, item: CanvasItem) => readonly CanvasItem[];
  /** Link rules that a canvas has chosen, by canonical name; the program's default where there is no canvas or it has chosen none. */
  readonly rules?: (canvas: number | undefined) => readonly string[] | null;
  /** Hits among canvases, what stands written on them, events entered by hand, and typed ids. The text comes in small letters, blanks folded. */
  readonly extraHits?: (text: string, work: Work<Step>) => readonly SearchHit[] | Promise<readonly SearchHit[]>;
}

type FindCalls = Handlers<Extract<keyof typeof canvasContract, `canvas.${'paths' | 'identify' | 'search'}`>>;

export function findCalls(session: CaseSession, extra: FindExtra): FindCalls {
  return {
    'canvas.paths': (asked, work) => {
      const rules = extra.rules?.(asked.canvas) ?? DEFAULT_RULES;
      return answerPaths(
        {
          ...{ session, resolve: (item: CanvasItem) => extra.resolve(asked.canvas, item) },
          clusterRules: rules.length === 0 ? [] : parseRules(rules).names,
          // A canvas without rules has clusters of one address.
          membersOf: (view, script) =>
            rules.length === 0 ? Uint32Array.of(script) : membersOf(clustersOf(session, view, rules).clusters, script),
        },
        asked,
        work,
      );
    },
    'canvas.identify': ({ text }, work) => answerIdentify(session, text, work),
    'canvas.search': ({ text, limit }, work) => answerSearch(session, text, limit, (wanted) => extra.extraHits?.(wanted, work) ?? [], work),
  };
}
