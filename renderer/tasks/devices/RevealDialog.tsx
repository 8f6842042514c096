// One secret, or the bytes around a trace, in clear: with a reason and the passphrase, journalled, on the screen only while this dialog is open. What
// the engine answers lives in the state of this component and nowhere else; it is never put on the clipboard by the program.
import { Button, DialogBody, DialogFooter, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { AskDialog } from '../../design/AskDialog.tsx';
import { Notice } from '../../design/Notice.tsx';
import { FaultNotice } from '../../design/pieces.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { offsetText, partText, useDeviceWords } from './words.tsx';

/** Told by the number of their words. */
const PARTS: readonly string[] = ['phrasePart', 'typed'];

export type Reveal = 'value' | 'around';

interface Given {
  readonly reason: string;
  readonly authority: string;
  readonly passphrase: string;
}

interface Shown {
  readonly text: string;
  readonly place?: { readonly path: string; readonly offset: number } | null;
}

interface Props {
  /** What it is, and its masked value. */
  readonly kind: string;
  readonly value: string;
  readonly what: Reveal;
  /** `place`: of the bytes around, where several are kept. */
  readonly ask: (given: Given) => Promise<Shown>;
  readonly onClose: () => void;
}

export function RevealDialog({ kind, value, what, ask, onClose }: Props): ReactNode {
  const word = useDeviceWords();
  const say = useWords();
  const { touched } = useSession();
  const [reason, setReason] = useState('');
  const [authority, setAuthority] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [isTold, setTold] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  // Another tab or window in front: nobody knows any more who looks at this one.
  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === 'hidden') onClose();
    };
    document.addEventListener('visibilitychange', hide);
    return () => document.removeEventListener('visibilitychange', hide);
  }, [onClose]);
  const lacksReason = reason.trim() === '';
  const lacksPassphrase = passphrase === '';
  const reveal = async (event: FormEvent) => {
    event.preventDefault();
    setTold(true);
    if (lacksReason || lacksPassphrase) return;
    setBusy(true);
    setFault(null);
    try {
      const answer = await ask({ reason: reason.trim(), authority: authority.trim(), passphrase });
      setShown(answer);
      void touched();
    } catch (error) {
      setFault(error);
    }
    setPassphrase('');
    setTold(false);
    setBusy(false);
  };
  const field = (id: string, label: string, lacks: boolean, input: ReactNode) => (
    <FormGroup label={label} labelFor={id} {...(isTold && lacks ? { intent: Intent.DANGER, helperText: word('needed') } : {})}>
      {input}
    </FormGroup>
  );
  const bad = (lacks: boolean) => (isTold && lacks ? { intent: Intent.DANGER, 'aria-invalid': true } : {});
  return (
    <AskDialog className="th-dialog-wide" title={word(`reveal.${what}`)} onClose={onClose} canOutsideClickClose={shown === null}>
      {shown === null ? (
        <form onSubmit={(event) => void reveal(event)}>
          <DialogBody>
            <p>
              {word(`kind.${kind}`)} {PARTS.includes(kind) ? partText(word, value) : <span className="th-mono">{value}</span>}
            </p>
            <p>{word(what === 'value' ? 'reveal.aboutValue' : 'reveal.aboutAround')}</p>
            {field(
              'reveal-reason',
              word('reveal.reason'),
              lacksReason,
              <InputGroup id="reveal-reason" autoFocus maxLength={400} value={reason} onValueChange={setReason} {...bad(lacksReason)} />,
            )}
            {field(
              'reveal-authority',
              `${word('custody.authority')} ${say('form.optional')}`,
              false,
              <InputGroup id="reveal-authority" maxLength={400} value={authority} onValueChange={setAuthority} />,
            )}
            {field(
              'reveal-passphrase',
              word('scan.passphrase'),
              lacksPassphrase,
              <InputGroup
                id="reveal-passphrase"
                type="password"
                autoComplete="off"
                value={passphrase}
                onValueChange={setPassphrase}
                {...bad(lacksPassphrase)}
              />,
            )}
            <FaultNotice fault={fault} />
            <p className="th-training-text">{word('reveal.journalled')}</p>
          </DialogBody>
          <DialogFooter
            actions={
              <>
                <Button text={say('form.cancel')} onClick={onClose} />
                <Button type="submit" intent={Intent.WARNING} loading={busy} text={word('reveal.show')} />
              </>
            }
          />
        </form>
      ) : (
        <>
          <DialogBody>
            <Notice compact intent={Intent.WARNING} title={word('reveal.shownTitle')}>
              {word('reveal.shown')}
            </Notice>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long text is scrolled by keys */}
            <section className="th-revealed" tabIndex={0} aria-label={word(`reveal.${what}`)}>
              {shown.text}
            </section>
            {shown.place === undefined || shown.place === null ? null : (
              <p className="th-muted">
                <span className="th-mono">{shown.place.path}</span> · {word('atOffset', { offset: offsetText(shown.place.offset) })}
              </p>
            )}
          </DialogBody>
          <DialogFooter actions={<Button autoFocus intent={Intent.PRIMARY} text={word('reveal.hide')} onClick={onClose} />} />
        </>
      )}
    </AskDialog>
  );
}
