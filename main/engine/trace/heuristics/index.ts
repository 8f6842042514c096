// The link rules this program knows. A new rule is one file, one line here, its words in reasons.json, and its firing and
// near-miss cases in conformance.test.ts.
import { defineRegistry } from '../../kernel/index.ts';
import { changeAddressReuse } from './changeAddressReuse.ts';
import { changeAll } from './changeAll.ts';
import { changeFresh } from './changeFresh.ts';
import { changeOptimal } from './changeOptimal.ts';
import { changePeelingChain } from './changePeelingChain.ts';
import { changePowerOfTen } from './changePowerOfTen.ts';
import { changeProbable } from './changeProbable.ts';
import type { ChangeRule } from './changeRule.ts';
import { changeScriptType } from './changeScriptType.ts';
import { changeSpent } from './changeSpent.ts';
import { coinjoinGeneric } from './coinjoinGeneric.ts';
import { coinjoinJoinMarket } from './coinjoinJoinMarket.ts';
import { coinjoinWabisabi } from './coinjoinWabisabi.ts';
import { coinjoinWasabi10 } from './coinjoinWasabi10.ts';
import { coinjoinWasabi11 } from './coinjoinWasabi11.ts';
import { coinjoinWhirlpool } from './coinjoinWhirlpool.ts';
import { contradictionFingerprint } from './contradictionFingerprint.ts';
import { exclusionDust } from './exclusionDust.ts';
import type { Heuristic } from './heuristic.ts';
import { multiInput, multiInputFirst } from './multiInput.ts';
import { vetoStonewall } from './vetoStonewall.ts';
import { whirlpoolLineage, whirlpoolTx0Mixed } from './whirlpoolLineage.ts';
import { whirlpoolTx0 } from './whirlpoolTx0.ts';

/** Marks of outputs, by the name that an expression uses. */
export const changeRules: readonly ChangeRule[] = [
  changeAddressReuse,
  changeScriptType,
  changeOptimal,
  changeFresh,
  changePowerOfTen,
  changePeelingChain,
  changeSpent,
  changeAll,
  changeProbable,
];

export const heuristics = defineRegistry<Heuristic>('heuristic', [
  coinjoinGeneric,
  coinjoinWhirlpool,
  coinjoinWabisabi,
  coinjoinWasabi10,
  coinjoinWasabi11,
  coinjoinJoinMarket,
  whirlpoolTx0,
  whirlpoolTx0Mixed,
  whirlpoolLineage,
  vetoStonewall,
  multiInput,
  ...changeRules,
  exclusionDust,
  contradictionFingerprint,
]);

/** Earlier versions: no longer offered, still runnable, so that what they gave can be reproduced. */
export const earlierHeuristics: readonly Heuristic[] = [multiInputFirst];
