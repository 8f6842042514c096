// The form of a new request: what, about which addresses, to whom, with the unit's own directory and legal basis.
import { Button, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { Document } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import { REQUEST_KINDS } from '../../../shared/contract/requests.ts';
import { FormLine, FormBlock } from '../../design/FormLine.tsx';
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
  const field = (name: Exclude<keyof RequestDraft, 'kind'>) => ({
    ...{ id: `request-${name}`, label: say(`requests.${name}`), help: say(`requests.${name}Help`), value: draft[name] },
    onValue: (text: string) => set({ [name]: text }),
  });
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
        <FormBlock {...field('addresses')} mono rows={4} />
        <FormBlock {...field('transactions')} mono rows={2} />
        <FormBlock {...field('asked')} rows={3} maxLength={20_000} />
      </Panel>
      <Panel title={say('requests.about2')}>
        <FormLine {...field('recipient')} maxLength={200} />
        <FormLine {...field('sender')} maxLength={200} />
        <FormGroup label={say('requests.directory')} helperText={say('requests.directoryHelp')}>
          <ChooseButton purpose="openFiles" icon={<Document />} text={say('requests.choose')} chosen={directory} onChosen={setDirectory} />
        </FormGroup>
        <FormGroup label={say('requests.template')} helperText={say('requests.templateHelp')}>
          <ChooseButton purpose="openFiles" icon={<Document />} text={say('requests.choose')} chosen={template} onChosen={setTemplate} />
        </FormGroup>
        <FormLine {...field('answerBy')} maxLength={200} />
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
