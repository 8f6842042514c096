// The mapping wizard: a table's first rows, which column plays which role, and what would become of every row, said again at each change.
// The engine reads; this screen asks it and keeps nothing but the draft.
import { Button, Intent } from '@blueprintjs/core';
import { ArrowLeft, Import } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { CallInput } from '../../../../shared/contract/index.ts';
import type { TableForm, TablePreview } from '../../../../shared/contract/profile.ts';
import { Notice } from '../../../design/Notice.tsx';
import { FaultNotice, Loading, ScreenHead } from '../../../design/pieces.tsx';
import { useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { chainOf, decimalsOf } from '../tableReading.ts';
import { draftOf, goodName, type MappingDraft, profileOf, type SourceTexts } from './draft.ts';
import { Judged } from './Judged.tsx';
import { LookedReport } from './LookedReport.tsx';
import { MappingSettings } from './MappingSettings.tsx';
import { PreviewRows } from './PreviewRows.tsx';
import type { TableToMap } from './tableToMap.ts';

const ASK_AFTER = 250;
const ROWS = 60;

export function MapTable({ table, onClose }: { readonly table: TableToMap; readonly onClose: (taken: boolean) => void }): ReactNode {
  const say = useWords();
  const { client, work, act, announce, noteDone, go } = useSession();
  const [form, setForm] = useState<TableForm>({});
  const [startFrom, setStartFrom] = useState(table.profile ?? '');
  const [source, setSource] = useState<SourceTexts>({ chain: '', account: '', exhibit: table.exhibit, decimals: '' });
  const [draft, setDraft] = useState<MappingDraft | null>(null);
  const [preview, setPreview] = useState<TablePreview | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  /** The form of the file that the draft was made for: rows are asked about only while it is the present one. */
  const [draftedFor, setDraftedFor] = useState('');
  /** What the content was found to be: to decide it, the whole file is read, and once is enough. */
  const [found, setFound] = useState<TablePreview['encoding']>(null);
  const asked = useRef(0);
  const formKey = JSON.stringify([form, startFrom]);
  const { grant } = table.file;

  // Another form of the file, or another mapping to begin with: the columns are new, and so is the draft.
  useEffect(() => {
    const number = ++asked.current;
    const input = { path: grant, rows: ROWS, form, ...(startFrom === '' ? {} : { profile: startFrom }) };
    client.call('intake.preview', input).then(
      (answer) => {
        if (number !== asked.current) return;
        setFault(null);
        setPreview(answer);
        setFound(answer.encoding);
        setDraft(draftOf(answer));
        setDraftedFor(formKey);
      },
      (error: unknown) => number === asked.current && setFault(error),
    );
  }, [client, grant, form, startFrom, formKey]);

  const profile = useMemo(() => (draft === null || preview === null ? null : profileOf(draft, preview.header)), [draft, preview]);
  const family = draft?.family ?? 'ledger';
  const ofLabels = family === 'labels';
  const ofPeople = family === 'people';
  const chain =
    ofLabels || ofPeople ? undefined : family === 'ledger' ? chainOf('ledger', source.chain) : source.chain === '' ? null : source.chain;
  const decimals = useMemo(() => (family === 'ledger' ? undefined : decimalsOf(source.decimals)), [family, source.decimals]);
  const question = useMemo<CallInput<'intake.preview'> | null>(
    () =>
      profile === null || draftedFor !== formKey
        ? null
        : {
            ...{ path: grant, rows: ROWS, form: { ...(found === null ? {} : { encoding: found.name }), ...form }, profile },
            ...(chain == null ? {} : { chain }),
            ...(source.account.trim() === '' ? {} : { account: source.account.trim() }),
            ...(decimals == null ? {} : { decimals }),
          },
    [profile, grant, form, found, chain, source.account, decimals, draftedFor, formKey],
  );
  const key = JSON.stringify(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question is asked again where its text changes
  useEffect(() => {
    if (question === null) return;
    const number = ++asked.current;
    const timer = setTimeout(() => {
      client.call('intake.preview', question).then(
        (answer) => {
          if (number !== asked.current) return;
          setFault(null);
          setPreview({ ...answer, encoding: found });
        },
        (error: unknown) => number === asked.current && setFault(error),
      );
    }, ASK_AFTER);
    return () => clearTimeout(timer);
  }, [client, key]);

  const head = (
    <ScreenHead title={say('mapping.title', { name: table.file.name })} about={say('mapping.about')}>
      <Button icon={<ArrowLeft />} text={say('form.cancel')} onClick={() => onClose(false)} />
    </ScreenHead>
  );
  if (preview === null || draft === null)
    return (
      <div className="th-screen">
        {head}
        {fault === null ? <Loading /> : <FaultNotice fault={fault} />}
      </div>
    );

  if (preview.report !== undefined) return <LookedReport table={table} onClose={onClose} />;

  const named = goodName(draft.id);
  const taken = preview.judged?.taken ?? 0;
  const ready = profile !== null && (ofLabels || ofPeople || chain !== null) && decimals !== null && preview.judged !== null && taken > 0;
  const save = async () => {
    if (profile === null) return;
    const saved = await act('profile.save', { profile });
    if (saved === null) return;
    setDraft({ ...draft, version: saved.version, base: { ...profile, version: saved.version } });
    announce(say('mapping.saved', { id: saved.id, version: saved.version }));
  };
  const take = async () => {
    if (profile === null) return;
    if (ofLabels) {
      const added = await work('labels.add', say('labels.adding'), { paths: [grant], exhibit: source.exhibit.trim(), profile, form });
      const first = added?.results[0];
      if (first === undefined) return;
      const refused = Object.values(first.labels?.refused ?? {}).reduce((sum, count) => sum + count, 0);
      noteDone(say('labels.tookIn', { count: first.accepted, refused }), {
        text: say('labels.toLists'),
        onClick: () => go({ task: 'sources', tab: 'labels' }),
      });
      onClose(true);
      return;
    }
    if (ofPeople) {
      const input = { paths: [grant], exhibit: source.exhibit.trim(), profile, form };
      const done = await work('intake.run', say('sources.taking', { names: table.file.name }), input);
      const note = done?.results[0]?.people;
      if (note === undefined) return;
      const refused = Object.values(note.refused).reduce((sum, count) => sum + count, 0);
      noteDone(say.any('people.tookRegister', { entries: note.entries, links: note.links, refused }) ?? '', {
        text: say.any('people.toPeople') ?? '',
        onClick: () => go({ task: 'people' }),
      });
      onClose(true);
      return;
    }
    if (chain == null) return;
    const { account, exhibit } = source;
    const input: CallInput<'intake.run'> = {
      ...{ paths: [grant], exhibit: exhibit.trim(), profile, form, chain },
      ...(account.trim() === '' ? {} : { account: account.trim() }),
      ...(decimals == null ? {} : { decimals }),
    };
    const done = await work('intake.run', say('sources.taking', { names: table.file.name }), input);
    const note = done?.results[0]?.table;
    if (note === undefined) return;
    noteDone(say('tables.tookIn', { rows: note.rows, taken: note.taken, rejected: note.rows - note.taken }), {
      text: say('tables.toAccounts'),
      onClick: () => go({ task: 'accounts', accountsTab: 'held' }),
    });
    onClose(true);
  };
  return (
    <div className="th-screen th-screen-fill th-mapping">
      <ScreenHead title={say('mapping.title', { name: table.file.name })} about={say('mapping.about')}>
        <Button icon={<ArrowLeft />} text={say('form.cancel')} onClick={() => onClose(false)} />
        <Button
          text={say('mapping.save')}
          disabled={profile === null || !named || preview.needs.some((need) => need !== 'chain')}
          onClick={() => void save()}
        />
        <Button intent={Intent.PRIMARY} icon={<Import />} text={say('mapping.take')} disabled={!ready} onClick={() => void take()} />
      </ScreenHead>
      <FaultNotice fault={fault} />
      <div className="th-mapping-body">
        <MappingSettings
          {...{ draft, preview, form, startFrom, source }}
          onDraft={setDraft}
          onForm={setForm}
          onStartFrom={setStartFrom}
          onSource={setSource}
        />
        <div className="th-mapping-main">
          {preview.needs.length === 0 ? null : (
            <Notice compact intent={Intent.WARNING} title={say('mapping.needsTitle')}>
              {preview.needs.map((need) => (say.has(`mapping.needs.${need}`) ? say(`mapping.needs.${need}`) : need)).join('; ')}
            </Notice>
          )}
          <Judged preview={preview} />
          <PreviewRows preview={preview} draft={draft} onDraft={setDraft} />
        </div>
      </div>
    </div>
  );
}
