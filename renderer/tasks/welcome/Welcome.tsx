// No case is open: create one, open one, or check a bag. Passphrases go to the engine and stay nowhere here.
import { Button, Checkbox, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { Endorsed, FolderNew, FolderOpen } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import { Panel, ScreenHead } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { Practice } from './Practice.tsx';

export function Welcome(): ReactNode {
  const say = useWords();
  const { go } = useSession();
  return (
    <div className="th-screen">
      <ScreenHead title={say('welcome.title')} about={say('welcome.about')} />
      <div className="th-columns th-welcome">
        <OpenCase />
        <CreateCase />
        <div className="th-stack">
          <Practice />
          <Panel title={say('welcome.verifyTitle')} className="th-panel-slim">
            <p>{say('welcome.verifyAbout')}</p>
            <Button icon={<Endorsed />} text={say('tasks.verify')} onClick={() => go({ task: 'verify' })} />
          </Panel>
        </div>
      </div>
    </div>
  );
}

function OpenCase(): ReactNode {
  const say = useWords();
  const { act, go } = useSession();
  const [folder, setFolder] = useState<readonly Granted[]>([]);
  const [keyFile, setKeyFile] = useState<readonly Granted[]>([]);
  const [passphrase, setPassphrase] = useState('');
  const [keyPassphrase, setKeyPassphrase] = useState('');
  const [clock, setClock] = useState('');
  const [more, setMore] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const chosen = folder[0];
    if (chosen === undefined) return;
    setBusy(true);
    const opened = await act('case.open', {
      folder: chosen.grant,
      passphrase,
      ...(keyFile[0] === undefined ? {} : { keyFile: keyFile[0].grant }),
      ...(keyPassphrase === '' ? {} : { keyPassphrase }),
      ...(clock === '' ? {} : { referenceTime: `${clock.length === 16 ? `${clock}:00` : clock}Z` }),
    });
    setBusy(false);
    if (opened !== null) go({ task: 'case' });
  };
  return (
    <Panel title={say('welcome.openTitle')}>
      <form onSubmit={(event) => void submit(event)} className="th-form">
        <ChooseButton purpose="openFolder" icon={<FolderOpen />} text={say('welcome.chooseCase')} chosen={folder} onChosen={setFolder} />
        <FormGroup label={say('welcome.passphrase')} labelFor="open-passphrase">
          <InputGroup id="open-passphrase" type="password" autoComplete="off" value={passphrase} onValueChange={setPassphrase} />
        </FormGroup>
        <Checkbox checked={more} onChange={(event) => setMore(event.currentTarget.checked)} label={say('welcome.more')} />
        {more ? (
          <>
            <FormGroup label={<Term id="signingKey">{say('welcome.keyFile')}</Term>} helperText={say('welcome.keyFileHelp')}>
              <ChooseButton purpose="openFiles" text={say('welcome.chooseKey')} chosen={keyFile} onChosen={setKeyFile} />
            </FormGroup>
            <FormGroup label={say('welcome.keyPassphrase')} labelFor="open-key-passphrase">
              <InputGroup
                id="open-key-passphrase"
                type="password"
                autoComplete="off"
                value={keyPassphrase}
                onValueChange={setKeyPassphrase}
              />
            </FormGroup>
            <FormGroup
              label={<Term id="referenceTime">{say('welcome.clock')}</Term>}
              labelFor="open-clock"
              helperText={say('welcome.clockHelp')}
            >
              <InputGroup id="open-clock" type="datetime-local" value={clock} onValueChange={setClock} />
            </FormGroup>
          </>
        ) : null}
        <Button
          type="submit"
          intent={Intent.PRIMARY}
          loading={busy}
          disabled={folder.length === 0 || passphrase === ''}
          text={say('welcome.open')}
        />
      </form>
    </Panel>
  );
}

const TEXTS = ['title', 'reference', 'examiner', 'agency', 'authority'] as const;

function CreateCase(): ReactNode {
  const say = useWords();
  const { act, go } = useSession();
  const [folder, setFolder] = useState<readonly Granted[]>([]);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({ timeZone: 'UTC' });
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const set = (name: string) => (value: string) => setTexts((before) => ({ ...before, [name]: value }));
  const text = (name: string) => texts[name]?.trim() ?? '';
  const differs = again !== '' && again !== passphrase;
  const ready =
    folder.length > 0 && passphrase !== '' && again === passphrase && TEXTS.every((name) => name === 'authority' || text(name) !== '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const chosen = folder[0];
    if (chosen === undefined || !ready) return;
    setBusy(true);
    const created = await act('case.create', {
      folder: chosen.grant,
      title: text('title'),
      examiner: text('examiner'),
      agency: text('agency'),
      reference: text('reference'),
      authority: text('authority'),
      timeZone: text('timeZone') || 'UTC',
      passphrase,
    });
    setBusy(false);
    if (created !== null) go({ task: 'sources' });
  };
  return (
    <Panel title={say('welcome.createTitle')}>
      <form onSubmit={(event) => void submit(event)} className="th-form">
        <ChooseButton
          purpose="newFolder"
          icon={<FolderNew />}
          text={say('welcome.chooseNew')}
          suggestedName={text('reference').replace(/[^\w.-]+/g, '-')}
          chosen={folder}
          onChosen={setFolder}
        />
        <div className="th-form-two">
          {TEXTS.map((name) => (
            <FormGroup
              key={name}
              label={say(`case.${name}`)}
              labelFor={`create-${name}`}
              labelInfo={name === 'authority' ? say('form.optional') : undefined}
            >
              <InputGroup
                id={`create-${name}`}
                value={texts[name] ?? ''}
                onValueChange={set(name)}
                placeholder={say(`welcome.example.${name}`)}
              />
            </FormGroup>
          ))}
          <FormGroup label={say('case.timeZone')} labelFor="create-zone">
            <InputGroup id="create-zone" value={texts['timeZone'] ?? ''} onValueChange={set('timeZone')} />
          </FormGroup>
          <FormGroup label={say('welcome.passphrase')} labelFor="create-passphrase">
            <InputGroup
              id="create-passphrase"
              type="password"
              autoComplete="new-password"
              value={passphrase}
              onValueChange={setPassphrase}
            />
          </FormGroup>
          <FormGroup
            label={say('welcome.again')}
            labelFor="create-again"
            intent={differs ? Intent.DANGER : Intent.NONE}
            helperText={differs ? say('welcome.differs') : undefined}
          >
            <InputGroup
              id="create-again"
              type="password"
              autoComplete="new-password"
              value={again}
              onValueChange={setAgain}
              intent={differs ? Intent.DANGER : Intent.NONE}
            />
          </FormGroup>
        </div>
        <p className="th-muted th-small">{say('welcome.passphraseHelp')}</p>
        <Button type="submit" intent={Intent.PRIMARY} loading={busy} disabled={!ready} text={say('welcome.create')} />
      </form>
    </Panel>
  );
}
