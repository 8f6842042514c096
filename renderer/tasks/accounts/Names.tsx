// A list of ids in a form: typed or pasted, shown as tags that can be taken off.
import { Button, InputGroup, Tag } from '@blueprintjs/core';
import { Plus } from '@blueprintjs/icons';
import type { FormEvent, ReactNode } from 'react';
import { useWords } from '../../session/words.ts';
import { namesIn } from './trace/draft.ts';

interface NamesProps {
  readonly label: string;
  readonly example: string;
  readonly none: string;
  readonly text: string;
  readonly names: readonly string[];
  readonly show: (name: string) => string;
  readonly onText: (text: string) => void;
  readonly onNames: (names: readonly string[], text?: string) => void;
}

/** A list of ids: typed or pasted, shown as tags that can be taken off. */
export function Names({ label, example, none, text, names, show, onText, onNames }: NamesProps): ReactNode {
  const say = useWords();
  const add = (event: FormEvent) => {
    event.preventDefault();
    onNames([...new Set([...names, ...namesIn(text)])], '');
  };
  return (
    <>
      <form onSubmit={add} className="th-explore-find">
        <InputGroup className="th-mono" value={text} onValueChange={onText} placeholder={example} aria-label={label} fill />
        <Button
          type="submit"
          icon={<Plus />}
          text={say('trace.add')}
          aria-label={`${label}: ${say('trace.add')}`}
          disabled={text.trim() === ''}
        />
      </form>
      {names.length === 0 ? <p className="th-muted">{none}</p> : null}
      <div className="th-seeds">
        {names.map((name) => (
          <Tag
            key={name}
            minimal
            size="large"
            title={name}
            className="th-mono"
            onRemove={() => onNames(names.filter((other) => other !== name))}
          >
            {show(name)}
          </Tag>
        ))}
      </div>
    </>
  );
}
