// The parts that cards of nodes, lines and selections are built from.
import { Button } from '@blueprintjs/core';
import { Pin, Unpin } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { Time } from '../../design/localTimes.tsx';
import { Term } from '../../design/statements.tsx';
import { useWords } from '../../session/words.ts';
import { assetText, unitsText } from '../accounts/figures.ts';
import { useDesk } from './desk.ts';
import type { Amounts } from './words.ts';

/** Amounts one under the other, each exact; the count of the smallest unit as tooltip. */
export function AmountList({ amounts, most = false }: { readonly amounts: Amounts; readonly most?: boolean }): ReactNode {
  const say = useWords();
  const { picture } = useDesk();
  if (amounts.length === 0) return <span className="th-muted">{say('canvas.noAmount')}</span>;
  return (
    <span className="th-canvas-amounts">
      {amounts.map(({ asset, amount }) => {
        const of = picture.assets[asset];
        return (
          <span
            key={asset}
            className="th-amount"
            title={of === undefined ? undefined : say('accounts.inSmallest', { amount: groupThousands(amount) })}
          >
            {most ? (
              <>
                <Term id="atMost">{say('canvas.atMost')}</Term>{' '}
              </>
            ) : null}
            {of === undefined ? groupThousands(amount) : unitsText(amount, of)}
            <span className="th-unit"> {of === undefined ? '' : assetText(of)}</span>
          </span>
        );
      })}
    </span>
  );
}

/** From when to when; one time where both are the same. */
export function TimeSpan({ first, last }: { readonly first: number | null; readonly last: number | null }): ReactNode {
  const say = useWords();
  if (first === null) return <span className="th-muted">{say('canvas.noTime')}</span>;
  if (last === null || last === first) return <Time at={first} />;
  return (
    <span>
      <Time at={first} />
      <br />
      <Time at={last} />
    </span>
  );
}

/** Keeps a card in sight while something else is chosen. */
export function KeepButton({ id }: { readonly id: string }): ReactNode {
  const say = useWords();
  const { kept, keep } = useDesk();
  const isKept = kept.includes(id);
  return (
    <Button
      size="small"
      variant="minimal"
      icon={isKept ? <Unpin /> : <Pin />}
      active={isKept}
      aria-pressed={isKept}
      aria-label={say(isKept ? 'canvas.letGo' : 'canvas.keep')}
      title={say(isKept ? 'canvas.letGo' : 'canvas.keep')}
      onClick={() => keep(id, !isKept)}
    />
  );
}

export function NoteText({ text, onEdit }: { readonly text: string | null; readonly onEdit: () => void }): ReactNode {
  const say = useWords();
  return text === null ? null : (
    <button type="button" className="th-canvas-note" onClick={onEdit} title={say('canvas.menu.note')}>
      {text}
    </button>
  );
}
