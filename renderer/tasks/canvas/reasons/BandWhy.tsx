// Beside the bands of a trace: why the band or node that is chosen is said, in the same cards as on the canvas.
import { Button } from '@blueprintjs/core';
import { Cross } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { CallInput } from '../../../../shared/contract/index.ts';
import { FaultNotice, Loading } from '../../../design/pieces.tsx';
import { useAsk } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { ReasonCard } from './ReasonCard.tsx';

interface Props {
  readonly asked: CallInput<'canvas.bandReasons'>;
  /** What it is about, as the chart says it. */
  readonly title: string;
  readonly isBand: boolean;
  readonly onClose: () => void;
}

export function BandWhy({ asked, title, isBand, onClose }: Props): ReactNode {
  const say = useWords();
  const { data, fault } = useAsk('canvas.bandReasons', asked);
  const heading = say(isBand ? 'canvas.why.band' : 'canvas.why.bandNode');
  return (
    <aside className="th-band-why" aria-label={heading}>
      <header>
        <strong>{heading}</strong>
        <Button size="small" variant="minimal" icon={<Cross />} aria-label={say('canvas.why.closeBand')} onClick={onClose} />
      </header>
      <p className="th-small">{title}</p>
      {fault !== null ? <FaultNotice fault={fault} /> : data === null ? <Loading /> : null}
      {data?.reasons.length === 0 ? <p className="th-muted">{say('canvas.why.none')}</p> : null}
      {data?.reasons.map((reason, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: several reasons of one kind may stand for one band
        <ReasonCard key={`${reason.what} ${index}`} reason={reason} />
      ))}
    </aside>
  );
}
