// Ids typed from exhibits: the page or the paper beside the field, the entries below, and for each what it is worth and leads on to.
import { type ReactNode, useState } from 'react';
import type { Transcription } from '../../../shared/contract/transcribe.ts';
import { FaultNotice, ScreenHead } from '../../design/pieces.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useAsk, useKept, useSession } from '../../session/session.ts';
import { AgainEntry } from './AgainEntry.tsx';
import { EntryCard } from './EntryCard.tsx';
import { EntryList, OPEN_STATES, type Shown } from './EntryList.tsx';
import { NewEntry } from './NewEntry.tsx';
import { PagePane } from './PagePane.tsx';
import { NOWHERE, type Offered, type ReadAt } from './readAt.ts';
import { useTranscribeWords } from './words.tsx';

const MOST = 500;
const NONE: readonly Transcription[] = [];

export function Transcribe(): ReactNode {
  const word = useTranscribeWords();
  const { place, go } = useSession();
  const [at, setAt] = useKept<ReadAt>('transcribe.at', NOWHERE);
  const [shown, setShown] = useKept<Shown>('transcribe.shown', '');
  const [offered, setOffered] = useState<Offered | null>(null);
  const [again, setAgain] = useState<number | null>(null);
  const states = shown === '' ? [] : shown === 'open' ? [...OPEN_STATES] : [shown];
  const { data, fault } = useAsk('transcribe.list', { states, limit: MOST });
  const entries = data?.entries ?? NONE;
  const chosen = entries.find(({ entry }) => entry === place.entry);
  const typing = entries.find(({ entry }) => entry === again);
  const readAt = (next: ReadAt, text?: string) => {
    setAt(next);
    if (text !== undefined) setOffered({ text });
  };
  const open = (entry: number) => {
    setAgain(null);
    go({ task: 'transcribe', entry });
  };
  return (
    <div className="th-screen">
      <ScreenHead title={word('title')} about={word('about')} />
      <JobPanel names={['transcribe.check', 'transcribe.matches', 'transcribe.list', 'transcribe.add']} />
      <div className="th-transcribe">
        <PagePane
          at={typing === undefined ? at : { ...typing, source: typing.source?.number ?? null }}
          onAt={typing === undefined ? readAt : null}
          entries={typing === undefined ? entries : NONE}
        />
        {typing === undefined ? (
          <NewEntry at={at} onAt={setAt} offered={offered} onKept={open} />
        ) : (
          <AgainEntry key={typing.entry} entry={typing} onDone={() => open(typing.entry)} />
        )}
      </div>
      <FaultNotice fault={fault} />
      <div className={chosen === undefined ? 'th-entries' : 'th-entries th-entries-open'}>
        <EntryList
          entries={entries}
          total={data?.total ?? 0}
          counts={data?.counts ?? []}
          shown={shown}
          onShown={setShown}
          chosen={chosen?.entry ?? null}
          onChoose={open}
        />
        {chosen === undefined ? null : <EntryCard key={chosen.entry} entry={chosen} onAgain={() => setAgain(chosen.entry)} />}
      </div>
    </div>
  );
}
