// One request: what it states, its sheet, what became of it, and its answers.
import { Button, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { FolderOpen, Import } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { REQUEST_STATES, type RequestView } from '../../../shared/contract/requests.ts';
import { formatBytes, groupThousands } from '../../design/amounts.ts';
import { Notice } from '../../design/Notice.tsx';
import { Facts, Id, Panel } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { type Locale, useLanguage } from '../../session/language.ts';
import { useSession } from '../../session/session.ts';
import { SheetLanguage } from '../../session/SheetLanguage.tsx';
import { useWords } from '../../session/words.ts';

export const STATE_GLYPHS = { prepared: '○', sent: '◐', answered: '●', refused: '✕' } as const;
const SHEET_JOBS = ['requests.saveSheet', 'requests.saveAnswer'] as const;

export function RequestDetails({ view }: { readonly view: RequestView }): ReactNode {
  const say = useWords();
  const { request, kind, recipient, contact, subjects, legalBasis, asked, answerBy, event } = view;
  return (
    <div className="th-columns th-columns-wide">
      <Panel title={`${request} · ${say(`requests.kinds.${kind}`)}`}>
        <Facts
          rows={[
            [say('requests.recipient'), recipient],
            ...contact.map(({ name, value }): [string, string] => [name, value]),
            answerBy === '' ? null : [say('requests.answerBy'), answerBy],
            [
              say('requests.basis'),
              legalBasis === null ? say('requests.noBasis') : `${legalBasis.file} (SHA-256 ${legalBasis.sha256.slice(0, 16)}…)`,
            ],
            asked === '' ? null : [say('requests.asked'), asked],
            [say('requests.from'), say('requests.fromEvent', { event: groupThousands(event) })],
          ]}
        />
        <ul className="th-plain-list">
          {subjects.map(({ chain, chainName, address, transfers, more }) => (
            <li key={`${chain} ${address}`}>
              {chainName} <Id value={address} full />
              <div className="th-muted">
                {say('requests.listed', { count: groupThousands(transfers.length), more: groupThousands(more) })}
              </div>
            </li>
          ))}
        </ul>
        <Sheet request={request} />
      </Panel>
      <Steps view={view} />
    </div>
  );
}

function Sheet({ request }: { readonly request: number }): ReactNode {
  const say = useWords();
  const { work } = useSession();
  const [locale, setLocale] = useState<Locale>(useLanguage().locale);
  const [format, setFormat] = useState<'pdf' | 'html'>('pdf');
  const [saved, setSaved] = useState<CallOutput<'requests.saveSheet'> | null>(null);
  const save = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    setSaved(null);
    setSaved(await work('requests.saveSheet', say('requests.printing'), { request, out: folder.grant, format, locale }));
  };
  return (
    <>
      <div className="th-form-two th-form-gap">
        <SheetLanguage id="request-locale" fill label={say('requests.language')} value={locale} onChange={setLocale} />
        <FormGroup label={say('requests.form')} labelFor="request-format">
          <HTMLSelect
            id="request-format"
            fill
            value={format}
            options={['pdf', 'html'].map((value) => ({ value, label: value.toUpperCase() }))}
            onChange={(event) => setFormat(event.currentTarget.value as 'pdf' | 'html')}
          />
        </FormGroup>
      </div>
      <ChooseButton
        purpose="saveFolder"
        intent={Intent.PRIMARY}
        icon={<FolderOpen />}
        text={say('requests.print')}
        suggestedName="requests"
        onChosen={(chosen) => void save(chosen)}
      />
      <JobPanel names={SHEET_JOBS} />
      {saved === null ? null : (
        <Notice compact intent={Intent.SUCCESS} title={say('requests.saved', { name: saved.name })} className="th-form-gap">
          <Facts rows={[['SHA-256', <Id key="s" value={saved.sha256} full />]]} />
        </Notice>
      )}
    </>
  );
}

function Steps({ view: { request, steps } }: { readonly view: RequestView }): ReactNode {
  const say = useWords();
  const { act, work, go } = useSession();
  const [state, setState] = useState<RequestView['state']>('sent');
  const [day, setDay] = useState('');
  const [note, setNote] = useState('');
  const ready = /^\d{4}-\d\d-\d\d$/.test(day);
  const done = () => setNote('');
  const set = async () => {
    if ((await act('requests.set', { request, state, day, note: note.trim() })) !== null) done();
  };
  const answer = async ([file]: readonly Granted[]) => {
    if (file !== undefined && (await act('requests.answer', { request, file: file.grant, day, note: note.trim() })) !== null) done();
  };
  const write = async (sha256: string, [folder]: readonly Granted[]) => {
    if (folder !== undefined) await work('requests.saveAnswer', say('requests.writing'), { request, sha256, out: folder.grant });
  };
  return (
    <Panel title={say('requests.became')}>
      {steps.length === 0 ? <p className="th-muted">{say('requests.nothingYet')}</p> : null}
      <ul className="th-plain-list">
        {steps.map(({ event, state: to, day: on, note: said, answer: kept }) => (
          <li key={event}>
            <strong>
              <span aria-hidden="true">{STATE_GLYPHS[to]}</span> {say(`requests.states.${to}`)}
            </strong>{' '}
            {on} {said}
            {kept === null ? null : (
              <div>
                {kept.name} · {formatBytes(kept.sizeBytes)} <Id value={kept.sha256} />
                <div className="th-actions">
                  <ChooseButton
                    purpose="saveFolder"
                    size="small"
                    icon={<FolderOpen />}
                    text={say('requests.writeAnswer')}
                    suggestedName="answers"
                    onChosen={(chosen) => void write(kept.sha256, chosen)}
                  />
                  {kept.source === null ? (
                    <Button
                      size="small"
                      icon={<Import />}
                      text={say('requests.takeIn')}
                      title={say('requests.takeInIs')}
                      onClick={() => go({ task: 'sources' })}
                    />
                  ) : (
                    <span className="th-muted">{say('requests.takenIn', { name: kept.source.name })}</span>
                  )}
                </div>
              </div>
            )}
          </li>
        ))}
      </ul>
      <div className="th-form-two">
        <FormGroup label={say('requests.state')} labelFor="request-state">
          <HTMLSelect
            id="request-state"
            fill
            value={state}
            options={REQUEST_STATES.map((value) => ({ value, label: say(`requests.states.${value}`) }))}
            onChange={(event) => setState(event.currentTarget.value as RequestView['state'])}
          />
        </FormGroup>
        <FormGroup label={say('requests.day')} labelFor="request-day">
          <InputGroup id="request-day" type="date" value={day} onValueChange={setDay} />
        </FormGroup>
      </div>
      <FormGroup label={say('requests.note')} labelFor="request-note">
        <InputGroup id="request-note" maxLength={2000} value={note} onValueChange={setNote} />
      </FormGroup>
      <div className="th-actions">
        <Button intent="primary" disabled={!ready} text={say('requests.record')} onClick={() => void set()} />
        <ChooseButton
          purpose="openFiles"
          icon={<Import />}
          disabled={!ready}
          text={say('requests.keepAnswer')}
          onChosen={(chosen) => void answer(chosen)}
        />
      </div>
      <p className="th-muted th-small th-form-gap">{say('requests.answerIs')}</p>
    </Panel>
  );
}
