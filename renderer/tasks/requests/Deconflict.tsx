// Comparing with another unit without showing either case: a key made by one, approved by both, a set written, the other's compared. What whoever holds the
// key can guess stands first.
import { Button, Callout, Checkbox, FormGroup, InputGroup, Intent, TextArea } from '@blueprintjs/core';
import { Document, FolderOpen } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import { IDENTIFIER_TYPES } from '../../../shared/contract/deconflict.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { TimeCell } from '../../design/localTimes.tsx';
import { Notice } from '../../design/Notice.tsx';
import { Facts, FaultNotice, Id, Panel } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';

type Compared = CallOutput<'deconflict.compare'>;
type Counts = Compared['own'];
type Kind = (typeof IDENTIFIER_TYPES)[number];
const JOBS = ['deconflict.export', 'deconflict.compare'] as const;

export function Deconflict(): ReactNode {
  const say = useWords();
  const [name, setName] = useState('');
  const [key, setKey] = useState<readonly Granted[]>([]);
  return (
    <>
      <Callout compact intent={Intent.WARNING}>
        <strong>{say('deconflict.guessTitle')}</strong> · {say('deconflict.guess')}
      </Callout>
      <div className="th-columns th-columns-wide th-form-gap">
        <div className="th-stack">
          <MakeKey name={name} onName={setName} />
          <Exchanges />
        </div>
        <UseKey name={name} chosen={key} onChosen={setKey} />
      </div>
    </>
  );
}

function MakeKey({ name, onName }: { readonly name: string; readonly onName: (name: string) => void }): ReactNode {
  const say = useWords();
  const { act, announce } = useSession();
  const [purpose, setPurpose] = useState('');
  const make = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    const made = await act('deconflict.new', { out: folder.grant, purpose: purpose.trim(), name: name.trim() });
    if (made === null) return;
    announce(say('deconflict.made', { file: made.file }));
    setPurpose('');
  };
  return (
    <Panel title={say('deconflict.make')}>
      <p className="th-muted">{say('deconflict.makeIs')}</p>
      <FormGroup label={say('deconflict.name')} labelFor="deconflict-name" helperText={say('deconflict.nameHelp')}>
        <InputGroup id="deconflict-name" maxLength={400} value={name} onValueChange={onName} />
      </FormGroup>
      <FormGroup label={say('deconflict.purpose')} labelFor="deconflict-purpose">
        <TextArea
          id="deconflict-purpose"
          fill
          rows={2}
          maxLength={2000}
          value={purpose}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
      </FormGroup>
      <ChooseButton
        purpose="saveFolder"
        icon={<FolderOpen />}
        disabled={name.trim() === '' || purpose.trim() === ''}
        text={say('deconflict.makeDo')}
        suggestedName="exchange"
        onChosen={(chosen) => void make(chosen)}
      />
    </Panel>
  );
}

