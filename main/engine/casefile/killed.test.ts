// Processes killed in the middle of taking a source in, eight times. `npm run soak -- 200` does more. Rules: SPEC.md D.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { caseDesk } from '../../../tests/fixtures/caseDesk.ts';
import { childScript, killRounds } from '../../../tests/fixtures/killedIntake.ts';
import { practice } from '../../../tests/fixtures/practice.ts';

const desk = await caseDesk();
afterAll(() => desk.clear());

it('[D1] [D2] killed at any moment a case opens at its last committed event, and the intake resumes to the same end', async () => {
  const rounds = await killRounds({
    desk,
    practice: practice(join(import.meta.dirname, '..', 'learn')),
    rounds: 8,
    start: (args) => spawn(process.execPath, [childScript, ...args]),
  });
  const found = rounds.flatMap((round) => round.found);
  expect(found).toHaveLength(8);
  expect(found).toContain('partial');
}, 180_000);
