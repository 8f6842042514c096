// Following what is watched and what runs hold to the tip of the one node that the case allows: credentials in, one button, an account.
import { Button, Checkbox, FormGroup, InputGroup, Intent, SegmentedControl } from '@blueprintjs/core';
import { Document, Refresh } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import { Notice } from '../../design/Notice.tsx';
import { FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useAsk, useSession, useKept } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AskAccountNode, type NodeAnswer } from './AskAccountNode.tsx';
import type { Synced } from './asking.ts';
import { NodeAnswerReport } from './NodeAnswerReport.tsx';
import { SyncReport } from './SyncReport.tsx';

export function Sync(): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const policy = useAsk('case.policy', {});
  const [synced, setSynced] = useKept<Synced | null>('sync.result', null);
  const [answer, setAnswer] = useKept<NodeAnswer | null>('sync.answer', null);
  const [chains, setChains] = useKept<'coins' | 'accounts'>('sync.chains', 'coins');
  const address = policy.data?.node.address ?? null;
  return (
    <div className="th-stack">
      {chains === 'accounts' || synced === null ? null : <SyncReport synced={synced} />}
      {chains === 'coins' || answer === null ? null : <NodeAnswerReport answer={answer} />}
      <Panel title={<Term id="sync">{say('sync.title')}</Term>}>
        <FaultNotice fault={policy.fault} />
        {policy.data === null ? (
          policy.fault === null ? (
            <Loading />
          ) : null
        ) : address === null ? (
          <>
            <p>{say('sync.off')}</p>
            <p className="th-muted">{say('sync.offNext')}</p>
            <Button text={say('sync.toPolicy')} onClick={() => go({ task: 'case' })} />
          </>
        ) : (
          <>
            <FormGroup label={say('sync.chains')}>
              <SegmentedControl
                options={(['coins', 'accounts'] as const).map((value) => ({ value, label: say(`sync.of.${value}`) }))}
                value={chains}
                onValueChange={(value) => setChains(value as 'coins' | 'accounts')}
              />
            </FormGroup>
            {chains === 'coins' ? (
              <SyncForm address={address} onSynced={setSynced} />
            ) : (
              <AskAccountNode address={address} onAnswer={setAnswer} />
            )}
          </>
        )}
      </Panel>
    </div>
  );
}

function SyncForm({ address, onSynced }: { readonly address: string; readonly onSynced: (synced: Synced | null) => void }): ReactNode {
  const say = useWords();
  const { work, jobs } = useSession();
  const [way, setWay] = useState<'cookie' | 'user'>('cookie');
  const [cookie, setCookie] = useState<readonly Granted[]>([]);
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [fromHeight, setFromHeight] = useState('');
  const [parents, setParents] = useState(true);
  const height = fromHeight.replace(/[\s\u202f]/g, '');
  const badHeight = height !== '' && !/^\d{1,9}$/.test(height);
  const running = jobs.some((job) => job.name === 'question.sync');
  const ready = !badHeight && !running && (way === 'cookie' ? cookie.length > 0 : user !== '');
  const start = async () => {
    const grant = cookie[0]?.grant;
    const done = await work('question.sync', say('sync.working', { address }), {
      address,
      parents,
      ...(way === 'cookie' && grant !== undefined ? { cookie: grant } : {}),
      ...(way === 'user' ? { user, password } : {}),
      ...(height === '' ? {} : { fromHeight: Number(height) }),
    });
    setPassword('');
    if (done !== null) onSynced(done);
  };
  return (
    <div className="th-form">
      <FormGroup label={say('sync.address')} labelFor="sync-address" helperText={say('sync.addressHelp')}>
        <InputGroup id="sync-address" className="th-mono" value={address} readOnly />
      </FormGroup>
      <FormGroup label={say('sync.credentials')}>
        <SegmentedControl
          options={(['cookie', 'user'] as const).map((value) => ({ value, label: say(`sync.by.${value}`) }))}
          value={way}
          onValueChange={(value) => setWay(value as 'cookie' | 'user')}
        />
      </FormGroup>
      {way === 'cookie' ? (
        <FormGroup helperText={say('sync.cookieHelp')}>
          <ChooseButton
            purpose="openFiles"
            icon={<Document />}
            text={say('sync.chooseCookie')}
            chosen={cookie}
            onChosen={(granted) => setCookie(granted.slice(0, 1))}
          />
        </FormGroup>
      ) : (
        <div className="th-form-two">
          <FormGroup label={say('sync.user')} labelFor="sync-user">
            <InputGroup id="sync-user" autoComplete="off" value={user} onValueChange={setUser} />
          </FormGroup>
          <FormGroup label={say('sync.password')} labelFor="sync-password" helperText={say('sync.passwordHelp')}>
            <InputGroup id="sync-password" type="password" autoComplete="off" value={password} onValueChange={setPassword} />
          </FormGroup>
        </div>
      )}
      <FormGroup
        label={say('sync.fromHeight')}
        labelFor="sync-from"
        labelInfo={say('form.optional')}
        intent={badHeight ? Intent.DANGER : Intent.NONE}
        helperText={badHeight ? say('optionKinds.height') : say('sync.fromHeightHelp')}
      >
        <InputGroup id="sync-from" value={fromHeight} onValueChange={setFromHeight} />
      </FormGroup>
      <Checkbox checked={parents} onChange={(event) => setParents(event.currentTarget.checked)} label={say('ask.parents')} />
      <Notice compact icon={null}>
        {say('sync.tells')}
      </Notice>
      <div className="th-actions th-form-gap">
        <Button intent={Intent.PRIMARY} icon={<Refresh />} text={say('sync.start')} disabled={!ready} onClick={() => void start()} />
      </div>
      <JobPanel names={['question.sync']} />
    </div>
  );
}
