// Taking data in, or a node's folder as an archive that stays where it is: by grant, exhibit number, anchor; then what came of it.
import { Button, Checkbox, Dialog, DialogBody, DialogFooter, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { Document, FolderOpen } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Term } from '../../design/statements.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

const ANCHOR = /^\d{1,9}:[0-9a-f]{64}$/;

interface Props {
  readonly open: boolean;
  /** Leave the folder where it is, and ask it questions. */
  readonly archive: boolean;
  readonly onClose: () => void;
}

export function TakeIn({ open, archive, onClose }: Props): ReactNode {
  const say = useWords();
  const { catalog, work, announce } = useSession();
  const [chosen, setChosen] = useState<readonly Granted[]>([]);
  const [exhibit, setExhibit] = useState('');
  const [chain, setChain] = useState('');
  const [anchor, setAnchor] = useState('');
  const [force, setForce] = useState(false);
  const badAnchor = anchor !== '' && !ANCHOR.test(anchor.trim());
  const start = async () => {
    onClose();
    const names = chosen.map((granted) => granted.name).join(', ');
    const done = await work('intake.run', say(archive ? 'sources.identifying' : 'sources.taking', { names }), {
      paths: chosen.map((granted) => granted.grant),
      exhibit: exhibit.trim(),
      force: !archive && force,
      archive,
      ...(chain === '' ? {} : { chain }),
      ...(anchor === '' ? {} : { anchor: anchor.trim() }),
    });
    if (done === null) return;
    setChosen([]);
    const refused = done.results.reduce((sum, result) => sum + result.refused.length + result.rejectedRows.length, 0);
    const [first] = done.results;
    if (archive && first !== undefined) {
      const { headers } = first;
      announce(
        say(refused === 0 ? 'sources.identified' : 'sources.identifiedRefused', {
          from: headers?.from == null ? '–' : groupThousands(headers.from),
          to: headers?.to == null ? '–' : groupThousands(headers.to),
          refused: groupThousands(refused),
        }),
      );
    } else announce(say(refused === 0 ? 'sources.tookIn' : 'sources.tookInRefused', { count: done.results.length, refused }));
  };
  return (
    <Dialog isOpen={open} onClose={onClose} title={say(archive ? 'sources.identify' : 'sources.takeIn')} className="th-dialog-wide">
      <DialogBody>
        <p>{say(archive ? 'sources.identifyAbout' : 'sources.takeInAbout')}</p>
        <div className="th-actions">
          {archive ? null : <ChooseButton purpose="openFiles" icon={<Document />} text={say('sources.chooseFiles')} onChosen={setChosen} />}
          <ChooseButton purpose="openFolder" icon={<FolderOpen />} text={say('sources.chooseFolder')} onChosen={setChosen} />
        </div>
        <p className={chosen.length === 0 ? 'th-muted' : 'th-chosen'}>
          {chosen.length === 0 ? say('chooser.nothing') : chosen.map((granted) => granted.name).join(', ')}
        </p>
        <div className="th-form-two">
          <FormGroup label={<Term id="exhibit">{say('sources.exhibit')}</Term>} labelFor="intake-exhibit" labelInfo={say('form.optional')}>
            <InputGroup id="intake-exhibit" value={exhibit} onValueChange={setExhibit} placeholder={say('sources.exhibitExample')} />
          </FormGroup>
          <FormGroup
            label={say('sources.chain')}
            labelFor="intake-chain"
            labelInfo={say('form.optional')}
            helperText={say('sources.chainHelp')}
          >
            <HTMLSelect
              id="intake-chain"
              fill
              value={chain}
              onChange={(event) => setChain(event.currentTarget.value)}
              options={[
                { value: '', label: say('sources.chainAuto') },
                ...catalog.chains.map((entry) => ({ value: entry.id, label: entry.name })),
              ]}
            />
          </FormGroup>
        </div>
        <FormGroup
          label={<Term id="anchor">{say('sources.anchor')}</Term>}
          labelFor="intake-anchor"
          labelInfo={say('form.optional')}
          intent={badAnchor ? Intent.DANGER : Intent.NONE}
          helperText={badAnchor ? say('sources.anchorBad') : say('sources.anchorHelp')}
        >
          <InputGroup id="intake-anchor" className="th-mono" value={anchor} onValueChange={setAnchor} placeholder="HEIGHT:HASH" />
        </FormGroup>
        {archive ? (
          <p className="th-muted">{say('sources.identifyCost')}</p>
        ) : (
          <Checkbox checked={force} onChange={(event) => setForce(event.currentTarget.checked)} label={say('sources.force')} />
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={say('form.cancel')} onClick={onClose} />
            <Button
              intent={Intent.PRIMARY}
              text={say(archive ? 'sources.identifyStart' : 'sources.start')}
              disabled={chosen.length === 0 || badAnchor}
              onClick={() => void start()}
            />
          </>
        }
      />
    </Dialog>
  );
}
