// The examiner's own label on an account, with what kind of account it is: an attribution, undoable, on every chain and ledger alike.
import { Button, FormGroup, InputGroup } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';

export function OwnLabel({ address, chain }: { readonly address: string; readonly chain: string }): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const [open, setOpen] = useState(false);
  const [label, setLabel] = useState('');
  const [category, setCategory] = useState('');
  const [reason, setReason] = useState('');
  const add = async () => {
    const texts = { label: label.trim(), category: category.trim(), reason: reason.trim() };
    if ((await act('labels.set', { chain, address, ...texts })) === null) return;
    setOpen(false);
    setLabel('');
    setReason('');
  };
  return (
    <>
      <Button size="small" text={say('labels.own')} aria-expanded={open} onClick={() => setOpen(!open)} />
      {!open ? null : (
        <div className="th-form th-form-line">
          <FormGroup label={say('labels.label')} labelFor="account-label">
            <InputGroup id="account-label" value={label} onValueChange={setLabel} />
          </FormGroup>
          <FormGroup label={say('leads.category')} labelFor="account-category">
            <InputGroup id="account-category" value={category} onValueChange={setCategory} placeholder={say('leads.categoryExample')} />
          </FormGroup>
          <FormGroup label={say('labels.reason')} labelFor="account-label-reason">
            <InputGroup id="account-label-reason" value={reason} onValueChange={setReason} />
          </FormGroup>
          <Button intent="primary" text={say('labels.save')} disabled={label.trim() === ''} onClick={() => void add()} />
        </div>
      )}
    </>
  );
}
