// A whole case from beginning to end, on a synthetic story whose truth is known. Composed here and nowhere else.
import type { CommandSpec } from './command.ts';

export const demoCommands: readonly CommandSpec[] = [];
