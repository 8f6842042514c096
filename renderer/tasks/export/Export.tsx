// Making the court file: which runs, in which form and language, where to; then what to write on the slip.
import { Button, Checkbox, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { Endorsed, Export as ExportIcon, FolderOpen } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { formatBytes } from '../../design/amounts.ts';
import { Counts, Facts, FaultNotice, Id, Panel, ScreenHead } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { type Locale, useLanguage } from '../../session/language.ts';
import { useAsk, useSession } from '../../session/session.ts';
import { SheetLanguage } from '../../session/SheetLanguage.tsx';
import { useWords } from '../../session/words.ts';
import { PEOPLE_REACHED, peopleAsked, PeopleChoice } from './PeopleChoice.tsx';

export function Export(): ReactNode {
  const say = useWords();
  const { info, place, work, go, jobs } = useSession();
  const runs = useAsk('trace.runs', {});
  const accountRuns = useAsk('account.runs', {});
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set(place.run === undefined ? [] : [place.run]));
  const [tickedAccounts, setTickedAccounts] = useState<ReadonlySet<number>>(new Set());
  const canvases = useAsk('canvas.list', {});
  const [figures, setFigures] = useState<ReadonlyMap<number, string>>(new Map());
  const [out, setOut] = useState<readonly Granted[]>([]);
  const [zip, setZip] = useState(false);
  const [fullJournal, setFullJournal] = useState(false);
  const [people, setPeople] = useState(PEOPLE_REACHED);
  const [devices, setDevices] = useState(true);
  const [locale, setLocale] = useState<Locale>(useLanguage().locale);
  const [made, setMade] = useState<CallOutput<'evidence.exportBag'> | null>(null);
  useEffect(() => {
    if (place.run !== undefined) setTicked(new Set([place.run]));
  }, [place.run]);
  const list = runs.data?.runs ?? [];
  const accountList = accountRuns.data?.runs ?? [];
  const hasDevices = useHasDevices();
  const count = ticked.size + tickedAccounts.size;
  // A case of seized things alone is handed over without a run.
  const isTraced = list.length + accountList.length > 0;
  const hasContent = isTraced ? count > 0 : hasDevices && devices;
  const start = async () => {
    const folder = out[0];
    if (folder === undefined) return;
    setMade(null);
    setMade(
      await work('evidence.exportBag', say('export.working', { count }), {
        out: folder.grant,
        runs: [...ticked].sort((a, b) => a - b),
        accountRuns: [...tickedAccounts].sort((a, b) => a - b),
        canvases: [...figures].sort(([a], [b]) => a - b).map(([canvas, caption]) => ({ canvas, caption })),
        zip,
        fullJournal,
        ...peopleAsked(people),
        devices,
        locale,
      }),
    );
  };
  const busy = jobs.some((job) => job.name === 'evidence.exportBag');
  return (
    <div className="th-screen">
      <ScreenHead title={<Term id="bag">{say('export.title')}</Term>} about={say('export.about')} />
      <FaultNotice fault={runs.fault ?? accountRuns.fault} />
      {made === null ? null : (
        <Notice intent={Intent.SUCCESS} title={say('export.done', { name: made.name })}>
          <p>{say('export.slip')}</p>
          <Facts
            rows={[
              [
                <Term key="f" id="fingerprint">
                  {say('case.fingerprint')}
                </Term>,
                <Id key="i" value={made.fingerprint} full />,
              ],
              [
                <Term key="c" id="checkpoint">
                  {say('export.checkpoint')}
                </Term>,
                <span key="cc" className="th-code">
                  {made.checkpoint}
                </span>,
              ],
              [
                <Term key="t" id="tagManifest">
                  {say('export.tagManifest')}
                </Term>,
                <Id key="tm" value={made.tagManifestSha256} full />,
              ],
              [say('sources.size'), formatBytes(made.sizeBytes)],
            ]}
          />
          <Counts counts={made.counts} />
          <Button icon={<Endorsed />} text={say('export.verifyNow')} onClick={() => go({ task: 'verify' })} />
        </Notice>
      )}
      <div className="th-columns th-columns-wide">
        <div className="th-stack">
          <Panel
            title={
              <>
                <span className="th-number">1</span> {say('export.runs')}
              </>
            }
          >
            {isTraced ? null : (
              <p className="th-muted">
                {say(hasDevices ? 'export.noRuns' : 'export.nothing')}{' '}
                <Button size="small" text={say('tasks.trace')} onClick={() => go({ task: 'trace' })} />
              </p>
            )}
            <RunBoxes runs={list} label="export.runLabel" ticked={ticked} onTicked={setTicked} />
            <RunBoxes runs={accountList} label="export.accountRunLabel" ticked={tickedAccounts} onTicked={setTickedAccounts} />
            {isTraced ? <p className="th-muted th-small">{say('export.runsNote')}</p> : null}
          </Panel>
          {(canvases.data?.canvases ?? []).length === 0 ? null : (
            <Panel title={say('export.canvases')}>
              <p className="th-muted th-small">{say('export.canvasesNote')}</p>
              {canvases.data?.canvases.map(({ canvas, name }) => (
                <CanvasBox
                  key={canvas}
                  name={name}
                  caption={figures.get(canvas)}
                  onCaption={(caption) => setFigures(withCaption(figures, canvas, caption))}
                />
              ))}
            </Panel>
          )}
          <PeopleChoice chosen={people} onChosen={setPeople} />
          {hasDevices ? (
            <Panel title={say('export.devices')}>
              <Checkbox checked={devices} onChange={(event) => setDevices(event.currentTarget.checked)} label={say('export.devicesIn')} />
            </Panel>
          ) : null}
          <Panel title={say('export.means')}>
            <ul className="th-plain-list">
              {['inclusion', ...(isTraced ? ['policy'] : []), 'journal', 'completeness'].map((line) => (
                <li key={line}>{say(`export.meaning.${line}`)}</li>
              ))}
            </ul>
          </Panel>
        </div>
        <Panel
          title={
            <>
              <span className="th-number">2</span> {say('export.form')}
            </>
          }
        >
          <SheetLanguage id="export-locale" label={say('export.language')} value={locale} onChange={setLocale} />
          <Checkbox checked={zip} onChange={(event) => setZip(event.currentTarget.checked)} label={say('export.zip')} />
          <Checkbox checked={fullJournal} onChange={(event) => setFullJournal(event.currentTarget.checked)}>
            {say('export.fullJournal')} <span className="th-muted th-small">{say('export.fullJournalHelp')}</span>
          </Checkbox>
          <FormGroup label={say('export.where')}>
            <ChooseButton
              purpose="saveFolder"
              icon={<FolderOpen />}
              text={say('export.choose')}
              suggestedName={`${info?.reference.replace(/[^\w.-]+/g, '-') ?? 'case'}-bag`}
              chosen={out}
              onChosen={setOut}
            />
          </FormGroup>
          <Button
            intent={Intent.PRIMARY}
            size="large"
            icon={<ExportIcon />}
            text={say('export.start')}
            disabled={!hasContent || out.length === 0 || busy || (people.which === 'chosen' && people.entries.size === 0)}
            onClick={() => void start()}
          />
          <JobPanel names={['evidence.exportBag']} />
        </Panel>
      </div>
    </div>
  );
}

