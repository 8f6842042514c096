// Addresses of which lists name different actors, categories or kinds of abuse. All claims are shown side by side; none is chosen.
import { InputGroup } from '@blueprintjs/core';
import { Search, TickCircle } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { Empty, FaultNotice, Loading, OpenableId, Panel } from '../../design/pieces.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { confidenceWord, kindsOf } from './labelWords.tsx';

export function Conflicts(): ReactNode {
  const say = useWords();
  const [search, setSearch] = useState('');
  const answer = useAsk('labels.conflicts', { search: search.trim() });
  const { data } = answer;
  return (
    <Panel
      className="th-panel-fill th-labels-scroll"
      title={say('labels.conflicts', { count: data === null ? '–' : groupThousands(data.total) })}
      aside={
        <InputGroup
          leftIcon={<Search />}
          value={search}
          onValueChange={setSearch}
          placeholder={say('labels.search')}
          aria-label={say('labels.search')}
        />
      }
    >
      <p className="th-muted">{say('labels.conflictsAbout')}</p>
      <FaultNotice fault={answer.fault} />
      {data === null ? (
        answer.fault === null ? (
          <Loading />
        ) : null
      ) : data.total === 0 ? (
        <Empty icon={<TickCircle size={40} />} title={say('labels.noConflicts')} next={say('labels.noConflictsNext')} />
      ) : (
        data.conflicts.map(({ address, chain, over, labels }) => (
          <section key={`${chain} ${address}`} className="th-labels-conflict">
            <h3>
              <OpenableId value={address} full />{' '}
              <span className="th-muted">{over.map((one) => say(`labels.over.${one}`)).join(', ')}</span>
            </h3>
            <table className="th-plain">
              <thead>
                <tr>
                  {(['label', 'actor', 'category', 'source', 'confidence', 'date'] as const).map((name) => (
                    <th key={name}>{say(`labels.${name}`)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {labels.map((label) => (
                  <tr key={label.id}>
                    <td>❞ {label.label}</td>
                    <td>{label.actor}</td>
                    <td>{kindsOf(say, label)}</td>
                    <td className="th-break">{label.source}</td>
                    <td>{confidenceWord(say, label)}</td>
                    <td>{label.date}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))
      )}
      {data !== null && data.total > data.conflicts.length ? (
        <p className="th-muted">{say('labels.moreConflicts', { count: groupThousands(data.total - data.conflicts.length) })}</p>
      ) : null}
    </Panel>
  );
}
