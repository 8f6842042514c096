// One version of a list: where it is from, what was refused and why, what it changed, and withdrawing it.
import { HTMLSelect } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { LabelPack } from '../../../shared/contract/labels.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Facts, FaultNotice, Id, Panel } from '../../design/pieces.tsx';
import { formatTime } from '../../design/times.ts';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWithdraw } from '../../session/withdraw.tsx';
import { useWords } from '../../session/words.ts';
import { Changes } from './Changes.tsx';
import { refusedOf, stateOf } from './labelWords.tsx';

const KINDS = ['removed', 'changed', 'added'] as const;

export function ListDetails({ pack }: { readonly pack: LabelPack }): ReactNode {
  const say = useWords();
  const { act, announce } = useSession();
  const { button, form } = useWithdraw(pack.withdrawn ? null : pack.source, say('labels.withdrawHelp'));
  const { note } = pack;
  const saveRefused = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    const written = await act('intake.rejected', { source: pack.source, out: folder.grant, folder: true });
    if (written !== null) announce(say('sources.rejectedSaved', { name: written.name, count: written.rows }));
  };
  return (
    <Panel title={note.title} aside={button}>
      {form}
      <Facts
        rows={[
          [say('labels.file'), pack.name],
          note.creator === '' ? null : [say('labels.creator'), note.creator],
          [say('labels.asOf'), note.asOf === '' ? say('labels.noDay') : note.asOf],
          [say('sources.state'), say(`labels.stateIs.${stateOf(pack)}`, { version: pack.version, versions: pack.versions })],
          [say('sources.tabLabels'), groupThousands(pack.labels)],
          note.actors === 0 ? null : [say('labels.actors'), groupThousands(note.actors)],
          [say('sources.taken'), formatTime(pack.taken)],
          pack.exhibit === '' ? null : [say('sources.exhibit'), pack.exhibit],
          [say('sources.importer'), pack.importer],
          pack.sha256 === null ? null : ['SHA-256', <Id key="h" value={pack.sha256} full />],
          note.signature === null
            ? null
            : [
                say('labels.signature'),
                say(`labels.signatureIs.${note.signature.state}`, { file: note.signature.file, key: note.signature.key }),
              ],
        ]}
      />
      {refusedOf(pack) === 0 ? null : (
        <>
          <h3>{say('labels.refusedRows', { count: groupThousands(refusedOf(pack)) })}</h3>
          <ul className="th-checks">
            {Object.entries(note.refused).map(([code, count]) => (
              <li key={code}>
                {groupThousands(count)} × {say.reason(code)}
              </li>
            ))}
          </ul>
          <ChooseButton purpose="saveFolder" text={say('sources.rejectedSave')} onChosen={(chosen) => void saveRefused(chosen)} />
        </>
      )}
      {note.previous === null ? null : <Since pack={pack} />}
    </Panel>
  );
}

function Since({ pack }: { readonly pack: LabelPack }): ReactNode {
  const say = useWords();
  const [kind, setKind] = useState<'' | (typeof KINDS)[number]>('');
  const answer = useAsk('labels.changes', { source: pack.source, ...(kind === '' ? {} : { kind }) });
  if (answer.data === null) return <FaultNotice fault={answer.fault} />;
  const { against, sum, changes, total } = answer.data;
  if (against === null) return null;
  return (
    <>
      <div className="th-panel-head">
        <h3>{say('labels.since', { number: against.number, asOf: against.asOf === '' ? '–' : against.asOf })}</h3>
        <HTMLSelect
          aria-label={say('labels.changeKind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as typeof kind)}
          options={[
            { value: '', label: say('labels.everyChange') },
            ...KINDS.map((value) => ({ value, label: say(`labels.change.${value}`) })),
          ]}
        />
      </div>
      <Changes sum={sum} changes={changes} more={total - changes.length} />
    </>
  );
}
