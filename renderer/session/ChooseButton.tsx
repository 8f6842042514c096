// A button that asks the chooser for files or folders and shows what was chosen by name. It holds grants, not paths.
import { Button, type ButtonProps } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { Granted, Purpose } from '../../shared/chooser/contract.ts';
import { useSession } from './session.ts';
import { useWords } from './words.ts';

interface Props extends Pick<ButtonProps, 'icon' | 'intent' | 'size' | 'disabled'> {
  readonly purpose: Purpose;
  readonly text: string;
  readonly suggestedName?: string;
  readonly chosen?: readonly Granted[];
  readonly onChosen: (granted: readonly Granted[]) => void;
}

export function ChooseButton({ purpose, text, suggestedName, chosen, onChosen, ...button }: Props): ReactNode {
  const say = useWords();
  const { chooser, report } = useSession();
  const ask = () =>
    chooser.choose(purpose, suggestedName === undefined ? {} : { suggestedName }).then((granted) => {
      if (granted.length > 0) onChosen(granted);
    }, report);
  return (
    <div className="th-choose">
      <Button {...button} text={text} onClick={() => void ask()} />
      {chosen === undefined ? null : (
        <span className={chosen.length === 0 ? 'th-muted' : ''}>
          {chosen.length === 0 ? say('chooser.nothing') : chosen.map((granted) => granted.name).join(', ')}
        </span>
      )}
    </div>
  );
}
