// The taint policies of account chains, in the order in which results are shown.
import { defineRegistry } from '../../../kernel/index.ts';
import { fifo } from './fifo.ts';
import { haircut } from './haircut.ts';
import { lifo } from './lifo.ts';
import { lowestBalance } from './lowestBalance.ts';
import { poison } from './poison.ts';
import type { AccountPolicy } from './policy.ts';

export const accountPolicies = defineRegistry<AccountPolicy>('account policy', [poison, haircut, fifo, lifo, lowestBalance]);
