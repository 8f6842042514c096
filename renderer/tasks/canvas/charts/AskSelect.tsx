// One choice above a chart, with its name before it.
import { HTMLSelect } from '@blueprintjs/core';
import { type ReactNode, useId } from 'react';
import { TermMark } from '../../../design/statements.tsx';

interface Props<Value extends string | number> {
  readonly label: string;
  readonly title?: string;
  /** A word of the field that explains itself, by what is chosen: its id under `terms`. */
  readonly term?: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}

export function AskSelect<Value extends string | number>({ label, title, term, value, options, onChoose }: Props<Value>): ReactNode {
  const id = useId();
  return (
    <span className="th-chart-ask" title={title}>
      <label htmlFor={id}>{label}</label>
      <HTMLSelect id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)} options={[...options]} />
      {term === undefined ? null : <TermMark id={term} name={options.find((one) => one.value === value)?.label ?? label} />}
    </span>
  );
}
