// One entry whole: what was typed and by whom, what it is worth now, and what leads on from it.
import { Button, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { Graph, Path, Person, Search } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Transcription } from '../../../shared/contract/transcribe.ts';
import { changesText } from '../../../shared/words/index.ts';
import { TimeCell } from '../../design/localTimes.tsx';
import { Facts, Id, Panel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { AskAbout } from '../../session/AskAbout.tsx';
import { useSession } from '../../session/session.ts';
import { AddToFetchList } from '../fetch/AddToFetchList.tsx';
import { Matches } from './Matches.tsx';
import { PersonLink } from './PersonLink.tsx';
import { useOpenId } from './useOpenId.ts';
import { changedPlaces, InFours, readFrom, StateTag, useFullWords, useTranscribeWords } from './words.tsx';

interface Props {
  readonly entry: Transcription;
  readonly onAgain: () => void;
}

export function EntryCard({ entry, onAgain }: Props): ReactNode {
  const word = useTranscribeWords();
  const full = useFullWords();
  const { act } = useSession();
  const [withdrawing, setWithdrawing] = useState<string | null>(null);
  const { state, hidden, typed, id, kind, changes, typings, withdrawn, examiner, note } = entry;
  const stands = withdrawn === '';
  const withdraw = async () => {
    if ((await act('transcribe.withdraw', { entry: entry.entry, reason: withdrawing?.trim() ?? '' })) !== null) setWithdrawing(null);
  };
  const marked = changes === null ? undefined : changedPlaces({ text: id, changes });
  return (
    <Panel title={word('number', { entry: entry.entry })} aside={<StateTag state={state} />} className="th-transcribe-card">
      {hidden ? (
        <p>{word('hidden')}</p>
      ) : (
        <p className="th-entry-id">
          <InFours text={id} {...(marked === undefined ? {} : { marked })} /> <Id value={id} />
        </p>
      )}
      <p>
        {stands && entry.basis === 'assumption' ? <StatementBadge kind="assumption" /> : null}{' '}
        {word(`stateIs.${state}`, { reason: withdrawn })}
      </p>
      <Facts
        rows={[
          hidden ? null : [word('kindIs'), word(`kind.${kind}`)],
          [word('column.where'), readFrom(entry)],
          [
            word('column.who'),
            <span key="who">
              {examiner}, <TimeCell at={Date.parse(entry.time) / 1000} />
            </span>,
          ],
          changes === null ? null : [word('changed'), word('takenFrom', { text: typed, changes: changesText(full, changes) })],
          note === '' ? null : [word('note'), note],
        ]}
      />
      {typings.map((one) => (
        <div key={`${one.examiner} ${one.time}`} className="th-entry-typing">
          <span>
            {word('reading', { examiner: one.examiner })} <strong>{word(one.alike ? 'alikeIs' : 'differsIs')}</strong>,{' '}
            {word(one.blind ? 'blind' : 'notBlind')}
          </span>
          {one.alike ? null : <InFours text={one.text.replace(/\s+/g, '')} marked={differing(one.text, typed)} />}
        </div>
      ))}
      {hidden ? (
        <div className="th-actions">
          <Button intent="primary" text={word('again')} onClick={onAgain} />
          <Button
            variant="minimal"
            text={word('look')}
            title={word('lookIs')}
            onClick={() => void act('transcribe.look', { entry: entry.entry })}
          />
        </div>
      ) : null}
      {hidden ? <p className="th-muted th-small">{word('lookIs')}</p> : null}
      {!hidden && stands && kind !== 'partial' && state !== 'fails' ? <LeadsOn entry={entry} /> : null}
      {!hidden && stands && kind !== 'unknown' && state !== 'fails' ? <Matches text={id} isPart={kind === 'partial'} /> : null}
      {stands && !hidden ? (
        withdrawing === null ? (
          <Button size="small" variant="minimal" text={word('withdraw')} onClick={() => setWithdrawing('')} />
        ) : (
          <div className="th-form th-form-line">
            <FormGroup label={word('withdrawReason')} labelFor="typed-withdraw">
              <InputGroup id="typed-withdraw" value={withdrawing} onValueChange={setWithdrawing} autoFocus />
            </FormGroup>
            <Button intent={Intent.DANGER} text={word('withdraw')} disabled={withdrawing.trim() === ''} onClick={() => void withdraw()} />
          </div>
        )
      ) : null}
    </Panel>
  );
}

/** Places at which one reading differs from another. */
function differing(text: string, other: string): ReadonlySet<number> {
  const [own, first] = [text.replace(/\s+/g, ''), other.replace(/\s+/g, '')];
  return new Set([...own].flatMap((one, at) => (one === first[at] ? [] : [at])));
}

function LeadsOn({ entry }: { readonly entry: Transcription }): ReactNode {
  const word = useTranscribeWords();
  const { go, catalog } = useSession();
  const openId = useOpenId();
  const [linking, setLinking] = useState(false);
  const { id, kind, seen, fetch, exhibit, state } = entry;
  const [held] = seen;
  const item = seen.find((one) => one.item !== null)?.item ?? null;
  const ofCoins = held !== undefined && catalog.chains.some((one) => one.id === held.chain);
  const why = word('fetchWhy', { exhibit, state: word(`state.${state}`) });
  return (
    <section>
      <h3>{word('leadsOn')}</h3>
      <div className="th-actions th-entry-leads">
        {held === undefined ? null : <Button icon={<Search />} text={word('lookUp')} onClick={() => openId(id, held.chain)} />}
        {item === null ? null : <Button icon={<Graph />} text={word('onCanvas')} onClick={() => go({ task: 'canvas', item })} />}
        {held === undefined || kind === 'block' ? null : (
          <Button
            icon={<Path />}
            text={word('trace')}
            onClick={() =>
              go(ofCoins ? { task: 'trace', seeds: [id] } : { task: 'accounts', accountsTab: 'trace', seeds: [id], chain: held.chain })
            }
          />
        )}
        {kind === 'address' ? (
          <Button icon={<Person />} text={word('toPerson')} aria-expanded={linking} onClick={() => setLinking(!linking)} />
        ) : null}
        {kind === 'address' && held !== undefined ? <AskAbout address={id} chain={held.chain} /> : null}
        <AddToFetchList items={fetch.map((one) => ({ ...one, why }))} />
      </div>
      {linking ? <PersonLink entry={entry} onDone={() => setLinking(false)} /> : null}
    </section>
  );
}
