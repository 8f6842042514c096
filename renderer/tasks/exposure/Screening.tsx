// Lists of addresses screened by the rules of the case: pasted or from a file; each row with what it meets and why, and what cannot be told.
import { Button, Checkbox, FormGroup, HTMLSelect, Intent, TextArea } from '@blueprintjs/core';
import { Document, FilterList, FolderOpen } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { Screening as ScreeningOf, ScreeningRow } from '../../../shared/contract/exposure.ts';
import { bookText, screenedText, stopsText } from '../../../shared/words/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { formatTime } from '../../design/times.ts';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useLanguage } from '../../session/language.ts';
import { useAsk, useKept, useSession } from '../../session/session.ts';
import { askedOf, isNumber, useDraft } from './asked.ts';
import { AskedForm } from './AskedForm.tsx';
import { ExposedView } from './ExposedView.tsx';
import { Rules } from './Rules.tsx';
import { useExposureWords } from './words.ts';

const PAGE = 500;
const NOTHING_CHOSEN: { readonly screening: number | null; readonly row: number | null; readonly show: Show } = {
  screening: null,
  row: null,
  show: 'all',
};
type Show = 'all' | 'met' | 'cannotTell';

export function Screening(): ReactNode {
  const words = useExposureWords();
  const { work, jobs } = useSession();
  const [draft] = useDraft();
  const [text, setText] = useKept('exposure.list', '');
  const [, setChosen] = useKept('exposure.chosen', NOTHING_CHOSEN);
  const isRunning = jobs.some(({ name }) => name === 'exposure.screen');
  const canAsk = !isRunning && isNumber(draft.mostHops) && isNumber(draft.busy);
  const screen = async (of: { readonly text: string } | { readonly file: string }) => {
    const made = await work('exposure.screen', words.say('screen'), { ...of, ...askedOf(draft) });
    if (made !== null) setChosen({ screening: made.screening, row: null, show: 'all' });
  };
  return (
    <>
      <div className="th-exposure-top">
        <Panel title={words.say('screening')}>
          <FormGroup label={words.say('list')} labelFor="exposure-list">
            <TextArea
              id="exposure-list"
              className="th-mono"
              fill
              rows={6}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </FormGroup>
          <div className="th-actions">
            <Button
              intent={Intent.PRIMARY}
              icon={<FilterList />}
              text={words.say('screen')}
              disabled={!canAsk || text.trim() === ''}
              onClick={() => void screen({ text })}
            />
            <ChooseButton
              purpose="openFiles"
              icon={<Document />}
              text={words.say('listFile')}
              disabled={!canAsk}
              onChosen={([file]) => (file === undefined ? undefined : void screen({ file: file.grant }))}
            />
          </div>
          <p className="th-muted">{words.say('listFileHelp')}</p>
          <AskedForm of="list" />
          <JobPanel names={['exposure.screen', 'exposure.save']} />
        </Panel>
        <Rules />
      </div>
      <Screenings />
    </>
  );
}

function Screenings(): ReactNode {
  const words = useExposureWords();
  const [chosen, setChosen] = useKept('exposure.chosen', NOTHING_CHOSEN);
  const { data, fault } = useAsk('exposure.screenings', {});
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  const all = data.screenings;
  const one = all.find(({ screening }) => screening === chosen.screening) ?? all.at(-1);
  if (one === undefined) return <Empty title={words.say('screenings')} next={words.say('noScreening')} icon={<FilterList size={40} />} />;
  return (
    <>
      <HTMLSelect
        aria-label={words.say('screenings')}
        value={one.screening}
        onChange={(event) => setChosen({ ...NOTHING_CHOSEN, screening: Number(event.currentTarget.value) })}
        options={[...all].reverse().map(({ screening, time, name }) => ({
          value: screening,
          label: `${screening} · ${name === '' ? words.say('pasted') : name} · ${formatTime(time)}`,
        }))}
      />
      <Rows key={one.screening} one={one} />
    </>
  );
}

