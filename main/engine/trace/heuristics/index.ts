// The link rules this program knows. A new rule is one file, one line here, and its firing and near-miss cases in
// conformance.test.ts.
import { defineRegistry } from '../../kernel/index.ts';
import { changeProbable } from './changeProbable.ts';
import { coinjoinGeneric } from './coinjoinGeneric.ts';
import { coinjoinWabisabi } from './coinjoinWabisabi.ts';
import { coinjoinWhirlpool } from './coinjoinWhirlpool.ts';
import type { Heuristic } from './heuristic.ts';
import { multiInput } from './multiInput.ts';

export const heuristics = defineRegistry<Heuristic>('heuristic', [
  coinjoinGeneric,
  coinjoinWhirlpool,
  coinjoinWabisabi,
  multiInput,
  changeProbable,
]);
