// Answers canvas.paths, canvas.identify and canvas.search: what a canvas asks of the whole case. It writes nothing.
import type { canvasContract, SearchHit } from '../../../../shared/contract/canvas.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import type { Handlers } from '../../kernel/index.ts';
import { clustersOf, DEFAULT_RULES, membersOf, parseRules } from '../../trace/index.ts';
import { answerIdentify } from './identify.ts';
import { answerPaths, type PathSetting } from './paths.ts';
import { answerSearch } from './search.ts';

/** What these calls are told by whoever keeps canvases. */
export interface FindExtra {
  /** Items that an item stands for: the members of a group, and itself where it stands for itself. */
  readonly resolve: (canvas: number | undefined, item: CanvasItem) => readonly CanvasItem[];
  /** Rules of clusters that a canvas has chosen; null where it has the program's default. */
  readonly rulesOf: (canvas: number | undefined) => readonly string[] | null;
  /** Hits among canvases, what stands written on them, and events entered by hand. The text comes in small letters, blanks folded. */
  readonly extraHits?: (text: string) => readonly SearchHit[];
}

type FindCalls = Handlers<Extract<keyof typeof canvasContract, `canvas.${'paths' | 'identify' | 'search'}`>>;

export function findCalls(session: CaseSession, extra: FindExtra): FindCalls {
  return {
    'canvas.paths': (asked, work) => {
      const texts = extra.rulesOf(asked.canvas) ?? DEFAULT_RULES;
      const clusterRules = texts.length === 0 ? [] : parseRules(texts).names;
      const setting: PathSetting = {
        ...{ session, clusterRules, resolve: (item) => extra.resolve(asked.canvas, item) },
        // With every rule switched off an address stands for itself.
        membersOf: (view, script) => (clusterRules.length === 0 ? [script] : membersOf(clustersOf(session, view, texts).clusters, script)),
      };
      return answerPaths(setting, asked, work);
    },
    'canvas.identify': ({ text }, work) => answerIdentify(session, text, work),
    'canvas.search': ({ text, limit }, work) => answerSearch(session, text, limit, extra.extraHits ?? (() => []), work),
  };
}
