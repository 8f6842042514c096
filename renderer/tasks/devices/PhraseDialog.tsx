// A phrase put together from parts that scans found and words typed from paper, of which one may not be readable. Typed words and passphrases stand in
// their fields alone, masked, never in the state of a component; the fields are emptied when the engine has them, and nothing here looks at a word.
import { Button, DialogBody, DialogFooter, FormGroup, HTMLSelect, InputGroup, Intent, Switch } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { AskDialog } from '../../design/AskDialog.tsx';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { FormLine } from '../../design/FormLine.tsx';
import { FaultNotice } from '../../design/pieces.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { PhraseFound } from './PhraseFound.tsx';
import { type Piece, PhrasePieces } from './PhrasePieces.tsx';
import { useDeviceWords } from './words.tsx';

type Asked = CallInput<'keys.complete'>;
/** Secrets that are typed: each in a field that holds it till the engine has it. */
const SECRET_FIELDS = ['words', 'extra', 'passphrase', 'again'] as const;
type SecretField = (typeof SECRET_FIELDS)[number];
const UNREADABLE = /[?？]/;
const MOST_WORDS = 24;

interface Props {
  readonly begin: readonly number[];
  readonly hasKey: boolean;
  readonly onKeys: () => void;
  readonly onClose: () => void;
}

