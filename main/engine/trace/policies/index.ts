// The taint policies this program knows. A new policy is one file and one line here; the conformance suite
// tests it as soon as it is listed.
import { defineRegistry } from '../../kernel/index.ts';
import { fifo } from './fifo.ts';
import { haircut } from './haircut.ts';
import { lifo } from './lifo.ts';
import { poison } from './poison.ts';
import type { Policy } from './policy.ts';
import { tiho } from './tiho.ts';

export const policies = defineRegistry<Policy>('policy', [poison, haircut, fifo, lifo, tiho]);
