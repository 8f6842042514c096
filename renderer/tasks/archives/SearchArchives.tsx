// "Where does this id appear" put to the archives of a chain, beside what the case already holds of it.
import { Button } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import { shortId } from '../../design/ids.ts';
import { Panel } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AskPanel } from './AskPanel.tsx';
import { useArchives } from './asking.ts';

interface Props {
  readonly chain: string;
  readonly chainName: string;
  readonly id: string;
  /** Open from the start: where nothing else is to be seen. */
  readonly open?: boolean;
}

export function SearchArchives({ chain, chainName, id, open = false }: Props): ReactNode {
  const say = useWords();
  const { kept, jobs } = useSession();
  const archives = useArchives(chain);
  const about = `history ${chain} ${id}`;
  const [shown, setShown] = useState(open || kept.get(`answer ${about}`) !== undefined || jobs.some((job) => job.about === about));
  if (archives.length === 0) return null;
  return (
    <Panel
      title={<Term id="archive">{say('search.title', { chain: chainName })}</Term>}
      aside={
        open ? undefined : (
          <Button
            size="small"
            icon={<Search />}
            text={say(shown ? 'search.hide' : 'search.show')}
            aria-expanded={shown}
            onClick={() => setShown(!shown)}
          />
        )
      }
    >
      {shown ? (
        <AskPanel
          chain={chain}
          question={{ kind: 'history', from: [id], chain }}
          about={about}
          title={say('search.working', { id: shortId(id) })}
          startText={say('search.start')}
        >
          <p className="th-muted">{say('search.about')}</p>
        </AskPanel>
      ) : (
        <p className="th-muted">{say('search.aboutHeld')}</p>
      )}
    </Panel>
  );
}
