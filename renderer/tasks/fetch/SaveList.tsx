// Writing the fetch list for the courier: as a file, and as sheets with QR codes; in words, what is and is not in it.
import { Checkbox, Intent } from '@blueprintjs/core';
import { FolderOpen } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { Facts, Id, Panel } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { type Locale, useLanguage } from '../../session/language.ts';
import { useSession } from '../../session/session.ts';
import { SheetLanguage } from '../../session/SheetLanguage.tsx';
import { useWords } from '../../session/words.ts';

export function SaveList({ missing }: { readonly missing: number }): ReactNode {
  const say = useWords();
  const { work } = useSession();
  const [sheet, setSheet] = useState(true);
  const [reasons, setReasons] = useState(false);
  const [all, setAll] = useState(false);
  const [locale, setLocale] = useState<Locale>(useLanguage().locale);
  const [saved, setSaved] = useState<CallOutput<'fetch.save'> | null>(null);
  const save = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    setSaved(null);
    setSaved(await work('fetch.save', say('fetch.saving'), { out: folder.grant, folder: { sheet }, locale, all, reasons }));
  };
  return (
    <Panel title={say('fetch.save')}>
      <p className="th-muted">{say('fetch.saveAbout')}</p>
      <Checkbox checked={sheet} onChange={(event) => setSheet(event.currentTarget.checked)} label={say('fetch.sheet')} />
      {sheet ? <SheetLanguage id="fetch-locale" inline label={say('fetch.language')} value={locale} onChange={setLocale} /> : null}
      <Checkbox checked={reasons} onChange={(event) => setReasons(event.currentTarget.checked)} label={say('fetch.withReasons')} />
      <Checkbox checked={all} onChange={(event) => setAll(event.currentTarget.checked)} label={say('fetch.alsoArrived')} />
      {missing === 0 && !all ? (
        <p className="th-muted">{say('fetch.disclosedNothing')}</p>
      ) : (
        <ChooseButton
          purpose="saveFolder"
          intent={Intent.PRIMARY}
          icon={<FolderOpen />}
          text={say('fetch.choose')}
          suggestedName="fetch-list"
          onChosen={(chosen) => void save(chosen)}
        />
      )}
      <JobPanel names={['fetch.save']} />
      {saved === null ? null : (
        <Notice
          compact
          intent={Intent.SUCCESS}
          title={say('fetch.saved', { name: saved.name, items: saved.items })}
          className="th-form-gap"
        >
          {saved.sheet === null ? null : <p>{say('fetch.savedSheet', { name: saved.sheet.name, pages: saved.sheet.pages })}</p>}
          <Facts
            rows={[
              [say('fetch.listId'), <Id key="l" value={saved.list} full />],
              ['SHA-256', <Id key="s" value={saved.sha256} full />],
            ]}
          />
          <p>{say('fetch.savedNext')}</p>
        </Notice>
      )}
    </Panel>
  );
}
