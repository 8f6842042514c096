// In which language something is written that leaves the program: it need not be the window's.
import { FormGroup, HTMLSelect } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { LANGUAGES, type Locale } from './language.ts';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly value: Locale;
  readonly onChange: (locale: Locale) => void;
  readonly inline?: boolean;
  readonly fill?: boolean;
}

export function SheetLanguage({ id, label, value, onChange, inline = false, fill = false }: Props): ReactNode {
  return (
    <FormGroup label={label} labelFor={id} inline={inline}>
      <HTMLSelect
        id={id}
        fill={fill}
        value={value}
        options={LANGUAGES.map(({ locale, name }) => ({ value: locale, label: name }))}
        onChange={(event) => onChange(event.currentTarget.value as Locale)}
      />
    </FormGroup>
  );
}
