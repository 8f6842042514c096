// What is typed from, beside the field: a document's page with the region that belongs to the entry, or the exhibit on the desk in words.
import { Button, HTMLSelect } from '@blueprintjs/core';
import { Document } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { Transcription } from '../../../shared/contract/transcribe.ts';
import { Empty, Panel } from '../../design/pieces.tsx';
import { PageView } from '../../documents/PageView.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import type { ReadAt } from './readAt.ts';
import { readFrom, useTranscribeWords } from './words.tsx';

interface Props {
  readonly at: ReadAt;
  /** Null where the place is an entry's own. `text`: the word of the page's text layer that was chosen. */
  readonly onAt: ((at: ReadAt, text?: string) => void) | null;
  /** Entries whose places are marked on the page. */
  readonly entries: readonly Transcription[];
}

export function PagePane({ at, onAt, entries }: Props): ReactNode {
  const word = useTranscribeWords();
  const { go } = useSession();
  const documents = (useAsk('document.list', {}).data?.documents ?? []).filter(({ state }) => state !== 'withdrawn');
  const open = documents.find(({ source }) => source === at.source);
  const choose = (source: number | null) => {
    const exhibit = documents.find((one) => one.source === source)?.exhibit ?? '';
    // A document says its own exhibit, and a place on another sheet is none of it.
    onAt?.({ source, region: null, exhibit: exhibit === '' ? at.exhibit : exhibit, place: '' });
  };
  const marks = entries.flatMap((one) =>
    one.region === null || one.hidden || one.source?.number !== at.source || one.withdrawn !== ''
      ? []
      : [{ region: one.region, text: `${word('number', { entry: one.entry })} ${one.id}`, kind: 'entry' }],
  );
  return (
    <Panel
      className={open === undefined ? 'th-page-pane' : 'th-page-pane th-page-pane-open'}
      title={word('document')}
      aside={
        documents.length === 0 || onAt === null ? null : (
          <HTMLSelect
            aria-label={word('document')}
            value={open?.source ?? ''}
            onChange={(event) => choose(event.currentTarget.value === '' ? null : Number(event.currentTarget.value))}
            options={[
              { value: '', label: word('noDocument') },
              ...documents.map(({ source, name, exhibit }) => ({
                value: String(source),
                label: exhibit === '' ? name : `${exhibit} · ${name}`,
              })),
            ]}
          />
        )
      }
    >
      {open === undefined ? (
        <Empty
          icon={<Document size={36} />}
          title={at.exhibit === '' && at.place === '' ? word('paper') : readFrom({ ...at, source: null })}
          next={word('paperNext')}
          action={<Button text={word('toSources')} onClick={() => go({ task: 'sources' })} />}
        />
      ) : (
        <>
          <p className="th-muted th-small">{at.region === null ? word('regionNone') : word('regionMarked', { page: at.region.page })}</p>
          <PageView source={open.source} region={at.region} marks={marks} onRegion={(region, text) => onAt?.({ ...at, region }, text)} />
        </>
      )}
    </Panel>
  );
}
