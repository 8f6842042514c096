// "Where does this id appear" put to the archives of a chain, beside what the case already holds of it.
import { Button } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import { shortId } from '../../design/ids.ts';
import { Panel } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { searchedText } from './AnswerFacts.tsx';
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
      <Earlier id={id} chain={chain} />
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

/** Questions that ended and had looked for this id: what they searched, and whether they found it. */
function Earlier({ id, chain }: { readonly id: string; readonly chain: string }): ReactNode {
  const say = useWords();
  const answer = useAsk('question.list', {});
  const lines = (answer.data?.questions ?? []).flatMap(({ question, chain: of, kind, request, result }) => {
    if (of !== chain || result === null || (kind !== 'history' && kind !== 'cluster') || !(request.from ?? []).includes(id)) return [];
    const missing = result.notFound.includes(id);
    return [{ question, text: say(missing ? 'search.earlierNotFound' : 'search.earlier', { question, scope: searchedText(say, result) }) }];
  });
  if (lines.length === 0) return null;
  return (
    <ul className="th-plain-list">
      {lines.slice(-5).map((line) => (
        <li key={line.question}>{line.text}</li>
      ))}
    </ul>
  );
}
