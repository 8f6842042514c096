// The canvas screen: which canvas is open, what to do where there is none, and the desk around the one that is.
import { Button } from '@blueprintjs/core';
import { Add, Graph, Import } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useState } from 'react';
import { Empty, FaultNotice, Loading } from '../../design/pieces.tsx';
import { useAsk, useKept, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { CanvasDesk } from './CanvasDesk.tsx';

export function Canvas(): ReactNode {
  const say = useWords();
  const { place, go, act, sources, info } = useSession();
  const { data, fault } = useAsk('canvas.list', {});
  const [last, setLast] = useKept<number | null>('canvas', null);
  const [creating, setCreating] = useState(false);
  const canvases = data?.canvases ?? [];
  const wanted = place.canvas ?? last;
  const chosen = canvases.find(({ canvas }) => canvas === wanted)?.canvas ?? canvases[0]?.canvas ?? null;
  useEffect(() => {
    if (chosen !== null && chosen !== last) setLast(chosen);
  }, [chosen, last, setLast]);
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  const create = async () => {
    setCreating(true);
    const made = await act('canvas.create', { name: say('canvas.firstName') });
    setCreating(false);
    // Whoever was sent here with an item finds it on the new canvas.
    if (made !== null) go({ task: 'canvas', canvas: made.canvas, ...(place.item === undefined ? {} : { item: place.item }) });
  };
  if (chosen === null) {
    const holdsData = (sources?.sources.length ?? 0) > 0 || (info?.counts.transactions ?? 0) > 0;
    return (
      <Empty
        icon={<Graph size={40} />}
        title={say(holdsData ? 'canvas.none' : 'canvas.noData')}
        next={say(holdsData ? 'canvas.noneNext' : 'canvas.noDataNext')}
        action={
          <div className="th-actions">
            {holdsData ? null : (
              <Button intent="primary" icon={<Import />} text={say('canvas.takeIn')} onClick={() => go({ task: 'sources' })} />
            )}
            <Button
              {...(holdsData ? { intent: 'primary' as const } : {})}
              icon={<Add />}
              loading={creating}
              text={say('canvas.create')}
              onClick={() => void create()}
            />
          </div>
        }
      />
    );
  }
  return (
    <CanvasDesk
      key={chosen}
      canvas={chosen}
      canvases={canvases}
      openCanvas={(canvas) => {
        setLast(canvas);
        go(canvas === null ? { task: 'canvas' } : { task: 'canvas', canvas });
      }}
    />
  );
}
