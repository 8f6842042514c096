// How a demo ends: its findings as one document, amounts as text, and whether all that it shows held.
import type { Outcome } from './command.ts';

export function demoOutcome(found: unknown, good: boolean, text: string): Outcome {
  const asText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
  return { exit: good ? 0 : 1, document: JSON.parse(JSON.stringify(found, asText)), text };
}
