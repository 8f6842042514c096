// Taking data in, or a node's folder as an archive that stays where it is: by grant, exhibit number, anchor; then what came of it.
import { Button, Checkbox, Dialog, DialogBody, DialogFooter, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { Document, FolderOpen } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Term } from '../../design/statements.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AskedFor, NO_TEXTS, TableFields, type TableTexts } from './TableFields.tsx';
import { rejectedRows } from './TableNote.tsx';
import type { TableToMap } from './mapping/tableToMap.ts';
import { type Asked, askedBy, chainOf, decimalsOf, decimalsToState, zoneMinutesOf } from './tableReading.ts';

const ANCHOR = /^\d{1,9}:(0x)?[0-9a-f]{64}$/;

interface Props {
  readonly open: boolean;
  /** Leave the folder where it is, and ask it questions. */
  readonly archive: boolean;
  readonly onClose: () => void;
  /** A source whose tokens' decimals are to be stated: its name, and their contracts. */
  readonly lacking: { readonly name: string; readonly contracts: string } | null;
  /** The engine needs to be told more: opens the dialog again with what was filled in. */
  readonly onAgain: () => void;
  /** A table whose columns are to be assigned first. */
  readonly onMap: (table: TableToMap) => void;
}

export function TakeIn({ open, archive, lacking, onClose, onAgain, onMap }: Props): ReactNode {
  const say = useWords();
  const { catalog, client, work, noteDone, report, go } = useSession();
  const [chosen, setChosen] = useState<readonly Granted[]>([]);
  const [exhibit, setExhibit] = useState('');
  const [chain, setChain] = useState('');
  const [chainName, setChainName] = useState('');
  const [texts, setTexts] = useState<TableTexts>(NO_TEXTS);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [offered, setOffered] = useState<readonly string[]>([]);
  const [anchor, setAnchor] = useState('');
  const [operator, setOperator] = useState('');
  const [force, setForce] = useState(false);
  const badAnchor = anchor !== '' && !ANCHOR.test(anchor.trim());
  const chainMeant = chainOf(chain, chainName);
  const needsChain = asked?.field === 'chain' && chain === '';
  const zoneMinutes = zoneMinutesOf(texts.zone);
  const decimals = decimalsOf(texts.decimals);
  const close = () => {
    setAsked(null);
    onClose();
  };
  const cancel = () => {
    // What was laid out for one source is not left for the next.
    if (lacking !== null) setTexts(NO_TEXTS);
    close();
  };
  const [told, setTold] = useState<Props['lacking']>(null);
  if (open && lacking !== told) {
    setTold(lacking);
    if (lacking !== null) {
      setAsked({ field: 'decimals', chains: [], ledger: false, contracts: lacking.contracts });
      setTexts({ ...NO_TEXTS, decimals: decimalsToState(lacking.contracts) });
    }
  }
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const [single] = chosen.length === 1 ? chosen : [];
  const map = (profile?: string) => {
    if (single === undefined) return;
    close();
    onMap({ file: single, exhibit, ...(profile === undefined ? {} : { profile }) });
  };
  /** A table that nothing known reads is shown, so that its columns can be assigned; anything else is told as it is. */
  const mapUnknown = (fault: unknown): boolean => {
    const { code, parameters } = fault as { code?: string; parameters?: Readonly<Record<string, unknown>> };
    if (single === undefined) return false;
    if (code === 'intake.profileFits') {
      map(String(parameters?.['profiles'] ?? '').split(', ')[0]);
      return true;
    }
    if (code !== 'intake.unrecognised') return false;
    client.call('intake.preview', { path: single.grant }).then(
      (preview) => (preview.header.columns.length > 1 ? map() : report(fault)),
      () => report(fault),
    );
    return true;
  };
  /** Asks in the dialog where the screen still stands; else the fault is told as any other. */
  const askAgain = (fault: unknown): boolean => {
    if (!archive && here.current && mapUnknown(fault)) return true;
    const wanted = archive ? null : askedBy(fault);
    if (wanted === null || !here.current) return false;
    setAsked(wanted);
    if (wanted.contracts !== undefined && texts.decimals.trim() === '') setTexts({ ...texts, decimals: decimalsToState(wanted.contracts) });
    if (wanted.field === 'chain') {
      setOffered(wanted.chains);
      // A ledger is the only choice then; among chains nothing is chosen for the person.
      setChain(wanted.ledger ? 'ledger' : wanted.chains.length === 0 ? 'named' : '');
    }
    onAgain();
    return true;
  };
  const start = async () => {
    close();
    const names = chosen.map((granted) => granted.name).join(', ');
    const input = {
      ...{ paths: chosen.map((granted) => granted.grant), exhibit: exhibit.trim(), force: !archive && force, archive },
      ...(chainMeant == null ? {} : { chain: chainMeant }),
      ...(anchor === '' ? {} : { anchor: anchor.trim() }),
      ...(archive || operator.trim() === '' ? {} : { operator: operator.trim() }),
      ...(archive || texts.account.trim() === '' ? {} : { account: texts.account.trim() }),
      ...(archive || zoneMinutes == null ? {} : { zoneMinutes }),
      ...(archive || texts.dayOrder === '' ? {} : { dayOrder: texts.dayOrder }),
      ...(archive || decimals == null ? {} : { decimals }),
    };
    const done = await work('intake.run', say(archive ? 'sources.identifying' : 'sources.taking', { names }), input, '', askAgain);
    if (done === null) return;
    setChosen([]);
    setAnchor('');
    setOperator('');
    setChain('');
    setOffered([]);
    setChainName('');
    setTexts(NO_TEXTS);
    const refused = done.results.reduce((sum, result) => sum + result.refused.length + rejectedRows(result), 0);
    const tables = done.results.flatMap(({ table }) => (table === undefined ? [] : [table]));
    const [first] = done.results;
    if (tables.length > 0 && tables.length === done.results.length) {
      const sum = (name: 'rows' | 'taken') => groupThousands(tables.reduce((total, table) => total + table[name], 0));
      noteDone(say('tables.tookIn', { rows: sum('rows'), taken: sum('taken'), rejected: groupThousands(refused) }), {
        text: say('tables.toAccounts'),
        onClick: () => go({ task: 'accounts', accountsTab: 'held' }),
      });
    } else if (archive && first !== undefined) {
      const { headers } = first;
      noteDone(
        say(refused === 0 ? 'sources.identified' : 'sources.identifiedRefused', {
          from: headers?.from == null ? '–' : groupThousands(headers.from),
          to: headers?.to == null ? '–' : groupThousands(headers.to),
          refused: groupThousands(refused),
        }),
      );
    } else noteDone(say(refused === 0 ? 'sources.tookIn' : 'sources.tookInRefused', { count: done.results.length, refused }));
  };
  // What the engine asked for stands at the top, not below the fold.
  const asksTable = !archive && asked !== null && asked.field !== 'chain';
  const tableFields = <TableFields texts={texts} onTexts={setTexts} asked={asked} />;
  return (
    <Dialog isOpen={open} onClose={cancel} title={say(archive ? 'sources.identify' : 'sources.takeIn')} className="th-dialog-wide">
      <DialogBody>
        {asked === null ? null : (
          <AskedFor asked={asked} files={chosen.length === 0 ? (lacking?.name ?? '') : chosen.map((granted) => granted.name).join(', ')} />
        )}
        {asksTable ? tableFields : null}
        <p>{say(archive ? 'sources.identifyAbout' : 'sources.takeInAbout')}</p>
        <div className="th-actions">
          {archive ? null : <ChooseButton purpose="openFiles" icon={<Document />} text={say('sources.chooseFiles')} onChosen={setChosen} />}
          <ChooseButton purpose="openFolder" icon={<FolderOpen />} text={say('sources.chooseFolder')} onChosen={setChosen} />
        </div>
        <p className={chosen.length === 0 ? 'th-muted' : 'th-chosen'}>
          {chosen.length === 0 ? say('chooser.nothing') : chosen.map((granted) => granted.name).join(', ')}
        </p>
        {archive || single === undefined ? null : (
          <p>
            <Button size="small" variant="outlined" text={say('mapping.lookFirst')} onClick={() => map()} />{' '}
            <span className="th-muted th-small">{say('mapping.lookFirstAbout')}</span>
          </p>
        )}
        <div className="th-form-two">
          <FormGroup label={<Term id="exhibit">{say('sources.exhibit')}</Term>} labelFor="intake-exhibit" labelInfo={say('form.optional')}>
            <InputGroup id="intake-exhibit" value={exhibit} onValueChange={setExhibit} placeholder={say('sources.exhibitExample')} />
          </FormGroup>
          <FormGroup
            label={say('sources.chain')}
            labelFor="intake-chain"
            intent={needsChain ? Intent.WARNING : Intent.NONE}
            labelInfo={asked?.field === 'chain' ? undefined : say('form.optional')}
            helperText={say('sources.chainHelp')}
          >
            <HTMLSelect
              id="intake-chain"
              fill
              value={chain}
              onChange={(event) => setChain(event.currentTarget.value)}
              options={[
                { value: '', label: say(needsChain ? 'tables.chooseChain' : 'sources.chainAuto') },
                ...offered.map((name) => ({ value: name, label: name })),
                ...catalog.chains.map((entry) => ({ value: entry.id, label: entry.name })),
                ...(archive
                  ? []
                  : [
                      { value: 'named', label: say('tables.chainNamed') },
                      { value: 'ledger', label: say('tables.chainLedger') },
                    ]),
              ]}
            />
          </FormGroup>
          {chain === 'named' || chain === 'ledger' ? (
            <FormGroup
              label={say(chain === 'ledger' ? 'tables.ledgerName' : 'tables.chainName')}
              labelFor="intake-chain-name"
              helperText={say(chain === 'ledger' ? 'tables.ledgerNameHelp' : 'tables.chainNameHelp')}
            >
              <InputGroup id="intake-chain-name" value={chainName} onValueChange={setChainName} />
            </FormGroup>
          ) : null}
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
        {archive ? null : (
          <FormGroup
            label={say('sources.operator')}
            labelFor="intake-operator"
            labelInfo={say('form.optional')}
            helperText={say('sources.operatorHelp')}
          >
            <InputGroup id="intake-operator" value={operator} onValueChange={setOperator} maxLength={200} />
          </FormGroup>
        )}
        {archive || asksTable ? null : tableFields}
        {archive ? (
          <p className="th-muted">{say('sources.identifyCost')}</p>
        ) : (
          <Checkbox checked={force} onChange={(event) => setForce(event.currentTarget.checked)} label={say('sources.force')} />
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={say('form.cancel')} onClick={cancel} />
            <Button
              intent={Intent.PRIMARY}
              text={say(archive ? 'sources.identifyStart' : 'sources.start')}
              disabled={chosen.length === 0 || badAnchor || needsChain || chainMeant === null || zoneMinutes === null || decimals === null}
              onClick={() => void start()}
            />
          </>
        }
      />
    </Dialog>
  );
}
