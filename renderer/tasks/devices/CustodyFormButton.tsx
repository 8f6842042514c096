// Writes the custody form of all exhibits, in the language of the window.
import { Document } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Id } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useLanguage } from '../../session/language.ts';
import { useSession } from '../../session/session.ts';
import { useDeviceWords } from './words.tsx';

export function CustodyFormButton(): ReactNode {
  const word = useDeviceWords();
  const { work } = useSession();
  const { locale } = useLanguage();
  const [saved, setSaved] = useState<CallOutput<'custody.save'> | null>(null);
  const save = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    setSaved(null);
    setSaved(await work('custody.save', word('custodySaving'), { exhibits: [], out: folder.grant, locale }));
  };
  return (
    <>
      {saved === null ? null : (
        <span className="th-muted" role="status">
          {word('custodySaved', { name: saved.name, pages: saved.pages })} <Id value={saved.sha256} />
        </span>
      )}
      <ChooseButton
        purpose="saveFolder"
        icon={<Document />}
        text={word('custodyForm')}
        suggestedName="custody"
        onChosen={(chosen) => void save(chosen)}
      />
    </>
  );
}
