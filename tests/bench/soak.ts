// npm run soak -- walk [STEPS] [SEED]: a random walk over canvases (2,000 steps), every step of it undone and redone.
// npm run soak -- [KILLS]: takes a practice source in and kills the process at random moments, so many times (200). It
// ends at the first case that did not come to the same end as one left in peace, with what led there.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { caseDesk } from '../fixtures/caseDesk.ts';
import { intakeProcess } from '../fixtures/intakeProcess.ts';
import { killRounds } from '../fixtures/killedIntake.ts';
import { walkCanvases, walkCase } from '../fixtures/canvasWalk.ts';
import { practice } from '../fixtures/practice.ts';

async function main(args: readonly string[]): Promise<void> {
  if (args[0] === 'child') return intakeProcess(args.slice(1));
  if (args[0] === 'walk') return walk(args.slice(1));
  const kills = args[0] === undefined ? 200 : Number(args[0]);
  if (!Number.isSafeInteger(kills) || kills < 1) {
    process.stderr.write('soak: expected a number of kills\n');
    process.exitCode = 2;
    return;
  }
  const desk = await caseDesk();
  // The simulator is part of this bundle: the copy is made anew, so that it is never another program's.
  const story = practice(null);
  try {
    let done = 0;
    const rounds = await killRounds({
      desk,
      practice: story,
      rounds: kills,
      start: (given) => spawn(process.execPath, [...process.execArgv, process.argv[1] as string, 'child', ...given]),
      onRound: ({ round, journal, atEvent, found }) => {
        done += atEvent.length;
        process.stdout.write(
          `case ${round + 1}, ${journal}: killed at event ${atEvent.join(', ')}; left ${found.join(', ')}; resumed to the same end (${done} of ${kills})\n`,
        );
      },
    });
    process.stdout.write(
      `${kills} kills on ${rounds.length} cases: every one opened at its last committed event and came to the same end\n`,
    );
  } finally {
    desk.clear();
    rmSync(dirname(story.node), { recursive: true, force: true });
  }
}

async function walk(args: readonly string[]): Promise<void> {
  const [steps = 2000, seed = 20_261_122] = args.map(Number);
  if (!Number.isSafeInteger(steps) || steps < 1 || !Number.isSafeInteger(seed)) {
    process.stderr.write('soak walk: expected a number of steps and a number to begin with\n');
    process.exitCode = 2;
    return;
  }
  const of = await walkCase();
  try {
    const { made, refused, undone, redone, reopened, mostNodes } = await walkCanvases(of, steps, seed);
    const listed = (counts: ReadonlyMap<string, number>): string => [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
    process.stdout.write(`made: ${listed(made)}\nrefused: ${listed(refused)}\n`);
    process.stdout.write(
      `undone ${undone}, redone ${redone}, reopened ${reopened}, at most ${mostNodes} things: every picture as before\n`,
    );
  } finally {
    await of.desk.end();
  }
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
