// The field that an id is typed into: large, monospaced, the text once more in fours below it. A secret is taken out of it at once.
import { FormGroup, InputGroup } from '@blueprintjs/core';
import { type ReactNode, type RefObject, useId } from 'react';
import type { Verdict } from '../../../shared/contract/transcribe.ts';
import { InFours, useTranscribeWords } from './words.tsx';

/** Characters that the field shows in its large face. */
const FITS = 44;

interface Props {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly verdict: Verdict | null;
  readonly field: RefObject<HTMLInputElement | null>;
}

export function TypedField({ text, onText, verdict, field }: Props): ReactNode {
  const word = useTranscribeWords();
  const id = useId();
  const plain = text.replace(/\s+/g, '');
  const isOfText = verdict !== null && verdict.text === plain;
  const strange = new Set(isOfText ? verdict.forms.flatMap((one) => one.strange) : []);
  return (
    <FormGroup label={word('field')} labelFor={id} helperText={word('fieldHelp')}>
      <InputGroup
        id={id}
        inputRef={field}
        className={plain.length > FITS ? 'th-typed th-typed-long' : 'th-typed'}
        size="large"
        value={text}
        maxLength={300}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        onValueChange={onText}
      />
      <div className="th-typed-fours" aria-hidden={plain === ''}>
        {plain === '' ? null : <span className="th-muted th-small">{word('groups')}</span>}
        <InFours text={plain} marked={strange} />
      </div>
    </FormGroup>
  );
}
