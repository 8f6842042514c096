// One line whole: its ends, what it stands for, its sum, and how much of it is no more than an upper bound.
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { CanvasEdge } from '../../../shared/contract/canvas.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { Facts } from '../../design/pieces.tsx';
import { GradeBadge, StatementBadge, Term } from '../../design/statements.tsx';
import { useWords } from '../../session/words.ts';
import { BetweenOffer } from './BetweenOffer.tsx';
import { AmountList, KeepButton, NoteText, TimeSpan } from './cards.tsx';
import { useDesk } from './desk.ts';
import { Why } from './reasons/Why.tsx';
import { edgeKindWords, markWords, shortName, standingOf } from './words.ts';

export function EdgeCard({ edge }: { readonly edge: CanvasEdge }): ReactNode {
  const say = useWords();
  const { picture, nodes, choose, openDialog, stage, why } = useDesk();
  const end = (id: string): ReactNode => {
    const node = nodes.get(id);
    return node === undefined ? (
      id
    ) : (
      <button
        type="button"
        className="th-link th-mono"
        title={node.name}
        onClick={() => {
          choose([id]);
          stage.current?.show(new Set([id]));
        }}
      >
        {shortName(node)}
      </button>
    );
  };
  const title = edgeKindWords(say, edge);
  /** Between parties: what stands behind it can be drawn. */
  const isSum = picture.level === 'relations' && (edge.kind === 'relation' || edge.kind === 'joins');
  return (
    <section className="th-canvas-card" aria-label={title}>
      <header>
        <h2>
          <Term id={`canvasEdge.${edge.kind}`}>{title}</Term>
        </h2>
        <span className="th-canvas-gap" />
        <KeepButton id={edge.id} />
      </header>
      <Facts
        rows={[
          [say('canvas.from'), end(edge.source)],
          [say('canvas.to'), end(edge.target)],
          edge.kind === 'event' || edge.kind === 'joins'
            ? null
            : [say('canvas.amount'), <AmountList key="m" amounts={edge.amounts} most={edge.shared > 0} />],
          edge.kind === 'relation' ? [say('canvas.counted'), groupThousands(edge.count)] : null,
          edge.kind === 'event' ? null : [say('canvas.time'), <TimeSpan key="t" first={edge.firstSeconds} last={edge.lastSeconds} />],
          [
            say('canvas.basis'),
            <span key="s" className="th-canvas-basis">
              <StatementBadge kind={standingOf(edge)} />
              {edge.grade === null ? null : <GradeBadge grade={edge.grade} />}
            </span>,
          ],
          edge.marks.length === 0 ? null : [say('canvas.markedAs'), edge.marks.map((mark) => markWords(say, mark)).join(', ')],
        ]}
      />
      {edge.shared > 0 ? (
        <Notice compact className="th-canvas-gapnote">
          {say('canvas.sharedIs', { shared: groupThousands(edge.shared), count: groupThousands(edge.count) })}
        </Notice>
      ) : null}
      {edge.kind === 'event' ? <p className="th-muted">{say('canvas.eventCounts')}</p> : null}
      {isSum && edge.kind === 'joins' ? <p className="th-muted">{say('canvas.joinIs', { count: groupThousands(edge.count) })}</p> : null}
      {isSum ? <BetweenOffer heading={say('canvas.between.behind')} asked={{ edges: [edge.id] }} /> : null}
      <Why key={edge.id} items={[edge.id]} opened={why === edge.id} />
      <NoteText text={edge.note} onEdit={() => openDialog({ kind: 'note', target: edge.id })} />
      <div className="th-actions">
        <Button size="small" text={say('canvas.chooseEnds')} onClick={() => choose([edge.source, edge.target])} />
        {edge.note === null ? (
          <Button size="small" text={say('canvas.addNote')} onClick={() => openDialog({ kind: 'note', target: edge.id })} />
        ) : null}
        <Button size="small" text={say('canvas.menu.colour')} onClick={() => openDialog({ kind: 'colour', targets: [edge.id] })} />
      </div>
    </section>
  );
}
