// The mappings saved in the examiner's profile: look at them, bring one in from a file, write one out, remove one.
import { Button, Intent } from '@blueprintjs/core';
import { Document, FolderOpen, Trash } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../../shared/chooser/contract.ts';
import { Notice } from '../../../design/Notice.tsx';
import { Empty, FaultNotice, Id, Loading, Panel } from '../../../design/pieces.tsx';
import { ChooseButton } from '../../../session/ChooseButton.tsx';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';

export function SavedMappings(): ReactNode {
  const say = useWords();
  const { act, announce } = useSession();
  const { data, fault } = useAsk('profile.list', {});
  const [removing, setRemoving] = useState<string | null>(null);
  const bring = async ([file]: readonly Granted[]) => {
    if (file === undefined) return;
    const saved = await act('profile.save', { file: file.grant });
    if (saved !== null) announce(say('mapping.saved', { id: saved.id, version: saved.version }));
  };
  const write = async (id: string, [folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    const written = await act('profile.export', { id, out: folder.grant, folder: true });
    if (written !== null) announce(say('mapping.written', { name: written.name }));
  };
  const remove = async (id: string) => {
    setRemoving(null);
    if ((await act('profile.remove', { id })) !== null) announce(say('mapping.removed', { id }));
  };
  if (data === null) return fault === null ? <Loading /> : <FaultNotice fault={fault} />;
  const importButton = (
    <ChooseButton purpose="openFiles" icon={<Document />} text={say('mapping.bring')} onChosen={(chosen) => void bring(chosen)} />
  );
  if (data.profiles.length === 0 && data.unreadable.length === 0)
    return <Empty title={say('mapping.none')} next={say('mapping.noneNext')} action={importButton} />;
  return (
    <Panel title={say('mapping.savedList')} aside={importButton}>
      <p className="th-muted th-small">{say('mapping.savedAbout')}</p>
      <table className="th-plain" aria-label={say('mapping.savedList')}>
        <thead>
          <tr>
            {['name', 'shortName', 'version', 'family', 'columns', 'digest'].map((name) => (
              <th key={name}>{say(`mapping.${name}`)}</th>
            ))}
            <th>{say('mapping.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {data.profiles.map(({ id, title, version, family, columns, sha256 }) => (
            <tr key={id}>
              <td>{title === '' ? '–' : title}</td>
              <td>
                <code>{id}</code>
              </td>
              <td>{version}</td>
              <td>{say(`mapping.families.${family}`)}</td>
              <td>{columns}</td>
              <td>
                <Id value={sha256} />
              </td>
              <td>
                <div className="th-actions">
                  <ChooseButton
                    purpose="saveFolder"
                    icon={<FolderOpen />}
                    text={say('mapping.write')}
                    onChosen={(chosen) => void write(id, chosen)}
                  />
                  {removing === id ? (
                    <Button intent={Intent.DANGER} text={say('mapping.removeSure')} onClick={() => void remove(id)} />
                  ) : (
                    <Button
                      icon={<Trash />}
                      text={say('mapping.remove')}
                      aria-label={say('mapping.removeNamed', { id })}
                      onClick={() => setRemoving(id)}
                    />
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.unreadable.map(({ file, reason }) => (
        <Notice key={file} compact intent={Intent.WARNING}>
          {say('mapping.unreadable', { file, reason })}
        </Notice>
      ))}
    </Panel>
  );
}
