// One area: its text, and what lies in it.
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { nodesWithin } from '../../graph/stageModel.ts';
import { useWords } from '../../session/words.ts';
import { Facts } from '../../design/pieces.tsx';
import { NoteText } from './cards.tsx';
import { type AreaView, useDesk } from './desk.ts';
import { useDoings } from './useDoings.ts';

export function AreaCard({ area }: { readonly area: AreaView }): ReactNode {
  const say = useWords();
  const { picture, choose, openDialog } = useDesk();
  const doings = useDoings();
  const inside = nodesWithin(picture.nodes, { left: area.x, top: area.y, right: area.x + area.width, bottom: area.y + area.height });
  const open = () => openDialog({ kind: 'area', area, box: area });
  return (
    <section className="th-canvas-card" aria-label={say('canvas.area')}>
      <header>
        <h2>{say('canvas.area')}</h2>
        <span className="th-muted">{say('canvas.things', { count: inside.length })}</span>
      </header>
      <Facts
        rows={[
          [
            say('canvas.areaPlace'),
            // Read out whenever a key or a drag has changed it.
            <output key="p">{say('canvas.areaSize', { width: area.width, height: area.height, x: area.x, y: area.y })}</output>,
          ],
        ]}
      />
      <NoteText text={area.text} onEdit={open} />
      <p className="th-muted th-small">{say('canvas.areaKeys')}</p>
      <div className="th-actions">
        <Button size="small" text={say('canvas.chooseInside')} disabled={inside.length === 0} onClick={() => choose(inside)} />
        <Button size="small" text={say('canvas.menu.areaText')} onClick={open} />
        <Button size="small" text={say('canvas.menu.colour')} onClick={doings.colour} />
        <Button size="small" text={say('canvas.menu.remove')} onClick={doings.remove} />
      </div>
    </section>
  );
}
