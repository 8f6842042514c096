// The command that makes stored runs again from what they read: one for runs over coins, one for runs over accounts.
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, OPEN_OPTIONS } from './command.ts';

/** Exit 1 where a run does not come out as it was stored. */
export function replayCommand(words: CommandSpec['words'], call: 'trace.replay' | 'account.replay'): CommandSpec {
  return {
    words,
    positionals: [{ name: 'RUN', required: false, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run(given, desk) {
      const run = given.optional('RUN');
      const input = run === undefined ? {} : { run: wholeNumber('RUN', run, 1) };
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call(call, input);
        const lines = document.runs.flatMap((replayed) => [
          desk.say(replayed.identical ? 'cli.replay.identical' : 'cli.replay.different', { run: replayed.run }),
          ...replayed.differences.map((difference) => `  ${difference}`),
        ]);
        const none = call === 'trace.replay' ? 'cli.runs.none' : 'cli.runs.noneOfAccounts';
        const text = lines.length === 0 ? desk.say(none) : lines.join('\n');
        return { exit: document.runs.every(({ identical }) => identical) ? 0 : 1, document, text };
      });
    },
  };
}
