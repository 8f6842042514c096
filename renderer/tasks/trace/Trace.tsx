// New trace, over coins or over balances: whichever the case holds.
import type { ReactNode } from 'react';
import { ScreenHead } from '../../design/pieces.tsx';
import { useWords } from '../../session/words.ts';
import { TraceForm } from '../accounts/trace/TraceForm.tsx';
import { KindSwitch, useKinds } from '../kinds.tsx';
import { NewTrace } from './NewTrace.tsx';

export function Trace(): ReactNode {
  const say = useWords();
  const { kind } = useKinds();
  if (kind === 'coins') return <NewTrace />;
  return (
    <div className="th-screen">
      <ScreenHead title={say('trace.title')} about={say('accounts.about')}>
        <KindSwitch />
      </ScreenHead>
      <TraceForm />
    </div>
  );
}
