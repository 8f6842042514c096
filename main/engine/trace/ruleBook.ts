// Every rule that infers something, by the name under which it was applied: what a person is told of it. It applies none.
import type { LeadResult } from '../../../shared/contract/lead.ts';
import { parseChange, rulesOf } from './changeExpression.ts';
import { conversionRules } from './accountRuns/conversions/conversionRules.ts';
import type { AccountHeuristic } from './accounts/heuristics/accountHeuristic.ts';
import { accountHeuristics } from './accounts/heuristics/index.ts';
import { earlierHeuristics, heuristics } from './heuristics/index.ts';

/** Until a rule is measured on data with known answers that are not ours. */
export const NOT_MEASURED = 'notMeasured';
const CHANGE = 'change:';

type RuleText = LeadResult['rules'][number];
type Kept = Pick<AccountHeuristic, 'id' | 'version' | 'citation' | 'preconditions' | 'knownBreakers' | 'changesWithLaterData'>;

export function ruleText({ id, version, citation, preconditions, knownBreakers, changesWithLaterData }: Kept): RuleText {
  return {
    ...{ id, version, citation, preconditions: [...preconditions], knownBreakers: [...knownBreakers] },
    ...{ changesWithLaterData, errorRate: NOT_MEASURED },
  };
}

/** `multiInput@2`, `change:unique(fresh@1 & optimal@1)`, `swap@1`: each rule in it, none where the program knows no such name. */
export function rulesBehind(name: string): RuleText[] {
  if (name.startsWith(CHANGE)) return [...rulesOf(parseChange(name.slice(CHANGE.length)))].map(ruleText);
  const all = [...heuristics.entries, ...earlierHeuristics, ...conversionRules.entries, ...accountHeuristics.entries];
  return all.filter(({ id, version }) => name === `${id}@${version}`).map(ruleText);
}