function Exchanges(): ReactNode {
  const say = useWords();
  const { data, fault } = useAsk('deconflict.list', {});
  return (
    <Panel title={say('deconflict.exchanges')}>
      <FaultNotice fault={fault} />
      {(data?.exchanges ?? []).length === 0 ? <p className="th-muted">{say('deconflict.none')}</p> : null}
      <ul className="th-plain-list">
        {data?.exchanges.map(({ exchange, keySha256, purpose, approved, approvals, exported, compared }) => (
          <li key={`${exchange} ${keySha256}`}>
            <strong>
              <span aria-hidden="true">{approved ? '●' : '◐'}</span> {say(`deconflict.approved.${approved ? 'both' : 'one'}`)}
            </strong>{' '}
            {purpose}
            {approvals.map(({ event, party, name, time, note }) => (
              <div key={event} className="th-muted">
                {say(`deconflict.party.${party}`)}: {name}, <TimeCell at={time} form="utc" /> {note}
              </div>
            ))}
            <div className="th-muted th-small">{say('deconflict.uses', { exported, compared })}</div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface UseKeyProps {
  readonly name: string;
  readonly chosen: readonly Granted[];
  readonly onChosen: (chosen: readonly Granted[]) => void;
}

function UseKey({ name, chosen, onChosen }: UseKeyProps): ReactNode {
  const say = useWords();
  const { act, work } = useSession();
  const [other, setOther] = useState('');
  const [list, setList] = useState<readonly Granted[]>([]);
  const [written, setWritten] = useState<CallOutput<'deconflict.export'> | null>(null);
  const [compared, setCompared] = useState<Compared | null>(null);
  const key = chosen[0]?.grant;
  const [kinds, setKinds] = useState<readonly Kind[]>(IDENTIFIER_TYPES);
  const [all, setAll] = useState(false);
  const chosenKinds = { kinds: [...kinds], people: all ? ('all' as const) : ('worked' as const) };
  const withList = { ...(list[0] === undefined ? {} : { list: list[0].grant }), ...chosenKinds };
  const approve = (party: 'own' | 'other', by: string) =>
    key !== undefined && void act('deconflict.approve', { key, party, name: by.trim() });
  const write = async ([folder]: readonly Granted[]) => {
    if (folder === undefined || key === undefined) return;
    setWritten(null);
    setWritten(await work('deconflict.export', say('deconflict.writing'), { key, out: folder.grant, ...withList }));
  };
  const compare = async ([theirs]: readonly Granted[]) => {
    if (theirs === undefined || key === undefined) return;
    setCompared(null);
    setCompared(await work('deconflict.compare', say('deconflict.comparing'), { key, theirs: theirs.grant, ...withList }));
  };
  return (
    <Panel title={say('deconflict.use')}>
      <FormGroup label={say('deconflict.key')}>
        <ChooseButton purpose="openFiles" icon={<Document />} text={say('requests.choose')} chosen={chosen} onChosen={onChosen} />
      </FormGroup>
      <FormGroup label={say('deconflict.approve')} helperText={say('deconflict.approveIs')}>
        <div className="th-actions">
          <Button
            disabled={key === undefined || name.trim() === ''}
            text={say('deconflict.approveOwn')}
            onClick={() => approve('own', name)}
          />
        </div>
      </FormGroup>
      <FormGroup label={say('deconflict.other')} labelFor="deconflict-other">
        <div className="th-actions">
          <InputGroup id="deconflict-other" maxLength={400} value={other} onValueChange={setOther} />
          <Button
            disabled={key === undefined || other.trim() === ''}
            text={say('deconflict.approveOther')}
            onClick={() => approve('other', other)}
          />
        </div>
      </FormGroup>
      <FormGroup label={say('deconflict.list')} helperText={say('deconflict.listHelp')}>
        <ChooseButton purpose="openFiles" icon={<Document />} text={say('requests.choose')} chosen={list} onChosen={setList} />
      </FormGroup>
      <FormGroup label={say('deconflict.kinds')} helperText={say('deconflict.kindsHelp')} role="group" aria-label={say('deconflict.kinds')}>
        <div>
          {IDENTIFIER_TYPES.map((kind) => (
            <Checkbox
              key={kind}
              inline
              label={say(`deconflict.types.${kind}`)}
              checked={kinds.includes(kind)}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                setKinds(IDENTIFIER_TYPES.filter((one) => (one === kind ? on : kinds.includes(one))));
              }}
            />
          ))}
        </div>
        <Checkbox label={say('deconflict.allPeople')} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
      </FormGroup>
      <div className="th-actions">
        <ChooseButton
          purpose="saveFolder"
          icon={<FolderOpen />}
          disabled={key === undefined || kinds.length === 0}
          text={say('deconflict.export')}
          suggestedName="exchange"
          onChosen={(folders) => void write(folders)}
        />
        <ChooseButton
          purpose="openFiles"
          intent={Intent.PRIMARY}
          disabled={key === undefined || kinds.length === 0}
          text={say('deconflict.compare')}
          onChosen={(files) => void compare(files)}
        />
      </div>
      <JobPanel names={JOBS} />
      {written === null ? null : (
        <Notice compact intent={Intent.SUCCESS} title={say('deconflict.written', { file: written.file })} className="th-form-gap">
          <p>{countsText(say, written.counts)}</p>
          <Facts rows={[['SHA-256', <Id key="s" value={written.sha256} full />]]} />
        </Notice>
      )}
      {compared === null ? null : <Hits compared={compared} />}
    </Panel>
  );
}

function Hits({ compared: { hits, theirs } }: { readonly compared: Compared }): ReactNode {
  const say = useWords();
  return (
    <Notice compact title={say('deconflict.hits', { count: groupThousands(hits.length) })} className="th-form-gap">
      <ul className="th-plain-list">
        {hits.map(({ type, value, where }) => (
          <li key={`${type} ${value}`}>
            {say(`deconflict.types.${type}`)} <Id value={value} full /> <span className="th-muted">{where.join(', ')}</span>
          </li>
        ))}
      </ul>
      <p className="th-muted th-small">{say('deconflict.theirs', { counts: countsText(say, theirs) })}</p>
      <p className="th-muted th-small">{say('deconflict.hitMeans')}</p>
    </Notice>
  );
}

function countsText(say: Words, counts: Counts): string {
  return counts.map(({ type, count }) => `${say(`deconflict.types.${type}`)}: ${groupThousands(count)}`).join(' · ');
}