function useHasDevices(): boolean {
  const exhibits = useAsk('exhibit.list', {}).data?.exhibits ?? [];
  const keys = useAsk('keys.list', {}).data?.origins ?? [];
  const seizures = useAsk('seizure.list', {}).data?.seizures ?? [];
  return exhibits.length + keys.length + seizures.length > 0;
}

interface CanvasBoxProps {
  readonly name: string;
  /** Undefined where it is not in the report. */
  readonly caption: string | undefined;
  readonly onCaption: (caption: string | undefined) => void;
}

function CanvasBox({ name, caption, onCaption }: CanvasBoxProps): ReactNode {
  const say = useWords();
  return (
    <div>
      <Checkbox
        checked={caption !== undefined}
        onChange={(event) => onCaption(event.currentTarget.checked ? '' : undefined)}
        label={name}
      />
      {caption === undefined ? null : (
        <InputGroup
          fill
          value={caption}
          aria-label={say('export.caption', { name })}
          placeholder={say('export.captionHint')}
          onValueChange={onCaption}
        />
      )}
    </div>
  );
}

function withCaption(figures: ReadonlyMap<number, string>, canvas: number, caption: string | undefined): ReadonlyMap<number, string> {
  const after = new Map(figures);
  if (caption === undefined) after.delete(canvas);
  else after.set(canvas, caption);
  return after;
}

interface RunBoxesProps {
  readonly runs: readonly { readonly run: number; readonly ordinal: number; readonly siblings: number; readonly question: string }[];
  /** Key of the words in front of the question. */
  readonly label: string;
  readonly ticked: ReadonlySet<number>;
  readonly onTicked: (ticked: ReadonlySet<number>) => void;
}

/** Coin runs and account runs are numbered apart, so each kind is ticked by itself. */
function RunBoxes({ runs, label, ticked, onTicked }: RunBoxesProps): ReactNode {
  const say = useWords();
  const toggle = (run: number) => {
    const after = new Set(ticked);
    if (!after.delete(run)) after.add(run);
    onTicked(after);
  };
  return runs.map((run) => (
    <Checkbox key={run.run} checked={ticked.has(run.run)} onChange={() => toggle(run.run)}>
      <strong>{say(label, { run: run.run })}</strong> {run.question}{' '}
      <span className="th-muted">{say('runs.ordinalText', { ordinal: run.ordinal, siblings: run.siblings })}</span>
    </Checkbox>
  ));
}
