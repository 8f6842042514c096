// How many transactions and movements lie directly between things of the canvas, how many of them are drawn, and one press that draws the
// next of them. Nothing where no two parties are meant.
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { BETWEEN_TOP, type Between, useDesk } from './desk.ts';

interface Props {
  readonly heading: string;
  readonly asked: Between;
  /** Say nothing where there is nothing to draw. */
  readonly quiet?: boolean;
}

export function BetweenOffer({ heading, asked, quiet = false }: Props): ReactNode {
  const say = useWords();
  const { picture, showBetween } = useDesk();
  const { data } = useAsk(
    'canvas.between',
    { canvas: picture.canvas, edges: [...(asked.edges ?? [])], items: [...(asked.items ?? [])] },
    picture.event,
  );
  if (data === null) return null;
  const { count, drawn, hidden } = data;
  const left = count - drawn;
  if (quiet && left === 0) return null;
  const most = Math.min(left, BETWEEN_TOP);
  return (
    <section className="th-canvas-between" aria-label={heading}>
      <h3>{heading}</h3>
      <p>
        {count === 0
          ? say('canvas.between.none')
          : say('canvas.between.said', { count: groupThousands(count), drawn: groupThousands(drawn) })}
        {count > 0 && left === 0 ? ` ${say('canvas.between.all')}` : ''}
        {hidden > 0 ? ` ${say('canvas.between.hidden', { count: groupThousands(hidden) })}` : ''}
      </p>
      {count === 0 ? null : (
        <Button
          size="small"
          {...(left > 0 ? { intent: 'primary' as const } : {})}
          text={
            left === 0
              ? say('canvas.between.showThem')
              : most < left
                ? say('canvas.between.showFirst', { count: groupThousands(most), all: groupThousands(left) })
                : say('canvas.between.show', { count: groupThousands(most) })
          }
          onClick={() => void showBetween(asked)}
        />
      )}
    </section>
  );
}
