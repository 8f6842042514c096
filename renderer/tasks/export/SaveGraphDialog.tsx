// A canvas or a run as a file for another program: which form, which language, where to. The engine writes; nothing is added.
import { Dialog, DialogBody, FormGroup, HTMLSelect, Intent } from '@blueprintjs/core';
import { FolderOpen } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { GRAPH_FORMATS } from '../../../shared/contract/exchange.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { Facts, Id } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { type Locale, useLanguage } from '../../session/language.ts';
import { useSession } from '../../session/session.ts';
import { SheetLanguage } from '../../session/SheetLanguage.tsx';
import { useWords } from '../../session/words.ts';

type Asked = CallInput<'exchange.saveGraph'>;
const GRAPH_JOBS = ['exchange.saveGraph'] as const;

export function SaveGraphDialog({ of, onClose }: { readonly of: Asked['of']; readonly onClose: () => void }): ReactNode {
  const say = useWords();
  const { work } = useSession();
  const [format, setFormat] = useState<Asked['format']>('graphml');
  const [locale, setLocale] = useState<Locale>(useLanguage().locale);
  const [saved, setSaved] = useState<CallOutput<'exchange.saveGraph'> | null>(null);
  const save = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    setSaved(null);
    setSaved(await work('exchange.saveGraph', say('graph.working'), { of, format, locale, out: folder.grant }));
  };
  return (
    <Dialog isOpen onClose={onClose} title={say('graph.title')} className="th-canvas-dialog" shouldReturnFocusOnClose={false}>
      <DialogBody>
        <p>{say('graph.is')}</p>
        <div className="th-form-two">
          <FormGroup label={say('graph.format')} labelFor="graph-format" helperText={say(`graph.formatIs.${format}`)}>
            <HTMLSelect
              id="graph-format"
              fill
              value={format}
              options={GRAPH_FORMATS.map((value) => ({ value, label: say(`graph.formats.${value}`) }))}
              onChange={(event) => setFormat(event.currentTarget.value as Asked['format'])}
            />
          </FormGroup>
          <SheetLanguage id="graph-locale" fill label={say('graph.language')} value={locale} onChange={setLocale} />
        </div>
        <ChooseButton
          purpose="saveFolder"
          intent={Intent.PRIMARY}
          icon={<FolderOpen />}
          text={say('graph.save')}
          suggestedName="graphs"
          onChosen={(chosen) => void save(chosen)}
        />
        <JobPanel names={GRAPH_JOBS} />
        {saved === null ? null : (
          <Notice
            compact
            intent={Intent.SUCCESS}
            title={say('graph.saved', { entities: groupThousands(saved.entities), links: groupThousands(saved.links) })}
            className="th-form-gap"
          >
            <Facts rows={saved.files.map(({ name, sha256 }) => [name, <Id key={name} value={sha256} full />])} />
            {saved.hidden + saved.missing === 0 ? null : (
              <p className="th-small">
                {say('graph.left', { hidden: groupThousands(saved.hidden), missing: groupThousands(saved.missing) })}
              </p>
            )}
          </Notice>
        )}
      </DialogBody>
    </Dialog>
  );
}
