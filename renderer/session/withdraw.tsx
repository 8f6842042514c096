// Withdrawing what was taken in: a button for the head of a panel and, once pressed, the form that asks for the reason.
import { Button, FormGroup, InputGroup } from '@blueprintjs/core';
import { type ReactNode, useId, useState } from 'react';
import { useSession } from './session.ts';
import { useWords } from './words.ts';

interface Withdrawn {
  readonly button: ReactNode;
  readonly form: ReactNode;
}

/** `source`: null where there is nothing to withdraw (any more). A reason begun for one source is not kept for another. */
export function useWithdraw(source: string | null, help: string): Withdrawn {
  const say = useWords();
  const { act } = useSession();
  const field = useId();
  const [begun, setBegun] = useState<{ readonly source: string; readonly reason: string } | null>(null);
  if (source === null) return { button: null, form: null };
  const open = begun !== null && begun.source === source;
  const withdraw = async (reason: string) => {
    if ((await act('intake.withdraw', { source, reason })) !== null) setBegun(null);
  };
  return {
    button: (
      <Button
        size="small"
        text={say('sources.withdraw')}
        aria-expanded={open}
        onClick={() => setBegun(open ? null : { source, reason: '' })}
      />
    ),
    form: open ? (
      <div className="th-form">
        <FormGroup label={say('sources.withdrawReason')} labelFor={field} helperText={help}>
          <InputGroup id={field} value={begun.reason} onValueChange={(reason) => setBegun({ source, reason })} />
        </FormGroup>
        <Button
          intent="danger"
          text={say('sources.withdraw')}
          disabled={begun.reason.trim() === ''}
          onClick={() => void withdraw(begun.reason.trim())}
        />
      </div>
    ) : null,
  };
}
