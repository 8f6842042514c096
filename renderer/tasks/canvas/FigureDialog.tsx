// A figure of the canvas as a file: which part, which form, which language, with what words. The engine draws; what comes out is what the
// report holds too.
import { Button, Dialog, DialogBody, FormGroup, HTMLSelect, InputGroup, Intent, SegmentedControl, TextArea } from '@blueprintjs/core';
import { FolderOpen } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { Facts, Id } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { type Locale, useLanguage } from '../../session/language.ts';
import { useSession } from '../../session/session.ts';
import { SheetLanguage } from '../../session/SheetLanguage.tsx';
import { useWords } from '../../session/words.ts';
import { useDesk } from './desk.ts';

type Format = CallInput<'canvas.saveFigure'>['format'];
type Scope = 'all' | 'seen' | 'chosen';
const FIGURE_JOBS = ['canvas.saveFigure'] as const;

export function FigureDialog(): ReactNode {
  const say = useWords();
  const { work, go } = useSession();
  const { picture, items, stage, openDialog } = useDesk();
  const [scope, setScope] = useState<Scope>('all');
  const [format, setFormat] = useState<Format>('pdf');
  const [locale, setLocale] = useState<Locale>(useLanguage().locale);
  const [caption, setCaption] = useState('');
  const [classification, setClassification] = useState('');
  const [saved, setSaved] = useState<CallOutput<'canvas.saveFigure'> | null>(null);
  const close = () => {
    openDialog(null);
    window.setTimeout(() => stage.current?.focus(), 0);
  };
  const asked = (): CallInput<'canvas.saveFigure'>['scope'] => {
    const seen = scope === 'seen' ? stage.current?.seen() : undefined;
    if (seen !== undefined) return { what: 'part', ...seen };
    return scope === 'chosen' ? { what: 'items', items: [...items] } : { what: 'all' };
  };
  const save = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    setSaved(null);
    const input = {
      canvas: picture.canvas,
      scope: asked(),
      format,
      locale,
      caption: caption.trim(),
      classification: classification.trim(),
    };
    setSaved(await work('canvas.saveFigure', say('figure.working'), { ...input, out: folder.grant }));
  };
  return (
    <Dialog isOpen onClose={close} title={say('figure.title')} className="th-canvas-dialog" shouldReturnFocusOnClose={false}>
      <DialogBody>
        <FormGroup label={say('figure.scope')}>
          <SegmentedControl
            size="small"
            value={scope}
            options={(['all', 'seen', 'chosen'] as const).map((value) => ({
              value,
              label: say(`figure.scopes.${value}`),
              disabled: value === 'chosen' && items.length === 0,
            }))}
            onValueChange={(value) => setScope(value as Scope)}
          />
        </FormGroup>
        <div className="th-form-two">
          <FormGroup label={say('figure.format')} labelFor="figure-format">
            <HTMLSelect
              id="figure-format"
              fill
              value={format}
              options={(['pdf', 'svg', 'png'] as const).map((value) => ({ value, label: say(`figure.formats.${value}`) }))}
              onChange={(event) => setFormat(event.currentTarget.value as Format)}
            />
          </FormGroup>
          <SheetLanguage id="figure-locale" fill label={say('figure.language')} value={locale} onChange={setLocale} />
        </div>
        <FormGroup label={say('figure.caption')} labelFor="figure-caption" helperText={say('figure.captionHelp')}>
          <TextArea
            id="figure-caption"
            fill
            rows={2}
            maxLength={2000}
            value={caption}
            onChange={(event) => setCaption(event.currentTarget.value)}
          />
        </FormGroup>
        <FormGroup label={say('figure.classification')} labelFor="figure-classification" helperText={say('figure.classificationHelp')}>
          <InputGroup id="figure-classification" maxLength={120} value={classification} onValueChange={setClassification} />
        </FormGroup>
        <ChooseButton
          purpose="saveFolder"
          intent={Intent.PRIMARY}
          icon={<FolderOpen />}
          text={say('figure.save')}
          suggestedName="figures"
          onChosen={(chosen) => void save(chosen)}
        />
        <JobPanel names={FIGURE_JOBS} />
        {saved === null ? null : (
          <Notice compact intent={Intent.SUCCESS} title={say('figure.saved', { name: saved.name })} className="th-form-gap">
            <Facts
              rows={[
                [say('figure.sha256'), <Id key="f" value={saved.sha256} full />],
                [say('figure.digest'), <Id key="d" value={saved.digest} full />],
              ]}
            />
          </Notice>
        )}
        <p className="th-muted th-small th-form-gap">
          {say('figure.report')} <Button size="small" variant="minimal" text={say('tasks.export')} onClick={() => go({ task: 'export' })} />
        </p>
      </DialogBody>
    </Dialog>
  );
}