export function PhraseDialog({ begin, hasKey, onKeys, onClose }: Props): ReactNode {
  const word = useDeviceWords();
  const say = useWords();
  const { work, noteDone } = useSession();
  const [pieces, setPieces] = useState<readonly Piece[]>(() => begin.map((trace) => ({ trace })));
  const [anyOrder, setAnyOrder] = useState(true);
  const [missing, setMissing] = useState('none');
  const [authority, setAuthority] = useState('');
  const [reason, setReason] = useState('');
  const [lacks, setLacks] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [found, setFound] = useState<CallOutput<'keys.complete'> | null>(null);
  const fields = useRef<Partial<Record<SecretField, HTMLInputElement | null>>>({});
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const typed = (field: SecretField): string => fields.current[field]?.value ?? '';
  const empty = () => {
    for (const field of Object.values(fields.current)) if (field != null) field.value = '';
  };

  const start = async (event: FormEvent) => {
    event.preventDefault();
    const needed = {
      pieces: pieces.length === 0 && typed('words').trim() === '',
      authority: authority.trim() === '',
      reason: reason.trim() === '',
      passphrase: (pieces.length > 0 || !hasKey) && typed('passphrase') === '',
      again: !hasKey && typed('again') !== typed('passphrase'),
    };
    const lacking = Object.entries(needed).flatMap(([name, isLacking]) => (isLacking ? [name] : []));
    setLacks(new Set(lacking));
    if (lacking.length > 0) return;
    const words = typed('words').trim();
    const asked: Asked = {
      ...{ pieces: [...pieces, ...(words === '' ? [] : [{ words }])], anyOrder, keep: true },
      ...{ missing: missingOf(missing, words), authority: authority.trim(), reason: reason.trim() },
      ...(typed('extra') === '' ? {} : { passphrase: typed('extra') }),
      ...(typed('passphrase') === '' ? {} : { secretsPassphrase: typed('passphrase') }),
    };
    setBusy(true);
    setFault(null);
    const done = await work('keys.complete', word('join.working'), asked, '', (error) => {
      if (isOpen.current) setFault(error);
      return isOpen.current;
    });
    if (!isOpen.current) {
      if (done !== null) noteDone(foundText(word, done), { text: word('tab.keys'), onClick: onKeys });
      return;
    }
    setBusy(false);
    // Refused words stay in their field, to be put right there; what was taken is gone from it.
    if (done === null) return;
    empty();
    setFound(done);
  };
  const close = () => {
    empty();
    onClose();
  };
  const secret = (field: SecretField, label: string, help: string | null = null) => (
    <FormGroup
      label={label}
      labelFor={`join-${field}`}
      {...(lacks.has(field)
        ? { intent: Intent.DANGER, helperText: word(field === 'again' ? 'scan.differs' : 'needed') }
        : help === null
          ? {}
          : { helperText: help })}
    >
      <InputGroup
        id={`join-${field}`}
        type="password"
        autoComplete={field === 'again' ? 'new-password' : 'off'}
        spellCheck={false}
        autoCapitalize="off"
        disabled={busy}
        inputRef={(input) => {
          fields.current[field] = input;
        }}
        {...(lacks.has(field) ? { intent: Intent.DANGER, 'aria-invalid': true } : {})}
      />
    </FormGroup>
  );
  const line = (name: 'authority' | 'reason', value: string) => ({
    ...{ id: `join-${name}`, disabled: busy, value },
    warn: lacks.has(name) && value.trim() === '' ? word('needed') : undefined,
  });
  return (
    <AskDialog className="th-dialog-wide" title={word('join.title')} onClose={close} canOutsideClickClose={false}>
      {found === null ? (
        <form onSubmit={(event) => void start(event)}>
          <DialogBody>
            <p>{word('join.about')}</p>
            <PhrasePieces chosen={pieces} disabled={busy} onChosen={setPieces} />
            {lacks.has('pieces') ? (
              <p className="th-check-fails" role="alert">
                {word('join.noPiece')}
              </p>
            ) : null}
            {secret('words', word('join.words'), word('join.wordsHelp'))}
            <div className="th-form-two">
              <FormGroup label={word('join.missing')} labelFor="join-missing" helperText={word('join.missingHelp')}>
                <HTMLSelect
                  id="join-missing"
                  fill
                  disabled={busy}
                  value={missing}
                  options={[
                    { value: 'none', label: word('join.missingNone') },
                    { value: 'anywhere', label: word('join.missingAnywhere') },
                    ...Array.from({ length: MOST_WORDS }, (_, at) => ({
                      value: String(at + 1),
                      label: word('join.missingAt', { place: at + 1 }),
                    })),
                  ]}
                  onChange={(event) => setMissing(event.currentTarget.value)}
                />
              </FormGroup>
              <FormGroup label={word('join.order')} helperText={word('join.orderHelp')}>
                <Switch
                  checked={anyOrder}
                  disabled={busy}
                  label={word('join.anyOrder')}
                  onChange={(event) => setAnyOrder(event.currentTarget.checked)}
                />
              </FormGroup>
            </div>
            <div className="th-form-two">
              <FormLine {...line('authority', authority)} label={word('join.authority')} onValue={setAuthority} />
              <FormLine {...line('reason', reason)} label={word('reveal.reason')} onValue={setReason} />
            </div>
            <div className="th-form-two">
              {secret('passphrase', word('scan.passphrase'), hasKey ? null : word('scan.keyWhy'))}
              {hasKey ? null : secret('again', word('scan.again'))}
              {secret('extra', `${word('join.extra')} ${say('form.optional')}`)}
            </div>
            <FaultNotice fault={fault} />
            <JobPanel names={['keys.complete']} />
            <p className="th-training-text">{word('join.journalled')}</p>
          </DialogBody>
          <DialogFooter
            actions={
              <>
                <Button text={busy ? word('join.goOnClosed') : say('form.cancel')} onClick={close} />
                <Button type="submit" intent={Intent.PRIMARY} loading={busy} text={word('join.start')} />
              </>
            }
          />
        </form>
      ) : (
        <>
          <DialogBody>
            <p>
              <strong>{foundText(word, found)}</strong>
            </p>
            <PhraseFound found={found} />
          </DialogBody>
          <DialogFooter
            actions={
              <>
                {found.kept.length === 0 ? (
                  <Button text={word('join.again')} onClick={() => setFound(null)} />
                ) : (
                  <Button
                    text={word('join.toKeys')}
                    onClick={() => {
                      onKeys();
                      close();
                    }}
                  />
                )}
                <Button autoFocus intent={Intent.PRIMARY} text={word('join.close')} onClick={close} />
              </>
            }
          />
        </>
      )}
    </AskDialog>
  );
}

function missingOf(chosen: string, words: string): NonNullable<Asked['missing']> {
  if (UNREADABLE.test(words)) return 'marked';
  return chosen === 'none' || chosen === 'anywhere' ? chosen : Number(chosen);
}

function foundText(word: ReturnType<typeof useDeviceWords>, { tried, good, used }: CallOutput<'keys.complete'>): string {
  return word('join.found', { tried: groupThousands(tried), good: groupThousands(good), used: groupThousands(used.length) });
}
