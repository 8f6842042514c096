// One link by hand, or the first of a new entry: its value as it is written, and what it rests on. Without an exhibit or a source it is an
// assumption.
import { Button, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { ENTITY_KINDS, type EntityKind, LINK_BASES, LINK_KINDS, type LinkKind } from '../../../shared/contract/people.ts';
import { Panel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { EMPTY_LINK, faultsOf, type LinkTexts, linkInput, WITH_SERVICE } from './linkDraft.ts';
import { usePeopleWords } from './words.tsx';

interface Props {
  /** Null: a new entry. */
  readonly entry: number | null;
  /** With the number of a new entry; null where none was made. */
  readonly onDone: (id: number | null) => void;
}

/** From here on a text can be an address. */
const SHORTEST_ADDRESS = 24;

export function LinkForm({ entry, onDone }: Props): ReactNode {
  const say = useWords();
  const word = usePeopleWords();
  const { act } = useSession();
  const [of, setOf] = useState<EntityKind>('person');
  const [kind, setKind] = useState<LinkKind>('name');
  const [basis, setBasis] = useState<(typeof LINK_BASES)[number]>('attribution');
  const [texts, setTexts] = useState<LinkTexts>(EMPTY_LINK);
  const isSighting = kind === 'ip';
  const bad = faultsOf(kind, basis, texts);
  const good = texts.value.trim() !== '' && !Object.values(bad).includes(true);
  const add = async () => {
    const link = linkInput(kind, basis, texts);
    if (entry === null) {
      const made = await act('people.add', { kind: of, link });
      if (made !== null) onDone(made.id);
    } else if ((await act('people.link', { id: entry, link })) !== null) onDone(null);
  };
  const set = (name: keyof LinkTexts, value: string) => setTexts({ ...texts, [name]: value });
  const field = (name: keyof LinkTexts, more: { readonly help?: string; readonly wrong?: boolean; readonly placeholder?: string } = {}) => (
    <FormGroup
      label={word(`form.${name}`)}
      labelFor={`link-${name}`}
      helperText={more.help}
      intent={more.wrong === true ? Intent.WARNING : Intent.NONE}
    >
      <InputGroup
        id={`link-${name}`}
        value={texts[name]}
        placeholder={more.placeholder}
        aria-invalid={more.wrong === true}
        onValueChange={(value) => set(name, value)}
      />
    </FormGroup>
  );
  const choice = (
    id: string,
    label: string,
    value: string,
    options: { value: string; label: string }[],
    onChange: (to: string) => void,
  ) => (
    <FormGroup label={label} labelFor={id}>
      <HTMLSelect id={id} fill value={value} onChange={(event) => onChange(event.currentTarget.value)} options={options} />
    </FormGroup>
  );
  const time = { placeholder: 'YYYY-MM-DD HH:MM:SS' };
  return (
    <Panel
      className="th-people-card"
      title={
        <>
          {word(entry === null ? 'add' : 'addLink')} <StatementBadge kind={basis} />
        </>
      }
    >
      <div className="th-form-two">
        {entry === null
          ? choice(
              'entry-kind',
              word('kindIs'),
              of,
              ENTITY_KINDS.map((value) => ({ value, label: word(`kind.${value}`) })),
              (to) => setOf(to as EntityKind),
            )
          : null}
        {choice(
          'link-kind',
          word('form.kind'),
          kind,
          LINK_KINDS.map((value) => ({ value, label: word(`link.${value}`) })),
          (to) => setKind(to as LinkKind),
        )}
        {field('value')}
        {kind === 'address' ? <ChainChoice address={texts.value} chain={texts.chain} onChain={(chain) => set('chain', chain)} /> : null}
        {WITH_SERVICE.includes(kind) ? field('service') : null}
        {isSighting ? (
          <>
            {field('port', { wrong: bad.port })}
            {field('time', { wrong: bad.time, help: bad.time ? word('form.timeBad') : word('form.timeHelp'), ...time })}
            {field('until', { wrong: bad.until, help: bad.until ? word('form.untilBad') : '', ...time })}
            {field('what')}
          </>
        ) : null}
      </div>
      <h3 className="th-form-gap">{word('form.evidence')}</h3>
      <div className="th-form-two">
        {choice(
          'link-basis',
          word('form.basis'),
          basis,
          LINK_BASES.map((value) => ({ value, label: word(`basis.${value}`) })),
          (to) => setBasis(to as typeof basis),
        )}
        <SourceChoice source={texts.source} onSource={(source) => set('source', source)} />
        {texts.source === '' ? null : field('row', { wrong: bad.row })}
        {field('exhibit', { wrong: bad.exhibit, help: bad.exhibit ? word('form.exhibitNeeded') : '' })}
        {field('place')}
        {field('says')}
        {field('date', { wrong: bad.date, placeholder: 'YYYY-MM-DD' })}
      </div>
      <div className="th-actions">
        <Button intent={Intent.PRIMARY} text={word('addBoth')} disabled={!good} onClick={() => void add()} />
        <Button text={say('form.cancel')} onClick={() => onDone(null)} />
      </div>
    </Panel>
  );
}

/** Only where the address may stand on several chains; nothing is chosen for the person. */
function ChainChoice({
  address,
  chain,
  onChain,
}: {
  readonly address: string;
  readonly chain: string;
  readonly onChain: (chain: string) => void;
}) {
  const word = usePeopleWords();
  const text = address.trim();
  const { data } = useAsk('people.chains', text.length < SHORTEST_ADDRESS ? null : { address: text.slice(0, 200) });
  const chains = data?.chains ?? [];
  if (chains.length < 2) return null;
  return (
    <FormGroup label={word('form.chain')} labelFor="link-chain" helperText={word('form.chainHelp')}>
      <HTMLSelect
        id="link-chain"
        fill
        value={chains.some((one) => one.chain === chain) ? chain : ''}
        onChange={(event) => onChain(event.currentTarget.value)}
        options={[
          { value: '', label: word('form.chainAny', { count: chains.length }) },
          ...chains.map((one) => ({ value: one.chain, label: one.name })),
        ]}
      />
    </FormGroup>
  );
}

function SourceChoice({ source, onSource }: { readonly source: string; readonly onSource: (source: string) => void }): ReactNode {
  const word = usePeopleWords();
  const { data } = useAsk('intake.sources', {});
  const standing = (data?.sources ?? []).filter(({ state }) => state !== 'withdrawn');
  return (
    <FormGroup label={word('form.source')} labelFor="link-source" helperText={source === '' ? '' : word('form.sourceHelp')}>
      <HTMLSelect
        id="link-source"
        fill
        value={source}
        onChange={(event) => onSource(event.currentTarget.value)}
        options={[
          { value: '', label: word('form.noSource') },
          ...standing.map(({ id, number, name, exhibit }) => ({
            value: id,
            label: `${number} · ${name}${exhibit === '' ? '' : ` (${exhibit})`}`,
          })),
        ]}
      />
    </FormGroup>
  );
}
