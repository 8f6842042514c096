// Fields for a table of payments or transfers: what its rows do not say. Shown in the intake dialog; it sends nothing.
import { FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { Notice } from '../../design/Notice.tsx';
import { Term } from '../../design/statements.tsx';
import { useWords } from '../../session/words.ts';
import { type Asked, decimalsOf, zoneMinutesOf } from './tableReading.ts';

export interface TableTexts {
  readonly account: string;
  readonly zone: string;
  readonly dayOrder: '' | 'dmy' | 'mdy';
  /** `CONTRACT=N`, several parted by commas or spaces. */
  readonly decimals: string;
}
export const NO_TEXTS: TableTexts = { account: '', zone: '', dayOrder: '', decimals: '' };

interface Props {
  readonly texts: TableTexts;
  readonly onTexts: (texts: TableTexts) => void;
  readonly asked: Asked | null;
}

export function TableFields({ texts, onTexts, asked }: Props): ReactNode {
  const say = useWords();
  const badZone = zoneMinutesOf(texts.zone) === null;
  const badDecimals = decimalsOf(texts.decimals) === null;
  return (
    <details className="th-table-fields" open={asked !== null && asked.field !== 'chain' ? true : undefined}>
      <summary>{say('tables.title')}</summary>
      <p className="th-muted th-small">{say('tables.about')}</p>
      <div className="th-form-two">
        <FormGroup
          label={<Term id="statementAccount">{say('tables.account')}</Term>}
          labelFor="intake-account"
          labelInfo={say('form.optional')}
          helperText={say('tables.accountHelp')}
        >
          <InputGroup id="intake-account" value={texts.account} onValueChange={(account) => onTexts({ ...texts, account })} />
        </FormGroup>
        <FormGroup
          label={say('tables.zone')}
          labelFor="intake-zone"
          labelInfo={say('form.optional')}
          intent={badZone ? Intent.DANGER : Intent.NONE}
          helperText={say(badZone ? 'tables.zoneBad' : 'tables.zoneHelp')}
        >
          <InputGroup id="intake-zone" value={texts.zone} onValueChange={(zone) => onTexts({ ...texts, zone })} placeholder="+HH:MM" />
        </FormGroup>
        <FormGroup label={say('tables.dayOrder')} labelFor="intake-day-order" labelInfo={say('form.optional')}>
          <HTMLSelect
            id="intake-day-order"
            fill
            value={texts.dayOrder}
            onChange={(event) => onTexts({ ...texts, dayOrder: event.currentTarget.value as TableTexts['dayOrder'] })}
            options={[
              { value: '', label: say('tables.dayOrderAuto') },
              { value: 'dmy', label: say('tables.dmy') },
              { value: 'mdy', label: say('tables.mdy') },
            ]}
          />
        </FormGroup>
      </div>
      <FormGroup
        label={say('tables.decimals')}
        labelFor="intake-decimals"
        labelInfo={say('form.optional')}
        intent={badDecimals ? Intent.DANGER : Intent.NONE}
        helperText={say(badDecimals ? 'tables.decimalsBad' : 'tables.decimalsHelp')}
      >
        <InputGroup
          id="intake-decimals"
          className="th-mono"
          value={texts.decimals}
          onValueChange={(decimals) => onTexts({ ...texts, decimals })}
          placeholder={say('tables.decimalsExample')}
        />
      </FormGroup>
    </details>
  );
}

/** What the engine could not do without, before the fields. */
export function AskedFor({ asked, files }: { readonly asked: Asked; readonly files: string }): ReactNode {
  const say = useWords();
  return (
    <Notice compact intent={Intent.WARNING} title={say(`tables.asked.${asked.field}`, { files })}>
      {say(asked.field === 'chain' && asked.ledger ? 'tables.askedNext.ledger' : `tables.askedNext.${asked.field}`)}
    </Notice>
  );
}
