// Registers a seized thing, or takes a copy in: it is read whole and hashed, never changed, and stays where it is.
import { Button, Checkbox, FormGroup, HTMLSelect, InputGroup, Intent, TextArea } from '@blueprintjs/core';
import { Document, FolderOpen } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { Exhibit } from '../../../shared/contract/exhibit.ts';
import { Panel } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { type CustodyDraft, custodyOf, emptyCustody, HASH_FIELDS, hashOf, type HashName, isBegun, offsetOf } from './custodyDraft.ts';
import { CustodyFields, toFirstWrong, useOffset } from './CustodyFields.tsx';
import { useDeviceWords } from './words.tsx';

interface Props {
  readonly exhibits: readonly Exhibit[];
  /** What it is made from, where that is known already. */
  readonly from: number | null;
  readonly onDone: (id: number | null) => void;
}

export function ExhibitForm({ exhibits, from: initialFrom, onDone }: Props): ReactNode {
  const word = useDeviceWords();
  const say = useWords();
  const { work } = useSession();
  const offset = useOffset();
  const id = useId();
  const [number, setNumber] = useState('');
  const [from, setFrom] = useState(initialFrom);
  const [description, setDescription] = useState('');
  const [note, setNote] = useState('');
  const [files, setFiles] = useState<readonly Granted[]>([]);
  const [sums, setSums] = useState<Readonly<Record<HashName, string>>>({ sha256: '', sha1: '', md5: '' });
  const [withCustody, setWithCustody] = useState(true);
  const [custody, setCustody] = useState<CustodyDraft>(() => emptyCustody(initialFrom === null ? 'seized' : 'imaged', offsetOf(offset())));
  const [isTold, setTold] = useState(false);
  const [busy, setBusy] = useState(false);

  const isTaken = exhibits.some((one) => one.number === number.trim());
  const numberWrong =
    number.trim() === '' ? word('form.numberNeeded') : isTaken ? word('form.numberTaken', { number: number.trim() }) : null;
  const stated = HASH_FIELDS.filter((name) => sums[name].trim() !== '');
  const wrongSums = stated.filter((name) => hashOf(name, sums[name]) === null);
  const sumsWithout = stated.length > 0 && files.length === 0;
  const entry = withCustody ? custodyOf(custody) : null;
  const good = numberWrong === null && wrongSums.length === 0 && !sumsWithout && (!withCustody || entry !== null);

  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTold(true);
    if (!good) return toFirstWrong(event.currentTarget);
    setBusy(true);
    const done = await work(
      'exhibit.add',
      word('form.adding', { number: number.trim() }),
      {
        ...{ number: number.trim(), from, description: description.trim(), note: note.trim(), paths: files.map(({ grant }) => grant) },
        hashes: stated.map((name) => ({ name, value: hashOf(name, sums[name]) as string })),
        custody: entry === null ? [] : [entry],
      },
      number.trim(),
    );
    setBusy(false);
    if (done !== null) onDone(done.id);
  };
  const sumField = (name: HashName) => {
    const problem = wrongSums.includes(name)
      ? word('form.sumWrong', { name: word(`hash.${name}`) })
      : sumsWithout && sums[name] !== ''
        ? word('form.sumWithout')
        : null;
    return (
      <FormGroup
        label={word('form.expected', { name: word(`hash.${name}`) })}
        labelFor={`${id}-${name}`}
        {...(problem === null ? {} : { intent: Intent.DANGER, helperText: problem })}
      >
        <InputGroup
          id={`${id}-${name}`}
          className="th-mono"
          autoComplete="off"
          value={sums[name]}
          onValueChange={(value) => setSums({ ...sums, [name]: value })}
          {...(problem === null ? {} : { intent: Intent.DANGER, 'aria-invalid': true })}
        />
      </FormGroup>
    );
  };
  const shows = isTold || (number !== '' && isTaken);
  return (
    <Panel title={word('form.title')} className="th-exhibit-form">
      <form onSubmit={(event) => void add(event)}>
        <div className="th-form-two">
          <FormGroup
            label={word('form.number')}
            labelFor={`${id}-number`}
            {...(shows && numberWrong !== null
              ? { intent: Intent.DANGER, helperText: numberWrong }
              : { helperText: word('form.numberHelp') })}
          >
            <InputGroup
              id={`${id}-number`}
              autoFocus
              maxLength={400}
              value={number}
              onValueChange={setNumber}
              {...(shows && numberWrong !== null ? { intent: Intent.DANGER, 'aria-invalid': true } : {})}
            />
          </FormGroup>
          <FormGroup label={word('form.from')} labelFor={`${id}-from`}>
            <HTMLSelect
              id={`${id}-from`}
              fill
              value={from ?? ''}
              onChange={(event) => setFrom(event.currentTarget.value === '' ? null : Number(event.currentTarget.value))}
              options={[
                { value: '', label: word('form.fromNothing') },
                ...exhibits.map((one) => ({ value: one.id, label: `${one.number} · ${one.description}` })),
              ]}
            />
          </FormGroup>
        </div>
        <FormGroup label={word('form.description')} labelFor={`${id}-description`}>
          <InputGroup
            id={`${id}-description`}
            maxLength={400}
            placeholder={word('form.descriptionExample')}
            value={description}
            onValueChange={setDescription}
          />
        </FormGroup>
        <FormGroup label={word('form.note')} labelFor={`${id}-note`}>
          <TextArea id={`${id}-note`} fill maxLength={400} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        </FormGroup>
        <h3>{word('form.copy')}</h3>
        <p className="th-muted th-small">{word('form.copyIs')}</p>
        <div className="th-actions th-exhibit-choose">
          <ChooseButton purpose="openFiles" icon={<Document />} text={word('form.files')} onChosen={(more) => setFiles(more)} />
          <ChooseButton purpose="openFolder" icon={<FolderOpen />} text={word('form.folder')} onChosen={(more) => setFiles(more)} />
          {files.length === 0 ? (
            <span className="th-muted">{word('form.nothingChosen')}</span>
          ) : (
            <>
              <span className="th-break">{files.map((one) => one.name).join(', ')}</span>
              <Button size="small" variant="minimal" text={word('form.clear')} onClick={() => setFiles([])} />
            </>
          )}
        </div>
        {sumField('sha256')}
        <div className="th-form-two">
          {sumField('sha1')}
          {sumField('md5')}
        </div>
        <h3>{word('form.firstCustody')}</h3>
        <Checkbox
          checked={withCustody}
          disabled={withCustody && isBegun(custody)}
          label={word('form.withCustody')}
          onChange={(event) => setWithCustody(event.currentTarget.checked)}
        />
        {withCustody ? <CustodyFields draft={custody} onDraft={setCustody} isTold={isTold} /> : null}
        {isTold && !good ? (
          <p role="alert" className="th-sums-misfit">
            {word('form.notYet')}
          </p>
        ) : null}
        <div className="th-actions">
          <Button type="submit" intent={Intent.PRIMARY} loading={busy} text={word(files.length === 0 ? 'form.register' : 'form.takeIn')} />
          <Button text={say('form.cancel')} onClick={() => onDone(null)} />
        </div>
      </form>
    </Panel>
  );
}
