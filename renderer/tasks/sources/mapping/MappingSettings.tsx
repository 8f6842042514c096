// Beside the rows: how the file is read, whose table it is, and what its words mean. Fields only; what they lead to stands in the rows.
import { FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { ENCODING_NAMES, type TableForm, type TablePreview } from '../../../../shared/contract/profile.ts';
import { Panel } from '../../../design/pieces.tsx';
import { useAsk } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { decimalsOf, zoneMinutesOf } from '../tableReading.ts';
import { goodName, type MappingDraft, type SourceTexts } from './draft.ts';

interface Props {
  readonly draft: MappingDraft;
  readonly preview: TablePreview;
  readonly form: TableForm;
  readonly startFrom: string;
  readonly source: SourceTexts;
  readonly onDraft: (draft: MappingDraft) => void;
  readonly onForm: (form: TableForm) => void;
  readonly onStartFrom: (id: string) => void;
  readonly onSource: (source: SourceTexts) => void;
}

export function MappingSettings(props: Props): ReactNode {
  return (
    <div className="th-mapping-settings th-stack">
      <FileSettings {...props} />
      <SourceSettings {...props} />
      <MeaningSettings {...props} />
    </div>
  );
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

function FileSettings({ preview, form, startFrom, onForm, onStartFrom }: Props): ReactNode {
  const say = useWords();
  const { data } = useAsk('profile.list', {});
  const saved = data?.profiles ?? [];
  const text = preview.kind === 'text';
  const [headerRow] = preview.header.rows;
  const count = preview.header.rows.length;
  const setHeader = (row: number, rows: number) => onForm({ ...form, header: { row: Math.max(1, row), count: rows as 0 | 1 | 2 } });
  const firstData = preview.rows.find(({ kind }) => kind === 'data')?.row ?? 1;
  // A choice that is given up must leave no key behind: the contract knows no undefined.
  const change = (name: 'encoding' | 'delimiter' | 'sheet', value: string) => {
    const { [name]: _, header: __, ...rest } = form;
    onForm(value === '' ? rest : { ...rest, [name]: value });
  };
  const fitting = preview.forms.filter(({ saved: own, asData }) => !own && asData);
  return (
    <Panel title={say('mapping.file')}>
      <Choice
        id="mapping-start"
        label={say('mapping.startFrom')}
        value={startFrom}
        onValue={onStartFrom}
        options={[
          { value: '', label: say('mapping.startSuggested') },
          ...saved.map(({ id, title }) => ({ value: id, label: title === '' ? id : `${title} (${id})` })),
          ...fitting.map(({ id }) => ({ value: id, label: say('mapping.builtIn', { id }) })),
        ]}
      />
      {text ? (
        <div className="th-form-two">
          <Choice
            id="mapping-encoding"
            label={say('tables.encoding')}
            value={form.encoding ?? ''}
            onValue={(value) => change('encoding', value)}
            options={[
              {
                value: '',
                label:
                  preview.encoding === null || form.encoding !== undefined
                    ? say('mapping.byContent')
                    : say('mapping.found', { what: preview.encoding.name, how: say(`mapping.certainty.${preview.encoding.certainty}`) }),
              },
              ...ENCODING_NAMES.map((name) => ({ value: name, label: name })),
            ]}
          />
          <Choice
            id="mapping-delimiter"
            label={say('mapping.delimiter')}
            value={form.delimiter ?? ''}
            onValue={(value) => change('delimiter', value)}
            options={[
              { value: '', label: say('mapping.byContent') },
              ...DELIMITERS.map((mark) => ({ value: mark, label: mark === '\t' ? say('mapping.tab') : mark })),
            ]}
          />
        </div>
      ) : null}
      {preview.sheets.length > 1 ? (
        <Choice
          id="mapping-sheet"
          label={say('tables.sheet')}
          value={preview.sheet}
          onValue={(value) => change('sheet', value)}
          options={preview.sheets.map(({ name, state }) => ({
            value: name,
            label: state === 'visible' ? name : say('mapping.hiddenSheet', { name }),
          }))}
        />
      ) : null}
      <div className="th-form-two">
        <FormGroup label={say(count === 0 ? 'mapping.firstRow' : 'mapping.headerRow')} labelFor="mapping-header-row">
          <InputGroup
            id="mapping-header-row"
            type="number"
            min={1}
            value={String(headerRow ?? form.header?.row ?? firstData)}
            onValueChange={(value) => /^[1-9]\d{0,3}$/.test(value) && setHeader(Number(value), count)}
          />
        </FormGroup>
        <Choice
          id="mapping-header-count"
          label={say('mapping.headerRows')}
          value={String(count)}
          onValue={(value) => setHeader(headerRow ?? form.header?.row ?? firstData, Number(value))}
          options={[
            { value: '0', label: say('mapping.noHeader') },
            { value: '1', label: say('mapping.oneRow') },
            { value: '2', label: say('mapping.twoRows') },
          ]}
        />
      </div>
    </Panel>
  );
}

function SourceSettings({ draft, preview, source, onDraft, onSource }: Props): ReactNode {
  const say = useWords();
  const ledger = draft.family === 'ledger';
  const claims = draft.family === 'labels' || draft.family === 'people';
  return (
    <Panel title={say('mapping.whose')}>
      <Choice
        id="mapping-family"
        label={say('mapping.family')}
        value={draft.family}
        onValue={(family) => {
          onDraft({ ...draft, family: family as MappingDraft['family'] });
          onSource({ ...source, chain: '' });
        }}
        options={(['ledger', 'evm', 'tron', 'labels', 'people'] as const).map((family) => ({
          value: family,
          label: say(`mapping.families.${family}`),
        }))}
      />
      {claims ? null : ledger ? (
        <Text
          id="mapping-ledger"
          label={say('tables.ledgerName')}
          help={say('tables.ledgerNameHelp')}
          value={source.chain}
          onValue={(chain) => onSource({ ...source, chain })}
          wanted={source.chain.trim() === ''}
        />
      ) : (
        <Choice
          id="mapping-chain"
          label={say('sources.chain')}
          value={source.chain}
          onValue={(chain) => onSource({ ...source, chain })}
          options={[{ value: '', label: say('tables.chooseChain') }, ...preview.chains.map((name) => ({ value: name, label: name }))]}
        />
      )}
      <div className="th-form-two">
        {claims ? null : (
          <Text
            id="mapping-account"
            label={say('tables.account')}
            value={source.account}
            onValue={(account) => onSource({ ...source, account })}
          />
        )}
        <Text
          id="mapping-exhibit"
          label={say('sources.exhibit')}
          value={source.exhibit}
          onValue={(exhibit) => onSource({ ...source, exhibit })}
        />
        {ledger || claims ? null : (
          <Text
            id="mapping-decimals"
            label={say('tables.decimals')}
            value={source.decimals}
            onValue={(decimals) => onSource({ ...source, decimals })}
            help={say('tables.decimalsHelp')}
            bad={decimalsOf(source.decimals) === null ? say('tables.decimalsBad') : null}
            placeholder={say('tables.decimalsExample')}
          />
        )}
      </div>
    </Panel>
  );
}

function MeaningSettings(props: Props): ReactNode {
  const say = useWords();
  if (props.draft.family === 'people') return <MovementMeaning {...props} about={say('mapping.peopleAbout')} />;
  return props.draft.family === 'labels' ? <LabelMeaning {...props} /> : <MovementMeaning {...props} />;
}

/** Of labels only what stands for every row: the currency of the addresses. The mapping's title is the label where no column has one. */
function LabelMeaning({ draft, onDraft }: Props): ReactNode {
  const say = useWords();
  return (
    <Panel title={say('mapping.meaning')}>
      <p className="th-muted">{say('mapping.labelsAbout')}</p>
      <Text
        id="mapping-asset"
        label={say('mapping.labelsAsset')}
        value={draft.asset}
        onValue={(asset) => onDraft({ ...draft, asset })}
        placeholder="BTC, ETH, TRX"
      />
    </Panel>
  );
}

function MovementMeaning({ draft, onDraft, about }: Props & { readonly about?: string }): ReactNode {
  const say = useWords();
  const set = (part: Partial<MappingDraft>) => onDraft({ ...draft, ...part });
  const has = (role: string) => draft.roles.some((one) => one === role);
  const ledger = draft.family === 'ledger';
  const marked = ledger && (has('direction') || has('operation'));
  return (
    <Panel title={say('mapping.meaning')}>
      {about === undefined ? null : <p className="th-muted">{about}</p>}
      <div className="th-form-two">
        <Text
          id="mapping-zone"
          label={say('tables.zone')}
          value={draft.zone}
          onValue={(zone) => set({ zone })}
          bad={zoneMinutesOf(draft.zone) === null ? say('tables.zoneBad') : null}
          placeholder="+HH:MM"
        />
        <Choice
          id="mapping-day-order"
          label={say('tables.dayOrder')}
          value={draft.dayOrder}
          onValue={(dayOrder) => set({ dayOrder: dayOrder as MappingDraft['dayOrder'] })}
          options={[
            { value: '', label: say('tables.dayOrderAuto') },
            { value: 'dmy', label: say('tables.dmy') },
            { value: 'mdy', label: say('tables.mdy') },
          ]}
        />
        {about !== undefined || (has('asset') && ledger) ? null : (
          <Text
            id="mapping-asset"
            label={say(ledger ? 'mapping.asset' : 'mapping.assetContract')}
            value={draft.asset}
            onValue={(asset) => set({ asset })}
            placeholder={ledger ? 'CNY, JPY, USDT' : '0x…, T…'}
          />
        )}
        <Choice
          id="mapping-decimal-mark"
          label={say('mapping.decimalMark')}
          value={draft.decimalMark}
          onValue={(mark) => set({ decimalMark: mark as '.' | ',' })}
          options={[
            { value: '.', label: '1,234.56' },
            { value: ',', label: '1.234,56' },
          ]}
        />
      </div>
      {ledger && has('amount') ? (
        <Choice
          id="mapping-unsigned"
          label={say('mapping.unsigned')}
          value={draft.unsigned}
          onValue={(unsigned) => set({ unsigned: unsigned as MappingDraft['unsigned'] })}
          options={(['refuse', 'signed', 'in', 'out'] as const).map((meaning) => ({
            value: meaning,
            label: say(`mapping.unsignedIs.${meaning}`),
          }))}
        />
      ) : null}
      {marked ? (
        <>
          <Text id="mapping-in" label={say('mapping.wordsIn')} value={draft.wordsIn} onValue={(wordsIn) => set({ wordsIn })} />
          <Text id="mapping-out" label={say('mapping.wordsOut')} value={draft.wordsOut} onValue={(wordsOut) => set({ wordsOut })} />
          <Text
            id="mapping-neither"
            label={say('mapping.wordsNeither')}
            value={draft.wordsNeither}
            onValue={(wordsNeither) => set({ wordsNeither })}
          />
        </>
      ) : null}
      {has('status') ? (
        <div className="th-form-two">
          <Text id="mapping-ok" label={say('mapping.wordsOk')} value={draft.wordsOk} onValue={(wordsOk) => set({ wordsOk })} />
          <Text
            id="mapping-failed"
            label={say('mapping.wordsFailed')}
            value={draft.wordsFailed}
            onValue={(wordsFailed) => set({ wordsFailed })}
          />
        </div>
      ) : null}
      <div className="th-form-two">
        <Text id="mapping-title" label={say('mapping.name')} value={draft.title} onValue={(title) => set({ title })} />
        <Text
          id="mapping-id"
          label={say('mapping.shortName')}
          value={draft.id}
          onValue={(id) => set({ id })}
          bad={goodName(draft.id) ? null : say('mapping.badName')}
        />
      </div>
    </Panel>
  );
}

function Choice(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}): ReactNode {
  const { id, label, value, onValue, options } = props;
  return (
    <FormGroup label={label} labelFor={id}>
      <HTMLSelect id={id} fill value={value} onChange={(event) => onValue(event.currentTarget.value)} options={options} />
    </FormGroup>
  );
}

function Text(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly help?: string;
  readonly placeholder?: string;
  readonly wanted?: boolean;
  readonly bad?: string | null;
}): ReactNode {
  const { id, label, value, onValue, help, placeholder, wanted = false, bad = null } = props;
  return (
    <FormGroup
      label={label}
      labelFor={id}
      helperText={bad ?? help}
      intent={bad === null ? (wanted ? Intent.WARNING : Intent.NONE) : Intent.DANGER}
    >
      <InputGroup
        id={id}
        value={value}
        onValueChange={onValue}
        intent={bad === null ? (wanted ? Intent.WARNING : Intent.NONE) : Intent.DANGER}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
    </FormGroup>
  );
}
