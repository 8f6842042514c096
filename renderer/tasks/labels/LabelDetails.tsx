// All that one label says, who says it and what lists of actors say of its actor. Ids of taxonomies stand with their scheme and version.
import type { ReactNode } from 'react';
import type { Label } from '../../../shared/contract/label.ts';
import { Facts, OpenableId, Panel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk, useChain, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { conceptWord, confidenceWord, daysOf } from './labelWords.tsx';

export function LabelDetails({ label }: { readonly label: Label }): ReactNode {
  const say = useWords();
  const chain = useChain();
  const { sources } = useSession();
  const ids = [...new Set([label.category, label.abuse, ...label.concepts])].filter((id) => id !== '');
  const list = sources?.sources.find(({ id }) => id === label.sourceId);
  const row = (name: string, text: string): readonly [ReactNode, ReactNode] | null => (text === '' ? null : [say(`labels.${name}`), text]);
  return (
    <Panel
      title={
        <>
          ❞ {label.label} <StatementBadge kind="attribution" />
        </>
      }
    >
      <Facts
        rows={[
          [say(`labels.on.${label.subject}`), <OpenableId key="a" value={label.address} full />],
          [say('sources.chain'), label.chain === null ? say('labels.anyChain') : (chain(label.chain)?.name ?? label.chain)],
          ids.length === 0 ? null : [say('labels.category'), <Concepts key="c" ids={ids} />],
          row('actor', label.actor),
          row('source', label.source),
          row('creator', label.creator),
          row('confidence', confidenceWord(say, label)),
          row('date', label.date),
          row('days', daysOf(say, label)),
          label.definesCluster ? [say('labels.cluster'), say('labels.definesCluster')] : null,
          label.inherited === '' ? null : [say('labels.inherited'), say('labels.inheritedBy', { from: label.inherited })],
          row('context', label.context),
          list === undefined || label.own
            ? null
            : [say('labels.list'), say('labels.by', { source: `${list.number} · ${list.name}`, row: label.row })],
        ]}
      />
      {label.actor === '' ? null : <Actor id={label.actor} />}
    </Panel>
  );
}

function Concepts({ ids }: { readonly ids: readonly string[] }): ReactNode {
  const say = useWords();
  const known = useAsk('labels.vocabulary', {}).data?.concepts ?? [];
  return (
    <span className="th-labels-concepts">
      {ids.map((id) => {
        const concept = known.find((one) => one.id === id);
        return (
          <span key={id} title={concept?.uri ?? ''}>
            {conceptWord(say, id)}{' '}
            <span className="th-muted th-small">
              {id} · {concept === undefined ? say('labels.noScheme') : `${concept.scheme} ${concept.version}`}
            </span>
          </span>
        );
      })}
    </span>
  );
}

function Actor({ id }: { readonly id: string }): ReactNode {
  const say = useWords();
  const actors = useAsk('labels.actor', { id }).data?.actors ?? [];
  return actors.map(({ source, label, uri, lastModified, categories, jurisdictions, aliases }) => (
    <section key={source}>
      <h3>{say('labels.actorIs', { name: label })}</h3>
      <Facts
        rows={[
          uri === '' ? null : ['URI', uri],
          categories.length === 0 ? null : [say('labels.category'), categories.map((one) => conceptWord(say, one)).join(', ')],
          jurisdictions.length === 0 ? null : [say('labels.jurisdictions'), jurisdictions.join(', ')],
          aliases.length === 0 ? null : [say('labels.aliases'), aliases.join(', ')],
          lastModified === '' ? null : [say('labels.date'), lastModified],
        ]}
      />
    </section>
  ));
}
