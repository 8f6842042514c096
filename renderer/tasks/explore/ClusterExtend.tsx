// Looking for more of a cluster in the archives: rounds of one pass each, and the addresses that were found but not searched.
import { Button, FormGroup, NumericInput } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { shortId } from '../../design/ids.ts';
import { StatementBadge } from '../../design/statements.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AskPanel } from '../archives/AskPanel.tsx';
import { useArchives } from '../archives/asking.ts';

const MOST_ROUNDS = 100;

export function ClusterExtend({ address, chain }: { readonly address: string; readonly chain: string }): ReactNode {
  const say = useWords();
  const { kept, jobs } = useSession();
  const about = `cluster ${chain} ${address}`;
  const [shown, setShown] = useState(kept.get(`answer ${about}`) !== undefined || jobs.some((job) => job.about === about));
  const [rounds, setRounds] = useState(2);
  if (useArchives(chain).length === 0) return null;
  return (
    <section className="th-extend">
      <Button size="small" text={say(shown ? 'extend.hide' : 'extend.show')} aria-expanded={shown} onClick={() => setShown(!shown)} />
      {shown ? (
        <AskPanel
          chain={chain}
          question={{ kind: 'cluster', from: [address], chain, rounds }}
          about={about}
          title={say('extend.working', { address: shortId(address), rounds })}
          startText={say(rounds === 1 ? 'extend.startOne' : 'extend.start', { rounds })}
        >
          <p className="th-muted">
            {say('extend.about')} <StatementBadge kind="inference" />
          </p>
          <FormGroup label={say('extend.rounds')} labelFor="extend-rounds" helperText={say('extend.roundsHelp')}>
            <NumericInput
              buttonPosition="none"
              id="extend-rounds"
              min={1}
              max={MOST_ROUNDS}
              clampValueOnBlur
              value={rounds}
              onValueChange={(value) => setRounds(Math.min(MOST_ROUNDS, Math.max(1, Math.floor(value) || 1)))}
            />
          </FormGroup>
        </AskPanel>
      ) : null}
    </section>
  );
}
