// Reading a document under Sources: the documents of the case, the page, and what looks like an id in a text layer.
import { Button, HTMLSelect } from '@blueprintjs/core';
import { ArrowLeft, Document, Search } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { CallOutput } from '../../shared/contract/index.ts';
import { type PageRegion, regionText } from '../../shared/contract/region.ts';
import { Empty, Id, Loading, Panel, ScreenHead } from '../design/pieces.tsx';
import { useAsk, useSession } from '../session/session.ts';
import { useWords } from '../session/words.ts';
import { PageView } from './PageView.tsx';

type Found = CallOutput<'document.find'>;

export function DocumentScreen({ source, onClose }: { readonly source: number; readonly onClose: () => void }): ReactNode {
  const say = useWords();
  const { data } = useAsk('document.list', {});
  const [chosen, setChosen] = useState(source);
  const [region, setRegion] = useState<PageRegion | null>(null);
  const [found, setFound] = useState<{ readonly source: number; readonly answer: Found } | null>(null);
  const { work } = useSession();
  if (data === null) return <Loading />;
  const open = data.documents.find((one) => one.source === chosen) ?? data.documents[0];
  const head = (
    <ScreenHead title={say('documents.title')}>
      <Button icon={<ArrowLeft />} text={say('documents.close')} onClick={onClose} />
    </ScreenHead>
  );
  if (open === undefined)
    return (
      <div className="th-screen">
        {head}
        <Empty icon={<Document size={40} />} title={say('documents.empty')} next={say('documents.emptyNext')} />
      </div>
    );
  const find = async () => {
    const answer = await work('document.find', say('documents.finding', { name: open.name }), { source: open.source });
    if (answer !== null) setFound({ source: open.source, answer });
  };
  const candidates = found?.source === open.source ? found.answer : null;
  return (
    <div className="th-screen th-screen-fill">
      <ScreenHead title={say('documents.view', { name: open.name })}>
        <HTMLSelect
          aria-label={say('documents.choose')}
          value={open.source}
          onChange={(event) => {
            setChosen(Number(event.target.value));
            setRegion(null);
          }}
          options={data.documents.map(({ source: value, name, exhibit }) => ({
            value,
            label: exhibit === '' ? name : `${exhibit} · ${name}`,
          }))}
        />
        <Button icon={<Search />} text={say('documents.findIds')} disabled={open.note.format !== 'pdf'} onClick={() => void find()} />
        <Button icon={<ArrowLeft />} text={say('documents.close')} onClick={onClose} />
      </ScreenHead>
      <div className="th-page-screen">
        <PageView
          source={open.source}
          region={region}
          onRegion={setRegion}
          marks={(candidates?.found ?? []).map(({ text, kind, region: place }) => ({ text, kind, region: place }))}
        />
        {candidates === null ? null : (
          <Panel title={say('documents.found')} className="th-page-found">
            <p className="th-muted">{say('documents.foundAbout')}</p>
            <p>
              {say('documents.foundCounts', { count: candidates.found.length, to: candidates.to, pages: candidates.pages })}{' '}
              {candidates.unread.length === 0 ? null : say('documents.unread', { count: candidates.unread.length })}
            </p>
            <ul className="th-page-list">
              {candidates.found.map((one) => (
                <li key={`${one.text} ${regionText(one.region)}`}>
                  <Id value={one.text} full />
                  <button type="button" className="th-link" onClick={() => setRegion(one.region)}>
                    {say(`documents.kind.${one.kind}`)} · {regionText(one.region)}
                  </button>
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </div>
    </div>
  );
}
