// What joins movements as a reason: the rule by which value is said to go on, the movements it rests on, and what breaks it.
import type { CanvasReason } from '../../../../shared/contract/canvasReason.ts';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { rulesBehind } from '../../trace/index.ts';
import type { FactJoin } from '../facts/index.ts';

/** The one breaker of conversions of which the transaction itself shows a sign: it moves more than what is joined. */
const SERVES_SEVERAL = 'routerServesSeveral';

/** What the ledgers record of it is counted, not concluded; what the examiner accepted is an assumption. */
export function joinReason({ rule, standing, reason, ins, outs, besides }: FactJoin): Omit<CanvasReason, 'about'> {
  const rules = rulesBehind(rule);
  const signOf = (code: string): Omit<CanvasReason['breakers'][number], 'code'> => {
    if (code !== SERVES_SEVERAL) return { sign: 'untold', seenIn: [] };
    const seenIn = besides().map(itemName);
    return { sign: seenIn.length > 0 ? 'seen' : 'notSeen', seenIn };
  };
  return {
    ...{
      what: 'conversion',
      statement: standing === 'accepted' ? 'assumption' : 'derivation',
      by: rule,
      rules,
      verdict: 'holds',
      count: 0,
    },
    text: reason,
    breakers: rules.flatMap(({ knownBreakers }) => knownBreakers.map((code) => ({ code, ...signOf(code) }))),
    restsOn: [...ins, ...outs].map((item) => ({ item: itemName(item), name: item.id, timeSeconds: null })),
    ...{ more: 0, labels: [] },
  };
}
