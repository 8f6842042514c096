// The form of a new request: what, about which addresses, to whom, with the unit's own directory and legal basis.
import { Button, FormGroup, HTMLSelect, InputGroup, TextArea } from '@blueprintjs/core';
import { Document } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import { REQUEST_KINDS } from '../../../shared/contract/requests.ts';
import { Panel } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

export interface RequestDraft {
  readonly kind: (typeof REQUEST_KINDS)[number];
  readonly addresses: string;
  readonly transactions: string;
  readonly recipient: string;
  readonly sender: string;
  readonly asked: string;
  readonly answerBy: string;
}

export const EMPTY_DRAFT: RequestDraft = {
  kind: 'customerData',
  addresses: '',
  transactions: '',
  recipient: '',
  sender: '',
  asked: '',
  answerBy: '',
};

interface Props {
  readonly draft: RequestDraft;
  readonly onDraft: (draft: RequestDraft) => void;
  readonly onMade: (request: number) => void;
}

const linesOf = (text: string): string[] => text.split(/[\s,;]+/).filter((line) => line !== '');

export function NewRequest({ draft, onDraft, onMade }: Props): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const [directory, setDirectory] = useState<readonly Granted[]>([]);
  const [template, setTemplate] = useState<readonly Granted[]>([]);
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<RequestDraft>) => onDraft({ ...draft, ...part });
  const addresses = linesOf(draft.addresses);
  const prepare = async () => {
    setBusy(true);
    const made = await act('requests.new', {
      ...{ kind: draft.kind, addresses: addresses.map((text) => ({ text })), transactions: linesOf(draft.transactions) },
      ...{ recipient: draft.recipient.trim(), sender: draft.sender.trim(), asked: draft.asked.trim(), answerBy: draft.answerBy.trim() },
      ...(directory[0] === undefined ? {} : { directory: directory[0].grant }),
      ...(template[0] === undefined ? {} : { template: template[0].grant }),
    });
    setBusy(false);
    if (made !== null) onMade(made.request);
  };
  const line = (name: 'recipient' | 'sender' | 'answerBy') => (
    <FormGroup label={say(`requests.${name}`)} labelFor={`request-${name}`} helperText={say(`requests.${name}Help`)}>
      <InputGroup id={`request-${name}`} maxLength={200} value={draft[name]} onValueChange={(text) => set({ [name]: text })} />
    </FormGroup>
  );
  return (
    <div className="th-columns th-columns-wide">
      <Panel title={say('requests.about1')}>
        <FormGroup label={say('requests.kind')} labelFor="request-kind">
          <HTMLSelect
            id="request-kind"
            value={draft.kind}
            options={REQUEST_KINDS.map((value) => ({ value, label: say(`requests.kinds.${value}`) }))}
            onChange={(event) => set({ kind: event.currentTarget.value as RequestDraft['kind'] })}
          />
        </FormGroup>
        <FormGroup label={say('requests.addresses')} labelFor="request-addresses" helperText={say('requests.addressesHelp')}>
          <TextArea
            id="request-addresses"
            className="th-mono"
            fill
            rows={4}
            value={draft.addresses}
            onChange={(event) => set({ addresses: event.currentTarget.value })}
          />
        </FormGroup>
        <FormGroup label={say('requests.transactions')} labelFor="request-transactions" helperText={say('requests.transactionsHelp')}>
          <TextArea
            id="request-transactions"
            className="th-mono"
            fill
            rows={2}
            value={draft.transactions}
            onChange={(event) => set({ transactions: event.currentTarget.value })}
          />
        </FormGroup>
        <FormGroup label={say('requests.asked')} labelFor="request-asked" helperText={say('requests.askedHelp')}>
          <TextArea
            id="request-asked"
            fill
            rows={3}
            maxLength={20_000}
            value={draft.asked}
            onChange={(event) => set({ asked: event.currentTarget.value })}
          />
        </FormGroup>
      </Panel>
      <Panel title={say('requests.about2')}>
        {line('recipient')}
        {line('sender')}
        <FormGroup label={say('requests.directory')} helperText={say('requests.directoryHelp')}>
          <ChooseButton purpose="openFiles" icon={<Document />} text={say('requests.choose')} chosen={directory} onChosen={setDirectory} />
        </FormGroup>
        <FormGroup label={say('requests.template')} helperText={say('requests.templateHelp')}>
          <ChooseButton purpose="openFiles" icon={<Document />} text={say('requests.choose')} chosen={template} onChosen={setTemplate} />
        </FormGroup>
        {line('answerBy')}
        <Button
          intent="primary"
          loading={busy}
          disabled={addresses.length === 0 || draft.recipient.trim() === ''}
          text={say('requests.prepare')}
          onClick={() => void prepare()}
        />
        <p className="th-muted th-small th-form-gap">{say('requests.prepareIs')}</p>
      </Panel>
    </div>
  );
}
