// A labelled line or block of text in a form: what belongs under it, and what is wrong with it in the place of that.
import { FormGroup, InputGroup, Intent, TextArea } from '@blueprintjs/core';
import type { ReactNode } from 'react';

interface Field {
  readonly id: string;
  readonly label: string;
  readonly help?: string | undefined;
  /** What is wrong: shown instead of the help. */
  readonly warn?: string | undefined;
  /** Ids, keys and addresses. */
  readonly mono?: boolean;
  readonly maxLength?: number;
  readonly disabled?: boolean;
  readonly value: string;
  readonly onValue: (text: string) => void;
}

interface Line extends Field {
  /** What is to be typed twice is typed twice. */
  readonly noPaste?: boolean;
}

interface Block extends Field {
  readonly rows: number;
}

const group = ({ id, label, help, warn }: Field) => ({
  ...{ label, labelFor: id, helperText: warn ?? help },
  ...(warn === undefined ? {} : { intent: Intent.DANGER }),
});
const marked = ({ warn }: Field) => (warn === undefined ? {} : { intent: Intent.DANGER, 'aria-invalid': true });

export function FormLine(line: Line): ReactNode {
  const { id, mono = false, maxLength = 400, disabled = false, value, onValue, noPaste = false } = line;
  return (
    <FormGroup {...group(line)}>
      <InputGroup
        {...{ id, maxLength, disabled, value }}
        className={mono ? 'th-mono' : ''}
        autoComplete="off"
        spellCheck={false}
        {...(noPaste ? { onPaste: (event: { preventDefault: () => void }) => event.preventDefault() } : {})}
        {...marked(line)}
        onValueChange={onValue}
      />
    </FormGroup>
  );
}

export function FormBlock(block: Block): ReactNode {
  const { id, mono = false, maxLength, disabled = false, value, onValue, rows } = block;
  return (
    <FormGroup {...group(block)}>
      <TextArea
        {...{ id, disabled, value, rows }}
        {...(maxLength === undefined ? {} : { maxLength })}
        className={mono ? 'th-mono' : ''}
        fill
        spellCheck={!mono}
        {...marked(block)}
        onChange={(event) => onValue(event.currentTarget.value)}
      />
    </FormGroup>
  );
}
