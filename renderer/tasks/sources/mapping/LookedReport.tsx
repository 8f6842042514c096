// A look at a report, whose form is fixed: what it says of itself, what would become of each of its transactions and parties, and taking it in
// with what nobody else can say: the ledger of its payments and the zone of its times.
import { Button, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { ArrowLeft, Import } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import { Notice } from '../../../design/Notice.tsx';
import { FaultNotice, Loading, ScreenHead } from '../../../design/pieces.tsx';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { ReportFacts } from '../ReportFacts.tsx';
import { chainOf, zoneMinutesOf } from '../tableReading.ts';
import { Judged } from './Judged.tsx';
import type { TableToMap } from './tableToMap.ts';
import { Verdict } from './PreviewRows.tsx';

const ROWS = 100;

export function LookedReport({ table, onClose }: { readonly table: TableToMap; readonly onClose: (taken: boolean) => void }): ReactNode {
  const say = useWords();
  const { work, noteDone, go } = useSession();
  const [ledger, setLedger] = useState('');
  const [zone, setZone] = useState('');
  const [exhibit, setExhibit] = useState(table.exhibit);
  const [chain, zoneMinutes] = [chainOf('ledger', ledger), zoneMinutesOf(zone)];
  const stated = { ...(chain == null ? {} : { chain }), ...(zoneMinutes == null ? {} : { zoneMinutes }) };
  const { grant, name } = table.file;
  const { data: preview, fault } = useAsk('intake.preview', { path: grant, rows: ROWS, ...stated });
  const take = async () => {
    const done = await work('intake.run', say('sources.taking', { names: name }), { paths: [grant], exhibit: exhibit.trim(), ...stated });
    const result = done?.results[0];
    if (result === undefined) return;
    const { entries = 0, links = 0 } = result.people ?? {};
    const { transactions = 0, movements = 0, refused = 0 } = result.report ?? {};
    const told = [
      say.any('people.report.transactionsCounted', { transactions, movements, refused }),
      say.any('people.report.parties', { entries, links }),
    ];
    noteDone(told.join('; '), { text: say.any('people.toPeople') ?? '', onClick: () => go({ task: 'people' }) });
    onClose(true);
  };
  return (
    <div className="th-screen th-report-look">
      <ScreenHead title={say.any('people.report.look', { name }) ?? name} about={say.any('people.report.about') ?? ''}>
        <Button icon={<ArrowLeft />} text={say('form.cancel')} onClick={() => onClose(false)} />
        <Button
          intent={Intent.PRIMARY}
          icon={<Import />}
          text={say('mapping.take')}
          disabled={preview === null || preview.needs.length > 0 || zoneMinutes === null}
          onClick={() => void take()}
        />
      </ScreenHead>
      <FaultNotice fault={fault} />
      <div className="th-form-two">
        <FormGroup label={say('tables.ledgerName')} labelFor="report-ledger" helperText={say('tables.ledgerNameHelp')}>
          <InputGroup id="report-ledger" value={ledger} maxLength={60} onValueChange={setLedger} />
        </FormGroup>
        <FormGroup label={say('tables.zone')} labelFor="report-zone" intent={zoneMinutes === null ? Intent.WARNING : Intent.NONE}>
          <InputGroup id="report-zone" value={zone} placeholder="+HH:MM" aria-invalid={zoneMinutes === null} onValueChange={setZone} />
        </FormGroup>
        <FormGroup label={say('sources.exhibit')} labelFor="report-exhibit" labelInfo={say('form.optional')}>
          <InputGroup id="report-exhibit" value={exhibit} onValueChange={setExhibit} />
        </FormGroup>
      </div>
      {preview === null ? (
        <Loading />
      ) : (
        <>
          {preview.needs.length === 0 ? null : (
            <Notice compact intent={Intent.WARNING} title={say('mapping.needsTitle')}>
              {preview.needs.map((need) => say(`mapping.needs.${need}`)).join('; ')}
            </Notice>
          )}
          <Judged preview={preview} />
          {preview.report === undefined ? null : <ReportFacts result={{ report: preview.report }} />}
          <table className="th-plain th-form-gap" aria-label={say('mapping.rows')}>
            <thead>
              <tr>
                <th className="th-end">{say.any('people.report.line')}</th>
                <th>{say('mapping.verdict')}</th>
                <th>{say.any('people.report.path')}</th>
              </tr>
            </thead>
            <tbody>
              {preview.rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of one look never move, and many stand in one line of the file
                <tr key={index} className={row.verdict === 'rejected' ? 'th-mapping-bad' : undefined}>
                  <td className="th-end th-muted">{row.row}</td>
                  <td className="th-break">
                    <Verdict row={row} />
                  </td>
                  <td className="th-muted th-break th-small">{row.cells[0]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  );
}
