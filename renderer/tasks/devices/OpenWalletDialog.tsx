// Reading the encrypted parts of a wallet with the password that the examiner was given: on an authority, journalled, what is found is sealed.
import { Button, DialogBody, DialogFooter, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { AskDialog } from '../../design/AskDialog.tsx';
import { FaultNotice } from '../../design/pieces.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { useDeviceWords } from './words.tsx';

interface Props {
  readonly wallet: number;
  readonly path: string;
  readonly onClose: () => void;
}

export function OpenWalletDialog({ wallet, path, onClose }: Props): ReactNode {
  const word = useDeviceWords();
  const say = useWords();
  const { work, noteDone } = useSession();
  const [password, setPassword] = useState('');
  const [authority, setAuthority] = useState('');
  const [isTold, setTold] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const lacks = { authority: authority.trim() === '', password: password === '' };
  const open = async (event: FormEvent) => {
    event.preventDefault();
    setTold(true);
    if (lacks.authority || lacks.password) return;
    setBusy(true);
    setFault(null);
    const done = await work(
      'device.openWallet',
      word('wallet.opening'),
      { wallet, password, authority: authority.trim() },
      path,
      (error) => {
        setFault(error);
        return true;
      },
    );
    setBusy(false);
    setPassword('');
    setTold(false);
    if (done === null) return;
    noteDone(word('wallet.opened', { count: done.wallet.addresses.length }));
    onClose();
  };
  const marked = (field: keyof typeof lacks) => (isTold && lacks[field] ? { intent: Intent.DANGER, helperText: word('needed') } : {});
  return (
    <AskDialog className="th-dialog-wide" title={word('wallet.openWith')} onClose={onClose}>
      <form onSubmit={(event) => void open(event)}>
        <DialogBody>
          <p className="th-mono th-break">{path}</p>
          <p>{word('wallet.openAbout')}</p>
          <FormGroup label={word('custody.authority')} labelFor="wallet-authority" {...marked('authority')}>
            <InputGroup id="wallet-authority" autoFocus maxLength={400} value={authority} onValueChange={setAuthority} />
          </FormGroup>
          <FormGroup label={word('wallet.password')} labelFor="wallet-password" {...marked('password')}>
            <InputGroup id="wallet-password" type="password" autoComplete="off" value={password} onValueChange={setPassword} />
          </FormGroup>
          <FaultNotice fault={fault} />
          <p className="th-training-text">{word('wallet.journalled')}</p>
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text={say('form.cancel')} onClick={onClose} />
              <Button type="submit" intent={Intent.PRIMARY} loading={busy} text={word('wallet.openDo')} />
            </>
          }
        />
      </form>
    </AskDialog>
  );
}
