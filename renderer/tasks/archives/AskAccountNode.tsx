// Asking the one node that the case allows as a node of an account chain: blocks, accounts, transactions, or the fetch list. It names no
// chain of its own: the catalogue lists them.
import { Button, Checkbox, FormGroup, HTMLSelect, InputGroup, Intent, TextArea } from '@blueprintjs/core';
import { Refresh } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { Term } from '../../design/statements.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { idsInFile } from './asking.ts';

export type NodeAnswer = CallOutput<'intake.node'>;

interface Props {
  readonly address: string;
  readonly onAnswer: (answer: NodeAnswer | null) => void;
}

const plain = (typed: string): string => typed.replace(/[\s\u202f]/g, '');
const isCount = (text: string): boolean => text === '' || /^\d{1,12}$/.test(text);

export function AskAccountNode({ address, onAnswer }: Props): ReactNode {
  const say = useWords();
  const { catalog, work, jobs } = useSession();
  const [chain, setChain] = useState('');
  const [items, setItems] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [fetchList, setFetchList] = useState(false);
  const [logsOnly, setLogsOnly] = useState(false);
  const [anchor, setAnchor] = useState('');
  const [operator, setOperator] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const wanted = idsInFile(items);
  const [low, high] = [plain(from), plain(to)];
  const badRange = !isCount(low) || !isCount(high) || (low !== '' && high !== '' && Number(low) > Number(high));
  const badAnchor = anchor.trim() !== '' && !/^\d{1,9}:(0x)?[0-9a-f]{64}$/i.test(anchor.trim());
  const running = jobs.some((job) => job.name === 'intake.node');
  const ready = !badRange && !badAnchor && !running && (wanted.length > 0 || low !== '' || fetchList);
  const start = async () => {
    const done = await work('intake.node', say('askNode.working', { address }), {
      ...{ address, items: [...wanted], fetchList, logsOnly },
      ...(chain === '' ? {} : { chain }),
      ...(low === '' ? {} : { fromBlock: Number(low) }),
      ...(high === '' ? {} : { toBlock: Number(high) }),
      ...(anchor.trim() === '' ? {} : { anchor: anchor.trim().toLowerCase() }),
      ...(operator.trim() === '' ? {} : { operator: operator.trim() }),
      ...(user === '' ? {} : { user, password }),
    });
    setPassword('');
    if (done !== null) onAnswer(done);
  };
  return (
    <div className="th-form">
      <FormGroup label={say('sync.address')} labelFor="ask-node-address" helperText={say('sync.addressHelp')}>
        <InputGroup id="ask-node-address" className="th-mono" value={address} readOnly />
      </FormGroup>
      <FormGroup label={say('sources.chain')} labelFor="ask-node-chain" helperText={say('askNode.chainHelp')}>
        <HTMLSelect
          id="ask-node-chain"
          fill
          value={chain}
          onChange={(event) => setChain(event.currentTarget.value)}
          options={[
            { value: '', label: say('askNode.chainAuto') },
            ...catalog.accountChains.map(({ id, title }) => ({ value: id, label: title })),
          ]}
        />
      </FormGroup>
      <FormGroup
        label={say('askNode.items')}
        labelFor="ask-node-items"
        labelInfo={say('form.optional')}
        helperText={say('askNode.itemsHelp')}
      >
        <TextArea
          id="ask-node-items"
          className="th-mono"
          fill
          rows={3}
          value={items}
          onChange={(event) => setItems(event.currentTarget.value)}
        />
      </FormGroup>
      <div className="th-form-two">
        <FormGroup
          label={say('askNode.from')}
          labelFor="ask-node-from"
          intent={badRange ? Intent.DANGER : Intent.NONE}
          helperText={say('askNode.fromHelp')}
        >
          <InputGroup id="ask-node-from" value={from} onValueChange={setFrom} />
        </FormGroup>
        <FormGroup
          label={say('askNode.to')}
          labelFor="ask-node-to"
          labelInfo={say('form.optional')}
          intent={badRange ? Intent.DANGER : Intent.NONE}
          helperText={say('askNode.toHelp')}
        >
          <InputGroup id="ask-node-to" value={to} onValueChange={setTo} />
        </FormGroup>
      </div>
      <Checkbox checked={fetchList} onChange={(event) => setFetchList(event.currentTarget.checked)} label={say('askNode.fetchList')} />
      <Checkbox checked={logsOnly} onChange={(event) => setLogsOnly(event.currentTarget.checked)} label={say('askNode.logsOnly')} />
      <FormGroup
        label={<Term id="anchor">{say('sources.anchor')}</Term>}
        labelFor="ask-node-anchor"
        labelInfo={say('form.optional')}
        intent={badAnchor ? Intent.DANGER : Intent.NONE}
      >
        <InputGroup id="ask-node-anchor" className="th-mono" value={anchor} onValueChange={setAnchor} placeholder="HEIGHT:HASH" />
      </FormGroup>
      <FormGroup
        label={say('askNode.operator')}
        labelFor="ask-node-operator"
        labelInfo={say('form.optional')}
        helperText={say('askNode.operatorHelp')}
      >
        <InputGroup id="ask-node-operator" value={operator} onValueChange={setOperator} />
      </FormGroup>
      <div className="th-form-two">
        <FormGroup label={say('sync.user')} labelFor="ask-node-user" labelInfo={say('form.optional')}>
          <InputGroup id="ask-node-user" autoComplete="off" value={user} onValueChange={setUser} />
        </FormGroup>
        <FormGroup label={say('sync.password')} labelFor="ask-node-password" helperText={say('sync.passwordHelp')}>
          <InputGroup id="ask-node-password" type="password" autoComplete="off" value={password} onValueChange={setPassword} />
        </FormGroup>
      </div>
      <Notice compact icon={null}>
        {say('askNode.tells')}
      </Notice>
      <div className="th-actions th-form-gap">
        <Button intent={Intent.PRIMARY} icon={<Refresh />} text={say('askNode.start')} disabled={!ready} onClick={() => void start()} />
      </div>
      <JobPanel names={['intake.node']} />
    </div>
  );
}
