// The link rules of account chains, in one list. What each takes differs, so each is asked by its own function.
import { defineRegistry } from '../../../kernel/index.ts';
import type { AccountHeuristic } from './accountHeuristic.ts';
import { addressPoisoning } from './addressPoisoning.ts';
import { depositAddressReuse } from './depositAddressReuse.ts';
import { gasFunder } from './gasFunder.ts';
import { selfAuthorisation } from './selfAuthorisation.ts';
import { sharedPermission } from './sharedPermission.ts';

export const accountHeuristics = defineRegistry<AccountHeuristic>('account heuristic', [
  depositAddressReuse,
  gasFunder,
  selfAuthorisation,
  sharedPermission,
]);

/** Rules by which transfers neither seed nor extend a trace. They link nobody. */
export const exclusionRules = defineRegistry<AccountHeuristic>('exclusion rule', [addressPoisoning]);