function Rows({ one }: { readonly one: ScreeningOf }): ReactNode {
  const words = useExposureWords();
  const { act, work, announce } = useSession();
  const { locale } = useLanguage();
  const [chosen, setChosen] = useKept('exposure.chosen', NOTHING_CHOSEN);
  const [saving, setSaving] = useState(false);
  const { show, row: selected } = chosen;
  const { screening, book, counts } = one;
  const answer = useAsk('exposure.rows', { screening, limit: PAGE, ...(show === 'all' ? {} : { verdict: show }) });
  const titles = useMemo(() => new Map(book.rules.map(({ id, title }) => [id, title])), [book]);
  const columns = useMemo<readonly Column<ScreeningRow>[]>(() => {
    const of = (row: ScreeningRow, wanted: string): string =>
      row.verdicts
        .filter(({ verdict }) => verdict === wanted)
        .map(({ title }) => title)
        .join('; ');
    const texts = (id: 'met' | 'cannotTell'): Column<ScreeningRow> => ({
      ...{ id, header: words.say(`column.${id}`), width: 'minmax(180px, 1fr)' },
      cell: (row) => <span title={of(row, id)}>{of(row, id)}</span>,
    });
    return [
      { id: 'row', header: words.say('column.row'), width: '64px', end: true, cell: (row) => groupThousands(row.row) },
      {
        id: 'asked',
        header: words.say('column.asked'),
        width: 'minmax(180px, 1fr)',
        cell: (row) => <span className="th-mono">{row.text}</span>,
      },
      { id: 'state', header: words.say('column.state'), width: '170px', cell: (row) => words.say(`state.${row.state}`) },
      texts('met'),
      texts('cannotTell'),
    ];
  }, [words]);
  const save = async (format: 'csv' | 'xlsx', [folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    setSaving(true);
    const saved = await work('exposure.save', words.say('save', { format: format.toUpperCase() }), {
      screening,
      out: folder.grant,
      format,
      locale,
    });
    setSaving(false);
    if (saved !== null) announce(words.say('saved', { name: saved.name, rows: groupThousands(saved.rows) }));
  };
  if (answer.fault !== null) return <FaultNotice fault={answer.fault} />;
  if (answer.data === null) return <Loading />;
  const { rows, total } = answer.data;
  const row = rows.find((each) => each.row === selected);
  return (
    <>
      <Panel title={screenedText(words, one)}>
        <ul className="th-exposure-rules">
          {counts.map(({ rule, met, cannotTell }) => (
            <li key={rule}>{words.say('countsText', { rule: titles.get(rule) ?? rule, met, cannotTell })}</li>
          ))}
        </ul>
        <p className="th-muted th-small">
          {words.say('policy')}: {one.policy}. {words.say('report.stops', { stops: stopsText(words, one.asked) })}. {bookText(words, book)}
        </p>
        <div className="th-actions th-exposure-actions">
          {(['csv', 'xlsx'] as const).map((format) => (
            <ChooseButton
              key={format}
              purpose="saveFolder"
              icon={<FolderOpen />}
              disabled={saving}
              text={words.say('save', { format: format.toUpperCase() })}
              suggestedName={`screening-${screening}`}
              onChosen={(folder) => void save(format, folder)}
            />
          ))}
          <Checkbox
            checked={one.inReport}
            label={words.say('inReport')}
            onChange={(event) => void act('exposure.forReport', { screening, inReport: event.currentTarget.checked })}
          />
          <HTMLSelect
            aria-label={words.say('show')}
            value={show}
            onChange={(event) => setChosen({ ...chosen, screening, row: null, show: event.currentTarget.value as Show })}
            options={[
              { value: 'all', label: words.say('all') },
              { value: 'met', label: words.say('metAny') },
              { value: 'cannotTell', label: words.say('openAny') },
            ]}
          />
        </div>
      </Panel>
      <Panel className="th-panel-table th-panel-short" title={`${words.say('sheet.list')} (${groupThousands(total)})`}>
        <DataTable
          label={words.say('sheet.list')}
          columns={columns}
          rows={rows}
          rowKey={(each) => `${each.row} ${each.text}`}
          selected={row === undefined ? null : `${row.row} ${row.text}`}
          onSelect={(each) => setChosen({ ...chosen, screening, row: each.row })}
          empty={words.say('noRows')}
        />
        {total > rows.length ? <p className="th-muted">{words.say('more', { count: groupThousands(total - rows.length) })}</p> : null}
      </Panel>
      {row === undefined ? null : (
        <Panel title={<span className="th-mono">{row.text}</span>}>
          <ExposedView exposed={row} />
        </Panel>
      )}
    </>
  );
}
