// For values of a run that rest on undo data alone: fetching the transactions that made them, which proves them.
import { Button } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { Term } from '../../design/statements.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AskPanel } from '../archives/AskPanel.tsx';
import { useArchives } from '../archives/asking.ts';

export function FetchParents({ run, chain }: { readonly run: number; readonly chain: string }): ReactNode {
  const say = useWords();
  const { kept, jobs } = useSession();
  const about = `parents ${run}`;
  const [shown, setShown] = useState(kept.get(`answer ${about}`) !== undefined || jobs.some((job) => job.about === about));
  if (useArchives(chain).length === 0) return null;
  return (
    <section className="th-extend">
      <h3>
        <Term id="parents">{say('parents.title')}</Term>
      </h3>
      <p className="th-muted">{say('parents.about')}</p>
      {shown ? (
        <AskPanel
          chain={chain}
          question={{ kind: 'parents', from: [String(run)], chain }}
          about={about}
          title={say('parents.working', { run })}
          startText={say('parents.start')}
        />
      ) : (
        <Button size="small" text={say('parents.show')} onClick={() => setShown(true)} />
      )}
    </section>
  );
}
