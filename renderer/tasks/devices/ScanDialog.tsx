// What a scan is asked before it starts: where the copy lies now, which known files are left out, and, the first time in a case, under what the
// secrets that are found are sealed.
import { Button, DialogBody, DialogFooter, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { Document, FolderOpen } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useState } from 'react';
import { AskDialog } from '../../design/AskDialog.tsx';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { DeviceScan } from '../../../shared/contract/device.ts';
import type { Exhibit } from '../../../shared/contract/exhibit.ts';
import type { CallInput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useWords } from '../../session/words.ts';
import { useDeviceWords } from './words.tsx';

interface Props {
  readonly exhibit: Exhibit;
  readonly last: DeviceScan | null;
  readonly hasKey: boolean;
  readonly onStart: (input: Omit<CallInput<'device.scan'>, 'exhibit'>) => void;
  readonly onClose: () => void;
}

export function ScanDialog({ exhibit, last, hasKey, onStart, onClose }: Props): ReactNode {
  const word = useDeviceWords();
  const say = useWords();
  const [paths, setPaths] = useState<readonly Granted[]>([]);
  const [exclude, setExclude] = useState<readonly Granted[]>([]);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== passphrase;
  const ready = hasKey || (passphrase !== '' && again === passphrase);
  const goesOn = last?.state === 'partial';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const grants = (list: readonly Granted[]) => list.map(({ grant }) => grant);
    onStart({ paths: grants(paths), exclude: grants(exclude), ...(hasKey ? {} : { passphrase }) });
  };
  return (
    <AskDialog
      className="th-dialog-wide"
      title={word(goesOn ? 'scan.titleOn' : 'scan.title', { number: exhibit.number })}
      onClose={onClose}
    >
      <form onSubmit={submit}>
        <DialogBody>
          <p>{word(goesOn ? 'scan.aboutOn' : 'scan.about')}</p>
          {hasKey ? null : (
            <Notice compact title={word('scan.keyTitle')}>
              <p>{word('scan.keyWhy')}</p>
              <div className="th-form-two">
                <FormGroup label={word('scan.passphrase')} labelFor="secrets-passphrase">
                  <InputGroup
                    id="secrets-passphrase"
                    type="password"
                    autoComplete="new-password"
                    autoFocus
                    value={passphrase}
                    onValueChange={setPassphrase}
                  />
                </FormGroup>
                <FormGroup
                  label={word('scan.again')}
                  labelFor="secrets-again"
                  {...(differs ? { intent: Intent.DANGER, helperText: word('scan.differs') } : {})}
                >
                  <InputGroup id="secrets-again" type="password" autoComplete="new-password" value={again} onValueChange={setAgain} />
                </FormGroup>
              </div>
            </Notice>
          )}
          <FormGroup label={word('scan.where')} helperText={word('scan.whereHelp')}>
            <div className="th-actions">
              <ChooseButton purpose="openFiles" icon={<Document />} text={word('form.files')} onChosen={setPaths} />
              <ChooseButton purpose="openFolder" icon={<FolderOpen />} text={word('form.folder')} onChosen={setPaths} />
              <span className={paths.length === 0 ? 'th-muted' : 'th-break'}>
                {paths.length === 0 ? word('scan.whereSame') : paths.map(({ name }) => name).join(', ')}
              </span>
            </div>
          </FormGroup>
          <FormGroup label={word('scan.exclude')} helperText={word('scan.excludeHelp')}>
            <div className="th-actions">
              <ChooseButton purpose="openFiles" icon={<Document />} text={word('scan.excludeChoose')} onChosen={setExclude} />
              <span className={exclude.length === 0 ? 'th-muted' : 'th-break'}>
                {exclude.length === 0 ? word('scan.excludeNone') : exclude.map(({ name }) => name).join(', ')}
              </span>
            </div>
          </FormGroup>
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text={say('form.cancel')} onClick={onClose} />
              <Button
                type="submit"
                autoFocus={hasKey}
                intent={Intent.PRIMARY}
                disabled={!ready}
                text={word(goesOn ? 'scan.goOn' : 'scan.start')}
              />
            </>
          }
        />
      </form>
    </AskDialog>
  );
}
