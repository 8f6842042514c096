// What fell from the clusters of the canvas, in one line over it: how much, why, and the way to it.
import type { ReactNode } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { useWords } from '../../session/words.ts';
import { useDesk } from './desk.ts';
import { fallenOn } from './words.ts';

export function Fallen(): ReactNode {
  const say = useWords();
  const { picture, choose, stage } = useDesk();
  const { addresses, clusters } = fallenOn(picture);
  if (addresses === 0) return null;
  const fell = picture.nodes.filter(({ marks, fallen }) => fallen > 0 || marks.includes('fellApart')).map(({ id }) => id);
  return (
    <div className="th-canvas-hint" role="status">
      {say('canvas.fallen', { addresses: groupThousands(addresses), clusters: groupThousands(clusters) })}{' '}
      <button
        type="button"
        className="th-link"
        onClick={() => {
          choose(fell);
          stage.current?.fit(new Set(fell));
        }}
      >
        {say('canvas.showIt')}
      </button>
    </div>
  );
}
