// Taking a list of labels in: chosen, looked at (what it holds, what would be refused, what it changes against the version before), then
// taken in. Several files at once are taken in without the look.
import { Button, Dialog, DialogBody, DialogFooter, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { Document } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { Facts } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { Changes } from './Changes.tsx';
import { refusedOf } from './labelWords.tsx';

const DAY = /^(\d{4}-\d{2}-\d{2})?$/;
const NEW = { asOf: '', replaces: '', exhibit: '', signatureKey: '' };

export function AddList({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const say = useWords();
  const { work, noteDone } = useSession();
  const packs = useAsk('labels.packs', open ? {} : null).data?.packs ?? [];
  const [chosen, setChosen] = useState<readonly Granted[]>([]);
  const [signature, setSignature] = useState<Granted | null>(null);
  const [texts, setTexts] = useState(NEW);
  const [preview, setPreview] = useState<CallOutput<'labels.preview'> | null>(null);
  const [single] = chosen.length === 1 ? chosen : [];
  const close = () => {
    setChosen([]);
    setSignature(null);
    setTexts(NEW);
    setPreview(null);
    onClose();
  };
  const said = (of: typeof texts, signed: Granted | null) => ({
    ...(of.asOf.trim() === '' ? {} : { asOf: of.asOf.trim() }),
    ...(of.replaces === '' ? {} : { replaces: of.replaces }),
    ...(signed === null ? {} : { signature: signed.grant }),
    ...(signed === null || of.signatureKey.trim() === '' ? {} : { signatureKey: of.signatureKey.trim() }),
  });
  const look = async (file: Granted | undefined, of = texts, signed = signature) => {
    setPreview(null);
    if (file === undefined || !DAY.test(of.asOf.trim())) return;
    setPreview(await work('labels.preview', say('labels.looking', { name: file.name }), { path: file.grant, ...said(of, signed) }));
  };
  const choose = (files: readonly Granted[]) => {
    setChosen(files);
    void look(files.length === 1 ? files[0] : undefined);
  };
  const change = (name: keyof typeof texts, value: string) => {
    const next = { ...texts, [name]: value };
    setTexts(next);
    if (name === 'replaces') void look(single, next);
  };
  const take = async () => {
    const input = { paths: chosen.map(({ grant }) => grant), exhibit: texts.exhibit.trim(), ...said(texts, signature) };
    close();
    const done = await work('labels.add', say('labels.adding'), input);
    if (done === null) return;
    const count = done.results.reduce((sum, { accepted }) => sum + accepted, 0);
    const refused = done.results.reduce((sum, { labels }) => sum + (labels === undefined ? 0 : refusedOf({ note: labels })), 0);
    noteDone(say('labels.tookIn', { count: groupThousands(count), refused: groupThousands(refused) }));
  };
  return (
    <Dialog isOpen={open} onClose={close} title={say('labels.add')} className="th-dialog-wide">
      <DialogBody>
        <p>{say('labels.addAbout')}</p>
        <ChooseButton purpose="openFiles" icon={<Document />} text={say('sources.chooseFiles')} onChosen={choose} />
        <p className={chosen.length === 0 ? 'th-muted' : 'th-chosen'}>
          {chosen.length === 0 ? say('chooser.nothing') : chosen.map(({ name }) => name).join(', ')}
        </p>
        {preview === null ? null : <Looked preview={preview} />}
        <div className="th-form-two">
          <FormGroup label={say('labels.replaces')} labelFor="list-replaces" helperText={say('labels.replacesHelp')}>
            <HTMLSelect
              id="list-replaces"
              fill
              value={texts.replaces}
              onChange={(event) => change('replaces', event.currentTarget.value)}
              options={[
                { value: '', label: say('labels.replacesAuto') },
                { value: 'none', label: say('labels.replacesNone') },
                ...packs
                  .filter(({ withdrawn, version, versions }) => !withdrawn && version === versions)
                  .map(({ source, number, note }) => ({
                    value: source,
                    label: `${number} · ${note.title}${note.asOf === '' ? '' : ` (${note.asOf})`}`,
                  })),
              ]}
            />
          </FormGroup>
          <FormGroup label={say('labels.asOf')} labelFor="list-day" labelInfo={say('form.optional')} helperText={say('labels.asOfHelp')}>
            <InputGroup
              id="list-day"
              value={texts.asOf}
              onValueChange={(value) => change('asOf', value)}
              onBlur={() => void (texts.asOf === '' ? null : look(single))}
              placeholder="YYYY-MM-DD"
              intent={DAY.test(texts.asOf.trim()) ? Intent.NONE : Intent.DANGER}
            />
          </FormGroup>
          <FormGroup label={say('sources.exhibit')} labelFor="list-exhibit" labelInfo={say('form.optional')}>
            <InputGroup id="list-exhibit" value={texts.exhibit} onValueChange={(value) => change('exhibit', value)} />
          </FormGroup>
          <FormGroup label={say('labels.signature')} labelInfo={say('form.optional')} helperText={say('labels.signatureHelp')}>
            <div className="th-actions">
              <ChooseButton
                purpose="openFiles"
                size="small"
                text={signature?.name ?? say('labels.chooseSignature')}
                onChosen={([file]) => {
                  setSignature(file ?? null);
                  void look(single, texts, file ?? null);
                }}
              />
              <InputGroup
                aria-label={say('labels.signatureKey')}
                placeholder={say('labels.signatureKey')}
                className="th-mono"
                value={texts.signatureKey}
                onValueChange={(value) => change('signatureKey', value)}
                onBlur={() => void (signature === null ? null : look(single))}
              />
            </div>
          </FormGroup>
        </div>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={say('form.cancel')} onClick={close} />
            <Button
              intent={Intent.PRIMARY}
              text={say('labels.take')}
              disabled={
                chosen.length === 0 || !DAY.test(texts.asOf.trim()) || (single !== undefined && preview === null) || preview?.known === true
              }
              onClick={() => void take()}
            />
          </>
        }
      />
    </Dialog>
  );
}

function Looked({ preview }: { readonly preview: CallOutput<'labels.preview'> }): ReactNode {
  const say = useWords();
  const { note, labels, previous, sameName, changes, known, refused } = preview;
  const sum = note.change;
  return (
    <>
      {known ? (
        <Notice compact intent={Intent.WARNING}>
          {say('labels.known')}
        </Notice>
      ) : null}
      {sameName === null ? null : (
        <Notice compact intent={Intent.WARNING}>
          {say('labels.sameList', { number: sameName.number, name: sameName.name })}
        </Notice>
      )}
      <Facts
        rows={[
          [say('labels.list'), note.title],
          [say('labels.asOf'), note.asOf === '' ? say('labels.noDay') : note.asOf],
          [say('sources.tabLabels'), groupThousands(labels)],
          note.actors === 0 ? null : [say('labels.actors'), groupThousands(note.actors)],
          [
            say('labels.refused'),
            refusedOf({ note }) === 0
              ? '0'
              : `${groupThousands(refusedOf({ note }))}: ${Object.entries(note.refused)
                  .map(([code, count]) => `${groupThousands(count)} × ${say.reason(code)}`)
                  .join('; ')}`,
          ],
          note.signature === null
            ? null
            : [
                say('labels.signature'),
                say(`labels.signatureIs.${note.signature.state}`, { file: note.signature.file, key: note.signature.key }),
              ],
        ]}
      />
      {refused.length === 0 ? null : (
        <details>
          <summary>{say('labels.refusedFirst')}</summary>
          <ul className="th-checks">
            {refused.slice(0, 50).map(({ row, reason, text }) => (
              <li key={`${row} ${text}`}>
                {say('labels.row')} {row}: <span className="th-mono th-break">{text}</span> – {say.reason(reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {previous === null || sum === null ? null : (
        <>
          <h3>{say('labels.since', { number: previous.number, asOf: previous.asOf === '' ? '–' : previous.asOf })}</h3>
          <div className="th-labels-preview">
            <Changes sum={sum} changes={changes} more={sum.added + sum.removed + sum.changed - changes.length} />
          </div>
        </>
      )}
    </>
  );
}
