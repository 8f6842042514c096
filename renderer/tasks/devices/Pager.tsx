// Steps through a list that comes by the page.
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { useDeviceWords } from './words.tsx';

export const PAGE = 500;

interface Props {
  readonly after: number;
  readonly shown: number;
  readonly total: number;
  readonly onAfter: (after: number) => void;
}

export function Pager({ after, shown, total, onAfter }: Props): ReactNode {
  const word = useDeviceWords();
  if (total <= PAGE) return null;
  return (
    <nav className="th-actions th-panel-inset th-pager" aria-label={word('pages')}>
      <Button size="small" text={word('pageBefore')} disabled={after === 0} onClick={() => onAfter(Math.max(0, after - PAGE))} />
      <span>{word('pageOf', { from: groupThousands(after + 1), to: groupThousands(after + shown), total: groupThousands(total) })}</span>
      <Button size="small" text={word('pageNext')} disabled={after + shown >= total} onClick={() => onAfter(after + PAGE)} />
    </nav>
  );
}
