// What is typed from, beside the field: so far the exhibit on the desk, described in words.
// SLOT: a document's page stands here once the window can show one, with the region that belongs to the entry.
import { Document } from '@blueprintjs/icons';
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { Empty, Panel } from '../../design/pieces.tsx';
import { useSession } from '../../session/session.ts';
import type { ReadAt } from './readAt.ts';
import { useTranscribeWords } from './words.tsx';

interface Props {
  readonly at: ReadAt;
  /** Null where the place is an entry's own. */
  readonly onAt: ((at: ReadAt) => void) | null;
}

export function PagePane({ at }: Props): ReactNode {
  const word = useTranscribeWords();
  const { go } = useSession();
  return (
    <Panel title={word('document')} className="th-page-pane">
      <Empty
        icon={<Document size={36} />}
        title={at.exhibit === '' ? word('paper') : `${at.exhibit}${at.place === '' ? '' : `; ${at.place}`}`}
        next={word('paperNext')}
        action={<Button text={word('toSources')} onClick={() => go({ task: 'sources' })} />}
      />
    </Panel>
  );
}
