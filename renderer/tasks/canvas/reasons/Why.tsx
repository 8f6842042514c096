// Opens, where something is said, why it is said: closed until it is asked for, from a card, a path or the menu.
import { Button } from '@blueprintjs/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { CanvasReason } from '../../../../shared/contract/canvasReason.ts';
import { FaultNotice, Loading } from '../../../design/pieces.tsx';
import { useAsk } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { useDesk } from '../desk.ts';
import { ClusterMerges } from './ClusterMerges.tsx';
import { ReasonCard } from './ReasonCard.tsx';

interface Props {
  /** Nodes and edges by name. */
  readonly items: readonly string[];
  /** Where only some of what is concluded of them is meant. */
  readonly isMeant?: (reason: CanvasReason) => boolean;
  /** Open from the beginning. */
  readonly opened?: boolean;
  /** Rejecting a merge belongs to the card of the cluster, not to each thing that rests on it. */
  readonly withMerges?: boolean;
}

const ASKED_AT_ONCE = 400;

export function Why({ items, isMeant, opened = false, withMerges = false }: Props): ReactNode {
  const say = useWords();
  const [open, setOpen] = useState(opened);
  useEffect(() => {
    if (opened) setOpen(true);
  }, [opened]);
  return (
    <div className="th-canvas-why">
      <Button size="small" text={say('canvas.why.open')} aria-expanded={open} active={open} onClick={() => setOpen(!open)} />
      {open ? <Answer items={items} withMerges={withMerges} {...(isMeant === undefined ? {} : { isMeant })} /> : null}
    </div>
  );
}

function Answer({ items, isMeant, withMerges }: Pick<Props, 'items' | 'isMeant' | 'withMerges'>): ReactNode {
  const say = useWords();
  const { picture } = useDesk();
  const { data, fault } = useAsk('canvas.reasons', { canvas: picture.canvas, items: items.slice(0, ASKED_AT_ONCE) }, picture.event);
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  const reasons = isMeant === undefined ? data.reasons : data.reasons.filter(isMeant);
  const clusters = withMerges === true ? items.filter((item) => item.startsWith('cluster|') || hasFallen(reasons, item)) : [];
  return (
    <>
      {reasons.length === 0 ? <p className="th-muted">{say('canvas.why.none')}</p> : null}
      {reasons.map((reason, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: several reasons of one kind may stand for one thing
        <ReasonCard key={`${reason.about} ${reason.what} ${index}`} reason={reason} />
      ))}
      {clusters.map((item) => (
        <ClusterMerges key={item} item={item} />
      ))}
    </>
  );
}

const hasFallen = (reasons: readonly CanvasReason[], item: string): boolean =>
  reasons.some(({ about, what }) => about === item && what === 'fellApart');
