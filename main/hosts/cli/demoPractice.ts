// A practice case as the window makes it, solved on the command line: its folder, the case made by its story, and the case closed where solving fails.
import { join } from 'node:path';
import type { Desk } from './command.ts';
import { clearEarlierDemo } from './demoFolder.ts';

export interface Practice {
  readonly folder: string;
  readonly passphrase: string;
}

/** `contents`: all that the demo leaves in its folder. `solve` is given paths within it. Faults: export.exists. */
export async function solvePractice<Found extends object>(
  story: 'device' | 'trade',
  folder: string,
  contents: readonly string[],
  desk: Desk,
  solve: (at: (...parts: string[]) => string) => Promise<Found>,
): Promise<Practice & Found> {
  clearEarlierDemo(folder, contents);
  desk.note(desk.say(`cli.demo.${story}.step.story`));
  const { passphrase } = await desk.call('learn.practice', {
    ...{ story, out: desk.grant(folder), title: desk.say(`cli.demo.${story}.title`) },
    ...{ examiner: desk.say('cli.demo.examiner'), agency: desk.say('cli.demo.agency') },
  });
  try {
    return { folder, passphrase, ...(await solve((...parts) => join(folder, ...parts))) };
  } catch (error) {
    await desk.call('case.close', {}).catch(() => undefined);
    throw error;
  }
}
