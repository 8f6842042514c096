// The runs of the case, over coins or over balances: whichever the case holds.
import type { ReactNode } from 'react';
import { ScreenHead } from '../../design/pieces.tsx';
import { useWords } from '../../session/words.ts';
import { Runs as AccountRuns } from '../accounts/results/Runs.tsx';
import { KindSwitch, useKinds } from '../kinds.tsx';
import { Runs } from './Runs.tsx';

export function AllRuns(): ReactNode {
  const say = useWords();
  const { kind } = useKinds();
  if (kind === 'coins') return <Runs />;
  return (
    <div className="th-screen th-screen-fill">
      <ScreenHead title={say('runs.title')} about={say('runs.about')}>
        <KindSwitch />
      </ScreenHead>
      <AccountRuns />
    </div>
  );
}
