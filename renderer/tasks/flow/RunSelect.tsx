// Which run is drawn: those over coins and those over balances in one list.
import { HTMLSelect } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { policyText } from '../accounts/words.tsx';

interface Props {
  readonly runs: CallOutput<'trace.runs'>['runs'];
  readonly accountRuns: CallOutput<'account.runs'>['runs'];
  /** `coin 3` or `account 1`. */
  readonly chosen: string;
}

export function RunSelect({ runs, accountRuns, chosen }: Props): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const policyWord = (id: string) => (say.has(`terms.policy.${id}.word`) ? say(`terms.policy.${id}.word`) : id);
  const options = [
    ...runs.map((run) => ({
      value: `coin ${run.run}`,
      label: say('flow.runOption', { run: run.run, direction: say(`directions.${run.direction}`), primary: policyWord(run.primary) }),
    })),
    ...accountRuns.map((run) => ({
      value: `account ${run.run}`,
      label: say('flow.accountRunOption', {
        run: run.run,
        direction: say(`directions.${run.direction}`),
        primary: policyText(say, run.primary),
      }),
    })),
  ];
  return (
    <HTMLSelect
      aria-label={say('flow.run')}
      value={chosen}
      onChange={(event) => {
        const [kind, run] = event.currentTarget.value.split(' ');
        go({ task: 'flow', ...(kind === 'account' ? { accountRun: Number(run) } : { run: Number(run) }) });
      }}
      options={options}
    />
  );
}
