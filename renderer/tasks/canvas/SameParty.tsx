// On the card of a thing: what else on the canvas is the same party, by which ground, with the way to choose all of it.
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { SAME_GROUNDS } from '../../../shared/contract/canvasReason.ts';
import { groupThousands } from '../../design/amounts.ts';
import { StatementBadge } from '../../design/statements.tsx';
import { useWords } from '../../session/words.ts';
import { useDesk } from './desk.ts';

export function SameParty({ id }: { readonly id: string }): ReactNode {
  const say = useWords();
  const { same, choose } = useDesk();
  const all = [...same.values()];
  return (
    <span className="th-canvas-amounts">
      {SAME_GROUNDS.flatMap((ground) => {
        const own = all.filter((one) => one.ground === ground);
        return [...new Set(own.map(({ statement }) => statement))].map((statement) => (
          <span key={`${ground} ${statement}`}>
            {say(`canvas.same.${ground}`, { count: groupThousands(own.filter((one) => one.statement === statement).length) })}{' '}
            <StatementBadge kind={statement} />
          </span>
        ));
      })}
      <Button size="small" text={say('canvas.same.choose')} onClick={() => choose([...all.map(({ item }) => item), id])} />
    </span>
  );
}
