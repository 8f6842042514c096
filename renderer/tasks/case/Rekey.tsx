// Moving the whole case to a new key: the one way to shut out a passphrase that became known. Not undoable, so it says what
// it does before it is started.
import { Button, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

export function Rekey(): ReactNode {
  const say = useWords();
  const { work, refresh, noteDone } = useSession();
  const [open, setOpen] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const start = async (event: FormEvent) => {
    event.preventDefault();
    if ((await work('case.rekey', say('case.rekey'), { passphrase })) === null) return;
    setOpen(false);
    setPassphrase('');
    await refresh();
    noteDone(say('case.rekeyed'));
  };
  return (
    <>
      <Button size="small" variant="minimal" text={say('case.rekey')} onClick={() => setOpen(!open)} aria-expanded={open} />
      {open ? (
        <form className="th-form" onSubmit={(event) => void start(event)}>
          <p className="th-muted">{say('case.rekeyAbout')}</p>
          <FormGroup label={say('welcome.passphrase')} labelFor="rekey-passphrase">
            <InputGroup
              id="rekey-passphrase"
              type="password"
              autoComplete="current-password"
              value={passphrase}
              onValueChange={setPassphrase}
            />
          </FormGroup>
          <Button type="submit" intent={Intent.PRIMARY} disabled={passphrase === ''} text={say('case.rekey')} />
        </form>
      ) : null}
      <JobPanel names={['case.rekey']} />
    </>
  );
}
