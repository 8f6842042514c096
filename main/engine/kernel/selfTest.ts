// What a self-test step is: a known-answer check that a room contributes and that runs inside the real engine process.
import type { Host } from './host.ts';

export interface SelfTestStep {
  readonly id: string;
  /** Throws where the answer differs, or returns a short detail of what was checked. */
  run(host: Host): Promise<string> | string;
}

export function expectAnswer(actual: string, expected: string): void {
  if (actual !== expected) throw new Error(`expected ${expected}, got ${actual}`);
}
