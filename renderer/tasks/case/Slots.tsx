// Who can open the case: its key slots, adding and removing them.
import { Button, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Panel } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { formatTime } from '../../design/times.ts';
import { type CaseInfo, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { Rekey } from './Rekey.tsx';

type Kind = CaseInfo['slots'][number]['kind'];
const KINDS: readonly Kind[] = ['examiner', 'secondExaminer', 'agencyRecovery'];

export function Slots({ slots }: { readonly slots: CaseInfo['slots'] }): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const [adding, setAdding] = useState(false);
  const [kind, setKind] = useState<Kind>('secondExaminer');
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if ((await act('case.slotAdd', { kind, name: name.trim(), passphrase })) !== null) {
      setAdding(false);
      setName('');
      setPassphrase('');
    }
  };
  return (
    <Panel
      title={<Term id="slot">{say('case.slots')}</Term>}
      aside={<Button size="small" text={say('case.slotAdd')} onClick={() => setAdding(!adding)} aria-expanded={adding} />}
    >
      <table className="th-plain">
        <tbody>
          {slots.map((slot) => (
            <tr key={slot.id}>
              <th scope="row">{slot.name}</th>
              <td>{say(`slots.${slot.kind}`)}</td>
              <td className="th-muted">{formatTime(slot.created).slice(0, 10)}</td>
              <td className="th-end">
                <Button
                  size="small"
                  variant="minimal"
                  text={say('case.slotRemove')}
                  disabled={slots.length === 1}
                  onClick={() => void act('case.slotRemove', { id: slot.id })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {adding ? (
        <form className="th-form" onSubmit={(event) => void add(event)}>
          <FormGroup label={say('case.slotKind')} labelFor="slot-kind">
            <HTMLSelect
              id="slot-kind"
              value={kind}
              options={KINDS.map((value) => ({ value, label: say(`slots.${value}`) }))}
              onChange={(event) => setKind(event.currentTarget.value as Kind)}
            />
          </FormGroup>
          <FormGroup label={say('case.slotName')} labelFor="slot-name">
            <InputGroup id="slot-name" value={name} onValueChange={setName} />
          </FormGroup>
          <FormGroup label={say('welcome.passphrase')} labelFor="slot-passphrase">
            <InputGroup id="slot-passphrase" type="password" autoComplete="new-password" value={passphrase} onValueChange={setPassphrase} />
          </FormGroup>
          <Button type="submit" intent={Intent.PRIMARY} disabled={name.trim() === '' || passphrase === ''} text={say('case.slotAdd')} />
        </form>
      ) : null}
      <Rekey />
    </Panel>
  );
}
